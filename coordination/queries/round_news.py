"""What Home tells a reader of rounds: who agreed, who asks, what is left to send soon, what was not submitted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coordination.models import Programme, Round
from coordination.permissions import Standing
from coordination.queries import closings, reminders, unsent, versions
from coordination.queries.closings import ConsentValue, Missing
from coordination.queries.reminders import RequestValue
from coordination.queries.rounds import RoundValue
from coordination.queries.unsent import Unsent
from coordination.queries.versions import Version

#: What was not submitted stands from the closing of its round on, until that is reopened.
_MISSING: versions.Shelf[tuple[Missing, ...]] = versions.Shelf(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundNews:
    """What there is to tell; ``missing`` is of the latest round, where it is closed."""

    consents: tuple[ConsentValue, ...] = ()
    requests: tuple[RequestValue, ...] = ()
    left: tuple[Unsent, ...] = ()
    missing: tuple[Missing, ...] = ()


def news(
    programme: Programme, standing: Standing, rounds: Sequence[RoundValue], today: date, version: Version
) -> RoundNews:
    """Return the news of these rounds, the programme's, oldest first, at this version of the answers.

    At most nine queries, most days two.
    """
    if not rounds:
        return RoundNews()
    is_open = any(each.is_open for each in rounds)
    return RoundNews(
        consents=closings.consents(programme, standing),
        requests=reminders.standing(programme, standing) if is_open else (),
        left=_left(programme, standing, rounds, today),
        missing=_missing(programme, rounds[-1], version),
    )


def _missing(programme: Programme, round_: RoundValue, version: Version) -> tuple[Missing, ...]:
    if round_.is_open:
        return ()
    return _MISSING.get(
        (programme.pk, round_.label),
        version,
        lambda: closings.missing(programme, round_label=round_.label),
    )


def _left(
    programme: Programme, standing: Standing, rounds: Sequence[RoundValue], today: date
) -> tuple[Unsent, ...]:
    soon = today + timedelta(days=max(unsent.DAYS_BEFORE))
    near = [each.id for each in rounds if each.is_open and each.last_on and today <= each.last_on <= soon]
    if not near or standing.side is None:
        return ()
    rows = Round.objects.filter(pk__in=near).select_related("programme").order_by("last_on", "pk")
    return unsent.by_person(tuple(rows), side=standing.side).get(standing.user_id, ())

"""What Home tells a reader of rounds: who agreed, who asks, what is left to send soon, what was not submitted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import CharField, DateField, DateTimeField, Value

from coordination.domain.bilingual import Text
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
    programme: Programme,
    standing: Standing,
    rounds: Sequence[RoundValue],
    today: date,
    *,
    version: Version,
    beside: Version,
) -> RoundNews:
    """Return the news of these rounds, the programme's, oldest first, at these versions of the answers and all else.

    At most eight queries, most days none.
    """
    if not rounds:
        return RoundNews()
    said: Mapping[str, Sequence[_OfRound]] = {}
    if standing.side is not None:
        said = _SAID.get(standing, beside, lambda: _said(programme, standing))
    return RoundNews(
        consents=_consents(said.get("consent", ()), programme),
        requests=_requests(said.get("request", ())),
        left=_left(programme, standing, rounds, today),
        missing=_missing(programme, rounds[-1], version),
    )


class _OfRound(NamedTuple):
    """A consent to what is done with a round (``to``, ``at``), or a request to send in it (``on``)."""

    kind: str
    label: str
    name_en: str
    name_fr: str
    side: str
    to: str
    at: datetime
    on: date


#: By a person's place.
_SAID: versions.Shelf[Mapping[str, Sequence[_OfRound]]] = versions.Shelf(16)


def _said(programme: Programme, standing: Standing) -> Mapping[str, Sequence[_OfRound]]:
    """Return what the sides said of rounds, by kind, in its time; one query for both."""
    of = "round__label", "round__name_en", "round__name_fr", "side"
    kinds = (Value(each, CharField()) for each in ("consent", "request"))
    given = closings.given(programme).order_by()
    asked = reminders.standing(programme, standing).order_by()
    consents = given.values_list(next(kinds), *of, "to", "given_at", Value(None, DateField()))
    nothing = Value("", CharField()), Value(None, DateTimeField())
    found: dict[str, list[_OfRound]] = {}
    for each in consents.union(asked.values_list(next(kinds), *of, *nothing, "on"), all=True):
        found.setdefault(each[0], []).append(_OfRound._make(each))
    return found


def _consents(said: Iterable[_OfRound], programme: Programme) -> tuple[ConsentValue, ...]:
    return tuple(
        ConsentValue(
            label=each.label,
            name=Text(each.name_en, each.name_fr),
            side=each.side,
            to=each.to,
            given_at=each.at.astimezone(programme.zone),
        )
        for each in sorted(said, key=lambda each: each.at)
    )


def _requests(said: Iterable[_OfRound]) -> tuple[RequestValue, ...]:
    """Return the latest of each side in each round."""
    latest: dict[tuple[str, str], _OfRound] = {}
    for each in sorted(said, key=lambda each: each.on):
        latest[each.label, each.side] = each
    return tuple(
        RequestValue(label=each.label, name=Text(each.name_en, each.name_fr), side=each.side, on=each.on)
        for each in latest.values()
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

"""Who takes part in an activity beside its partner and its recipient.

These are parts of actions: each runs inside the transaction of one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from coordination.actions import saving
from coordination.domain.rules import Rule
from coordination.models import Activity, Participation, Partner

BATCH = 500
#: All of an activity, in per cent.
WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Who else takes part, as what, with which share in per cent; None where not known."""

    partner: Partner
    role: str
    share: Decimal | None = None


def store(of: Mapping[Activity, Iterable[Participant]]) -> None:
    """Store who takes part in activities that have nobody stored."""
    Participation.objects.bulk_create(
        (
            Participation(activity=activity, partner=each.partner, role=each.role, share=each.share)
            for activity, some in of.items()
            for each in some
        ),
        batch_size=BATCH,
    )


def check(
    draft: saving.Draft[Activity], partner: Partner, recipient: Partner | None, beside: Iterable[Participant]
) -> None:
    """Note a partner of another programme or with one role twice, and shares that are none or more than the whole."""
    own = {("implements", partner.pk)} | ({("receives", recipient.pk)} if recipient else set())
    shares: dict[str, Decimal] = {}
    for number, each in enumerate(beside):
        path = f"with_{number}"
        draft.require_programme(draft.row.programme, **{path: each.partner})
        if (each.role, each.partner.pk) in own:
            draft.problems.add(Rule.TAKES_PART_TWICE, path, each.partner.name_en)
        own.add((each.role, each.partner.pk))
        if each.share is None:
            continue
        shares[each.role] = shares.get(each.role, Decimal(0)) + each.share
        if not 0 < each.share <= WHOLE:
            draft.problems.add(Rule.WRONG_PART, f"share_{number}", f"{each.share}")
        elif shares[each.role] > WHOLE:
            draft.problems.add(Rule.SHARES_ABOVE_WHOLE, f"share_{number}", f"{shares[each.role]}")


def said(beside: Iterable[Participant | Participation]) -> list[list[str]]:
    """Return what the journal keeps: role, code of the partner, share; in order."""
    return sorted([each.role, each.partner.code, _share(each.share)] for each in beside)


def _share(share: Decimal | None) -> str:
    return "" if share is None else f"{share:.2f}"

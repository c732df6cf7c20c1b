"""Commitments in words: how many are due, and what was said of one over time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from coordination.domain.bilingual import Text
from coordination.domain.claims.commitments import DueCounted
from coordination.presenters import days, sentences
from coordination.presenters.said import Said
from coordination.queries.commitment_history import ChangedFact, HistoryEntry


def due(claim: DueCounted) -> Said:
    """Say how many open commitments are overdue, and how many are due soon."""
    parts = []
    if claim.overdue:
        words = ngettext("%(count)s overdue", "%(count)s overdue", claim.overdue)
        parts.append(words % {"count": claim.overdue})
    if claim.soon:
        words = ngettext(
            "%(count)s due within %(days)s days", "%(count)s due within %(days)s days", claim.soon
        )
        parts.append(words % {"count": claim.soon, "days": claim.days})
    return Said(claim.kind, sentences.listed(parts))


def counted(claim: DueCounted) -> Said:
    """Say the same where nothing beside it says that commitments are counted."""
    return Said(claim.kind, _("commitments: %(counted)s") % {"counted": due(claim).text})


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryWords:
    """Who did what when; each change with its name, before and after."""

    at: datetime
    by: str
    did: str
    changes: tuple[tuple[str, str, str], ...]
    reason: str


def history(entries: Iterable[HistoryEntry]) -> tuple[HistoryWords, ...]:
    """Put the history of a commitment into words."""
    return tuple(
        HistoryWords(
            at=each.at,
            by=each.by,
            did=str(_DID.get(each.verb, each.verb)),
            changes=tuple(
                (str(_FIELDS[one.field]), _written(one, one.before), _written(one, one.after))
                for one in each.changes
            ),
            reason=each.reason,
        )
        for each in entries
    )


def _written(fact: ChangedFact, value: str | Text) -> str:
    if isinstance(value, Text):
        return sentences.local(value)
    return (days.partial_date(value) if fact.field in ("due_on", "settled_on") else value) or "–"


_DID: Mapping[str, object] = {
    "promised": pgettext_lazy("commitment", "recorded"),
    "saved": pgettext_lazy("commitment", "changed"),
    "settled": pgettext_lazy("commitment", "settled"),
    "withdrawn": pgettext_lazy("commitment", "withdrawn"),
    "restored": pgettext_lazy("commitment", "restored"),
}
_FIELDS: Mapping[str, object] = {
    "text_en": gettext_lazy("What is promised, in English"),
    "text_fr": gettext_lazy("What is promised, in French"),
    "owner": gettext_lazy("Owner"),
    "person": gettext_lazy("Person in charge"),
    "due_on": gettext_lazy("Due on"),
    "state": gettext_lazy("State"),
    "settled_on": gettext_lazy("Delivered or settled on"),
    "outcome": gettext_lazy("What was delivered, or why not"),
}

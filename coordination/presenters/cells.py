"""One criterion as a side's assessors answered it, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from coordination.domain.claims.answers import AnswersByKind
from coordination.domain.panels import CellKind, PanelAnswer
from coordination.presenters import answers, sentences
from coordination.presenters.once import once
from coordination.presenters.said import Said
from coordination.queries.cards import Cell


@once(8)
def kinds() -> Mapping[CellKind, str]:
    """Return the six kinds by name: short, because a telephone shows two side by side."""
    return {
        CellKind.FIRM: pgettext("answer", "firm"),
        CellKind.NOT_SURE: pgettext("answer", "not sure"),
        CellKind.DIFFER: _("assessors differ"),
        CellKind.NOT_KNOWN: pgettext("answer", "not known"),
        CellKind.NO_ANSWER: pgettext("answer", "no answer"),
        CellKind.NOT_APPLICABLE: pgettext("answer", "does not apply"),
    }


def state(panel: PanelAnswer) -> str:
    """Return the kind of an answer, and by how many where not all assessors answered: “firm, 1 of 2 assessors”."""
    kind = kinds()[panel.kind]
    if not 0 < panel.answered < panel.asked:
        return kind
    return _("%(kind)s, %(number)s") % {
        "kind": kind,
        "number": sentences.assessors_of(panel.answered, panel.asked),
    }


def note(panel: PanelAnswer) -> str:
    """Return what a cell says of several assessors: that they differ, or how many answered; nothing of one."""
    if panel.asked < 2:
        return ""
    differ = _("assessors differ") if panel.kind is CellKind.DIFFER else ""
    some = sentences.assessors_of(panel.answered, panel.asked) if 0 < panel.answered < panel.asked else ""
    return ", ".join(filter(None, (differ, some)))


def sides_differ() -> str:
    """Return what stands beside an answer of the agreed card where both sides recorded that they differ.

    It is said of the day of the record: since then a side may have corrected its answer.
    """
    return _("recorded as differing")


def in_words(cell: Cell) -> str:
    """Return the answer as one line of text: “Mostly “Broadly””, “Not yet to Mostly (recorded as differing)”."""
    words = answers.in_words(cell.reading)
    if not cell.sides_differ:
        return words
    return _("%(answer)s (%(note)s)") % {"answer": words, "note": sides_differ()}


def counts(claim: AnswersByKind) -> str:
    """Return how many answers are of each kind: “5 firm, 2 not sure (of 7)”."""
    said = ", ".join(_count(kind, count) for kind, count in claim.counts.items() if count)
    return _("%(counts)s (of %(all)d)") % {"counts": said, "all": sum(claim.counts.values())}


def counted(claim: AnswersByKind) -> Said:
    """Return how many answers of a structure are of each kind."""
    return Said(claim.kind, sentences.said_of(claim.structure, counts(claim)))


@once(512)
def _count(kind: CellKind, count: int) -> str:
    said: Mapping[CellKind, str] = {
        CellKind.FIRM: ngettext("%(count)d firm", "%(count)d firm", count),
        CellKind.NOT_SURE: ngettext("%(count)d not sure", "%(count)d not sure", count),
        CellKind.DIFFER: _("assessors differ on %(count)d"),
        CellKind.NOT_KNOWN: ngettext("%(count)d not known", "%(count)d not known", count),
        CellKind.NO_ANSWER: _("%(count)d without an answer"),
        CellKind.NOT_APPLICABLE: ngettext("%(count)d does not apply", "%(count)d do not apply", count),
    }
    return said[kind] % {"count": count}

"""One answer on a card in words: its kind, how many assessors gave it, and the evidence named for it."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.domain.claims.cards import AnswerOnCard
from coordination.domain.confidence import Evidence
from coordination.domain.panels import CellKind, PanelAnswer
from coordination.presenters import sentences
from coordination.presenters.said import Said

KINDS = {
    CellKind.FIRM: gettext_lazy("firm"),
    CellKind.NOT_SURE: gettext_lazy("not sure"),
    CellKind.DIFFER: gettext_lazy("assessors differ"),
    CellKind.NOT_KNOWN: gettext_lazy("not known"),
    CellKind.NO_ANSWER: gettext_lazy("no answer"),
    CellKind.NOT_APPLICABLE: gettext_lazy("does not apply"),
}
EVIDENCE = {
    Evidence.THIN: gettext_lazy("evidence ●○○ thin"),
    Evidence.FAIR: gettext_lazy("evidence ●●○ fair"),
    Evidence.SOLID: gettext_lazy("evidence ●●● solid"),
}


def by_criterion(found: Mapping[str, AnswerOnCard]) -> dict[str, Said]:
    """Return what may be said of each answer, by criterion."""
    return {code: Said(each.kind, on_card(each)) for code, each in found.items()}


def without_answer(code: str, panel: PanelAnswer) -> Said:
    """Return what may be said where no assessor of a side stored anything."""
    return Said(AnswerOnCard.kind, on_card(AnswerOnCard(code=code, panel=panel, evidence=Evidence.THIN)))


def on_card(claim: AnswerOnCard) -> str:
    """Say “firm; evidence ●○○ thin”; of several assessors how many answered."""
    said = [str(KINDS[claim.panel.kind]), *_assessors(claim.panel)]
    if claim.panel.answered:
        said.append(str(EVIDENCE[claim.evidence]))
    return sentences.listed(said)


def _assessors(panel: PanelAnswer) -> list[str]:
    if panel.asked < 2:
        return []
    if panel.asked in (panel.answered, panel.unknown, panel.silent, panel.excluded):
        return [_("%(number)s assessors") % {"number": panel.asked}]
    words = _("%(answered)s of %(asked)s assessors answered")
    beside = [
        words_of_count % {"count": count}
        for count, words_of_count in (
            (panel.unknown, _("not known to %(count)s")),
            (panel.silent, _("no answer of %(count)s")),
            (panel.excluded, _("does not apply for %(count)s")),
        )
        if count
    ]
    return [f"{words % {'answered': panel.answered, 'asked': panel.asked}} ({', '.join(beside)})"]

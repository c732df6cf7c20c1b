"""The guided tour: the name of each of its steps, and the one sentence that stands on the page it leads to."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _


class TourStep(StrEnum):
    """A page of the tour; the last one differs by what the reader may do."""

    STANDING = "standing"
    STRUCTURE = "structure"
    REASONS = "reasons"
    VIEWS = "views"
    OPEN_ROUND = "open-round"
    SCORE = "score"
    PEOPLE = "people"
    CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step's name, and what is said on its page."""

    name: str
    note: str


def said(step: TourStep) -> StepWords:
    """Return the words of a step."""
    return {
        TourStep.STANDING: StepWords(
            _("See how the structures stand"),
            _(
                "The bar counts how all structures stand; the list below has the weakest first, each score a bar as"
                " wide as the doubt in the answers."
            ),
        ),
        TourStep.STRUCTURE: StepWords(
            _("Open the first of the list"),
            _(
                "A structure is one place: its answers criterion by criterion, and in the tabs its history, commitments,"
                " risks and meetings."
            ),
        ),
        TourStep.REASONS: StepWords(
            _("Read why, with the evidence"),
            _(
                "Unfold a criterion: there stand what each side answered, the evidence, and what the levels mean."
            ),
        ),
        TourStep.VIEWS: StepWords(
            _("Compare both views"),
            _(
                "Each line is a criterion, a circle the government, a square the partners; a line joins the two where no"
                " level fits both."
            ),
        ),
        TourStep.OPEN_ROUND: StepWords(
            _("Open a round"),
            _(
                "Here you open a round: its name, its day and which sides are asked; assessors then find it under Score."
            ),
        ),
        TourStep.SCORE: StepWords(
            _("Score one criterion yourself"),
            _(
                "Choose a structure that is not begun and answer one criterion; you can discard the draft afterwards."
            ),
        ),
        TourStep.PEOPLE: StepWords(
            _("Give people a place"),
            _(
                "Here you give a person a role and, where the role has one, a side; a manager of that side confirms the"
                " place."
            ),
        ),
        TourStep.CHANGES: StepWords(
            _("See what changed"),
            _(
                "Each panel is a structure over the rounds; a line stands only where better or worse holds on all"
                " criteria of both rounds."
            ),
        ),
    }[step]

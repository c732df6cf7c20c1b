"""Where a commitment comes from: the answer that it is made from, and what is proposed for it."""

from dataclasses import dataclass
from typing import Any

from coordination.domain import recommendations
from coordination.domain.commitments import proposed_side
from coordination.domain.scoring import side_reading
from coordination.domain.texts import Text
from coordination.models import Criterion, Programme, Round, Structure, User
from coordination.permissions import Standing
from coordination.queries import assessments


@dataclass(frozen=True, slots=True)
class Origin:
    """The answer that a commitment is made from; text and side of the owner are proposed."""

    structure: Structure
    round: Round
    voice: str
    criterion: Criterion
    proposed: Text
    side: str

    @property
    def facts(self) -> dict[str, Any]:
        """What the commitment keeps of it."""
        return {
            "structure": self.structure,
            "round_": self.round,
            "voice": self.voice,
            "criterion": self.criterion,
        }


def find(
    user: User,
    programme: Programme,
    standing: Standing,
    *,
    structure: str,
    round_: str,
    voice: str,
    criterion: str,
) -> Origin | None:
    """Return the answer of a voice on a criterion, None where there is none that the person may read.

    Structure and round are called as in addresses, the criterion by its code. What is asked and not answered yet may be
    promised to be found out.
    """
    of = Structure.objects.filter(programme=programme, slug=structure).first()
    during = Round.objects.filter(programme=programme, label=round_).select_related("instrument").first()
    if of is None or during is None:
        return None
    sheets = [
        sheet
        for sheet in assessments.sheets(of, during, user=user, standing=standing)
        if sheet.assessment.side == voice
    ]
    if not sheets:
        return None
    instrument = sheets[0].instrument
    given = [sheet.answers[criterion].reading for sheet in sheets if criterion in sheet.answers]
    if not given and criterion not in instrument.codes_asked(is_programme=of.is_programme):
        return None
    step = recommendations.step_of(of.code, criterion, side_reading(given), instrument)
    proposed = (recommendations.text(step, instrument.criterion(criterion)) if step else None) or Text("", "")
    row = Criterion.objects.get(instrument=during.instrument, code=criterion)
    return Origin(of, during, voice, row, proposed, proposed_side(step.ideas if step else ()))

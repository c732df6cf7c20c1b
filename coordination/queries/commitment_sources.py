"""Where a commitment comes from: the answer that it is made from, and what is proposed for it."""

from dataclasses import dataclass
from typing import Any

from coordination.domain import recommendations
from coordination.domain.commitments import proposed_side
from coordination.domain.scoring import blank
from coordination.domain.texts import Text
from coordination.models import Criterion, Programme, Round, Structure, User
from coordination.permissions import Standing
from coordination.queries import voices


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentSource:
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
) -> CommitmentSource | None:
    """Return the answer of a voice on a criterion, None where there is none that the person may read.

    Structure and round are called as in addresses, the criterion by its code. What is asked and not answered yet may be
    promised to be found out.
    """
    of = Structure.objects.filter(programme=programme, slug=structure).first()
    during = Round.objects.filter(programme=programme, label=round_).select_related("instrument").first()
    if of is None or during is None:
        return None
    listed = voices.of_structure(of, during, user=user, standing=standing)
    heard = next((each for each in listed if each.side == voice), None)
    if heard is None:
        return None
    instrument, answer = heard.instrument, heard.answers.get(criterion)
    if answer is None and criterion not in instrument.codes_asked(is_programme=of.is_programme):
        return None
    step = recommendations.step_of(of.code, criterion, answer.reading if answer else blank(), instrument)
    proposed = (recommendations.text(step, instrument.criterion(criterion)) if step else None) or Text("", "")
    row = Criterion.objects.get(instrument=during.instrument, code=criterion)
    return CommitmentSource(
        structure=of,
        round=during,
        voice=voice,
        criterion=row,
        proposed=proposed,
        side=proposed_side(step.ideas if step else ()),
    )

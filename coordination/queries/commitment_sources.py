"""The answer a commitment is made from, with a proposed text and owner."""

from dataclasses import dataclass
from typing import Any

from coordination.domain import recommendations
from coordination.domain.bilingual import Text
from coordination.domain.commitments import proposed_side
from coordination.domain.instruments import InstrumentValue
from coordination.domain.panels import panel
from coordination.domain.recommendations import NextStep
from coordination.domain.scoring import blank
from coordination.models import Criterion, Programme, Round, Structure, User
from coordination.permissions import Standing
from coordination.queries import voices
from coordination.queries.voices import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentSource:
    """The answer a commitment is made from, with a proposed text and the side of a proposed owner."""

    structure: Structure
    round: Round
    voice: str
    criterion: Criterion
    proposed: Text
    side: str

    @property
    def facts(self) -> dict[str, Any]:
        """The fields that the commitment takes over."""
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
    """Return a voice's answer on a criterion; None where the person may not read it.

    Structure and round are named as in addresses, the criterion by its code. A criterion asked and not yet answered
    counts: somebody may promise to find it out.
    """
    of = Structure.objects.filter(programme=programme, slug=structure).first()
    during = Round.objects.filter(programme=programme, label=round_).select_related("instrument").first()
    if of is None or during is None:
        return None
    listed = voices.of_structure(of, during, user=user, standing=standing)
    heard = {each.side: each for each in listed}.get(voice)
    if heard is None or criterion not in _promisable(heard, of):
        return None
    answered = heard.answers[criterion].panel if criterion in heard.answers else panel([blank()])
    step = recommendations.step_of(of.code, criterion, answered, heard.instrument)
    return CommitmentSource(
        structure=of,
        round=during,
        voice=voice,
        criterion=Criterion.objects.get(instrument=during.instrument, code=criterion),
        proposed=_proposed(step, heard.instrument),
        side=proposed_side(step.ideas if step else ()),
    )


def _proposed(step: NextStep | None, instrument: InstrumentValue) -> Text:
    said = recommendations.text(step, instrument.criterion(step.code)) if step else None
    return said or Text("", "")


def _promisable(heard: Voice, of: Structure) -> set[str]:
    """Return the codes of the criteria that the voice answered or is asked."""
    return {*heard.answers, *heard.instrument.codes_asked(is_programme=of.is_programme)}

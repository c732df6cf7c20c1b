"""What the latest answers on each structure prompt for each risk, side by side and kept apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from coordination.domain.risks import Prompt, listed, prompt, unclear, weak
from coordination.domain.vocabulary import SIDES
from coordination.models import Programme, User
from coordination.permissions import dashboard_assessments
from coordination.queries import cards, instruments
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompted:
    """What the latest answers of one voice on one structure prompt for one risk: a prompt, never a status."""

    structure: StructureValue
    voice: str
    round: RoundValue
    prompt: Prompt
    weak: tuple[str, ...]
    unclear: tuple[str, ...]

    @property
    def is_warning(self) -> bool:
        """Whether a linked criterion is certainly weak."""
        return self.prompt is Prompt.WARNING

    @property
    def cannot_tell(self) -> bool:
        """Whether a linked criterion may be weak, and none certainly is."""
        return self.prompt is Prompt.CANNOT_TELL


def prompts(
    user: User, programme: Programme, register: Sequence[RoundValue], everything: Sequence[StructureValue]
) -> dict[tuple[int, str], list[Prompted]]:
    """Return what the latest answers that the person may read prompt, by structure id and risk; four queries."""
    order = {each.id: at for at, each in enumerate(register)}
    last: dict[tuple[int, str], int] = {}
    heads = dashboard_assessments(user).filter(round__programme=programme, side__in=SIDES)
    for structure_id, side, round_id in heads.order_by().values_list("structure_id", "side", "round_id"):
        if order[round_id] >= order.get(last.get((structure_id, side), 0), -1):
            last[structure_id, side] = round_id
    asked = {each.id: each for each in register if each.id in set(last.values())}
    known = instruments.known(each.instrument_id for each in asked.values())
    risks = {pk: listed(each.value) for pk, each in known.items()}
    linked_to = {code for each in risks.values() for risk in each for code in risk.linked}
    sections = {
        criterion.section
        for each in known.values()
        for criterion in each.value.criteria
        if criterion.code in linked_to
    }
    stacks = cards.load(
        user,
        voices=SIDES,
        rounds=list(asked.values()),
        instruments=known,
        # Of thousands of answers, only those that may prompt.
        section=next(iter(sections)) if len(sections) == 1 else None,
    )
    found: dict[tuple[int, str], list[Prompted]] = {}
    for structure in everything:
        for side in SIDES:
            round_ = asked.get(last.get((structure.id, side), 0))
            if round_ is None:
                continue
            readings = stacks[round_.instrument_id, side].readings((round_.id, structure.id))
            for risk in risks[round_.instrument_id]:
                linked = {code: readings.get(code) for code in risk.linked}
                found.setdefault((structure.id, risk.code), []).append(
                    Prompted(
                        structure=structure,
                        voice=side,
                        round=round_,
                        prompt=prompt(list(linked.values())),
                        weak=weak(linked),
                        unclear=unclear(linked),
                    )
                )
    return found

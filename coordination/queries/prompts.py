"""What the latest answers of each side on each structure prompt for each risk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coordination.domain.bilingual import Text
from coordination.domain.claims.signs import RiskPrompt, RiskPromptKind, risk_prompt
from coordination.domain.instruments import InstrumentValue
from coordination.domain.risks import listed
from coordination.domain.vocabulary import SIDES
from coordination.models import Programme, User
from coordination.permissions import dashboard_assessments
from coordination.queries import instruments, readable_cards
from coordination.queries.rounds import RoundValue
from coordination.queries.structure_history import HeardStructure
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompted:
    """What the latest answers of one voice on one structure prompt for one risk: a prompt, never a status.

    ``names`` are the short names of the linked criteria, by code.
    """

    structure: StructureValue
    voice: str
    round: RoundValue
    claim: RiskPrompt
    names: Mapping[str, Text]

    @property
    def is_look(self) -> bool:
        """Whether it is worth a look."""
        return self.claim.kind is RiskPromptKind.LOOK

    @property
    def cannot_tell(self) -> bool:
        """Whether a linked criterion may be weak, and none certainly is."""
        return self.claim.kind is RiskPromptKind.CANNOT_TELL


def is_look(prompted: Iterable[Prompted]) -> bool:
    """Whether the answers of any voice are worth a look."""
    return any(each.is_look for each in prompted)


def prompts(
    user: User, programme: Programme, every_round: Sequence[RoundValue], everything: Sequence[StructureValue]
) -> dict[tuple[int, str], list[Prompted]]:
    """Return the prompts of the latest answers the person may read, by structure id and risk; four queries."""
    latest = _latest(user, programme, every_round)
    heard = list(dict.fromkeys(latest.values()))
    known = instruments.of_rounds(heard)
    risks = {pk: listed(each.value) for pk, each in known.items()}
    names = {pk: {one.code: one.short for one in each.value.criteria} for pk, each in known.items()}
    stacks = readable_cards.load(
        user,
        voices=SIDES,
        rounds=heard,
        instruments=known,
        # Of thousands of answers, only those that may prompt.
        section=_section([each.value for each in known.values()]),
    )
    found: dict[tuple[int, str], list[Prompted]] = {}
    for structure in everything:
        for side in SIDES:
            round_ = latest.get((structure.id, side))
            if round_ is None:
                continue
            answers = stacks[round_.instrument_id, side].panels_by_criterion((round_.id, structure.id))
            for risk in risks[round_.instrument_id]:
                found.setdefault((structure.id, risk.code), []).append(
                    Prompted(
                        structure=structure,
                        voice=side,
                        round=round_,
                        claim=risk_prompt({code: answers.get(code) for code in risk.linked}),
                        names=names[round_.instrument_id],
                    )
                )
    return found


def of_structure(of: HeardStructure) -> dict[str, list[Prompted]]:
    """Return the prompts of the latest answers on one structure, by risk; no query."""
    found: dict[str, list[Prompted]] = {}
    latest = {side: each for each in of.rounds for side in each.voices}
    for side in SIDES:
        if side not in latest:
            continue
        instrument, answers = of.instrument(latest[side]), of.panels(latest[side], side)
        for risk in listed(instrument):
            found.setdefault(risk.code, []).append(
                Prompted(
                    structure=of.structure,
                    voice=side,
                    round=latest[side],
                    claim=risk_prompt({code: answers.get(code) for code in risk.linked}),
                    names={each.code: each.short for each in instrument.criteria},
                )
            )
    return found


def _latest(
    user: User, programme: Programme, every_round: Sequence[RoundValue]
) -> dict[tuple[int, str], RoundValue]:
    """Return the latest round in which a side is heard on a structure, by structure id and side; one query."""
    order = {each.id: at for at, each in enumerate(every_round)}
    heads = dashboard_assessments(user).filter(round__programme=programme, side__in=SIDES)
    last: dict[tuple[int, str], int] = {}
    for structure_id, side, round_id in heads.order_by().values_list("structure_id", "side", "round_id"):
        last[structure_id, side] = max(last.get((structure_id, side), 0), order[round_id])
    return {place: every_round[at] for place, at in last.items()}


def _section(used: Sequence[InstrumentValue]) -> str | None:
    """Return the only section with criteria linked to a risk; None where there are several."""
    linked = {code for each in used for risk in listed(each) for code in risk.linked}
    sections = {criterion.section for each in used for criterion in each.criteria if criterion.code in linked}
    return sections.pop() if len(sections) == 1 else None

"""What can go wrong in one structure: its risks, and the signs of the two traps with their number."""

from dataclasses import dataclass

from coordination.domain.bilingual import Text
from coordination.domain.claims.signs import SignObserved
from coordination.domain.ownership import sign_names
from coordination.domain.risks import Risk, listed
from coordination.domain.vocabulary import RISKS, SIGNS, SUBSTITUTION_SIGNS, WITHOUT_PARTNERSHIP_SIGNS
from coordination.models import Programme, Statement, Structure
from coordination.queries import ownership, prompts, risks
from coordination.queries.leaders import Leading
from coordination.queries.ownership import TrapSigns
from coordination.queries.risks import Looked, Observed
from coordination.queries.structure_history import HeardStructure
from coordination.queries.structures import StatementValue, StructureValue, statement_value, structure_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One sign in the instrument's words, with statements of sources and the latest observation."""

    code: str
    name: Text
    statements: tuple[StatementValue, ...]
    observed: Observed | None
    is_prompted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskHere:
    """One risk in one structure; ``linked`` are its criteria by code with their short names."""

    risk: Risk
    linked: tuple[tuple[str, Text], ...]
    looked: Looked


@dataclass(frozen=True, slots=True, kw_only=True)
class TrapBoard:
    """What can go wrong in one structure: the risks, the signs of both traps and their number, and who leads it."""

    structure: StructureValue
    risks: tuple[RiskHere, ...]
    substitution: tuple[Sign, ...]
    without_partnership: tuple[Sign, ...]
    signs: TrapSigns
    leading: Leading


def board(structure: Structure, of: HeardStructure, leading: Leading) -> TrapBoard:
    """Return the risks and the two traps for one structure and who leads it; three queries."""
    programme = structure.programme
    instrument = risks.instrument_of(programme)
    names = sign_names(instrument) if instrument else {}
    said = _said(structure)
    observed = risks.latest(programme, structure.pk, (*RISKS, *SIGNS))
    prompted = prompts.of_structure(of)
    shorts = {each.code: each.short for each in instrument.criteria} if instrument else {}

    def signs_of(codes: tuple[str, ...]) -> tuple[Sign, ...]:
        return tuple(
            Sign(
                code=code,
                name=names[code],
                statements=tuple(each for each in said if each.item == code),
                observed=observed.get(code),
                is_prompted=code == "U1" and bool(leading.prompting),
            )
            for code in codes
            if code in names
        )

    return TrapBoard(
        structure=structure_value(structure),
        risks=tuple(
            RiskHere(
                risk=risk,
                linked=tuple((code, shorts[code]) for code in risk.linked if code in shorts),
                looked=Looked(
                    risk=risk.code,
                    name=risk.name,
                    observed=observed.get(risk.code),
                    prompts=tuple(prompted.get(risk.code, ())),
                ),
            )
            for risk in (listed(instrument) if instrument else ())
        ),
        substitution=signs_of(SUBSTITUTION_SIGNS),
        without_partnership=signs_of(WITHOUT_PARTNERSHIP_SIGNS),
        signs=ownership.trap_signs(
            said,
            {
                item: SignObserved(each.status, each.is_invented)
                for item, each in observed.items()
                if item in SIGNS
            },
        ),
        leading=leading,
    )


def signs(programme: Programme, structure: Structure) -> TrapSigns:
    """Count the signs of each trap in one structure; two queries."""
    observed = ownership.observed_signs(programme, structure.pk)
    return ownership.trap_signs(_said(structure), observed.get(structure.pk, {}))


def _said(structure: Structure) -> tuple[StatementValue, ...]:
    rows = Statement.objects.filter(structure=structure, kind=Statement.Kind.SIGN)
    return tuple(map(statement_value, rows))

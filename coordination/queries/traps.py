"""The signs of the two traps in one structure: who reports them, and their number."""

from dataclasses import dataclass
from datetime import date

from coordination.domain.bilingual import Text
from coordination.domain.claims.signs import SignObserved
from coordination.domain.ownership import sign_names
from coordination.domain.vocabulary import SIGNS, SUBSTITUTION_SIGNS, WITHOUT_PARTNERSHIP_SIGNS
from coordination.models import Programme, Statement, Structure
from coordination.queries import leaders, ownership, risks
from coordination.queries.leaders import Leading
from coordination.queries.ownership import TrapSigns
from coordination.queries.risks import Observed
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
class TrapBoard:
    """The signs of both traps in one structure, their number, and who leads it."""

    structure: StructureValue
    substitution: tuple[Sign, ...]
    without_partnership: tuple[Sign, ...]
    signs: TrapSigns
    leading: Leading


def board(programme: Programme, structure: Structure, *, today: date) -> TrapBoard:
    """Return the two traps for one structure; eight queries at most."""
    instrument = risks.instrument_of(programme)
    names = sign_names(instrument) if instrument else {}
    said = _said(structure)
    observed = risks.latest(programme, structure.pk, SIGNS)
    leading = leaders.leading(structure, today)

    def of(codes: tuple[str, ...]) -> tuple[Sign, ...]:
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
        substitution=of(SUBSTITUTION_SIGNS),
        without_partnership=of(WITHOUT_PARTNERSHIP_SIGNS),
        signs=ownership.trap_signs(
            said, {item: SignObserved(each.status, each.is_invented) for item, each in observed.items()}
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

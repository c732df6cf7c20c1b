"""What may be said of risks and signs: what answers prompt a look at, what was seen, and what a source states.

Source: METHOD.md, section 9.3.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, NamedTuple

from coordination.domain.answers import HIGHEST, LOWEST
from coordination.domain.panels import WEAK, CellKind, PanelAnswer


class RiskPromptKind(StrEnum):
    """What the answers on the criteria linked to a risk say; exactly one holds of each voice."""

    LOOK = "worth-a-look"
    CANNOT_TELL = "cannot-tell"
    NO_FLAG = "no-flag"
    NOTHING_APPLIES = "no-linked-criterion-applies"


class Share(NamedTuple):
    """A criterion that only some of a side's assessors answered."""

    code: str
    answered: int
    asked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskPrompt:
    """What the answers of one voice prompt for one risk; ``base`` are the linked criteria that apply.

    ``weak`` are Partly or lower by every assessor who answered. Where there are none, ``open`` may be, because answers
    are missing or doubtful, and ``differing``, because assessors differ. ``shares`` are those of the criteria that the
    sentence rests on which not every assessor answered.
    """

    kind: RiskPromptKind
    base: tuple[str, ...]
    weak: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    shares: tuple[Share, ...] = ()


def risk_prompt(linked: Mapping[str, PanelAnswer | None]) -> RiskPrompt:
    """Decide what the linked criteria prompt, by code in their order; None is a criterion nobody was asked."""
    applying = {code: each for code, each in linked.items() if each is None or each.applies}
    base = tuple(applying)
    if not base:
        return RiskPrompt(kind=RiskPromptKind.NOTHING_APPLIES, base=base)
    weak = tuple(code for code, each in applying.items() if _ends(each)[1] <= WEAK)
    if weak:
        return RiskPrompt(kind=RiskPromptKind.LOOK, base=base, weak=weak, shares=_shares(applying, weak))
    unclear = [code for code, each in applying.items() if _ends(each)[0] <= WEAK]
    if not unclear:
        return RiskPrompt(kind=RiskPromptKind.NO_FLAG, base=base, shares=_shares(applying, base))
    differing = tuple(code for code in unclear if _differ(applying[code]))
    return RiskPrompt(
        kind=RiskPromptKind.CANNOT_TELL,
        base=base,
        open=tuple(code for code in unclear if code not in differing),
        differing=differing,
    )


def _ends(answer: PanelAnswer | None) -> tuple[int, int]:
    """Return the lowest and highest level that any assessor admits; all of them where nobody was asked."""
    if answer is None or answer.lo is None or answer.hi is None:
        return LOWEST, HIGHEST
    return answer.lo, answer.hi


def _differ(answer: PanelAnswer | None) -> bool:
    return answer is not None and answer.kind is CellKind.DIFFER


def _shares(answers: Mapping[str, PanelAnswer | None], codes: Sequence[str]) -> tuple[Share, ...]:
    return tuple(
        Share(code, each.answered, each.asked)
        for code in codes
        if (each := answers[code]) is not None and each.answered < each.asked
    )


class InternationalLead(StrEnum):
    """By the seats recorded an international chairs or leads a structure on a day, or may: then dates do not tell."""

    LEADS = "international-leads"
    MAY_LEAD = "international-may-lead"


def international_lead(certainties: Collection[bool]) -> InternationalLead | None:
    """Decide it by whether each seat of an international who chairs or leads is certain that day; None without any."""
    if not certainties:
        return None
    return InternationalLead.LEADS if any(certainties) else InternationalLead.MAY_LEAD


@dataclass(frozen=True, slots=True, kw_only=True)
class RisksCounted:
    """In how many structures a risk was last observed or warned of, and in how many answers are worth a look."""

    kind: ClassVar[str] = "risks-counted"

    seen: int
    flagged: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RisksSeen:
    """How many risks were last observed or warned of anywhere, and in how many structures answers are worth a look."""

    kind: ClassVar[str] = "risks-seen"

    seen: int
    risks: int
    flagged: int
    structures: int


#: A structure by its number (None: the programme as a whole) and a risk.
RiskPlace = tuple[int | None, str]


def risks_counted(
    risks: Sequence[str],
    structures: Collection[int],
    seen: Collection[RiskPlace],
    looks: Collection[RiskPlace],
) -> tuple[RisksSeen, Mapping[str, RisksCounted]]:
    """Count the risks in these structures, all together and each risk by itself.

    ``seen`` are the places whose latest observation is one, or a warning; ``looks`` those where a side's answers are
    worth a look.
    """
    here = set(structures)
    by_risk = {
        risk: RisksCounted(
            seen=sum(of in here and each == risk for of, each in seen),
            flagged=sum(of in here and each == risk for of, each in looks),
            total=len(here),
        )
        for risk in risks
    }
    anywhere = {risk for of, risk in seen if of is None or of in here}
    told = RisksSeen(
        seen=len(anywhere & set(risks)),
        risks=len(risks),
        flagged=len({of for of, _risk in looks if of in here}),
        structures=len(here),
    )
    return told, by_risk


class SignObserved(NamedTuple):
    """The latest observation of a sign."""

    status: str
    is_invented: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SignsCounted:
    """The signs of one trap: what was seen, and apart from it what a source states. No sign is in two of a kind.

    Of all its signs ``observed``, ``not_seen`` and ``unknown`` are the latest observations, so many of them
    ``invented``; ``stated`` are those that a source states plainly, ``asked`` those it only puts with a question mark.
    """

    kind: ClassVar[str] = "signs"

    total: int
    observed: tuple[str, ...]
    not_seen: tuple[str, ...]
    unknown: tuple[str, ...]
    invented: int
    stated: tuple[str, ...]
    asked: tuple[str, ...]

    @property
    def looked_at(self) -> int:
        """How many signs somebody looked at."""
        return len(self.observed) + len(self.not_seen) + len(self.unknown)


def signs_counted(
    codes: Collection[str], stated: Mapping[str, bool], observed: Mapping[str, SignObserved]
) -> SignsCounted:
    """Count the signs of one trap; ``stated`` are those a source states, with whether it puts a question mark."""

    def seen_as(status: str) -> tuple[str, ...]:
        return tuple(code for code in codes if code in observed and observed[code].status == status)

    return SignsCounted(
        total=len(codes),
        observed=seen_as("observed"),
        not_seen=seen_as("not_seen"),
        unknown=seen_as("unknown"),
        invented=sum(observed[code].is_invented for code in codes if code in observed),
        stated=tuple(code for code in codes if stated.get(code) is False),
        asked=tuple(code for code in codes if stated.get(code) is True),
    )

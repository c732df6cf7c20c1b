"""Claims about the answers themselves, judged over the raw words: weak, open, without a step, not to be ranked."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from coordination.domain.answers import Reading, Status, read
from coordination.domain.claims.answers import (
    answers_by_kind,
    needs_points,
    no_step,
    nothing_open,
    unranked,
    weak_claims,
)
from coordination.domain.claims.comparison import findings
from coordination.domain.comparison import find_next, most_pressing
from coordination.domain.recommendations import next_steps
from tests.chosen import INSTRUMENT
from tests.referee.comparison import Claim, Round
from tests.referee.rounds import CODES, POINTS

SHOWN = 12


def said(found: Round) -> Iterator[Claim]:
    """Every claim about answers that a page would say of the round."""
    of = found.of
    yield from dict.fromkeys(
        [*unranked(of), *weak_claims(of), *(each for each in findings(of) if _is_mine(each))]
    )
    yield from (each for each in (nothing_open(of), no_step(_every_panel(found))) if each)
    yield from (answers_by_kind(name, of.panels(row)) for row, name in enumerate(of.names))
    yield from find_next(of, SHOWN)
    pressing = {
        of.names[row]: dict(zip(CODES, of.panels(row), strict=True)) for row in most_pressing(of, SHOWN)
    }
    weights = dict(zip(CODES, of.shown.values, strict=True))
    yield from (needs_points([step]) for step in next_steps(pressing, weights, INSTRUMENT)[:SHOWN])


def _is_mine(claim: Claim) -> bool:
    return claim.kind in ("unranked", "weak", "weak_to_most")


def _every_panel(found: Round) -> Iterator[Claim]:
    return (panel for row in range(len(found.of.names)) for panel in found.of.panels(row))


def readings(found: Round, name: str, code: str) -> list[Reading]:
    """What each assessor of a structure wrote on a criterion."""
    return [read(sheet[CODES.index(code)]) for sheet in found.case.panels[name]]


def _every(found: Round) -> Iterator[tuple[str, str, list[Reading]]]:
    for name in found.case.panels:
        for code in CODES:
            yield name, code, readings(found, name, code)


def _applies(given: list[Reading]) -> bool:
    return any(each.status is not Status.NOT_APPLICABLE for each in given)


def _answered(given: list[Reading]) -> list[Reading]:
    return [each for each in given if each.status is Status.ANSWERED]


def weak(found: Round, claim: Claim) -> str:
    """Every assessor who answered admits Partly at most; all such criteria are named, with how many answered."""
    return _weak(found, claim, _weakest)


def weak_to_most(found: Round, claim: Claim) -> str:
    """More than half of the assessors asked admit Partly at most, and somebody admits more."""
    return _weak(found, claim, _weakest_to_most)


def _weak(found: Round, claim: Claim, of: Callable[[Round, str], dict[str, tuple[int, int]]]) -> str:
    weakest = of(found, claim.structure)
    said_ = {each.code: (each.number, each.asked) for each in claim.criteria}
    if not said_ or said_ != weakest:
        return f"weak are {weakest}"
    every = sum(bool(of(found, name)) for name in found.case.panels)
    return "" if claim.among in (0, every) else f"{every} structures are"


def _weakest(found: Round, name: str) -> dict[str, tuple[int, int]]:
    weakest = {}
    for code in CODES:
        given = readings(found, name, code)
        answered = _answered(given)
        if answered and all((each.hi or 0) <= 2 for each in answered):
            weakest[code] = (len(answered), len(given))
    return weakest


def _weakest_to_most(found: Round, name: str) -> dict[str, tuple[int, int]]:
    weakest = {}
    for code in CODES:
        given = readings(found, name, code)
        low = [each for each in _answered(given) if (each.hi or 0) <= 2]
        if 2 * len(low) > len(given) and len(low) < len(_answered(given)):
            weakest[code] = (len(low), len(given))
    return weakest


def cannot_be_ranked(found: Round, claim: Claim) -> str:
    """It is not placed; giving answers to so many open criteria places it, to one fewer does not."""
    name = claim.structure
    if name in found.placed:
        return "it can be ranked"
    cells = found.cells[name]
    applying = [code for code, each in zip(CODES, cells, strict=True) if each]
    missing = [code for code in applying if not _answered(readings(found, name, code))]
    if list(claim.missing) != missing or claim.left_out != 7 - len(applying):
        return f"missing are {missing}, left out {7 - len(applying)}"
    needed = [count for count in range(len(missing) + 1) if _is_placed_with(found, name, missing[:count])]
    if claim.needed != (needed[0] if needed else 0):
        return f"it needs {needed[:1]}"
    weightless = tuple(
        each
        for each, values in found.sets.items()
        if applying and not any(values[CODES.index(code)] for code in applying)
    )
    if claim.weights != weightless:
        return f"without weight by {weightless}"
    return "" if _obstacle(len(applying), weightless) == claim.obstacle else "another obstacle"


def _is_placed_with(found: Round, name: str, codes: list[str]) -> bool:
    """Whether it could be ranked if these criteria were answered too."""
    from_words = [list(sheet) for sheet in found.case.panels[name]]
    for code in codes:
        from_words[0][CODES.index(code)] = "Yes"
    case = type(found.case)({name: tuple(map(tuple, from_words))}, found.case.weights)
    return bool(Round(case).placed)


def _obstacle(applying: int, weightless: tuple[str, ...]) -> str:
    if not applying:
        return "nothing_applies"
    if applying < 5:
        return "left_out"
    return "no_weight" if weightless else "missing"


def no_criterion_applies(found: Round, _claim: Claim) -> str:
    """Every assessor says of every criterion that it does not apply."""
    return "one applies" if any(_applies(given) for _name, _code, given in _every(found)) else ""


def _is_firm_yes(given: list[Reading]) -> bool:
    return all(each.status is Status.ANSWERED and each.lo == each.hi == 4 for each in given)


def no_step_follows(found: Round, _claim: Claim) -> str:
    """Every criterion that applies has a firm Yes of every assessor, and one applies."""
    applying = [given for _name, _code, given in _every(found) if _applies(given)]
    return "" if applying and all(map(_is_firm_yes, applying)) else "a step follows"


def _is_closed(given: list[Reading]) -> bool:
    """Whether all who say that it applies answered firmly and alike."""
    rest = [each for each in given if each.status is not Status.NOT_APPLICABLE]
    return (
        all(each.status is Status.ANSWERED for each in rest)
        and len({(e.lo, e.hi) for e in rest} | {(e.hi, e.lo) for e in rest}) == 1
    )


def no_answer_is_open(found: Round, _claim: Claim) -> str:
    """Every assessor answered every criterion that applies, firmly and as the others."""
    applying = [given for _name, _code, given in _every(found) if _applies(given)]
    said_by_all = all(
        _is_closed(given) and all(each.status is Status.ANSWERED for each in given) for given in applying
    )
    return "" if applying and said_by_all else "one is open"


def complete_but_differ(found: Round, _claim: Claim) -> str:
    """Who says that a criterion applies answered it, firmly and as the others; not all say so."""
    applying = [given for _name, _code, given in _every(found) if _applies(given)]
    excluded = any(each.status is Status.NOT_APPLICABLE for given in applying for each in given)
    return "" if excluded and all(map(_is_closed, applying)) else "not complete, or nobody differs"


def by_kind(found: Round, claim: Claim) -> str:
    """Each criterion counts once, by what all its assessors say."""
    kinds = Counter(_kind(readings(found, claim.structure, code)) for code in CODES)
    said_ = {kind.value: count for kind, count in claim.counts.items() if count}
    return "" if said_ == kinds and claim.assessors == len(found.case.panels[claim.structure]) else f"{kinds}"


def _kind(given: list[Reading]) -> str:
    answered = _answered(given)
    if not _applies(given):
        return "not_applicable"
    if not answered:
        return "not_known" if any(each.status is Status.UNKNOWN for each in given) else "no_answer"
    levels = {each.level for each in answered if each.level is not None}
    common = set.intersection(*({*range(each.lo or 0, (each.hi or 0) + 1)} for each in answered))
    if len(levels) > 1 or not common or any(each.status is Status.NOT_APPLICABLE for each in given):
        return "assessors_differ"
    return "firm" if all(each.lo == each.hi for each in answered) else "not_sure"


def points_needed(found: Round, claim: Claim) -> str:
    """Each criterion needs at least what its best admitted level leaves, at most what its lowest does."""
    for code in claim.codes:
        ends = found.cells[claim.structure][CODES.index(code)]
        if ends is None:
            return "it does not apply"
        if (claim.least, claim.most) != (100 - POINTS[ends[1]], 100 - POINTS[ends[0]]):
            return "another number of points"
    return ""


def open_answer(found: Round, claim: Claim) -> str:
    """Somebody left it open or was unsure, or assessors differ; it makes so much of the score."""
    given = readings(found, claim.structure, claim.code)
    at = CODES.index(claim.code)
    ends = found.cells[claim.structure][at]
    if ends is None or _is_closed(given):
        return "nothing is open"
    weights = next(iter(found.sets.values()))
    total = (
        sum(weight for weight, each in zip(weights, found.cells[claim.structure], strict=True) if each) or 1
    )
    if claim.width * total != weights[at] * (POINTS[ends[1]] - POINTS[ends[0]]):
        return "another width"
    return "" if claim.gain >= 0 else "it settles less than nothing"


#: By kind what judges it: why the claim is not true, or nothing.
KINDS: Mapping[str, Callable[[Round, Claim], str]] = {
    "weak": weak,
    "weak_to_most": weak_to_most,
    "unranked": cannot_be_ranked,
    "no_criterion_applies": no_criterion_applies,
    "no_step_follows": no_step_follows,
    "no_answer_is_open": no_answer_is_open,
    "complete_but_assessors_differ": complete_but_differ,
    "answers_by_kind": by_kind,
    "needs_points": points_needed,
    "open_answer": open_answer,
}

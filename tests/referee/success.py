"""What a page says of the success criteria by one voice, put to a referee who reads the raw words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from coordination.domain.answers import Reading, Status, read
from coordination.domain.change import CellChange, are_mostly_new, cause_bits, causes_in, cell_change
from coordination.domain.claims.change import criterion_claim
from coordination.domain.claims.success import (
    CriteriaChanged,
    CriteriaStanding,
    CriteriaTogether,
    score_in_words,
)
from coordination.domain.panels import envelope, panel
from coordination.domain.scoring import composite
from coordination.presenters import success
from tests import make
from tests.referee.rounds import WORDS, Ends, admitted, extremes, score

INSTRUMENT = make.instrument_value()
CRITERIA = INSTRUMENT.section("success").criteria
CODES = tuple(each.code for each in CRITERIA)
WIDTH = len(CODES)

Sheets = Sequence[Sequence[str]]
SHEETS = st.lists(st.lists(WORDS, min_size=WIDTH, max_size=WIDTH), min_size=1, max_size=4)


#: The sheets of one side, or of both.
TOGETHER = st.lists(SHEETS, min_size=1, max_size=2)


def said_together(found: Sequence[Sheets]) -> str:
    """What heads the page where these sides, the government first, or the partners alone are heard."""
    voices = ("partners",) if len(found) == 1 else ("government", "partners")
    standing = [
        CriteriaStanding(
            voice=voice,
            assessors=len(sheets),
            panels={code: panel([read(sheet[at]) for sheet in sheets]) for at, code in enumerate(CODES)},
        )
        for voice, sheets in zip(voices, found, strict=True)
    ]
    return success.together(CriteriaTogether(tuple(standing)), CRITERIA).text


def untrue_together(text: str, found: Sequence[Sheets]) -> str:
    """Why what heads the page is not true; empty where it is. It must name, or count, all that hold for every side."""
    if len(text.split()) > 25:
        return "more than 25 words"
    who, rest = text.removesuffix(".").split(": ", 1)
    if who != ("Partners" if len(found) == 1 else "Both sides"):
        return "another side"
    of_each = [_true(each) for each in found]
    true = {
        lead: codes
        for lead in ("Mostly or Yes", "Partly or lower")
        if (codes := set.intersection(*(each[lead] for each in of_each)))
    }
    if rest == "no criterion is known to be Mostly or Yes, and none Partly or lower":
        return f"{true}" if true else ""
    parts = [each.split(" on ", 1) for each in rest.split("; ")]
    if all(re.fullmatch(r"\d of \d", said) for _lead, said in parts):
        shown = {lead: (int(said[0]), int(said[-1])) for lead, said in parts}
        return "" if shown == {lead: (len(each), WIDTH) for lead, each in true.items()} else f"{true}"
    named = {lead: {_code(each) for each in said.split(", ")} for lead, said in parts}
    return "" if named == true else f"{true}"


def said(sheets: Sheets) -> tuple[str, str]:
    """What the page says: the sentence that heads it, and the words beside the score."""
    by_criterion = {code: [read(sheet[at]) for sheet in sheets] for at, code in enumerate(CODES)}
    claim = CriteriaStanding(
        voice="partners",
        assessors=len(sheets),
        panels={code: panel(each) for code, each in by_criterion.items()},
    )
    bounds = composite(
        [envelope(each) for each in by_criterion.values()], (1,) * WIDTH, INSTRUMENT.conventions
    )
    score_claim = score_in_words("partners", len(sheets), bounds, INSTRUMENT.conventions)
    return success.seen(claim, CRITERIA).text, success.score(score_claim).text


def untrue(text: str, sheets: Sheets) -> str:
    """Why the sentence is not true of these words; empty where it is. It must name every criterion in its place."""
    main = text.removeprefix("Partners: ").removesuffix(".")
    true = _true(sheets)
    if main == "no criterion applies":
        return "" if len(true["does not apply"]) == WIDTH else "some apply"
    if len(true["does not apply"]) == WIDTH:
        return "no criterion applies"
    shown: dict[str, set[str]] = {}
    for part in main.split("; "):
        counted = re.fullmatch(r"(.*?) on (\d) of (\d) \((.*)\)", part)
        lead, names = (counted[1], counted[4]) if counted else part.split(": ", 1)
        shown[lead] = {_code(each) for each in names.split(", ")}
        base = WIDTH - len(true["does not apply"])
        if counted and (int(counted[2]), int(counted[3])) != (len(shown[lead]), base):
            return f"{lead}: {len(shown[lead])} of {base}"
    if several := len(sheets) if len(sheets) > 1 else 0:
        true[f"answered by some of the {several} assessors only"] = _partly(sheets)
    wrong = {lead: each for lead, each in true.items() if each != shown.pop(lead, set())}
    return f"{wrong}, {shown}" if wrong or shown else ""


def _code(short: str) -> str:
    (found,) = [each.code for each in CRITERIA if each.short.en.lower() == short.lower()]
    return found


def _true(sheets: Sheets) -> dict[str, set[str]]:
    """The criteria by what is so of each, whichever of the admitted levels holds."""
    found: dict[str, set[str]] = {lead: set() for lead in LEADS}
    for at, code in enumerate(CODES):
        given = [read(sheet[at]) for sheet in sheets]
        levels = {
            level
            for each in given
            if each.status is Status.ANSWERED and each.lo is not None and each.hi is not None
            for level in range(each.lo, each.hi + 1)
        }
        if levels:
            lead = (
                "Mostly or Yes"
                if min(levels) >= 3
                else "Partly or lower"
                if max(levels) <= 2
                else "could be one or the other"
            )
        else:
            statuses = {each.status for each in given}
            lead = (
                "does not apply"
                if statuses == {Status.NOT_APPLICABLE}
                else "not known"
                if Status.UNKNOWN in statuses
                else "no answer"
            )
        found[lead].add(code)
        if levels and _differ(given):
            found["assessors differ on"].add(code)
    return found


LEADS = (
    *(
        "Mostly or Yes",
        "Partly or lower",
        "could be one or the other",
        "not known",
        "no answer",
        "does not apply",
    ),
    "assessors differ on",
)


def _differ(given: Sequence[object]) -> bool:
    readings = [each for each in given if getattr(each, "status", None) is Status.ANSWERED]
    ranges = [set(range(each.lo, each.hi + 1)) for each in readings]  # type: ignore[attr-defined]
    faces = {each.level for each in readings} - {None}  # type: ignore[attr-defined]
    excluded = any(getattr(each, "status", None) is Status.NOT_APPLICABLE for each in given)
    return excluded or len(faces) > 1 or any(not one & other for one in ranges for other in ranges)


def _partly(sheets: Sheets) -> set[str]:
    answered = {
        code: sum(read(sheet[at]).status is Status.ANSWERED for sheet in sheets)
        for at, code in enumerate(CODES)
    }
    return {code for code, number in answered.items() if 0 < number < len(sheets)}


# --- since the round before


@dataclass(frozen=True)
class Since:
    """Two rounds of one voice: the words of its assessors by their names, and the reasons stated in the second."""

    old: Mapping[str, Sequence[str]]
    new: Mapping[str, Sequence[str]]
    reasons: Mapping[tuple[str, str], str]


@st.composite
def since(draw: st.DrawFn) -> Since:
    """Two rounds, mostly of the same assessors."""
    sheets = st.lists(WORDS, min_size=WIDTH, max_size=WIDTH)
    names = st.lists(st.sampled_from("abcd"), min_size=1, max_size=3, unique=True)
    old = {name: draw(sheets) for name in draw(names)}
    new = {name: draw(sheets) for name in draw(st.one_of(st.just(list(old)), st.just(list(old)), names))}
    cells = st.tuples(st.sampled_from(sorted(new)), st.sampled_from(CODES))
    return Since(old, new, draw(st.dictionaries(cells, st.sampled_from(list(REASONS)), max_size=4)))


REASONS = {
    "real_change": "",
    "better_information": "better information",
    "another_rater": "another assessor",
    "another_instrument": "another questionnaire",
    "error": "an error in the earlier answer",
}


def said_since(case: Since) -> str:
    """What the page says of these rounds, made as the page makes it."""
    answered = {
        name
        for name, words in case.new.items()
        if any(read(word).status is Status.ANSWERED for word in words)
    }
    are_new = are_mostly_new(frozenset(answered), frozenset(case.old))
    claims, lost = {}, []
    for at, code in enumerate(CODES):
        old, new = (envelope([read(words[at]) for words in each.values()]) for each in (case.old, case.new))
        change = cell_change(old, new)
        causes = causes_in(cause_bits(case.reasons.get((name, code), "") for name in case.new))
        claims[code] = criterion_claim(change, causes, are_new=are_new)
        if change is CellChange.LOST_INFORMATION:
            lost.append(code)
    claim = CriteriaChanged(voice="partners", claims=claims, lost=tuple(lost))
    return success.changed_since("R", claim, CRITERIA).text


def untrue_since(text: str, case: Since) -> str:
    """Why the sentence is not true of these two rounds; empty where it is. Every criterion must be in its place."""
    true: dict[str, set[str]] = {}
    for at, code in enumerate(CODES):
        if label := _became(at, code, case):
            true.setdefault(label, set()).add(code)
    main = text.removeprefix("Partners, since R: ").removesuffix(".")
    if main == "no clear change":
        return f"{true}" if true else ""
    shown = {
        label: {_code(each) for each in names.split(", ")}
        for label, names in (part.split(": ", 1) for part in main.split("; "))
    }
    return "" if shown == true else f"{true}"


def _became(at: int, code: str, case: Since) -> str:
    """What is so of one criterion, whichever of the admitted levels holds."""
    old, new = ([read(words[at]) for words in each.values()] for each in (case.old, case.new))
    applies = [any(one.status is not Status.NOT_APPLICABLE for one in each) for each in (old, new)]
    if applies[0] != applies[1]:
        return "the criterion applies in one of the two rounds only"
    before, after = _admitted(old), _admitted(new)
    if bool(before) != bool(after):
        return "the answer became known, which is no change" if after else "no longer known"
    if not before or not (min(after) > max(before) or max(after) < min(before)):
        return ""
    is_up = min(after) > max(before)
    way = "higher" if is_up else "lower"
    answered = [n for n, each in case.new.items() if any(read(w).status is Status.ANSWERED for w in each)]
    if 2 * sum(name not in case.old for name in answered) > len(answered):
        return f"answers are {way} (new assessors)"
    stated = {case.reasons.get((name, code), "") for name in case.new}
    if reasons := [words for reason, words in REASONS.items() if words and reason in stated]:
        return f"answers are {way}, at least in part because of {', '.join(reasons)}"
    return "better" if is_up else "worse"


def _admitted(given: Sequence[Reading]) -> set[int]:
    return {
        level
        for each in given
        if each.status is Status.ANSWERED and each.lo is not None and each.hi is not None
        for level in range(each.lo, each.hi + 1)
    }


# --- the words beside a score


def untrue_score(text: str, sheets: Sheets) -> str:
    """Why the words beside the score are not true; empty where they are."""
    cells: tuple[Ends, ...] = admitted(tuple(map(tuple, sheets)))
    found = [(levels, score(levels, (1,) * WIDTH)) for levels in extremes(cells)]
    parts = text.split(" · ")
    if len(sheets) > 1 and parts.pop() != f"median of {len(sheets)} assessors":
        return f"median of {len(sheets)}"
    base = sum(each is not None for each in cells)
    if not base:
        return "" if parts == ["no criterion applies"] else "no criterion applies"
    counts = [sum(level == 4 for level in levels if level is not None) for levels, _ in found]
    yes = re.fullmatch(r"(\d)(?: to (\d))? of (\d) Yes", parts[0])
    if yes:
        if (int(yes[1]), int(yes[2] or yes[1]), int(yes[3])) != (min(counts), max(counts), base):
            return f"{min(counts)} to {max(counts)} of {base} Yes"
        words = {_word(points) for _, points in found if points is not None}
        shown = set(parts[1].split(" to "))
        ends = {
            _word(min(p for _, p in found if p is not None)),
            _word(max(p for _, p in found if p is not None)),
        }
        return "" if shown == ends <= words else f"{ends}"
    answered = re.fullmatch(r"(\d) of (\d) answered", parts[0])
    given = sum(any(read(sheet[at]).status is Status.ANSWERED for sheet in sheets) for at in range(WIDTH))
    is_so = answered is not None and (int(answered[1]), int(answered[2])) == (given, base)
    return "" if is_so and len(parts) == 1 else f"{given} of {base} answered"


def _word(points: object) -> str:
    assert not isinstance(points, Mapping)
    return "strong" if points >= 75 else "middling" if points >= 50 else "weak"  # type: ignore[operator]

"""What a page says of both sides, put to a referee who reads the sentence and the raw words of every assessor.

He knows nothing of the program's figures: he tries every level that any assessor who answered admits, and counts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import ceil, floor

from coordination.domain.answers import Status, read
from coordination.domain.claims.sides import (
    BothTogether,
    CriterionBySides,
    Respondents,
    SidesCompared,
    WhoAnswered,
    levels_apart,
    side_assessors,
)
from coordination.domain.panels import PanelAnswer, envelope, panel
from coordination.domain.scoring import composite
from coordination.domain.voices import hull_reading
from coordination.presenters import averages, differences
from coordination.presenters.sides import of_structure, told
from tests.referee import agreement
from tests.referee.both import (
    CRITERIA,
    GOVERNMENT,
    INSTRUMENT,
    PARTNERS,
    SIDES,
    Case,
    Referee,
    Sentence,
    answered,
    structures,
)
from tests.referee.rounds import CODES, POINTS, Panel

# --- what a page would say, made as the page makes it


def said(case: Case) -> list[Sentence]:
    """Everything that the page says of the round."""
    names = structures(case)
    who = WhoAnswered(
        by_voice={side: frozenset(map(names.index, answered(case, side))) for side in SIDES},
        chosen=frozenset(range(len(names))),
    )
    found = {
        name: _compared(name, *(case.sheets[side][name] for side in SIDES))
        for name in names
        if all(name in case.sheets[side] for side in SIDES)
    }
    lines = [
        *_cells(found),
        *_joint(case, found),
        *_assessors(case),
        *_by_criterion(found),
        *agreement.said(case),
    ]
    if who.outcome is not Respondents.BOTH:
        words = differences.who(who)
        return [Sentence(words.kind, words.text), *lines]
    head = told(list(found.values()), CRITERIA)
    return [*(Sentence(each.kind, each.text) for each in head), *lines]


def headed(case: Case) -> Iterator[str]:
    """What heads Two views where one structure is drawn, and its own page below both scores."""
    for name in structures(case):
        if all(name in case.sheets[side] for side in SIDES):
            claim = _compared(name, *(case.sheets[side][name] for side in SIDES))
            yield of_structure(claim, CRITERIA).text
            yield differences.headline(claim).text


def _compared(name: str, government: Panel, partners: Panel) -> SidesCompared:
    both = [_panels(government), _panels(partners)]
    cells = [CriterionBySides(code=code, government=both[0][code], partners=both[1][code]) for code in CODES]
    return SidesCompared(structure=name, criteria=tuple(cells))


def _panels(sheets: Panel) -> dict[str, PanelAnswer]:
    words = zip(*sheets, strict=True)
    return {code: panel([read(word) for word in each]) for code, each in zip(CODES, words, strict=True)}


def _cells(found: Mapping[str, SidesCompared]) -> Iterator[Sentence]:
    for name, each in found.items():
        for cell in each.criteria:
            yield Sentence(cell.kind, differences.criterion(cell), (name, cell.code))
        if mean := each.mean(POINTS):
            yield Sentence(mean.kind, averages.points_apart(mean), (name,))


def _joint(case: Case, names: Iterable[str]) -> Iterator[Sentence]:
    for name in names:
        both = [
            [envelope([read(word) for word in words]) for words in zip(*case.sheets[side][name], strict=True)]
            for side in SIDES
        ]
        hull = list(map(hull_reading, *both))
        words = differences.both_together(
            BothTogether(name, composite(hull, (1,) * 7, INSTRUMENT.conventions))
        )
        if words:
            yield Sentence(words.kind, words.text, (name,))


def _assessors(case: Case) -> Iterator[Sentence]:
    for side in SIDES:
        for name, sheets in case.sheets[side].items():
            if len(sheets) > 1:
                words = differences.assessors(side_assessors(side, len(sheets), _panels(sheets)))
                yield Sentence(words.kind, words.text, (side, name))


def _by_criterion(found: Mapping[str, SidesCompared]) -> Iterator[Sentence]:
    for at, code in enumerate(CODES):
        words = averages.levels_apart(levels_apart(code, [each.criteria[at] for each in found.values()]))
        yield Sentence(words.kind, words.text, (code,))


# --- the referee


def _ground(name: str, judge: Referee) -> tuple[str, int]:
    """How the sentence of a structure begins on which the sides do not disagree, and on how many criteria it rests."""
    compared = judge.compared(name)
    if judge.apart(name):
        return "", len(compared)
    is_same = all(judge.is_same(name, code) for code in compared)
    return ("Nothing" if not compared else "The same" if is_same else "No sure"), len(compared)


def _counted(text: str, of: Sequence[str], judge: Referee) -> str:
    compared = [name for name in judge.both if judge.compared(name)]
    true = sum(bool(judge.apart(name)) for name in compared), len(compared)
    shown = re.fullmatch(
        r"The sides disagree on at least one criterion in (\d+) of the (\d+) structures? .*\.", text
    )
    return "" if shown and (int(shown[1]), int(shown[2])) == true else f"{true[0]} of {true[1]}"


def untrue(sentence: Sentence, case: Case) -> str:
    """Why a sentence is not true of the raw words; empty where it is."""
    rule = RULES[sentence.kind]
    return rule(sentence.text, sentence.of, Referee(case))


def _whose(name: str) -> str:
    return GOVERNMENT if name == "Government" else PARTNERS


def _names(text: str) -> tuple[set[str], int]:
    """The codes that a list of short names stands for, and how many more it says there are."""
    short = {each.short.en.lower(): each.code for each in CRITERIA}
    more = re.search(r" and (\d+) more$", text)
    listed = (text[: more.start()] if more else text).split(", ")
    return {short.get(each.lower(), each) for each in listed}, int(more[1]) if more else 0


def _criterion(text: str, of: Sequence[str], judge: Referee) -> str:
    name, code = of
    main, _space, beside = text.partition(" (")
    if problem := _some(beside.rstrip(")"), name, code, judge):
        return problem
    found = judge.differences(name, code)
    exact = re.fullmatch(r"(government|partners) (at least )?(\d) levels? higher", main)
    if exact:
        over = found if exact[1] == "government" else {-each for each in found}
        if not over or min(over) != int(exact[3]) or min(over) <= 0:
            return f"the least difference is {min(over, default=None)}"
        return "" if bool(exact[2]) == (len(over) > 1) else "not so exact"
    if main == "same":
        return "" if judge.is_same(name, code) else "not the same firm level"
    if main.startswith("could be"):
        ups = dict(re.findall(r"(Government|partners) up to (\d) levels? higher", main))
        ends = -int(ups.get("partners", 0)), int(ups.get("Government", 0))
        return "" if found and (min(found), max(found)) == ends and len(found) > 1 else f"differences {found}"
    return _not_compared(main, name, code, judge)


def _some(text: str, name: str, code: str, judge: Referee) -> str:
    shown = {
        _whose(side.removeprefix("the ")): (int(some), int(of_all))
        for some, of_all, side in re.findall(
            r"(\d+) of (\d+) assessors of (the Government|the partners)", text
        )
    }
    shown = {GOVERNMENT if "overnment" in side else PARTNERS: each for side, each in shown.items()}
    true = {}
    for side in SIDES:
        given = [read(word).status is Status.ANSWERED for word in judge.words(side, name, code)]
        if 0 < sum(given) < len(given):
            true[side] = sum(given), len(given)
    return "" if shown == true else f"answered by {true}"


def _not_compared(text: str, name: str, code: str, judge: Referee) -> str:
    ours, theirs = (judge.status(side, name, code) for side in SIDES)
    expected = {
        ("does not apply", "does not apply"): "does not apply",
        ("not known", "not known"): "not known to either side",
        ("no answer", "no answer"): "no answer of either side",
    }.get((ours, theirs))
    if expected is None and "does not apply" in (ours, theirs):
        side = "says the Government" if ours == "does not apply" else "say the partners"
        expected = f"does not apply, {side}"
    if expected is None:
        joined = {"not known": "not known to the", "no answer": "no answer of the"}
        expected = "; ".join(
            f"{joined[status]} {side}"
            for status, side in ((ours, "Government"), (theirs, "partners"))
            if status in joined
        )
    return "" if text == expected else f"{ours} · {theirs}"


def _structure(text: str, of: Sequence[str], judge: Referee) -> str:
    if disagree := re.fullmatch(
        r"(.+?): the sides disagree on (?:(\d) of the|the|all) (\d) criteri(?:on|a) that both answered"
        r"(?: \((.*)\))?; (.*)\.",
        text,
    ):
        return _disagree(disagree, judge)
    if grouped_ := re.fullmatch(r"(No sure|The same|Nothing)(.*?): (.*)\.", text):
        return _no_gap(grouped_[1], grouped_[2], grouped_[3], judge)
    if count := re.fullmatch(
        r"(?:Where both sides sent answers, |In )(\d+) (answers?|places?) (?:.* from )?one side only.*\.",
        text,
    ):
        statuses = [
            [judge.status(side, name, code) for side in SIDES] for name in judge.both for code in CODES
        ]
        if count[2].startswith("answer"):
            true = sum(each.count("answered") == 1 and "does not apply" not in each for each in statuses)
        else:
            true = sum(each.count("does not apply") == 1 for each in statuses)
        return "" if true == int(count[1]) else f"it is {true}"
    return "no such sentence"


def _disagree(found: re.Match[str], judge: Referee) -> str:
    name, some, of_all, listed, who = found.groups()
    apart = judge.apart(name)
    codes, more = _names(listed) if listed else (set(), len(apart))
    if (int(some or of_all), int(of_all)) != (len(apart), len(judge.compared(name))):
        return f"{len(apart)} of {len(judge.compared(name))}"
    if not codes <= set(apart) or len(codes) + more != len(apart):
        return f"apart on {apart}"
    higher = {min(judge.differences(name, code)) > 0 for code in apart}
    true = {
        frozenset({True}): "government higher",
        frozenset({False}): "partners higher",
    }.get(frozenset(higher), "now one, now the other higher")
    return "" if who == true else true


def _no_gap(start: str, rest: str, listed: str, judge: Referee) -> str:
    names, more = _names(listed)
    base = re.search(r"the (\d) criteri", rest)
    alike = [name for name in judge.both if _ground(name, judge) == (start, int(base[1]) if base else 0)]
    if len(names) + more != len(alike):
        return f"it is so of {alike}"
    for name in names:
        compared = judge.compared(name)
        if base and int(base[1]) != len(compared):
            return f"{name}: {len(compared)} that both answered"
        if start == "Nothing" and compared:
            return f"{name}: both answered {compared}"
        if start != "Nothing" and (not compared or judge.apart(name)):
            return f"{name}: apart on {judge.apart(name)} of {compared}"
        if (start == "The same") != (bool(compared) and all(judge.is_same(name, code) for code in compared)):
            return f"{name}: the same or not"
    return ""


NUMBER = r"(\d+(?:\.\d+)?)"


def _outward(value: Fraction, parts: int, *, is_up: bool) -> float:
    """A bound with so many parts of one, never beyond what it bounds the wrong way."""
    return (ceil(value * parts) if is_up else floor(value * parts)) / parts


def _either(text: str, true: tuple[Fraction, Fraction], parts: int) -> str | None:
    """Judge what says that neither side is surely higher; None where the sentence says another thing."""
    low, high = true
    if text.startswith("no difference"):
        return "" if low == high == 0 else f"{low} to {high}"
    if not text.startswith("could be"):
        return None
    shown = {side: float(up) for side, up in re.findall(rf"(Government|partners) up to {NUMBER} ", text)}
    ends = {"Government": high, "partners": -low}
    expected = {side: _outward(end, parts, is_up=True) for side, end in ends.items() if end}
    is_open = low <= 0 <= high and text.startswith("could be the same, or ") == (low == 0 or high == 0)
    return "" if is_open and shown == expected else f"{expected}"


def _is_near(text: str, true: tuple[Fraction, Fraction]) -> str:
    """Points of one side over the other: “up to” rounded up, elsewhere to the nearest whole, or to a decimal."""
    if (why := _either(text, true, 1)) is not None:
        return why
    found = re.match(rf"(government|partners) {NUMBER}(?:–{NUMBER})? ", text)
    if found is None:
        return "no such sentence"
    least, most = sorted(true if found[1] == "government" else (-true[1], -true[0]))
    for shown, is_ in ((found[2], least), (found[3] or found[2], most)):
        # Cut off rather than rounded where rounding would reach a word's beginning.
        near = 0.5 if "." not in shown else 0.1
        if is_ <= 0 or abs(float(shown) - float(is_)) > near + 1e-9:
            return f"{float(is_)}"
    return "" if (found[3] is None) == (least == most) else "a point or a range"


def _is_bound(text: str, true: tuple[Fraction, Fraction]) -> str:
    """Levels of one side over the other: a range is never said to be narrower than it is."""
    if (why := _either(text, true, 10)) is not None:
        return why
    found = re.match(r"(government|partners) (.*) levels? higher$", text)
    if found is None:
        return "no such sentence"
    least, most = sorted(true if found[1] == "government" else (-true[1], -true[0]))
    if least <= 0:
        return f"from {least}"
    bounds = [_outward(end, 10, is_up=is_up) for end, is_up in ((least, False), (most, True))]
    if least < most:
        start = f"{bounds[0]:g}" if bounds[0] else "under 0.1"
        expected = "at most 0.1" if bounds[1] == 0.1 else f"{start} to {bounds[1]:g}"
    elif least < Fraction(1, 20):
        expected = "under 0.1"
    else:
        nearest = float(floor(10 * least + Fraction(1, 2))) / 10
        expected = f"{nearest:g}" if 10 * least == floor(10 * least) else f"about {nearest:g}"
    return "" if found[2] == expected else expected


def _points(text: str, of: Sequence[str], judge: Referee) -> str:
    compared = judge.compared(of[0])
    base = re.search(r" on the (\d) criteri(?:on|a) that both answered$", text)
    if base is None or int(base[1]) != len(compared):
        return f"on {len(compared)}"
    ends = [Fraction(0), Fraction(0)]
    for code in compared:
        ours, theirs = (judge.levels(side, of[0], code) for side in SIDES)
        found = [POINTS[one] - POINTS[other] for one, other in product(ours, theirs)]
        ends[0] += Fraction(min(found), len(compared))
        ends[1] += Fraction(max(found), len(compared))
    return _is_near(text, (ends[0], ends[1]))


def _together(text: str, of: Sequence[str], judge: Referee) -> str:
    ends: list[list[int]] = []
    for code in CODES:
        statuses = [judge.status(side, of[0], code) for side in SIDES]
        levels = set().union(*(judge.levels(side, of[0], code) for side in SIDES))
        if set(statuses) == {"does not apply"}:
            continue
        is_open = {"not known", "no answer"} & set(statuses)
        ends.append([0, 100] if is_open else [POINTS[min(levels)], POINTS[max(levels)]])
    true = [Fraction(sum(each[at] for each in ends), len(ends)) for at in (0, 1)]
    shown = [float(each) for each in re.findall(r"\d+(?:\.\d+)?", text)]
    near = all(abs(one - float(is_)) <= 0.5 for one, is_ in zip((shown[0], shown[-1]), true, strict=True))
    return "" if near and (len(shown) == 1) == (true[0] == true[1]) else f"{true}"


def _levels(text: str, of: Sequence[str], judge: Referee) -> str:
    found = [each for name in judge.both if (each := judge.differences(name, of[0]))]
    if not found or text == "–":
        return "" if text == "–" and not found else "there is a difference to say, or none"
    ends = (Fraction(sum(map(min, found)), len(found)), Fraction(sum(map(max, found)), len(found)))
    return _is_bound(text, ends)


def _who(text: str, of: Sequence[str], judge: Referee) -> str:
    ours, theirs = (set(answered(judge.case, side)) for side in SIDES)
    true = {
        "Only the Government has answered in this round: nothing to compare.": bool(ours) and not theirs,
        "Only the partners have answered in this round: nothing to compare.": bool(theirs) and not ours,
        "No structure is answered by both sides.": bool(ours) and bool(theirs) and not ours & theirs,
        "Nobody has answered in this round, as far as you can read it.": not ours and not theirs,
    }
    return "" if true.get(text) else f"Government {ours}, partners {theirs}"


def _of_side(text: str, of: Sequence[str], judge: Referee) -> str:
    side, name = of
    number = len(judge.case.sheets[side][name])
    differ = 0
    applying = [code for code in CODES if judge.status(side, name, code) != "does not apply"]
    for code in applying:
        given = [read(word) for word in judge.words(side, name, code)]
        levels = [
            set(range(each.lo, each.hi + 1))
            for each in given
            if each.status is Status.ANSWERED and each.lo is not None and each.hi is not None
        ]
        is_apart = any(not one & other for one in levels for other in levels)
        faces = {each.level for each in given if each.level is not None}
        has_na = any(each.status is Status.NOT_APPLICABLE for each in given)
        differ += bool(levels) and (is_apart or len(faces) > 1 or has_na)
    expected = f"median of {number} assessors"
    if differ:
        expected += f"; assessors differ on {differ} of {len(applying)}"
    return "" if text == expected else expected


RULES = {
    "criterion_by_sides": _criterion,
    "sides_compared": _structure,
    "sides_counted": _counted,
    "points_apart": _points,
    "levels_apart": _levels,
    "who_answered": _who,
    "side_assessors": _of_side,
    "both_together": _together,
    **agreement.RULES,
}


def contradiction(sentences: Sequence[Sentence]) -> str:
    """Why two sentences of one page cannot both be true; empty where all can."""
    texts = [each.text for each in sentences if not each.of]
    agree = any(each.startswith("Assessors agree") for each in texts)
    disagree = [each for each in texts if "the sides disagree on " in each and ": the sides" in each]
    if agree and disagree:
        return f"agree, and {disagree[0]}"
    named = [
        name
        for each in texts
        if each.startswith(("No sure", "The same", "Nothing", "S"))
        for name in re.findall(r"\bS\d+\b", each)
    ]
    if len(named) != len(set(named)):
        return f"a structure in two sentences: {named}"
    return ""

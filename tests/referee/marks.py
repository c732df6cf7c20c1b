"""Where answers come from and what is due, put to a referee who goes through the records one by one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from coordination.domain.answers import Status, read
from coordination.domain.claims.cards import AnswerOnCard
from coordination.domain.claims.commitments import DueCounted, due_counted
from coordination.domain.claims.marks import CardMark, CardOrigin, OriginShare, card_mark, origin_shares
from coordination.domain.confidence import evidence
from coordination.domain.panels import panel
from coordination.presenters import commitments, confidence
from tests.referee.rounds import WORDS

# --- invented, or transcribed from a source

ORIGINS = st.sampled_from(["invented", "source", "entered"])


@dataclass(frozen=True)
class Origins:
    """What a round says of its own answers, and where each assessment comes from: structure, side, origin."""

    own: str
    sheets: Sequence[tuple[str, str, str]]


SHEETS = st.lists(
    st.tuples(st.sampled_from(["", "S1", "S2", "S3"]), st.sampled_from(["government", "partners"]), ORIGINS),
    max_size=8,
)
CASES = st.builds(Origins, ORIGINS, SHEETS)


def shares(case: Origins) -> Sequence[OriginShare]:
    """What a page says of the round, made as it makes it: the assessments counted card by card."""
    cards = [
        CardOrigin(structure=name, voice=side, origin=origin, count=case.sheets.count((name, side, origin)))
        for name, side, origin in dict.fromkeys(case.sheets)
    ]
    return origin_shares(case.own, cards)


def marks(case: Origins) -> list[tuple[tuple[str, str], CardMark | None]]:
    """What marks each card."""
    places = dict.fromkeys((name, side) for name, side, _origin in case.sheets)
    return [
        (place, card_mark([origin for name, side, origin in case.sheets if (name, side) == place]))
        for place in places
    ]


def objections_to_shares(found: Sequence[OriginShare], case: Origins) -> Iterator[str]:
    """Yield what is untrue in what is said of all; a round that says so of itself says it of every assessment."""
    if len({each.origin for each in found}) != len(found):
        yield "one origin twice"
    for origin in ("invented", "source"):
        here = [each for each in case.sheets if each[2] == origin]
        claim = next((each for each in found if each.origin == origin), None)
        says_so = case.own == origin and len(here) == len(case.sheets)
        if claim is None:
            if here and not says_so:
                yield f"{len(here)} are {origin}, and nothing says so"
            continue
        if (claim.count, claim.total) != (len(here), len(case.sheets)) or not here or says_so:
            yield f"{len(here)} of {len(case.sheets)} are {origin}"
        named = sorted((each.structure, each.voice) for each in claim.cards for _ in range(each.count))
        if named != sorted(each[:2] for each in here):
            yield f"{origin} are {here}"


def objections_to_mark(place: tuple[str, str], claim: CardMark | None, case: Origins) -> Iterator[str]:
    """Yield why a card is marked untruly: a real answer is never called invented."""
    here = [origin for *of, origin in case.sheets if tuple(of) == place]
    true = (here.count("invented"), len(here)) if "invented" in here else None
    if (claim and (claim.count, claim.total)) != true:
        yield f"{true} of {place} are invented"


# --- one answer on a card

#: The words of a side's assessors, and on what kinds of evidence the answer rests.
Answered = tuple[Sequence[str], Sequence[str]]
ANSWERED = st.tuples(
    st.lists(WORDS, min_size=1, max_size=4),
    st.lists(st.sampled_from(["document", "both", "own", "other"]), max_size=3),
)


def on_card(case: Answered) -> str:
    """What a card says of one answer."""
    words, sources = case
    claim = AnswerOnCard(code="C1", panel=panel([read(word) for word in words]), evidence=evidence(sources))
    return confidence.on_card(claim)


def objections_to_card(text: str, case: Answered) -> Iterator[str]:
    """Yield what is untrue in the kind of an answer, in how many answered, and in what it rests on."""
    words, sources = case
    kind, *rest = text.split("; ")
    if kind != _kind(words):
        yield f"it is {_kind(words)}"
    answered = [word for word in words if read(word).status is Status.ANSWERED]
    counted = [each for each in rest if "assessors" in each]
    silent = [each for each in words if each not in answered]
    if len(words) == 1:
        expected = []
    elif len(answered) == len(words) or (not answered and len({read(each).status for each in silent}) == 1):
        expected = [f"{len(words)} assessors"]
    else:
        expected = [f"{len(answered)} of {len(words)} assessors answered"]
    if [each.split(" (")[0] for each in counted] != expected:
        yield f"{len(answered)} of {len(words)} answered"
    solid = len({each for each in sources if each in SOLID})
    graded = [each for each in rest if "evidence" in each]
    if graded != ([f"evidence {('●○○ thin', '●●○ fair', '●●● solid')[solid]}"] if answered else []):
        yield f"evidence is of {sources}"


SOLID = ("document", "both")


def _kind(words: Sequence[str]) -> str:
    given = [read(word) for word in words]
    answered = [each for each in given if each.status is Status.ANSWERED]
    if not answered:
        statuses = {each.status for each in given}
        if statuses == {Status.NOT_APPLICABLE}:
            return "does not apply"
        return "not known" if Status.UNKNOWN in statuses else "no answer"
    admits = [set(range(each.lo or 0, (each.hi or 0) + 1)) for each in answered]
    faces = {each.level for each in answered if each.level is not None}
    if (
        any(each.status is Status.NOT_APPLICABLE for each in given)
        or not set.intersection(*admits)
        or len(faces) > 1
    ):
        return "assessors differ"
    return "firm" if all(len(each) == 1 for each in admits) else "not sure"


# --- commitments that are due

TODAY = date(2011, 2, 3)
DUE = st.lists(st.integers(-40, 40).map(lambda days: TODAY + timedelta(days)), max_size=6)
DAYS = 14


def due(due_on: Sequence[date]) -> DueCounted:
    """How many are said to be due."""
    return due_counted(due_on, today=TODAY, days=DAYS)


def objections_to_due(text: str, due_on: Sequence[date]) -> Iterator[str]:
    """Yield what is untrue in the words: each day is looked at by itself."""
    late = [each for each in due_on if any(each == TODAY - timedelta(back) for back in range(1, 41))]
    soon = [each for each in due_on if any(each == TODAY + timedelta(on) for on in range(DAYS + 1))]
    shown = {
        "late": int(found[1]) if (found := re.search(r"(\d+) overdue", text)) else 0,
        "soon": int(found[1]) if (found := re.search(rf"(\d+) due within {DAYS} days", text)) else 0,
    }
    if shown != {"late": len(late), "soon": len(soon)}:
        yield f"{len(late)} overdue, {len(soon)} soon"


def due_in_words(due_on: Sequence[date]) -> str:
    """What the page says."""
    return commitments.due(due(due_on)).text

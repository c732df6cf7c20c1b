"""The referee of risks and signs: what raw answers, observations and statements allow, word by word."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from hypothesis import strategies as st

from coordination.domain.answers import read
from coordination.domain.claims.signs import (
    RiskPrompt,
    RiskPromptKind,
    SignObserved,
    SignsCounted,
    risk_prompt,
    signs_counted,
)
from coordination.domain.panels import panel
from coordination.domain.vocabulary import SUBSTITUTION_SIGNS

LEVELS = ("No", "Not yet", "Partly", "Mostly", "Yes")
PARTLY = LEVELS.index("Partly")
#: The words of the assessors of one side, by criterion.
Answers = Mapping[str, Sequence[str]]


class Seen(NamedTuple):
    """Somebody's observation of a sign; of one day the later in the list counts."""

    sign: str
    status: str
    day: int
    is_invented: bool


class Stated(NamedTuple):
    """What a source says of a sign."""

    sign: str
    quote: str


WORDS = st.sampled_from(
    ["Yes", "Yes", "Mostly", "Partly", "Not yet", "No", "Yes?", "Mostly?", "Partly?", "Partly to Mostly"]
    + ["?", "-", "n/a", "n/a"]
)
ANSWERS = st.integers(1, 3).flatmap(
    lambda assessors: st.dictionaries(
        st.sampled_from(["C1", "C2", "C3"]),
        st.lists(WORDS, min_size=assessors, max_size=assessors),
        max_size=3,
    )
)
SIGNS = st.sampled_from([*SUBSTITUTION_SIGNS, "W1"])
SEEN = st.lists(
    st.builds(
        Seen, SIGNS, st.sampled_from(["observed", "not_seen", "unknown"]), st.integers(1, 3), st.booleans()
    ),
    max_size=6,
)
STATED = st.lists(st.builds(Stated, SIGNS, st.sampled_from(["It is so", "Is it so?"])), max_size=4)


def prompted(answers: Answers) -> RiskPrompt:
    """What is said of a risk by these answers."""
    return risk_prompt({code: panel([read(word) for word in words]) for code, words in answers.items()})


def counted(seen: Sequence[Seen], stated: Sequence[Stated]) -> SignsCounted:
    """Count them as the queries do: the latest day counts, and of one day what was recorded last."""
    latest = {each.sign: each for each in sorted(seen, key=lambda each: each.day)}
    plain: dict[str, bool] = {}
    for each in stated:
        plain[each.sign] = plain.get(each.sign, True) and each.quote.endswith("?")
    observed = {sign: SignObserved(each.status, each.is_invented) for sign, each in latest.items()}
    return signs_counted(SUBSTITUTION_SIGNS, plain, observed)


def admits(word: str) -> set[int] | None:
    """Return the levels that a word admits; None where it answers nothing."""
    if word in ("?", "-", "", "n/a"):
        return None
    if word.endswith("?"):
        level = LEVELS.index(word[:-1])
        return {level - 1, level, level + 1} & set(range(5))
    ends = [LEVELS.index(each) for each in word.split(" to ")]
    return set(range(min(ends), max(ends) + 1))


def applies(words: Sequence[str]) -> bool:
    """Whether a criterion applies: unless every assessor says that it does not."""
    return any(word != "n/a" for word in words)


def levels(words: Sequence[str]) -> set[int]:
    """Return the levels of a criterion that some assessor who answered admits; all of them where nobody did."""
    given = [found for word in words if (found := admits(word)) is not None]
    return set().union(*given) if given else set(range(5))


def objections_to_prompt(claim: RiskPrompt, answers: Answers) -> Iterator[str]:
    """Say what is untrue in what these answers are said to prompt."""
    here = [code for code, words in answers.items() if applies(words)]
    if list(claim.base) != here:
        yield "other criteria apply"
    if claim.kind is RiskPromptKind.NOTHING_APPLIES and here:
        yield "a linked criterion applies"
    if claim.kind is not RiskPromptKind.NOTHING_APPLIES and not here:
        yield "no linked criterion applies"
    if claim.kind is RiskPromptKind.LOOK and not claim.weak:
        yield "it names no criterion"
    for code in claim.weak:
        if max(levels(answers[code])) > PARTLY:
            yield f"{code} may be Mostly or Yes"
    may_be_weak = [code for code in here if min(levels(answers[code])) <= PARTLY]
    if claim.kind is RiskPromptKind.NO_FLAG and may_be_weak:
        yield f"{may_be_weak[0]} may be Partly or lower"
    if claim.kind is RiskPromptKind.CANNOT_TELL:
        yield from _of_open(claim, answers, may_be_weak)
    for code, answered, asked in claim.shares:
        words = answers[code]
        if (answered, asked) != (sum(admits(word) is not None for word in words), len(words)):
            yield f"another number answered {code}"
    told = claim.weak if claim.kind is RiskPromptKind.LOOK else here
    if claim.kind in (RiskPromptKind.LOOK, RiskPromptKind.NO_FLAG):
        some = [code for code in told if any(admits(word) is None for word in answers[code])]
        silent = {each.code for each in claim.shares}
        if any(code not in silent for code in some if any(admits(word) for word in answers[code])):
            yield "not every assessor answered"


def _of_open(claim: RiskPrompt, answers: Answers, may_be_weak: Sequence[str]) -> Iterator[str]:
    if {*claim.open, *claim.differing} != set(may_be_weak):
        yield "other criteria may be Partly or lower"
    for code in may_be_weak:
        if max(levels(answers[code])) <= PARTLY:
            yield f"{code} is Partly or lower whatever is missing"
    for code in claim.differing:
        if len(set(answers[code])) == 1:
            yield f"all assessors say the same on {code}"
    for code in claim.open:
        if all(word in LEVELS for word in answers[code]) and len(set(answers[code])) == 1:
            yield f"no answer on {code} is missing or doubtful"


def objections_to_signs(
    claim: SignsCounted, codes: Sequence[str], seen: Sequence[Seen], stated: Sequence[Stated]
) -> Iterator[str]:
    """Say what is untrue in the number of signs that were seen, and of those that a source states."""
    last: dict[str, Seen] = {}
    for each in seen:
        if each.sign in codes and (each.sign not in last or each.day >= last[each.sign].day):
            last[each.sign] = each
    for name, status in (("observed", "observed"), ("not_seen", "not_seen"), ("unknown", "unknown")):
        if set(getattr(claim, name)) != {sign for sign, each in last.items() if each.status == status}:
            yield f"other signs were last recorded as {status}"
    if claim.invented != sum(each.is_invented for each in last.values()):
        yield "another number of observations is invented"
    plain = {each.sign for each in stated if each.sign in codes and not each.quote.endswith("?")}
    asked = {each.sign for each in stated if each.sign in codes} - plain
    if set(claim.stated) != plain:
        yield "a source states other signs"
    if set(claim.asked) != asked:
        yield "a source puts other signs with a question mark"
    if claim.total != len(codes):
        yield "there are more signs or fewer"

"""The lines of the journal: whatever is written beside what, whoever changes, removes or adds an entry is found out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.journal import FIRST, chained_hash
from coordination.domain.journal_lines import (
    APART_NOUN,
    APART_VERBS,
    NOWHERE,
    PARTED,
    End,
    Lines,
    Place,
    is_apart,
    joined,
    next_number,
)
from coordination.queries import versions

PROGRAMMES = 3
#: A step of all, or a saved answer of the programme of this number.
STEPS = st.lists(st.sampled_from([None, *range(1, PROGRAMMES + 1)]), min_size=4, max_size=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry as it is stored."""

    place: Place
    word: str
    previous: str
    hash: str


@dataclass(slots=True, kw_only=True)
class Journal:
    """What is stored: the entries, and where each line ends."""

    entries: list[Entry]
    ends: dict[int | None, End]
    parted_after: int | None


def _hash(previous: str, place: Place, word: str) -> str:
    return chained_hash(previous, {"place": [*place], "word": word})


def written(steps: Sequence[int | None]) -> Journal:
    """Write as the program does: one line first, which the second entry parts."""
    found = Journal(entries=[], ends={}, parted_after=None)
    write(found, None)
    write(found, None, PARTED)
    found.parted_after = 2
    for step in steps:
        write(found, step)
    return found


def write(found: Journal, programme: int | None, kind: tuple[str, str] | None = None) -> None:
    common = found.ends.get(None, NOWHERE)
    own = {line: end for line, end in found.ends.items() if line is not None}
    if programme is None:
        before = joined(common, own.values())
        place = Place(before.sequence + 1, 1, *(kind or ("round", "opened")))
    else:
        mine = own.get(programme, NOWHERE)
        before = mine if mine.sequence > common.sequence else common
        last = max(end.sequence for end in found.ends.values())
        number = next_number(last, place=programme - 1, programmes=PROGRAMMES)
        place = Place(number, programme, "assessment", "answered")
    word = f"word {place.sequence}"
    hash_ = _hash(before.hash, place, word)
    found.entries.append(Entry(place=place, word=word, previous=before.hash, hash=hash_))
    found.ends[programme] = End(place.sequence, hash_)


def is_sound(found: Journal) -> bool:
    lines = Lines(parted_after=found.parted_after)
    for entry in sorted(found.entries, key=lambda each: each.place.sequence):
        before = lines.before(entry.place)
        as_written = entry.previous == before.hash and entry.hash == _hash(
            before.hash, entry.place, entry.word
        )
        if not as_written or not lines.is_numbered(entry.place):
            return False
        lines.follow(entry.place, entry.hash)
    followed: dict[int | None, End] = {None: lines.common}
    return found.ends == followed | dict(lines.own)


@given(STEPS)
def test_what_was_written_is_sound(steps: list[int | None]) -> None:
    assert is_sound(written(steps))


def changed(found: Journal, at: int) -> None:
    found.entries[at] = replace(found.entries[at], word="another")


def chained_anew(found: Journal, at: int) -> None:
    entry = found.entries[at]
    found.entries[at] = replace(entry, word="another", hash=_hash(entry.previous, entry.place, "another"))


def removed(found: Journal, at: int) -> None:
    del found.entries[at]


def said_twice(found: Journal, at: int) -> None:
    entry = found.entries[at]
    last = max(each.place.sequence for each in found.entries)
    found.entries.append(replace(entry, place=entry.place._replace(sequence=last + 1)))


def told_of_another(found: Journal, at: int) -> None:
    entry = found.entries[at]
    other = (entry.place.programme or 0) % PROGRAMMES + 1
    found.entries[at] = replace(entry, place=entry.place._replace(programme=other))


def exchanged(found: Journal, at: int) -> None:
    one, other = found.entries[at], found.entries[at - 1]
    found.entries[at] = replace(one, place=one.place._replace(sequence=other.place.sequence))
    found.entries[at - 1] = replace(other, place=other.place._replace(sequence=one.place.sequence))


def cut_off(found: Journal, at: int) -> None:
    del found.entries[max(at, 1) :]


def line_removed(found: Journal, at: int) -> None:
    line = found.entries[at].place
    found.entries[:] = [
        each
        for each in found.entries
        if (each.place.noun, each.place.programme) != (line.noun, line.programme)
    ]


def end_removed(found: Journal, at: int) -> None:
    del found.ends[sorted(found.ends, key=str)[at % len(found.ends)]]


def end_put_back(found: Journal, at: int) -> None:
    line = sorted(found.ends, key=str)[at % len(found.ends)]
    found.ends[line] = End(found.ends[line].sequence - 1, FIRST)


TAMPERING: Sequence[Callable[[Journal, int], None]] = (
    *(changed, chained_anew, removed, said_twice, told_of_another, exchanged, cut_off),
    *(line_removed, end_removed, end_put_back),
)


@pytest.mark.parametrize("tamper", TAMPERING, ids=lambda each: each.__name__)
@given(STEPS, st.data())
def test_who_tampers_with_any_line_is_found_out(
    tamper: Callable[[Journal, int], None], steps: list[int | None], data: st.DataObject
) -> None:
    found = written(steps)
    tamper(found, data.draw(st.integers(0, len(found.entries) - 1)))
    assert not is_sound(found)


@given(STEPS, st.sampled_from([1, 2, 3]))
def test_a_line_that_vanished_with_its_end_is_missed_by_the_next_entry_of_all(
    steps: list[int | None], programme: int
) -> None:
    found = written([*steps, programme, None])
    found.entries[:] = [
        each for each in found.entries if (each.place.noun, each.place.programme) != ("assessment", programme)
    ]
    del found.ends[programme]
    assert not is_sound(found)


@given(STEPS)
def test_an_entry_of_all_comes_after_every_other_and_a_line_keeps_its_order(steps: list[int | None]) -> None:
    numbers = [entry.place.sequence for entry in written(steps).entries]
    for at, step in enumerate([None, None, *steps]):
        earlier = [
            number
            for number, other in zip(numbers, [None, None, *steps], strict=True)
            if number < numbers[at] and (step is None or other in (None, step))
        ]
        before = [
            numbers[each]
            for each, other in enumerate([None, None, *steps][:at])
            if step is None or other in (None, step)
        ]
        assert earlier == before


@given(st.integers(1, 50), st.data())
def test_two_that_do_not_see_each_other_never_take_the_same_number(
    programmes: int, data: st.DataObject
) -> None:
    places = st.integers(0, programmes - 1)
    taken = []
    for place in data.draw(
        st.lists(places, min_size=2, max_size=2, unique=True) if programmes > 1 else st.just([0])
    ):
        after = data.draw(st.integers(0, 1000))
        number = next_number(after, place=place, programmes=programmes)
        assert after < number <= after + programmes
        taken.append(number)
    assert len(set(taken)) == len(taken)


def test_with_one_programme_no_number_is_left_out_and_it_is_one_chain() -> None:
    assert [next_number(after, place=0, programmes=1) for after in range(3)] == [1, 2, 3]
    assert joined(End(3, "a"), [End(4, "b")]) == End(4, "b")
    assert joined(End(3, "a"), [End(2, "b")]) == End(3, "a")


def test_several_lines_are_joined_whatever_their_order() -> None:
    one, other = End(4, "b"), End(6, "c")
    assert joined(End(3, "a"), [one, other]) == joined(End(3, "a"), [other, one])
    assert joined(End(3, "a"), [one, other]).sequence == 6
    assert joined(End(3, "a"), [one, other]).hash not in ("a", "b", "c")


def test_only_what_no_page_rests_on_is_written_apart() -> None:
    """Results are kept by the last entry that counts: those must stand in the one line that has a certain order."""
    assert set(APART_VERBS) <= versions.OWN
    assert all(is_apart(APART_NOUN, verb) for verb in APART_VERBS)
    assert not is_apart("programme", "started")


def test_a_number_that_was_left_out_is_said_where_none_may_be() -> None:
    lines = Lines(parted_after=2, common=End(5, "a"), own={1: End(8, "b")})
    assert lines.is_numbered(Place(9, None, "round", "opened"))
    assert not lines.is_numbered(Place(10, None, "round", "opened"))
    saved = [lines.is_numbered(Place(number, 1, "assessment", "answered")) for number in (7, 8, 9, 12)]
    assert saved == [False, False, True, True]

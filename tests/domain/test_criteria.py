"""Which sections are asked of what, and where the programme's answers count for its structures."""

from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.answers import read
from coordination.domain.criteria import sections_asked
from coordination.domain.ownership import with_whole
from coordination.domain.vocabulary import SECTIONS
from tests import make


def test_structures_are_asked_two_sections_and_the_programme_the_third() -> None:
    assert sections_asked(is_programme=False) == ("coordination", "ownership")
    assert sections_asked(is_programme=True) == ("success",)


def test_every_section_is_asked_of_one_of_them() -> None:
    asked = [sections_asked(is_programme=each) for each in (False, True)]
    assert sorted(asked[0] + asked[1]) == sorted(SECTIONS)


def test_an_instrument_asks_the_criteria_of_these_sections() -> None:
    instrument = make.instrument_value()
    assert instrument.codes_asked(is_programme=True) == ("S1", "S2", "S3", "S4", "S5")
    every = {criterion.code for criterion in instrument.criteria}
    assert set(instrument.codes_asked(is_programme=False)) == every - {"S1", "S2", "S3", "S4", "S5"}


def test_the_programmes_answer_counts_where_a_structure_has_none() -> None:
    own = {"C1": read("Yes"), "S4": read("-"), "S5": read("No")}
    whole = {"C1": read("-"), "S4": read("Mostly"), "S5": read("Yes")}
    assert with_whole(own, whole) == own | {"S4": read("Mostly")}
    assert with_whole({}, whole) == {code: whole[code] for code in ("S4", "S5")}
    assert with_whole(own, {}) == own


@given(st.lists(st.sampled_from(["Yes", "No", "?", "-", "n/a"]), min_size=2, max_size=2))
def test_what_a_structure_says_itself_is_never_replaced(words: list[str]) -> None:
    own, whole = (read(word) for word in words)
    found = with_whole({"S4": own}, {"S4": whole})["S4"]
    assert found == (own if own.status.value != "none" or whole.status.value == "none" else whole)

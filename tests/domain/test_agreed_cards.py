"""The agreed card's answers: one that both sides gave together, or the hull where they recorded that they differ."""

import pytest

from coordination.domain.agreed_cards import AgreedAnswer, where_they_differ
from coordination.domain.answers import Certainty, Status, read
from coordination.domain.written_answers import is_typed


@pytest.mark.parametrize(
    ("government", "partners", "ends", "level", "certainty"),
    [
        ("Mostly", "Not yet", (1, 3), None, Certainty.RANGE),
        ("Not yet", "Mostly", (1, 3), None, Certainty.RANGE),
        ("Yes", "Partly?", (1, 4), None, Certainty.RANGE),
        ("Partly to Mostly", "Mostly to Yes", (2, 4), None, Certainty.RANGE),
        # Alike in level, apart in reasons: they may record that they differ, and the level stays one.
        ("Partly", "Partly", (2, 2), 2, Certainty.PLAIN),
        # What one side takes for not applicable leaves the other's levels.
        ("n/a", "Partly", (2, 2), 2, Certainty.PLAIN),
        ("No to Not yet", "n/a", (0, 1), None, Certainty.RANGE),
    ],
)
def test_where_the_sides_differ_all_that_either_admits_stands(
    government: str, partners: str, ends: tuple[int, int], level: int | None, certainty: Certainty
) -> None:
    found = where_they_differ(read(government), read(partners))
    assert found.differs
    assert (found.reading.lo, found.reading.hi) == ends
    assert (found.reading.status, found.reading.level, found.reading.certainty) == (
        Status.ANSWERED,
        level,
        certainty,
    )
    assert read(found.reading.verbatim) == found.reading
    assert not is_typed(found.reading)


@pytest.mark.parametrize(
    ("government", "partners", "status"),
    [
        ("?", "Partly", Status.UNKNOWN),
        ("Yes", "?", Status.UNKNOWN),
        ("-", "Yes", Status.UNKNOWN),
        ("?", "n/a", Status.UNKNOWN),
        ("-", "", Status.NONE),
    ],
)
def test_where_one_side_does_not_know_nothing_is_known_together(
    government: str, partners: str, status: Status
) -> None:
    found = where_they_differ(read(government), read(partners))
    assert found.differs
    assert (found.reading.status, found.reading.level, found.reading.certainty) == (status, None, None)
    assert (found.reading.lo, found.reading.hi) == (0, 4)
    assert not is_typed(found.reading)


def test_what_applies_to_neither_side_is_agreed() -> None:
    found = where_they_differ(read("n/a"), read("not applicable"), basis="No such body.")
    assert (found.reading.status, found.differs, found.basis) == (
        Status.NOT_APPLICABLE,
        False,
        "No such body.",
    )
    with pytest.raises(ValueError, match="does not differ"):
        AgreedAnswer(reading=read("n/a"), differs=True)

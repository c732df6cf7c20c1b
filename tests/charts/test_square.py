"""One answer as a square: what it shows follows from the kind of the answer alone."""

import pytest

from coordination.charts import square
from coordination.charts.square import Face, Square
from coordination.domain.answers import read
from coordination.domain.panels import CellKind, panel


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["Yes"], Square(Face.LEVEL, 4, 4)),
        (["Mostly?"], Square(Face.DOUBT, 2, 4)),
        (["Partly to Yes"], Square(Face.DOUBT, 2, 4)),
        (["Yes", "No"], Square(Face.DOUBT, 0, 4)),
        (["Yes", "n/a"], Square(Face.DOUBT, 4, 4)),
        (["?"], Square(Face.UNKNOWN)),
        ([""], Square(Face.NONE)),
        (["n/a"], Square(Face.NOT_APPLICABLE)),
    ],
)
def test_the_face_follows_the_kind_of_the_answer(written: list[str], expected: Square) -> None:
    found = panel([read(each) for each in written])
    assert square.drawn(found.kind, found.lo, found.hi) == expected


def test_a_structure_not_assessed_has_an_empty_square() -> None:
    assert square.drawn(None, None, None) == Square(Face.NOT_ASSESSED)


def test_every_kind_of_answer_has_a_face() -> None:
    assert set(square.FACES) == set(CellKind)

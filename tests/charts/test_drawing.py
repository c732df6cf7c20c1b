"""Whatever the chart: Plotly reads it, plotly-basic draws it, no string becomes a tag, its height is known before."""

import pkgutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plotly import graph_objects

from coordination import charts
from coordination.charts import drawing, intervals, ownership, ranks, shortfall, status
from tests.charts.figures import HOSTILE, Figure, assert_sound, strings

Sample = Callable[[str], tuple[Figure, int]]


def an_intervals(name: str) -> tuple[Figure, int]:
    rows = [
        intervals.Interval(name=name, low=650 / 7, high=100, is_known=True, is_assessable=True, words=name),
        intervals.Interval(name=name, low=0, high=100, is_known=False, is_assessable=False, words=name),
        intervals.Interval(name=name, low=None, high=None, is_known=False, is_assessable=False, words=name),
    ]
    return intervals.figure(rows, axis=name, heading=name), intervals.height(rows, name)


def a_ranks(name: str) -> tuple[Figure, int]:
    rows = [
        ranks.Places(name=name, best=1, worst=2, words=name),
        ranks.Places(name=name, best=2, worst=2, words=name),
    ]
    return ranks.figure(rows, last=3, axis=name), ranks.height(rows)


def a_status(name: str) -> tuple[Figure, int]:
    rows = [
        status.StructureStatus(name=name, counts=(5, 2, 0, 0, 0, 0), words=name),
        status.StructureStatus(name=name, counts=(0, 0, 0, 6, 1, 0), words=name),
    ]
    return status.figure(rows, kinds=(name,) * 6, axis=name), status.height(rows)


def a_shortfall(name: str) -> tuple[Figure, int]:
    rows = [
        shortfall.Shortfall(name=name, certain=75, possible=0, words=name),
        shortfall.Shortfall(name=name, certain=0, possible=25, words=name),
    ]
    return shortfall.figure(rows, certain=name, possible=name, axis=name), shortfall.height(rows)


def a_plane(name: str) -> tuple[Figure, int]:
    corners = ownership.Corners(
        **dict.fromkeys(
            ("upper_left", "upper_right", "lower_left", "lower_right"), ownership.Corner(name, name)
        )
    )
    boxes = [
        ownership.Box(
            name=name, ownership=(75, 100), partnership=(575 / 6, 100), is_certain=True, words=name
        ),
        ownership.Box(name=name, ownership=(20, 20), partnership=(30, 30), is_certain=True, words=name),
    ]
    return ownership.figure(boxes, corners=corners, ownership=name, partnership=name), ownership.height()


SAMPLES: dict[str, Sample] = {
    "intervals": an_intervals,
    "ownership": a_plane,
    "ranks": a_ranks,
    "shortfall": a_shortfall,
    "status": a_status,
}


def test_every_chart_has_a_sample_here() -> None:
    modules = {
        each.name: import_module(f"coordination.charts.{each.name}")
        for each in pkgutil.iter_modules(charts.__path__)
    }
    # Small marks are geometry, without a figure of their own; what all charts share makes figures of anything.
    drawn = {name for name, module in modules.items() if hasattr(module, "figure") and name != "drawing"}
    assert drawn == set(SAMPLES)
    assert all(hasattr(modules[name], "height") for name in SAMPLES)


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_a_figure_is_sound_and_hostile_names_are_text(sample: Sample) -> None:
    figure, _height = sample(HOSTILE)
    assert_sound(figure)
    assert any("&lt;script&gt;" in text for text in strings(figure))


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
@pytest.mark.parametrize("name", ["CMJ", "Le gouvernement est-il appuyé dans la coordination\u202f?"])
def test_the_height_reserved_is_the_height_drawn(sample: Sample, name: str) -> None:
    figure, height = sample(name)
    assert figure["layout"]["height"] == height


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_plotly_reads_the_figure_as_it_is(sample: Sample) -> None:
    figure, _height = sample("CMJ")
    read = graph_objects.Figure(figure)
    assert len(read.data) == len(figure["data"])
    assert read.layout.height == figure["layout"]["height"]


def test_what_plotly_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        drawing.figure([{"type": "bar", "marker": {"colour": "#fff"}}], {})


@pytest.mark.takes_long
@given(st.text(max_size=60), st.integers(1, 40))
def test_words_hold_no_tag_but_our_own_line_breaks(text: str, width: int) -> None:
    written = drawing.words(text, width)
    assert not {"<", ">"} & set(written.replace("<br>", ""))
    assert drawing.lines(text, width) == written.count("<br>") + 1


def test_words_are_shown_as_they_are_written() -> None:
    # Plotly decodes “&lt;” and “&amp;” but shows “&quot;” as six characters.
    assert (
        drawing.words('«\u202fA & B\u202f» "C" l\'une <i>') == '«\u202fA &amp; B\u202f» "C" l\'une &lt;i&gt;'
    )


def test_a_line_breaks_at_spaces_only_and_not_before_a_question_mark() -> None:
    assert drawing.words("Secrétariat efficace\u202f?", 11) == "Secrétariat<br>efficace\u202f?"
    assert drawing.words("GTSE/CPSE-Kinshasa", 5) == "GTSE/CPSE-Kinshasa"


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("colour", "least"),
    [
        (drawing.INK, 4.5),
        (drawing.QUIET, 4.5),
        (drawing.CERTAIN, 3),
        (drawing.GOVERNMENT, 3),
        (drawing.PARTNERS, 3),
    ],
)
def test_colours_stand_out_from_paper(colour: str, least: float) -> None:
    assert 1.05 / (luminance(colour) + 0.05) >= least


def test_unknown_is_hatching_on_white_and_certain_is_solid() -> None:
    assert drawing.hatched()["color"] == "#ffffff"
    assert drawing.hatched()["pattern"]["shape"] == "/"
    assert drawing.solid()["pattern"]["shape"] == ""


def test_only_this_room_builds_with_plotly_and_in_one_place() -> None:
    folder = Path(charts.__path__[0])
    importing = [path.stem for path in folder.glob("*.py") if "import plotly" in path.read_text()]
    assert importing == ["drawing"]

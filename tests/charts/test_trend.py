"""The chart of Changes draws intervals as they are: nothing between two ends is ever more likely than the rest."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from coordination.charts.trend import Panel, TrendPoint, figure

ROUNDS = ("January 2008", "January 2009", "January 2010")


def step(
    round_: str = ROUNDS[0],
    low: float | None = 50.0,
    high: float | None = 75.0,
    *,
    known: bool = True,
    words: str = "50–75",
    line: bool = False,
) -> TrendPoint:
    return TrendPoint(round=round_, low=low, high=high, is_known=known, words=words, has_line=line)


def drawn(*panels: Panel, rounds: tuple[str, ...] = ROUNDS) -> dict[str, Any]:
    return figure(panels, rounds, "0–100")


def of_steps(*steps: TrendPoint) -> dict[str, Any]:
    return drawn(Panel("CMJ", steps))


def traces(fig: dict[str, Any], kind: str, mode: str | None = None) -> list[dict[str, Any]]:
    found = [trace for trace in fig["data"] if trace["type"] == kind]
    return [trace for trace in found if mode is None or trace["mode"] == mode]


def lines(fig: dict[str, Any]) -> list[dict[str, Any]]:
    return traces(fig, "scatter", "lines")


def bars(fig: dict[str, Any], *, hatched: bool) -> list[tuple[str, float, float]]:
    """(round, low, high) of every bar drawn."""
    return [
        (name, low, low + height)
        for trace in traces(fig, "bar")
        if bool(trace["marker"]["pattern"].get("shape")) is hatched
        for name, low, height in zip(trace["x"], trace["base"], trace["y"], strict=True)
    ]


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key != "template":
                yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def test_the_figure_is_a_plain_dict_that_json_can_carry() -> None:
    fig = of_steps(step())
    assert json.loads(json.dumps(fig, allow_nan=False)) == fig


def test_a_known_interval_is_a_bar_from_its_low_to_its_high_end() -> None:
    fig = of_steps(step(low=650 / 7, high=100.0))
    assert bars(fig, hatched=False) == [(ROUNDS[0], 650 / 7, 100.0)]
    assert bars(fig, hatched=True) == []


def test_a_figure_whose_ends_are_equal_is_one_dot() -> None:
    fig = of_steps(step(low=550 / 7, high=550 / 7, words="79"))
    (dots,) = traces(fig, "scatter", "markers")
    assert (dots["x"], dots["y"]) == ([ROUNDS[0]], [550 / 7])
    assert bars(fig, hatched=False) == []


def test_what_is_not_known_is_a_hatched_frame_over_what_the_answers_allow() -> None:
    fig = of_steps(step(low=0.0, high=100.0, known=False, words="not known"))
    assert bars(fig, hatched=True) == [(ROUNDS[0], 0.0, 100.0)]
    assert bars(fig, hatched=False) == []
    (frame,) = [trace for trace in traces(fig, "bar") if trace["marker"]["pattern"].get("shape")]
    assert frame["marker"]["color"] == "#ffffff", "unknown is never a light colour of the scale"


def test_where_nothing_applies_no_number_is_drawn_as_if_it_were_known() -> None:
    fig = of_steps(step(low=None, high=None, known=False, words="not known"))
    assert bars(fig, hatched=False) == []
    (dots,) = traces(fig, "scatter", "markers")
    assert dots["y"] == []


def test_a_line_stands_only_where_it_may() -> None:
    apart = (step(low=0, high=20), step(ROUNDS[1], 60, 80, line=False))
    assert lines(of_steps(*apart)) == []
    bears = (step(low=0, high=20), step(ROUNDS[1], 60, 80, line=True))
    assert len(lines(of_steps(*bears))) == 1


def test_a_line_of_improvement_runs_from_the_old_high_end_to_the_new_low_end() -> None:
    (line,) = lines(of_steps(step(low=10, high=20), step(ROUNDS[1], 60, 80, line=True)))
    assert line["x"] == [ROUNDS[0], ROUNDS[1]]
    assert line["y"] == [20, 60]


def test_a_line_of_decline_runs_from_the_old_low_end_to_the_new_high_end() -> None:
    (line,) = lines(of_steps(step(low=60, high=80), step(ROUNDS[1], 10, 20, line=True)))
    assert line["y"] == [60, 20]


def test_no_line_jumps_over_a_round() -> None:
    fig = of_steps(step(low=0, high=10), step(ROUNDS[1], 5, 30), step(ROUNDS[2], 80, 90, line=True))
    (line,) = lines(fig)
    assert line["x"] == [ROUNDS[1], ROUNDS[2]]


ends = st.tuples(st.integers(0, 700), st.integers(0, 700)).map(lambda pair: (min(pair) / 7, max(pair) / 7))
courses = st.lists(st.tuples(ends, st.booleans(), st.booleans()), min_size=1, max_size=3)


@given(courses)
def test_only_bars_and_scatters_are_drawn_and_no_midpoint_ever(
    course: list[tuple[tuple[float, float], bool, bool]],
) -> None:
    steps = tuple(
        step(name, low, high, known=known, words="w", line=line and number > 0)
        for number, (name, ((low, high), known, line)) in enumerate(zip(ROUNDS, course, strict=False))
    )
    fig = of_steps(*steps)
    assert {trace["type"] for trace in fig["data"]} <= {"bar", "scatter"}
    ends_of = {one.round: {one.low, one.high} for one in steps}
    for trace in [*lines(fig), *traces(fig, "scatter", "markers")]:
        for name, value in zip(trace["x"], trace["y"], strict=True):
            assert value in ends_of[name], "a point stands on an end of its interval, never between"
    assert all("error_y" not in trace and "error_x" not in trace for trace in fig["data"])
    drawn_bars = {(name, low) for name, low, _high in [*bars(fig, hatched=False), *bars(fig, hatched=True)]}
    assert drawn_bars <= {(one.round, one.low) for one in steps}


@given(courses)
def test_every_step_is_drawn_once_as_a_bar_a_frame_or_a_dot_and_written_in_words(
    course: list[tuple[tuple[float, float], bool, bool]],
) -> None:
    steps = tuple(
        step(name, low, high, known=known, words=f"{low:.1f}–{high:.1f}")
        for name, ((low, high), known, _line) in zip(ROUNDS, course, strict=False)
    )
    fig = of_steps(*steps)
    dots = traces(fig, "scatter", "markers")[0]["x"]
    seen = [name for name, *_ in bars(fig, hatched=False) + bars(fig, hatched=True)] + list(dots)
    assert sorted(seen) == sorted(one.round for one in steps)
    (words,) = traces(fig, "scatter", "text")
    assert words["text"] == [one.words for one in steps]


def test_names_are_escaped_before_plotly_could_make_links_of_them() -> None:
    name = '<a href="https://example.org">CMJ</a> & <script>alert(1)</script>'
    fig = figure(
        [Panel(name, (step(name, words="<b>79</b>"), step(f"{name} 2", 90, 95, line=True)))],
        [name, f"{name} 2"],
        "<i>0–100</i>",
    )
    assert not [text for text in strings(fig) if "<" in text or ">" in text]
    titles = [each["text"] for each in fig["layout"]["annotations"]]
    assert titles == [
        '&lt;a href="https://example.org"&gt;CMJ&lt;/a&gt; &amp; &lt;script&gt;alert(1)&lt;/script&gt;'
    ]


def test_the_rounds_stand_in_order_of_time_even_where_a_structure_lacks_the_first() -> None:
    fig = drawn(
        Panel("CCRSS", (step(ROUNDS[2]),)), Panel("CMJ", (step(ROUNDS[0]), step(ROUNDS[1]), step(ROUNDS[2])))
    )
    axes = [value for key, value in fig["layout"].items() if key.startswith("xaxis")]
    assert axes
    assert all(axis["categoryarray"] == list(ROUNDS) for axis in axes)
    assert all(axis["type"] == "category" for axis in axes)


def test_each_structure_has_a_panel_of_its_own() -> None:
    fig = drawn(Panel("CMJ", (step(),)), Panel("CCRSS", (step(),)))
    assert [each["text"] for each in fig["layout"]["annotations"]] == ["CMJ", "CCRSS"]
    assert len({trace["yaxis"] for trace in fig["data"]}) == 2
    one = drawn(Panel("CMJ", (step(),)))["layout"]["height"]
    assert fig["layout"]["height"] > one, "a panel more makes the figure higher, not the panels smaller"


def test_the_scale_is_the_same_for_all_structures_and_shows_0_to_100() -> None:
    fig = drawn(Panel("CMJ", (step(low=70, high=71),)), Panel("CCRSS", (step(low=0, high=5),)))
    axes = [value for key, value in fig["layout"].items() if key.startswith("yaxis")]
    assert len({tuple(axis["range"]) for axis in axes}) == 1
    low, high = axes[0]["range"]
    assert low <= 0
    assert high >= 100
    assert axes[0]["tickvals"] == [0, 25, 50, 75, 100]


def test_of_many_rounds_the_first_the_last_and_the_extremes_are_written_and_labels_do_not_overprint() -> None:
    names = [f"Round {number}" for number in range(20)]
    scores = [50, 60, 10, *([55] * 14), 90, 50, 40]
    many = [step(name, score, score, words=f"{score}") for name, score in zip(names, scores, strict=True)]
    fig = drawn(Panel("CMJ", tuple(many)), rounds=tuple(names))
    (words,) = traces(fig, "scatter", "text")
    assert words["text"] == ["50", "10", "90", "40"]
    (dots,) = traces(fig, "scatter", "markers")
    assert len(dots["x"]) == 20, "every round is drawn"
    labels = fig["layout"]["xaxis"]["tickvals"]
    assert (labels[0], labels[-1], len(labels)) == (names[0], names[-1], 6)
    assert "tickvals" not in of_steps(step())["layout"]["xaxis"]

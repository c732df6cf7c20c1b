"""Nothing that a page says or draws differs from its file and ``manage.py score``: random rounds, random filters."""

import json
import random
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.management import call_command

from coordination.domain.scoring import text
from coordination.presenters import agreement as agreement_words
from coordination.presenters import ownership as positions
from tests import dashboards, extent, make, pictures, random_rounds
from tests.dashboards import ClientOf, ask, by_name, file_of, read
from tests.random_rounds import STRUCTURES, YEARS
from tests.referee import rounds
from tests.referee.rounds import CODES

SEEDS = range(10) if extent.PROVES else range(3)
SIDES = ("government", "partners")
SLUGS = {"CCRSS": "ccrss", "CMJ": "cmj", "GTSE/CPSE": "gtse-cpse"}
Score = dict[str, Any]


@pytest.fixture
def score(seed: int, cast: make.Cast, tmp_path: Path) -> Score:
    """What the command prints of the rounds that the program has loaded."""
    document = random_rounds.document(seed)
    make.load(document)
    file = tmp_path / "rounds.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    out = StringIO()
    call_command("score", str(file), "--change", "--agreement", "--plane", stdout=out)
    found: Score = json.loads(out.getvalue())
    return found


@pytest.fixture
def asked(seed: int) -> dict[str, Any]:
    """Filters by chance, always the same for a seed."""
    chance = random.Random(seed)
    return {
        "round": f"round-{chance.choice(YEARS)}",
        "view": chance.choice(("government", "partners")),
        "set": [SLUGS[code] for code in chance.sample(STRUCTURES, chance.randint(0, 3))],
        "lang": chance.choice(("en", "fr")),
    }


def address(page: str, asked: dict[str, Any], *names: str) -> str:
    query = {name: asked[name] for name in (*names, "set")}
    return f"{page}?{urlencode(query, doseq=True)}"


def chosen(asked: dict[str, Any]) -> list[str]:
    """The structures that are shown: those named in the order in which they are, or all by code."""
    codes = {slug: code for code, slug in SLUGS.items()}
    return [codes[slug] for slug in asked["set"]] or [*STRUCTURES]


def ends(figure: dict[str, Any]) -> list[str]:
    """Exact ends as a file writes them."""
    low, high = (figure["low"], figure["high"]) if figure["base"] else ("0", "100")
    return [decimal(Fraction(each)) for each in (low, high)]


def decimal(value: Fraction) -> str:
    return f"{float(value):.6f}".rstrip("0").rstrip(".")


def sections(score: Score, label: str, voice: str) -> dict[str, dict[str, Any]]:
    """The figures of each structure by section."""
    (found,) = [
        each
        for round_ in score["rounds"]
        for each in round_["voices"]
        if (round_["label"], each["voice"]) == (label, voice)
    ]
    return {each["code"]: each["sections"] for each in found["structures"]}


def known(figure: dict[str, Any]) -> pictures.Drawn:
    """The score as a picture may draw it; None where too little is known to name it (METHOD.md, 3.3)."""
    if not figure["base"]:
        return None
    low, high = Fraction(figure["low"]), Fraction(figure["high"])
    is_known = high - low < 50 and 2 * Fraction(figure["coverage"]) >= 1
    return (float(low), float(high)) if is_known else None


def drawn(*scores: pictures.Drawn) -> list[Any]:
    """Scores to be found in a picture, whose pixels are rounded."""
    return [each and pytest.approx(each, abs=0.05) for each in scores]


def admitted(document: dict[str, Any], asked: dict[str, Any], side: str, structure: str) -> dict[str, Any]:
    """By criterion from which to which level any of a side's assessors admits, by their raw words."""
    (found,) = [each for each in document["rounds"] if each["label"] == asked["round"]]
    sheets = [
        tuple(each["answers"][code]["verbatim"] for code in CODES)
        for each in found["assessments"]
        if (each["side"], each["structure"]) == (side, structure)
    ]
    return dict(zip(CODES, rounds.admitted(tuple(sheets)), strict=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_compare_says_what_its_file_its_chart_and_the_command_say(
    score: Score, asked: dict[str, Any], cast: make.Cast, client_of: ClientOf
) -> None:
    here, language = address("/compare/", asked, "round", "view"), asked["lang"]
    page = read(client_of, cast.paul, here, language)
    shown = by_name(page.rows(id="matrix"))
    _head, rows = dashboards.opened(ask(client_of, cast.paul, file_of(here), language)).table()
    assert {row[0]: (row[-6], row[-2]) for row in rows} == {
        code: (row[-3], row[-1]) for code, row in shown.items()
    }
    figures = sections(score, asked["round"], asked["view"])
    assert {row[0]: dashboards.points(row[-8:-6]) for row in rows} == {
        code: ends(figures[code]["coordination"]) for code in chosen(asked)
    }
    chart = dashboards.figure(client_of, cast.paul, dashboards.addresses(page)["intervals"], language)
    names, words = [trace["text"] for trace in chart["data"] if trace.get("mode") == "text"][:2]
    assert dict(zip(names, words, strict=True)) == {code: row[-3] for code, row in shown.items()}
    scores = pictures.intervals(chart)
    assert scores.keys() == {*chosen(asked)}
    for code, (low, high, is_known) in scores.items():
        figure = figures[code]["coordination"]
        assert (low, high) == pytest.approx([float(end) for end in ends(figure)])
        assert is_known == (known(figure) is not None)


@pytest.mark.parametrize("seed", SEEDS)
def test_compare_with_both_views_says_and_draws_what_its_file_and_the_command_say(
    score: Score, asked: dict[str, Any], cast: make.Cast, client_of: ClientOf
) -> None:
    here, language = address("/compare/", asked, "round") + "&view=both", asked["lang"]
    page = read(client_of, cast.paul, here, language)
    _head, in_file = dashboards.opened(ask(client_of, cast.paul, file_of(here), language)).table()
    by_side = {side: sections(score, asked["round"], side) for side in SIDES}
    (matrix,) = page.all("table", id="matrix")
    lines = matrix.one("tbody").all("tr")
    assert sorted(line.one("th").one("a").text() for line in lines) == sorted(chosen(asked))
    assert len(in_file) == len(lines) * len(SIDES)
    for line in lines:
        code = line.one("th").one("a").text()
        rows = [row for row in in_file if row[0] == code]
        figures = [by_side[side][code]["coordination"] for side in SIDES]
        assert [dashboards.points(row[11:13]) for row in rows] == [ends(each) for each in figures]
        strip = line.one("svg", class_="mark-strip")
        assert pictures.strip(strip) == dict(zip(SIDES, drawn(*map(known, figures)), strict=True))
        for row, figure, number in zip(rows, figures, strip.all("text"), strict=True):
            assert number.text() == row[13] if known(figure) else row[13] in ("not known", "inconnu")
            assert number.text() in strip.one("title").text()
        places = [
            each.text().split(":")[-1].strip()
            for each in line.one("td", class_="col-place").all("span", class_="home-lane")
        ]
        assert places == [row[14] for row in rows]
        changed = [
            each.text() for each in line.one("td", class_="col-change").all("span", class_="mark-change")
        ]
        assert len(changed) == len(rows)
        assert all(row[17] in change for row, change in zip(rows, changed, strict=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_changes_says_what_its_file_its_chart_and_the_command_say(
    score: Score, asked: dict[str, Any], cast: make.Cast, client_of: ClientOf
) -> None:
    here, language = address("/changes/", asked, "view"), asked["lang"]
    here += "&since=round-2012"
    page = read(client_of, cast.paul, here, language)
    found = {
        (each["structure"], each["to"]): each
        for each in score["change"]
        if (each["voice"], each["section"]) == (asked["view"], "coordination")
    }
    lines = page.one("table", class_="courses").all("tr")[1:]
    parts = dashboards.opened(ask(client_of, cast.paul, file_of(here), language))
    _head, rows = parts.table()
    in_file = {(row[0], row[1][-4:]): row for row in rows}
    shown = by_name(page.rows(class_="courses"))
    for line in lines:
        code, cells = line.one("th").one("a").text(), line.all("td")
        assert code in chosen(asked)
        for year, cell in zip(YEARS[1:], cells[1:3], strict=True):
            (said,) = [each for each in cell.all("span") if "data-claim" in each.attrs]
            assert said.attrs["data-claim"] == found[code, f"round-{year}"]["kind"]
            assert said.text() == in_file[code, f"{year}"][6]
        figures = [in_file[code, f"{year}"] for year in YEARS]
        assert [row[5] for row in figures] == shown[code][:3]
        for year, row in zip(YEARS, figures, strict=True):
            expected = sections(score, f"round-{year}", asked["view"])[code]["coordination"]
            assert dashboards.points(row[3:5]) == ends(expected)
    assert len(lines) == len(chosen(asked))
    panels = dashboards.panels(page)
    last = [each.one("text", class_="mark-last").text() for each in panels]
    assert last == [row[2] for row in shown.values()]
    for code, panel in zip(shown, panels, strict=True):
        figures_of = [sections(score, f"round-{year}", asked["view"])[code]["coordination"] for year in YEARS]
        assert pictures.panel(panel) == drawn(*map(known, figures_of))
    assert page.one("h1", id="headline").text() in parts.told()
    overall = {row[0]: row[3] for row in parts.parts[2][2:]}
    assert {
        line.one("th").one("a").text(): line.all("td")[-1].all("span")[-1].text() for line in lines
    } == overall


@pytest.mark.parametrize("seed", SEEDS)
def test_two_views_says_what_its_file_its_charts_and_the_command_say(
    seed: int, score: Score, asked: dict[str, Any], cast: make.Cast, client_of: ClientOf
) -> None:
    here, language = address("/two-views/", asked, "round"), asked["lang"]
    page = read(client_of, cast.paul, here, language)
    file = dashboards.opened(ask(client_of, cast.paul, file_of(here), language))
    assert {*dashboards.findings(page)} <= file.told()
    figures = [each.text() for each in page.all("span", class_="composite-figure")]
    _head, rows = file.table()
    scores = [row[10] for row in rows if row[1] not in ("difference", "différence")]
    assert scores == figures
    by_structure = {row[0]: row[3:10] for row in rows if row[1] in ("difference", "différence")}
    assert [*by_structure] == chosen(asked)
    said = [each for each in page.all("span") if each.attrs.get("data-claim") == "criterion_by_sides"]
    assert [each.text() for each in said] == [each for row in by_structure.values() for each in row]
    (picture,) = page.all("table", class_="level-lines")
    code = page.one("h2", id="drawn").one("a").text()
    lines = picture.one("tbody").all("tr")
    words = {line.one("span", class_="code").text(): line.all("td")[-1].text() for line in lines}
    assert words == dict(zip(CODES, by_structure[code], strict=True))
    answers = {side: admitted(random_rounds.document(seed), asked, side, code) for side in SIDES}
    for line in lines:
        at = line.one("span", class_="code").text()
        found = pictures.levels(line.one("svg", class_="mark-levels"))
        assert found == {side: answers[side][at] for side in SIDES if answers[side][at]}
    (strip,) = [each for each in page.one("div", class_="views-scores").all("svg") if each.all("g")]
    scores_of = [known(sections(score, asked["round"], side)[code]["coordination"]) for side in SIDES]
    assert pictures.strip(strip) == dict(zip(SIDES, drawn(*scores_of), strict=True))
    overview = page.one("table", class_="apart-overview")
    heads = [each.text() for each in overview.one("thead").all("a")]
    assert heads == chosen(asked)
    for line in overview.one("tbody").all("tr"):
        at = CODES.index(line.one("th").one("span", class_="code").text())
        cells = [cell.one("b").text(hidden=True) for cell in line.all("td")]
        assert cells == [by_structure[name][at] for name in heads]
    assert len(overview.one("tbody").all("tr")) == len(CODES)
    assert [list(row) for row in file.parts[1][2:]] == dashboards.table(page, "agreement")[1:]
    assert [list(row) for row in file.parts[2][2:]] == dashboards.table(page, "by-criterion")[1:]
    if asked["set"] and len(asked["set"]) < len(STRUCTURES):
        return  # the command speaks of all
    (found,) = [
        each
        for each in score["agreement"]
        if (each["round"], each["section"]) == (asked["round"], "coordination")
    ]
    for row, name in zip(
        dashboards.table(page, "agreement")[1:], ("between", "all", "government", "partners"), strict=True
    ):
        assert row[5] == str(found[name]["pairs"])
        if found[name]["alpha"] is not None and language == "en":
            assert row[1] == agreement_words.nearest(found[name]["alpha"])


@pytest.mark.parametrize("seed", SEEDS)
def test_success_says_what_its_file_and_the_command_say(
    score: Score, asked: dict[str, Any], cast: make.Cast, client_of: ClientOf
) -> None:
    here, language = f"/success/?round={asked['round']}", asked["lang"]
    page = read(client_of, cast.paul, here, language)
    file = dashboards.opened(ask(client_of, cast.paul, file_of(here), language))
    assert {*dashboards.findings(page)} <= file.told()
    since = [
        each for each in page.all("div", class_="finding") if each.attrs["data-claim"] == "criteria_changed"
    ]
    assert len(since) == (0 if asked["round"] == "round-2012" else 2)
    figures = [each.text() for each in page.all("span", class_="composite-figure")]
    assert [row[4] for row in file.parts[1][2:]] == figures
    words = [each.text() for each in page.all("span") if each.attrs.get("data-claim") == "score_in_words"]
    assert [row[5] for row in file.parts[1][2:]] == words
    _head, rows = file.table()
    gaps = [each.text() for each in page.all("span") if each.attrs.get("data-claim") == "criterion_by_sides"]
    assert [row[6] for row in rows[::2]] == gaps
    rounds = {each["label"]: each["voices"] for each in score["rounds"]}
    answers = {each["voice"]: each["whole"]["answers"] for each in rounds[asked["round"]]}
    criteria = make.instrument_value().section("success").criteria
    halves = [[each.code for each in criteria if each.side == side] for side in SIDES]
    expected = [mean([answers[voice][code] for code in codes]) for codes in halves for voice in SIDES]
    assert [dashboards.points(row[2:4]) for row in file.parts[1][2:]] == expected


def mean(answers: list[dict[str, Any]]) -> list[str]:
    """The ends of the score over these answers as a file writes them; empty where none applies."""
    levels = [(each["lo"], each["hi"]) for each in answers if each["status"] != "not_applicable"]
    found = [Fraction(25 * sum(each), len(levels)) for each in zip(*levels, strict=True)]
    return [decimal(each) for each in found] or ["", ""]


@pytest.mark.parametrize("seed", SEEDS)
def test_ownership_says_what_its_file_and_the_command_say(
    score: Score, asked: dict[str, Any], cast: make.Cast, client_of: ClientOf
) -> None:
    here = address("/ownership/", asked, "round", "view")
    shown = by_name(dashboards.table(read(client_of, cast.paul, here), "positions"))
    _head, rows = dashboards.opened(ask(client_of, cast.paul, file_of(here))).table()
    names = {quadrant.value: str(name) for quadrant, name in positions.QUADRANTS.items()}
    found = {
        each["structure"]: each
        for each in score["plane"]
        if (each["round"], each["voice"]) == (asked["round"], asked["view"])
    }
    assert shown.keys() == {*chosen(asked)} == {row[0] for row in rows}
    for code, row in shown.items():
        for at, figure in enumerate(("ownership", "partnership")):
            exact = [Fraction(end) for end in found[code][figure] or ("0", "100")]
            assert row[at] == text(*exact, "en")
        quadrants = [names[name] for name in found[code]["quadrants"]]
        if len(quadrants) < 4:
            assert all(name in row[2] for name in quadrants)
        assert any(row[2] in cell for cell in next(line for line in rows if line[0] == code))

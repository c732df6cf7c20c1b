"""Nothing that a page says differs from its chart, its file and ``manage.py score``: random rounds, random filters."""

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
from tests import dashboards, extent, make, random_rounds
from tests.dashboards import ClientOf, ask, by_name, file_of, read
from tests.pages import Node
from tests.random_rounds import STRUCTURES, YEARS

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
    return [code for code in STRUCTURES if not asked["set"] or SLUGS[code] in asked["set"]]


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


def kinds(node: Node) -> list[str]:
    return [each.attrs["data-claim"] for each in node.all("span") if "data-claim" in each.attrs]


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
    assert {row[0]: list(row[-8:-6]) for row in rows} == {
        code: ends(figures[code]["coordination"]) for code in chosen(asked)
    }
    chart = dashboards.figure(client_of, cast.paul, dashboards.addresses(page)["intervals"], language)
    names, words = [trace["text"] for trace in chart["data"] if trace.get("mode") == "text"][:2]
    assert dict(zip(names, words, strict=True)) == {code: row[-3] for code, row in shown.items()}


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
            assert list(row[3:5]) == ends(expected)
    assert len(lines) == len(chosen(asked))
    last = [each.one("text", class_="mark-last").text() for each in dashboards.panels(page)]
    assert last == [row[2] for row in shown.values()]
    assert parts.parts[2][0] == (page.one("h1", id="headline").text(),)
    overall = {row[0]: row[3] for row in parts.parts[2][2:]}
    assert {
        line.one("th").one("a").text(): line.all("td")[-1].all("span")[-1].text() for line in lines
    } == overall


@pytest.mark.parametrize("seed", SEEDS)
def test_two_views_says_what_its_file_its_charts_and_the_command_say(
    score: Score, asked: dict[str, Any], cast: make.Cast, client_of: ClientOf
) -> None:
    here, language = address("/two-views/", asked, "round"), asked["lang"]
    page = read(client_of, cast.paul, here, language)
    file = dashboards.opened(ask(client_of, cast.paul, file_of(here), language))
    told = {row[0] for row in file.parts[0] if len(row) == 1}
    assert {*dashboards.findings(page)} <= told
    figures = [each.text() for each in page.all("span", class_="composite-figure")]
    _head, rows = file.table()
    scores = [row[9] for row in rows if row[1] not in ("difference", "différence")]
    assert scores == figures
    gaps = [row[2:9] for row in rows if row[1] in ("difference", "différence")]
    cells = [each for each in page.all("span") if each.attrs.get("data-claim") == "criterion_by_sides"]
    assert [each.text() for each in cells] == [each for row in gaps for each in row]
    by_structure = dict(zip(chosen(asked), gaps, strict=True))
    for lines in page.all("table", class_="level-lines"):
        code = page.one("h2", id="drawn").one("a").text()
        words = [row.all("td")[-1].text() for row in lines.one("tbody").all("tr")]
        assert sorted(words) == sorted(by_structure[code])
    for short in page.all("td"):
        for said in [each for each in short.all("b") if "data-claim" in each.attrs]:
            assert said.text() in [each for row in gaps for each in row]
    assert [list(row) for row in file.parts[1][1:]] == dashboards.table(page, "agreement")[1:]
    assert [list(row) for row in file.parts[2][1:]] == dashboards.table(page, "by-criterion")[1:]
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
    told = {row[0] for row in file.parts[0] if len(row) == 1}
    assert {*dashboards.findings(page)} <= told
    since = [
        each for each in page.all("div", class_="finding") if each.attrs["data-claim"] == "criteria_changed"
    ]
    assert len(since) == (0 if asked["round"] == "round-2012" else 2)
    figures = [each.text() for each in page.all("span", class_="composite-figure")]
    assert [row[4] for row in file.parts[1][1:]] == figures
    words = [each.text() for each in page.all("span") if each.attrs.get("data-claim") == "score_in_words"]
    assert [row[5] for row in file.parts[1][1:]] == words
    _head, rows = file.table()
    gaps = [each.text() for each in page.all("span") if each.attrs.get("data-claim") == "criterion_by_sides"]
    assert [row[6] for row in rows[::2]] == gaps
    rounds = {each["label"]: each["voices"] for each in score["rounds"]}
    answers = {each["voice"]: each["whole"]["answers"] for each in rounds[asked["round"]]}
    criteria = make.instrument_value().section("success").criteria
    halves = [[each.code for each in criteria if each.side == side] for side in SIDES]
    expected = [mean([answers[voice][code] for code in codes]) for codes in halves for voice in SIDES]
    assert [list(row[2:4]) for row in file.parts[1][1:]] == expected


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

"""One figure, wherever it is shown: pages, charts, tables and files of any filters agree with each other.

Seeded filters over the demonstration. Each figure of a page is looked up in its chart and in its file, and the exact
ones behind them in ``manage.py score``, which reads the fixtures without a database.
"""

import json
import random
from fractions import Fraction
from io import StringIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.management import call_command

from coordination.domain.scoring import text
from coordination.presenters import ownership as positions
from coordination.presenters import sentences
from tests import dashboards, make
from tests.dashboards import ClientOf, ask, by_name, file_of, read
from tests.pages import Node

CODING = make.FIXTURES / "drc-ownership-coding.json"
ROUNDS = ("january-2008", "january-2009", "january-2010")
SLUGS = ("ccrss", "cmj", "gtse-cpse")
FLAGS = ("--pairs", "--ranks", "--change", "--agreement", "--plane")
WEIGHTS = ("25,15,15,10,15,10,10", "0,0,100,0,0,0,0", "1,1,1,1,1,1,94", "40,0,10,10,20,20,0")


def filters(seed: int) -> dict[str, Any]:
    """Some filters, always the same for a seed; half of the weights are not equal."""
    chance = random.Random(seed)
    found: dict[str, Any] = {
        "round": chance.choice(ROUNDS),
        "voice": chance.choice(("government", "partners")),
        "section": chance.choice(("coordination", "coordination", "ownership")),
        "sort": chance.choice(("score", "name", "sector")),
        "set": chance.sample(SLUGS, chance.randint(0, 3)),
        "lang": chance.choice(("en", "fr")),
    }
    if chance.random() < 0.5:
        found |= {"weights": "entered", "w": chance.choice(WEIGHTS), "why": "To try."}
    return found


def asked(page: str, query: dict[str, Any]) -> str:
    return f"{page}?{urlencode({name: value for name, value in query.items() if name != 'lang'}, doseq=True)}"


def texts(figure: dict[str, Any]) -> list[list[str]]:
    """What a chart writes, trace by trace."""
    return [trace["text"] for trace in figure["data"] if trace.get("mode") == "text"]


def spans(figure: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """The ends that a chart of intervals draws, by what stands under the pointer."""
    found: dict[str, tuple[float, float]] = {}
    for trace in figure["data"]:
        if trace["type"] == "bar":
            for words, base, length in zip(trace["hovertext"], trace["base"], trace["x"], strict=True):
                found[words] = (base, base + length)
        elif trace.get("hovertext"):
            for words, x in zip(trace["hovertext"], trace["x"], strict=True):
                found[words] = (x, x)
    return found


@pytest.fixture
def demo(cast: make.Cast) -> None:
    make.load_demo()


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("seed", range(12))
def test_compare_shows_one_figure_everywhere(seed: int, cast: make.Cast, client_of: ClientOf) -> None:
    query = filters(seed)
    address, language = asked("/compare/", query), query["lang"]
    page = read(client_of, cast.paul, address, language)
    if not page.all("table", id="matrix"):
        assert (query["round"], query["voice"]) == ("january-2008", "government")
        return
    shown = by_name(page.rows(id="matrix"))
    file = dashboards.opened(ask(client_of, cast.paul, file_of(address), language))
    _head, rows = file.table()
    assert [row[0] for row in rows] == list(shown)
    figures, places, changes = ({code: row[at] for code, row in shown.items()} for at in (-3, -2, -1))
    assert {row[0]: row[-6] for row in rows} == figures
    assert {row[0]: row[-5] for row in rows} == places
    assert {row[0]: row[-2] for row in rows} == changes
    chart = dashboards.figure(client_of, cast.paul, dashboards.addresses(page)["intervals"], language)
    names, words = texts(chart)[:2]
    assert dict(zip(names, words, strict=True)) == figures
    ends = spans(chart)
    for row in rows:
        low, high = ends[f"{row[0]} · {row[-6]}"]
        assert [float(each) for each in dashboards.points(row[-8:-6])] == pytest.approx([low, high], abs=1e-6)
    check_pairs(page, file)


def check_pairs(page: Node, file: dashboards.File) -> None:
    """The table of pairs says the same as the file, and what it says adds up."""
    (table,) = page.all("table", class_="pairs") or [None]
    if table is None:
        return
    on_page = [[cell.text() for cell in row.children if isinstance(cell, Node)] for row in table.all("tr")]
    title, *rows = file.parts[1]
    assert len([*filter(None, title)]) == 1
    in_file = [[cell.replace(" ", "") for cell in row] for row in rows]
    assert in_file == [[cell.replace(" ", "") for cell in row] for row in on_page]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("seed", range(8))
def test_over_time_shows_the_figures_of_compare(seed: int, cast: make.Cast, client_of: ClientOf) -> None:
    query = filters(seed)
    query["sort"] = "name"
    language = query["lang"]
    address = asked("/changes/", {name: value for name, value in query.items() if name != "round"})
    page = read(client_of, cast.paul, address, language)
    # Of more than two rounds a last column has what is said from the first to the last.
    rounds = len(page.one("table", class_="courses").all("th", scope="col")) - 1
    rounds -= rounds > 2
    table = {code: row[:rounds] for code, row in by_name(page.rows(class_="courses")).items()}
    last = [each.one("text", class_="mark-last").text() for each in dashboards.panels(page)]
    assert last == [next(each for each in reversed(row) if each != "–") for row in table.values()]
    _head, rows = dashboards.opened(ask(client_of, cast.paul, file_of(address), language)).table()
    assert [row[5] for row in rows] == [figure for line in table.values() for figure in line]
    labels = ROUNDS[-len(next(iter(table.values()))) :]
    verdicts = {(row[0], row[2][:4]): row[6] for row in rows}
    ends = {(row[0], row[2][:4]): row[3:5] for row in rows}
    for at, label in enumerate(labels):
        compared = asked("/compare/", query | {"round": label})
        shown = by_name(read(client_of, cast.paul, compared, language).rows(id="matrix"))
        assert {code: row[-3] for code, row in shown.items()} == {
            code: line[at] for code, line in table.items()
        }
        assert {code: row[-1] for code, row in shown.items()} == {
            code: verdicts[code, label[-4:]] for code in table
        }
        _head, in_file = dashboards.opened(ask(client_of, cast.paul, file_of(compared), language)).table()
        assert {row[0]: row[-8:-6] for row in in_file} == {code: ends[code, label[-4:]] for code in table}


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("label", ROUNDS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_two_sides_and_the_structure_show_the_figures_of_compare(
    label: str, language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, f"/two-views/?round={label}", language)
    body = page.all("div", role="region", aria_labelledby="gaps")[0]
    both = [row for row in body.all("tr") if row.all("span", class_="composite-figure")]
    figures = iter(row.one("span", class_="composite-figure").text() for row in both)
    by_voice = {
        voice: {
            code: row[-3]
            for code, row in by_name(
                compared.one("table", id="matrix") and compared.rows(id="matrix")
            ).items()
        }
        for voice in ("government", "partners")
        if (
            compared := read(
                client_of, cast.paul, f"/compare/?round={label}&view={voice}&sort=name", language
            )
        ).all("table", id="matrix")
    }
    for code in by_voice["partners"]:
        for voice in by_voice:
            assert next(figures) == by_voice[voice][code]
    assert next(figures, None) is None
    for voice, shown in by_voice.items():
        for code, figure in shown.items():
            history = read(
                client_of, cast.paul, f"/structures/{code.lower().replace('/', '-')}/history/", language
            )
            (region,) = history.all("div", role="region", aria_labelledby=f"history-{voice}")
            rows = [row for row in region.rows()[1:] if row[0].endswith(label[-4:])]
            assert [row[-2] for row in rows] == [figure]


@pytest.mark.takes_long
@pytest.mark.usefixtures("demo")
def test_the_structure_stands_where_the_plane_has_it(cast: make.Cast, client_of: ClientOf) -> None:
    make.load(CODING)
    for voice, label in (
        ("government", "january-2010"),
        ("partners", "january-2010"),
        ("analyst", "january-2008"),
    ):
        shown = by_name(
            dashboards.table(
                read(client_of, cast.paul, f"/ownership/?round={label}&view={voice}"), "positions"
            )
        )
        for code, (ownership, partnership, quadrants, *_rest) in shown.items():
            slug = code.lower().replace("/", "-").replace(" ", "-")
            lines = [
                each.text() for each in read(client_of, cast.paul, f"/structures/{slug}/history/").all("li")
            ]
            (line,) = [each for each in lines if each.startswith(voice) and "ownership" in each]
            assert line.endswith(f": {quadrants} (ownership {ownership}, partnership {partnership}).")


# --- the same figures without a database


@pytest.fixture(scope="module")
def score() -> dict[str, Any]:
    out = StringIO()
    files = [str(each) for each in (make.DRC, make.DEMO, CODING)]
    call_command("score", *files, *FLAGS, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def decimals(ends: list[str]) -> list[str]:
    """Exact ends as a file writes them."""
    return [f"{float(Fraction(each)):.6f}".rstrip("0").rstrip(".") for each in ends]


def voices(score: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Each round's label with each voice that was heard in it; the page knows no round that is still blind."""
    return [
        (each["label"], voice)
        for each in score["rounds"]
        if each["label"] in ROUNDS
        for voice in each["voices"]
    ]


@pytest.fixture
def everything(demo: None) -> None:
    make.load(CODING)


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("section", ["coordination", "ownership"])
def test_files_have_the_exact_ends_of_the_command(
    section: str, score: dict[str, Any], cast: make.Cast, client_of: ClientOf
) -> None:
    compared = 0
    for label, voice in voices(score):
        address = f"/compare/?round={label}&view={voice['voice']}&section={section}"
        _head, rows = dashboards.opened(ask(client_of, cast.paul, file_of(address))).table()
        in_file = {row[0]: list(row[-8:-6]) for row in rows}
        figures = {each["code"]: each["sections"][section] for each in voice["structures"]}
        assert in_file.keys() == figures.keys()
        for code, figure in figures.items():
            # What no answer was asked of has no figure for the command, and an open one on the page.
            expected = decimals([figure["low"], figure["high"]]) if figure["base"] else ["0", "100"]
            assert in_file[code] == expected, (label, voice["voice"], code)
            compared += 1
    assert compared == 19


@pytest.mark.usefixtures("everything")
def test_shares_and_places_are_those_of_the_command(
    score: dict[str, Any], cast: make.Cast, client_of: ClientOf
) -> None:
    found = {
        (each["round"], each["voice"], each["a"], each["b"]): each for each in score["pairs"]["coordination"]
    }
    places = {
        (each["round"], each["voice"], each["structure"]): each["equal"]
        for each in score["ranks"]["coordination"]
    }
    compared = 0
    for label, voice in voices(score):
        page = read(client_of, cast.paul, f"/compare/?round={label}&view={voice['voice']}")
        for code, row in by_name(page.rows(id="matrix")).items():
            place = places[label, voice["voice"], code]
            assert row[-2] in (("not ranked", "–") if place is None else (sentences.places(*place),))
        for table in page.all("table", class_="pairs"):
            _corner, *head = [cell.text() for cell in table.all("th", scope="col")]
            for row in table.all("tr")[1:]:
                name = row.one("th").text()
                for other, cell in zip(head, row.all("td"), strict=True):
                    if name == other:
                        continue
                    pair = found[label, voice["voice"], name, other]
                    certain = sentences.at_least(Fraction(pair["certain"]))
                    most = sentences.at_most(Fraction(pair["possible"]))
                    words = certain + most
                    if pair["certain"] == "1":
                        words = sentences.share(Fraction(1), is_certain=True)
                    elif pair["possible"] == "0":
                        words = "never"
                    elif pair["possible"] == "1" and pair["certain"] != "0":
                        words = certain
                    elif pair["certain"] == "0":
                        words = most
                    assert cell.text() == words
                    compared += 1
    assert compared > 20


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("voice", ["government", "partners"])
@pytest.mark.parametrize("section", ["coordination", "ownership"])
def test_changes_are_those_of_the_command(
    section: str, voice: str, score: dict[str, Any], cast: make.Cast, client_of: ClientOf
) -> None:
    changes = {
        (each["structure"], each["to"]): each
        for each in score["change"]
        if (each["section"], each["voice"]) == (section, voice) and each["to"] in ROUNDS
    }
    address = f"/changes/?view={voice}&section={section}"
    _head, rows = dashboards.opened(ask(client_of, cast.paul, file_of(address))).table()
    compared = 0
    for code, name, _date, *_ends, _words, verdict in (row[:7] for row in rows):
        change = changes.get((code, f"january-{name[-4:]}"))
        if change is not None:
            assert verdict.startswith(change["verdict"])
            compared += 1
    assert compared == len(changes) > 2


@pytest.mark.takes_long
@pytest.mark.usefixtures("everything")
def test_positions_are_those_of_the_command(
    score: dict[str, Any], cast: make.Cast, client_of: ClientOf
) -> None:
    names = {quadrant.value: str(name) for quadrant, name in positions.QUADRANTS.items()}
    for each in (one for one in score["plane"] if one["round"] in ROUNDS):
        address = f"/ownership/?round={each['round']}&view={each['voice']}"
        shown = by_name(dashboards.table(read(client_of, cast.paul, address), "positions"))[each["structure"]]
        for at, figure in enumerate(("ownership", "partnership")):
            ends = (Fraction(end) for end in each[figure] or ("0", "100"))
            assert shown[at] == text(*ends, "en")
        quadrants = [names[name] for name in each["quadrants"]]
        if len(quadrants) == 4:
            assert shown[2] == "could be in any of the four quadrants"
        else:
            assert all(name in shown[2] for name in quadrants)
            assert ("could be" in shown[2]) == (len(quadrants) > 1)


@pytest.mark.usefixtures("everything")
def test_agreement_is_that_of_the_command(
    score: dict[str, Any], cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, "/two-views/?round=january-2010")
    everyone = dashboards.table(page, "agreement")[1]
    found = json.dumps(score["agreement"])
    assert f'"pairs": {everyone[5]}' in found

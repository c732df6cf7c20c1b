"""Rounds: listed for all, opened and closed by managers."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from coordination.models import Instrument, JournalEntry, Programme, Round, User, Weighting
from coordination.presenters import days
from tests import make, pages

ClientOf = Callable[[User], Client]


@pytest.fixture
def paul(cast: make.Cast, client_of: ClientOf) -> Client:
    return client_of(cast.paul)


def june(**changed: str) -> dict[str, str]:
    """The form of a new round."""
    instrument = Instrument.objects.get(version="2008.1")
    return {
        "name_en": "June 2011",
        "name_fr": "juin 2011",
        "reference_on": "2011-06-30",
        "last_on": "2099-12-31",
        "instrument": str(instrument.pk),
        "sides": "both",
    } | changed


def test_rounds_are_listed_with_the_latest_first_and_invented_ones_marked(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    page = pages.read(client_of(cast.vera).get("/rounds/"))
    names = [row[0] for row in page.rows()[1:]]
    assert names == ["January 2011", "January 2010", "January 2009", "January 2008"]
    marked = ["invented" in row.one("th").text() for row in page.one("tbody").all("tr")]
    # Of the open one nothing can be read yet.
    assert marked == [False, True, True, False]


def test_a_manager_opens_a_round(cast: make.Cast, paul: Client) -> None:
    assert paul.post("/rounds/", june()).status_code == 302
    opened = make.round_("june-2011")
    assert (opened.reference_on, opened.sides, opened.state, opened.origin) == (
        date(2011, 6, 30),
        "both",
        "open",
        "entered",
    )
    last = JournalEntry.objects.order_by("-sequence")[0]
    assert (last.verb, last.noun, last.by) == ("opened", "round", cast.paul)
    assert "June 2011" in pages.read(paul.get("/rounds/")).one("table").text()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_en", ""),
        ("name_en", "x" * 51),
        ("name_en", "\x00"),
        ("name_en", "***"),
        ("name_en", "January 2008"),
        ("name_en", "january   2008"),
        ("name_fr", ""),
        ("name_fr", "x" * 201),
        ("reference_on", "30 February"),
        ("reference_on", ""),
        ("last_on", ""),
        ("last_on", "2011-06-29"),
        ("last_on", "2011-07-01"),
        ("instrument", "999999"),
        ("instrument", "x"),
        ("sides", "nobody"),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_round_that_cannot_be_opened_is_said_beside_its_field_and_the_rest_is_kept(
    language: str, field: str, value: str, paul: Client, cast: make.Cast
) -> None:
    User.objects.filter(pk=cast.paul.pk).update(language=language)
    before = list(Round.objects.values())
    entered = june(**{field: value})
    response = paul.post("/rounds/", entered)
    assert response.status_code == 400
    page = pages.read(response)
    kept = page.form("name_en")
    assert {name: kept[name] for name in entered if name not in (field, "instrument", "sides")} == {
        name: each for name, each in entered.items() if name not in (field, "instrument", "sides")
    }
    assert page.all(class_="invalid-feedback")
    assert list(Round.objects.values()) == before


def test_the_last_day_stands_in_the_list_of_rounds_on_home_and_where_one_scores(
    cast: make.Cast, paul: Client, client_of: ClientOf
) -> None:
    make.open_round(last_on=timezone.localdate() + timedelta(days=12))
    for client, address in ((paul, "/rounds/"), (paul, "/"), (client_of(cast.amina), "/assessments/")):
        assert "12 days left" in pages.read(client.get(address)).one("main").text(), address


@pytest.mark.parametrize(
    ("zone", "said"), [("Africa/Kinshasa", "Kinshasa"), ("Africa/Lubumbashi", "Lubumbashi")]
)
@pytest.mark.parametrize("address", ["/rounds/", "/rounds/march-2011/", "/rounds/march-2011/close/"])
def test_the_last_day_is_said_with_the_time_zone_in_which_it_ends(
    address: str, zone: str, said: str, paul: Client
) -> None:
    Programme.objects.filter(code="cod").update(time_zone=zone)
    make.open_round(last_on=timezone.localdate() + timedelta(days=12))
    assert f"(time of {said})" in pages.read(paul.get(address)).one("main").text()


def test_a_manager_moves_the_last_day_and_the_new_one_stands_on_home_at_once(
    cast: make.Cast, paul: Client
) -> None:
    make.open_round(last_on=timezone.localdate() + timedelta(days=12))
    assert "12 days left" in pages.read(paul.get("/")).one("main").text()
    moved = timezone.localdate() + timedelta(days=30)
    assert paul.post("/rounds/march-2011/last-day/", {"last_on": moved.isoformat()}).status_code == 302
    assert "30 days left" in pages.read(paul.get("/")).one("main").text()
    assert pages.read(paul.get("/rounds/march-2011/last-day/")).form("last_on")["last_on"] == days.day(moved)


def test_a_last_day_that_cannot_be_is_said_beside_its_field_and_nothing_changes(
    cast: make.Cast, paul: Client
) -> None:
    make.open_round()
    for given in ("", "soon", "2011-03-30", "2020-01-01"):
        response = paul.post("/rounds/march-2011/last-day/", {"last_on": given})
        assert response.status_code == 400, given
        assert pages.read(response).all(class_="invalid-feedback"), given
    assert make.round_("march-2011").last_on == date(2099, 12, 31)


def test_a_manager_of_another_programme_holds_no_round_here(cast: make.Cast, client_of: ClientOf) -> None:
    make.open_round()
    nadia = client_of(make.place(cast.nadia, "manager", "partners", programme=make.programme("caf")))
    assert nadia.post("/rounds/march-2011/close/", {"final": "on"}).status_code == 404
    assert make.round_("march-2011").state == "open"
    assert nadia.post("/rounds/", june()).status_code == 302
    assert not Round.objects.filter(programme=make.cod(), label="june-2011").exists()


def test_only_managers_are_offered_the_steps(cast: make.Cast, client_of: ClientOf) -> None:
    make.open_round()
    for person in cast:
        if person in (cast.olga, cast.nadia):
            continue
        page = pages.read(client_of(person).get("/rounds/"))
        offered = page.all("a", href="/rounds/march-2011/close/") + page.all("input", name="name_en")
        assert bool(offered) is (person in (cast.paul, cast.joseph)), person


# --- weights

CODES = ("C1", "C2", "C3", "C4", "C5", "C6", "C7")


def fields(*weights: str) -> dict[str, str]:
    """The weights as the form sends them, a field each."""
    return {f"w-{code}": weight for code, weight in zip(CODES, weights, strict=True)}


WEIGHTS = fields("25", "15", "15,0", "10", "15.0", " 10 ", "10") | {"reason": "Objectives first."}


def test_a_manager_records_the_weights_of_the_own_side(cast: make.Cast, paul: Client) -> None:
    make.open_round()
    assert paul.post("/rounds/march-2011/weights/", WEIGHTS | {"side": "government"}).status_code == 302
    recorded = Weighting.objects.get()
    assert (recorded.side, recorded.weights) == ("partners", [25, 15, 15, 10, 15, 10, 10])
    page = pages.read(paul.get("/rounds/march-2011/weights/"))
    government, partners = page.one("tbody").all("tr")
    assert "shown once answers of this round are revealed" in government.text()
    assert "Objectives first." in partners.text()
    assert "version 1" in partners.text()
    shown = page.form("reason")
    assert [shown[f"w-{code}"] for code in CODES] == ["25", "15", "15", "10", "15", "10", "10"]


def test_the_rounds_page_says_which_weights_are_in_force_and_why(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.open_round()
    deck = make.round_("january-2008")
    make.weigh(deck, reason="An earlier thought.")
    make.weigh(deck, weights=(100, 0, 0, 0, 0, 0, 0))
    make.load_demo()
    said = pages.read(client_of(cast.vera).get("/rounds/")).one("tbody").text()
    assert "100, 0, 0, 0, 0, 0, 0 (version 2, 1 March 2011) – Objectives first." in said
    assert "An earlier thought." not in said
    assert "equal weights" in said, "the demonstration's rounds have none"
    assert "a side's weights are shown to others once answers of this round are revealed" in said


def test_a_sides_weights_are_shown_to_the_other_from_the_reveal_on(
    cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = make.open_round(sides="both")
    make.weigh(round_)
    make.sent(cast.amina, "CMJ", round_)

    def shown(person: User) -> tuple[str, str, int]:
        browser = client_of(person)
        listed = pages.read(browser.get("/rounds/?lang=en")).one("tbody").text()
        weighed = pages.read(browser.get("/rounds/march-2011/weights/?lang=en")).one("tbody").text()
        used = browser.get("/compare/?round=march-2011&view=partners&weights=partners")
        return listed, weighed, used.status_code

    for person in (cast.paul, cast.amina):
        listed, weighed, status = shown(person)
        assert "Objectives first." in listed
        assert "Objectives first." in weighed
        assert status == 200
    for person in (cast.joseph, cast.grace, cast.vera, cast.alain):
        listed, weighed, status = shown(person)
        assert "Objectives first." not in listed + weighed
        assert status == 404
    make.sent(cast.grace, "CMJ", round_)
    for person in (cast.paul, cast.amina, cast.joseph, cast.grace):
        listed, weighed, status = shown(person)
        assert "Objectives first." in listed
        assert "Objectives first." in weighed
        assert "none recorded" in weighed, "the government weighed nothing"
        assert status == 200
    for person in (cast.vera, cast.alain):
        assert shown(person)[2] == 404, "who reads what is published waits for it"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("w-C3", ""),
        ("w-C3", "12,5"),
        ("w-C3", "-1"),
        ("w-C3", "many"),
        ("w-C3", f"1{'0' * 18}"),
        ("w-C3", "1" * 2_000),
        ("w-C3", "a\0b"),
        ("reason", " "),
        ("reason", "x" * 5_000),
    ],
)
def test_unsound_weights_get_a_sentence_and_are_not_recorded(
    cast: make.Cast, paul: Client, language: str, field: str, value: str
) -> None:
    make.open_round()
    User.objects.filter(pk=cast.paul.pk).update(language=language)
    response = paul.post("/rounds/march-2011/weights/", WEIGHTS | {field: value})
    assert response.status_code == 400
    page = pages.read(response)
    said = page.one(id=f"id_{field}-problem").text()
    summary = page.one(class_="problem-box")
    assert said in summary.text()
    assert [each.attrs["href"] for each in summary.all("a")] == [f"#id_{field}"]
    assert not Weighting.objects.exists()
    kept = page.form("reason")
    for name, typed in (WEIGHTS | {field: value}).items():
        if "\0" not in typed:
            assert kept[name].strip() == typed.strip(), name


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "These weights add up to 95; make it 100."),
        ("fr", "Ces poids font 95 au total\u202f; il faut 100."),
    ],
)
def test_weights_that_do_not_add_up_are_kept_and_their_sum_is_said_at_the_fields(
    cast: make.Cast, paul: Client, language: str, said: str
) -> None:
    make.open_round()
    User.objects.filter(pk=cast.paul.pk).update(language=language)
    typed = fields("20", "20", "20", "20", "10", "5", "0") | {"reason": "Objectives first."}
    response = paul.post("/rounds/march-2011/weights/", typed)
    assert response.status_code == 400
    page = pages.read(response)
    assert said in page.one("fieldset", class_="weights").text()
    assert page.one(class_="problem-box").one("a").attrs["href"] == "#id_w-C1"
    kept = page.form("reason")
    assert {name: kept[name].strip() for name in typed} == typed
    assert not Weighting.objects.exists()


def test_the_same_weights_again_get_a_sentence(paul: Client) -> None:
    make.open_round()
    assert paul.post("/rounds/march-2011/weights/", WEIGHTS).status_code == 302
    again = paul.post("/rounds/march-2011/weights/", WEIGHTS)
    assert again.status_code == 400
    assert "already recorded" in pages.read(again).one("main").text()
    assert Weighting.objects.count() == 1

"""A 4W sheet: matched, checked, planned, confirmed; a newer one replaces what nobody changed; the register as one."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from coordination.documents.fixture import document
from coordination.documents.four_w.carrying import packed
from coordination.domain.problems import MOST
from coordination.models import Activity, JournalEntry, Partner, User
from coordination.queries import fixtures, iati
from tests import activities, make, pages
from tests.extent import PROVES
from tests.pages import Node
from tests.sheets_4w import MONTHS, PROJECTS, TAGGED, book, changed, text

ClientOf = Callable[[User], Client]
ADDRESS = "/load/4w/"
NAME = "3W_Lacs_2026-04.xlsx"


@pytest.fixture
def alain(cast: make.Cast, client_of: ClientOf) -> Client:
    activities.function()
    User.objects.filter(pk=cast.alain.pk).update(language="en")
    return client_of(cast.alain)


def upload(browser: Client, data: bytes, name: str = NAME) -> HttpResponse:
    response: HttpResponse = browser.post(ADDRESS, {"file": SimpleUploadedFile(name, data)})
    return response


def again(browser: Client, page: Node, **changed_to: str) -> HttpResponse:
    """Send what a browser sends of the form that is shown."""
    response: HttpResponse = browser.post(ADDRESS, page.form("content") | changed_to)
    return response


def confirm(browser: Client, data: bytes, name: str = NAME, **changed_to: str) -> HttpResponse:
    return again(browser, pages.read(upload(browser, data, name)), confirm="1", **changed_to)


def named(name: str) -> Activity:
    return Activity.objects.get(name_en=name)


def field_of(page: Node, called: str) -> str:
    """The name of the field whose label says this."""
    (label,) = (each.attrs["for"] for each in page.all("label") if called in each.text())
    return label.removeprefix("id_")


def test_a_sheet_without_tags_is_planned_then_stored_as_it_was_shown(alain: Client) -> None:
    page = pages.read(upload(alain, book(PROJECTS)))
    assert "Nombre de bénéficiaires × 1" in page.text()
    assert "2 to create" not in page.text(), "partners are new, too"
    assert not Activity.objects.filter(name_en="Formation des inspecteurs").exists()
    assert confirm(alain, book(PROJECTS)).status_code == 302
    row = named("Formation des inspecteurs")
    assert (row.partner.name_en, row.recipient and row.recipient.code) == (
        "Atelier des Collines",
        "Police HQ",
    )
    assert (row.place, row.since, row.until, row.planned_until) == (
        "Lacs, Rive-Est", "2026-04-03", "", "2026-12-31",
    )  # fmt: skip
    assert (row.status, row.source) == ("running", "4W · 3W Lacs")
    funders = row.participations.filter(role="funds").order_by("partner__name_en")
    assert [(each.partner.code, each.share) for each in funders] == [
        ("DFID", Decimal(40)),
        ("Fonds des Lacs", None),
    ]
    assert [(each.amount, each.currency) for each in row.money.all()] == [(Decimal("250000.50"), "USD")]
    other = named("Réseau radio")
    assert other.function == activities.function()


def test_the_same_sheet_again_changes_nothing(alain: Client) -> None:
    confirm(alain, book(PROJECTS))
    entries = JournalEntry.objects.count()
    page = pages.read(upload(alain, book(PROJECTS), "3W_Lacs_2026-05.xlsx"))
    assert "0 to create, 0 to replace, 0 that differ and stay" in page.text()
    assert "There is nothing to import." in page.text()
    assert JournalEntry.objects.count() == entries


def test_columns_that_no_word_tells_are_asked_and_remembered(alain: Client) -> None:
    strange = changed(TAGGED, (0, 0, "Acteur"), (0, 2, "Chose"), (0, 3, "Zone"), (0, 4, "Moment"))
    rows = [strange[0], *strange[2:]]
    page = pages.read(upload(alain, text(rows), "a.csv"))
    assert "The columns of a.csv" in page.text()
    matched = {"column_who": "0", "column_name": "2", "column_place": "3", "column_month": "4"}
    plan = pages.read(again(alain, page, **matched))
    assert "People reached × 2" in plan.text()
    assert again(alain, plan, confirm="1").status_code == 302
    assert Activity.objects.filter(name_en="Night patrols", place="Lakes").count() == 2
    # Said once, it is not asked of the next file of the same heads.
    later = changed(rows, (2, 4, "2026-03"))
    shown = pages.read(upload(alain, text(later), "b.csv"))
    assert "1 to create, 0 to replace" in shown.text()
    assert shown.form("content")["source"] == "a"


def test_columns_are_matched_otherwise_where_a_person_says_so(alain: Client) -> None:
    page = pages.read(upload(alain, book(PROJECTS)))
    plan = pages.read(again(alain, page, check="1", column_note="12", column_adm1=""))
    assert "Province × 2" in plan.text()
    assert again(alain, plan, confirm="1").status_code == 302
    row = named("Formation des inspecteurs")
    assert (row.note, row.place) == ("120", "Rive-Est")


def test_what_a_person_says_of_names_is_planned_and_stored(alain: Client) -> None:
    page = pages.read(upload(alain, book(PROJECTS)))
    answers = {
        field_of(page, "Fonds des Lacs"): "MONUC",
        field_of(page, "Maintien de l'ordre"): activities.function().code,
    }
    shown = pages.read(again(alain, page, check="1", **answers))
    assert again(alain, shown, confirm="1").status_code == 302
    row = named("Formation des inspecteurs")
    assert not Partner.objects.filter(name_en="Fonds des Lacs").exists()
    assert row.participations.filter(role="funds", partner=activities.partner("MONUC")).exists()
    assert row.function == activities.function()
    assert "0 to create, 0 to replace" in pages.read(upload(alain, book(PROJECTS))).text()


def test_answers_about_names_do_not_outlive_other_columns(alain: Client) -> None:
    """The questions are other ones then: what was said of the first is not taken for the first of now."""
    page = pages.read(upload(alain, book(PROJECTS)))
    second = field_of(page, "Fonds des Lacs")
    plan = pages.read(again(alain, page, check="1", column_funder="", **{second: "MONUC"}))
    assert field_of(plan, "Secours") == second
    assert plan.form("content")[second] == "new:international"


def test_what_was_not_planned_is_planned_first_and_not_lost(alain: Client) -> None:
    response = confirm(alain, book(PROJECTS), kind="equipment")
    assert response.status_code == 409
    page = pages.read(response)
    assert "Nothing is imported yet." in page.one("div", id="problems").text()
    assert page.form("content")["kind"] == "equipment"
    assert confirm(alain, book(PROJECTS), column_name="6").status_code == 409
    assert not Activity.objects.filter(name_en="Formation des inspecteurs").exists()
    assert again(alain, page, confirm="1").status_code == 302
    assert Activity.objects.filter(name_en="Formation des inspecteurs", kind="equipment").exists()


def test_a_plan_that_the_database_has_moved_away_from_is_refused(alain: Client) -> None:
    page = pages.read(upload(alain, book(PROJECTS)))
    confirm(alain, book(PROJECTS))
    assert again(alain, page, confirm="1").status_code == 409


def test_a_newer_sheet_replaces_what_it_brought_and_nobody_changed(alain: Client) -> None:
    confirm(alain, book(PROJECTS))
    radio = named("Réseau radio")
    activities.change(radio, activities.facts("DFID", name_en="Réseau radio", note="Put right here."))
    later = changed(PROJECTS, (3, 8, "05/04/2026"), (4, 9, "juillet 2025"))
    page = pages.read(upload(alain, book(later)))
    assert "0 to create, 1 to replace, 1 that differ and stay" in page.text()
    assert "3 April 2026 → 5 April 2026" in page.text()
    assert confirm(alain, book(later)).status_code == 302
    assert named("Formation des inspecteurs").since == "2026-04-05"
    assert named("Réseau radio").note == "Put right here."


def test_more_rows_than_are_replaced_at_once_are_refused_by_their_number(
    alain: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(alain, book(PROJECTS))
    later = book(changed(PROJECTS, (3, 8, "05/04/2026"), (4, 9, "juillet 2025")))
    monkeypatch.setattr(fixtures, "MOST_REPLACED", 1)
    response = upload(alain, later)
    assert response.status_code == 400
    (said,) = (each.text() for each in pages.read(response).one("div", id="problems").all("li"))
    assert "something else of 2 rows that came by files; at most 1 are replaced at once" in said
    assert "2 lignes" in said
    monkeypatch.setattr(fixtures, "MOST_REPLACED", 2)
    assert confirm(alain, later).status_code == 302
    assert named("Formation des inspecteurs").since == "2026-04-05"


def test_what_a_newer_sheet_leaves_out_is_named_and_stays(alain: Client) -> None:
    confirm(alain, book(PROJECTS))
    page = pages.read(upload(alain, book(PROJECTS[:4])))
    assert "Of the same source, not in this file; they stay" in page.text()
    assert "Réseau radio" in page.text()
    assert named("Réseau radio")


def test_tags_say_what_columns_are(alain: Client) -> None:
    page = pages.read(upload(alain, book(TAGGED)))
    assert "as its HXL tags say" in page.text()
    assert again(alain, page, confirm="1").status_code == 302
    found = Activity.objects.filter(name_en="Night patrols").order_by("since")
    assert [(each.since, each.until) for each in found] == [("2026-01", "2026-01"), ("2026-02", "2026-02")]


def test_marked_months_become_activities(alain: Client) -> None:
    assert confirm(alain, book(MONTHS, title="3W 2026")).status_code == 302
    found = Activity.objects.filter(name_en="Mobile court").order_by("since")
    assert [(each.since, each.until) for each in found] == [("2026-01", "2026-02"), ("2026-05", "2026-05")]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_mistake_is_told_with_its_cell_in_both_languages(
    alain: Client, cast: make.Cast, language: str
) -> None:
    User.objects.filter(pk=cast.alain.pk).update(language=language)
    wrong = changed(PROJECTS, (3, 8, "31/02/2026"), (3, 11, "beaucoup"), (4, 10, "peut-être"))
    response = upload(alain, book(wrong))
    assert response.status_code == 400
    page = pages.read(response)
    (box,) = (each for each in page.all("div") if each.attrs.get("id") == "problems")
    told = [each.text() for each in box.all("li")]
    assert len(told) == 3
    for row, head, value in (
        ("4", "Date de début", "31/02/2026"),
        ("4", "Budget (USD)", "beaucoup"),
        ("5", "Statut", "peut-être"),
    ):
        (one,) = (each for each in told if value in each)
        assert f"sheet “3W”, row {row}" in one
        assert f"feuille «\u202f3W\u202f», ligne {row}" in one
        assert head in one


def test_a_refused_sheet_may_be_matched_otherwise(alain: Client) -> None:
    page = pages.read(upload(alain, book(changed(PROJECTS, (3, 10, "perhaps")))))
    assert again(alain, page, check="1", column_status="").status_code == 200


def test_what_does_not_fit_the_programme_is_told_at_its_cell(alain: Client) -> None:
    row = activities.add("MONUC", "Police HQ", "Riot control", since="2006")
    data = alain.get("/activities/4w.csv").content.decode("utf-8-sig")
    response = upload(alain, data.replace("Police HQ", "Nobody").encode(), "4w.csv")
    assert response.status_code == 400
    (told,) = (each.text() for each in pages.read(response).all("li") if "Nobody" in each.text())
    assert "sheet “4w.csv”, row 3, column" in told
    assert row.code in data


def test_the_register_is_taken_and_read_again_as_the_same(alain: Client) -> None:
    confirm(alain, book(PROJECTS))
    for kind in ("xlsx", "csv"):
        response = alain.get(f"/activities/4w.{kind}")
        assert response.status_code == 200
        assert JournalEntry.objects.order_by("-sequence")[0].noun == "export"
        page = pages.read(upload(alain, response.content, f"again.{kind}"))
        assert "0 to create, 0 to replace, 0 that differ and stay" in page.text()


def test_rows_with_several_participants_come_in_and_back_however_many_entries_they_make(
    alain: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A limit of documents, in which participants count, is none of sheets, which are limited by their rows."""
    monkeypatch.setattr(document, "ROWS", 3)
    many = [[f"Actor {n}", "Fonds des Lacs; DFID", f"Patrol {n}"] for n in range(20_000 if PROVES else 30)]
    data = text([["Organisation", "Bailleurs de fonds", "Activité"], *many])
    assert confirm(alain, data, "patrols.csv").status_code == 302
    stored = Activity.objects.filter(name_en__startswith="Patrol")
    assert stored.count() == len(many)
    assert all(each.participations.filter(role="funds").count() == 2 for each in stored[:5])
    again_ = alain.get("/activities/4w.csv", {"q": "Patrol"}).content
    page = pages.read(upload(alain, again_, "again.csv"))
    assert f"0 to create, 0 to replace, 0 that differ and stay, {len(many)} unchanged" in page.text()


def test_of_more_organisations_than_a_page_asks_about_the_others_are_taken_for_what_they_seem(
    alain: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(iati, "MOST_ASKED", 2)
    data = text([["Organisation", "Activity"], *([f"Actor {n}", f"Patrol {n}"] for n in range(5))])
    page = pages.read(upload(alain, data, "patrols.csv"))
    assert len([name for name in page.form("content") if name.startswith("org_")]) == 2
    assert "3 more organisations are taken for what they seem to be" in page.text()
    assert again(alain, page, confirm="1").status_code == 302
    assert Partner.objects.filter(name_en__startswith="Actor").count() == 5


def test_a_plan_lists_as_much_as_a_page_holds_and_counts_the_others(alain: Client) -> None:
    many = [["Lake Watch", f"Patrol {n}"] for n in range(MOST + 10)]
    page = pages.read(upload(alain, text([["Organisation", "Activité"], *many]), "patrols.csv"))
    (listed,) = (each for each in page.all("details") if "What would be created" in each.text())
    assert len(listed.all("li")) == MOST
    # The partner is new, too.
    assert "And 11 more rows." in listed.text()


def test_it_takes_the_filters_of_the_page(alain: Client) -> None:
    confirm(alain, book(PROJECTS))
    data = alain.get("/activities/4w.csv", {"q": "radio"}).content.decode("utf-8-sig")
    assert "Réseau radio" in data
    assert "Formation" not in data


SHAPE = '[["Who","Activity"],[],{},{}]\n[["s",{},[[2,%s]]]]'


@pytest.mark.parametrize(
    ("content", "status"),
    [
        ("", 400),
        ("x", 400),
        ("[[],[],{},1]\n[]", 400),
        (SHAPE % '{"0":["A"]}', 400),
        (SHAPE % '{"2":["A","x"]}', 400),
        (SHAPE % '{"a":["A","x"]}', 400),
        (SHAPE % '{"0":["A","\\u0000\\ud800"],"1":["B","x"]}', 400),
        (SHAPE.replace("Who", "\\ud800") % '{"0":["A","x"],"1":["B","x"]}', 400),
        (SHAPE % '{"0":["A","Me\u0301re"],"1":["B","x"]}', 400),
        (SHAPE.replace("Who", "No head") % '{"0":["A","x"]}', 200),
    ],
)
def test_what_is_sent_back_otherwise_than_it_was_is_refused(alain: Client, content: str, status: int) -> None:
    answers = {"name": "a", "confirm": "1", "plan_hash": "x", "column_note": "²", "source": "\x00\u202e"}
    assert alain.post(ADDRESS, {"content": packed(content), **answers}).status_code == status
    assert not Activity.objects.exclude(source="").exists()

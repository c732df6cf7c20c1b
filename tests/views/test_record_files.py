"""Records offline: the workbook of them, the check of what comes back, and storing it as if it were done by hand."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from coordination.actions import structures
from coordination.actions.money import Money
from coordination.actions.participations import Participant
from coordination.domain.record_files import SHEETS
from coordination.models import Activity, Commitment, JournalEntry, Partner, Seat, Structure, User
from coordination.presenters import record_files as words
from coordination.queries import activities as activities_query
from coordination.queries import record_files
from coordination.queries import structures as structures_query
from tests import activities, make, pages, partners
from tests import record_files as files
from tests.answer_files import mistakes

ClientOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
NEW: dict[str, list[files.Cells]] = {
    "structures": [
        {"code": "CLP", "name_fr": "Cadre local", "sector": "Police", "parent": "CLX"},
        {"code": "CLX", "name_en": "Local council", "sector": "police", "founded": "March 2009"},
    ],
    "partners": [{"name_en": "Lake Fund", "side": "international", "kind": "bilateral partner"}],
    "seats": [{"structure": "CLP", "partner": "lake fund", "role": "Member", "since": 2010}],
}


@pytest.fixture
def browser(cast: make.Cast, client_of: ClientOf) -> Client:
    """Amina's, adviser of the partners."""
    return client_of(cast.amina)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_recorded_comes_back_unchanged(browser: Client, language: str) -> None:
    files.with_others()
    data = files.template(browser, language)
    before = make.everything()
    answered = files.check(browser, data, language="fr" if language == "en" else "en")
    number = sum(map(len, record_files.known(make.cod(), make.cast().amina).values()))
    said = files.plan(answered)
    assert number > 20
    assert f": {number}." in said, said
    assert not pages.read(answered).all("input", name="plan_hash")
    now = make.everything()
    assert {name for name in before if before[name] != now[name]} <= {"coordination_tally"}


def test_a_changed_workbook_is_shown_then_stored_as_if_done_by_hand(browser: Client, cast: make.Cast) -> None:
    put = {("structures", "CMJ"): {"founded": "mars 2006", "name_en": "Justice committee"}}
    planned = files.check(browser, files.written(files.template(browser), add=NEW, put=put))
    assert "Added: 4; changed: 1;" in files.plan(planned)
    assert "→ March 2006" in files.plan(planned)
    assert not Structure.objects.filter(code="CLP").exists(), "nothing before it is confirmed"
    assert files.confirm(browser, planned).status_code == 302
    row = Structure.objects.select_related("parent").get(code="CLP")
    assert (row.name_en, row.sector, row.parent and row.parent.code) == ("Cadre local", "police", "CLX")
    seat = Seat.objects.get(structure=row)
    assert (seat.partner.name_fr, seat.partner.kind, seat.since) == ("Lake Fund", "bilateral", "2010")
    assert Structure.objects.get(code="CMJ").founded == "2006-03"
    entries = JournalEntry.objects.filter(by=cast.amina, verb="saved").order_by("sequence")
    assert [(each.noun, each.key) for each in entries] == [
        ("structure", "CMJ"),
        ("structure", "CLX"),
        ("structure", "CLP"),
        ("partner", "Lake Fund"),
        ("seat", "CLP Lake Fund member"),
    ]
    again = files.check(browser, files.template(browser))
    assert "Added: 0; changed: 0;" in files.plan(again)


def test_an_activity_keeps_what_its_sheet_does_not_say(browser: Client) -> None:
    function = activities.function("Riot control", name_fr="Maintien de l’ordre")
    money = (Money(kind="budget", amount=Decimal("12.50"), currency="USD", on="2010"),)
    beside = (Participant(partner=activities.partner("DFID"), role="funds", share=Decimal("40")),)
    row = activities.add(
        place="Goma", money=money, participants=beside, t1="yes", value=Decimal(7), currency="CDF"
    )
    new = {"given": "Formation", "partner": "MONUC", "recipient": "FARDC", "function": function.name_fr}
    data = files.written(
        files.template(browser, "fr"),
        put={("activities", row.code): {"place": "Bukavu", "status": "en cours"}},
        add={"activities": [new]},
    )
    planned = files.check(browser, data)
    assert "Added: 1; changed: 1;" in files.plan(planned)
    assert (
        f"{row.code} – training, MONUC, Police HQ: Where: Goma → Bukavu; Status: – → running"
        in files.plan(planned)
    )
    assert files.confirm(browser, planned).status_code == 302
    now = Activity.objects.get(pk=row.pk)
    kept = activities_query.kept(row) | {"place": "Bukavu", "status": "running", "base_version": 2}
    assert activities_query.kept(now) == kept
    made = Activity.objects.get(partner__code="MONUC", recipient__code="FARDC")
    assert (made.kind, made.function, made.name_fr) == (
        "training",
        function,
        "Formation – Maintien de l’ordre – FARDC",
    )


def test_a_commitment_is_said_anew_and_moves_with_a_reason_that_stays(browser: Client) -> None:
    row = make.promise(text_en="Meet monthly", due_on=date(2031, 1, 31))
    moved = {"text_en": "Meet each month", "due_on": "28/02/2031", "reason": "The hall is closed"}
    new = {"text_fr": "Se réunir", "owner": "FARDC", "due_on": "1er mars 2031", "structure": "CMJ"}
    data = files.template(browser)
    planned = files.check(
        browser, files.written(data, put={("commitments", row.code): moved}, add={"commitments": [new]})
    )
    assert "Due on: 31 January 2031 → 28 February 2031" in files.plan(planned)
    assert files.confirm(browser, planned).status_code == 302
    now = Commitment.objects.get(pk=row.pk)
    assert (now.text_en, now.due_on) == ("Meet each month", date(2031, 2, 28))
    assert [each.reason for each in now.moved.all()] == ["The hall is closed"]
    made = Commitment.objects.exclude(pk=row.pk).latest("pk")
    assert (made.text_en, made.owner.code, made.due_on) == ("Se réunir", "FARDC", date(2031, 3, 1))


def test_a_partner_that_takes_another_name_keeps_the_former_one(browser: Client) -> None:
    renamed = {"name_en": "MONUSCO", "name_fr": "MONUSCO", "former_until": "30/06/2010"}
    data = files.template(browser)
    planned = files.check(browser, files.written(data, put={("partners", "MONUC"): renamed}))
    assert "MONUC → MONUSCO" in files.plan(planned)
    assert files.confirm(browser, planned).status_code == 302
    row = Partner.objects.get(code="MONUC")
    assert row.name_en == "MONUSCO"
    assert [(each.name_en, each.until_on) for each in row.former_names.all()] == [
        ("MONUC", date(2010, 6, 30))
    ]
    put = {("partners", "FARDC"): {"former_until": "30/06/2010"}}
    answered = files.check(browser, files.written(data, put=put))
    assert [place[2] for place in files.told(answered)] == [words.heads()["former_until"]]


def of_seats(*rows: tuple[str, ...]) -> bytes:
    """The sheet of seats as CSV: the member of CMJ that is named, since when, and until when."""
    heads = [words.heads()[each.name] for each in SHEETS["seats"]]
    lines = [heads, *(["CMJ", partner, "member", *dates] for partner, *dates in rows)]
    return "\n".join(",".join(each) for each in lines).encode()


@pytest.mark.parametrize(("typed", "kept", "shown"), [
    ("mars 2011", "2011-03", "March 2011"),
    ("14/03/2011", "2011-03-14", "14 March 2011"),
])  # fmt: skip
def test_a_seat_whose_beginning_is_said_more_exactly_is_the_same_seat(
    browser: Client, cast: make.Cast, typed: str, kept: str, shown: str
) -> None:
    row = partners.seat("DFID", since="2011")
    number = Seat.objects.count()
    planned = files.check(browser, of_seats(("DFID", typed, "")), "seats.csv")
    assert "Added: 0; changed: 1;" in files.plan(planned)
    assert f"Since: 2011 → {shown}" in files.plan(planned)
    assert files.confirm(browser, planned).status_code == 302
    assert (Seat.objects.get(pk=row.pk).since, Seat.objects.count()) == (kept, number)
    entry = JournalEntry.objects.filter(by=cast.amina, noun="seat").latest("sequence")
    assert entry.before is not None
    assert entry.after is not None
    assert (entry.key, entry.before["since"], entry.after["since"]) == ("CMJ DFID member", "2011", kept)


@pytest.mark.parametrize("typed", ["2011", "March 2011"])
def test_a_seat_whose_beginning_is_said_less_exactly_stays_as_it_is_known(
    browser: Client, typed: str
) -> None:
    row = partners.seat("DFID", since="2011-03-14")
    planned = files.check(browser, of_seats(("DFID", typed, "")), "seats.csv")
    assert "Added: 0; changed: 0; unchanged: 1." in files.plan(planned)
    # Its end is none of that.
    planned = files.check(browser, of_seats(("DFID", typed, "2012")), "seats.csv")
    assert "Until: – → 2012" in files.plan(planned)
    assert "Since" not in files.plan(planned)
    assert files.confirm(browser, planned).status_code == 302
    row.refresh_from_db()
    assert (row.since, row.until) == ("2011-03-14", "2012")


def test_a_seat_that_begins_in_another_year_is_another_one(browser: Client) -> None:
    partners.seat("DFID", since="2009", until="2010")
    planned = files.check(browser, of_seats(("DFID", "2011-03", "")), "seats.csv")
    assert "Added: 1; changed: 0;" in files.plan(planned)
    answered = files.check(browser, of_seats(("DFID", "2008", "")), "seats.csv")
    assert files.told(answered) == [("seats.csv", 2, words.heads()["structure"])], mistakes(answered)


def test_two_rows_that_both_say_more_of_one_seat_are_one_too_many(browser: Client) -> None:
    partners.seat("DFID", since="2011")
    answered = files.check(browser, of_seats(("DFID", "2011-03", ""), ("DFID", "2011-04", "")), "seats.csv")
    assert files.told(answered) == [("seats.csv", 3, words.heads()["structure"])]


def test_what_no_page_changes_of_a_commitment_no_file_does(browser: Client) -> None:
    row = make.promise(text_en="Meet monthly", due_on=date(2031, 1, 31))
    put = {("commitments", row.code): {"due_on": "28/02/2031", "structure": "CCRSS"}}
    answered = files.check(browser, files.written(files.template(browser), put=put))
    assert [place[2] for place in files.told(answered)] == [
        words.heads()["structure"],
        words.heads()["reason"],
    ]


def test_who_may_not_record_commitments_neither_takes_nor_loads_them(
    browser: Client, cast: make.Cast, client_of: ClientOf
) -> None:
    make.promise(text_en="Meet monthly", due_on=date(2031, 1, 31))
    data = files.template(browser)
    administrator = client_of(cast.alain)
    assert len(load_workbook(io.BytesIO(files.template(administrator))).worksheets) == 8
    assert len(load_workbook(io.BytesIO(data)).worksheets) == 9
    assert "Take the sheet “Commitments” out" in mistakes(files.check(administrator, data))[0]
    fields = pages.read(files.check(browser, files.written(data, add=NEW))).form("plan_hash", "content")
    assert administrator.post(files.PAGE, fields).status_code == 409
    assert administrator.get(f"{files.PAGE}commitments.csv").status_code == 404


# --- what is wrong

#: Mistakes, each for itself: in which sheet, what is added, and in which column it is told.
WRONG: list[tuple[str, files.Cells, str]] = [
    ("structures", {"code": "X1", "sector": "police"}, "name_en"),
    ("structures", {"code": "X2", "name_en": "Two", "sector": "navy"}, "sector"),
    ("structures", {"code": "X3", "name_en": "Three"}, "sector"),
    ("structures", {"code": "X4", "name_en": "Four", "sector": "police", "founded": "soon"}, "founded"),
    ("structures", {"code": "X5", "name_en": "Five", "sector": "police", "founded": "2999"}, "founded"),
    ("structures", {"code": "X6", "name_en": "Six", "sector": "police", "parent": "nobody"}, "parent"),
    (
        "structures",
        {"code": "X7", "name_en": "Seven", "sector": "police", "dormant_after": "61"},
        "dormant_after",
    ),
    ("structures", {"code": "X8", "name_en": "Eight", "sector": "police", "parent": "X8"}, "parent"),
    ("structures", {"name_en": "No code", "sector": "police"}, "code"),
    ("structures", {"code": "C.M.J", "name_en": "Nine", "sector": "police"}, "code"),
    ("structures", {"code": "CMJ", "name_en": "Again", "sector": "police"}, "code"),
    ("partners", {"name_en": "MONUC", "side": "international", "kind": "mission"}, "name_en"),
    ("partners", {"name_en": "Lake A", "side": "none", "kind": "mission"}, "side"),
    ("partners", {"name_en": "x" * 201, "side": "national", "kind": "ministry"}, "name_en"),
    (
        "partners",
        {"name_en": "Lake B", "side": "national", "kind": "ministry", "since": 2010, "until": 2009},
        "until",
    ),
    (
        "partners",
        {"name_en": "Lake D", "side": "national", "kind": "ministry", "former_until": "31/12/2009"},
        "former_until",
    ),
    (
        "partners",
        {"name_en": "Lake C", "side": "national", "kind": "ministry", "is_another": "perhaps"},
        "is_another",
    ),
    ("seats", {"structure": "CMJ", "partner": "Nobody", "role": "member", "since": "2011"}, "partner"),
    ("seats", {"structure": "CMJ", "partner": "MONUC", "role": "cook", "since": "2011"}, "role"),
    (
        "seats",
        {"structure": "CMJ", "partner": "MONUC", "role": "member", "since": "2011", "until": "2010"},
        "until",
    ),
    ("activities", {"given": "training", "partner": "Nobody"}, "partner"),
    ("commitments", {"text_en": "Meet", "owner": "Nobody", "due_on": "01/02/2031"}, "owner"),
    ("commitments", {"owner": "FARDC", "due_on": "01/02/2031"}, "text_en"),
    ("commitments", {"text_en": "Meet", "owner": "FARDC", "due_on": "2031"}, "due_on"),
    ("commitments", {"text_en": "Meet", "owner": "FARDC", "due_on": "01/02/2009"}, "due_on"),
    ("commitments", {"text_en": "Meet", "owner": "FARDC", "due_on": "01/02/2031", "code": "P-99"}, "code"),
    ("activities", {"given": "dancing", "partner": "MONUC"}, "given"),
    ("activities", {"given": "training", "partner": "MONUC", "since": "2010", "until": "2009"}, "until"),
    ("activities", {"given": "training", "partner": "MONUC", "recipient": "DFID"}, "recipient"),
    ("activities", {"given": "training", "partner": "MONUC", "function": "dancing"}, "function"),
    ("activities", {"given": "training", "partner": "MONUC", "code": "A-999", "place": "Goma"}, "code"),
    ("activities", {"given": "training", "partner": "MONUC", "structure": "X1", "until": "soon"}, "until"),
    (
        "seats",
        {"structure": "X1", "partner": "MONUC", "role": "member", "since": "2011", "until": "2010"},
        "until",
    ),
]


def test_each_mistake_is_told_once_with_its_sheet_row_and_column(browser: Client) -> None:
    data = files.template(browser)
    known = record_files.known(make.cod(), make.cast().amina)
    add: dict[str, list[files.Cells]] = {}
    expected = []
    for sheet, cells, column in WRONG:
        rows = add.setdefault(sheet, [])
        rows.append(cells)
        expected.append((words.titles()[sheet], len(known[sheet]) + 1 + len(rows), words.heads()[column]))
    before = make.everything()
    answered = files.check(browser, files.written(data, add=add))
    assert sorted(files.told(answered)) == sorted(expected), mistakes(answered)
    assert len(mistakes(answered)) == len(WRONG)
    now = make.everything()
    assert {name for name in before if before[name] != now[name]} <= {"coordination_tally"}


def test_two_mistakes_of_one_row_are_both_told_in_both_languages(browser: Client) -> None:
    row: files.Cells = {
        "code": "X1",
        "name_fr": "Un",
        "sector": "marine",
        "founded": "2012",
        "closed": "2010",
    }
    answered = files.check(
        browser, files.written(files.template(browser), add={"structures": [row]}), language="fr"
    )
    first, second = mistakes(answered)
    assert "colonne D (Secteur) – «\u202fmarine\u202f»" in first
    assert "column D (Sector) – “marine”" in first
    assert "colonne H (Fermée)" in second or "Dissoute" in second or "2010" in second


def test_a_cell_that_is_empty_has_its_letter_too_in_both_languages(browser: Client) -> None:
    row: files.Cells = {"code": "X1", "name_fr": "Un"}
    data = files.written(files.template(browser), add={"structures": [row]})
    (said,) = mistakes(files.check(browser, data))
    assert "column D (Sector) – This cell is empty." in said
    assert "colonne D (Secteur) – Cette cellule est vide." in said


def test_structures_that_stand_above_each_other_are_refused(browser: Client) -> None:
    ring: list[files.Cells] = [
        {"code": one, "name_en": one, "sector": "police", "parent": other}
        for one, other in (("R1", "R2"), ("R2", "R1"))
    ]
    answered = files.check(browser, files.written(files.template(browser), add={"structures": ring}))
    assert len(files.told(answered)) == 1


# --- who, and when


def test_only_who_keeps_the_records_takes_and_loads_them(cast: make.Cast, client_of: ClientOf) -> None:
    for person, status in ((cast.amina, 200), (cast.alain, 200), (cast.vera, 403)):
        assert client_of(person).get(f"{files.PAGE}records.xlsx").status_code == status
        assert client_of(person).get(f"{files.PAGE}partners.csv").status_code == status
        assert client_of(person).get(files.PAGE).status_code == status
    assert files.check(client_of(cast.vera), b"x").status_code == 403
    assert client_of(cast.amina).get(f"{files.PAGE}people.csv").status_code == 404


@pytest.mark.parametrize("moved", ["another file", "a record", "a row that was to stay"])
def test_what_moved_since_the_plan_was_shown_is_refused(browser: Client, cast: make.Cast, moved: str) -> None:
    put = {("structures", "CMJ"): {"founded": "2006"}}
    planned = files.check(browser, files.written(files.template(browser), put=put))
    fields = pages.read(planned).form("plan_hash", "content")
    if moved == "another file":
        fields["content"] = fields["content"].replace("2006", "2005")
    else:
        row = Structure.objects.get(code="CMJ" if moved == "a record" else "CCRSS", programme=make.cod())
        facts = structures.StructureFacts(name_en="Other", name_fr="Autre", sector=row.sector)
        shown = structures_query.fingerprint(row)
        structures.change(structure=row, facts=facts, shown=shown, by=cast.paul, at=make.AT)
    before = make.everything()
    answered = browser.post(files.PAGE, fields)
    assert answered.status_code == 409
    now = make.everything()
    assert {name for name in before if before[name] != now[name]} <= {"coordination_tally"}


@pytest.mark.parametrize(
    "content", ["", "[]", "[[1]]", '[["structures",["code"],"[[1,2]]"]]', '[["x",[],"[]"]]', "{}"]
)
def test_a_plan_that_was_tampered_with_is_refused(browser: Client, content: str) -> None:
    answered = browser.post(files.PAGE, {"plan_hash": "x", "name": "a.xlsx", "content": content})
    assert answered.status_code in (400, 409)


def test_a_file_that_is_none_and_one_that_is_empty_are_refused(browser: Client) -> None:
    assert files.check(browser, b"x").status_code == 400
    assert files.check(browser, b"PK\x03\x04 and no more").status_code == 400

    def bare(book: Any) -> None:
        for page in book.worksheets[: len(SHEETS)]:
            page.delete_rows(2, page.max_row)

    answered = files.check(browser, files.written(files.template(browser), change=bare))
    assert mistakes(answered)[0].startswith("No row is filled in in this file.")


def test_a_row_that_is_missing_deletes_nothing_and_a_missing_column_clears_nothing(browser: Client) -> None:
    def less(book: Any) -> None:
        page = book.worksheets[0]
        page.delete_rows(3, page.max_row)
        at = files.columns_of("structures", page[1])
        page.delete_cols(at["mandate_en"])

    number = Structure.objects.count()
    answered = files.check(browser, files.written(files.template(browser), change=less))
    assert "Added: 0; changed: 0;" in files.plan(answered)
    assert Structure.objects.count() == number


@pytest.mark.parametrize(("language", "mark"), [("en", ","), ("fr", ";")])
@pytest.mark.parametrize("sheet", [*SHEETS])
def test_a_sheet_as_csv_comes_back_unchanged(browser: Client, language: str, mark: str, sheet: str) -> None:
    make.promise()
    files.with_others()
    made = browser.get(f"{files.PAGE}{sheet}.csv?lang={language}").content
    assert mark in made.decode().partition("\n")[0]
    assert "Added: 0; changed: 0;" in files.plan(files.check(browser, made, f"{sheet}.csv"))


def test_a_file_that_changes_more_than_can_be_recorded_at_once_is_refused(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coordination.actions.record_files.MOST_CHANGES", 3)
    answered = files.check(browser, files.written(files.template(browser), add=NEW))
    assert "more than 3 records" in mistakes(answered)[0]

"""The page of findings: in sentences, certain or possible, dismissed with a reason; and the load on structures."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.models import Activity, Contact, Dismissal, Seat, User
from coordination.queries import overlaps as queries
from tests import make, overlaps, pages

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
PAGE = "/overlaps/?on=2011-03-01"
DAY = date(2011, 3, 1)
#: Every end recorded here has passed.
TODAY = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def _bare(db: None) -> None:
    overlaps.forget_the_deck()


def read(browser: Client, address: str = PAGE) -> pages.Node:
    response = browser.get(address)
    assert response.status_code == 200
    return pages.read(response).one("main")


def counts(page: pages.Node) -> list[list[str]]:
    facts = page.one("dl")
    said = [re.match(r"found: (\d+) · possible: (\d+)", each.text()) for each in facts.all("dd")]
    return [
        [name.text(), *(found.groups() if found else ())]
        for name, found in zip(facts.all("dt"), said, strict=True)
    ]


def sentences(page: pages.Node) -> list[str]:
    return [each.text() for each in page.all("strong") if "data-claim" in each.attrs]


def findings(page: pages.Node) -> pages.Node:
    """The fold with each finding and its activities."""
    return page.one(id="findings")


def dismiss(browser: Client, *, place: int = 0, query: str = "?on=2011-03-01", **change: str) -> int:
    finding = queries.findings(make.cod(), DAY, TODAY)[place]
    data = {"kind": str(finding.kind), "fingerprint": finding.fingerprint, "on": "2011-03-01"}
    data |= {"reason": "They train different units.", **change}
    status: int = browser.post(f"/overlaps/dismiss/{query}", data).status_code
    return status


def test_an_overlap_is_a_sentence_with_its_rows(cast: make.Cast, client_of: ClientOf) -> None:
    one = overlaps.row("A", since="2009", until="2012-06-30")
    overlaps.row("B", since="2010", until="2013")
    page = read(client_of(cast.paul))
    assert sentences(page) == ["Public order, PNC – supported at the same time by: A and B."]
    assert counts(page) == [["Overlaps", "1", "0"], ["Incompatibilities", "0", "0"], ["Gaps", "0", "0"]]
    (row,) = [each.text() for each in findings(page).all("li") if each.text().startswith("A – ")]
    assert row == "A – Activity 1 · 2009 to 30 June 2012"
    links = {each.attrs["href"] for each in page.all("a")}
    assert {f"/activities/{one.pk}/", f"/partners/{one.partner_id}/"} <= links


def test_what_is_possible_says_which_row_lacks_which_date(cast: make.Cast, client_of: ClientOf) -> None:
    overlaps.row("A", since="2009")
    overlaps.row("B", until="2013-02-01")
    overlaps.row("C")
    page = read(client_of(cast.paul), f"{PAGE}&kind=overlap")
    assert sentences(page) == [
        "Public order, PNC – perhaps supported at the same time by: any two of A; B; C."
    ]
    rows = [each.text() for each in findings(page).all("li")[1:]]
    assert rows == [
        "A – Activity 1 · since 2009 · end not known",
        "B – Activity 2 · until 1 February 2013 · start not known",
        "C – Activity 3 · start and end not known",
    ]


def test_where_no_date_is_missing_it_says_which_is_not_known_to_the_day(
    cast: make.Cast, client_of: ClientOf
) -> None:
    overlaps.row("A", since="2009", until="2010")
    overlaps.row("B", since="2010-02-01", until="2013")
    overlaps.row("C", since="2010", until="2013-05-01", function_="traffic")
    overlaps.row("D", since="2008-01-01", until="2010-05-01", function_="traffic")
    rows = [each.text() for each in findings(read(client_of(cast.paul), f"{PAGE}&kind=overlap")).all("li")]
    assert [each.rsplit(" · ")[-1] for each in rows if each[1:].startswith(" – Activity")] == [
        "exact dates of start and end not known",
        "exact date of the end not known",
        "exact date of the start not known",
        "1 January 2008 to 1 May 2010",
    ]


def test_the_police_case_of_the_deck_reads_as_it_is(cast: make.Cast, client_of: ClientOf) -> None:
    overlaps.row("A", standard_="a", equipment="e")
    overlaps.row("B", standard_="b", equipment="f")
    said = " ".join(sentences(read(client_of(cast.paul))))
    assert (
        "Public order, PNC – training follows 2 standards: Norm a; Norm b. "
        "Perhaps at the same time: Norm a and Norm b." in said
    )
    assert "Public order, PNC – equipment is of 2 families: Norm e; Norm f. Perhaps at the same time" in said


def test_a_gap_is_of_a_day(cast: make.Cast, client_of: ClientOf) -> None:
    overlaps.row("A", since="2010", until="2012")
    overlaps.function("traffic")
    browser = client_of(cast.paul)
    assert sentences(read(browser)) == [
        "Traffic – no recorded activity on 1 March 2011; it is in the common plan."
    ]
    later = read(browser, "/overlaps/?on=2012-05-01")
    assert (
        "Public order – no recorded activity is known to support it on 1 May 2012; it is in the common plan. "
        "An activity for this function may be running then: its dates do not say."
    ) in sentences(later)
    assert counts(later)[2] == ["Gaps", "1", "1"]


def test_an_activity_without_a_function_leaves_every_gap_of_its_days_open(
    cast: make.Cast, client_of: ClientOf
) -> None:
    overlaps.function("traffic")
    overlaps.row("A", function_=None, since="2005", until="2020")
    page = read(client_of(cast.paul))
    assert sentences(page) == [
        "Traffic – no recorded activity is known to support it on 1 March 2011; it is in the common plan. "
        "An activity that may be running then has no function recorded."
    ]
    assert "A – Activity 1 · 2005 to 2020 · function not recorded" in [
        each.text() for each in findings(page).all("li")
    ]


def test_partners_meet_pair_by_pair(cast: make.Cast, client_of: ClientOf) -> None:
    overlaps.row("UK", since="2008-01-01", until="2008-12-31")
    overlaps.row("FR", since="2008-01-01", until="2008-12-31")
    overlaps.row("BE")
    overlaps.row("UK", since="2008-01-01", until="2008-03-31", function_="traffic")
    overlaps.row("FR", since="2008-03-01", until="2008-09-30", function_="traffic")
    overlaps.row("BE", since="2008-09-01", until="2008-12-31", function_="traffic")
    assert sentences(read(client_of(cast.paul), f"{PAGE}&kind=overlap")) == [
        "Public order, PNC – supported at the same time by: UK and FR. "
        "Perhaps at the same time: UK and BE; FR and BE.",
        "Traffic, PNC – supported at the same time by: UK and FR; FR and BE. Not at the same time: UK and BE.",
    ]


def test_standards_years_apart_are_not_followed_at_the_same_time(
    cast: make.Cast, client_of: ClientOf
) -> None:
    overlaps.row("A", since="1990", until="1991", standard_="p")
    overlaps.row("A", since="2009", until="2010", standard_="q")
    assert sentences(read(client_of(cast.paul), f"{PAGE}&kind=incompatibility")) == [
        "Public order, PNC – training follows 2 standards: Norm p; Norm q. Not at the same time: Norm p and Norm q."
    ]


def test_an_end_that_is_only_planned_says_so(cast: make.Cast, client_of: ClientOf) -> None:
    overlaps.row("A", since="2010-01-01", until="2998-01-01")
    page = read(client_of(cast.paul), "/overlaps/?on=2999-01-01")
    assert any("its dates do not say" in each for each in sentences(page))
    assert "· end only planned" in page.text()


def test_the_page_reads_french(cast: make.Cast, client_of: ClientOf) -> None:
    overlaps.row("A")
    overlaps.row("B")
    page = read(client_of(cast.joseph))
    assert sentences(page) == [
        "Public order (fr), PNC (fr) – appuis peut-être simultanés\u202f: A (fr) et B (fr).",
        "Public order (fr) – aucune activité enregistrée n’est connue pour l’appuyer à la date du 1er mars 2011\u202f; "
        "la fonction figure au plan commun. 2 activités pour cette fonction sont peut-être en cours à cette date\u202f: "
        "leurs dates ne le disent pas.",
    ]
    assert "Activité 1" in page.text()


def test_filters_leave_what_is_asked_for(cast: make.Cast, client_of: ClientOf) -> None:
    for to in ("PNC", "FARDC"):
        for of in "AB":
            overlaps.row(of, to=to, standard_=of)
    browser = client_of(cast.paul)
    everything = read(browser)
    assert counts(everything) == [
        ["Overlaps", "0", "2"],
        ["Incompatibilities", "2", "0"],
        ["Gaps", "0", "1"],
    ]
    police = overlaps.partner("PNC").pk
    assert [row[1:] for row in counts(read(browser, f"{PAGE}&recipient={police}&kind=overlap"))] == [
        ["0", "1"],
        ["0", "0"],
        ["0", "0"],
    ]
    row = Activity.objects.filter(recipient=police)[0]
    mine = read(browser, f"{PAGE}&activity={row.pk}")
    assert [row[1:] for row in counts(mine)] == [["0", "1"], ["1", "0"], ["0", "1"]]
    assert "Only what the activity “Activity 1” takes part in." in mine.text()
    other = overlaps.function("traffic").pk
    assert [row[1:] for row in counts(read(browser, f"{PAGE}&function={other}"))] == [
        ["0", "0"],
        ["0", "0"],
        ["1", "0"],
    ]


@pytest.mark.parametrize(
    "query",
    [
        *("kind=lost", "function=x", "function=999999999", "recipient=-1", "recipient=²", "activity=1e3"),
        *("activity=99999999999999999999", "on=2011-02-30", "on=yesterday", "page=x", "finding=abc"),
        *("on=%00", "kind=%00", "activity=%00"),
    ],
)
def test_what_cannot_be_asked_is_not_found(cast: make.Cast, client_of: ClientOf, query: str) -> None:
    overlaps.row("A")
    assert client_of(cast.paul).get(f"/overlaps/?{query}").status_code == 404


def test_another_programme_has_other_findings(cast: make.Cast, client_of: ClientOf) -> None:
    one = overlaps.row("A")
    overlaps.row("B")
    browser = client_of(cast.nadia)
    assert sentences(read(browser)) == []
    assert browser.get(f"/overlaps/?activity={one.pk}").status_code == 404
    assert browser.get(f"/overlaps/?function={one.function_id}").status_code == 404
    assert browser.get(f"/overlaps/?recipient={one.recipient_id}").status_code == 404


@pytest.mark.parametrize("edge", ["1000-01-01", "2999-12-31"])
def test_the_first_and_the_last_day_of_the_calendar_can_be_asked_for(
    cast: make.Cast, client_of: ClientOf, edge: str
) -> None:
    overlaps.row("A")
    read(client_of(cast.paul), f"/overlaps/?on={edge}")
    assert client_of(cast.paul).get(f"/overlaps/load.csv?on={edge}").status_code == 200


def test_counts_tell_the_truth_over_all_pages(cast: make.Cast, client_of: ClientOf) -> None:
    for number in range(45):
        overlaps.function(f"work-{number}")
    browser = client_of(cast.paul)
    first, second = read(browser), read(browser, f"{PAGE}&page=2")
    assert counts(first)[2] == counts(second)[2] == ["Gaps", "45", "0"]
    assert (len(sentences(first)), len(sentences(second))) == (40, 5)
    assert not set(sentences(first)) & set(sentences(second))


def test_many_rows_are_a_link_to_the_finding_by_itself(cast: make.Cast, client_of: ClientOf) -> None:
    for number in range(13):
        overlaps.row(f"P{number}")
    browser = client_of(cast.paul)
    page = read(browser, f"{PAGE}&kind=overlap")
    assert "and 3 more activities" in page.text()
    assert sentences(page)[0].endswith("; 3 more.")
    (link,) = [each.attrs["href"] for each in page.all("a") if "more activities" in each.text()]
    alone = read(browser, f"/overlaps/{link.removeprefix('/overlaps/')}")
    assert "P12 – Activity 13" in alone.text()
    assert len(sentences(alone)) == 1


def test_nothing_found_says_what_to_do(cast: make.Cast, client_of: ClientOf) -> None:
    overlaps.row("A", since="2009", until="2012-06-30")
    assert "Nothing is found yet." in read(client_of(cast.paul)).text()
    assert "No open finding matches." in read(client_of(cast.paul), f"{PAGE}&kind=gap").text()


def test_a_dismissed_finding_moves_to_the_dismissed_and_comes_back_when_a_row_changes(
    cast: make.Cast, client_of: ClientOf
) -> None:
    row = overlaps.row("A", since="2009", until="2012")
    overlaps.row("B", since="2009", until="2012")
    browser = client_of(cast.amina)
    assert dismiss(browser) == 302
    page = read(browser)
    assert counts(page)[0] == ["Overlaps", "0", "0"]
    folded = page.one("details", id="dismissed").text()
    assert "Dismissed: 1" in folded
    assert "Dismissed by Amina Adviser on" in folded
    assert "They train different units." in folded
    Activity.objects.filter(pk=row.pk).update(until="2010")
    page = read(browser)
    assert counts(page)[0] == ["Overlaps", "1", "0"]
    assert not page.all("details", id="dismissed")


def test_after_a_dismissal_one_reads_on_where_one_was(cast: make.Cast, client_of: ClientOf) -> None:
    overlaps.function("traffic")
    (finding,) = queries.findings(make.cod(), DAY, TODAY)
    data = {"kind": "gap", "fingerprint": finding.fingerprint, "on": "2011-03-01", "reason": "Later."}
    response = client_of(cast.amina).post("/overlaps/dismiss/?on=2011-03-01&kind=gap", data)
    assert response["Location"] == "/overlaps/?on=2011-03-01&kind=gap"


def test_a_dismissal_without_a_reason_is_refused_beside_its_finding(
    cast: make.Cast, client_of: ClientOf
) -> None:
    overlaps.function("traffic")
    browser = client_of(cast.amina)
    (finding,) = queries.findings(make.cod(), DAY, TODAY)
    data = {"kind": "gap", "fingerprint": finding.fingerprint, "on": "2011-03-01", "reason": "  "}
    response = browser.post("/overlaps/dismiss/?on=2011-03-01", data)
    assert response.status_code == 400
    page = pages.read(response)
    assert "Say why" in page.one("div", class_="problem-box").text()
    assert any("open" in each.attrs for each in page.one("main").all("details"))
    assert not Dismissal.objects.exists()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"reason": "x" * 4001}, 400),
        ({"reason": "a\x00b"}, 400),
        ({"fingerprint": ""}, 409),
        ({"fingerprint": "a\x00"}, 400),
        ({"fingerprint": "f" * 65}, 400),
        ({"kind": "lost"}, 409),
        ({"on": "yesterday"}, 400),
    ],
    ids=str,
)
def test_a_dismissal_that_names_nothing_changes_nothing(
    cast: make.Cast, client_of: ClientOf, change: dict[str, str], status: int
) -> None:
    overlaps.function("traffic")
    assert dismiss(client_of(cast.amina), **change) == status
    assert not Dismissal.objects.exists()


def test_a_stale_finding_is_not_dismissed_and_what_was_typed_stays(
    cast: make.Cast, client_of: ClientOf
) -> None:
    row = overlaps.row("A")
    overlaps.row("B")
    shown = queries.findings(make.cod(), DAY, TODAY)[0]
    Activity.objects.filter(pk=row.pk).update(since="2010")
    data = {"kind": "overlap", "fingerprint": shown.fingerprint, "on": "2011-03-01", "reason": "Long story."}
    response = client_of(cast.amina).post("/overlaps/dismiss/?on=2011-03-01", data)
    assert response.status_code == 409
    box = pages.read(response).one("div", class_="problem-box").text()
    assert "its activities have changed" in box
    assert "Long story." in box
    assert not Dismissal.objects.exists()


def test_who_may_not_dismiss_is_not_asked_to(cast: make.Cast, client_of: ClientOf) -> None:
    overlaps.function("traffic")
    for person in (cast.vera, cast.alain):
        browser = client_of(person)
        page = read(browser)
        assert len(sentences(page)) == 1
        assert not [form for form in page.all("form") if "dismiss" in form.attrs.get("action", "")]
        assert dismiss(browser) == 403
    assert not Dismissal.objects.exists()


# --- the load on structures


def session(structure: str, day: str, *, state: str = "held", kind: str = "session") -> None:
    Contact.objects.create(
        programme=make.cod(),
        code=f"T-{Contact.objects.count()}",
        kind=kind,
        state=state,
        on=day,
        subject="Meeting",
        structure=make.structure(structure),
        sharing="all",
        folded="",
    )


def load(browser: Client, structure: str, address: str = PAGE) -> list[str]:
    page = read(browser, address)
    table = pages.Node("", {})
    table.children.append(page.all("table")[-1])
    (row,) = [each for each in table.one("table").all("tr") if each.text().startswith(structure)]
    return [cell.text() for cell in row.all("td")]


def test_partners_and_meetings_are_counted_by_month(cast: make.Cast, client_of: ClientOf) -> None:
    made = make.structure("TEST")
    Seat.objects.create(structure=made, partner=overlaps.partner("A"), role="chair", since="2008")
    Seat.objects.create(structure=made, partner=overlaps.partner("A"), role="member")
    Seat.objects.create(structure=made, partner=overlaps.partner("B"), role="member")
    overlaps.row("C", structure=made, since="2011-02-01", until="2011-02-28")
    for day in ("2011-02-03", "2011-02-28", "2010-02-28"):
        session("TEST", day)
    session("TEST", "2011-03-02", state="planned")
    session("TEST", "2011-03-03", kind="meeting")
    found = load(client_of(cast.paul), "TEST")
    assert len(found) == 12
    assert found[-3:] == ["1–2 0 meetings", "2–3 2 meetings", "1–2 0 meetings"]


def test_the_end_month_can_be_chosen_and_the_file_says_the_same(cast: make.Cast, client_of: ClientOf) -> None:
    session("CMJ", "2009-12-03")
    browser = client_of(cast.vera)
    assert load(browser, "CMJ", "/overlaps/?on=2010-01-15")[-2].endswith("1 meeting")
    rows = browser.get("/overlaps/load.csv?on=2010-01-15").content.decode("utf-8-sig").splitlines()
    assert rows[0] == 'Structure,Month,"partners, at least","partners, at most",meetings held'
    (december,) = [row for row in rows if row.startswith("CMJ,2009-12")]
    assert december.endswith(",1")
    assert browser.get("/overlaps/load.csv?on=x").status_code == 404


def test_a_name_that_looks_like_a_formula_stays_text_in_the_file(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.structure("=1+1")
    text = client_of(cast.vera).get("/overlaps/load.csv").content.decode("utf-8-sig")
    assert "\n'=1+1," in text


# --- as many queries for much as for little


def test_the_number_of_queries_does_not_grow(cast: make.Cast, client_of: ClientOf) -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries_made:
            assert browser.get(address).status_code == 200
        return len(queries_made)

    browser = client_of(cast.paul)
    one = overlaps.row("A", standard_="x", structure=make.structure("CMJ"))
    overlaps.row("B", standard_="y")
    addresses = (PAGE, f"{PAGE}&activity={one.pk}", "/overlaps/load.csv")
    for address in addresses:
        asked(address)
    little = [asked(address) for address in addresses]
    for number in range(30):
        overlaps.row("AB"[number % 2], to=f"R{number // 2}", function_=f"f{number // 2}")
    session("CMJ", "2011-02-02")
    assert dismiss(client_of(cast.amina)) == 302
    assert [asked(address) for address in addresses] == little
    *pages_, file = little
    assert max(pages_) <= 12, little
    assert file <= 20, "counted and journaled"


# --- the time line


def test_each_function_is_drawn_with_a_bar_an_activity_that_leads_to_it(
    cast: make.Cast, client_of: ClientOf
) -> None:
    one = overlaps.row("A", since="2009-01-01", until="2009-12-31")
    overlaps.row("B", since="2009-06-01", until="2010-12-31")
    unknown = overlaps.row("C")
    page = read(client_of(cast.vera), f"{PAGE}&kind=overlap")
    drawn = page.one("section", class_="gantt")
    lanes = drawn.all("svg", class_="gantt-lane")
    assert [each.one("title").text() for each in lanes] == [
        "A – Activity 1 · 1 January 2009 – 31 December 2009 · beside another partner: 1 June 2009 to 31 December 2009",
        "B – Activity 2 · 1 June 2009 – 31 December 2010 · beside another partner: 1 June 2009 to 31 December 2009",
    ]
    assert [len(each.all("rect", class_="gantt-shared")) for each in lanes] == [1, 1]
    assert f"/activities/{one.pk}/" in {each.attrs["href"] for each in drawn.all("a")}
    undated = next(each for each in drawn.all("p") if "Without any date" in each.text())
    assert undated.one("a").attrs["href"] == f"/activities/{unknown.pk}/"


def test_a_planned_function_without_an_activity_can_be_filled_from_there(
    cast: make.Cast, client_of: ClientOf
) -> None:
    function = overlaps.function("customs")
    address = f"/activities/add/?function={function.pk}"
    for person, is_offered in ((cast.paul, True), (cast.vera, False)):
        section = read(client_of(person)).one("section", class_="gantt")
        assert "1 planned function without a recorded activity on 1 March 2011." in section.text()
        assert (address in {each.attrs["href"] for each in section.all("a")}) == is_offered


def test_the_headline_counts_what_was_found_and_says_so_where_nothing_was(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.vera)
    assert read(browser).one(class_="headline").text() == "No activity is recorded yet."
    overlaps.row("A", since="2009", until="2012-06-30", standard_="x")
    assert read(browser).one(class_="headline").text() == (
        "No overlap, clash or gap is found in the recorded activities."
    )
    overlaps.row("B", since="2010", until="2013", standard_="y")
    assert read(browser).one(class_="headline").text() == "1 overlap; 1 difference of standards or equipment."


def test_a_month_of_load_is_coloured_by_steps_with_its_number(cast: make.Cast, client_of: ClientOf) -> None:
    cells = read(client_of(cast.vera)).all("td", class_="heat")
    assert cells
    for cell in cells:
        least = int(re.split("[– ]", cell.text())[0])
        step = sum(least >= each for each in (1, 3, 5, 8))
        assert f"heat-{step}" in cell.attrs["class"].split()


def test_many_functions_and_activities_are_drawn_in_part_and_the_rest_is_counted(
    cast: make.Cast, client_of: ClientOf
) -> None:
    for number in range(15):
        overlaps.row(f"P{number}", since="2009")
    for number in range(9):
        overlaps.function(f"f{number}")
    page = read(client_of(cast.vera))
    assert len(page.all("section", class_="gantt")) == 8
    assert len(page.all("svg", class_="gantt-lane")) == 12
    assert "and 3 more activities" in page.text()
    assert "2 more functions are not drawn" in page.text()

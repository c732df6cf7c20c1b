"""The pages of commitments: from a weak answer to a promise, and what became of it."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from coordination.models import Commitment, Partner, Seat, User
from coordination.presenters import days
from tests import make, pages

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
FROM_C6 = "/commitments/add/?structure=cmj&round=january-2008&view=partners&criterion=C6"


def test_a_weak_answer_offers_a_commitment_and_a_plain_yes_does_not(
    cast: make.Cast, client_of: ClientOf
) -> None:
    html = client_of(cast.amina).get("/structures/cmj/january-2008/").content.decode()
    assert "criterion=C6" in html
    assert "criterion=C1" not in html
    assert "criterion=C6" not in client_of(cast.vera).get("/structures/cmj/january-2008/").content.decode()


def test_the_proposal_is_in_both_languages_and_government_owns_it_first_where_the_idea_says_so(
    cast: make.Cast, client_of: ClientOf
) -> None:
    html = client_of(cast.amina).get(FROM_C6).content.decode()
    assert "Draw up the table of who does what" in html
    assert "Établir le tableau «\u202fqui fait quoi\u202f»" in html


def test_the_owner_proposed_is_who_leads_in_the_structure_on_the_side_that_the_idea_says(
    cast: make.Cast, client_of: ClientOf
) -> None:
    html = client_of(cast.amina).get(FROM_C6.replace("C6", "C4")).content.decode()
    chosen = re.search(r'<option value="(\d+)" selected>', html)
    assert chosen
    assert Partner.objects.get(pk=chosen[1]).code == "Ministry"


def test_no_owner_is_proposed_where_nobody_of_that_side_takes_part(
    cast: make.Cast, client_of: ClientOf
) -> None:
    Seat.objects.all().delete()
    html = client_of(cast.amina).get(FROM_C6.replace("C6", "C4")).content.decode()
    assert not re.search(r'<option value="\d+" selected>', html)


def test_a_promise_from_an_answer_is_recorded_listed_and_settled(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser, today = client_of(cast.amina), timezone.localdate()
    owner = Commitment._meta.get_field("owner").related_model.objects.get(code="Donors")
    data = {"text_en": "Write the table.", "text_fr": "", "owner": owner.pk, "due_on": today.isoformat()}
    response = browser.post(FROM_C6, data)
    made = Commitment.objects.get()
    assert response["Location"] == f"/commitments/{made.pk}/"
    assert (made.criterion.code, made.structure.code, made.voice) == ("C6", "CMJ", "partners")
    assert "Write the table." in browser.get("/").content.decode()
    settled = {"state": "kept", "settled_on": today.isoformat(), "outcome": "Written.", "base_version": 1}
    assert browser.post(f"/commitments/{made.pk}/", settled).status_code == 302
    said = pages.read(browser.get("/commitments/")).one("main").text()
    assert "done on time" in said
    assert "Write the table." not in browser.get("/").content.decode()


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(
    cast: make.Cast, client_of: ClientOf
) -> None:
    made = make.promise()
    data = {"state": "kept", "settled_on": "2001-01-01", "outcome": "A long story.", "base_version": 1}
    response = client_of(cast.amina).post(f"/commitments/{made.pk}/", data)
    assert response.status_code == 400
    assert "lies before the promise was made" in response.content.decode()
    assert "A long story." in response.content.decode()
    made.refresh_from_db()
    assert made.state == "open"


def test_what_was_settled_is_put_right_from_what_stands_there(cast: make.Cast, client_of: ClientOf) -> None:
    at = timezone.now() - timedelta(days=40)
    made = make.promise(at=at)
    day = timezone.localdate(at) + timedelta(days=20)
    make.settle(made, "not_kept", outcome="No monney came.", settled_on=day)
    browser, address = client_of(cast.amina), f"/commitments/{made.pk}/"
    form = pages.read(browser.get(address)).form("outcome")
    assert (form["state"], form["settled_on"]) == ("not_kept", days.day(day))
    assert form["outcome"].strip() == "No monney came."
    assert browser.post(address, form | {"outcome": "No money came."}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.settled_on, made.outcome) == ("not_kept", day, "No money came.")


def test_who_has_read_what_became_of_it_meanwhile_may_send_again(
    cast: make.Cast, client_of: ClientOf
) -> None:
    made, browser = make.promise(), client_of(cast.amina)
    address, today = f"/commitments/{made.pk}/", timezone.localdate().isoformat()
    make.settle(made, "released")
    mine = {"state": "kept", "settled_on": today, "outcome": "Written.", "base_version": 1}
    response = browser.post(address, mine)
    assert response.status_code == 400
    again = pages.read(response).form("outcome")
    assert (again["state"], again["outcome"].strip()) == ("kept", "Written.")
    assert browser.post(address, again).status_code == 302
    made.refresh_from_db()
    assert made.state == "kept"


def test_what_is_open_stands_first_by_the_day_it_is_due_then_what_was_settled_last(
    cast: make.Cast, client_of: ClientOf
) -> None:
    today = timezone.localdate()
    make.settle(make.promise(text_en="Settled."))
    make.promise(text_en="Later.", due_on=today + timedelta(days=9))
    make.promise(text_en="Sooner.", due_on=today + timedelta(days=1))
    said = client_of(cast.vera).get("/commitments/").content.decode()
    assert said.index("Sooner.") < said.index("Later.") < said.index("Settled.")


@pytest.mark.parametrize("typed", ["etat", "ÉTAT", "état"])
def test_search_finds_words_whatever_their_accents_and_case(
    cast: make.Cast, client_of: ClientOf, typed: str
) -> None:
    make.promise(text_en="Budget of the état-major", text_fr="")
    make.promise(text_en="Something else", text_fr="")
    said = client_of(cast.paul).get("/commitments/", {"q": typed}).content.decode()
    assert "Budget of the" in said
    assert "Something else" not in said


def test_a_viewer_sees_no_commitment_that_tells_of_an_unpublished_answer(
    cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = make.open_round("partners")
    make.sent(cast.amina, "CMJ", round_, word="Not yet")
    criterion = round_.instrument.criteria.get(code="C6")
    secret = make.promise(
        text_en="Tell nobody",
        text_fr="",
        structure=make.structure("CMJ"),
        round_=round_,
        voice="partners",
        criterion=criterion,
    )
    assert "Tell nobody" in client_of(cast.grace).get("/commitments/").content.decode()
    assert "Tell nobody" not in client_of(cast.vera).get("/commitments/").content.decode()
    assert client_of(cast.vera).get(f"/commitments/{secret.pk}/").status_code == 404


def test_what_is_due_waits_for_the_side_that_owns_it(cast: make.Cast, client_of: ClientOf) -> None:
    soon = timezone.localdate() + timedelta(days=3)
    make.promise("Donors", text_en="Fund the secretariat", text_fr="", due_on=soon)
    assert "Fund the secretariat" in client_of(cast.amina).get("/").content.decode()
    assert "Fund the secretariat" not in client_of(cast.grace).get("/").content.decode()


def test_what_is_due_and_invented_is_marked_at_home(cast: make.Cast, client_of: ClientOf) -> None:
    soon = timezone.localdate() + timedelta(days=3)
    make.promise("Donors", text_en="Fund the secretariat", due_on=soon)
    Commitment.objects.update(origin="invented")
    page = pages.read(client_of(cast.amina).get("/"))
    (line,) = [each for each in page.all("li") if "Fund the secretariat" in each.text()]
    assert line.text().endswith("· invented")


def test_the_day_proposed_is_written_as_the_reader_writes_it(cast: make.Cast, client_of: ClientOf) -> None:
    address = f"/commitments/{make.promise().pk}/"
    for person, language in ((cast.grace, "fr"), (cast.amina, "en")):
        with override(language):
            today = days.day(timezone.localdate())
        assert pages.read(client_of(person).get(address)).form("outcome")["settled_on"] == today


# --- what became of the answer


def of_c6(**more: Any) -> Commitment:
    round_ = make.round_("january-2008")
    return make.promise(
        structure=make.structure("CMJ"),
        round_=round_,
        voice="partners",
        criterion=round_.instrument.criteria.get(code="C6"),
        **more,
    )


def test_the_page_of_a_commitment_says_whether_the_criterion_improved(
    cast: make.Cast, client_of: ClientOf
) -> None:
    made = of_c6()
    address = f"/commitments/{made.pk}/"
    assert "not yet answered again" in client_of(cast.amina).get(address).content.decode()
    make.sent(cast.amina, "CMJ", make.open_round("partners"), word="Yes")
    page = pages.read(client_of(cast.amina).get(address))
    said = page.one("main").text()
    assert "In the next round, did the criterion improve? answers are higher (new assessors)" in said
    assert page.one("main").one("span", data_claim="criterion-higher-new-assessors")
    assert "March 2011" in said
    assert page.all("a", href="/structures/cmj/march-2011/#partners-C6")


def test_the_register_says_it_of_what_is_settled(cast: make.Cast, client_of: ClientOf) -> None:
    make.settle(of_c6(text_en="Settled"))
    of_c6(text_en="Still open")
    make.sent(cast.amina, "CMJ", make.open_round("partners"), word="No")
    lines = {
        each.one("a").text(): each.text()
        for each in pages.read(client_of(cast.amina).get("/commitments/")).one("main").all("tr")
        if each.all("a")
    }
    assert "C6 · in the next round: answers are lower (new assessors)" in lines["Settled"]
    assert "in the next round" not in lines["Still open"]


# --- what each partner kept, over time, and whose commitments are shown


def rows_of(page: pages.Node, heading: str) -> list[list[str]]:
    region = page.one("div", aria_labelledby=heading)
    return region.rows()[1:]


def settled_in(year: int, owner: str, state: str = "kept", late: int = 0) -> None:
    at = datetime(year, 3, 1, 9, tzinfo=UTC)
    made = make.promise(owner, text_en=f"{owner} {year}", at=at, due_on=date(year, 4, 1))
    make.settle(made, state, settled_on=date(year, 4, 1) + timedelta(days=late), at=at.replace(month=6))


def test_what_each_partner_kept_is_counted_year_by_year_in_alphabetical_order(
    cast: make.Cast, client_of: ClientOf
) -> None:
    settled_in(2010, "Ministry", "not_kept")
    settled_in(2009, "Ministry")
    settled_in(2010, "Donors")
    settled_in(2010, "Donors", late=3)
    page = pages.read(client_of(cast.amina).get("/commitments/"))
    donors, ministry = (
        str(Commitment._meta.get_field("owner").related_model.objects.get(code=code).name_en)
        for code in ("Donors", "Ministry")
    )
    rows = rows_of(page, "years")
    assert [row[:2] for row in rows] == sorted([[donors, "2010"], [ministry, "2009"], [ministry, "2010"]])
    by_row = {tuple(row[:2]): row[2:5] for row in rows}
    assert by_row[donors, "2010"] == ["1", "1", "0"]
    assert by_row[ministry, "2009"] == ["1", "0", "0"]
    assert by_row[ministry, "2010"] == ["0", "0", "1"]


def test_in_french_the_alphabet_is_that_of_the_french_names(cast: make.Cast, client_of: ClientOf) -> None:
    for code, name in (("Donors", "Émilie"), ("Ministry", "Zoé"), ("MONUC", "Fanny")):
        make.promise(code)
        Commitment._meta.get_field("owner").related_model.objects.filter(code=code).update(name_fr=name)
    rows = rows_of(pages.read(client_of(cast.grace).get("/commitments/")), "records")
    assert [row[0] for row in rows] == ["Émilie", "Fanny", "Zoé"]


def test_the_register_shows_the_commitments_of_one_owner(cast: make.Cast, client_of: ClientOf) -> None:
    theirs, ours = (
        make.promise(code, text_en=f"Promise of {code}", text_fr="") for code in ("Donors", "Ministry")
    )
    page = pages.read(client_of(cast.amina).get(f"/commitments/?owner={theirs.owner_id}"))
    assert "Promise of Donors" in page.one("main").text()
    assert "Promise of Ministry" not in page.one("main").text()
    assert [row[0] for row in rows_of(page, "records")] == [theirs.owner.name_en]
    (chosen,) = [each for each in page.one("select", id="owner").all("option") if "selected" in each.attrs]
    assert chosen.attrs["value"] == str(theirs.owner_id)
    assert ours.owner.name_en in page.one("select", id="owner").text()


def test_an_owner_who_never_promised_has_an_empty_list(cast: make.Cast, client_of: ClientOf) -> None:
    make.promise("Donors")
    other = Commitment._meta.get_field("owner").related_model.objects.get(code="Ministry")
    said = pages.read(client_of(cast.amina).get(f"/commitments/?owner={other.pk}")).one("main").text()
    assert "No commitment matches" in said


@pytest.mark.parametrize("owner", ["x", "-1", "0", "999999999999999999", "9" * 30, "1\x00", "١"])
def test_what_is_no_partner_of_the_programme_is_not_found(
    cast: make.Cast, client_of: ClientOf, owner: str
) -> None:
    assert client_of(cast.amina).get("/commitments/", {"owner": owner}).status_code == 404


def test_another_programmes_partner_is_not_found(cast: make.Cast, client_of: ClientOf) -> None:
    theirs = make.promise("Donors").owner_id
    assert client_of(cast.nadia).get(f"/commitments/?owner={theirs}").status_code == 404


def test_due_soon_is_open_and_within_two_weeks(cast: make.Cast, client_of: ClientOf) -> None:
    today = timezone.localdate()
    for ahead in (0, 14, 15):
        make.promise(text_en=f"In {ahead} days.", text_fr="", due_on=today + timedelta(days=ahead))
    at = timezone.now() - timedelta(days=30)
    make.promise(text_en="Overdue.", text_fr="", at=at, due_on=today - timedelta(days=1))
    said = client_of(cast.amina).get("/commitments/?state=due").content.decode()
    assert ["In 0 days." in said, "In 14 days." in said, "In 15 days." in said] == [True, True, False]
    assert "Overdue." not in said


# --- from what to do next


def commitments_offered(page: pages.Node) -> set[str]:
    links = (
        each.attrs["href"] for each in page.all("a") if "/commitments/add/?" in each.attrs.get("href", "")
    )
    return set(links)


@pytest.mark.takes_long
@pytest.mark.parametrize(
    "address",
    ["/structures/cmj/commitments/", "/compare/?round=january-2008&view=partners&section=coordination"],
)
def test_every_next_step_can_become_a_commitment_by_those_who_may_promise(
    cast: make.Cast, client_of: ClientOf, address: str
) -> None:
    browser = client_of(cast.amina)
    offered = commitments_offered(pages.read(browser.get(address)))
    assert FROM_C6 in offered
    for each in offered:
        assert browser.get(each).status_code == 200, each
    assert commitments_offered(pages.read(client_of(cast.vera).get(address))) == set()


def test_what_nobody_answered_yet_may_be_promised_to_be_found_out(
    cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = make.open_round("partners")
    assessment = make.start(cast.amina, "CMJ", round_)
    make.answer(assessment, "C1", "Yes")
    make.send(assessment, accept_blanks=True)
    browser = client_of(cast.amina)
    address = "/commitments/add/?structure=cmj&round=march-2011&view=partners&criterion="
    assert browser.get(f"{address}C2").status_code == 200
    assert browser.get(f"{address}X2").status_code == 404
    assert browser.get(f"{address}C2%00").status_code == 404


def test_a_promise_made_just_after_midnight_may_be_settled_the_same_day(cast: make.Cast) -> None:
    # In Kinshasa it is the 2nd, in Greenwich still the 1st.
    at = datetime(2011, 3, 1, 23, 30, tzinfo=UTC)
    made = make.promise(at=at, due_on=date(2011, 3, 2))
    assert made.made_on == date(2011, 3, 2)
    assert make.settle(made, settled_on=date(2011, 3, 2), at=at).state == "kept"


@pytest.mark.takes_long
def test_the_number_of_queries_does_not_grow_with_the_commitments(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser, counts = client_of(cast.amina), []
    make.sent(cast.amina, "CMJ", make.open_round("partners"), word="No")
    make.settle(of_c6())
    for turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            browser.get("/commitments/")
        counts.append(len(queries))
        for number in range(4):
            make.settle(of_c6(text_en=f"Promise {number}"))
            make.promise(("Donors", "Ministry", "MONUC", "DFID")[number], text_en=f"Promise {turn} {number}")
    assert counts[0] == counts[1] <= 10


# --- who sees to it, where it was made, and days that move


def test_a_day_moves_on_its_page_with_a_reason_that_everybody_reads(
    cast: make.Cast, client_of: ClientOf
) -> None:
    made, browser = make.promise(), client_of(cast.amina)
    address = f"/commitments/{made.pk}/move/"
    later = made.due_on + timedelta(days=10)
    data = {"due_on": later.isoformat(), "reason": "", "person": "Chantal Mbuyi", "base_version": 1}
    refused = browser.post(address, data)
    assert refused.status_code == 400
    assert "Say why the day moves" in refused.content.decode()
    assert pages.read(refused).form("person")["person"] == "Chantal Mbuyi"
    moved = browser.post(address, data | {"reason": "The chair was away."})
    assert (moved.status_code, moved["Location"]) == (302, f"/commitments/{made.pk}/")
    said = pages.read(client_of(cast.vera).get(f"/commitments/{made.pk}/")).one("main").text()
    assert "Chantal Mbuyi" in said
    assert f"{days.day(made.due_on)} – The chair was away." in said
    assert "moved by Amina Adviser on" in said
    (row,) = (
        pages.read(client_of(cast.vera).get("/commitments/"))
        .one("main")
        .one("table", class_="commitments")
        .one("tbody")
        .all("tr")
    )
    assert "Chantal Mbuyi" in row.text()
    assert "moved 1 time" in row.text()


def test_who_only_reads_is_offered_no_move(cast: make.Cast, client_of: ClientOf) -> None:
    made = make.promise()
    address = f"/commitments/{made.pk}/"
    assert f"{address}move/" in client_of(cast.amina).get(address).content.decode()
    assert f"{address}move/" not in client_of(cast.vera).get(address).content.decode()


def test_a_commitment_from_a_contact_has_its_structure_and_partner_and_both_pages_say_so(
    cast: make.Cast, client_of: ClientOf
) -> None:
    call, browser = make.contact(cast.amina, structure_="CMJ", partners=["DFID"]), client_of(cast.amina)
    address = f"/commitments/add/?contact={call.pk}"
    assert address in browser.get(f"/contacts/{call.pk}/").content.decode()
    form = pages.read(browser.get(address)).form("owner", "structure")
    owner = Partner.objects.get(programme=make.cod(), code="DFID")
    assert (form["owner"], form["structure"]) == (str(owner.pk), "cmj")
    due_on = timezone.localdate().isoformat()
    data = form | {"text_en": "Send the list.", "due_on": due_on}
    assert browser.post(address, data).status_code == 302
    made = Commitment.objects.get()
    assert (made.contact, made.structure, made.owner) == (call, make.structure("CMJ"), owner)
    assert call.subject in pages.read(browser.get(f"/commitments/{made.pk}/")).one("main").text()
    assert "Send the list." in pages.read(browser.get(f"/contacts/{call.pk}/")).one("main").text()


def test_a_contact_that_the_reader_may_not_read_is_no_source_and_is_not_named(
    cast: make.Cast, client_of: ClientOf
) -> None:
    call = make.contact(cast.amina, subject="Between us")
    made = make.promise(contact=call)
    grace = client_of(cast.grace)
    assert grace.get(f"/commitments/add/?contact={call.pk}").status_code == 404
    assert "Between us" not in grace.get(f"/commitments/{made.pk}/").content.decode()
    assert "Between us" in client_of(cast.amina).get(f"/commitments/{made.pk}/").content.decode()


@pytest.mark.parametrize("state", ["open", "kept", "not_kept", "released"])
def test_a_state_is_a_mark_and_a_word(cast: make.Cast, client_of: ClientOf, state: str) -> None:
    made = make.promise()
    if state != "open":
        make.settle(made, state)
    listed = pages.read(client_of(cast.vera).get("/commitments/")).one("table", class_="commitments")
    mark = listed.one("span", class_="standing")
    assert mark.one("svg").attrs["aria-hidden"] == "true"
    word = {
        "open": "open",
        "kept": "done on time",
        "not_kept": "not done",
        "released": "cancelled by agreement",
    }
    assert mark.text() == word[state]

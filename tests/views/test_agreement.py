"""The agreement page: both sides beside each other, what they answer together, and everything without script."""

from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from django.core import mail as outbox
from django.http import HttpResponse
from django.test import Client

from coordination import mail
from coordination.models import JointAnswer, JournalEntry, Round, Structure, User
from coordination.queries import structures
from coordination.queries.rounds import round_value
from tests import joint_answers, make, pages
from tests.pages import Node

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
PAGE = "/rounds/march-2011/cmj/agreement/"


@pytest.fixture
def revealed(cast: make.Cast) -> Round:
    """CMJ answered by both sides: Yes by the partners, Mostly to Yes by the government."""
    User.objects.update(language="en")
    return joint_answers.revealed(cast)


def criterion(response: HttpResponse, code: str = "C1") -> Node:
    """The part of the page about one criterion."""
    return pages.read(response).one("section", id=code)


def press(browser: Client, button: str, code: str = "C1", **typed: str) -> HttpResponse:
    """Press a button of a criterion, with what its form holds and what is typed."""
    part = criterion(browser.get(PAGE), code)
    for form in part.all("form"):
        for each in form.all("button"):
            if each.text().startswith(button):
                pressed = {each.attrs["name"]: each.attrs["value"]} if "name" in each.attrs else {}
                fields = form.posts(whole=True) | typed | pressed
                return browser.post(urljoin(PAGE, form.attrs["action"]), fields, follow=True)
    raise AssertionError(f"no button {button}")


def stored() -> list[tuple[str, str, str, str]]:
    rows = JointAnswer.objects.order_by("pk").select_related("criterion")
    return [(row.criterion.code, row.verbatim or "differ", row.basis, row.state) for row in rows]


def test_both_sides_and_the_common_ground_stand_beside_each_other(
    client_of: ClientOf, cast: make.Cast, revealed: Round
) -> None:
    text = criterion(client_of(cast.paul).get(PAGE)).text()
    for said in ("Government", "Partners", "Mostly to Yes", "Both admit: Yes", "No joint answer yet."):
        assert said in text
    assert "0 of 14 criteria settled" in pages.read(client_of(cast.paul).get(PAGE)).one("main").text()


def test_one_press_takes_the_common_ground_over_as_a_proposal(
    client_of: ClientOf, cast: make.Cast, revealed: Round
) -> None:
    page = press(client_of(cast.amina), "Propose: Yes", **{"C1-basis": "Both saw it."})
    assert stored() == [("C1", "Yes", "Both saw it.", "proposed")]
    said = criterion(page).text()
    assert "proposed by the partners" in said
    assert "waits for a manager of each side" in said


@pytest.mark.takes_long
def test_what_a_manager_proposes_is_confirmed_for_their_side_and_the_page_says_so(
    client_of: ClientOf, cast: make.Cast, revealed: Round
) -> None:
    joseph = client_of(cast.joseph)
    assert (
        "what a manager proposes is confirmed for their side"
        in pages.read(joseph.get(PAGE)).one("main").text()
    )
    said = criterion(press(joseph, "Propose: the sides differ")).text()
    assert "confirmed by a manager of the Government" in said
    assert "waits for a manager of the partners" in said
    assert "Confirm for your side" not in said
    page = press(client_of(cast.paul), "Confirm for your side")
    assert "confirmed by a manager of each side" in criterion(page).text()
    assert "1 of 14 criteria settled" in pages.read(page).one("main").text()
    assert stored() == [("C1", "differ", "", "standing")]


def test_a_range_of_one_s_own_and_what_is_wrong_with_it(
    client_of: ClientOf, cast: make.Cast, revealed: Round
) -> None:
    amina = client_of(cast.amina)
    page = press(amina, "Propose this answer", **{"C1-lo": "3", "C1-hi": "1", "C1-basis": "Kept."})
    assert page.status_code == 400
    assert "The range begins above its end" in criterion(page).text()
    assert criterion(page).one("textarea", name="C1-basis").text().strip() == "Kept."
    assert stored() == []
    press(amina, "Propose this answer", **{"C1-lo": "1", "C1-hi": "3"})
    row = JointAnswer.objects.get()
    assert (row.verbatim, row.lo, row.hi, row.certainty) == ("Not yet to Mostly", 1, 3, "range")


def test_what_does_not_apply_is_proposed_with_its_reason(
    client_of: ClientOf, cast: make.Cast, revealed: Round
) -> None:
    amina = client_of(cast.amina)
    page = press(amina, "Propose this answer", **{"C1-lo": "not_applicable"})
    assert page.status_code == 400
    press(amina, "Propose this answer", **{"C1-lo": "not_applicable", "C1-basis": "One partner only."})
    assert stored() == [("C1", "n/a", "One partner only.", "proposed")]


def test_a_stale_form_is_answered_with_both_and_can_be_sent_again(
    client_of: ClientOf, cast: make.Cast, revealed: Round
) -> None:
    browser = client_of(cast.joseph)
    form = criterion(browser.get(PAGE)).all("form")[-1]
    typed = form.posts(whole=True) | {"C1-lo": "1", "C1-basis": "Typed in the meeting.", "C1-do": "own"}
    joint_answers.propose(cast.paul, revealed, word="Yes")
    page = browser.post(form.attrs["action"], typed)
    assert page.status_code == 409
    said = criterion(page)
    assert "something else was done here meanwhile" in said.text()
    assert "proposed by the partners" in said.text()
    again = [each for each in said.all("form") if each.attrs["action"] == form.attrs["action"]][0]
    assert again.one("textarea", name="C1-basis").text().strip() == "Typed in the meeting."
    assert stored() == [("C1", "Yes", "", "proposed")]
    sent = again.posts(whole=True) | {"C1-do": "own"}
    assert browser.post(form.attrs["action"], sent).status_code == 302
    assert [row[1:] for row in stored()] == [
        ("Yes", "", "replaced"),
        ("Not yet", "Typed in the meeting.", "proposed"),
    ]


def test_confirming_what_was_replaced_meanwhile_shows_both(
    client_of: ClientOf, cast: make.Cast, revealed: Round
) -> None:
    row = joint_answers.propose(cast.grace, revealed, word="Yes")
    joint_answers.propose(cast.joseph, revealed, word="Partly")
    page = client_of(cast.paul).post(f"/joint-answers/{row.pk}/confirm/")
    assert page.status_code == 409
    said = criterion(page).text()
    assert "You meant: Yes (proposed by the Government" in said
    assert "replaced by another answer" in said
    assert "Partly" in said
    assert [state for *_row, state in stored()] == ["replaced", "proposed"]


@pytest.mark.takes_long
def test_a_dissent_stands_beside_the_answer_with_its_side_and_reason(
    client_of: ClientOf, cast: make.Cast, revealed: Round
) -> None:
    joint_answers.stand(cast, revealed)
    page = press(client_of(cast.amina), "Keep the dissent", **{"C1-reason": "The minutes say otherwise."})
    said = criterion(page).text()
    assert "Dissent of the partners" in said
    assert "The minutes say otherwise." in said
    empty = press(client_of(cast.grace), "Keep the dissent", **{"C1-reason": " "})
    assert empty.status_code == 400
    assert "Say why: the reason is kept beside the answer." in criterion(empty).text()


def test_only_its_side_is_offered_to_withdraw_a_proposal(
    client_of: ClientOf, cast: make.Cast, revealed: Round
) -> None:
    joint_answers.propose(cast.amina, revealed)
    assert "Withdraw the proposal" not in criterion(client_of(cast.joseph).get(PAGE)).text()
    page = press(client_of(cast.paul), "Withdraw the proposal")
    assert "withdrawn by the side that proposed it" in criterion(page).text()
    assert [state for *_row, state in stored()] == ["withdrawn"]


def test_several_assessors_of_a_side_are_a_side_and_nobody_is_named(
    client_of: ClientOf, cast: make.Cast
) -> None:
    User.objects.update(language="en")
    round_ = make.open_round()
    awa = make.place(make.person("awa", "Awa Second"), "adviser", "partners")
    for person, basis in ((cast.amina, "Zones were shared."), (awa, "All were at the table.")):
        assessment = make.begin(person, "CMJ", round_)
        make.answer_all(assessment, "Yes")
        make.answer(assessment, "C1", "Mostly", basis=basis)
    make.begin(cast.grace, "CMJ", round_)
    for assessment in make.Assessment.objects.filter(round=round_):
        make.send(assessment, accept_blanks=True)
    joint_answers.comment(cast.amina, round_, text="We counted twice.")
    for reader in (cast.joseph, cast.paul):
        page = client_of(reader).get(PAGE)
        said = criterion(page).text()
        assert said.index("All were at the table.") < said.index("Zones were shared.")
        assert "We counted twice." in said
        for name in ("Amina", "Awa"):
            assert name not in pages.read(page).one("main").text()


def test_a_viewer_reads_it_once_the_round_is_closed_and_changes_nothing(
    client_of: ClientOf, cast: make.Cast, revealed: Round
) -> None:
    row = joint_answers.propose(cast.paul, revealed)
    vera = client_of(cast.vera)
    assert vera.get(PAGE).status_code == 404
    make.close_round(revealed)
    page = vera.get(PAGE)
    assert page.status_code == 200
    assert not pages.read(page).one("main").all("form")
    entries = JournalEntry.objects.count()
    for address in (
        f"{PAGE}C2/propose/",
        *(f"/joint-answers/{row.pk}/{step}/" for step in ("confirm", "withdraw", "dissent")),
    ):
        assert vera.post(address, {"C2-do": "differs", "C1-reason": "No."}).status_code == 403
    assert JournalEntry.objects.count() == entries


@pytest.mark.parametrize("sends", [(), ("amina",), ("grace",)], ids=str)
def test_before_the_reveal_the_page_is_not_there_whatever_the_other_side_has_done(
    sends: tuple[str, ...], client_of: ClientOf, cast: make.Cast
) -> None:
    round_ = make.open_round()
    for name in ("amina", "grace"):
        make.begin(getattr(cast, name), "CMJ", round_)
        if name in sends:
            make.send(make.Assessment.objects.get(rater_user=getattr(cast, name)), accept_blanks=True)
    for person in (cast.amina, cast.paul, cast.grace, cast.joseph):
        browser = client_of(person)
        answers = [
            browser.get(PAGE),
            browser.post(f"{PAGE}C1/propose/", {"C1-do": "differs"}),
            browser.get("/rounds/march-2011/cmj/comments/C1/"),
            browser.get("/rounds/no-such-round/cmj/agreement/"),
        ]
        assert [each.status_code for each in answers] == [404] * 4


def test_a_round_of_one_side_has_no_such_page(client_of: ClientOf, cast: make.Cast) -> None:
    make.sent(cast.amina, "CMJ", make.open_round("partners"))
    assert client_of(cast.paul).get(PAGE).status_code == 404
    assert "agreement" not in client_of(cast.paul).get("/structures/cmj/march-2011/").content.decode()


@pytest.mark.takes_long
def test_the_hub_leads_to_it_and_home_names_what_waits_for_a_manager(
    client_of: ClientOf, cast: make.Cast, revealed: Round
) -> None:
    hub = pages.read(client_of(cast.paul).get("/structures/cmj/march-2011/"))
    assert hub.one("a", href=PAGE)
    joint_answers.propose(cast.grace, revealed, "C3")
    for person, offered in ((cast.paul, True), (cast.joseph, True), (cast.amina, False), (cast.vera, False)):
        home = pages.read(client_of(person).get("/"))
        links = [each for each in home.all("a") if each.attrs.get("href") == f"{PAGE}#C3"]
        assert [each.text() for each in links] == ["Confirm joint answers"] * offered, person
    joint_answers.confirm(cast.paul, JointAnswer.objects.get())
    home = pages.read(client_of(cast.paul).get("/"))
    assert not [each for each in home.all("a") if each.attrs.get("href") == f"{PAGE}#C3"], (
        "done for this side"
    )


@pytest.mark.takes_long
def test_an_agreed_card_is_told_to_both_sides_each_in_their_language(
    client_of: ClientOf, cast: make.Cast, revealed: Round
) -> None:
    User.objects.filter(pk__in=[cast.grace.pk, cast.joseph.pk]).update(language="fr")
    joint_answers.agree(cast, revealed)
    page = pages.read(client_of(cast.paul).get(PAGE)).one("main").text()
    assert "14 of 14 criteria settled: the card is agreed" in page
    row = Structure.objects.select_related("programme").get(programme=make.cod(), code="CMJ")
    mail.mail_agreed(
        make.cod(), round_value(revealed), structures.structure_value(row), "https://ssr.example"
    )
    told = {each.to[0].split("@")[0]: each.body for each in outbox.outbox}
    assert set(told) == {"amina", "paul", "grace", "joseph"}
    assert "Both sides have agreed on every criterion: CMJ" in told["amina"]
    assert "Les deux parties se sont accordées sur chaque critère\u202f: CMJ" in told["joseph"]
    for body in told.values():
        assert f"https://ssr.example{PAGE}" in body
        assert "Mostly" not in body


def test_the_page_reads_in_french(client_of: ClientOf, cast: make.Cast, revealed: Round) -> None:
    User.objects.update(language="fr")
    joint_answers.propose(cast.joseph, revealed)
    said = criterion(client_of(cast.paul).get(PAGE)).text()
    for words in (
        "En grande partie",
        "proposée par le Gouvernement",
        "attend un responsable des partenaires",
        "Admis par les deux parties\u202f: Oui",
        "Confirmer pour votre partie",
    ):
        assert words in said


@pytest.mark.takes_long
def test_as_many_queries_for_much_as_for_little(
    client_of: ClientOf,
    cast: make.Cast,
    revealed: Round,
    django_assert_max_num_queries: Callable[..., "pytest.FixtureRequest"],
) -> None:
    browser = client_of(cast.paul)
    browser.get(PAGE)
    joint_answers.agree(cast, revealed)
    for code in joint_answers.codes():
        for person in (cast.amina, cast.grace):
            joint_answers.comment(person, revealed, code)
    with django_assert_max_num_queries(18):  # type: ignore[attr-defined]
        assert browser.get(PAGE).status_code == 200

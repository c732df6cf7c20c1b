"""The mark “invented for the demonstration” belongs to an assessment: a real answer never bears it."""

from collections.abc import Callable

import pytest
from django.test import Client

from coordination.models import Assessment, Round, User
from tests import make, pages

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
NO_ONE = "no one gave these answers"
SHARE = "1 of 2 assessments is invented for the demonstration: CMJ (government)."
OF_ROUND = "?round=january-2011"


@pytest.fixture
def mixed(cast: make.Cast) -> Round:
    """The demonstration's open round, in which the government's answers are invented and Amina's are her own."""
    make.load_demo()
    round_ = make.round_("january-2011")
    make.sent(cast.amina, "CMJ", round_)
    return round_


def read(browser: Client, address: str) -> pages.Node:
    response = browser.get(address)
    assert response.status_code == 200, address
    return pages.read(response).one("main")


def claims(page: pages.Node, kind: str) -> list[str]:
    return [each.text() for each in page.walk() if each.attrs.get("data-claim") == kind]


def test_what_a_person_answered_is_entered_and_what_a_file_brought_comes_from_where_its_round_does(
    mixed: Round,
) -> None:
    found = Assessment.objects.filter(round=mixed, structure__code="CMJ").values_list("side", "origin")
    assert set(found) == {("government", "invented"), ("partners", "entered")}
    assert set(Assessment.objects.filter(round__label="january-2008").values_list("origin", flat=True)) == {
        "source"
    }


@pytest.mark.parametrize(
    "address",
    [
        f"/compare/{OF_ROUND}&view=partners",
        f"/compare/{OF_ROUND}&view=government",
        f"/two-views/{OF_ROUND}",
        f"/ownership/{OF_ROUND}&view=partners",
        "/changes/?view=partners",
        "/structures/cmj/history/",
    ],
)
def test_a_page_of_a_mixed_round_says_how_many_are_invented(
    address: str, mixed: Round, cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of(cast.amina), address)
    assert SHARE in claims(page, "origin-share")
    notices = [each.text() for each in page.walk() if "notice" in (each.attrs.get("class") or "").split()]
    assert not [each for each in notices if NO_ONE in each and "2011" in each]


def test_in_a_mixed_round_the_invented_card_is_marked_and_the_real_one_is_not(
    mixed: Round, cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.amina)
    row = {
        voice: claims(read(browser, f"/compare/{OF_ROUND}&view={voice}"), "invented")
        for voice in ("government", "partners")
    }
    assert row == {"government": ["invented for the demonstration"], "partners": []}
    card = read(browser, "/structures/cmj/january-2011/")
    assert NO_ONE in card.one(id="side-government").text()
    assert "nvented" not in card.one(id="side-partners").text()


def test_one_s_own_answers_in_an_invented_round_are_not_called_invented(
    mixed: Round, cast: make.Cast, client_of: ClientOf
) -> None:
    own = Assessment.objects.get(round=mixed, rater_user=cast.amina)
    said = read(client_of(cast.amina), f"/assessments/{own.pk}/").text()
    assert NO_ONE not in said
    assert "In this round a file may bring" not in said, "it is revealed: what a file could bring is there"


def test_the_lists_of_rounds_say_how_many(mixed: Round, cast: make.Cast, client_of: ClientOf) -> None:
    for address in ("/", "/rounds/"):
        page = read(client_of(cast.amina), address)
        assert claims(page, "origin-share") == [SHARE]
        if address == "/rounds/":
            assert (
                page.text().count("invented for the demonstration") == 3
            )  # two rounds all of which is invented


def test_a_file_says_the_same_at_its_head(mixed: Round, cast: make.Cast, client_of: ClientOf) -> None:
    text = (
        client_of(cast.amina).get(f"/compare/figures.csv{OF_ROUND}&view=partners").content.decode("utf-8-sig")
    )
    assert f"January 2011: {SHARE}" in text
    assert NO_ONE not in text


def test_what_both_sides_may_not_read_yet_is_not_counted(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    page = read(client_of(cast.amina), "/rounds/")
    assert not claims(page, "origin-share")


def test_a_round_of_which_all_is_invented_says_so_once(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    page = read(client_of(cast.vera), "/compare/?round=january-2010&view=partners")
    assert NO_ONE in page.text()
    assert not claims(page, "origin-share")

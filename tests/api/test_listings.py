"""The API says what the pages say, to the same people, and of nothing that is sealed."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coordination.models import User
from tests import dashboards, make
from tests.api.reading import LISTS, ask, results, token

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
VIEWS = ("government", "partners", "agreed")


@pytest.fixture
def opened(cast: make.Cast) -> Any:
    """A round that both sides answer."""
    return make.open_round()


def revealed(cast: make.Cast, round_: Any) -> None:
    make.sent(cast.amina, "CMJ", round_, word="No")
    make.sent(cast.grace, "CMJ", round_, word="Yes")


def test_comparison_says_what_the_page_says(cast: make.Cast, opened: Any, client_of: ClientOf) -> None:
    revealed(cast, opened)
    for view in ("government", "partners"):
        query = f"round={opened.label}&view={view}"
        file = dashboards.opened(dashboards.ask(client_of, cast.amina, f"{reverse('compare-csv')}?{query}"))
        rows = [[row[0], row[-6]] for row in file.table()[1]]
        found = results(token(cast.amina), f"comparison?{query}")
        assert [[each["structure"], each["score"]] for each in found] == rows
        assert {each["view"] for each in found} == {view}


def test_claims_are_those_of_the_page(cast: make.Cast, opened: Any, client_of: ClientOf) -> None:
    revealed(cast, opened)
    query = f"round={opened.label}&view=partners"
    page = dashboards.read(client_of, cast.amina, f"/compare/?{query}")
    said = " ".join(page.text().split())
    found = results(token(cast.amina), f"claims?{query}")
    assert found
    assert all(each["sentence"] in said for each in found)
    assert found[0]["operands"]["structure"] == "CMJ"


def test_answers_are_read_from_the_reveal_on(cast: make.Cast, opened: Any) -> None:
    secret = token(cast.amina)
    make.sent(cast.amina, "CMJ", opened, word="No")
    address = f"assessments?round={opened.label}"
    assert results(secret, address) == []
    make.sent(cast.grace, "CMJ", opened, word="Yes")
    found = results(secret, address)
    assert [(each["side"], each["state"], each["structure"]) for each in found] == [
        ("government", "revealed", "CMJ"),
        ("partners", "revealed", "CMJ"),
    ]
    assert {each["written"] for each in found[1]["answers"]} == {"No"}
    assert "Amina" not in json.dumps(found)
    assert results(secret, f"{address}&side=government") == found[:1]
    assert results(token(cast.grace), address) == found


def test_several_of_a_side_are_read_by_the_other_as_the_side(cast: make.Cast, opened: Any) -> None:
    make.sent(cast.paul, "CMJ", opened, word="Partly")
    revealed(cast, opened)
    address = f"assessments?round={opened.label}&side=partners"
    assert len(results(token(cast.amina), address)) == 2
    assert results(token(cast.grace), address) == []
    (row,) = results(token(cast.grace), f"comparison?round={opened.label}&view=partners")
    assert row["assessors"] == 2


def test_what_is_invented_is_marked_wherever_it_is_told(cast: make.Cast) -> None:
    make.load_demo()
    secret = token(cast.vera)
    for label, is_invented in (("january-2010", True), ("january-2008", False)):
        said = results(secret, f"assessments?round={label}&side=partners")
        assert said
        assert {each["origin"] == "invented" for each in said} == {is_invented}
        for name in ("comparison", "claims"):
            found = results(secret, f"{name}?round={label}&view=partners")
            assert found, name
            assert {each["is_invented"] for each in found} == {is_invented}
    line = results(secret, "changes?view=partners")
    marked = {each["round"]: each["is_invented"] for each in line}
    assert marked["january-2008"] is False
    assert marked["january-2010"] is True


def sealed_filters(label: str) -> list[str]:
    """Every way of asking for answers of a round."""
    return [
        *("assessments", f"assessments?round={label}", "assessments?structure=CMJ"),
        *(f"assessments?side={side}" for side in VIEWS),
        *(f"{name}?view={view}" for name in ("comparison", "claims", "changes") for view in VIEWS),
        *(f"{name}?round={label}&set=cmj" for name in ("comparison", "claims")),
        *("rounds", "changes", f"changes?since={label}&until={label}"),
    ]


@pytest.mark.parametrize("who", ["amina", "paul", "grace", "joseph", "vera", "alain"])
def test_nothing_sealed_is_told_by_any_filter(cast: make.Cast, opened: Any, who: str) -> None:
    secret = token(getattr(cast, who))
    filters = [*sealed_filters(opened.label), *LISTS]

    def told() -> list[tuple[int, bytes, str]]:
        asked = [ask(secret, each) for each in filters]
        return [(each.status_code, each.content, each.get("ETag", "")) for each in asked]

    before = told()
    make.sent(cast.amina, "CMJ", opened, word="No")
    make.start(cast.grace, "CMJ", opened)
    assert told() == before


def test_the_mark_changes_at_the_reveal_and_costs_nothing_until_then(cast: make.Cast, opened: Any) -> None:
    secret = token(cast.paul)
    address = f"comparison?round={opened.label}"
    marks = [ask(secret, each)["ETag"] for each in (address, "assessments")]
    make.sent(cast.amina, "CMJ", opened, word="No")
    for each, mark in zip((address, "assessments"), marks, strict=True):
        again = ask(secret, each, If_None_Match=mark)
        assert (again.status_code, again.content) == (304, b"")
    make.sent(cast.grace, "CMJ", opened, word="Yes")
    for each, mark in zip((address, "assessments"), marks, strict=True):
        after = ask(secret, each, If_None_Match=mark)
        assert after.status_code == 200
        assert after["ETag"] != mark


def test_nothing_is_asked_again_where_nothing_changed(
    cast: make.Cast, opened: Any, django_assert_num_queries: Any
) -> None:
    revealed(cast, opened)
    secret = token(cast.amina)
    ask(secret, "assessments")
    # The token, its person's places, and the version of what may be read.
    with django_assert_num_queries(3):
        ask(secret, "assessments")


def test_pages_that_are_not_there_are_404(cast: make.Cast) -> None:
    secret = token(cast.amina)
    for name in LISTS:
        assert ask(secret, f"{name}?page=10000").status_code == 404, name
    whole = ask(secret, "structures").json()  # type: ignore[attr-defined]
    pages = [results(secret, f"structures?limit=1&page={number}") for number in range(1, whole["total"] + 1)]
    assert [each for page in pages for each in page] == whole["results"]
    assert ask(secret, f"structures?limit=1&page={whole['total'] + 1}").status_code == 404


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=-1", "page=0", "page=x", "page=٣", "page=1e3", "limit="]
)
def test_what_is_no_page_is_400(cast: make.Cast, query: str) -> None:
    response = ask(token(cast.amina), f"structures?{query}")
    assert response.status_code == 400
    assert response.json()["error"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "address",
    ["assessments?round=a%00", "assessments?structure=%00CMJ", "activities?search=a%00b", "claims?set=%00"],
)
def test_text_that_no_database_takes_is_400(cast: make.Cast, address: str) -> None:
    assert ask(token(cast.amina), address).status_code == 400


@pytest.mark.parametrize(
    "address",
    ["assessments?round=no-such", "assessments?structure=XX", "assessments?side=us"]
    + ["comparison?round=no-such", "claims?set=no-such", "changes?since=no-such"],
)
def test_foreign_and_unknown_names_are_404(cast: make.Cast, opened: Any, address: str) -> None:
    assert ask(token(cast.amina), address).status_code == 404


def test_a_token_reads_its_own_programme_only(cast: make.Cast, opened: Any) -> None:
    secret = token(cast.nadia, cast.nadia.memberships.get().programme)
    assert ask(secret, f"assessments?round={opened.label}").status_code == 404
    assert ask(secret, f"comparison?round={opened.label}").status_code == 404
    assert results(secret, "rounds") == []
    assert [each["code"] for each in results(secret, "structures")] == ["CNS"]

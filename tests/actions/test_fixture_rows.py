"""Loading what lies between rounds: stored as people would have stored it, never over anything that is there."""

import copy
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from time import perf_counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.actions import fixtures as actions
from coordination.domain.rules import Rule
from coordination.models import (
    Activity,
    Commitment,
    Contact,
    FormerName,
    Function,
    JournalEntry,
    Observation,
    Partner,
    Structure,
)
from coordination.queries import activities, commitments, contacts, journal, names
from tests import make

pytestmark = pytest.mark.django_db
Document = dict[str, Any]
LIFE = make.FIXTURES / "demo-life.json"


@pytest.fixture
def year(cast: make.Cast) -> Document:
    """The invented year, loaded after the invented rounds."""
    make.load_demo()
    make.load(LIFE)
    return make.document(LIFE)


# --- what is stored


def test_an_activity_is_stored_with_everything_that_is_said_of_it(year: Document) -> None:
    row = Activity.objects.get(code="life-01")
    assert (row.partner.code, row.recipient.code) == ("Northern agency", "Training academy")
    joined = ("function__code", "structure__code", "standard__kind", "equipment__kind")
    assert Activity.objects.filter(pk=row.pk).values_list(*joined).get() == (
        "plan-public-order",
        "GTSE/CPSE",
        "standard",
        "equipment",
    )
    assert (row.value, row.currency, row.request) == (Decimal("420000.00"), "USD", "government")
    assert (row.t1, row.t2, row.t3, row.origin) == ("no", "no", "no", "invented")


def test_a_renamed_partner_is_found_by_both_its_names(year: Document) -> None:
    row = Partner.objects.get(code="Northern agency")
    former = FormerName.objects.get(partner=row)
    assert (former.name_en, former.until_on) == ("Northern aid office (invented)", date(2010, 9, 30))
    assert "northern aid office" in row.folded
    assert (row.aim, row.since) == ("ssr", "2006")
    assert row.objectives_fr


def test_what_is_searched_by_is_what_the_actions_would_have_written(year: Document) -> None:
    for row in Partner.objects.all():
        assert row.folded == names.folded(row)
    for activity in Activity.objects.all():
        assert activity.folded == activities.folded(activity)
    for commitment in Commitment.objects.all():
        assert commitment.folded == commitments.folded(commitment)
    for contact in Contact.objects.all():
        assert contact.folded == contacts.folded(contact)


def test_a_promise_made_from_an_answer_keeps_which_one(year: Document) -> None:
    row = Commitment.objects.get(code="L-01")
    joined = ("structure__code", "round__label", "voice", "criterion__code")
    answer = Commitment.objects.filter(pk=row.pk).values_list(*joined).get()
    assert answer == ("CMJ", "january-2009", "partners", "C6")
    assert (row.state, row.settled_on, row.recorded_by) == ("kept", date(2009, 6, 24), None)


def test_a_promise_made_from_an_answer_about_the_programme_as_a_whole_keeps_that(year: Document) -> None:
    answer = {"round": "january-2009", "voice": "partners", "criterion": "S4"}
    document = year | {"commitments": [year["commitments"][7] | answer | {"code": "W", "structure": None}]}
    make.load(document)
    row = Commitment.objects.get(code="W")
    assert row.structure is not None
    assert row.structure.is_programme


def test_contacts_have_no_author_and_are_shared_with_everybody(year: Document) -> None:
    assert set(Contact.objects.values_list("author", "side", "sharing")) == {(None, "", "all")}
    assert Contact.objects.filter(kind="session", state="held", structure__code="CMJ").count() == 12
    assert Contact.objects.get(code="M-03").partners.count() == 2


def test_observations_stand_in_the_order_of_the_file(year: Document) -> None:
    seen = Observation.objects.filter(structure=None, item="R1").order_by("observed_on", "pk")
    assert list(seen.values_list("status", "origin")) == [("warning", "invented"), ("observed", "invented")]


def test_a_load_is_one_entry_of_the_journal_with_all_that_was_created(year: Document) -> None:
    entry = JournalEntry.objects.filter(verb="loaded", noun="fixture").order_by("-sequence")[0]
    nouns = {noun for noun, _name in entry.after["created"]}
    assert nouns >= {"function", "standard", "activity", "observation", "commitment", "contact"}
    assert journal.faults() == []


def test_a_structure_that_a_file_says_nothing_of_is_dormant_after_six_months(cast: make.Cast) -> None:
    document = make.document()
    new = {"code": "New", "name": {"en": "New", "fr": "Nouvelle"}, "sector": "police"}
    document["structures"] += [new, new | {"code": "Slow", "dormant_after": 24}]
    make.load(document)
    months = dict(Structure.objects.values_list("code", "dormant_after"))
    assert (months["New"], months["Slow"]) == (6, 24)


def test_the_same_file_again_changes_nothing(year: Document) -> None:
    before = make.everything()
    plan = make.load(LIFE)
    assert (plan.created, plan.differing) == ((), ())
    assert make.everything() == before


def test_an_item_s_own_origin_and_a_round_s_own_notice_count_more_than_the_file_s(cast: make.Cast) -> None:
    document = make.document(LIFE)
    document["activities"][0]["origin"] = "entered"
    document["functions"][0]["origin"] = "source"
    deck = make.document()["rounds"][0] | {"label": "another", "assessments": []}
    document["rounds"] = [
        deck | {"origin": "source", "notice": {"en": "As told.", "fr": "Selon un récit."}},
        deck | {"label": "entered", "origin": "entered"},
    ]
    document["commitments"] = []
    make.load(document)
    assert Activity.objects.get(code="life-01").origin == "entered"
    assert Function.objects.get(code="plan-public-order").origin == "source"
    assert (make.round_("another").origin, make.round_("another").notice_fr) == ("source", "Selon un récit.")
    assert (make.round_("entered").origin, make.round_("entered").notice_fr) == ("entered", "")


# --- what people did meanwhile


def test_a_promise_that_people_settled_is_no_conflict(year: Document) -> None:
    make.settle(Commitment.objects.get(code="L-06"))
    assert make.load(LIFE).differing == ()


def test_a_planned_meeting_that_was_moved_and_held_is_no_conflict(year: Document) -> None:
    Contact.objects.filter(code="M-04").update(state="held", on=date(2011, 3, 16), agreed="One list.")
    assert make.load(LIFE).differing == ()


def test_what_a_file_says_nothing_of_is_no_conflict(cast: make.Cast) -> None:
    Partner.objects.filter(code="DFID").update(objectives_en="Ours", objectives_fr="Les nôtres", since="1997")
    Structure.objects.filter(code="CMJ").update(dormant_after=3)
    assert make.load(make.DRC).created == ()


# --- conflicts


@pytest.mark.knows_no_database
@pytest.mark.parametrize(
    ("noun", "change"),
    [
        ("partner", lambda d: d["partners"][4].update(aim="bilateral")),
        ("partner", lambda d: d["partners"][4]["objectives"].update(fr="Autre chose.")),
        ("partner", lambda d: d["partners"][4]["former_names"][0].update(until_on="2010-10-01")),
        ("function", lambda d: d["functions"][0].update(is_planned=False)),
        ("standard", lambda d: d["standards"][4]["name"].update(en="Another course")),
        ("activity", lambda d: d["activities"][0].update(value="420000.01")),
        ("activity", lambda d: d["activities"][0]["tests"].update(T1="yes")),
        ("activity", lambda d: d["activities"][0].pop("place")),
        ("commitment", lambda d: d["commitments"][0].update(outcome="Nothing came of it.")),
        ("commitment", lambda d: d["commitments"][5].update(due_on="2011-01-21")),
        ("contact", lambda d: d["contacts"][0].update(subject="Autre chose")),
        ("contact", lambda d: d["contacts"][0]["partners"].pop()),
        ("contact", lambda d: d["contacts"][12].update(subject="Autre chose")),
    ],
)
def test_a_file_that_says_something_else_is_refused(
    noun: str, change: Callable[[Document], object], year: Document
) -> None:
    document = copy.deepcopy(year)
    change(document)
    with make.refused(Rule.CONFLICT):
        make.load(document)
    with pytest.raises(actions.Refused) as refused:
        make.load(document)
    assert [problem.path for problem in refused.value.problems] == [noun]


@pytest.mark.parametrize("name", [{"en": "DFID"}, {"en": "dfíd"}, {"fr": "Dfid"}], ids=str)
def test_a_new_partner_under_a_name_that_is_taken_is_a_conflict(
    cast: make.Cast, name: dict[str, str]
) -> None:
    document = make.document(LIFE)
    document["partners"][0]["name"] |= name
    document["commitments"] = []
    with make.refused(Rule.CONFLICT):
        make.load(document)


@pytest.mark.parametrize("noun", ["functions", "standards"])
def test_a_new_function_or_standard_under_a_name_that_is_taken_is_a_conflict(
    year: Document, noun: str
) -> None:
    first = year[noun][0]
    new = first | {"code": "New", "name": {"en": "Another", "fr": first["name"]["fr"].upper()}}
    with make.refused(Rule.CONFLICT):
        make.load(make.document() | {noun: [new], "activities": []})


def test_a_structure_under_the_code_of_the_programme_as_a_whole_is_a_conflict(cast: make.Cast) -> None:
    whole = Structure.objects.get(programme=make.cod(), is_programme=True)
    document = make.document()
    document["structures"].append(
        {"code": whole.code, "name": {"en": "Same", "fr": "Même"}, "sector": "police"}
    )
    with make.refused(Rule.CONFLICT):
        make.load(document)


def test_a_structure_under_the_address_of_another_is_a_conflict(cast: make.Cast) -> None:
    Structure.objects.filter(code="CMJ").update(slug="justice")
    document = make.document()
    document["structures"].append(
        {"code": "Justice", "name": {"en": "Same", "fr": "Même"}, "sector": "justice"}
    )
    with make.refused(Rule.CONFLICT):
        make.load(document)


def test_another_observation_of_the_same_day_is_no_conflict(year: Document) -> None:
    document = copy.deepcopy(year)
    document["observations"][0]["evidence"] = "Invented: seen once more."
    assert [item.noun for item in make.load(document).created] == ["observation"]


def test_a_file_changed_by_one_origin_is_another_plan(cast: make.Cast) -> None:
    make.load_demo()
    confirmed = actions.fixtures.plan(make.fixture(LIFE)).fingerprint
    document = make.document(LIFE)
    document["contacts"][0]["origin"] = "source"
    with make.refused(Rule.PLAN_CHANGED):
        make.load(document, plan_hash=confirmed)


# --- much of it


def many(number: int) -> Document:
    document = make.document(LIFE)
    contact = document["contacts"][12] | {"partners": []}
    document["commitments"], document["contacts"] = [], [contact | {"code": f"X-{n}"} for n in range(number)]
    activity = document["activities"][0]
    document["activities"] = [
        activity | {"code": f"Y-{n}", "place": f"Village {n}"} for n in range(number // 2)
    ]
    return document


@pytest.mark.takes_long
def test_a_large_file_takes_few_queries_and_little_time(cast: make.Cast) -> None:
    fixture = make.fixture(many(8_000))
    began = perf_counter()
    with CaptureQueriesContext(connection) as queries:
        plan = make.load(fixture)
    assert len(plan.of("create")) > 12_000
    assert len(queries) < 400
    assert perf_counter() - began < 60
    assert Contact.objects.count() == 8_000

"""A corrected file: what nobody changed since its load becomes what the new file says; everything else stays."""

import copy
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.actions import contacts, seats, structures
from coordination.actions import functions as function_actions
from coordination.actions.fixtures import load as act
from coordination.documents.fixture import writing
from coordination.documents.fixture.corrections import Staying
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from coordination.models import (
    Activity,
    Commitment,
    Contact,
    Function,
    JournalEntry,
    Partner,
    Programme,
    Seat,
    Standard,
    Structure,
)
from coordination.queries import export, fixtures, functions, journal
from coordination.queries import seats as seat_queries
from coordination.queries import structures as structure_queries
from coordination.queries.fixture_plans import Plan
from tests import activities, make, partners
from tests.extent import examples

pytestmark = pytest.mark.django_db
Document = dict[str, Any]


def both(text: str) -> Document:
    return {"en": f"{text}", "fr": f"{text} (fr)"}


def first() -> Document:
    """A small file for the programme of the deck: one row and more of every kind."""
    deck = make.document()
    round_ = deck["rounds"][0] | {"label": "of-file", "name": both("Round"), "reference_date": "2010-01-31"}
    answers = {
        "structure": "Board",
        "side": "partners",
        "rater": "Somebody",
        "state": "published",
        "sent_on": "2010-02-01",
        "answers": {"C1": "Yes", "C2": "No"},
    }
    promise = {"owner": "Academy", "made_on": "2010-03-01", "due_on": "2010-06-30", "text": both("Write it")}
    held = {"kind": "meeting", "state": "held", "on": "2010-04-01", "subject": "Plan"}
    work = {"partner": "Agency", "kind": "training", "recipient": "Academy", "name": both("Course")}
    return {
        "format": deck["format"],
        "origin": "invented",
        "notice": both("Invented for this test."),
        "programme": deck["programme"],
        "partners": [
            {"code": "Agency", "name": both("Agency"), "side": "international", "kind": "mission"},
            {"code": "Academy", "name": both("Academy"), "side": "national", "kind": "service"},
        ],
        "structures": [
            {
                "code": "Board",
                "name": both("Board"),
                "sector": "police",
                "founded": "2009",
                "seats": [{"partner": "Agency", "role": "member", "from": "2009", "quote": "A member"}],
            },
            {"code": "Panel", "name": both("Panel"), "sector": "justice"},
        ],
        "statements": [
            {
                "structure": "Board",
                "kind": "context",
                "item": None,
                "quote": "Said",
                "quote_fr": "Dit",
                "slide": "1",
            }
        ],
        "functions": [{"code": "F", "name": both("Order"), "sector": "police", "is_planned": True}],
        "standards": [{"code": "S", "name": both("Method"), "kind": "standard"}],
        "rounds": [round_ | {"assessments": [answers]}],
        "activities": [
            work | {"code": "A-one", "function": "F", "standard": "S", "since": "2010", "place": "Goma"},
            work | {"code": "A-two", "since": "2011", "value": "10.00", "currency": "USD"},
        ],
        "observations": [
            {"item": "R1", "status": "warning", "evidence": "Seen.", "observed_on": "2010-05-01"},
        ],
        "commitments": [
            promise | {"code": "P-open", "state": "open"},
            promise | {"code": "P-done", "state": "kept", "settled_on": "2010-06-01", "outcome": "Done."},
        ],
        "contacts": [
            held | {"code": "K-held", "partners": ["Agency"]},
            held | {"code": "K-plan", "state": "planned", "on": "2099-01-01"},
        ],
    }


#: What a corrected file may say otherwise, one by one: the list, the place there, and what it says.
CHANGES: list[tuple[str, int, Document]] = [
    ("partners", 0, {"name": both("Agency renamed"), "kind": "bilateral", "aim": "ssr", "since": "1999"}),
    ("partners", 0, {"former_names": [{"name": both("Old"), "until_on": "2009-05-01"}], "quote": "Says"}),
    ("partners", 1, {"objectives": both("Teach."), "slide": "7"}),
    ("structures", 0, {"name": both("Board renamed"), "mandate": both("Meet."), "founded": "2008"}),
    ("structures", 1, {"sector": "defence", "parent": "Board", "dormant_after": 9, "closed": "2010-12"}),
    ("statements", 0, {"quote_fr": "Affirmé", "slide": "2"}),
    ("functions", 0, {"name": both("Calm"), "is_planned": False}),
    ("standards", 0, {"name": both("Method B")}),
    ("rounds", 0, {"name": both("Round renamed"), "last_day": "2010-03-31"}),
    ("activities", 0, {"name": both("Seminar"), "place": "Bukavu", "note": "More.", "until": "2011"}),
    ("activities", 0, {"function": None, "standard": None, "tests": {"T1": "yes"}, "request": "joint"}),
    ("activities", 1, {"value": "12.50", "currency": "EUR", "kind": "advice"}),
    ("commitments", 0, {"text": both("Write both"), "person": "Chantal", "structure": "Board"}),
    ("commitments", 0, {"state": "kept", "settled_on": "2010-05-05", "outcome": "Written."}),
    ("commitments", 1, {"outcome": "Done well.", "settled_on": "2010-06-02", "contact": "K-held"}),
    (
        "contacts",
        0,
        {"subject": "Plan two", "partners": ["Academy", "Agency"], "agreed": "Go.", "at": "09:00"},
    ),
    ("contacts", 1, {"on": "2099-02-02", "people": "Both"}),
]


def said(document: Document, *changes: tuple[str, int, Document]) -> Document:
    """The document with these changes; None takes a field away."""
    found = copy.deepcopy(document)
    for listed, place, changed in changes:
        found[listed][place] |= changed
        for key in [key for key, each in changed.items() if each is None]:
            del found[listed][place][key]
    return found


def paul() -> Any:
    return make.cast().paul


def facts_of(code: str) -> structures.StructureFacts:
    row = Structure.objects.get(code=code)
    return structures.StructureFacts(
        name_en=row.name_en, name_fr=row.name_fr, sector="ssr", founded=row.founded, parent=row.parent
    )


def change_structure(code: str) -> None:
    row = Structure.objects.get(code=code)
    structures.change(
        structure=row, facts=facts_of(code), shown=structure_queries.fingerprint(row), by=paul(), at=make.AT
    )


def change_function() -> None:
    row = Function.objects.get(code="F")
    function_actions.save_function(
        programme=make.cod(),
        function=row,
        base_version=functions.version(row),
        name_en="Ours",
        name_fr="Le nôtre",
        sector="police",
        is_planned=True,
        by=paul(),
        at=make.AT,
    )


def change_standard() -> None:
    row = Standard.objects.get(code="S")
    function_actions.save_standard(
        programme=make.cod(),
        standard=row,
        base_version=functions.version(row),
        name_en="Our method",
        name_fr="",
        kind="standard",
        by=paul(),
        at=make.AT,
    )


def end_seat(since: str = "") -> None:
    row = Seat.objects.get(structure__code="Board")
    seats.change(
        seat=row,
        partner=row.partner,
        role=row.role,
        since=since or row.since,
        until="2010",
        base_version=seat_queries.version(row),
        by=paul(),
        at=make.AT,
    )


def change_activity(code: str) -> None:
    row = Activity.objects.get(code=code)
    activities.change(row, activities.facts("Agency", "Academy", name_en=f"Ours {code}", place="Kindu"))


def hold() -> None:
    row = Contact.objects.get(code="K-plan")
    contacts.set_state(contact=row, state="cancelled", base_version=row.version, by=paul(), at=make.AT)


#: What people may have done to a row meanwhile, by its key.
TOUCHES: dict[tuple[str, str], Callable[[], object]] = {
    ("partners", "Agency"): lambda: partners.change(Partner.objects.get(code="Agency"), until="2015"),
    ("partners", "Academy"): lambda: partners.change(Partner.objects.get(code="Academy"), aim="both"),
    ("structures", "Board"): lambda: change_structure("Board"),
    ("structures", "Panel"): lambda: change_structure("Panel"),
    ("seats", "Board"): end_seat,
    ("functions", "F"): change_function,
    ("standards", "S"): change_standard,
    ("activities", "A-one"): lambda: change_activity("A-one"),
    ("activities", "A-two"): lambda: change_activity("A-two"),
    ("commitments", "P-open"): lambda: make.settle(Commitment.objects.get(code="P-open")),
    ("commitments", "P-done"): lambda: make.settle(Commitment.objects.get(code="P-done"), "released"),
    ("contacts", "K-plan"): hold,
}
#: Which list each row of `first` stands in, with the name of its key.
LISTS = {
    **dict.fromkeys(("partners", "structures", "functions", "standards"), "code"),
    **dict.fromkeys(("activities", "commitments", "contacts"), "code"),
    "rounds": "label",
    "statements": "quote",
}


def load(document: Document, **options: Any) -> Plan:
    return act(fixture=make.fixture(document), by=None, at=make.AT, **options)


def stored() -> dict[tuple[str, str], Any]:
    """Every row of the programme as a file would say it, by list and key; seats apart from their structures."""
    document = json.loads(writing.dump(export.export(make.cast().alain, make.cod())))
    found = {(listed, each[key]): each for listed, key in LISTS.items() for each in document.get(listed, [])}
    for structure in document["structures"]:
        found["seats", structure["code"]] = structure.pop("seats", [])
    return found | {("observations", str(n)): each for n, each in enumerate(document["observations"])}


def own_entries() -> None:
    """What people enter by themselves, of which no file says anything."""
    partners.partner("Ours")
    make.promise("Ours", text_en="Ours to do.", text_fr="À nous.")
    make.contact(make.cast().amina, sharing="all", subject="Between both")
    make.contact(make.cast().grace, subject="Ours alone")
    make.sent(make.cast().amina, "Board", make.open_round())


NEW = {"code": "Newcomer", "name": both("Newcomer"), "side": "national", "kind": "ministry"}


@pytest.mark.takes_long
@settings(max_examples=examples(5), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    changes=st.lists(st.sampled_from(CHANGES), unique_by=lambda each: CHANGES.index(each), max_size=6),
    touched=st.sets(st.sampled_from(sorted(TOUCHES)), max_size=4),
    left_out=st.sets(st.sampled_from(["statements", "commitments", "activities"]), max_size=1),
)
def test_untouched_rows_become_what_the_new_file_says_and_all_others_stay(
    changes: list[tuple[str, int, Document]], touched: set[tuple[str, str]], left_out: set[str]
) -> None:
    with transaction.atomic():
        document = first()
        load(document)
        own_entries()
        loaded = stored()
        for each in sorted(touched):
            TOUCHES[each]()
        before = stored()
        assert {key for key in before if before[key] != loaded[key]} == touched
        new = said(document, *changes)
        new["partners"].append(NEW)
        for listed in left_out:
            del new[listed]
        # What the new file says, as it would be stored where nothing was before.
        changed = {(listed, document[listed][n][LISTS[listed]]) for listed, n, _said in changes}
        expected = before | {key: as_new(new, key) for key in changed - touched if key[0] not in left_out}
        expected["partners", "Newcomer"] = as_new(new, ("partners", "Newcomer"))
        plan = load(new, replaces=True)
        assert plan.problems == ()
        assert stored() == expected
        assert journal.faults() == []
        again = make.everything()
        assert (load(new, replaces=True).created, again) == ((), make.everything())
        transaction.set_rollback(True)


def as_new(document: Document, key: tuple[str, str]) -> Any:
    """Return a row of a document as an export would write it, had it been loaded into an empty programme."""
    with transaction.atomic():
        elsewhere = copy.deepcopy(document)
        elsewhere["programme"]["code"] = "elsewhere"
        load(elsewhere)
        keeper = make.place(
            make.person("keeper"), "administrator", None, programme=make.programme("elsewhere")
        )
        exported = json.loads(writing.dump(export.export(keeper, make.programme("elsewhere"))))
        transaction.set_rollback(True)
    (found,) = (each for each in exported[key[0]] if each[LISTS[key[0]]] == key[1])
    if key[0] == "structures":
        found.pop("seats", None)
    return found


# --- what the plan says


def plan_of(document: Document) -> Plan:
    return fixtures.plan(make.fixture(document))


def kept(document: Document) -> dict[tuple[str, str], Staying | None]:
    found = {(item.noun, item.key[0]): item.correction for item in plan_of(document).kept}
    return {key: correction.kept if correction else None for key, correction in found.items()}


def test_the_plan_names_each_field_as_it_is_stored_and_as_the_file_says_it() -> None:
    load(first())
    (item,) = plan_of(said(first(), CHANGES[11])).replaced
    assert item.correction is not None
    assert {(each.field, each.stored, each.said) for each in item.correction.differences} == {
        ("value", "10.00", "12.50"),
        ("currency", "USD", "EUR"),
        ("kind", "training", "advice"),
    }


def test_without_the_word_to_replace_nothing_changes() -> None:
    load(first())
    with make.refused(Rule.CONFLICT):
        load(said(first(), CHANGES[6]))


def test_what_somebody_changed_is_kept_and_what_nobody_loaded_too() -> None:
    load(first())
    change_function()
    own = partners.partner("Ours", code="Ours")
    document = said(first(), CHANGES[6])
    mine = {"code": "Ours", "name": both("Theirs"), "side": own.side, "kind": own.kind}
    document["partners"].append(mine)
    assert kept(document) == {("function", "F"): Staying.CHANGED, ("partner", "Ours"): Staying.ENTERED}
    before = make.everything()
    load(document, replaces=True)
    assert make.everything() == before


def test_a_seat_whose_beginning_was_put_right_here_is_not_made_again() -> None:
    load(first())
    end_seat(since="2010")
    before = make.everything()
    assert kept(first()) == {("seat", "Board"): Staying.GONE}
    for replaces in (False, True):
        assert load(first(), replaces=replaces).created == ()
    assert make.everything() == before


def test_what_was_loaded_before_marks_were_kept_is_kept() -> None:
    load(first())
    with make.without_triggers():
        for entry in JournalEntry.objects.filter(noun="fixture", verb="loaded"):
            entry.after.pop("marks")
            entry.save()
    assert kept(said(first(), CHANGES[6])) == {("function", "F"): Staying.ENTERED}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("partners", 0, {"side": "national"}), Staying.FIXED),
        (("standards", 0, {"kind": "equipment"}), Staying.FIXED),
        (("rounds", 0, {"reference_date": "2010-01-30"}), Staying.FIXED),
        (("rounds", 0, {"sides": ["government", "partners"]}), Staying.FIXED),
        (("rounds", 0, {"origin": "source"}), Staying.FIXED),
        (("commitments", 0, {"due_on": "2010-07-01"}), Staying.FIXED),
    ],
)
def test_what_other_records_rest_on_is_never_changed_by_a_file(
    change: tuple[str, int, Document], reason: Staying
) -> None:
    document = first() | {"activities": []}
    load(document)
    assert reason in kept(said(document, change)).values()
    before = make.everything()
    load(said(document, change), replaces=True)
    assert make.everything() == before


@pytest.mark.parametrize("state", ["published", "revealed", "sent"])
def test_answers_are_never_changed_by_a_file(state: str) -> None:
    make.load_demo()
    document = make.document(make.DEMO)
    round_ = document["rounds"][0 if state == "published" else 2]
    one = round_["assessments"][0]
    if state == "revealed":
        make.sent(make.cast().amina, one["structure"], make.round_(round_["label"]))
    one["answers"]["C1"] = "No"
    (item,) = plan_of(document).kept
    assert item.correction is not None
    assert item.correction.kept is Staying.ANSWERS
    # What is sealed is not shown either.
    assert bool(item.correction.differences) is (state == "published")
    before = make.everything()
    assert load(document, replaces=True).replaced == ()
    assert make.everything() == before


def test_a_round_that_people_answer_here_is_kept() -> None:
    make.load_demo()
    document = make.document(make.DEMO)
    document["rounds"][2]["name"]["en"] = "Renamed"
    assert kept(document) == {("round", "january-2011"): Staying.ANSWERED_HERE}


def test_what_an_earlier_file_brought_and_this_one_leaves_out_is_named_and_stays() -> None:
    load(first())
    document = first()
    del document["activities"][1]
    assert ("activity", ("A-two",)) in plan_of(document).missing
    assert load(document, replaces=True).replaced == ()
    assert Activity.objects.filter(code="A-two").exists()


def test_each_row_is_told_to_the_journal_as_it_was_and_as_it_is() -> None:
    load(first())
    load(said(first(), CHANGES[6], CHANGES[8]), replaces=True)
    entries = JournalEntry.objects.order_by("-sequence")[:3]
    told = {entry.noun: entry for entry in entries}
    assert told["function"].before["name.en"] == "Order"
    assert told["function"].after["name.en"] == "Calm"
    assert (told["round"].verb, told["round"].key) == ("saved", "of-file")
    assert told["fixture"].after["replaced"] == [["round", "of-file"], ["function", "F"]]


# --- nothing, where it would not be sound


def test_a_correction_that_does_not_fit_what_people_entered_is_refused_by_the_name_of_the_thing() -> None:
    load(first())
    make.contact(
        make.cast().amina, kind="session", structure_="Panel", on=date(2011, 2, 1), at=make.AT, sharing="all"
    )
    document = said(first(), ("structures", 1, {"closed": "2010"}))
    (problem,) = plan_of(document).clashes
    assert problem.rule == Rule.SESSION_AFTER_CLOSED
    before = make.everything()
    with pytest.raises(Refused):
        load(document, replaces=True)
    assert make.everything() == before


def test_a_correction_to_the_name_of_another_partner_is_refused() -> None:
    load(first())
    partners.partner("Taken")
    with make.refused(Rule.CONFLICT):
        load(said(first(), ("partners", 0, {"name": both("Taken")})), replaces=True)


def test_a_plan_is_out_of_date_once_somebody_changed_a_row_of_it() -> None:
    load(first())
    document = said(first(), CHANGES[6])
    confirmed = plan_of(document).fingerprint
    change_function()
    with make.refused(Rule.PLAN_CHANGED):
        load(document, plan_hash=confirmed, replaces=True)


def test_the_programme_itself_is_put_right_where_a_file_brought_it() -> None:
    document = first()
    document["programme"]["code"] = "brought"
    load(document)
    document["programme"]["name"] = both("Another name")
    load(document, replaces=True)
    assert Programme.objects.get(code="brought").name_fr == "Another name (fr)"

"""Functions, activities, observations, commitments and contacts of a document: every mistake once, at its place."""

import copy
import json
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.domain.finders import Row, gaps, incompatibilities, overlaps
from coordination.domain.fixtures import Fixture, Known, KnownProgramme, check
from coordination.domain.instruments import Instrument, read_instrument
from coordination.domain.problems import Refused

FIXTURES = Path(__file__).parents[2] / "fixtures"
Document = dict[str, Any]
Change = Callable[[Document], object]


def load(name: str) -> Document:
    found: Document = json.loads((FIXTURES / name).read_text(encoding="utf-8"))
    return found


INSTRUMENT = read_instrument(load("instruments/partnership-2008.json"))
INSTRUMENTS: dict[tuple[str, str], Instrument] = {(INSTRUMENT.code, INSTRUMENT.version): INSTRUMENT}
DRC = load("drc-2008.json")
LIFE: Document = {
    "functions": [{"code": "F", "name": {"en": "F", "fr": "F"}, "sector": "police"}],
    "standards": [
        {"code": "S", "name": {"en": "S", "fr": "S"}, "kind": "standard"},
        {"code": "E", "name": {"en": "E", "fr": "E"}, "kind": "equipment"},
    ],
    "activities": [
        {
            "code": "A",
            "name": {"en": "A course", "fr": "Un cours"},
            "partner": "DFID",
            "kind": "training",
            "recipient": "FARDC",
            "function": "F",
            "structure": "CCRSS",
            "place": "Goma",
            "standard": "S",
            "equipment": "E",
            "since": "2008-03-01",
            "until": "2009",
            "value": "1200.5",
            "currency": "USD",
            "request": "joint",
            "tests": {"T1": "no", "T3": "?"},
        }
    ],
    "observations": [
        {"item": "R1", "status": "warning", "evidence": "Two advices.", "observed_on": "2008-02-01"},
        {"structure": "CMJ", "item": "U1", "status": "unknown", "observed_on": "2008-02-01"},
    ],
    "commitments": [
        {
            "code": "C",
            "text": {"en": "A table.", "fr": "Un tableau."},
            "owner": "Ministry",
            "structure": "CMJ",
            "round": "january-2008",
            "voice": "partners",
            "criterion": "C6",
            "made_on": "2008-02-01",
            "due_on": "2008-03-01",
            "state": "kept",
            "settled_on": "2008-02-20",
            "outcome": "Written.",
        }
    ],
    "contacts": [
        {
            "code": "K",
            "kind": "session",
            "state": "held",
            "on": "2008-02-05",
            "at": "09:30",
            "subject": "The table",
            "people": "The secretariat",
            "partners": ["Ministry", "Donors"],
            "structure": "CCRSS",
            "agreed": "One table.",
        }
    ],
}


def document(*changes: Change) -> Document:
    """The deck with one of each."""
    found = copy.deepcopy(DRC | LIFE)
    for change in changes:
        change(found)
    return found


def refusal(document: Document, known: Known | None = None) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        check(document, INSTRUMENTS, "f.json", known)
    for problem in refused.value.problems:
        (problem.line("en") + problem.line("fr")).encode()
    return [(problem.rule, problem.path) for problem in refused.value.problems]


def put(path: str, value: object) -> Change:
    """Set the value at a path such as “contacts.0.on”."""

    def apply(found: Document) -> None:
        *parts, last = path.split(".")
        target: Any = found
        for part in parts:
            target = target[int(part)] if isinstance(target, list) else target[part]
        if isinstance(target, list):
            target[int(last) :] = [copy.deepcopy(value)]
        else:
            target[last] = copy.deepcopy(value)

    return apply


def drop(path: str) -> Change:
    def apply(found: Document) -> None:
        kind, index, key = path.split(".")
        del found[kind][int(index)][key]

    return apply


# --- what is read


def test_everything_is_read_as_it_stands() -> None:
    found = check(document(), INSTRUMENTS)
    (activity,) = found.activities
    assert (activity.value, activity.currency, activity.tests) == (Decimal("1200.50"), "USD", ("no", "", "?"))
    assert [(each.structure, each.item) for each in found.observations] == [("", "R1"), ("CMJ", "U1")]
    (commitment,), (contact,) = found.commitments, found.contacts
    assert (commitment.criterion, commitment.settled_on) == ("C6", date(2008, 2, 20))
    assert (contact.at, contact.partners) == (time(9, 30), ("Donors", "Ministry"))


def test_a_standard_and_a_family_of_equipment_may_share_a_name() -> None:
    found = check(document(put("standards.1.name", {"en": "S", "fr": "S"})), INSTRUMENTS)
    assert [each.name.en for each in found.standards] == ["S", "S"]


def test_a_file_without_the_new_lists_is_what_it_was() -> None:
    old = {key: value for key, value in DRC.items() if key not in LIFE}
    found = check(old, INSTRUMENTS)
    assert (found.functions, found.activities, found.commitments, found.contacts) == ((), (), (), ())
    assert {each.objectives for each in found.partners} == {None}


def test_an_empty_structure_and_null_are_the_programme_as_a_whole() -> None:
    for nothing in ("", None):
        found = check(document(put("observations.0.structure", nothing)), INSTRUMENTS)
        assert found.observations[0].structure == ""


def test_a_commitment_may_come_from_an_answer_about_the_programme_as_a_whole() -> None:
    found = check(
        document(drop("commitments.0.structure"), put("commitments.0.criterion", "S1")), INSTRUMENTS
    )
    assert (found.commitments[0].structure, found.commitments[0].criterion) == ("", "S1")


def test_what_the_programme_has_may_be_referred_to() -> None:
    known = KnownProgramme(
        {"Z": "national"}, functions=frozenset({"FF"}), standards={"SS": "standard"}, rounds={"old": ("", "")}
    )
    changes = [
        put("activities.0.function", "FF"),
        put("activities.0.standard", "SS"),
        put("activities.0.recipient", "Z"),
        put("commitments.0.round", "old"),
    ]
    assert check(document(*changes), INSTRUMENTS, known=Known({"cod": known})).activities[0].function == "FF"
    assert len(refusal(document(*changes))) == 4


# --- bad input

ACTIVITY, COMMITMENT, CONTACT = (LIFE[key][0] for key in ("activities", "commitments", "contacts"))


@pytest.mark.parametrize(
    ("mistake", "rule", "path"),
    [
        # what has to be there: an entry without it would be left out, and nobody would know
        (put("activities.0.partner", None), "wrong_type", "activities[0].partner"),
        (put("activities.0.recipient", ""), "empty_text", "activities[0].recipient"),
        (put("commitments.0.owner", None), "wrong_type", "commitments[0].owner"),
        # partners
        (put("partners.0.objectives", {"en": "Only one"}), "missing_language", "partners[0].objectives"),
        (put("partners.0.aim", "gain"), "wrong_choice", "partners[0].aim"),
        (put("partners.0.origin", "rumour"), "wrong_choice", "partners[0].origin"),
        (put("partners.0.since", "long ago"), "wrong_year_or_date", "partners[0].since"),
        (
            lambda d: d["partners"][0].update(since="2008", until="2007"),
            "dates_reversed",
            "partners[0].until",
        ),
        (
            put("partners.0.former_names", [{"name": {"en": "Old", "fr": "Ancien"}, "until_on": "2007"}]),
            "wrong_date",
            "partners[0].former_names[0].until_on",
        ),
        (
            put(
                "partners.0.former_names", [{"name": {"en": "Old", "fr": "X"}, "until_on": "2007-01-01"}] * 2
            ),
            "duplicate",
            "partners[0].former_names[1].until_on",
        ),
        (
            lambda d: d["partners"].append(d["partners"][4] | {"code": "Army"}),
            "duplicate",
            "partners[14].name",
        ),
        (
            lambda d: d["partners"].append(d["partners"][4] | {"code": "Army", "side": "international"}),
            "partner_on_other_side",
            "partners[14].name",
        ),
        (
            lambda d: d["partners"].append(
                d["partners"][3] | {"code": "Staff", "name": {"en": "Staff", "fr": "ETAT-MAJOR DE LA POLICE"}}
            ),
            "duplicate",
            "partners[14].name",
        ),
        # structures
        (put("structures.0.dormant_after", 0), "wrong_number", "structures[0].dormant_after"),
        (put("structures.0.dormant_after", "6"), "wrong_type", "structures[0].dormant_after"),
        # functions and standards
        (put("functions.0.sector", "navy"), "wrong_choice", "functions[0].sector"),
        (put("functions.0.is_planned", "yes"), "wrong_type", "functions[0].is_planned"),
        (lambda d: d["functions"].append(d["functions"][0]), "duplicate", "functions[1].code"),
        (
            lambda d: d["functions"].append(
                d["functions"][0] | {"code": "G", "name": {"en": "G", "fr": "f"}}
            ),
            "duplicate",
            "functions[1].name",
        ),
        (
            lambda d: d["standards"].append(
                d["standards"][1] | {"code": "G", "name": {"en": "É", "fr": "G"}}
            ),
            "duplicate",
            "standards[2].name",
        ),
        (put("standards.0.kind", "habit"), "wrong_choice", "standards[0].kind"),
        (lambda d: d["standards"].append(d["standards"][0]), "duplicate", "standards[2].code"),
        # activities
        (drop("activities.0.recipient"), "missing_key", "activities[0]"),
        (put("activities.0.recipient", "DFID"), "recipient_is_international", "activities[0].recipient"),
        (put("activities.0.partner", "FARDC"), "supports_itself", "activities[0].recipient"),
        (put("activities.0.partner", "Nobody"), "unknown_reference", "activities[0].partner"),
        (put("activities.0.function", "G"), "unknown_reference", "activities[0].function"),
        (put("activities.0.structure", "G"), "unknown_reference", "activities[0].structure"),
        (put("activities.0.standard", "G"), "unknown_reference", "activities[0].standard"),
        (put("activities.0.standard", "E"), "wrong_standard", "activities[0].standard"),
        (put("activities.0.equipment", "S"), "wrong_standard", "activities[0].equipment"),
        (put("activities.0.kind", "gift"), "wrong_choice", "activities[0].kind"),
        (put("activities.0.request", "king"), "wrong_choice", "activities[0].request"),
        (put("activities.0.since", "soon"), "wrong_year_or_date", "activities[0].since"),
        (put("activities.0.until", "2007"), "dates_reversed", "activities[0].until"),
        (put("activities.0.until", "2008"), "dates_unclear", "activities[0].until"),
        (
            lambda d: d["activities"][0].update(since="2008-01-01", until="2008"),
            "dates_unclear",
            "activities[0].until",
        ),
        (put("activities.0.value", 1200), "wrong_type", "activities[0].value"),
        (put("activities.0.value", "-1"), "wrong_amount", "activities[0].value"),
        (put("activities.0.value", "1,200.00"), "wrong_amount", "activities[0].value"),
        (put("activities.0.value", "1" * 13), "wrong_amount", "activities[0].value"),
        (drop("activities.0.value"), "missing_key", "activities[0]"),
        (drop("activities.0.currency"), "missing_key", "activities[0]"),
        (put("activities.0.currency", "XYZ"), "wrong_currency", "activities[0].currency"),
        (put("activities.0.currency", "usd"), "wrong_currency", "activities[0].currency"),
        (put("activities.0.tests", {"T4": "yes"}), "unknown_key", "activities[0].tests"),
        (put("activities.0.tests", {"T1": "maybe"}), "wrong_choice", "activities[0].tests.T1"),
        (put("activities.0.tests", ["yes"]), "wrong_type", "activities[0].tests"),
        (put("activities.0.place", "x" * 201), "too_long", "activities[0].place"),
        (put("activities.0.note", "x" * 4_001), "too_long", "activities[0].note"),
        (put("activities.0.quote", "x" * 1_001), "too_long", "activities[0].quote"),
        (put("activities.0.note", "a\x00"), "control_character", "activities[0].note"),
        (put("activities.0.colour", "blue"), "unknown_key", "activities[0]"),
        (put("activities.1", ACTIVITY), "duplicate", "activities[1].code"),
        (put("activities.1", ACTIVITY | {"code": "B"}), "duplicate", "activities[1]"),
        (put("activities", {}), "wrong_type", "activities"),
        # observations
        (put("observations.0.item", "R9"), "wrong_choice", "observations[0].item"),
        (put("observations.1.status", "warning"), "wrong_choice", "observations[1].status"),
        (drop("observations.0.evidence"), "observation_without_evidence", "observations[0]"),
        (drop("observations.1.structure"), "sign_without_structure", "observations[1]"),
        (put("observations.0.observed_on", "2008"), "wrong_date", "observations[0].observed_on"),
        (put("observations.0.structure", "G"), "unknown_reference", "observations[0].structure"),
        (put("observations.1", LIFE["observations"][0]), "duplicate", "observations[1]"),
        (
            lambda d: d["observations"][1].update(structure="CCRSS", observed_on="2004-12-31"),
            "dates_reversed",
            "observations[1].observed_on",
        ),
        # commitments
        (put("commitments.0.owner", "Nobody"), "unknown_reference", "commitments[0].owner"),
        (put("commitments.0.text", {"en": "Only one"}), "missing_language", "commitments[0].text"),
        (put("commitments.0.due_on", "2008-01-31"), "dates_reversed", "commitments[0].due_on"),
        (put("commitments.0.state", "lost"), "wrong_choice", "commitments[0].state"),
        (drop("commitments.0.outcome"), "outcome_missing", "commitments[0]"),
        (drop("commitments.0.settled_on"), "missing_key", "commitments[0]"),
        (put("commitments.0.settled_on", "2008-01-31"), "settled_before_made", "commitments[0].settled_on"),
        (
            lambda d: d["commitments"][0].update(state="open") or d["commitments"][0].pop("outcome"),
            "open_with_outcome",
            "commitments[0].settled_on",
        ),
        (put("commitments.0.round", "march-2008"), "unknown_reference", "commitments[0].round"),
        (put("commitments.0.criterion", "C9"), "unknown_criterion", "commitments[0].criterion"),
        (put("commitments.0.voice", "press"), "wrong_choice", "commitments[0].voice"),
        (drop("commitments.0.voice"), "missing_key", "commitments[0]"),
        (drop("commitments.0.round"), "missing_key", "commitments[0]"),
        (drop("commitments.0.structure"), "missing_key", "commitments[0]"),
        (put("commitments.1", COMMITMENT), "duplicate", "commitments[1].code"),
        # contacts
        (put("contacts.0.kind", "lunch"), "wrong_choice", "contacts[0].kind"),
        (put("contacts.0.state", "lost"), "wrong_choice", "contacts[0].state"),
        (put("contacts.0.on", "2008-02-30"), "wrong_date", "contacts[0].on"),
        (put("contacts.0.on", "2004-12-31"), "session_before_founded", "contacts[0].on"),
        (put("structures.2.closed", "2007"), "session_after_closed", "contacts[0].on"),
        (put("contacts.0.at", "25:00"), "wrong_time", "contacts[0].at"),
        (put("contacts.0.at", "9:30"), "wrong_time", "contacts[0].at"),
        (put("contacts.0.subject", "x" * 201), "too_long", "contacts[0].subject"),
        (put("contacts.0.people", "x" * 501), "too_long", "contacts[0].people"),
        (put("contacts.0.partners", ["Nobody"]), "unknown_reference", "contacts[0].partners[0]"),
        (put("contacts.0.partners", ["Donors", "Donors"]), "duplicate", "contacts[0].partners[1]"),
        (put("contacts.0.partners", "Donors"), "wrong_type", "contacts[0].partners"),
        (put("contacts.0.structure", None), "session_without_structure", "contacts[0]"),
        (put("contacts.0.structure", "G"), "unknown_reference", "contacts[0].structure"),
        (put("contacts.0.author", "Amina"), "unknown_key", "contacts[0]"),
        (put("contacts.0.sharing", "private"), "unknown_key", "contacts[0]"),
        (put("contacts.1", CONTACT), "duplicate", "contacts[1].code"),
        # rounds and statements
        (put("commitments.0.round", "x" * 61), "too_long", "commitments[0].round"),
        (put("rounds.0.origin", "rumour"), "wrong_choice", "rounds[0].origin"),
        (put("rounds.0.notice", {"fr": "Une seule"}), "missing_language", "rounds[0].notice"),
        (put("statements.0.source", "x" * 401), "too_long", "statements[0].source"),
        (
            put(
                "rounds.0.assessments.0.answers.C1",
                {"verbatim": "Well", "understood": {"status": "answered", "lo": 3, "hi": 2}},
            ),
            "wrong_understanding",
            "rounds[0].assessments[0].answers.C1.understood",
        ),
    ],
)
def test_each_mistake_is_one_problem_at_its_place(mistake: Change, rule: str, path: str) -> None:
    assert refusal(document(mistake)) == [(rule, path)]


def test_mistakes_in_several_lists_come_together() -> None:
    found = refusal(
        document(
            put("activities.0.currency", "XYZ"),
            put("observations.0.item", "R9"),
            put("commitments.0.due_on", "2008-01-31"),
            put("contacts.0.kind", "lunch"),
            put("partners.0.aim", "gain"),
        )
    )
    assert len(found) == 5


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
PATHS = [f"{kind}.0.{key}" for kind, listed in LIFE.items() for key in listed[0]]
PATHS += list(LIFE) + ["activities.0", "contacts.0", "partners.0.former_names", "partners.0.objectives"]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(path=st.sampled_from(PATHS), value=JSON)
def test_whatever_stands_anywhere_gives_values_or_sentences(path: str, value: object) -> None:
    changed = document(put(path, value))
    try:
        found = check(changed, INSTRUMENTS, "f.json")
    except Refused as refused:
        for problem in refused.problems:
            (problem.line("en") + problem.line("fr")).encode()
    else:
        assert isinstance(found, Fixture)


# --- what the files that come with the program show


def rows(found: Fixture) -> list[Row]:
    """The activities as the finders see them, each code numbered as it first comes."""
    numbers: dict[str, int] = {}

    def number(code: str) -> int | None:
        return numbers.setdefault(code, len(numbers)) if code else None

    return [
        Row(
            index,
            number(each.partner) or 0,
            number(f"to {each.recipient}") or 0,
            number(each.function),
            number(each.standard),
            number(each.equipment),
            each.since,
            each.until,
        )
        for index, each in enumerate(found.activities)
    ]


def test_the_deck_s_public_order_training_is_a_possible_overlap_and_a_certain_incompatibility() -> None:
    found = check(DRC, INSTRUMENTS)
    (overlap,), (incompatibility,) = overlaps(rows(found)), incompatibilities(rows(found))
    assert (overlap.rows, overlap.is_certain) == ((0, 1), False)
    assert (incompatibility.rows, incompatibility.is_certain) == ((0, 1), True)
    planned = [each for each in found.functions if each.is_planned]
    assert planned == [], "the deck names no plan, so nothing is missing from one"
    assert gaps((), rows(found), date(2008, 1, 31)) == ()


def test_the_deck_s_activities_name_no_partner_and_carry_its_words() -> None:
    found = check(DRC, INSTRUMENTS)
    names = {each.code: each.name.en for each in found.partners}
    assert {names[each.partner] for each in found.activities} == {
        "A first partner not named in the source",
        "A second partner not named in the source",
    }
    for each in found.activities:
        assert (each.since, each.until, each.value, each.request) == ("", "", None, "")
        assert each.quote.startswith("DRC police reform: Public Order training")
        assert each.slide == "Examples"
        assert each.quote_fr != each.quote
    assert {each.objectives for each in found.partners} == {None}, "the deck states no partner’s objectives"

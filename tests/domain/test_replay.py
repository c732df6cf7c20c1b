"""The journal replayed: what entries made by hand lead to, those of earlier and of later versions among them."""

from typing import Any

import pytest

from coordination.domain.replay.telling import tell
from coordination.domain.replay.told import Facts, Replay, Told, differences, digest

KEY = "march-2011 CCRSS Defence partners 17"
OTHER = "march-2011 CCRSS Defence government 18"
AT, LATER = "2011-03-01T09:30:00.000000+00:00", "2011-03-02T09:30:00.000000+00:00"
READ = {"verbatim": "Yes", "status": "answered", "level": 4, "lo": 4, "hi": 4, "certainty": "plain"}
YES, NO = READ | {"sources": []}, READ | {"verbatim": "No", "level": 0, "lo": 0, "hi": 0, "sources": []}
STARTED = ("started", KEY, None, {"rater": "amina@ssr.example", "started_at": AT})
SENT = ("sent", KEY, None, {"not answered": [], "sent_at": AT})


def told(noun: str, *steps: tuple[str, str, Any, Any], by: int | None = 5, people: Any = None) -> Replay:
    """Return what entries about one kind of thing (verb, key, before, after) in programme 1 lead to."""
    replay = Replay(people or {})
    for verb, key, before, after in steps:
        tell(replay, Told(by=by, programme=1, verb=verb, noun=noun, key=key, before=before, after=after))
    return replay


def assessment(*steps: tuple[str, str, Any, Any]) -> Facts:
    """Return what is told of assessment 17."""
    return told("assessment", *steps).things["assessment", 17]


def places(*steps: tuple[str, str, Any, Any], people: Any = None) -> dict[object, Facts]:
    """Return the places in programme 1 by person."""
    found = told("person", *steps, people=people).things
    return {thing[2]: facts for thing, facts in found.items() if thing[:2] == ("place", 1)}


# --- assessments


def test_what_is_started_is_a_draft_of_who_started_it() -> None:
    assert assessment(STARTED) == {
        "programme": 1,
        "round": "march-2011",
        "structure": "CCRSS Defence",
        "side": "partners",
        "rater": "amina@ssr.example",
        "rater_user": 5,
        "state": "draft",
        "version": 1,
        "started_at": AT,
        "sent_at": None,
        "sent_by": None,
        "revealed_at": None,
        "keyed_by": None,
        "filled_on": None,
        "handed_at": None,
        "confirmed_alone": False,
        "answers": {},
    }


def test_what_is_keyed_in_from_paper_is_of_no_account_and_sent_by_who_confirms_it() -> None:
    started = ("started", KEY, None, {"rater": "Colonel Ilunga", "filled_on": "2011-03-01"})
    handed = ("handed over", KEY, None, {"handed_at": AT})
    confirmed = ("confirmed", KEY, None, {"sent_at": AT, "confirmed_alone": True})
    facts = assessment(started, handed, confirmed)
    wanted = {"rater_user": None, "keyed_by": 5, "rater": "Colonel Ilunga", "filled_on": "2011-03-01"}
    wanted |= {"state": "sent", "sent_by": 5, "handed_at": AT, "confirmed_alone": True, "version": 3}
    assert {name: facts[name] for name in wanted} == wanted
    assert assessment(started, handed, RECALLED)["handed_at"] is None


def test_the_last_answer_to_a_criterion_counts() -> None:
    saves = (("answered", KEY, None, {"C1": YES, "C2": YES}), ("answered", KEY, {"C1": YES}, {"C1": NO}))
    facts = assessment(STARTED, *saves)
    assert (facts["answers"], facts["version"]) == ({"C1": digest(NO), "C2": digest(YES)}, 3)


def test_the_same_answer_has_the_same_digest_whatever_the_order_of_its_parts() -> None:
    assert digest(YES) == digest(dict(reversed(YES.items()))) != digest(NO)


RECALLED = ("recalled", KEY, None, {"reason": "r"})
ASIDE, BACK = ("set aside", KEY, None, {"reason": "r"}), ("restored", KEY, None, None)
WAYS: dict[str, tuple[list[tuple[str, str, Any, Any]], dict[str, Any]]] = {
    "sent": ([SENT], {"state": "sent", "sent_at": AT, "sent_by": 5, "version": 2}),
    "recalled": ([SENT, RECALLED], {"state": "draft", "sent_at": None, "sent_by": None, "version": 3}),
    "set aside": ([ASIDE], {"state": "set_aside", "sent_at": None}),
    "restored": ([ASIDE, BACK], {"state": "draft", "sent_at": None}),
    "restored and sent": ([ASIDE, BACK, SENT], {"state": "sent", "sent_at": AT}),
    "set aside with its version": ([("set aside", KEY, None, {"version": 2})], {"version": 2}),
}


@pytest.mark.parametrize(("steps", "facts"), WAYS.values(), ids=WAYS)
def test_each_step_leads_to_its_state(steps: list[Any], facts: Facts) -> None:
    found = assessment(STARTED, *steps)
    assert {name: found[name] for name in facts} == facts


def test_a_step_that_does_not_tell_whether_it_counts_leaves_the_version_open() -> None:
    assert "version" not in assessment(STARTED, ASIDE, BACK, SENT)


def test_what_is_discarded_is_not_there_and_is_not_revealed() -> None:
    discarded = ("discarded", KEY, {"answers": {"C1": YES}}, None)
    assert told("assessment", STARTED, discarded, ("revealed", KEY, None, None)).things == {}
    one = told("assessment", STARTED, discarded, ("revealed", "march-2011 CCRSS Defence", None, None))
    assert one.things == {}


def test_what_is_sent_is_revealed_together_and_nothing_else() -> None:
    drafted = ("started", OTHER, None, {})
    aside = "march-2011 CCRSS Defence government 19"
    elsewhere = "march-2011 CCRSS government 20"
    found = told(
        "assessment",
        STARTED,
        SENT,
        drafted,
        ("sent", OTHER, None, {"sent_at": AT}),
        ("started", aside, None, {}),
        ("set aside", aside, None, {"reason": "r"}),
        ("started", elsewhere, None, {}),
        ("sent", elsewhere, None, {"sent_at": AT}),
        ("revealed", "march-2011 CCRSS Defence", None, {"revealed_at": LATER}),
    ).things
    states = {number: found["assessment", number]["state"] for number in (17, 18, 19, 20)}
    assert states == {17: "revealed", 18: "revealed", 19: "set_aside", 20: "sent"}
    revealed_at = [found["assessment", number]["revealed_at"] for number in (17, 18, 19, 20)]
    assert revealed_at == [LATER, LATER, None, None]


def test_a_correction_keeps_what_was_said_and_puts_the_new_answer_in_place() -> None:
    correct = {"answers": {"C1": NO}, "evidence": "Minutes.", "corrected_at": LATER}
    again = {"answers": {"C1": YES}, "evidence": "More.", "corrected_at": LATER}
    replay = told(
        "assessment",
        STARTED,
        ("answered", KEY, None, {"C1": YES}),
        ("corrected", KEY, {"answers": {"C1": YES}}, correct),
        ("corrected", KEY, {"answers": {"C1": NO}}, again),
    )
    assert replay.things["assessment", 17]["answers"] == {"C1": digest(YES)}
    first, second = (replay.things["correction", 17, "C1", position] for position in (0, 1))
    assert first == {
        **READ,
        "kind": "correction",
        "evidence": "Minutes.",
        "reason": "",
        "corrected_by": 5,
        "corrected_at": LATER,
    }
    assert (second["verbatim"], second["evidence"]) == ("No", "More.")


def test_what_a_file_brings_is_in_the_state_that_it_says() -> None:
    stated = {"rater": "R", "state": "published", "started_at": AT, "sent_at": AT, "revealed_at": AT}
    facts = assessment(("loaded", KEY, None, stated | {"answers": {"C1": YES}}))
    assert {name: facts[name] for name in stated} == stated
    assert (facts["rater_user"], facts["sent_by"], facts["answers"]) == (None, None, {"C1": digest(YES)})


# --- journals of earlier versions state less


@pytest.mark.parametrize(
    ("steps", "open_"),
    [
        ([("started", KEY, None, None)], {"rater", "started_at"}),
        ([STARTED, ("sent", KEY, None, {"not answered": []})], {"sent_at"}),
        ([STARTED, SENT, ("revealed", "march-2011 CCRSS Defence", None, None)], {"revealed_at"}),
        ([("loaded", KEY, None, {"C1": YES})], {"rater", "state", "started_at", "sent_at", "revealed_at"}),
    ],
)
def test_what_an_earlier_version_did_not_state_is_left_out(steps: list[Any], open_: set[str]) -> None:
    assert set(assessment(STARTED)) - set(assessment(*steps)) == open_


def test_the_state_of_what_an_earlier_version_loaded_stays_open_when_it_is_revealed() -> None:
    facts = assessment(
        ("loaded", KEY, None, {"C1": YES}), ("revealed", "march-2011 CCRSS Defence", None, None)
    )
    assert "state" not in facts
    assert facts["answers"] == {"C1": digest(YES)}


def test_an_earlier_file_told_only_the_names_of_rounds_and_commitments() -> None:
    created = [["round", "march-2011"], ["commitment", "L-01"], ["partner", "Donors"]]
    assert told("fixture", ("loaded", "cod", None, {"created": created, "plan": "x"})).things == {
        ("round", 1, "march-2011"): {},
        ("commitment", 1, "L-01"): {},
    }


def test_a_round_and_a_side_without_an_answer_are_not_kept_with_a_commitment() -> None:
    after = {"text_en": "t", "round": "march-2011", "voice": "partners", "criterion": ""}
    facts = told("commitment", ("promised", "P-1", None, after)).things["commitment", 1, "P-1"]
    assert (facts["round"], facts["voice"], facts["state"], facts["recorded_by"]) == ("", "", "open", 5)


# --- rounds, weights, commitments, instruments


def test_a_round_is_as_it_was_opened_in_its_last_state() -> None:
    opened = ("opened", "march-2011", None, {"sides": "both", "origin": "entered"})
    steps = (opened, ("closed", "march-2011", {"state": "open"}, {"state": "closed"}))
    assert told("round", opened).things["round", 1, "march-2011"]["state"] == "open"
    closed = told("round", *steps)
    assert closed.things == {
        ("round", 1, "march-2011"): {"sides": "both", "origin": "entered", "state": "closed"}
    }


def test_a_file_s_rounds_and_commitments_are_as_it_says_until_somebody_goes_on() -> None:
    facts = {"state": "open", "text_en": "t"}
    after = {"created": [["commitment", "L-01"]], "rounds": {}, "commitments": {"L-01": facts}}
    replay = told("fixture", ("loaded", "cod", None, after))
    settled = {"state": "kept", "settled_on": "2011-03-01", "outcome": "o"}
    tell(
        replay,
        Told(by=6, programme=1, verb="settled", noun="commitment", key="L-01", before=None, after=settled),
    )
    assert replay.things == {("commitment", 1, "L-01"): {"text_en": "t"} | settled}


def test_each_version_of_a_side_s_weights_stands() -> None:
    given = [{"side": "partners", "version": version, "weights": [version]} for version in (1, 2)]
    found = told("round", *(("weighed", "march-2011", None, after) for after in given)).things
    assert found["weights", 1, "march-2011", "partners", 1]["weights"] == [1]
    assert found["weights", 1, "march-2011", "partners", 2]["recorded_by"] == 5


def test_the_content_of_a_published_instrument_has_its_hash() -> None:
    found = told("instrument", ("published", "p 1", None, {"content_hash": "x"})).things["instrument", "p 1"]
    assert (found["status"], found["content_hash"], found["content"]) == ("published", "x", "x")


# --- places

AMINA = "amina@ssr.example"
PLACE = {"user": 5, "role": "adviser", "side": "partners", "confirmed": False, "reads_since": None}


def test_a_place_is_the_one_given_last() -> None:
    manager = PLACE | {"role": "manager"}
    assert places(("gave place", AMINA, None, PLACE), ("gave place", AMINA, PLACE, manager)) == {5: manager}


def test_a_confirmed_place_is_as_it_was_confirmed() -> None:
    confirmed = PLACE | {"confirmed": True, "reads_since": AT}
    assert places(("gave place", AMINA, None, PLACE), ("confirmed", AMINA, PLACE, confirmed)) == {
        5: confirmed
    }


def test_an_ended_place_is_none_and_can_be_given_again() -> None:
    given, ended = ("gave place", AMINA, None, PLACE), ("ended", AMINA, PLACE, None)
    assert places(given, ended) == {}
    assert places(given, ended, given) == {5: PLACE}


OLD = {"role": "adviser", "side": "partners"}


def test_a_place_that_an_earlier_version_gave_is_the_person_s_of_that_e_mail() -> None:
    given = ("gave place", AMINA, None, OLD)
    assert places(given, people={AMINA: 5}) == {5: OLD}
    assert places(given, ("gave place", AMINA, OLD, PLACE), people={AMINA: 5}) == {5: PLACE}
    assert places(given, ("ended", AMINA, PLACE, None), people={AMINA: 5}) == {}
    assert places(given) == {AMINA: OLD}


def test_a_place_follows_its_person_to_another_e_mail() -> None:
    renamed = ("saved", "new@ssr.example", {"email": AMINA}, {"email": "new@ssr.example"})
    given = ("gave place", AMINA, None, OLD)
    assert places(given, renamed, people={"new@ssr.example": 5}) == {5: OLD}
    assert places(("gave place", AMINA, None, PLACE), renamed, people={"new@ssr.example": 5}) == {5: PLACE}


def test_a_place_filled_in_by_an_administrator_of_an_earlier_version_counts_and_moves() -> None:
    first = {"id": "3", "user": "5", "programme": "1", "role": "viewer"}
    second = {"id": "3", "user": "6", "programme": "1", "role": "adviser", "side": "partners"}
    one, two = ("saved", "x", None, first), ("saved", "y", first, second)
    assert told("membership", one).things == {("place", 1, 5): {"role": "viewer", "side": None}}
    assert told("membership", one, two).things == {("place", 1, 6): {"role": "adviser", "side": "partners"}}


# --- other codes


def test_what_names_a_structure_or_a_partner_names_it_by_its_new_code() -> None:
    promised = {"owner": "Donors", "structure": "CCRSS Defence", "criterion": "C1"}
    replay = told("assessment", STARTED, SENT)
    tell(
        replay,
        Told(by=5, programme=1, verb="promised", noun="commitment", key="P-1", before=None, after=promised),
    )
    tell(
        replay,
        Told(by=5, programme=2, verb="promised", noun="commitment", key="P-1", before=None, after=promised),
    )
    recode = {"code": "CCRSS Defence"}, {"code": "Army"}
    tell(
        replay,
        Told(
            by=5, programme=1, verb="saved", noun="structure", key="Army", before=recode[0], after=recode[1]
        ),
    )
    tell(
        replay,
        Told(
            by=5,
            programme=1,
            verb="saved",
            noun="partner",
            key="D",
            before={"code": "Donors"},
            after={"code": "D"},
        ),
    )
    tell(
        replay,
        Told(
            by=5,
            programme=1,
            verb="revealed",
            noun="assessment",
            key="march-2011 Army",
            before=None,
            after={"revealed_at": LATER},
        ),
    )
    facts = replay.things["assessment", 17]
    assert (facts["structure"], facts["state"]) == ("Army", "revealed")
    here, elsewhere = (replay.things["commitment", programme, "P-1"] for programme in (1, 2))
    assert (here["structure"], here["owner"]) == ("Army", "D")
    assert (elsewhere["structure"], elsewhere["owner"]) == ("CCRSS Defence", "Donors")


@pytest.mark.parametrize("facts", [(None, {"code": "X"}), ({"name": "a"}, {"name": "b"}), (None, None)])
def test_other_changes_of_a_structure_rename_nothing(facts: tuple[Any, Any]) -> None:
    replay = told("assessment", STARTED)
    tell(
        replay,
        Told(by=5, programme=1, verb="saved", noun="structure", key="X", before=facts[0], after=facts[1]),
    )
    assert replay.things["assessment", 17]["structure"] == "CCRSS Defence"


# --- what is nobody's business, and what cannot be


def test_what_is_not_replayed_changes_nothing() -> None:
    for noun, verb in (("contact", "noted"), ("assessment", "dreamed"), ("person", "linked")):
        assert told(noun, (verb, "anything", None, None)).things == {}


@pytest.mark.parametrize(
    ("noun", "step"),
    [
        ("assessment", ("answered", "another", None, {"C1": YES})),
        ("assessment", ("answered", "a b c seventeen", None, {"C1": YES})),
        ("assessment", ("answered", KEY, None, None)),
        ("assessment", ("corrected", KEY, None, {"evidence": "e"})),
        ("round", ("weighed", "march-2011", None, {})),
        ("person", ("gave place", AMINA, None, ["viewer"])),
    ],
)
def test_an_entry_that_the_program_cannot_have_written_is_not_followed(noun: str, step: Any) -> None:
    with pytest.raises((ValueError, LookupError, TypeError, AttributeError)):
        told(noun, step)


# --- comparing


def test_only_facts_that_both_state_differ() -> None:
    assert differences({"a": 1, "b": 2, "c": None}, {"a": 1, "b": 3, "d": 4}) == ["b"]
    assert differences({"a": None}, {"a": 0}) == ["a"]

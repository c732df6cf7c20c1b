"""Loading a fixture: what is not there is made, what is there stays, all in one transaction."""

import copy
import re
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.domain.lifecycle import asked_sides
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from coordination.models import (
    Answer,
    Assessment,
    JournalEntry,
    Partner,
    Programme,
    Round,
    Seat,
    Statement,
    Structure,
    User,
)
from coordination.presenters import problems
from coordination.queries import fixtures as queries
from coordination.queries import journal
from tests import make
from tests.extent import TURN, share_of

pytestmark = pytest.mark.django_db
Document = dict[str, Any]


def two_sides(*, government: str = "sent", partners: str = "sent") -> Document:
    """A document with an open round of both sides: CMJ is sent by both, as far as a state is given."""
    document = make.document(make.DEMO)
    found = [each for each in document["rounds"] if each["label"] == "january-2011"]
    (cmj,) = [each for each in found[0]["assessments"] if each["structure"] == "CMJ"]
    other = cmj | {"side": "partners", "rater": "Invented assessor A (partners)", "state": partners}
    found[0]["assessments"] = (
        [cmj | {"state": government}, other] if partners else [cmj | {"state": government}]
    )
    document["rounds"] = found
    return document


# --- what is stored


def test_the_deck_is_stored_word_for_word() -> None:
    words = Answer.objects.filter(assessment__structure__code="CMJ").order_by("criterion__position")
    assert list(words.values_list("verbatim", flat=True)) == [
        "Yes",
        "Most",
        "Yes",
        "Broadly",
        "Most",
        "Not yet",
        "Yes",
    ]
    assert Answer.objects.count() == 21
    assert Assessment.objects.filter(rater_user=None, state="published", side="partners").count() == 3


def test_the_deck_brings_its_structures_seats_and_statements() -> None:
    document = make.document()
    sub_committee = Structure.objects.get(programme=make.cod(), code="CCRSS Defence")
    assert sub_committee.parent is not None
    assert sub_committee.parent.code == "CCRSS"
    assert Partner.objects.count() == len(document["partners"])
    assert Seat.objects.count() == sum(len(each.get("seats", [])) for each in document["structures"])
    assert Statement.objects.count() == len(document["statements"])


def test_what_was_sent_on_a_day_was_sent_at_its_noon_in_the_programme_s_time_zone() -> None:
    document = make.document()
    day = document["rounds"][0]["assessments"][0]["sent_on"]
    sent_at = Assessment.objects.values_list("sent_at", flat=True)[0]
    assert sent_at == datetime.fromisoformat(f"{day}T11:00:00").replace(tzinfo=UTC)  # Kinshasa is UTC+1


def test_a_load_is_told_to_the_journal(cast: make.Cast) -> None:
    plan = make.load(make.DEMO, by=cast.alain)
    entry = JournalEntry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.noun, entry.by, entry.programme) == (
        "loaded",
        "fixture",
        cast.alain,
        make.cod(),
    )
    assert len(entry.after["created"]) == len(plan.created)
    assert JournalEntry.objects.filter(verb="loaded", noun="assessment").count() == 3 + 20
    assert journal.faults() == []


# --- again


@pytest.mark.parametrize("path", [make.DRC, make.DEMO], ids=lambda path: path.name)
def test_the_same_file_again_changes_nothing(path: Path) -> None:
    make.load(path)
    before = make.everything()
    plan = make.load(path)
    assert (plan.created, plan.differing) == ((), ())
    assert plan.unchanged
    assert make.everything() == before


#: Texts in one language, and those in two, that people may write as they like.
FREE = frozenset({"note", "place", "evidence", "outcome", "subject", "people", "agreed", "basis", "remark"})
IN_TWO = frozenset({"name", "text", "objectives", "mandate"})


def loosely_typed(value: Any, key: str = "", *, within: str = "") -> Any:
    """Put a space that cannot be seen around every free text of a document."""
    if isinstance(value, dict):
        return {name: loosely_typed(each, name, within=key) for name, each in value.items()}
    if isinstance(value, list):
        return [loosely_typed(each, key, within=within) for each in value]
    is_free = key in FREE or (key in ("en", "fr") and within in IN_TWO)
    return f"\u00a0{value}\u00a0" if is_free and isinstance(value, str) and value else value


@pytest.mark.parametrize("path", [make.DRC, make.DEMO, make.LIFE], ids=lambda path: path.name)
def test_a_text_with_spaces_around_it_is_the_same_when_it_is_loaded_again(path: Path) -> None:
    document = loosely_typed(make.document(path))
    document["programme"] = make.document(path)["programme"]
    if path == make.LIFE:
        make.load_demo()
    else:
        document["programme"] |= {"code": "loose"}
    make.load(document)
    plan = make.load(document)
    assert (plan.created, plan.differing) == ((), ())


def test_a_file_that_says_more_adds_only_that(cast: make.Cast) -> None:
    document = make.document()
    document["structures"].append(copy.deepcopy(document["structures"][1]) | {"code": "CMJ-2"})
    plan = make.load(document)
    created = {(item.noun, item.key[0]) for item in plan.created}
    assert created == {("structure", "CMJ-2"), ("seat", "CMJ-2")}
    assert Structure.objects.get(programme=make.cod(), code="CMJ-2").folded.startswith("cmj 2 ")


def test_two_programmes_do_not_see_each_other_s_keys() -> None:
    document = make.document()
    document["programme"] = document["programme"] | {"code": "another"}
    plan = make.load(document)
    assert {item.noun for item in plan.unchanged} == {"instrument"}
    assert Structure.objects.filter(code="CMJ").count() == 2


def test_what_people_did_meanwhile_is_no_conflict(cast: make.Cast) -> None:
    make.load_demo()
    make.sent(cast.amina, "CMJ", make.round_("january-2011"))
    make.close_round(make.round_("january-2011"))
    before = make.everything()
    assert make.load(make.DEMO).created == ()
    assert make.everything() == before


# --- conflicts


@pytest.mark.parametrize(
    ("noun", "change"),
    [
        ("programme", lambda d: d["programme"]["name"].update(en="Another name")),
        ("programme", lambda d: d["programme"].update(time_zone="Africa/Lubumbashi")),
        ("partner", lambda d: d["partners"][0].update(quote="Not what the deck says")),
        ("structure", lambda d: d["structures"][0].update(sector="police")),
        ("structure", lambda d: d["structures"][1].update(parent="CCRSS")),
        ("seat", lambda d: d["structures"][0]["seats"][0].update(quote="Not what the deck says")),
        ("statement", lambda d: d["statements"][0].update(quote_fr="Pas ce que dit la présentation")),
        ("round", lambda d: d["rounds"][0].update(reference_date="2008-01-30")),
        ("round", lambda d: d["notice"].update(fr="Une autre mention.")),
        ("assessment", lambda d: d["rounds"][0]["assessments"][1]["answers"].update(C2="Yes")),
        ("assessment", lambda d: d["rounds"][0]["assessments"][1]["answers"].update(C2="most")),
        ("assessment", lambda d: d["rounds"][0]["assessments"][1]["answers"].pop("C2")),
    ],
)
def test_a_file_that_says_something_else_is_refused_and_nothing_changes(
    noun: str, change: Callable[[Document], object]
) -> None:
    document = make.document()
    change(document)
    document["partners"].append(
        {
            "code": "New",
            "name": {"en": "New", "fr": "Nouveau"},
            "side": "national",
            "kind": "service",
        }
    )
    before = make.everything()
    with pytest.raises(Refused) as refused:
        make.load(document)
    found = refused.value.problems
    assert {problem.rule for problem in found} == {Rule.CONFLICT}
    assert noun in {problem.path for problem in found}
    assert make.everything() == before


def test_every_conflict_is_named() -> None:
    document = make.document()
    document["structures"][0]["sector"] = "police"
    document["structures"][1]["sector"] = "police"
    document["partners"][2]["kind"] = "mission"
    with make.refused(Rule.CONFLICT, Rule.CONFLICT, Rule.CONFLICT):
        make.load(document)


@pytest.mark.parametrize("in_both_languages", ["en", "fr"])
def test_a_conflict_names_the_thing(in_both_languages: str) -> None:
    document = make.document()
    document["structures"][1]["sector"] = "police"
    with pytest.raises(Refused) as refused:
        make.load(document)
    assert "CMJ" in problems.text_in(refused.value.problems[0], in_both_languages)


# --- the plan that was confirmed is the one that is carried out


def test_the_plan_that_was_confirmed_is_carried_out() -> None:
    plan = queries.plan(make.fixture(make.DEMO))
    assert make.load(make.DEMO, plan_hash=plan.fingerprint) == plan


def test_a_plan_of_another_file_is_refused() -> None:
    other = queries.plan(make.fixture(make.DRC)).fingerprint
    with make.refused(Rule.PLAN_CHANGED):
        make.load(make.DEMO, plan_hash=other)


def test_a_file_changed_by_one_word_is_another_plan() -> None:
    confirmed = queries.plan(make.fixture(two_sides())).fingerprint
    document = two_sides()
    document["rounds"][0]["assessments"][0]["answers"]["C1"] = "No"
    with make.refused(Rule.PLAN_CHANGED):
        make.load(document, plan_hash=confirmed)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["rounds"][0]["assessments"][0].update(sent_on="2011-02-27"),
        lambda d: d["rounds"][0].update(state="closed"),
        lambda d: (
            d["rounds"][0].update(state="closed")
            or [each.update(state="published") for each in d["rounds"][0]["assessments"]]
        ),
    ],
)
def test_a_file_with_another_day_or_state_is_another_plan(change: Callable[[Document], object]) -> None:
    confirmed = queries.plan(make.fixture(two_sides())).fingerprint
    document = two_sides()
    change(document)
    with make.refused(Rule.PLAN_CHANGED):
        make.load(document, plan_hash=confirmed)


def test_a_plan_is_out_of_date_once_something_was_made(cast: make.Cast) -> None:
    plan = queries.plan(make.fixture(make.DEMO))
    document = make.document(make.DEMO)
    make.load(document | {"rounds": document["rounds"][:1]})
    with make.refused(Rule.PLAN_CHANGED):
        make.load(make.DEMO, plan_hash=plan.fingerprint)


# --- reveal


def states(label: str = "january-2011", structure: str = "CMJ") -> list[str]:
    found = Assessment.objects.filter(round__label=label, structure__code=structure)
    return sorted(found.values_list("state", flat=True))


def test_when_a_file_brings_both_sides_they_are_revealed() -> None:
    make.load(two_sides())
    assert states() == ["revealed", "revealed"]


def test_when_a_file_brings_one_side_it_stays_hidden() -> None:
    make.load(two_sides(partners=""))
    assert states() == ["sent"]


def test_a_person_s_send_reveals_what_a_file_brought(cast: make.Cast) -> None:
    make.load_demo()
    assert make.sent(cast.amina, "CMJ", make.round_("january-2011")).state == "revealed"
    assert states() == ["revealed", "revealed"]
    assert states(structure="CCRSS") == ["sent"]


def test_a_reveal_by_a_file_is_told_to_the_journal() -> None:
    make.load(two_sides())
    assert JournalEntry.objects.filter(verb="revealed", key="january-2011 CMJ").count() == 1


# --- a file never takes part in the reveal of a round that people answer

#: How a round came to be one that people answer in the program, or could.
ANSWERED: dict[str, Callable[[], Round]] = {
    "opened": lambda: make.open_round(),
    "opened and closed": lambda: make.close_round(make.open_round()),
    "opened for one side": lambda: make.open_round("partners"),
    "loaded open, entered": lambda: loaded("open", "entered"),
    "loaded open, invented": lambda: loaded("open", "invented"),
    "loaded open, from a source": lambda: loaded("open", "source"),
    "loaded open, closed since": lambda: make.close_round(loaded("open", "invented")),
    "loaded closed, opened since": lambda: reopened(loaded("closed", "entered")),
    "loaded closed, opened and closed since": lambda: make.close_round(reopened(loaded("closed", "entered"))),
}
ROUNDS = pytest.mark.parametrize("answered", list(ANSWERED))


def loaded(state: str, origin: str) -> Round:
    """A round from a file, without assessments."""
    document = make.document(make.DEMO)
    found = document["rounds"][2] | {"label": "loaded", "state": state, "origin": origin, "assessments": []}
    make.load(document | {"rounds": [found]})
    return make.round_("loaded")


def reopened(round_: Round) -> Round:
    return make.reopen_round(round_)


def file_of(round_: Round, *assessments: Document, **changed: Any) -> Document:
    """A document that says of a stored round what is stored, and brings assessments to it."""
    said = {
        "label": round_.label,
        "name": {"en": round_.name_en, "fr": round_.name_fr},
        "reference_date": round_.reference_on.isoformat(),
        "instrument": {"code": "partnership-2008", "version": "2008.1"},
        "sides": [*asked_sides(round_.sides)],
        "state": "closed",
        "origin": round_.origin,
        "assessments": list(assessments),
    }
    return make.document(make.DEMO) | {"rounds": [said | changed]}


def one_of(side: str, state: str, *, structure: str | None = "CMJ", rater: str = "Somebody") -> Document:
    return {
        "structure": structure,
        "side": side,
        "rater": rater,
        "state": state,
        "sent_on": "2011-02-28",
        "answers": {"S1" if structure is None else "C1": "Yes"},
    }


@pytest.mark.takes_long
@pytest.mark.parametrize(
    ("answered", "structure"), share_of([*product(ANSWERED, ("CMJ", None))], TURN, shares=3)
)
def test_a_file_adds_no_answers_of_a_side_to_a_round_that_people_answer(
    cast: make.Cast, answered: str, structure: str | None
) -> None:
    round_ = ANSWERED[answered]()
    brought = [
        file_of(round_, one_of(side, "published", structure=structure)) for side in asked_sides(round_.sides)
    ]
    if round_.origin != "entered":
        brought += [
            file_of(round_, one_of(side, "sent", structure=structure), state=state)
            for side in asked_sides(round_.sides)
            for state in ("open", "closed")
        ]
    for document in brought:
        for by in (cast.alain, None):
            with make.refused(Rule.ROUND_ANSWERED_HERE):
                make.load(document, by=by)


@ROUNDS
def test_the_refusal_names_the_round_by_its_place_in_both_languages(answered: str) -> None:
    round_ = ANSWERED[answered]()
    with pytest.raises(Refused) as refused:
        make.load(file_of(round_, one_of("partners", "published")))
    (problem,) = refused.value.problems
    assert problem.path == "rounds[0]"
    assert all(round_.label in problems.text_in(problem, language) for language in ("en", "fr"))


#: What people of the partners may have done meanwhile, in secret.
DONE: dict[str, Callable[[User, Structure, Round], object]] = {
    "nothing": lambda _person, _structure, _round: None,
    "started": lambda person, structure, round_: make.start(person, structure, round_),
    "sent": lambda person, structure, round_: make.sent(person, structure, round_),
    "recalled": lambda person, structure, round_: make.recall(make.sent(person, structure, round_)),
}


@pytest.mark.parametrize("is_closed", [False, True], ids=["open", "closed"])
@pytest.mark.parametrize("word", ["Yes", "No"])
@pytest.mark.parametrize("is_whole", [False, True], ids=["structure", "programme"])
def test_a_refusal_does_not_tell_whether_there_is_a_sealed_assessment(
    cast: make.Cast, is_whole: bool, word: str, is_closed: bool
) -> None:
    said = set()
    for number, do in enumerate(DONE.values()):
        round_ = make.open_round(name=f"Round {number}")
        do(cast.amina, make.whole() if is_whole else make.structure("CMJ"), round_)
        if is_closed:
            make.close_round(round_)
        guess = one_of("partners", "published", structure=None if is_whole else "CMJ", rater=cast.amina.email)
        guess["answers"] = dict.fromkeys(guess["answers"], word)
        with pytest.raises(Refused) as refused:
            make.load(file_of(round_, guess), by=cast.alain)
        said.add(str(refused.value).replace(round_.label, "the round"))
    assert len(said) == 1
    assert "the round" in said.pop()


@pytest.mark.parametrize("answered", [each for each in ANSWERED if "one side" not in each])
def test_what_else_a_file_says_of_such_a_round_is_taken(cast: make.Cast, answered: str) -> None:
    round_ = ANSWERED[answered]()
    document = file_of(round_, one_of("analyst", "published"))
    assert [item.noun for item in make.load(document, by=cast.alain).created] == ["assessment"]
    assert make.load(document, by=cast.alain).created == ()
    if round_.state == "open":
        assert make.start(cast.amina, "CMJ", round_).state == "draft"


@pytest.mark.parametrize("origin", ["entered", "invented", "source"])
def test_a_second_file_adds_to_a_round_that_came_closed_and_was_never_opened(origin: str) -> None:
    round_ = loaded("closed", origin)
    make.load(file_of(round_, one_of("partners", "published")))
    make.load(file_of(round_, one_of("government", "published")))
    assert states("loaded") == ["published", "published"]


def test_a_plan_that_was_sound_is_refused_once_people_could_answer_the_round(cast: make.Cast) -> None:
    round_ = loaded("closed", "invented")
    document = file_of(round_, one_of("government", "published"))
    plan = queries.plan(make.fixture(document), cast.alain)
    reopened(round_)
    make.start(cast.amina, "CMJ", round_)
    with make.refused(Rule.ROUND_ANSWERED_HERE):
        make.load(document, plan_hash=plan.fingerprint, by=cast.alain)


def test_a_file_waits_for_who_holds_a_round_before_it_puts_itself_in_line_for_the_journal() -> None:
    document = file_of(loaded("closed", "invented"), one_of("government", "published"))
    fixture = make.fixture(document)
    with CaptureQueriesContext(connection) as captured:
        make.load(fixture)
    tables = [re.findall(r'FROM "coordination_(\w+)"', each["sql"])[:1] for each in captured]
    read = [table for (table,) in filter(None, tables)]
    assert read.index("round") < read.index("journalhead")
    assert "round" in read[read.index("journalhead") + 1 :], (
        "what was there before may have been joined by another"
    )


def test_the_demonstration_can_be_loaded_again_whatever_people_answered_in_it(cast: make.Cast) -> None:
    make.load_demo()
    round_ = make.round_("january-2011")
    make.start(cast.amina, "GTSE/CPSE", round_)
    make.sent(cast.amina, "CMJ", round_)
    make.sent(cast.amina, make.whole(), round_)
    before = make.everything()
    for by in (None, cast.alain):
        assert make.load(make.fixture(make.DEMO), by=by).created == ()
    assert make.everything() == before


# --- the instrument


def test_an_instrument_beside_the_program_of_which_one_published_word_was_changed_is_refused() -> None:
    fixture = make.fixture(make.DRC, shipped=make.one_word_changed())
    with make.refused(Rule.CONFLICT):
        make.load(fixture)


def test_a_file_that_uses_an_instrument_for_the_first_time_publishes_it() -> None:
    with make.without_triggers():
        make.execute(
            "DELETE FROM coordination_source",
            "DELETE FROM coordination_answer",
            "DELETE FROM coordination_assessment",
            "DELETE FROM coordination_round",
            "DELETE FROM coordination_criterion",
            "DELETE FROM coordination_instrument",
        )
    plan = make.load(make.DEMO)
    assert ("instrument", ("partnership-2008", "2008.1")) in [(item.noun, item.key) for item in plan.created]
    assert Round.objects.count() == 3


# --- what SQLite would take and PostgreSQL would not


def test_a_name_that_grows_when_it_is_folded_can_be_stored() -> None:
    document = make.document()
    name = "ﷺ" * 200  # one character of Unicode, eighteen once it is taken apart
    document["structures"].append({"code": "GROW", "name": {"en": name, "fr": name}, "sector": "police"})
    make.load(document)
    assert Structure.objects.get(code="GROW").name_en == name


def test_a_programme_without_any_round_can_be_loaded() -> None:
    document = make.document()
    document["programme"] = document["programme"] | {"code": "fresh"}
    document["rounds"] = []
    make.load(document)
    assert Programme.objects.filter(code="fresh").exists()


# --- an analyst's coding


def test_an_analyst_s_coding_is_loaded_as_a_voice_of_its_own(cast: make.Cast) -> None:
    assert [item.noun for item in make.load(make.with_analyst()).created] == ["assessment"]
    coded = Assessment.objects.get(side="analyst")
    assert (coded.state, coded.rater, coded.round.sides) == ("published", "Coded from the text", "partners")
    before = make.everything()
    assert make.load(make.with_analyst()).created == ()
    assert make.everything() == before
    assert journal.faults() == []


def test_an_analyst_s_coding_reveals_nothing_and_keeps_nobody_from_starting(cast: make.Cast) -> None:
    make.load_demo()
    document = make.with_analyst(rater="Another analyst")
    deck, demo = make.document(), make.document(make.DEMO)
    coding = document["rounds"][0]["assessments"]
    document = demo | {"rounds": [demo["rounds"][-1] | {"state": "closed", "assessments": coding}]}
    coding[0]["sent_on"] = "2011-02-01"
    assert deck["origin"] != demo["origin"]
    make.load(document)
    round_ = make.round_("january-2011")
    government = Assessment.objects.get(round=round_, structure__code="CMJ", side="government")
    assert government.state == "sent", "the partners have not sent: an analyst does not count for them"
    draft = make.start(cast.amina, "CMJ", round_)
    make.answer(draft, "C1")
    make.send(draft, accept_blanks=True)
    states = dict(Assessment.objects.filter(round=round_, structure__code="CMJ").values_list("side", "state"))
    assert states == {"government": "revealed", "partners": "revealed", "analyst": "published"}


# --- what both sides agreed


def agreed_card(structure: str = "CMJ") -> dict[str, Any]:
    """A card on which all is agreed to be Mostly, but for one criterion on which the sides differ."""
    codes = [f"C{number}" for number in range(1, 8)] + [f"O{number}" for number in range(1, 8)]
    differing = {"verbatim": "Not yet to Mostly", "basis": "Each keeps its own view.", "differs": True}
    return {
        "structure": structure,
        "side": "agreed",
        "state": "published",
        "sent_on": "2010-03-01",
        "answers": dict.fromkeys(codes, "Mostly") | {"C3": differing},
    }


def of_demo(*assessments: dict[str, Any]) -> dict[str, Any]:
    """The invented rounds, of January 2010 nothing but these."""
    demo = make.document(make.DEMO)
    (round_,) = (each for each in demo["rounds"] if each["label"] == "january-2010")
    return demo | {"rounds": [round_ | {"assessments": [*assessments]}]}


def test_an_agreed_card_is_loaded_beside_both_sides_and_not_again(cast: make.Cast) -> None:
    make.load_demo()
    assert [item.noun for item in make.load(of_demo(agreed_card())).created] == ["assessment"]
    card = Assessment.objects.get(side="agreed")
    assert (card.state, card.rater, card.origin) == ("published", "", "invented")
    assert list(card.answers.filter(differs=True).values_list("criterion__code", "lo", "hi")) == [
        ("C3", 1, 3)
    ]
    before = make.everything()
    assert make.load(of_demo(agreed_card())).created == ()
    assert make.everything() == before
    assert journal.faults() == []


def test_an_agreed_card_without_both_sides_is_refused(cast: make.Cast) -> None:
    make.load_demo()
    alone = make.structure("CCRSS Defence")
    assert not Assessment.objects.filter(structure=alone, round__label="january-2010").exists()
    with make.refused(Rule.AGREED_BEFORE_REVEAL):
        make.load(of_demo(agreed_card("CCRSS Defence")))


def test_a_file_says_nothing_of_what_the_sides_agreed_in_a_round_that_people_answer(cast: make.Cast) -> None:
    round_ = make.revealed(cast)
    make.close_round(round_)
    for by in (cast.alain, None):
        with make.refused(Rule.ROUND_ANSWERED_HERE):
            make.load(file_of(round_, agreed_card()), by=by)


# --- causes of changes


def test_the_cause_of_a_change_is_loaded_and_stays_with_the_answer(cast: make.Cast) -> None:
    make.load_demo()
    rows = Answer.objects.filter(assessment__round__label="january-2009", assessment__side="partners")
    causes = dict(
        rows.filter(assessment__structure__code="CMJ").values_list("criterion__code", "change_cause")
    )
    assert (causes["C2"], causes["C6"], causes["C7"]) == ("real_change", "real_change", "")
    before = make.everything()
    assert make.load_demo().created == ()
    assert make.everything() == before
    assert journal.faults() == []


def test_another_cause_is_a_conflict() -> None:
    make.load_demo()
    document = make.document(make.DEMO)
    cmj = next(
        each
        for each in document["rounds"][0]["assessments"]
        if (each["structure"], each["side"]) == ("CMJ", "partners")
    )
    cmj["answers"]["C2"]["change_cause"] = "error"
    with make.refused(Rule.CONFLICT):
        make.load(document)

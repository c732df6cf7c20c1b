"""The whole programme as values of a file: loaded again, it is the same; what one may not read is not in it."""

import json
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.documents.fixture import writing
from coordination.documents.fixture.document import Fixture
from coordination.documents.fixture.structures import StructureEntry
from coordination.domain.agreed_cards import AgreedAnswer, where_they_differ
from coordination.domain.answers import read
from coordination.domain.assessments import SourceEntry
from coordination.domain.rules import Rule
from coordination.models import Answer, Assessment, Partner, Programme, Source, User
from coordination.queries import export, fixtures, journal
from tests import activities, make, partners, risks
from tests.extent import examples
from tests.links import ADDRESSES
from tests.programmes import documents

pytestmark = pytest.mark.django_db
Document = dict[str, Any]
LIFE = make.FIXTURES / "demo-life.json"


def exported(reader: User, code: str = "cod") -> bytes:
    programme = make.programme(code)
    return writing.dump(export.export(reader, programme))


def administrator(code: str) -> User:
    """Somebody who administers this programme."""
    return make.place(make.person(f"keeper-of-{code}"), "administrator", None, programme=make.programme(code))


def elsewhere(data: bytes, code: str) -> Document:
    """The same programme under another code."""
    document: Document = json.loads(data)
    document["programme"]["code"] = code
    return document


# --- import(export(x)) = x


def test_on_the_same_database_everything_is_unchanged(cast: make.Cast) -> None:
    make.load_demo()
    make.load(LIFE)
    plan = fixtures.plan(make.fixture(json.loads(exported(cast.alain))))
    assert (plan.created, plan.differing) == ((), ())
    assert {item.noun for item in plan.unchanged} == {
        *("instrument", "partner", "structure", "seat", "statement", "round", "assessment"),
        *("function", "standard", "activity", "observation", "commitment", "contact"),
    }


def test_the_day_of_sending_is_that_of_the_programme(cast: make.Cast) -> None:
    make.load_demo()
    days = []
    for zone in ("Africa/Kinshasa", "Pacific/Kiritimati"):  # noon in the one is the next day in the other
        Programme.objects.filter(code="cod").update(time_zone=zone)
        (found,) = (
            each for each in json.loads(exported(cast.alain))["rounds"] if each["label"] == "january-2009"
        )
        days.append({each["sent_on"] for each in found["assessments"]})
    assert days[0]
    assert days[1] == {str(date.fromisoformat(day) + timedelta(days=1)) for day in days[0]}


@pytest.mark.takes_long
def test_in_an_empty_programme_it_is_the_same_again_and_a_second_load_changes_nothing(
    cast: make.Cast,
) -> None:
    make.load_demo()
    make.load(LIFE)
    copy = elsewhere(exported(cast.alain), "copy")
    make.load(copy)
    keeper = administrator("copy")
    assert json.loads(exported(keeper, "copy")) == copy
    before = make.everything()
    assert make.load(copy).created == ()
    assert make.everything() == before


def test_what_people_entered_comes_back_as_entered(cast: make.Cast) -> None:
    make.promise(text_en="Ours to do.", text_fr="À nous de faire.")
    make.settle(make.promise("DFID", text_en="Line one.\r\nLine two. e\u0301"), "released")
    shared = make.contact(cast.amina, sharing="all", partners=["DFID"])
    private = make.contact(cast.amina, subject="Between us")
    make.promise(text_en="Shared.", text_fr="Partagé.", contact=shared, person="Chantal Mbuyi")
    make.move(make.promise(text_en="Private.", text_fr="Privé.", contact=private))
    data = exported(cast.alain)
    found = json.loads(data)
    assert [each.get("origin") for each in found["commitments"]] == [None] * 4
    assert [each.get("contact") for each in found["commitments"]] == [None, None, shared.code, None]
    assert found["commitments"][2]["person"] == "Chantal Mbuyi"
    assert [each["reason"] for each in found["commitments"][3]["moved"]] == ["The chair was away."]
    assert found["commitments"][1]["text"]["en"] == "Line one.\nLine two. é"
    assert fixtures.plan(make.fixture(found)).created == ()
    assert fixtures.plan(make.fixture(found)).differing == ()
    make.load(elsewhere(data, "copy"))
    keeper = administrator("copy")
    assert json.loads(exported(keeper, "copy")) == elsewhere(data, "copy")


def test_a_real_answer_stays_one_where_its_round_holds_invented_ones(cast: make.Cast) -> None:
    make.load_demo()
    make.sent(cast.amina, "CMJ", make.round_("january-2011"))
    Assessment.objects.filter(round__label="january-2011", state="revealed").update(state="published")
    data = exported(cast.alain)
    (found,) = (each for each in json.loads(data)["rounds"] if each["label"] == "january-2011")
    assert {each["side"]: each.get("origin") for each in found["assessments"]} == {
        "government": None,  # As its round.
        "partners": "entered",
    }
    make.load(elsewhere(data, "copy"))
    copied = Assessment.objects.filter(round__programme__code="copy", round__label="january-2011")
    assert set(copied.values_list("side", "origin")) == {("government", "invented"), ("partners", "entered")}
    assert json.loads(exported(administrator("copy"), "copy")) == elsewhere(data, "copy")


@pytest.mark.takes_long
def test_what_both_sides_agreed_comes_back_with_where_they_differ(cast: make.Cast) -> None:
    make.load_demo()
    round_ = make.round_("january-2010")
    unknown, plain = (where_they_differ(read("?"), read(word)) for word in ("Yes", "?"))
    given = {"C3": where_they_differ(read("Mostly"), read("Not yet")), "C4": unknown, "C5": plain}
    given["C6"] = AgreedAnswer(reading=read("n/a"), basis="Nothing to divide.")
    card = make.agree("CMJ", round_, "Broadly", **given)
    assert "agreed" not in {
        each["side"] for each in json.loads(exported(cast.alain))["rounds"][2]["assessments"]
    }
    Assessment.objects.filter(pk=card.pk).update(state="published")
    data = exported(cast.alain)
    (found,) = (each for each in json.loads(data)["rounds"] if each["label"] == "january-2010")
    sides = [each["side"] for each in found["assessments"] if each["structure"] == "CMJ"]
    assert sides == ["government", "partners", "agreed"], "after the two, on which it rests"
    (written,) = (each for each in found["assessments"] if each["side"] == "agreed")
    assert "rater" not in written
    assert written["answers"]["C3"] == {"verbatim": "Not yet to Mostly", "differs": True}
    assert fixtures.plan(make.fixture(json.loads(data))).differing == ()
    assert fixtures.plan(make.fixture(json.loads(data))).created == ()
    copy = elsewhere(data, "copy")
    make.load(copy)
    assert json.loads(exported(administrator("copy"), "copy")) == copy
    copied = Answer.objects.filter(assessment__round__programme__code="copy", assessment__side="agreed")
    assert set(copied.filter(differs=True).values_list("criterion__code", flat=True)) == {"C3", "C4", "C5"}


def with_sources(cast: make.Cast, *sources: SourceEntry) -> None:
    """A published answer that Paul corrected, resting on these."""
    make.load_demo()
    published = Assessment.objects.get(round__label="january-2010", structure__code="CMJ", side="partners")
    version = published.answers.get(criterion__code="C5").version
    make.corrections.correct(
        assessment=published,
        entry=make.entry("C5", "Partly?", version, sources=sources),
        evidence="Minutes.",
        reason="They say otherwise.",
        by=cast.paul,
        at=make.AT,
    )


def test_every_source_that_people_can_enter_can_be_loaded_again(cast: make.Cast) -> None:
    with_sources(
        cast, *(SourceEntry(title="M" * 300, kind="document", link=link) for link in ("", *ADDRESSES))
    )
    copy = elsewhere(exported(cast.alain), "copy")
    make.load(copy)
    assert json.loads(exported(administrator("copy"), "copy")) == copy
    assert fixtures.plan(make.fixture(json.loads(exported(cast.alain)))).differing == ()


@pytest.mark.takes_long
@pytest.mark.parametrize("link", ["ftp://x.example/y", "http://user:pw@x.example", "http://x.example/é"])
def test_a_link_from_before_it_had_to_be_an_address_can_be_loaded_again_and_stays_as_it_was_written(
    cast: make.Cast, link: str
) -> None:
    with make.without_triggers():
        with_sources(cast, SourceEntry(title="Minutes", kind="document", link=link))
    copy = elsewhere(exported(cast.alain), "copy")
    make.load(copy)
    assert json.loads(exported(administrator("copy"), "copy")) == copy
    assert fixtures.plan(make.fixture(json.loads(exported(cast.alain)))).differing == ()
    assert Source.objects.filter(link=link).count() == 1
    assert journal.faults() == []


def everything_by_hand(cast: make.Cast) -> None:
    """One of each, made by people through the actions."""
    make.load_demo()
    structure = risks.add("CTP", founded="2009", dormant_after=3, mandate_fr="Coordonner la police.")
    risks.change("CMJ", mandate_en="Coordinate justice.\r\nMeet.", dormant_after=12)
    renamed = partners.partner("EUSEC", objectives_en="Help the army reform itself.", aim="ssr", since="2005")
    partners.change(renamed, name_en="EUPOL", former_until=date(2010, 6, 30))
    partners.seat("MONUC", structure, "member", since="2010-01-01")
    partners.seat("MONUC", structure, "co_chair", since="2010", until="2011")
    course = {"trained_to": "French standard", "equipped_with": "Radios"}
    activities.add(
        "MONUC", "Police HQ", "Riot control", since="2009", value=Decimal("3.5"), currency="CDF", **course
    )
    activities.add("DFID", "FARDC", note="Seen\r\ntwice", t1="yes", t2="?", request="joint")
    risks.observe("R1", "warning")
    risks.observe("R1", "observed", evidence="Again.")
    risks.observe("R1", "warning")
    risks.observe("U1", "unknown", evidence="")
    make.contact(
        cast.amina, kind="session", structure_="CTP", partners=["MONUC", "Police HQ"], time=time(9, 5)
    )
    make.contact(cast.grace, kind="dialogue", sharing="all", state="planned", agreed="More")
    make.contact(cast.grace, sharing="side")
    answer = make.round_("january-2010")
    made_from = {"structure": make.structure("CMJ"), "round_": answer, "voice": "partners"}
    make.promise(criterion=answer.instrument.criteria.get(code="C6"), **made_from)
    of_all = made_from | {"structure": make.whole()}
    make.promise(text_en="For all", criterion=answer.instrument.criteria.get(code="S4"), **of_all)
    published = Assessment.objects.get(round=answer, structure__code="CMJ", side="partners")
    own_word = make.entry("C5", "Partly?", published.answers.get(criterion__code="C5").version)
    make.corrections.correct(
        assessment=published,
        entry=own_word,
        evidence="Minutes.",
        reason="They say otherwise.",
        by=cast.paul,
        at=make.AT,
    )


@pytest.mark.takes_long
def test_what_people_made_through_every_action_comes_back(cast: make.Cast) -> None:
    everything_by_hand(cast)
    data = exported(cast.alain)
    plan = fixtures.plan(make.fixture(json.loads(data)))
    assert (plan.created, plan.differing) == ((), ())
    make.load(elsewhere(data, "copy"))
    keeper = administrator("copy")
    assert json.loads(exported(keeper, "copy")) == elsewhere(data, "copy")
    found = json.loads(data)
    assert [each["status"] for each in found["observations"] if each["item"] == "R1"] == [
        "observed",
        "warning",
    ]
    assert {each.get("criterion") for each in found["commitments"]} == {"C6", "S4"}
    assert len(found["contacts"]) == 2


def test_each_thing_keeps_where_it_comes_from(cast: make.Cast) -> None:
    make.load_demo()
    make.load(LIFE)
    make.promise()
    found = json.loads(exported(cast.alain))
    origins = {
        kind: {each.get("origin", "entered") for each in found[kind]}
        for kind in ("partners", "rounds", "functions", "activities", "commitments", "contacts")
    }
    assert origins == {
        "partners": {"source", "invented"},
        "rounds": {"source", "invented"},
        "functions": {"source", "invented"},
        "activities": {"source", "invented"},
        "commitments": {"invented", "entered"},
        "contacts": {"invented"},
    }
    assert {each["source"].split(",")[0] for each in found["statements"]} == {"Oliver Blake"}
    (deck, *_) = found["rounds"]
    assert deck["notice"]["en"].startswith("As transcribed from the 2008 deck")


@pytest.mark.takes_long
@settings(max_examples=examples(6), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_programme_loads_exports_and_loads_again(data: st.DataObject) -> None:
    number = Programme.objects.count()
    document = data.draw(documents(code=f"any-{number}"))
    make.load(document)
    assert make.load(document).created == ()
    keeper = administrator(f"any-{number}")
    first = exported(keeper, f"any-{number}")
    plan = fixtures.plan(make.fixture(json.loads(first)))
    assert (plan.created, plan.differing) == ((), ())
    make.load(elsewhere(first, f"copy-{number}"))
    other = administrator(f"copy-{number}")
    assert json.loads(exported(other, f"copy-{number}")) == elsewhere(first, f"copy-{number}")


# --- whose answers they are


def published_by_people(cast: make.Cast, *, other_way_round: bool = False) -> None:
    """Amina and Awa on CMJ, sent on different days, and Grace alone; published, as no action does yet."""
    awa = make.place(make.person("awa"), "adviser", "partners")
    round_ = make.open_round(sides="both")
    partners = [cast.amina, awa][:: -1 if other_way_round else 1]
    started = [make.start(person, "CMJ", round_) for person in (*partners, cast.grace)]
    for day, (assessment, word) in enumerate(zip(started, ("Yes", "No", "Mostly"), strict=True)):
        make.answer_all(assessment, word)
        make.answer(assessment, "C1", word, basis=f"{word}, it says.")
        make.send(assessment, at=make.AT + timedelta(days=day))
    Assessment.objects.filter(round=round_).update(state="published")


def test_people_who_assessed_are_not_named_and_several_of_a_side_not_told_apart_by_their_days(
    cast: make.Cast,
) -> None:
    published_by_people(cast)
    data = exported(cast.alain)
    for person in User.objects.all():
        assert person.email.encode() not in data
        assert person.name.encode() not in data
    (found,) = (each for each in json.loads(data)["rounds"] if each["label"] == "march-2011")
    assert [(each["rater"], each["sent_on"]) for each in found["assessments"]] == [
        ("government 1", "2011-03-03"),
        ("partners 1", "2011-03-02"),
        ("partners 2", "2011-03-02"),
    ]


def test_which_of_several_is_which_does_not_follow_who_they_are_or_who_began(cast: make.Cast) -> None:
    found = []
    for other_way_round in (False, True):
        with transaction.atomic():
            before = transaction.savepoint()
            published_by_people(cast, other_way_round=other_way_round)
            found.append(exported(cast.alain))
            transaction.savepoint_rollback(before)
    assert found[0] == found[1]


def test_what_people_assessed_comes_back_and_is_unchanged_where_it_came_from(cast: make.Cast) -> None:
    published_by_people(cast)
    data = exported(cast.alain)
    for reader in (cast.alain, None):
        plan = fixtures.plan(make.fixture(json.loads(data)), reader)
        assert (plan.created, plan.differing) == ((), ())
    make.load(elsewhere(data, "copy"))
    keeper = administrator("copy")
    assert json.loads(exported(keeper, "copy")) == elsewhere(data, "copy")


@pytest.mark.parametrize("rater", ["amina@ssr.example", "awa@ssr.example"])
def test_a_file_that_names_who_assessed_is_refused_for_everybody(cast: make.Cast, rater: str) -> None:
    published_by_people(cast)
    document = json.loads(exported(cast.alain))
    (found,) = (each for each in document["rounds"] if each["label"] == "march-2011")
    found["assessments"][1]["rater"] = rater
    for reader in (cast.alain, None):
        with make.refused(Rule.ROUND_ANSWERED_HERE):
            fixtures.plan(make.fixture(document), reader)


# --- what is not in it


def test_answers_that_are_not_published_are_not_in_it(cast: make.Cast) -> None:
    make.load_demo()
    make.sent(cast.amina, "CMJ", make.round_("january-2011"), word="Mostly")
    assert Assessment.objects.filter(state="revealed").count() == 2
    make.answer(make.start(cast.amina, "CCRSS", make.round_("january-2011")), "C1", "No", basis="A secret")
    data = exported(cast.alain)
    last = json.loads(data)["rounds"][-1]
    assert (last["label"], last["assessments"]) == ("january-2011", [])
    assert b"A secret" not in data


def test_a_promise_made_from_an_answer_that_is_not_published_is_not_in_it(cast: make.Cast) -> None:
    make.load_demo()
    round_ = make.round_("january-2011")
    make.sent(cast.amina, "CMJ", round_, word="No")
    criterion = round_.instrument.criteria.get(code="C6")
    answer = {
        "structure": make.structure("CMJ"),
        "round_": round_,
        "voice": "partners",
        "criterion": criterion,
    }
    make.promise(text_en="Because C6 is weak", **answer)
    assert b"Because C6 is weak" not in exported(cast.alain)


@pytest.mark.parametrize("sharing", ["private", "side"])
def test_contacts_that_not_everybody_may_read_are_not_in_it(cast: make.Cast, sharing: str) -> None:
    make.contact(cast.amina, sharing=sharing, subject="Between ourselves")
    assert b"Between ourselves" not in exported(cast.alain)


def test_another_programme_is_not_in_it(cast: make.Cast) -> None:
    codes = {each["code"] for each in json.loads(exported(cast.alain))["structures"]}
    assert "CNS" not in codes
    assert "COD" not in codes, "the programme as a whole is no structure of the file"


def test_a_round_that_was_opened_again_can_still_be_loaded(cast: make.Cast) -> None:
    make.round_("january-2008").__class__.objects.filter(label="january-2008").update(state="open")
    found = make.fixture(json.loads(exported(cast.alain)))
    assert found.rounds[0].state == "closed"


def test_a_round_s_label_is_written_as_the_program_makes_it(cast: make.Cast) -> None:
    round_ = make.open_round(name="Mid_year 2011, with everything that was said of it at that time")
    assert len(round_.label) > 40
    make.load(elsewhere(exported(cast.alain), "copy"))
    assert make.round_(round_.label, programme=make.programme("copy")).origin == "entered"


def test_the_number_of_queries_does_not_grow_with_the_data(cast: make.Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            export.export(cast.alain, make.cod())
        return len(queries)

    asked()
    before = asked()
    make.load_demo()
    make.load(LIFE)
    assert asked() == before
    assert before <= 24


# --- texts that a file would not take


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("e\u0301", "é"),
        ("a\x07b", "a b"),
        (" \n ", ""),
        ("\u202eevil", " evil"),
    ],
)
def test_a_stored_text_is_written_so_that_it_can_be_read(stored: str, written: str) -> None:
    assert export.sound(stored, lines=True) == written


def test_a_name_in_one_language_stands_for_both() -> None:
    assert export.both("", "Plan") == export.both("Plan", "Plan")


def test_values_come_by_code_on_every_database(cast: make.Cast) -> None:
    found: Fixture = export.export(cast.alain, make.cod())
    codes = [each.code for each in found.partners]
    assert codes == sorted(codes)
    assert all(isinstance(each, StructureEntry) for each in found.structures)
    assert Partner.objects.filter(programme=make.cod()).count() == len(codes)
    assert found.rounds[0].reference_date == date(2008, 1, 31)

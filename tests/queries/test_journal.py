"""Whatever counts is held against the journal: what was forged past the program is found and named."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.db import transaction

from coordination.domain.assessments import SourceEntry
from coordination.domain.journal import FIRST, chained_hash
from coordination.models import (
    AskedStructure,
    Assessment,
    Commitment,
    Criterion,
    JournalEntry,
    JournalHead,
    Membership,
)
from coordination.queries import journal, journal_facts
from tests import make, on_paper
from tests.databases import Lasting

pytestmark = pytest.mark.django_db

LIFE = make.FIXTURES / "demo-life.json"
CODING = make.FIXTURES / "drc-ownership-coding.json"
A, C = "coordination_assessment", "coordination_commitment"


@dataclass(frozen=True)
class Story:
    """A round in which everything happened that counts; assessments by how far they came."""

    draft: int
    sent: int
    revealed: int
    other: int
    told: int = field(default_factory=lambda: of_a_file().pk)
    #: The structure that nobody scored in the closed round.
    unsent: int = field(default_factory=lambda: make.structure("CCRSS").pk)


def of_a_file() -> Assessment:
    """The deck's assessment of CMJ, which a file brought."""
    return Assessment.objects.get(rater_user=None, structure__code="CMJ", round__label="january-2008")


@pytest.fixture(scope="module")
def lasting_story(lasting: Lasting) -> Story:
    """The story, without a fault before anything is forged; made once."""
    with lasting():
        told = _story(make.cast())
        assert journal.faults() == []
        return told


@pytest.fixture(autouse=True)
def story(lasting_story: Story, db: None) -> Story:
    return lasting_story


def _story(cast: make.Cast) -> Story:
    """Answers with sources, a recall, a reveal, corrections, weights, commitments, a closed round, a reopened one."""
    round_ = make.open_round()
    make.close_round(make.open_round("partners", name="April 2011", reference_on=date(2011, 4, 30)))
    make.open_round("partners", name="December 2011", structures=["CCRSS"])
    make.weigh(round_)
    make.weigh(round_, weights=(100, 0, 0, 0, 0, 0, 0))
    mine = make.start(cast.amina, "CMJ", round_)
    make.answer_all(mine, "Yes")
    make.answer(mine, "C2", "n/a", na_reason="None.", sources=[SourceEntry(title="Minutes", kind="document")])
    make.recall(make.send(mine))
    make.answer(mine, "C1", "Not yet")
    make.send(mine)
    other = make.sent(cast.grace, "CMJ", round_, word="Partly")
    make.correct(mine, "C3", "Partly", by=cast.paul)
    make.correct(mine, "C3", "No", evidence="And more minutes.", by=cast.paul)
    draft = make.start(cast.amina, "CCRSS", round_)
    make.answer(
        draft,
        "C1",
        "Most?",
        sources=[SourceEntry(title="Report", kind="document", dated_on=None, link="https://un.example/1")],
    )
    sent = make.sent(cast.amina, "GTSE/CPSE", round_)
    criterion = Criterion.objects.get(code="C1", instrument=round_.instrument)
    answer = {"structure": mine.structure, "round_": round_, "voice": "partners", "criterion": criterion}
    make.promise(at=make.AT, due_on=date(2011, 5, 1), **answer)
    settled = make.promise(at=make.AT, due_on=date(2011, 6, 1), text_en="Meet.", text_fr="Se réunir.")
    make.settle(make.move(settled, date(2011, 6, 15), at=make.AT), at=make.AT)
    make.contact(at=make.AT)
    return Story(draft.pk, sent.pk, mine.pk, other.pk)


def forge(*statements: str) -> list[str]:
    """Write past the program and the database's own guards, and return what is found."""
    with make.without_triggers():
        make.execute(*statements)
    return journal.faults()


def number(table: str, where: str) -> str:
    """A row's number, as SQL."""
    return f"(SELECT id FROM coordination_{table} WHERE {where})"


MARCH = number("round", "label = 'march-2011'")
APRIL = number("round", "label = 'april-2011'")
COD = number("programme", "code = 'cod'")
PAUL = number("user", "email = 'paul@ssr.example'")
AMINA = number("user", "email = 'amina@ssr.example'")
DONORS = number("partner", f"code = 'Donors' AND programme_id = {COD}")
CCRSS, DEFENCE = (number("structure", f"code = '{code}'") for code in ("CCRSS", "CCRSS Defence"))
SECOND = number("criterion", "code = 'C2'")
OLGA = number("user", "email = 'olga@ssr.example'")
CONTACT = "(SELECT MIN(id) FROM coordination_contact)"
DRAFT, SENT, REVEALED = (
    "Assessment {draft} (march-2011 CCRSS partners)",
    "Assessment {sent} (march-2011 GTSE/CPSE partners)",
    "Assessment {revealed} (march-2011 CMJ partners)",
)
PAPER = "Assessment {paper} (march-2011 CCRSS Defence partners)"
ANSWERS = "answers to {}, or their sources, are not those of the journal."
CORRECTION = "Correction 1 of the answer to C3 in assessment {revealed}"
FIRST_CORRECTION = (
    "position = 0 AND answer_id IN (SELECT id FROM coordination_answer WHERE assessment_id = {revealed})"
)
AT = "'2011-03-01 09:30+00:00'"
APRIL_NAME = "Round april-2011 of cod"
WEIGHTS = "Weights 2 of the side partners in round march-2011 of cod"
OLGAS, PAULS = "The place of olga@ssr.example in cod", "The place of paul@ssr.example in cod"
UNSENT = f"round_id = {APRIL} AND structure_id = {CCRSS}"
UNSENT_NAME = "Not submitted {unsent} partners in round april-2011 of cod"
UNTOLD, GONE = "is stored and not in the journal.", "is in the journal and not stored."


def _answer(code: str, assessment: str) -> str:
    of = f"assessment_id = {assessment} AND criterion_id = c.id"
    return (
        f"(SELECT a.id FROM coordination_answer a, coordination_criterion c WHERE {of} AND c.code = '{code}')"
    )


def _commitment(change: str) -> str:
    return f"UPDATE {C} SET {change} WHERE code = 'P-1'"


def _settled(change: str) -> str:
    return f"UPDATE {C} SET {change} WHERE code = 'P-2'"


#: (kind, what is forged) → (what is written past the program, the fault that names it).
FORGERIES: dict[tuple[str, str], tuple[str, str]] = {
    ("assessment", "state"): (
        f"UPDATE {A} SET state = 'revealed', revealed_at = sent_at WHERE id = {{sent}}",
        f"{SENT}: state is revealed, the journal says sent.",
    ),
    ("assessment", "state, back"): (
        f"UPDATE {A} SET state = 'draft', sent_at = NULL, sent_by_id = NULL WHERE id = {{sent}}",
        f"{SENT}: state is draft, the journal says sent.",
    ),
    ("assessment", "programme"): (
        f"UPDATE {A} SET round_id = 9999 WHERE id = {{draft}}",
        f"{DRAFT}: programme is",
    ),
    ("assessment", "round"): (
        f"UPDATE {A} SET round_id = {APRIL} WHERE id = {{draft}}",
        f"{DRAFT}: round is april-2011, the journal says march-2011.",
    ),
    ("assessment", "origin"): (
        f"UPDATE {A} SET origin = 'invented' WHERE id = {{told}}",
        "Assessment {told} (january-2008 CMJ partners): origin is invented, the journal says source.",
    ),
    ("assessment", "structure"): (
        f"UPDATE {A} SET structure_id = {DEFENCE} WHERE id = {{draft}}",
        f"{DRAFT}: structure is CCRSS Defence, the journal says CCRSS.",
    ),
    ("assessment", "side"): (
        f"UPDATE {A} SET side = 'government' WHERE id = {{sent}}",
        f"{SENT}: side is government, the journal says partners.",
    ),
    ("assessment", "rater_user"): (
        f"UPDATE {A} SET rater_user_id = {PAUL} WHERE id = {{sent}}",
        f"{SENT}: assessor is paul@ssr.example, the journal says amina@ssr.example.",
    ),
    ("assessment", "rater"): (
        f"UPDATE {A} SET rater = 'paul@ssr.example' WHERE id = {{sent}}",
        f"{SENT}: assessor's name is paul@ssr.example, the journal says amina@ssr.example.",
    ),
    ("assessment", "version"): (
        f"UPDATE {A} SET version = 9 WHERE id = {{draft}}",
        f"{DRAFT}: version is 9, the journal says 2.",
    ),
    ("assessment", "started_at"): (
        f"UPDATE {A} SET started_at = '2011-01-01 00:00:00+00:00' WHERE id = {{draft}}",
        f"{DRAFT}: started at is 2011-01-01T00:00:00.000000+00:00, the journal says 2011-03-01T09:30",
    ),
    ("assessment", "sent_at"): (
        f"UPDATE {A} SET sent_at = '2011-02-01 00:00:00+00:00' WHERE id = {{revealed}}",
        f"{REVEALED}: sent at is 2011-02-01T00:00:00.000000+00:00, the journal says 2011-03-01T09:30",
    ),
    ("assessment", "sent_by"): (
        f"UPDATE {A} SET sent_by_id = {PAUL} WHERE id = {{revealed}}",
        f"{REVEALED}: sent by is paul@ssr.example, the journal says amina@ssr.example.",
    ),
    ("assessment", "revealed_at"): (
        f"UPDATE {A} SET revealed_at = '2011-02-01 00:00:00+00:00' WHERE id = {{revealed}}",
        f"{REVEALED}: revealed at is 2011-02-01T00:00:00.000000+00:00, the journal says 2011-03-01T09:30",
    ),
    ("assessment", "deleted"): (
        "DELETE FROM coordination_source; "
        "DELETE FROM coordination_answer WHERE assessment_id = {draft}; "
        f"DELETE FROM {A} WHERE id = {{draft}}",
        f"{DRAFT} {GONE}",
    ),
    ("assessment", "inserted"): (
        f"INSERT INTO {A} (id, round_id, structure_id, side, rater, state, version, started_at, set_aside_reason,"
        " set_aside_at_closing, origin, returned_reason, confirmed_alone)"
        " SELECT 7, round_id, structure_id, side, 'x', 'draft', 1, started_at, '', set_aside_at_closing, origin, '',"
        " confirmed_alone"
        f" FROM {A} WHERE id = {{draft}}",
        f"Assessment 7 (march-2011 CCRSS partners) {UNTOLD}",
    ),
    ("assessment", "answers"): (
        f"UPDATE coordination_answer SET level = 0, lo = 0, hi = 0 WHERE id = {_answer('C4', '{sent}')}",
        f"{SENT}: {ANSWERS.format('C4')}",
    ),
    ("assessment", "an answer's basis"): (
        f"UPDATE coordination_answer SET basis = 'Invented.' WHERE id = {_answer('C4', '{sent}')}",
        f"{SENT}: {ANSWERS.format('C4')}",
    ),
    ("assessment", "an answer moved to another"): (
        f"UPDATE coordination_answer SET assessment_id = {{draft}} WHERE id = {_answer('C4', '{sent}')}",
        f"{DRAFT}: {ANSWERS.format('C4')}",
    ),
    ("assessment", "a source's link"): (
        "UPDATE coordination_source SET link = 'https://un.example/2' WHERE title = 'Report'",
        f"{DRAFT}: {ANSWERS.format('C1')}",
    ),
    ("assessment", "a source's title"): (
        "UPDATE coordination_source SET title = 'Rumour' WHERE title = 'Minutes'",
        f"{REVEALED}: {ANSWERS.format('C2')}",
    ),
    ("assessment", "no source"): (
        "DELETE FROM coordination_source WHERE title = 'Minutes'",
        f"{REVEALED}: {ANSWERS.format('C2')}",
    ),
    **{
        ("correction", fact): (
            f"UPDATE coordination_correction SET {change} WHERE {FIRST_CORRECTION}",
            f"{CORRECTION}: {word} is",
        )
        for fact, change, word in (
            ("verbatim", "verbatim = 'Oui'", "wording"),
            ("status", "status = 'unknown', level = NULL, lo = 0, hi = 4, certainty = NULL", "status"),
            ("level", "level = 3, lo = 3, hi = 3", "level"),
            ("lo", "lo = 3, level = NULL, certainty = 'range'", "lower bound"),
            ("hi", "level = 3, lo = 3, hi = 3", "upper bound"),
            ("certainty", "certainty = 'doubtful'", "certainty"),
            ("evidence", "evidence = 'Nothing of the kind.'", "evidence"),
            ("reason", "reason = 'Another.'", "reason"),
            ("kind", "kind = 'revision', evidence = '', reason = 'Misread.'", "kind"),
            ("corrected_by", f"corrected_by_id = {AMINA}", "corrected by"),
            ("corrected_at", "corrected_at = '2011-01-01 00:00:00+00:00'", "corrected at"),
        )
    },
    ("correction", "deleted"): (
        f"DELETE FROM coordination_correction WHERE {FIRST_CORRECTION}",
        f"{CORRECTION} {GONE}",
    ),
    ("round", "state"): (
        f"UPDATE coordination_round SET state = 'open' WHERE id = {APRIL}",
        f"{APRIL_NAME}: state is open, the journal says closed.",
    ),
    ("round", "reference_on"): (
        f"UPDATE coordination_round SET reference_on = '2011-04-29' WHERE id = {APRIL}",
        f"{APRIL_NAME}: reference date is 2011-04-29, the journal says 2011-04-30.",
    ),
    ("round", "last_on"): (
        f"UPDATE coordination_round SET last_on = '2098-12-31' WHERE id = {APRIL}",
        f"{APRIL_NAME}: last day is 2098-12-31, the journal says 2099-12-31.",
    ),
    ("round", "sides"): (
        f"UPDATE coordination_round SET sides = 'both' WHERE id = {APRIL}",
        f"{APRIL_NAME}: sides is both, the journal says partners.",
    ),
    ("round", "origin"): (
        "UPDATE coordination_round SET origin = 'invented', notice_en = 'n', notice_fr = 'n'"
        f" WHERE id = {APRIL}",
        f"{APRIL_NAME}: origin is invented, the journal says entered.",
    ),
    ("round", "instrument"): (
        "INSERT INTO coordination_instrument (id, code, version, status, content, content_hash)"
        " SELECT 9999, code, '9', 'draft', content, content_hash FROM coordination_instrument; "
        f"UPDATE coordination_round SET instrument_id = 9999 WHERE id = {APRIL}",
        f"{APRIL_NAME}: instrument is partnership-2008 9, the journal says partnership-2008 2008.1.",
    ),
    ("round", "deleted"): (
        f"DELETE FROM coordination_roundmail WHERE round_id = {APRIL}; "
        f"DELETE FROM coordination_notsubmitted WHERE round_id = {APRIL}; "
        f"DELETE FROM coordination_round WHERE id = {APRIL}",
        f"{APRIL_NAME} {GONE}",
    ),
    ("not submitted", "told_at"): (
        f"UPDATE coordination_notsubmitted SET told_at = '2011-01-01 00:00:00+00:00' WHERE {UNSENT}",
        f"{UNSENT_NAME}: told at is 2011-01-01T00:00:00.000000+00:00, the journal says 2011-03-01T09:30",
    ),
    ("not submitted", "deleted"): (
        f"DELETE FROM coordination_notsubmitted WHERE {UNSENT}",
        f"{UNSENT_NAME} {GONE}",
    ),
    ("asked", "added"): (
        f"INSERT INTO coordination_askedstructure (round_id, structure_id) VALUES ({MARCH}, {CCRSS})",
        f"Asked {{unsent}} in round march-2011 of cod {UNTOLD}",
    ),
    ("asked", "deleted"): (
        f"DELETE FROM coordination_askedstructure WHERE structure_id = {CCRSS}",
        f"Asked {{unsent}} in round december-2011 of cod {GONE}",
    ),
    ("round", "renamed"): (
        f"UPDATE coordination_round SET label = 'may-2011' WHERE id = {APRIL}",
        f"Round may-2011 of cod {UNTOLD}",
    ),
    **{
        ("weights", fact): (
            f"UPDATE coordination_weighting SET {change} WHERE version = 2",
            f"{WEIGHTS}: {word} is",
        )
        for fact, change, word in (
            ("weights", "weights = '[0, 100, 0, 0, 0, 0, 0]'", "weights"),
            ("reason", "reason = 'Another.'", "reason"),
            ("recorded_by", f"recorded_by_id = {AMINA}", "recorded by"),
            ("recorded_at", "recorded_at = '2011-01-01 00:00:00+00:00'", "recorded at"),
        )
    },
    ("weights", "side"): (
        "UPDATE coordination_weighting SET side = 'government' WHERE version = 2",
        f"Weights 2 of the side government in round march-2011 of cod {UNTOLD}",
    ),
    ("weights", "version"): (
        "UPDATE coordination_weighting SET version = 3 WHERE version = 1",
        f"Weights 3 of the side partners in round march-2011 of cod {UNTOLD}",
    ),
    ("weights", "deleted"): ("DELETE FROM coordination_weighting WHERE version = 2", f"{WEIGHTS} {GONE}"),
    ("place", "role"): (
        f"UPDATE coordination_membership SET role = 'adviser' WHERE user_id = {PAUL}",
        f"{PAULS}: role is adviser, the journal says manager.",
    ),
    ("place", "side"): (
        f"UPDATE coordination_membership SET side = 'government' WHERE user_id = {PAUL}",
        f"{PAULS}: side is government, the journal says partners.",
    ),
    ("place", "confirmed"): (
        f"UPDATE coordination_membership SET confirmed_at = NULL WHERE user_id = {PAUL}",
        f"{PAULS}: confirmed is nothing, the journal says True.",
    ),
    ("place", "reads_since"): (
        f"UPDATE coordination_membership SET reads_since = '2011-01-01 00:00:00+00:00' WHERE user_id = {PAUL}",
        f"{PAULS}: reads since is 2011-01-01T00:00:00.000000+00:00, the journal says nothing.",
    ),
    ("place", "user"): (
        f"UPDATE coordination_membership SET user_id = {OLGA} WHERE user_id = {PAUL}",
        f"{OLGAS} {UNTOLD}",
    ),
    ("place", "given past the program"): (
        "INSERT INTO coordination_membership"
        " (user_id, programme_id, role, side, invited_name, asked_at, confirmed_at, invited_at)"
        f" VALUES ({OLGA}, {COD}, 'manager', 'partners', '', {AT}, {AT}, {AT})",
        f"{OLGAS} {UNTOLD}",
    ),
    ("place", "deleted"): (
        f"DELETE FROM coordination_membership WHERE user_id = {PAUL}",
        f"{PAULS} {GONE}",
    ),
    **{
        ("commitment", fact): (_commitment(change), f"Commitment P-1 of cod: {said}")
        for fact, change, said in (
            ("text_en", "text_en = 'Another.'", "English text is not that of the journal."),
            ("text_fr", "text_fr = 'Autre.'", "French text is not that of the journal."),
            (
                "owner",
                f"owner_id = {DONORS}",
                "owner is Donors, the journal says Ministry.",
            ),
            (
                "structure",
                f"structure_id = {CCRSS}",
                "structure is CCRSS, the journal says CMJ.",
            ),
            ("round", f"round_id = {APRIL}", "round is april-2011, the journal says march-2011."),
            ("voice", "voice = 'government'", "voice is government, the journal says partners."),
            (
                "criterion",
                f"criterion_id = {SECOND}",
                "criterion is C2, the journal says C1.",
            ),
            ("made_on", "made_on = '2011-02-01'", "made on is 2011-02-01, the journal says 2011-03-01."),
            ("person", "person = 'Nobody'", "person in charge is not that of the journal."),
            ("contact", f"contact_id = {CONTACT}", "contact is"),
            ("due_on", "due_on = '2012-05-01'", "due day is 2012-05-01, the journal says 2011-05-01."),
            (
                "state",
                "state = 'kept', settled_on = made_on, outcome = 'Done.'",
                "state is kept, the journal says open.",
            ),
            ("origin", "origin = 'invented'", "origin is invented, the journal says entered."),
            (
                "recorded_by",
                f"recorded_by_id = {AMINA}",
                "recorded by is amina@ssr.example, the journal says paul@ssr.example.",
            ),
        )
    },
    ("commitment", "moved"): (
        "UPDATE coordination_moveddate SET reason = 'Another.'",
        "Commitment P-2 of cod: days it was due before is not that of the journal.",
    ),
    ("commitment", "settled_on"): (
        _settled("settled_on = '2011-04-01'"),
        "Commitment P-2 of cod: settled on is 2011-04-01, the journal says 2011-03-01.",
    ),
    ("commitment", "outcome"): (
        _settled("outcome = 'Far better.'"),
        "Commitment P-2 of cod: outcome is not that of the journal.",
    ),
    ("commitment", "deleted"): (f"DELETE FROM {C} WHERE code = 'P-1'", f"Commitment P-1 of cod {GONE}"),
    ("commitment", "renumbered"): (
        f"UPDATE {C} SET code = 'P-7' WHERE code = 'P-1'",
        f"Commitment P-7 of cod {UNTOLD}",
    ),
    ("instrument", "content_hash"): (
        "UPDATE coordination_instrument SET content_hash = 'x'",
        "Instrument partnership-2008 2008.1: content hash is x, the journal says",
    ),
    ("instrument", "content"): (
        "UPDATE coordination_instrument SET content = '{{}}'",
        "Instrument partnership-2008 2008.1: content is not that of the journal.",
    ),
    ("instrument", "criteria"): (
        "UPDATE coordination_criterion SET section = 'partnership' WHERE code = 'C1'",
        "Instrument partnership-2008 2008.1: criteria is not that of the journal.",
    ),
    ("instrument", "status"): (
        "UPDATE coordination_instrument SET status = 'draft'",
        f"Instrument partnership-2008 2008.1 {GONE}",
    ),
}
# A round of another programme, to which an assessment is moved.
ELSEWHERE = (
    "INSERT INTO coordination_round (id, programme_id, label, name_en, name_fr, reference_on, instrument_id,"
    " sides, state, origin, notice_en, notice_fr) SELECT 9999, p.id, r.label, name, name, reference_on,"
    " instrument_id, sides, state, origin, '', '' FROM coordination_round r, coordination_programme p,"
    " (SELECT 'n' AS name) n WHERE r.id = " + MARCH + " AND p.code = 'caf'; "
)
_move = FORGERIES["assessment", "programme"]
FORGERIES["assessment", "programme"] = (ELSEWHERE + _move[0], _move[1])


#: The same of answers from paper, which the version before did not know.
OF_PAPER: dict[tuple[str, str], tuple[str, str]] = {
    ("assessment", "keyed_by"): (
        f"UPDATE {A} SET keyed_by_id = {OLGA} WHERE id = {{paper}}",
        f"{PAPER}: person who keyed it in is olga@ssr.example, the journal says amina@ssr.example.",
    ),
    ("assessment", "filled_on"): (
        f"UPDATE {A} SET filled_on = '2011-02-28' WHERE id = {{paper}}",
        f"{PAPER}: day it was filled in is 2011-02-28, the journal says 2011-03-01.",
    ),
    ("assessment", "handed_at"): (
        f"UPDATE {A} SET handed_at = '2011-03-02 09:30+00:00' WHERE id = {{paper}}",
        f"{PAPER}: handed at is",
    ),
    ("assessment", "confirmed_alone"): (
        f"UPDATE {A} SET confirmed_alone = true, keyed_by_id = {PAUL} WHERE id = {{paper}}",
        f"{PAPER}: confirmed alone is",
    ),
}


@pytest.mark.parametrize("forged", FORGERIES, ids=" ".join)
def test_what_was_forged_past_the_program_is_named(story: Story, forged: tuple[str, str]) -> None:
    numbers = vars(story)
    statements, fault = (text.format(**numbers) for text in FORGERIES[forged])
    found = forge(*statements.split("; "))
    assert [line for line in found if line.startswith(fault)], found


@pytest.mark.parametrize("forged", OF_PAPER, ids=" ".join)
def test_what_was_forged_of_answers_from_paper_is_named(forged: tuple[str, str], cast: make.Cast) -> None:
    handed = on_paper.handed(cast.amina, make.round_("march-2011"), structure="CCRSS Defence")
    paper = on_paper.confirm(handed, cast.paul)
    assert journal.faults() == []
    statement, fault = (text.format(paper=paper.pk) for text in OF_PAPER[forged])
    found = forge(statement)
    assert [line for line in found if line.startswith(fault)], found


def test_every_fact_that_is_held_against_the_journal_is_forged_here(story: Story) -> None:
    facts = {(str(thing[0]), name) for thing, stated in journal_facts.standing() for name in stated}
    assert facts - set(FORGERIES) - set(OF_PAPER) == set()


# --- ordinary histories have no fault


def test_what_people_do_in_a_round_has_no_fault(story: Story) -> None:
    assert journal.faults() == []


@pytest.mark.takes_long
def test_the_examples_have_no_fault_nor_what_people_do_with_them(cast: make.Cast) -> None:
    for path in (CODING, make.DEMO, LIFE):
        make.load(path, by=cast.alain)
    assert journal.faults() == []
    make.sent(cast.amina, "CMJ", make.round_("january-2011"))
    assert Assessment.objects.filter(round__label="january-2011", state="revealed").count() == 2
    make.settle(Commitment.objects.filter(state="open", origin="invented")[0])
    invented = Assessment.objects.get(round__label="january-2009", structure__code="CMJ", side="partners")
    make.correct(invented, "C1", "No", by=cast.paul)
    assert journal.faults() == []


def test_a_file_of_an_open_round_that_reveals_has_no_fault(cast: make.Cast) -> None:
    document = make.document(make.DEMO)
    last = document["rounds"][-1]
    last["assessments"] += [
        one | {"side": "partners", "rater": "Another"}
        for one in last["assessments"]
        if one["side"] == "government"
    ]
    make.load(document)
    assert Assessment.objects.filter(round__label="january-2011", state="revealed").exists()
    assert journal.faults() == []


def test_places_given_taken_over_and_given_anew_have_no_fault(cast: make.Cast) -> None:
    make.place(cast.olga, "viewer", None)
    make.place(cast.amina, "manager", "government")
    make.place(cast.nadia, "adviser", "partners")
    assert journal.faults() == []


def test_a_structure_and_a_partner_under_another_code_have_no_fault(cast: make.Cast, story: Story) -> None:
    commitment = Commitment.objects.get(code="P-1")
    for item in (make.structure("CMJ"), make.structure("GTSE/CPSE"), commitment.owner):
        item.code = f"{item.code} II"
        make.administer(item=item, by=cast.alain, at=make.AT)
    make.sent(cast.grace, "GTSE/CPSE II", make.round_("march-2011"), word="Partly")
    assert Assessment.objects.get(pk=story.sent).state == "revealed"
    assert journal.faults() == []


# --- journals of earlier versions


def as_before(entry: JournalEntry) -> object:
    """Return the facts that this program wrote before it stated all that counts."""
    after = dict(entry.after or {})
    match entry.noun, entry.verb:
        case "assessment", "started" | "revealed":
            return None
        case "assessment", "loaded":
            return after["answers"]
        case "commitment", "promised":
            kept = ("text_en", "text_fr", "owner", "due_on", "structure", "round", "voice", "criterion")
            return {name: after[name] for name in kept} | {"voice": "partners"}
        case "round", "opened":
            return {name: after[name] for name in ("reference_on", "instrument", "sides")}
    new = {
        "sent_at",
        "corrected_at",
        "recorded_at",
        "rounds",
        "commitments",
        "user",
        "confirmed",
        "reads_since",
    }
    return {name: fact for name, fact in after.items() if name not in new} or None


def write_as_before() -> None:
    """Write the whole journal as the version before wrote it, chained."""
    entries, previous = list(JournalEntry.objects.order_by("sequence")), FIRST
    for entry in entries:
        entry.after, entry.previous_hash = as_before(entry), previous
        entry.hash = previous = chained_hash(previous, journal.content(entry))
    with make.without_triggers():
        JournalEntry.objects.all().delete()
        JournalEntry.objects.bulk_create(entries)
        JournalHead.objects.update(hash=previous)
        # Nobody could choose yet what a round asks about.
        AskedStructure.objects.all().delete()


@pytest.fixture
def old(story: Story) -> Story:
    """The story as the version before told it."""
    write_as_before()
    return story


def test_a_journal_of_the_version_before_has_no_fault(cast: make.Cast, story: Story) -> None:
    for path in (CODING, make.DEMO, LIFE):
        make.load(path, by=cast.alain)
    write_as_before()
    assert JournalEntry.objects.filter(verb="sent")[0].after == {"not answered": []}
    assert journal.faults() == []


@pytest.mark.takes_long
def test_people_go_on_from_a_journal_of_the_version_before(cast: make.Cast) -> None:
    for path in (make.DEMO, LIFE):
        make.load(path, by=cast.alain)
    june, january = make.open_round(name="June 2011"), make.round_("january-2011")
    mine = make.sent(cast.amina, "CMJ", june)
    promised = make.promise(at=make.AT)
    write_as_before()
    make.sent(cast.grace, "CMJ", june, word="Partly")
    make.correct(mine, "C3", "No", by=cast.paul)
    make.sent(cast.amina, "CMJ", january)
    make.settle(Commitment.objects.filter(state="open", origin="invented")[0])
    make.settle(promised, at=make.AT)
    make.place(cast.amina, "manager", "partners")
    make.place(cast.olga, "viewer", None)
    make.close_round(january)
    assert journal.faults() == []


#: What the version before did not tell, so that nothing is known of it.
UNKNOWN = {
    *(("assessment", name) for name in ("rater", "origin", "started_at", "sent_at", "revealed_at")),
    *(("round", name) for name in ("origin", "last_on")),
    *(("place", name) for name in ("confirmed", "reads_since")),
    *(("commitment", name) for name in ("made_on", "origin", "person", "contact")),
    ("correction", "corrected_at"),
    ("weights", "recorded_at"),
    ("asked", "deleted"),
}


@pytest.mark.takes_long
def test_what_the_version_before_told_is_found_and_what_it_did_not_tell_is_no_fault(old: Story) -> None:
    assert journal.faults() == []
    missed = []
    for forged, texts in FORGERIES.items():
        statements, fault = (text.format(**vars(old)) for text in texts)
        with transaction.atomic():
            found = forge(*statements.split("; "))
            transaction.set_rollback(True)
        if forged in UNKNOWN:
            missed += found
        elif not any(line.startswith(fault) for line in found):
            missed.append(f"{forged}: {found}")
    assert missed == []


def test_a_place_that_an_administrator_of_the_version_before_filled_in_has_no_fault(cast: make.Cast) -> None:
    there = {"asked_at": make.AT, "confirmed_at": make.AT, "invited_at": make.AT}
    place = Membership(user=cast.olga, programme=make.cod(), role="viewer", **there)
    make.administer(item=place, by=cast.alain, at=make.AT)
    place.role, place.side = "adviser", "partners"
    make.administer(item=place, by=cast.alain, at=make.AT)
    assert journal.faults() == []
    place.user = make.person("oscar")
    make.administer(item=place, by=cast.alain, at=make.AT)
    make.place(cast.olga, "viewer", None)
    assert journal.faults() == []
    fault = "The place of oscar@ssr.example in cod: role is manager, the journal says adviser."
    assert fault in forge("UPDATE coordination_membership SET role = 'manager' WHERE role = 'adviser'")


# --- what is said, and what is not


SEALED = ("Most?", "Not yet", "100", "Nothing of the kind", "Write the table", "https://", "Report")


def test_no_fault_tells_what_somebody_wrote(story: Story) -> None:
    with make.without_triggers():
        make.execute(
            "UPDATE coordination_answer SET verbatim = 'Oui'",
            "UPDATE coordination_source SET link = 'https://un.example/2'",
            "UPDATE coordination_weighting SET reason = 'Another.'",
            "UPDATE coordination_correction SET evidence = 'Nothing of the kind.'",
            f"UPDATE {C} SET text_en = 'Another.'",
        )
    # The number of an assessment may have the digits of a weight; on PostgreSQL it depends on the tests before.
    said = re.sub(r"\bassessment \d+", "assessment", "\n".join(journal.faults()), flags=re.IGNORECASE)
    assert len(said.splitlines()) > 10
    assert [word for word in SEALED if word in said] == []


def test_everything_is_read_in_few_queries(
    story: Story, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    make.load_demo()
    with django_assert_max_num_queries(37):
        assert journal.faults() == []


def test_what_does_not_fit_into_one_reading_is_read_to_its_end(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.load_demo()
    for module in (journal, journal_facts):
        monkeypatch.setattr(module, "CHUNK", 2)
    last = Assessment.objects.latest("pk")
    found = forge(
        f"UPDATE coordination_answer SET basis = 'Invented.' WHERE assessment_id IN (1, {last.pk})",
        f"UPDATE {C} SET text_en = 'Another.'",
    )
    assert [line.split(" (")[0].split(":")[0] for line in found] == [
        "Assessment 1",
        f"Assessment {last.pk}",
        "Commitment P-1 of cod",
        "Commitment P-2 of cod",
    ]

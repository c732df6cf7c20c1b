"""Publishing a card: a manager of each side agrees to the same content; then it is frozen, whatever comes later."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest

from coordination.actions import archive
from coordination.documents import publications as documents
from coordination.domain.answers import read
from coordination.domain.lifecycle import CardState
from coordination.domain.rules import Rule
from coordination.models import Answer, Assessment, JournalEntry, Publication, Round, Structure
from coordination.queries import card_notes, journal, publications
from tests import evidence, joint_answers, make

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(days=9)


@pytest.fixture
def one_side(cast: make.Cast) -> Round:
    """CMJ in a round that asks the partners only: revealed as Amina sent."""
    return make.sent(cast.amina, "CMJ", make.open_round("partners")).round


@pytest.fixture
def both(cast: make.Cast) -> Round:
    """CMJ in a round that asks both sides: both sent."""
    round_ = make.open_round()
    make.sent(cast.amina, "CMJ", round_)
    make.sent(cast.grace, "CMJ", round_, word="Partly")
    return round_


@pytest.fixture
def agreed(cast: make.Cast, both: Round) -> None:
    """Every criterion has a joint answer, or “differ”, that managers of both sides confirmed."""
    joint_answers.agree(cast, both)


def states(round_: Round) -> set[str]:
    return set(Assessment.objects.filter(round=round_).values_list("state", flat=True))


def told(noun: str = "publication") -> list[str]:
    return list(JournalEntry.objects.filter(noun=noun).order_by("sequence").values_list("verb", flat=True))


# --- one side


def test_a_manager_of_the_side_asked_publishes_its_card_at_once(cast: make.Cast, one_side: Round) -> None:
    row = make.publish(one_side)
    assert (row.sides, row.published_at, row.partners_by, row.partners_at) == (
        *("partners", make.AT, cast.paul),
        make.AT,
    )
    assert (row.government_by, row.government_at) == (None, None)
    assert states(one_side) == {"published"}
    assert row.content_hash == sha256(row.snapshot.encode()).hexdigest()
    entry = JournalEntry.objects.get(noun="publication")
    assert (entry.verb, entry.by, entry.after["content_hash"]) == ("published", cast.paul, row.content_hash)
    assert journal.faults() == []


def test_a_side_that_is_not_asked_publishes_nothing(cast: make.Cast, one_side: Round) -> None:
    with make.refused(Rule.SIDE_NOT_ASKED):
        make.publish(one_side, side="government")


def test_before_the_reveal_nothing_is_published(cast: make.Cast) -> None:
    round_ = make.open_round()
    make.sent(cast.amina, "CMJ", round_)
    with make.refused(Rule.NOTHING_TO_PUBLISH):
        make.publish(round_)


def test_what_a_file_brought_published_is_not_published_again(cast: make.Cast) -> None:
    make.load_demo()
    with make.refused(Rule.ALREADY_PUBLISHED):
        make.publish(make.round_("january-2009"))


# --- both sides


def test_a_card_of_both_sides_waits_for_its_joint_answers(cast: make.Cast, both: Round) -> None:
    with make.refused(Rule.NOT_AGREED):
        make.publish(both)


@pytest.mark.usefixtures("agreed")
@pytest.mark.parametrize(("first", "second"), [("partners", "government"), ("government", "partners")])
def test_the_first_manager_agrees_and_the_second_publishes(
    cast: make.Cast, both: Round, first: str, second: str
) -> None:
    made = make.publish(both, side=first)
    assert made.published_at is None
    assert states(both) == {"revealed"}
    assert journal.faults() == []
    row = make.publish(both, side=second, at=LATER)
    assert (row.pk, row.published_at, row.sides) == (made.pk, LATER, "both")
    assert {row.government_by, row.partners_by} == {cast.joseph, cast.paul}
    assert states(both) == {"published"}
    assert told() == ["consented", "published"]
    assert journal.faults() == []


@pytest.mark.usefixtures("agreed")
def test_what_both_managers_agreed_on_is_published_and_an_answer_corrected_afterwards(
    cast: make.Cast, both: Round
) -> None:
    make.publish(both)
    row = make.publish(both, side="government")
    card = documents.read(row.snapshot)
    assert [voice.side for voice in card.voices] == ["government", "partners", "agreed"]
    together = card.voices[-1]
    assert together.assessors == 0
    answers = {code: together.answer(code) for code in joint_answers.codes()}
    assert {code for code, each in answers.items() if each and each.sides_differ} == {"O7"}
    assert answers["C1"]
    assert answers["C1"].reading == read("Mostly")
    make.correct(Assessment.objects.get(round=both, side="partners"), "C1", "No", by=cast.paul, at=LATER)
    row.refresh_from_db()
    assert documents.read(row.snapshot) == card
    assert row.content_hash == sha256(row.snapshot.encode()).hexdigest()
    assert publications.state_of(both, make.structure("CMJ"), waiting=0) is CardState.CORRECTED
    line = card_notes.of(row.structure).cards[both.pk]
    assert (line.published_at, line.corrected_at) == (make.AT, LATER)
    assert journal.faults() == []


@pytest.mark.usefixtures("agreed")
def test_to_agree_twice_changes_nothing(cast: make.Cast, both: Round) -> None:
    make.publish(both)
    before = make.everything()
    assert make.publish(both).published_at is None
    assert make.everything() == before


@pytest.mark.usefixtures("agreed")
def test_a_consent_is_taken_back_before_the_other_side_agrees(cast: make.Cast, both: Round) -> None:
    make.publish(both)
    make.take_back(both)
    assert not Publication.objects.exists()
    assert told() == ["consented", "took back"]
    assert journal.faults() == []
    assert make.publish(both, side="government").published_at is None


@pytest.mark.usefixtures("agreed")
def test_nobody_takes_back_what_they_did_not_give_or_what_is_published(cast: make.Cast, both: Round) -> None:
    with make.refused(Rule.NO_CONSENT):
        make.take_back(both)
    make.publish(both)
    with make.refused(Rule.NO_CONSENT):
        make.take_back(both, side="government")
    make.publish(both, side="government")
    with make.refused(Rule.NO_CONSENT):
        make.take_back(both)


@pytest.mark.usefixtures("agreed")
def test_what_is_published_is_not_published_again(cast: make.Cast, both: Round) -> None:
    make.publish(both)
    make.publish(both, side="government")
    with make.refused(Rule.ALREADY_PUBLISHED):
        make.publish(both)


@pytest.mark.usefixtures("agreed")
def test_a_consent_to_what_has_changed_since_is_void(cast: make.Cast, both: Round) -> None:
    make.publish(both)
    make.revise(Assessment.objects.get(round=both, side="partners"), "C1", "Mostly")
    row = make.publish(both, side="government")
    assert (row.published_at, row.partners_by, row.government_by) == (None, None, cast.joseph)
    assert states(both) == {"revealed"}
    assert make.publish(both).published_at
    assert journal.faults() == []


@pytest.mark.usefixtures("agreed")
def test_nobody_agrees_to_what_they_did_not_see(cast: make.Cast, both: Round) -> None:
    seen = make.to_be_published(both, "CMJ", cast.paul)
    make.revise(Assessment.objects.get(round=both, side="partners"), "C1", "Mostly")
    with make.refused(Rule.CARD_CHANGED):
        make.publications.publish(
            round_=both,
            structure=make.structure("CMJ"),
            side="partners",
            seen=seen,
            by=cast.paul,
            at=make.AT,
        )


@pytest.mark.usefixtures("agreed")
def test_one_person_does_not_agree_for_both_sides(cast: make.Cast, both: Round) -> None:
    make.publish(both)
    with make.refused(Rule.CONSENTED_BY_ONE):
        make.publish(both, side="government", by=cast.paul)


@pytest.mark.usefixtures("agreed")
def test_another_structure_of_the_round_stays_as_it_is(cast: make.Cast, both: Round) -> None:
    for person in (cast.amina, cast.grace):
        make.sent(person, "CCRSS", both)
    make.publish(both)
    make.publish(both, side="government")
    left = Assessment.objects.filter(round=both, structure__code="CCRSS")
    assert set(left.values_list("state", flat=True)) == {"revealed"}
    assert journal.faults() == []


# --- the snapshot


def snapshot(row: Publication) -> dict[str, object]:
    found: dict[str, object] = json.loads(row.snapshot)
    return found


@pytest.mark.takes_long
def test_the_snapshot_holds_what_both_sides_read_and_no_assessor_s_name(cast: make.Cast) -> None:
    round_ = make.open_round()
    bruno = make.place(make.person("bruno", "Bruno Second"), "adviser", "partners")
    amina, second = make.start(cast.amina, "CMJ", round_), make.start(bruno, "CMJ", round_)
    make.answer(amina, "C1", "Yes?", basis="Zulu: minutes", doubt_reason="")
    make.answer(amina, "C2", "n/a", na_reason="One partner only")
    make.answer(second, "C1", "Partly", basis="Alpha: a call")
    make.send(amina, accept_blanks=True)
    make.send(second, accept_blanks=True)
    make.sent(cast.grace, "CMJ", round_, word="No")
    joint_answers.agree(cast, round_)
    make.publish(round_)
    row = make.publish(round_, side="government")
    found = json.loads(row.snapshot)
    assert [(each["side"], each["assessors"]) for each in found["voices"]] == [
        ("government", 1),
        ("partners", 2),
        ("agreed", 0),
    ]
    answers = {
        each["criterion"]: each for section in found["voices"][1]["sections"] for each in section["answers"]
    }
    assert answers["C1"]["reasons"] == ["Alpha: a call", "Zulu: minutes"]
    assert answers["C2"]["does_not_apply_because"] == ["One partner only"]
    assert {"C1", "C7", "O1", "O7"} <= set(answers), "what was asked and not answered is there, too"
    assert found["structure"]["code"] == "CMJ"
    assert found["questionnaire"]["content_hash"] == round_.instrument.content_hash
    for name in ("Amina", "Bruno", "Grace", "Paul", "Joseph", "@ssr.example"):
        assert name not in row.snapshot


def test_the_snapshot_names_the_files_of_an_answer_and_holds_nothing_of_who_gave_them(
    cast: make.Cast,
) -> None:
    round_ = make.open_round("partners")
    draft = make.start(cast.amina, "CMJ", round_)
    make.answer_all(draft)
    rows = [evidence.give(draft, note="Page 2"), evidence.give(draft, data=evidence.pdf())]
    make.send(draft)
    found = make.publish(round_).snapshot
    (voice,) = json.loads(found)["voices"]
    answers = {each["criterion"]: each for section in voice["sections"] for each in section["answers"]}
    assert answers["C1"]["files"] == [
        {"kind": each.kind, "size": each.size, "sha256": each.sha256, "note": each.note}
        for each in sorted(rows, key=lambda row: row.sha256)
    ]
    assert [code for code, each in answers.items() if "files" in each] == ["C1"]
    assert all(each.pk.hex not in found and str(each.pk) not in found for each in rows)
    assert documents.write(documents.read(found)) == found


def test_the_snapshot_stays_whatever_comes_later(cast: make.Cast, one_side: Round) -> None:
    row = make.publish(one_side)
    before = row.snapshot
    mine = Assessment.objects.get(round=one_side)
    make.correct(mine, "C1", "No", by=cast.paul, at=LATER)
    Structure.objects.filter(code="CMJ").update(name_en="Renamed", code="CMJ-2")
    programme = make.cod()
    programme.name_en = "Another name"
    make.programmes.save(programme=programme, by=None, at=LATER)
    make.publish_instrument(make.changed_instrument(version="2011.1"))
    row.refresh_from_db()
    assert row.snapshot == before
    assert row.content_hash == sha256(before.encode()).hexdigest()


def test_the_same_card_gives_the_same_snapshot_to_managers_of_both_sides(
    cast: make.Cast, both: Round
) -> None:
    assert make.to_be_published(both, "CMJ", cast.paul) == make.to_be_published(both, "CMJ", cast.joseph)


def test_a_row_of_which_the_journal_says_nothing_is_noticed(cast: make.Cast, one_side: Round) -> None:
    row = make.publish(one_side)
    with make.without_triggers():
        Publication.objects.filter(pk=row.pk).update(snapshot="{}")
    assert journal.faults() == [f"Publication {row.pk} (march-2011 CMJ): content is not that of the journal."]
    with make.without_triggers():
        Publication.objects.filter(pk=row.pk).delete()
    assert journal.faults() == [f"Publication {row.pk} (march-2011 CMJ) is in the journal and not stored."]


def test_the_journal_follows_a_structure_that_is_given_another_code(cast: make.Cast, one_side: Round) -> None:
    make.publish(one_side)
    structure = make.structure("CMJ")
    structure.code = "CMJ2"
    make.administer(item=structure, by=None, at=LATER)
    assert journal.faults() == []


def test_an_example_is_removed_with_what_was_published_of_it(cast: make.Cast) -> None:
    document = make.document()
    document["programme"] |= {"code": "try", "kind": "training"}
    make.load(document)
    there = make.programme("try")
    make.place(cast.alain, "administrator", None, programme=there)
    for person, role, side in (
        (cast.amina, "adviser", "partners"),
        (cast.paul, "manager", "partners"),
        (cast.joseph, "manager", "government"),
    ):
        make.place(person, role, side, programme=there)
    cast = make.cast()
    round_ = make.open_round("partners", programme=there)
    mine = make.sent(cast.amina, "CMJ", round_)
    make.publish(round_, by=cast.paul)
    make.dissent(make.correct(mine, "C1", "No", by=cast.paul))
    archive.remove(programme=there, typed="try", by=cast.alain, at=LATER)
    assert not Publication.objects.exists()
    assert not Answer.objects.filter(assessment__round=round_).exists()
    assert journal.faults() == []

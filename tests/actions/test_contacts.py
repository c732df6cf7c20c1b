"""Contacts: what may be noted and changed, what is refused with nothing changed, and what the journal keeps."""

from datetime import UTC, date, datetime, time
from itertools import pairwise

import pytest

from coordination.actions import contacts
from coordination.domain.rules import Rule
from coordination.models import Contact, JournalEntry, Partner, Programme, Structure, User
from tests import make

pytestmark = pytest.mark.django_db
AT = datetime(2011, 3, 1, 9, tzinfo=UTC)
TODAY = date(2011, 3, 1)
YESTERDAY, TOMORROW = date(2011, 2, 28), date(2011, 3, 2)
SECRET = "He will resign"


def facts(row: Contact, **changed: object) -> dict[str, object]:
    """What a form would send back for a contact, with something changed."""
    same = {name: getattr(row, name) for name in ("subject", "on", "kind", "state", "people", "structure")}
    same |= {
        "agreed": row.agreed,
        "sharing": row.sharing,
        "partners": list(row.partners.all()),
        "time": row.at,
    }
    return same | changed


def change(row: Contact, by: User, *, base_version: int | None = None, **changed: object) -> Contact:
    version = row.version if base_version is None else base_version
    said = contacts.ContactFacts(**facts(row, **changed))
    return contacts.change(contact=row, facts=said, base_version=version, by=by, at=AT)


def last_entry() -> JournalEntry:
    return JournalEntry.objects.order_by("-sequence")[0]


def kept_in_the_journal() -> str:
    return " ".join(f"{each.key} {each.before} {each.after}" for each in JournalEntry.objects.all())


# --- noting


def test_a_contact_is_private_and_held_unless_said_otherwise(cast: make.Cast) -> None:
    made = make.contact(cast.amina, partners=("Ministry", "Donors"), at=AT)
    stored = Contact.objects.get(pk=made.pk)
    assert (stored.kind, stored.state, stored.sharing) == ("call", "held", "private")
    assert (stored.author, stored.side, stored.on, stored.version) == (cast.amina, "partners", TODAY, 1)
    assert {each.code for each in stored.partners.all()} == {"Ministry", "Donors"}


def test_a_meeting_of_a_structure_is_for_both_sides_whatever_is_asked(cast: make.Cast) -> None:
    assert make.contact(kind="session", structure_="CMJ", sharing="private", at=AT).sharing == "all"


def test_a_meeting_of_a_structure_needs_the_structure(cast: make.Cast) -> None:
    with make.refused(Rule.SESSION_WITHOUT_STRUCTURE):
        make.contact(kind="session", at=AT)


def test_what_is_held_is_not_to_come_and_what_is_planned_is(cast: make.Cast) -> None:
    with make.refused(Rule.HELD_IN_FUTURE):
        make.contact(on=TOMORROW, at=AT)
    with make.refused(Rule.PLANNED_IN_PAST):
        make.contact(on=YESTERDAY, state="planned", at=AT)
    for on in (TODAY, TOMORROW):
        assert make.contact(on=on, state="planned", at=AT).state == "planned"
    for on in (YESTERDAY, TOMORROW):
        assert make.contact(on=on, state="cancelled", at=AT).state == "cancelled"


def test_it_ends_after_it_begins_or_nobody_says_when(cast: make.Cast) -> None:
    ten, noon = time(10), time(12)
    assert make.contact(time=ten, ends=noon, at=AT).ends == noon
    assert make.contact(subject="Another", time=ten, at=AT).ends is None
    with make.refused(Rule.ENDS_WITHOUT_BEGIN):
        make.contact(subject="A third", ends=noon, at=AT)
    for ends in (ten, time(9, 59)):
        with make.refused(Rule.ENDS_BEFORE_BEGIN):
            make.contact(subject="A third", time=ten, ends=ends, at=AT)


def test_today_is_the_day_in_kinshasa(cast: make.Cast) -> None:
    late = datetime(2011, 2, 28, 23, 30, tzinfo=UTC)
    assert make.contact(on=TODAY, at=late).on == TODAY


@pytest.mark.parametrize(
    ("founded", "closed", "rule"),
    [
        ("2012", "", Rule.SESSION_BEFORE_FOUNDED),
        ("2011-03-02", "", Rule.SESSION_BEFORE_FOUNDED),
        ("", "2010", Rule.SESSION_AFTER_CLOSED),
        ("", "2011-02-28", Rule.SESSION_AFTER_CLOSED),
    ],
)
def test_a_structure_meets_only_while_it_is_there_and_may_be_spoken_of_at_any_time(
    cast: make.Cast, founded: str, closed: str, rule: str
) -> None:
    row = make.structure("New")
    # What was read before somebody recorded these days does not count.
    Structure.objects.filter(pk=row.pk).update(founded=founded, closed=closed)
    with make.refused(rule):
        make.contact(kind="session", structure_=row, at=AT)
    assert make.contact(kind="call", structure_=row, at=AT).structure == row


@pytest.mark.parametrize(("founded", "closed"), [("2011", "2011"), ("2011-03-01", "2011-03-01")])
def test_a_structure_meets_on_its_first_and_its_last_day(cast: make.Cast, founded: str, closed: str) -> None:
    row = make.structure("New")
    Structure.objects.filter(pk=row.pk).update(founded=founded, closed=closed)
    row.refresh_from_db()
    assert make.contact(kind="session", structure_=row, at=AT).structure == row


def test_everything_wrong_is_said_at_once(cast: make.Cast) -> None:
    with make.refused(Rule.SUBJECT_MISSING, Rule.HELD_IN_FUTURE, Rule.SESSION_WITHOUT_STRUCTURE):
        make.contact(subject=" ", kind="session", on=TOMORROW, at=AT)


def test_structure_and_partners_are_of_the_programme(cast: make.Cast) -> None:
    elsewhere = make.programme("caf")
    partner = Partner.objects.get(code="Ministry", programme=make.cod())
    stranger = Partner(programme=elsewhere, code="Abroad")
    with make.refused(Rule.OTHER_PROGRAMME, Rule.OTHER_PROGRAMME):
        contacts.note(
            programme=make.cod(),
            side="partners",
            facts=contacts.ContactFacts(
                subject="x",
                on=TODAY,
                structure=make.structure("CNS", programme=elsewhere),
                partners=[partner, stranger],
            ),
            by=cast.amina,
            at=AT,
        )


def test_codes_do_not_tell_how_many_contacts_there_are(cast: make.Cast) -> None:
    codes = {make.contact(subject=f"Call {n}", at=AT).code for n in range(5)}
    assert len(codes) == 5
    numbers = list(Contact.objects.order_by("pk").values_list("pk", flat=True))
    assert all(later - earlier > 1 for earlier, later in pairwise(numbers))
    assert max(numbers) < 2**53
    assert not any(code.removeprefix("K-").isdigit() and int(code[2:]) < 100 for code in codes)


def test_the_same_contact_is_not_noted_twice_by_one_person(cast: make.Cast) -> None:
    make.contact(cast.amina, at=AT)
    with make.refused(Rule.RECORDED_ALREADY):
        make.contact(cast.amina, at=AT)
    make.contact(cast.paul, at=AT)
    make.contact(cast.amina, people="The minister", at=AT)


@pytest.mark.parametrize("text", ["\u200b", " \u3164\u2060", "\ufeff", "\u00ad\u00ad"])
def test_what_nobody_sees_is_no_subject(cast: make.Cast, text: str) -> None:
    with make.refused(Rule.NOTHING_TO_SEE):
        make.contact(subject=text, at=AT)


def test_marks_that_turn_the_reading_direction_are_refused(cast: make.Cast) -> None:
    with make.refused(Rule.CONTROL_CHARACTER):
        make.contact(agreed="paid \u202e000.1", at=AT)
    make.contact(agreed="Two lines:\r\n\tthe second.", at=AT)


# --- changing


def test_a_change_keeps_the_author_and_counts_the_version(cast: make.Cast) -> None:
    made = make.contact(cast.amina, partners=("Ministry",), at=AT)
    changed = change(made, cast.amina, subject="The army", time=time(9, 30), sharing="side", partners=[])
    stored = Contact.objects.get(pk=made.pk)
    assert (stored.subject, stored.at, stored.sharing, stored.version) == ("The army", time(9, 30), "side", 2)
    assert (stored.author, changed.code, stored.partners.count()) == (cast.amina, made.code, 0)
    assert "the army" in stored.folded
    assert "ministry" not in stored.folded


def test_what_somebody_else_changed_is_not_overwritten(cast: make.Cast) -> None:
    made = make.contact(at=AT)
    change(made, cast.amina, subject="First")
    with make.refused(Rule.CHANGED_MEANWHILE):
        change(made, cast.amina, base_version=1, subject="Second")
    with make.refused(Rule.CHANGED_MEANWHILE):
        contacts.set_state(contact=made, state="cancelled", base_version=1, by=cast.amina, at=AT)


@pytest.mark.parametrize("changed", [{"kind": "call"}, {"sharing": "private"}])
def test_who_is_not_the_author_does_not_hide_a_meeting_of_a_structure(
    cast: make.Cast, changed: dict[str, object]
) -> None:
    made = make.contact(cast.amina, kind="session", structure_="CMJ", at=AT)
    with make.refused(Rule.CONTACT_OF_AUTHOR):
        change(made, cast.grace, **changed)
    assert change(made, cast.grace, agreed="The table is written.").agreed == "The table is written."


def test_what_was_loaded_without_an_author_can_be_put_right(cast: make.Cast) -> None:
    loaded = Contact.objects.create(
        programme=make.cod(),
        code="X",
        kind="dialogue",
        on=TODAY,
        subject="Progress",
        sharing="all",
        folded="x",
    )
    assert change(loaded, cast.grace, subject="Progress in 2011").author is None


def test_what_became_of_a_planned_meeting_is_said_in_one_step(cast: make.Cast) -> None:
    made = make.contact(state="planned", on=TODAY, at=AT)
    held = contacts.set_state(contact=made, state="held", base_version=1, by=cast.amina, at=AT)
    assert (held.state, held.version, held.subject) == ("held", 2, made.subject)
    later = make.contact(state="planned", on=TOMORROW, at=AT)
    with make.refused(Rule.HELD_IN_FUTURE):
        contacts.set_state(contact=later, state="held", base_version=1, by=cast.amina, at=AT)
    cancelled = contacts.set_state(contact=later, state="cancelled", base_version=1, by=cast.amina, at=AT)
    assert cancelled.state == "cancelled"


def test_a_planned_day_that_passed_does_not_stop_a_correction(cast: make.Cast) -> None:
    made = make.contact(state="planned", on=YESTERDAY, at=datetime(2011, 2, 1, tzinfo=UTC))
    assert change(made, cast.amina, people="The minister").people == "The minister"
    with make.refused(Rule.PLANNED_IN_PAST):
        change(made, cast.amina, base_version=2, on=date(2011, 2, 27))


# --- the journal


@pytest.mark.parametrize("sharing", ["private", "side"])
def test_the_journal_does_not_keep_what_one_side_noted_for_itself(cast: make.Cast, sharing: str) -> None:
    made = make.contact(
        cast.amina,
        subject=SECRET,
        people=SECRET,
        agreed=SECRET,
        partners=("Ministry",),
        structure_="CMJ",
        sharing=sharing,
        at=AT,
    )
    changed = change(made, cast.amina, agreed=f"{SECRET} soon", state="cancelled")
    contacts.set_state(contact=changed, state="held", base_version=2, by=cast.amina, at=AT)
    kept = list(JournalEntry.objects.filter(noun="contact"))
    allowed = {"kind", "state", "on", "sharing"}
    assert [set(each.after) for each in kept] == [allowed] * 3
    assert SECRET not in kept_in_the_journal()
    entry = last_entry()
    assert (entry.verb, entry.key, entry.programme) == ("noted", made.code, make.cod())
    assert (entry.before["state"], entry.after["state"]) == ("cancelled", "held")


def test_the_journal_keeps_the_facts_once_both_sides_may_read_them(cast: make.Cast) -> None:
    made = make.contact(cast.amina, subject="Budget", partners=("Ministry",), structure_="CMJ", at=AT)
    shared = change(made, cast.amina, sharing="all")
    entry = last_entry()
    assert set(entry.before) == {"kind", "state", "on", "sharing"}
    assert (entry.after["subject"], entry.after["partners"], entry.after["structure"]) == (
        "Budget",
        ["Ministry"],
        "CMJ",
    )
    change(shared, cast.amina, sharing="private", agreed=SECRET)
    assert last_entry().before["subject"] == "Budget"
    assert SECRET not in kept_in_the_journal()


def test_another_programme_keeps_its_own_contacts(cast: make.Cast) -> None:
    made = make.contact(cast.nadia, at=AT)
    assert made.programme == Programme.objects.get(code="caf")

"""Objects for the tests, all made through actions, and the named cast whose rights are known.

What is there before every test: the instrument 2008.1, the programme ``cod`` as the deck of 2008 has it, another
programme ``caf`` with one structure, and the cast. Everything else a test makes itself:

>>> round_ = make.open_round(sides="both")
>>> assessment = make.start(cast.amina, "CMJ", round_)
>>> make.answer_all(assessment, "Yes")
>>> make.send(assessment)
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from django.forms.models import model_to_dict
from django.utils import timezone

from coordination.actions import (
    agreed_cards,
    answers,
    assessments,
    closings,
    commitments,
    contacts,
    corrections,
    fixtures,
    instruments,
    journal,
    memberships,
    people,
    programmes,
    publications,
    rounds,
    seen,
    structures,
)
from coordination.actions.answers import Saved
from coordination.documents import instruments as instrument_files
from coordination.documents.fixture import reading as documents
from coordination.documents.fixture.document import Fixture
from coordination.domain.agreed_cards import AgreedAnswer
from coordination.domain.answers import read
from coordination.domain.assessments import GivenAnswer, SourceEntry
from coordination.domain.criteria import sections_asked
from coordination.domain.instruments import InstrumentValue, fingerprint
from coordination.domain.lifecycle import asked_sides
from coordination.domain.memberships import Invited
from coordination.domain.problems import Refused
from coordination.models import (
    Answer,
    Assessment,
    Commitment,
    Contact,
    Correction,
    CorrectionDissent,
    Criterion,
    Instrument,
    Partner,
    Programme,
    Publication,
    Round,
    Structure,
    Tally,
    User,
    Weighting,
)
from coordination.models.constraints import check
from coordination.permissions import Standing, standings
from coordination.queries import assessments as assessment_queries
from coordination.queries import fixtures as fixture_queries
from coordination.queries import publications as publication_queries
from coordination.queries.fixture_plans import Plan
from tests.remembered import again

FIXTURES = Path(__file__).parents[1] / "fixtures"
INSTRUMENT = FIXTURES / "instruments" / "partnership-2008.json"
DRC = FIXTURES / "drc-2008.json"
DEMO = FIXTURES / "demo-rounds.json"
LIFE = FIXTURES / "demo-life.json"

#: When things are done, unless a test says otherwise.
AT = datetime(2011, 3, 1, 9, 30, tzinfo=UTC)
#: The cast has come in, and so lately that looking at a page writes nothing.
SEEN = datetime(2099, 1, 1, 12, tzinfo=UTC)
#: Everybody's password.
PASSWORD = "kivu-ituri-kasai-2011"
DOMAIN = "ssr.example"

#: name → (full name, language, programme, role, side); who has no programme is signed in and has no place.
PEOPLE: Mapping[str, tuple[str, str, str | None, str, str | None]] = {
    "amina": ("Amina Adviser", "en", "cod", "adviser", "partners"),
    "paul": ("Paul Manager", "en", "cod", "manager", "partners"),
    "grace": ("Grace Conseillère", "fr", "cod", "adviser", "government"),
    "joseph": ("Joseph Directeur", "fr", "cod", "manager", "government"),
    "vera": ("Vera Viewer", "en", "cod", "viewer", None),
    "alain": ("Alain Administrateur", "fr", "cod", "administrator", None),
    "nadia": ("Nadia Elsewhere", "en", "caf", "adviser", "partners"),
    "olga": ("Olga Outside", "en", None, "", None),
}


@dataclass(frozen=True)
class Cast:
    """Eight people: advisers and managers of both sides, a viewer, an administrator, and two outsiders."""

    amina: User
    paul: User
    grace: User
    joseph: User
    vera: User
    alain: User
    #: Adviser of another programme, ``caf``.
    nadia: User
    #: Has an account, and no place anywhere.
    olga: User

    def __iter__(self) -> Iterator[User]:
        return (getattr(self, field.name) for field in fields(self))


# --- the world before every test


def world() -> None:
    """Make what every test finds."""
    publish_instrument()
    load(DRC)
    other = programmes.save(
        programme=Programme(
            code="caf",
            country="CF",
            name_en="Another country",
            name_fr="Un autre pays",
            time_zone="Africa/Bangui",
        ),
        by=None,
        at=AT,
    )
    structure("CNS", programme=other)
    for name, (full_name, language, code, role, side) in PEOPLE.items():
        user = person(name, full_name, language)
        if code:
            place(user, role, side, programme=programme(code))


def cast() -> Cast:
    """Return the cast, fresh from the database; one query."""
    found = {user.email.split("@")[0]: user for user in User.objects.all()}
    return Cast(**{name: found[name] for name in PEOPLE})


# --- people


def person(name: str, full_name: str = "", language: str = "en") -> User:
    """Make a person ``name@ssr.example`` without a place."""
    return people.save_person(
        email=f"{name}@{DOMAIN}",
        name=full_name or name.title(),
        language=language,
        password=PASSWORD,
        by=None,
        at=AT,
    )


def newcomer(name: str) -> User:
    """Make an account ``name@ssr.example`` without a password, as whoever gives a place does."""
    return people.account(invited=Invited(f"{name}@{DOMAIN}", name.title(), "en"), by=None, at=AT)


def place(user: User, role: str, side: str | None, *, programme: Programme | None = None) -> User:
    """Give the person a place, and return them."""
    here = programme or cod()
    memberships.give_place(user=user, programme=here, role=role, side=side, by=None, at=AT)
    seen.note(programme_id=here.pk, by=user, at=SEEN)
    # Another role or side ends the sessions.
    user.refresh_from_db(fields=["session_number"])
    return user


# --- programmes, structures, instruments, fixtures


def programme(code: str) -> Programme:
    """Return a programme by its code."""
    return Programme.objects.get(code=code)


def cod() -> Programme:
    """Return the programme of the deck."""
    return programme("cod")


def structure(code: str, *, programme: Programme | None = None, sector: str = "justice") -> Structure:
    """Return a structure by its code; make it where there is none."""
    programme = programme or cod()
    found = Structure.objects.filter(programme=programme, code=code).first()
    if found:
        return found
    facts = structures.StructureFacts(name_en=code, name_fr=code, sector=sector)
    return structures.add(programme=programme, code=code, facts=facts, by=None, at=AT)


def administer(*, item: Model, by: User | None, at: datetime) -> None:
    """Store a row as the administration of an earlier version did: any of its columns, each told to the journal."""
    before = type(item)._default_manager.filter(pk=item.pk).first() if item.pk else None
    check(item)
    item.save()
    journal.record(
        by=by,
        at=at,
        verb="saved",
        noun=str(item._meta.model_name),
        key=str(item),
        programme=getattr(item, "programme", None),
        before=_columns(before) if before else None,
        after=_columns(item),
    )


def _columns(item: Model) -> dict[str, str]:
    columns = model_to_dict(item).items()
    return {name: str(value) for name, value in columns if name != "password" and value not in ("", None)}


def whole(*, programme: Programme | None = None) -> Structure:
    """Return what stands for the programme as a whole."""
    return Structure.objects.get(programme=programme or cod(), is_programme=True)


@lru_cache
def instrument_value() -> InstrumentValue:
    """Return the instrument that comes with the program, as a value."""
    return instrument_files.load(INSTRUMENT.read_bytes(), INSTRUMENT.name)


def changed_instrument(**change: Any) -> InstrumentValue:
    """Return the same instrument with other content, and the hash that goes with it."""
    content = dict(instrument_value().content) | change
    return instrument_files.read(content | {"content_hash": fingerprint(content)})


def one_word_changed() -> InstrumentValue:
    """Return the instrument under its published version, with one word that was not published."""
    levels = deepcopy(document(INSTRUMENT)["levels"])
    levels[0]["name"]["en"] = "Never"
    return changed_instrument(levels=levels)


def publish_instrument(value: InstrumentValue | None = None) -> Instrument:
    """Publish an instrument, the one that comes with the program unless another is given."""
    return instruments.publish(value=value or instrument_value(), by=None, at=AT)


def document(path: Path = DRC) -> dict[str, Any]:
    """Return a fixture file as JSON values, to be changed."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def fixture(source: Path | Mapping[str, Any], *, shipped: InstrumentValue | None = None) -> Fixture:
    """Return the checked fixture of a file, or of a document; ``shipped`` is the instrument beside the program."""
    if isinstance(source, Path):
        return read_fixture(source.read_bytes(), source.name, shipped=shipped)
    return read_fixture(json.dumps(source).encode(), shipped=shipped)


def read_fixture(
    data: bytes, name: str = "changed.json", *, shipped: InstrumentValue | None = None
) -> Fixture:
    """Return the checked fixture of these bytes."""
    value = shipped or instrument_value()
    at_hand = fixture_queries.instruments_at_hand({(value.code, value.version): value})
    return documents.load(data, name, at_hand, fixture_queries.known())


def load(
    source: Path | Mapping[str, Any] | Fixture, *, plan_hash: str | None = None, by: User | None = None
) -> Plan:
    """Load a fixture file, or a document."""

    def act() -> Plan:
        value = source if isinstance(source, Fixture) else fixture(source)
        return fixtures.load(fixture=value, plan_hash=plan_hash, by=by, at=AT)

    return again((source, plan_hash, by and by.pk), act) if isinstance(source, Path) else act()


def load_demo() -> Plan:
    """Load the invented rounds: 2009 and 2010 published on both sides, 2011 open with the government's sent."""
    return load(DEMO)


# --- rounds and assessments


def round_(label: str, *, programme: Programme | None = None) -> Round:
    """Return a round by its label."""
    return Round.objects.select_related("programme", "instrument").get(
        programme=programme or cod(), label=label
    )


def open_round(
    sides: str = "both",
    *,
    name: str = "March 2011",
    reference_on: date = date(2011, 3, 31),
    last_on: date = date(2099, 12, 31),
    programme: Programme | None = None,
    instrument: Instrument | None = None,
    structures: Sequence[str] = (),
    by: User | None = None,
) -> Round:
    """Open a round that asks ``both``, ``government`` or ``partners``; by Paul unless told otherwise.

    It asks about the ``structures`` of these codes alone, or about all.
    """
    there = programme or cod()
    return rounds.open_round(
        programme=there,
        name_en=name,
        name_fr=f"{name} (fr)",
        reference_on=reference_on,
        last_on=last_on,
        instrument=instrument or Instrument.objects.get(code="partnership-2008"),
        sides=sides,
        structures=[structure(code, programme=there).pk for code in structures],
        by=by or _named("paul"),
        at=AT,
    )


def close_round(round_: Round, *, at: datetime = AT) -> Round:
    """Close a round: each side asked agrees, Paul last where the partners are asked."""
    for side in asked_sides(round_.sides):
        round_ = closings.close(round_=round_, side=side, closes=True, by=manager(side), at=at)
    return round_


def agree_to_close(round_: Round, side: str, *, at: datetime = AT) -> Round:
    """Agree for one side to close a round, which takes both."""
    return closings.close(round_=round_, side=side, closes=False, by=manager(side), at=at)


def close_as_before(round_: Round) -> None:
    """Close a round as an earlier version did, which left drafts as they were."""
    Round.objects.filter(pk=round_.pk).update(state="closed")


def reopen_round(round_: Round, *, at: datetime = AT) -> Round:
    """Open a closed round again: the government agrees, then the partners."""
    for side in ("government", "partners"):
        round_ = closings.reopen(round_=round_, side=side, reopens=True, by=manager(side), at=at)
    return round_


def manager(side: str) -> User:
    """Return the manager of a side: Joseph or Paul."""
    return _named({"government": "joseph", "partners": "paul"}[side])


def start(person: User, structure_: str | Structure, round_: Round) -> Assessment:
    """Return this person's assessment of a structure (or its code), on the person's side.

    Nothing is stored before the first answer: then ``save`` gives the one returned here its number.
    """
    chosen = (
        structure_ if isinstance(structure_, Structure) else structure(structure_, programme=round_.programme)
    )
    place_ = person.memberships.get(programme=round_.programme)
    standing = Standing(
        user_id=person.pk, programme_id=round_.programme_id, role=place_.role, side=place_.side
    )
    found = assessment_queries.own(
        round_.label, chosen.slug, user=person, standing=standing, programme=round_.programme
    )
    if found is None:
        # Of a structure of another programme there is none; an action can still be asked for one.
        return Assessment(
            round=round_, structure=chosen, side=place_.side or "", rater=person.email, rater_user=person
        )
    return found


def begin(
    person: User,
    structure_: str | Structure,
    round_: Round,
    word: str = "?",
    *,
    criterion: str = "O7",
    at: datetime = AT,
) -> Assessment:
    """Begin this person's assessment with one answer, to the last criterion unless told otherwise."""
    begun = start(person, structure_, round_)
    save(begun, entry(criterion, word, _version(begun, criterion)), at=at)
    return begun


def entry(
    criterion: str,
    word: str = "Yes",
    base_version: int = 0,
    *,
    doubt_reason: str = "",
    basis: str = "",
    na_reason: str = "",
    sources: Sequence[SourceEntry] = (),
    change_cause: str = "",
) -> GivenAnswer:
    """Return an answer to be saved, its word read as a rater would write it."""
    return GivenAnswer(
        criterion=criterion,
        reading=read(word),
        base_version=base_version,
        doubt_reason=doubt_reason,
        basis=basis,
        na_reason=na_reason,
        sources=tuple(sources),
        change_cause=change_cause,
    )


def save(
    assessment: Assessment,
    *entries: GivenAnswer,
    by: User | None = None,
    op_id: UUID | None = None,
    at: datetime = AT,
) -> Saved:
    """Save answers, by their rater unless told otherwise."""
    saved = answers.save(
        assessment=assessment, entries=entries, op_id=op_id, by=by or rater(assessment), at=at
    )
    if assessment.pk is None and saved.assessment_id:
        assessment.pk = saved.assessment_id
        assessment._state.adding = False
        assessment.refresh_from_db()
    return saved


def answered(
    person: User,
    name: str,
    on: date,
    words: Mapping[str, Sequence[str]],
    *,
    causes: Mapping[str, str] | None = None,
    **more: Any,
) -> Round:
    """Open a round of the person's side and send these words on C1, C2 … of each structure; causes by criterion."""
    side = person.memberships.get(programme=cod()).side or ""
    round_ = open_round(side, name=name, reference_on=on, **more)
    for code, given in words.items():
        assessment = start(person, code, round_)
        entries = [
            entry(
                f"C{number}",
                word,
                na_reason="One partner" if word == "n/a" else "",
                change_cause=(causes or {}).get(f"C{number}", ""),
            )
            for number, word in enumerate(given, 1)
        ]
        save(assessment, *entries)
        send(assessment, accept_blanks=True)
    return round_


def answer(assessment: Assessment, criterion: str, word: str = "Yes", **more: Any) -> Saved:
    """Save one answer over whatever is stored."""
    return save(assessment, entry(criterion, word, _version(assessment, criterion), **more))


def answer_all(assessment: Assessment, word: str = "Yes") -> Saved:
    """Answer every criterion that is asked with the same word, over whatever is stored."""
    asked = sections_asked(is_programme=assessment.structure.is_programme)
    rows = Criterion.objects.filter(instrument=assessment.round.instrument_id, section__in=asked)
    codes = rows.values_list("code", flat=True)
    return save(assessment, *(entry(code, word, _version(assessment, code)) for code in codes))


def _version(assessment: Assessment, criterion: str) -> int:
    if assessment.pk is None:
        return 0
    rows = Answer.objects.filter(assessment=assessment, criterion__code=criterion)
    return rows.values_list("version", flat=True).first() or 0


def send(
    assessment: Assessment, *, accept_blanks: bool = False, by: User | None = None, at: datetime = AT
) -> Assessment:
    """Send an assessment as it now stands, by its rater unless told otherwise."""
    assessment.refresh_from_db()
    return assessments.submit(
        assessment=assessment,
        base_version=assessment.version,
        accept_blanks=accept_blanks,
        by=by or rater(assessment),
        at=at,
    )


def recall(
    assessment: Assessment, *, reason: str = "A figure was wrong.", by: User | None = None
) -> Assessment:
    """Take a sent assessment back, by its rater unless told otherwise."""
    return assessments.recall(assessment=assessment, reason=reason, by=by or rater(assessment), at=AT)


def discard(assessment: Assessment, *, reveals: bool = False, by: User | None = None) -> bool:
    """Discard a draft, by its rater unless told otherwise."""
    return assessments.discard(assessment=assessment, reveals=reveals, by=by or rater(assessment), at=AT)


def set_aside(
    assessment: Assessment,
    *,
    reason: str = "On leave until June.",
    reveals: bool = False,
    by: User | None = None,
) -> bool:
    """Set a draft aside, by the manager of its side unless told otherwise."""
    return assessments.set_aside(
        assessment=assessment, reason=reason, reveals=reveals, by=by or _manager(assessment.side), at=AT
    )


def correct(
    assessment: Assessment,
    criterion: str,
    word: str,
    *,
    evidence: str = "Minutes found since.",
    reason: str = "The minutes say otherwise.",
    na_reason: str = "",
    by: User,
    at: datetime = AT,
) -> Correction:
    """Correct a revealed answer over whatever is stored."""
    old = Answer.objects.get(assessment=assessment, criterion__code=criterion)
    return corrections.correct(
        assessment=assessment,
        entry=entry(criterion, word, old.version, na_reason=na_reason),
        evidence=evidence,
        reason=reason,
        by=by,
        at=at,
    )


def revise(
    assessment: Assessment,
    criterion: str,
    word: str,
    *,
    reason: str = "I misread it.",
    by: User | None = None,
) -> Correction:
    """Revise a revealed answer over whatever is stored, by its author unless told otherwise."""
    old = Answer.objects.get(assessment=assessment, criterion__code=criterion)
    return corrections.revise(
        assessment=assessment,
        entry=entry(criterion, word, old.version),
        reason=reason,
        by=by or rater(assessment),
        at=AT,
    )


def dissent(
    correction: Correction,
    *,
    side: str = "government",
    reason: str = "We know otherwise.",
    by: User | None = None,
) -> CorrectionDissent:
    """Dissent from a correction, by the manager of the side unless told otherwise."""
    return corrections.dissent(
        correction=correction, side=side, reason=reason, by=by or _manager(side), at=AT
    )


def to_be_published(round_: Round, structure_: str, by: User, *, at: datetime = AT) -> str:
    """Return the hash of what this person would publish."""
    chosen = structure(structure_, programme=round_.programme)
    standing = next(each for each in standings(by) if each.programme_id == round_.programme_id)
    return publication_queries.publishing(round_, chosen, user=by, standing=standing, at=at).content_hash


def publish(
    round_: Round,
    structure_: str = "CMJ",
    *,
    side: str = "partners",
    by: User | None = None,
    at: datetime = AT,
) -> Publication:
    """Agree to publish a card as it stands, for the partners unless told otherwise, by the manager of the side."""
    by = by or _manager(side)
    return publications.publish(
        round_=round_,
        structure=structure(structure_, programme=round_.programme),
        side=side,
        seen=to_be_published(round_, structure_, by),
        by=by,
        at=at,
    )


def take_back(round_: Round, structure_: str = "CMJ", *, side: str = "partners") -> None:
    """Take back the consent of a side, by its manager."""
    publications.take_back(
        round_=round_, structure=structure(structure_), side=side, by=_manager(side), at=AT
    )


def _manager(side: str) -> User:
    return _named({"partners": "paul", "government": "joseph"}[side])


def weigh(
    round_: Round,
    side: str = "partners",
    weights: Sequence[int] = (25, 15, 15, 10, 15, 10, 10),
    *,
    reason: str = "Objectives first.",
    by: User | None = None,
    at: datetime = AT,
) -> Weighting:
    """Record a side's weights, by Paul unless told otherwise."""
    return rounds.record_weights(
        round_=round_, side=side, weights=weights, reason=reason, by=by or _named("paul"), at=at
    )


def promise(
    owner: str = "Ministry",
    *,
    text_en: str = "Draw up the table of who does what.",
    text_fr: str = "Écrire le tableau qui fait quoi.",
    due_on: date | None = None,
    at: datetime | None = None,
    by: User | None = None,
    **origin: Any,
) -> Commitment:
    """Record a commitment of a partner (its code), made now and due in a month; by Paul unless told otherwise."""
    at = at or timezone.now()
    return commitments.promise(
        programme=cod(),
        text_en=text_en,
        text_fr=text_fr,
        owner=Partner.objects.get(programme=cod(), code=owner),
        due_on=due_on or timezone.localdate(at) + timedelta(days=30),
        by=by or _named("paul"),
        at=at,
        **origin,
    )


def move(
    commitment: Commitment,
    due_on: date | None = None,
    *,
    reason: str = "The chair was away.",
    person: str = "",
    base_version: int | None = None,
    at: datetime | None = None,
    by: User | None = None,
) -> Commitment:
    """Move the day of a commitment, a month later; by Paul unless told otherwise."""
    return commitments.move(
        commitment=commitment,
        due_on=due_on or commitment.due_on + timedelta(days=30),
        reason=reason,
        person=person,
        base_version=commitment.version if base_version is None else base_version,
        by=by or _named("paul"),
        at=at or timezone.now(),
    )


def settle(
    commitment: Commitment,
    state: str = "kept",
    *,
    outcome: str = "The table was written.",
    settled_on: date | None = None,
    base_version: int | None = None,
    at: datetime | None = None,
    by: User | None = None,
) -> Commitment:
    """Record what became of a commitment, today; by Paul unless told otherwise."""
    at = at or timezone.now()
    return commitments.settle(
        commitment=commitment,
        state=state,
        settled_on=settled_on or timezone.localdate(at),
        outcome=outcome,
        base_version=commitment.version if base_version is None else base_version,
        by=by or _named("paul"),
        at=at,
    )


def contact(
    by: User | None = None,
    *,
    subject: str = "The police reform",
    on: date | None = None,
    structure_: str | Structure = "",
    partners: Sequence[str] = (),
    at: datetime | None = None,
    **facts: Any,
) -> Contact:
    """Note a contact with partners (their codes) about a structure, held today; by Amina unless told otherwise."""
    by, at = by or _named("amina"), at or timezone.now()
    place = by.memberships.select_related("programme").get()
    if isinstance(structure_, str) and structure_:
        structure_ = structure(structure_, programme=place.programme)
    return contacts.note(
        programme=place.programme,
        side=place.side or "",
        facts=contacts.ContactFacts(
            subject=subject,
            on=on or timezone.localdate(at),
            structure=structure_ or None,
            partners=[Partner.objects.get(programme=place.programme, code=code) for code in partners],
            **facts,
        ),
        by=by,
        at=at,
    )


def with_analyst(answers: Mapping[str, Any] | None = None, **changed: Any) -> dict[str, Any]:
    """Return the deck's document with an analyst's coding of CMJ and nothing else in its round."""
    coded = document()
    one = {
        "structure": "CMJ",
        "side": "analyst",
        "rater": "Coded from the text",
        "state": "published",
        "sent_on": "2008-01-31",
        "answers": answers or {"O1": "Yes?"},
    }
    coded["rounds"][0]["assessments"] = [one | changed]
    return coded


def sent(person: User, structure_: str | Structure, round_: Round, *, word: str = "Yes") -> Assessment:
    """Start, answer and send in one go."""
    assessment = start(person, structure_, round_)
    answer_all(assessment, word)
    return send(assessment)


def revealed(
    cast: Cast,
    structure_: str | Structure = "CMJ",
    *,
    name: str = "March 2011",
    government: str = "Mostly",
    partners: str = "Partly",
) -> Round:
    """Return a new round in which both sides have answered one structure with one word each, and read each other."""
    round_ = open_round(name=name)
    sent(cast.grace, structure_, round_, word=government)
    sent(cast.amina, structure_, round_, word=partners)
    return round_


def agree(
    structure_: str | Structure,
    round_: Round,
    word: str | AgreedAnswer = "Mostly",
    *,
    by: User | None = None,
    at: datetime = AT,
    without: Sequence[str] = (),
    **cells: str | AgreedAnswer,
) -> Assessment:
    """Keep the agreed card of a structure: one word for every criterion asked, but for those that are named."""
    found = structure(structure_) if isinstance(structure_, str) else structure_
    asked = sections_asked(is_programme=found.is_programme)
    rows = Criterion.objects.filter(instrument_id=round_.instrument_id, section__in=asked)
    given = dict.fromkeys(rows.values_list("code", flat=True), word) | cells
    return agreed_cards.keep(
        round_=round_,
        structure=found,
        answers={
            code: AgreedAnswer(reading=read(each), basis="Minutes of the meeting.")
            if isinstance(each, str)
            else each
            for code, each in given.items()
            if code not in without
        },
        by=by or _named("joseph"),
        at=at,
    )


def rater(assessment: Assessment) -> User:
    """Return who writes the assessment, or keys it in from paper."""
    found = assessment.rater_user or assessment.keyed_by
    assert found is not None
    return found


def _named(name: str) -> User:
    return User.objects.get(email=f"{name}@{DOMAIN}")


# --- what is there, and what was refused


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of the app, so that a test can say that nothing was changed.

    That something was tried is counted whatever becomes of it: the counts are left out.
    """
    found: dict[str, list[tuple[Any, ...]]] = {}
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in apps.get_app_config("coordination").get_models():
            meta = model._meta
            if model is Tally or meta.pk is None or meta.pk.column is None:
                continue
            # As it is stored: a thousand tests ask, and need no objects.
            cursor.execute(f"SELECT * FROM {quoted(meta.db_table)} ORDER BY {quoted(meta.pk.column)}")
            found[str(meta.model_name)] = list(cursor.fetchall())
    return found


@contextmanager
def refused(*rules: str) -> Iterator[None]:
    """Expect a refusal by exactly these rules, which changes nothing."""
    before = everything()
    with pytest.raises(Refused) as refusal:
        yield
    assert [problem.rule for problem in refusal.value.problems] == list(rules)
    assert everything() == before


# --- behind the database's back


@contextmanager
def without_triggers() -> Iterator[None]:
    """Take the database's own guards away for a moment, as somebody with its password could."""
    if connection.vendor == "sqlite":
        dropped = _rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        before = [f"DROP TRIGGER {name}" for name, _sql in dropped]
        after = [sql for _name, sql in dropped]
    else:
        guarded = _rows("SELECT DISTINCT event_object_table FROM information_schema.triggers")
        # What waits for the end of the transaction is checked now: a table in use so cannot be altered. A server that
        # tidies up the table gives it free after a second: longer than what notes who was here waits, and all after it
        # in the same transaction.
        before = ["SET lock_timeout = 0", "SET CONSTRAINTS ALL IMMEDIATE"]
        before += [f"ALTER TABLE {table} DISABLE TRIGGER USER" for (table,) in guarded]
        after = ["SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"]
        after += [f"ALTER TABLE {table} ENABLE TRIGGER USER" for (table,) in guarded]
    execute(*before)
    yield
    execute(*after)


def empty() -> None:
    """Take everything out of the database, as it is after its migrations: nobody is there, and nothing was done."""
    tables = [model._meta.db_table for model in apps.get_app_config("coordination").get_models()]
    with transaction.atomic(), without_triggers():
        if connection.vendor == "postgresql":
            execute("SET CONSTRAINTS ALL DEFERRED")  # rows go before those that refer to them
        execute(*(f"DELETE FROM {table}" for table in tables))


def execute(*statements: str) -> None:
    """Run SQL as it stands."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _rows(sql: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())

"""What the database itself refuses, whoever writes and however: each constraint and trigger, on both databases."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.domain.assessments import SourceEntry
from coordination.domain.links import address
from coordination.models import (
    Activity,
    Answer,
    ApiToken,
    AskedStructure,
    Assessment,
    Assessor,
    Comment,
    Commitment,
    Consent,
    Contact,
    Correction,
    CorrectionDissent,
    Criterion,
    Delivery,
    Dismissal,
    Dissent,
    EvidenceFile,
    Feed,
    FirstRun,
    FormerName,
    FormerPlace,
    Function,
    HabitNote,
    Identity,
    Instrument,
    JointAnswer,
    JournalEntry,
    JournalHead,
    KeptMail,
    Link,
    Membership,
    MoneyLine,
    MovedDate,
    Notice,
    NotSubmitted,
    Observation,
    Operation,
    Participation,
    Partner,
    Programme,
    Publication,
    Round,
    RoundMail,
    RoundRequest,
    Seat,
    Source,
    Standard,
    Statement,
    Structure,
    Tally,
    User,
    Weighting,
)
from coordination.models.constraints import check
from coordination.queries import journal
from tests import make
from tests.databases import Lasting
from tests.extent import examples
from tests.links import ADDRESSES, NEARLY, NO_ADDRESSES

pytestmark = pytest.mark.django_db
Change = Mapping[str, Any]
MODELS = list(apps.get_app_config("coordination").get_models())


@dataclass
class Rows:
    """One good row of each kind; `draft`, `sent` and `revealed` are assessments, `answer` is of the draft."""

    draft: Assessment
    sent: Assessment
    revealed: Assessment
    answer: Answer
    of: Mapping[type[models.Model], models.Model]


@pytest.fixture(scope="module")
def lasting_rows(lasting: Lasting) -> Rows:
    with lasting():
        return _rows(make.cast())


@pytest.fixture
def rows(lasting_rows: Rows, db: None) -> Rows:
    return deepcopy(lasting_rows)


def _rows(cast: make.Cast) -> Rows:
    both, one = make.open_round(), make.open_round("partners", name="April 2011")
    draft = make.start(cast.amina, "CMJ", both)
    make.save(draft, make.entry("C1", "Yes", sources=[SourceEntry(title="Minutes", kind="document")]))
    sent = make.sent(cast.amina, "CCRSS", both)
    revealed = make.sent(cast.amina, "CMJ", one)
    answer = Answer.objects.get(assessment=draft)
    EvidenceFile.objects.create(programme=make.cod(), answer=answer, kind="pdf", size=9, sha256="5" * 64)
    make.correct(revealed, "C2", "Mostly", by=cast.paul)
    make.dissent(make.correct(revealed, "C1", "Mostly", by=cast.paul))
    Publication.objects.create(
        round=both,
        structure=make.structure("CMJ"),
        sides="both",
        snapshot="{}",
        content_hash="a" * 64,
        partners_by=cast.paul,
        partners_at=make.AT,
    )
    make.weigh(both)
    # A source names no statement of the programme as a whole in every copy of the deck: make both kinds.
    Statement.objects.bulk_create(
        Statement(
            programme=make.cod(),
            structure=structure,
            kind="sign",
            item="x",
            quote="q",
            quote_fr="q",
            slide="s",
        )
        for structure in (make.structure("CMJ"), None)
    )
    life()
    # Chosen before anybody answers: in a round of its own.
    make.open_round("partners", name="December 2011", structures=["CMJ"])
    of = {model: model._base_manager.order_by("-pk")[0] for model in MODELS if model is not Operation}
    open_one = Instrument.objects.create(
        code="open", version="1", status="draft", content={}, content_hash=""
    )
    criterion = Criterion.objects.create(instrument=open_one, code="C1", section="x", position=0)
    return Rows(
        draft,
        sent,
        revealed,
        answer,
        of | {Assessment: draft, Answer: answer, Criterion: criterion, Round: one},
    )


def life() -> None:
    """Make one good row of each kind of what partners do, promise and say."""
    cod, amina, at = make.cod(), User.objects.get(email="amina@ssr.example"), make.AT
    donors, police = (Partner.objects.get(programme=cod, code=code) for code in ("Donors", "Police HQ"))
    FormerName.objects.create(
        partner=donors, name_en="Lenders", name_fr="Prêteurs", until_on=timezone.localdate(at)
    )
    function = Function.objects.create(programme=cod, code="F", name_en="f", name_fr="f", sector="police")
    Standard.objects.create(programme=cod, code="N", name_en="n", name_fr="n", kind="standard")
    named = {"code": "A", "name_en": "a", "name_fr": "a", "kind": "training", "value": 1, "currency": "USD"}
    work = Activity.objects.create(
        programme=cod, partner=donors, recipient=police, function=function, **named
    )
    dfid = Partner.objects.get(programme=cod, code="DFID")
    Participation.objects.create(activity=work, partner=dfid, role="funds", share=40)
    MoneyLine.objects.create(activity=work, kind="budget", amount=40, currency="USD", on="2008", partner=dfid)
    Dismissal.objects.create(
        programme=cod, kind="gap", fingerprint="f", reason="r", dismissed_at=at, dismissed_by=amina
    )
    Observation.objects.create(
        programme=cod, item="R1", status="observed", evidence="e", observed_on=at, recorded_at=at
    )
    day = timezone.localdate(at)
    dates = {"made_on": day, "due_on": day, "settled_on": day}
    promise = Commitment.objects.create(
        programme=cod, code="P", text_en="t", text_fr="t", owner=police, state="kept", outcome="o", **dates
    )
    MovedDate.objects.create(commitment=promise, was_due_on=day, reason="r", moved_on=day)
    Contact.objects.create(
        programme=cod, code="K", kind="call", on=day, subject="s", author=amina, side="partners"
    )
    HabitNote.objects.create(user=amina, programme=cod, item="H1", week_on=day)
    Notice.objects.create(pk=2**62, user=amina, programme=cod, side="partners", kind="other", at=at)
    Link.objects.create(user=amina, way="mail", made_at=at, used_at=at)
    Feed.objects.create(user=amina, programme=cod, fingerprint="f", made_at=at)
    later = at + timedelta(days=1)
    ApiToken.objects.create(
        user=amina, programme=cod, name="t", fingerprint="a", made_at=at, expires_at=later
    )
    FormerPlace.objects.create(
        user=amina, programme=cod, email=amina.email, name="A", role="adviser", side="partners", ended_at=at
    )
    KeptMail.objects.create(to=amina.email, subject="s", text="t", at=at)
    FirstRun.objects.create(code_hash="h", made_at=at)
    Identity.objects.create(user=amina, issuer="https://login.example", subject="a-1", linked_at=at)
    of_round = {"round": Round.objects.order_by("pk")[0], "side": "partners"}
    cmj = make.structure("CMJ")
    Consent.objects.create(**of_round, to="closed", given_at=at, given_by=amina)
    NotSubmitted.objects.create(**of_round, structure=cmj, told_at=at)
    Assessor.objects.create(**of_round, structure=cmj, user=amina)
    said_jointly(of_round["round"], cmj)
    RoundRequest.objects.create(**of_round, asked="government", on=day, at=at, by=amina)
    RoundMail.objects.create(user=amina, round=of_round["round"], kind="unsent", on=day, made_at=at)
    Delivery.objects.create(op_id=uuid4(), programme=cod, by=amina, address="/", at=at)
    Tally.objects.create(what="link", whose="account", key="k", number=1, until=at)


def said_jointly(round_: Round, structure: Structure) -> None:
    """Make one good row of each kind of what both sides say once they have seen each other's answers."""
    amina, paul = (User.objects.get(email=f"{name}@ssr.example") for name in ("amina", "paul"))
    about = {"round": round_, "structure": structure, "criterion": round_.instrument.criteria.get(code="C1")}
    Comment.objects.create(**about, side="partners", role="adviser", author=amina, text="t", at=make.AT)
    proposed = {"proposed_by": paul, "proposed_side": "partners", "proposed_at": make.AT}
    confirmed = {"partners_by": paul, "partners_at": make.AT}
    word = {"verbatim": "Yes", "status": "answered", "level": 4, "lo": 4, "hi": 4, "certainty": "plain"}
    joint = JointAnswer.objects.create(**about, **word, **proposed, **confirmed)
    Dissent.objects.create(joint_answer=joint, side="partners", reason="r", by=paul, at=make.AT)


def refusal(write: Callable[[], object]) -> str:
    """Return the words of the database (or of its driver, for a NUL); fail where it takes the write."""
    with pytest.raises((DatabaseError, ValueError)) as refused, transaction.atomic():
        write()
    return str(refused.value)


def changing(row: models.Model, change: Change) -> Callable[[], object]:
    """Change a row without asking the model or any action."""
    return lambda: type(row)._base_manager.filter(pk=row.pk).update(**change)


def again(row: models.Model, **change: Any) -> Callable[[], object]:
    """Insert the row a second time."""
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    changed = {row._meta.get_field(name).attname for name in change}  # type: ignore[union-attr]
    values = {name: getattr(row, name) for name in names if name not in changed} | change
    return lambda: type(row)._base_manager.bulk_create([type(row)(**values)])


#: Which refuse to change what is there: a change is tried as one more row, under another number.
NUMBERS: Mapping[type[models.Model], Change] = {
    Weighting: {"version": 2},
    Correction: {"position": 1},
    Observation: {},
    Dismissal: {"fingerprint": "another"},
    MovedDate: {},
    Comment: {},
    JointAnswer: {"state": "withdrawn"},
    Dissent: {"side": "government"},
}


def trying(rows: Rows, model: type[models.Model], change: Change) -> Callable[[], object]:
    """Change the good row, or insert another one that differs by this."""
    row = rows.of[model]
    if model is CorrectionDissent:  # there is one other correction, from which nobody dissents
        return again(row, correction_id=Correction.objects.earliest("pk").pk, **change)
    return again(row, **{**NUMBERS[model], **change}) if model in NUMBERS else changing(row, change)


# --- checks

DRAFT: list[tuple[str, Change]] = [
    ("assessment_sent_is_stamped", {"sent_at": make.AT, "sent_by": "amina"}),
    ("assessment_sent_by_with_sent_at", {"sent_by": "amina"}),
    ("assessment_set_aside_is_stamped", {"state": "set_aside"}),
    (
        "assessment_set_aside_is_stamped",
        {"state": "set_aside", "set_aside_at": make.AT, "set_aside_by": "amina"},
    ),
    (
        "assessment_set_aside_is_stamped",
        {"state": "set_aside", "set_aside_at": make.AT, "set_aside_reason": "r"},
    ),
    ("assessment_set_aside_is_stamped", {"set_aside_reason": "On leave."}),
    ("assessment_set_aside_is_stamped", {"set_aside_at": make.AT}),
    ("assessment_set_aside_is_stamped", {"set_aside_by": "amina"}),
    ("assessment_set_aside_is_stamped", {"set_aside_at_closing": True}),
    ("assessment_revealed_is_stamped", {"revealed_at": make.AT}),
    ("assessment_of_analyst_is_loaded", {"side": "analyst"}),
    ("assessment_agreed_is_of_nobody", {"side": "agreed"}),
    ("assessment_of_person_is_entered", {"origin": "invented"}),
    ("assessment_of_person_is_entered", {"origin": "source"}),
    ("assessment_of_person_is_entered", {"origin": "x"}),
]
SENT: list[tuple[str, Change]] = [
    ("assessment_sent_is_stamped", {"sent_at": None, "sent_by": None}),
    ("assessment_sent_at_with_sent_by", {"sent_by": None}),
    ("assessment_revealed_is_stamped", {"revealed_at": make.AT}),
    ("assessment_revealed_is_stamped", {"state": "revealed"}),
    ("assessment_revealed_is_stamped", {"state": "published"}),
    ("assessment_revealed_is_stamped", {"state": "lost"}),
]
REVEALED: list[tuple[str, Change]] = [
    ("assessment_revealed_is_stamped", {"revealed_at": None}),
    ("assessment_revealed_is_stamped", {"state": "sent"}),
]


@pytest.mark.parametrize(
    ("state", "constraint", "change"),
    [
        (state, *case)
        for state, cases in (("draft", DRAFT), ("sent", SENT), ("revealed", REVEALED))
        for case in cases
    ],
)
def test_an_assessment_is_stamped_as_its_state_says(
    rows: Rows, cast: make.Cast, state: str, constraint: str, change: Change
) -> None:
    row: Assessment = getattr(rows, state)
    assert row.state == state
    people = {"amina": cast.amina}
    given = {name: people.get(str(value), value) for name, value in change.items()}
    assert constraint in refusal(changing(row, given))


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("assessment_keyed_in_is_on_paper", {"keyed_by": None}),
        ("assessment_keyed_in_is_on_paper", {"filled_on": None}),
        ("assessment_keyed_in_is_on_paper", {"rater": ""}),
        ("assessment_keyed_in_is_on_paper", {"rater_user": "amina"}),
        ("assessment_keyed_in_is_on_paper", {"origin": "source"}),
        ("assessment_keyed_in_is_confirmed", {"handed_at": None}),
        ("assessment_keyed_in_is_confirmed", {"returned_reason": "C3 says Partly."}),
        ("assessment_keyed_in_is_confirmed_by_another", {"sent_by": "amina"}),
        ("assessment_keyed_in_is_confirmed_by_another", {"confirmed_alone": True}),
    ],
)
def test_answers_on_paper_are_keyed_in_by_one_person_and_confirmed_by_another(
    rows: Rows, cast: make.Cast, constraint: str, change: Change
) -> None:
    Assessment.objects.filter(pk=rows.sent.pk).update(
        rater="Colonel Ilunga",
        rater_user=None,
        keyed_by=cast.amina,
        filled_on=make.AT.date(),
        handed_at=make.AT,
        sent_by=cast.paul,
    )
    people = {"amina": cast.amina}
    given = {name: people.get(str(value), value) for name, value in change.items()}
    assert constraint in refusal(changing(rows.sent, given))


def levels(level: int | None, lo: int | None, hi: int | None, certainty: str | None, **more: Any) -> Change:
    return {"level": level, "lo": lo, "hi": hi, "certainty": certainty, **more}


EMPTY = levels(None, None, None, None)
ANY = levels(None, 0, 4, None)


@pytest.mark.parametrize(
    "change",
    [
        levels(4, 4, 4, "plain", status="answered"),
        levels(0, 0, 0, "plain", status="answered"),
        levels(4, 3, 4, "doubtful", status="answered", doubt_reason="weak"),
        levels(None, 2, 3, "range", status="answered", doubt_reason="weak"),
        {**ANY, "status": "unknown"},
        {**ANY, "status": "none"},
        {**EMPTY, "status": "not_applicable", "na_reason": "No such body."},
    ],
)
def test_every_true_answer_can_be_stored(rows: Rows, change: Change) -> None:
    assert changing(rows.answer, change)()


@pytest.mark.parametrize(
    "change",
    [
        levels(5, 5, 5, "plain"),
        levels(-1, -1, -1, "plain"),
        levels(99, 99, 99, "plain"),
        levels(3, 3, 5, "doubtful"),
        levels(0, -1, 0, "doubtful"),
        levels(3, 4, 3, "doubtful"),
        levels(4, 2, 3, "doubtful"),
        levels(1, 2, 3, "doubtful"),
        levels(4, 4, 4, None),
        levels(4, None, None, "plain"),
        levels(None, None, None, "range"),
        levels(4, 4, None, "plain"),
        levels(4, None, 4, "plain"),
        EMPTY,
        {"status": "unknown"},
        {**ANY, "status": "unknown", "level": 0},
        {**ANY, "status": "unknown", "lo": 1},
        {**ANY, "status": "unknown", "hi": 3},
        {**ANY, "status": "none", "certainty": "plain"},
        {**EMPTY, "status": "unknown"},
        {**EMPTY, "status": "none"},
        {**EMPTY, "status": "not_applicable", "na_reason": ""},
        {**ANY, "status": "not_applicable", "na_reason": "No such body."},
        {"status": "not_applicable", "na_reason": "No such body."},
        {**EMPTY, "status": "unparsed"},
        {**ANY, "status": "No"},
    ],
)
def test_an_answer_that_cannot_be_true_is_refused(rows: Rows, change: Change) -> None:
    said = refusal(changing(rows.answer, change))
    assert "answer_state" in said or "answer_certainty" in said


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("answer_certainty", levels(4, 3, 4, "plain")),
        ("answer_certainty", levels(None, 3, 4, "doubtful")),
        ("answer_certainty", levels(None, 3, 4, "plain")),
        ("answer_certainty", levels(3, 3, 4, "range")),
        ("answer_certainty", levels(None, 3, 3, "range")),
        ("answer_certainty", levels(4, 4, 4, "sure")),
        ("answer_doubt_reason_needs_doubt", {"doubt_reason": "weak"}),
        ("answer_doubt_reason_needs_doubt", {**ANY, "status": "unknown", "doubt_reason": "weak"}),
    ],
)
def test_a_certainty_says_what_the_levels_say(rows: Rows, constraint: str, change: Change) -> None:
    assert constraint in refusal(changing(rows.answer, change))


@pytest.mark.parametrize(
    ("role", "side"),
    [
        ("adviser", None),
        ("manager", None),
        ("manager", ""),
        ("adviser", "neither"),
        ("viewer", "partners"),
        ("administrator", "government"),
        ("king", None),
        ("king", "partners"),
    ],
)
def test_a_side_stands_exactly_where_the_role_has_one(rows: Rows, role: str, side: str | None) -> None:
    write = changing(rows.of[Membership], {"role": role, "side": side})
    assert "membership_side_fits_role" in refusal(write)


@pytest.mark.parametrize(
    ("model", "constraint", "change"),
    [
        (Structure, "structure_founded_before_closed", {"founded": "2008", "closed": "2005"}),
        (Structure, "structure_founded_before_closed", {"founded": "2008-02-01", "closed": "2008-01-31"}),
        (Seat, "seat_since_before_until", {"since": "2008", "until": "2005"}),
        (Seat, "seat_since_before_until", {"since": "2008-02-01", "until": "2008-01-31"}),
        (Round, "round_lasts_to_its_date", {"reference_on": date(2011, 3, 31), "last_on": date(2011, 3, 30)}),
        (Round, "round_origin_is_stated", {"origin": "invented", "notice_en": "Invented.", "notice_fr": ""}),
        (Round, "round_origin_is_stated", {"origin": "source", "notice_en": "", "notice_fr": "Transcrit."}),
        (Membership, "membership_waits_or_counts", {"asked_at": make.AT + timedelta(days=1)}),
        (Membership, "membership_waits_or_counts", {"role": "viewer", "side": None, "confirmed_at": None}),
        (Membership, "membership_waits_or_counts", {"confirmed_at": None, "confirmed_by": "paul"}),
        (Membership, "membership_confirmed_by_another", {"confirmed_by": models.F("user")}),
        (Link, "link_printed_in_a_programme", {"way": "print", "side": "partners"}),
        (FormerPlace, "former_place_side_fits_role", {"side": None}),
        (FormerPlace, "former_place_side_fits_role", {"role": "viewer"}),
        (FormerPlace, "former_place_side_fits_role", {"side": "analyst"}),
        (Link, "link_printed_in_a_programme", {"side": "partners"}),
        (Link, "link_printed_in_a_programme", {"way": "pigeon"}),
        (Link, "link_made_before_used", {"used_at": make.AT - timedelta(days=1)}),
        (Notice, "notice_of_the_other_side_is_bare", {"operands": {"name": "Grace"}}),
        (User, "user_email_lower_case", {"email": "Amina@ssr.example"}),
        (JournalHead, "journal_head_of_a_line", {"id": 0}),
        (FirstRun, "first_run_is_one", {"id": 2}),
        (Tally, "tally_what_is_known", {"what": "x"}),
        (Tally, "tally_whose_is_known", {"whose": "x"}),
        (Answer, "answer_change_cause_is_known", {"change_cause": "a whim"}),
        (Weighting, "weighting_of_a_side", {"side": "analyst"}),
        (Weighting, "weighting_has_reason", {"reason": ""}),
        (Structure, "structure_dormant_after_months", {"dormant_after": 0}),
        (Structure, "structure_dormant_after_months", {"dormant_after": 61}),
        (Partner, "partner_since_before_until", {"since": "2010", "until": "2009"}),
        (Activity, "activity_since_before_until", {"since": "2008-02-01", "until": "2008-01-31"}),
        (Activity, "activity_since_before_until", {"since": "2008-02", "until": "2008-01"}),
        (Activity, "activity_since_before_until", {"since": "2008-02-01", "until": "2007"}),
        (
            Activity,
            "activity_planned_since_before_planned_until",
            {"planned_since": "2008-02", "planned_until": "2008-01"},
        ),
        (Participation, "participation_share_is_part", {"share": 0}),
        (Participation, "participation_share_is_part", {"share": 101}),
        (MoneyLine, "moneyline_has_currency", {"currency": ""}),
        (Activity, "activity_value_with_currency", {"currency": ""}),
        (Activity, "activity_value_with_currency", {"value": None}),
        (Activity, "activity_value_with_currency", {"value": -1}),
        (Dismissal, "dismissal_kind_is_known", {"kind": "load"}),
        (Dismissal, "dismissal_has_reason", {"reason": ""}),
        (Observation, "observation_status_fits_item", {"item": "R5"}),
        (Observation, "observation_status_fits_item", {"item": "U1", "status": "warning"}),
        (Observation, "sign_has_structure", {"item": "U1"}),
        (Observation, "observation_has_evidence", {"evidence": ""}),
        (Commitment, "commitment_made_before_due", {"due_on": date(2011, 2, 1)}),
        (Commitment, "commitment_settled_with_outcome", {"outcome": ""}),
        (Commitment, "commitment_settled_with_outcome", {"settled_on": None}),
        (Commitment, "commitment_settled_with_outcome", {"settled_on": date(2011, 2, 1)}),
        (Commitment, "commitment_settled_with_outcome", {"state": "open"}),
        (Commitment, "commitment_of_one_answer", {"voice": "partners"}),
        (Commitment, "commitment_has_text", {"text_fr": ""}),
        (MovedDate, "moveddate_has_reason", {"reason": ""}),
        (Contact, "contact_session_is_shared", {"kind": "session"}),
        (Contact, "contact_ends_after_it_begins", {"ends": time(12)}),
        (Contact, "contact_ends_after_it_begins", {"at": time(12), "ends": time(12)}),
        (Contact, "contact_author_has_side", {"side": ""}),
        (Contact, "contact_author_has_side", {"author": None, "side": ""}),
        (HabitNote, "habit_is_known", {"item": "H7"}),
        (EvidenceFile, "evidence_size_is_bounded", {"size": 0}),
        (EvidenceFile, "evidence_size_is_bounded", {"size": 5 * 1024 * 1024 + 1}),
        (EvidenceFile, "evidence_has_its_hash", {"sha256": "5" * 63}),
        (EvidenceFile, "evidence_of_one_parent", {"answer": None}),
        (ApiToken, "api_token_expires_later", {"expires_at": datetime(2000, 1, 1, tzinfo=UTC)}),
        (Correction, "correction_has_evidence", {"evidence": ""}),
        (Correction, "correction_has_evidence", {"kind": "revision"}),
        (Correction, "correction_has_evidence", {"kind": "revision", "reason": "r"}),
        (Correction, "correction_has_evidence", {"kind": "revision", "evidence": "", "reason": ""}),
        (CorrectionDissent, "correction_dissent_has_reason", {"reason": ""}),
        (Publication, "publication_has_content", {"snapshot": ""}),
        (Publication, "publication_has_content", {"content_hash": ""}),
        (Publication, "publication_partners_is_stamped", {"partners_by": None}),
        (
            Publication,
            "publication_government_is_stamped",
            {"partners_by": None, "partners_at": None, "government_at": make.AT},
        ),
        (Publication, "publication_needs_each_side", {"partners_by": None, "partners_at": None}),
        (Publication, "publication_needs_each_side", {"published_at": make.AT}),
        (Publication, "publication_needs_each_side", {"sides": "partners"}),
        (
            Publication,
            "publication_by_two_people",
            {"government_by": "paul", "government_at": make.AT, "published_at": make.AT},
        ),
        (Comment, "comment_says_something", {"text": ""}),
        (Comment, "comment_role_is_known", {"role": "viewer"}),
        (Comment, "comment_withdrawn_is_stamped", {"withdrawn_at": make.AT, "withdrawn_reason": "r"}),
        (Comment, "comment_withdrawn_is_stamped", {"withdrawn_at": make.AT, "withdrawn_by": "paul"}),
        (Comment, "comment_withdrawn_is_stamped", {"withdrawn_by": "paul", "withdrawn_reason": "r"}),
        (Comment, "comment_withdrawn_is_stamped", {"withdrawn_reason": "r"}),
        (JointAnswer, "joint_answer_stands_when_confirmed", {"state": "standing"}),
        (
            JointAnswer,
            "joint_answer_stands_when_confirmed",
            {"government_by": "paul", "government_at": make.AT},
        ),
        (JointAnswer, "joint_answer_partners_is_stamped", {"partners_by": None}),
        (JointAnswer, "joint_answer_partners_is_stamped", {"partners_at": None}),
        (JointAnswer, "joint_answer_government_is_stamped", {"government_by": "paul"}),
        (
            JointAnswer,
            "joint_answer_government_is_stamped",
            {"state": "replaced", "government_at": make.AT},
        ),
        (JointAnswer, "joint_answer_state", {"differs": True}),
        (JointAnswer, "joint_answer_state", {"status": "unknown"}),
        (JointAnswer, "joint_answer_state", {"lo": None}),
        (JointAnswer, "joint_answer_state", {**EMPTY, "status": "not_applicable"}),
        (JointAnswer, "joint_answer_certainty", {"certainty": "range"}),
        (JointAnswer, "joint_answer_certainty", {"lo": 3}),
        (Dissent, "dissent_has_reason", {"reason": ""}),
        (Correction, "correction_state", {"status": "unknown"}),
        (Correction, "correction_state", {"lo": None}),
        (Correction, "correction_state", {"certainty": None}),
        (Correction, "correction_certainty", {"certainty": "range"}),
        (Correction, "correction_certainty", {"lo": 3}),
    ],
)
def test_facts_that_must_agree_agree(
    rows: Rows, model: type[models.Model], constraint: str, change: Change
) -> None:
    people = {"paul": User.objects.get(email="paul@ssr.example")}
    given = {
        name: people.get(value, value) if isinstance(value, str) else value for name, value in change.items()
    }
    assert constraint in refusal(trying(rows, model, given))


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Structure, {"founded": "2005", "closed": "2005-03-01"}),
        (Structure, {"founded": "", "closed": "2005"}),
        (Structure, {"founded": "2005", "closed": ""}),
        (Seat, {"since": "2005", "until": "2005"}),
    ],
)
def test_dates_in_order_or_unknown_are_taken(rows: Rows, model: type[models.Model], change: Change) -> None:
    assert changing(rows.of[model], change)()


# --- links


def test_a_web_address_or_none_is_taken_as_a_link(rows: Rows) -> None:
    source = rows.of[Source]
    for position, link in enumerate(("", *ADDRESSES), start=1):
        assert changing(source, {"link": link})()
        again(source, link=link, position=position)()


def test_what_is_no_web_address_is_refused_as_a_link(rows: Rows) -> None:
    source = rows.of[Source]
    for link in NO_ADDRESSES:
        for write in (changing(source, {"link": link}), again(source, link=link, position=1)):
            assert "not a web address" in refusal(write), link


def test_every_column_that_holds_a_link_is_guarded() -> None:
    texts = (models.CharField, models.TextField)
    named = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("coordination").get_models()
        for field in model._meta.fields
        if isinstance(field, texts) and any(word in field.name for word in ("link", "url", "href", "site"))
    }
    assert named == {"Source.link"}, "a new one needs the guard of migration 0011, and a case here"


@pytest.mark.takes_long
@settings(
    max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(links=st.lists(NEARLY, min_size=10, max_size=20))
def test_the_database_takes_exactly_the_links_that_the_program_takes(rows: Rows, links: list[str]) -> None:
    source = rows.of[Source]
    for link in links:
        if link == "" or address(link) == link:
            assert changing(source, {"link": link})()
        else:
            assert refusal(changing(source, {"link": link}))


def test_a_link_from_before_the_guard_stays_as_it_was_written(cast: make.Cast) -> None:
    before = journal.faults()
    draft = make.start(cast.amina, "CMJ", make.open_round(name="May 2011"))
    with make.without_triggers():
        make.answer(
            draft, "C1", sources=[SourceEntry(title="Minutes", kind="document", link="ftp://x.example/y")]
        )
    source = Source.objects.get(answer__assessment=draft)
    assert (source.title, source.link) == ("Minutes", "ftp://x.example/y")
    assert journal.faults() == before
    assert "not a web address" in refusal(changing(source, {"link": "ftp://x.example/z"}))
    assert changing(source, {"link": "https://x.example/y"})()


# --- texts


def called(model: type[models.Model]) -> str:
    """Return what the names of a kind's constraints begin with."""
    return "joint_answer" if model is JointAnswer else str(model._meta.model_name)


TEXTS = [
    (model, constraint.name.removeprefix(f"{called(model)}_").removesuffix("_plain_text"))
    for model in MODELS
    for constraint in model._meta.constraints
    if constraint.name.endswith("_plain_text")
]


#: When, and why.
WITHDRAWN: Change = {"withdrawn_at": make.AT, "withdrawn_reason": "Recorded twice."}


@pytest.mark.parametrize(
    "model",
    [
        model
        for model in MODELS
        if {
            "partner_withdrawn_as_a_whole",
            "structure_withdrawn_as_a_whole",
            "seat_withdrawn_as_a_whole",
            "activity_withdrawn_as_a_whole",
            "commitment_withdrawn_as_a_whole",
            "contact_withdrawn_as_a_whole",
        }
        & {each.name for each in model._meta.constraints}
    ],
)
def test_when_by_whom_and_why_it_was_withdrawn_are_all_there_or_none(
    rows: Rows, model: type[models.Model]
) -> None:
    whole = WITHDRAWN | {"withdrawn_by": rows.draft.rater_user}
    for name in whole:
        assert f"{model._meta.model_name}_withdrawn_as_a_whole" in refusal(
            trying(rows, model, {each: value for each, value in whole.items() if each != name})
        )
    trying(rows, model, whole)()


def test_only_what_is_withdrawn_was_merged_into_another(rows: Rows) -> None:
    merged = {"merged_into": rows.of[Partner]}
    assert "partner_merged_is_withdrawn" in refusal(trying(rows, Partner, merged))
    trying(rows, Partner, merged | WITHDRAWN | {"withdrawn_by": rows.draft.rater_user})()


def besides(rows: Rows, field: str) -> Change:
    """Return what has to be said together with a text."""
    if field == "withdrawn_reason":
        return {"withdrawn_at": make.AT, "withdrawn_by": rows.draft.rater_user}
    if field == "returned_reason":
        return {"keyed_by": rows.draft.rater_user, "filled_on": make.AT.date(), "rater_user": None}
    if field != "set_aside_reason":
        return {}
    return {"state": "set_aside", "set_aside_at": make.AT, "set_aside_by": rows.draft.rater_user}


@pytest.mark.parametrize(("model", "field"), TEXTS)
def test_a_text_is_no_longer_than_it_may_be(rows: Rows, model: type[models.Model], field: str) -> None:
    longest = (
        4000 if isinstance(model._meta.get_field(field), models.TextField) else _max_length(model, field)
    )
    text = "https://x.example/".ljust(longest, "x") if field == "link" else "x" * longest
    if field != "doubt_reason":  # which needs a doubt besides
        trying(rows, model, {field: text, **besides(rows, field)})()
    assert refusal(trying(rows, model, {field: f"{text}x", **besides(rows, field)}))


@pytest.mark.parametrize(("model", "field"), TEXTS)
def test_a_text_holds_no_nul(rows: Rows, model: type[models.Model], field: str) -> None:
    assert refusal(trying(rows, model, {field: "a\0b"}))
    assert refusal(trying(rows, model, {field: "\0"}))


def _max_length(model: type[models.Model], field: str) -> int:
    found: int = model._meta.get_field(field).max_length  # type: ignore[union-attr,assignment]
    return found


@pytest.mark.parametrize(
    ("model", "field"),
    [
        (model, field.name)
        for model in (Assessment, Answer, Source, User, Programme, Statement, Round, Structure, Seat, Partner)
        + (
            Weighting,
            Correction,
            CorrectionDissent,
            FormerName,
            Function,
            Standard,
            Activity,
            Dismissal,
            Observation,
        )
        + (Commitment, MovedDate, Contact, HabitNote, ApiToken, Comment, JointAnswer, Dissent, EvidenceFile)
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
        # Those without one are made by the program, or held to their few words by another constraint.
        if not isinstance(field, models.SlugField)
        if field.name not in {"password", "status", "certainty", "folded"}
        if (model, field.name)
        not in {
            (Observation, "item"),
            (Commitment, "voice"),
            (Dismissal, "fingerprint"),
            (Dismissal, "kind"),
            (HabitNote, "item"),
            (Feed, "fingerprint"),
            (ApiToken, "fingerprint"),
        }
    ],
)
def test_no_text_that_people_write_is_left_without_a_limit(model: type[models.Model], field: str) -> None:
    assert (model, field) in TEXTS


# --- codes

CODES = [
    (model, field.name)
    for model in (
        Partner,
        Structure,
        Seat,
        Function,
        Standard,
        Activity,
        Participation,
        MoneyLine,
        Observation,
        Contact,
        Round,
        Commitment,
        Notice,
        Programme,
        CorrectionDissent,
        Consent,
        NotSubmitted,
        Assessor,
        RoundRequest,
        RoundMail,
        Comment,
        JointAnswer,
        Dissent,
        EvidenceFile,
    )
    for field in model._meta.concrete_fields
    # A state is held together with the outcome of a commitment, with who confirmed a joint answer; a viewer does
    # not comment.
    if field.choices
    and (model, field.name) not in {(Commitment, "state"), (JointAnswer, "state"), (Comment, "role")}
]


@pytest.mark.parametrize(("model", "column"), CODES)
def test_a_code_is_one_of_those_there_are(rows: Rows, model: type[models.Model], column: str) -> None:
    name, field = f"{called(model)}_{column}_is_known", model._meta.get_field(column)
    assert isinstance(field, models.CharField)
    Round.objects.update(notice_en="n", notice_fr="n")  # as every origin but “entered” demands
    assert name in refusal(trying(rows, model, {column: "x"}))
    (held,) = (each for each in model._meta.constraints if each.name == name)
    assert isinstance(held, models.CheckConstraint)
    ((_lookup, codes),) = held.condition.children  # type: ignore[union-attr]
    assert set(codes) == {code for code, _name in field.flatchoices} | ({""} if field.blank else set())


# --- once only


@pytest.mark.parametrize(
    "model",
    [Answer, Assessment, Criterion, Instrument, Membership, Partner, Programme, Round, Seat, Source]
    + [Structure, Statement, User, Weighting, Correction, FormerName, Function, Standard, Activity, Dismissal]
    + [CorrectionDissent, Publication, Participation]
    + [Commitment, Contact, HabitNote, Feed, ApiToken, FormerPlace, Notice, Tally, Identity]
    + [Consent, NotSubmitted, AskedStructure, Assessor, RoundRequest, RoundMail, JointAnswer, Dissent]
    + [EvidenceFile],
)
def test_nothing_is_there_twice(rows: Rows, model: type[models.Model]) -> None:
    row = rows.of[model]
    if model is Criterion:  # of a draft: a published instrument takes no criteria at all
        row = Criterion.objects.create(instrument=_draft_instrument(), code="C1", section="x", position=0)
    assert "unique" in refusal(again(row)).lower()


@pytest.mark.parametrize(("model", "field"), [(Structure, "code"), (Structure, "slug"), (Source, "position")])
def test_each_key_of_its_own_is_there_once(rows: Rows, model: type[models.Model], field: str) -> None:
    row = rows.of[model]
    others = {"code": "X-1", "slug": "x-1"} if model is Structure else {}
    change = {name: value for name, value in others.items() if name != field}
    assert "unique" in refusal(again(row, **change)).lower()


@pytest.mark.parametrize("structure", ["CMJ", None])
def test_a_statement_is_there_once_of_a_structure_and_of_the_programme(
    rows: Rows, structure: str | None
) -> None:
    found = Statement.objects.filter(item="x", structure__code=structure) if structure else None
    row = (found or Statement.objects.filter(item="x", structure=None)).get()
    assert "unique" in refusal(again(row)).lower()


def test_a_subject_is_of_one_person_who_has_one_of_each_issuer(rows: Rows, cast: make.Cast) -> None:
    row = rows.of[Identity]
    assert "unique" in refusal(again(row, user=cast.paul)).lower()
    assert "unique" in refusal(again(row, subject="a-2")).lower()
    again(row, user=cast.paul, subject="a-2")()


def test_the_position_of_a_criterion_is_its_own() -> None:
    instrument = _draft_instrument()
    row = Criterion.objects.create(instrument=instrument, code="C1", section="x", position=0)
    assert "unique" in refusal(again(row, code="C2")).lower()


def test_two_raters_of_a_side_may_assess_the_same_structure(rows: Rows) -> None:
    other = User.objects.get(email="grace@ssr.example")
    assert again(rows.draft, rater="somebody.else@ssr.example", rater_user_id=other.pk)()


def test_a_person_assesses_a_structure_once_in_a_round_whatever_their_e_mail(rows: Rows) -> None:
    said = refusal(again(rows.draft, rater="another.address@ssr.example"))
    assert "assessment_once_a_person" in said or "rater_user_id" in said


@pytest.mark.parametrize(
    "code", ["", '"><b>x', "a b", "C/1", "-C1", "_", "É1", "C１", "C1\n", "\nC1", "C%1", "C1\\", "x" * 11]
)
def test_the_code_of_a_criterion_is_a_plain_code(code: str) -> None:
    row = Criterion.objects.create(instrument=_draft_instrument(), code="C1", section="x", position=0)
    said = refusal(changing(row, {"code": code}))
    assert "criterion_code_is_plain" in said or len(code) > 10
    assert refusal(again(row, code=code, position=1))


@pytest.mark.parametrize("code", ["C1", "c", "1", "O_1", "a-b-", "Z9z0Aa-_xX"])
def test_a_plain_code_is_taken_by_the_database_and_by_the_check_before_it(code: str) -> None:
    row = Criterion(instrument=_draft_instrument(), code=code, section="x", position=0)
    check(row)
    row.save()


def _draft_instrument() -> Instrument:
    return Instrument.objects.create(code="next", version="1", status="draft", content={}, content_hash="")


# --- triggers: rows that belong together


def test_an_answer_is_of_a_criterion_of_its_round_s_instrument(rows: Rows) -> None:
    other = make.publish_instrument(make.changed_instrument(version="2008.2"))
    foreign = other.criteria.get(code="C2")
    said = "not of the round's instrument"
    assert said in refusal(changing(rows.answer, {"criterion": foreign}))
    assert said in refusal(again(rows.answer, criterion_id=foreign.pk))


def test_an_assessment_is_of_a_structure_of_its_round_s_programme(rows: Rows) -> None:
    elsewhere = make.structure("CNS", programme=make.programme("caf"))
    said = "does not belong to the round"
    assert said in refusal(changing(rows.draft, {"structure": elsewhere}))
    assert said in refusal(again(rows.draft, structure_id=elsewhere.pk))


@pytest.mark.parametrize(
    ("model", "column", "of"),
    [
        (Seat, "partner_id", Partner),
        (Activity, "partner_id", Partner),
        (Activity, "recipient_id", Partner),
        (Activity, "function_id", Function),
        (Activity, "structure_id", Structure),
        (Activity, "standard_id", Standard),
        (MoneyLine, "partner_id", Partner),
        (Commitment, "owner_id", Partner),
        (Commitment, "structure_id", Structure),
        (Commitment, "contact_id", Contact),
        (Contact, "structure_id", Structure),
        (Observation, "structure_id", Structure),
        (Statement, "structure_id", Structure),
    ],
)
def test_what_belongs_together_is_of_one_programme(
    rows: Rows, model: type[models.Model], column: str, of: type[models.Model]
) -> None:
    elsewhere = again_elsewhere(of)
    assert (
        "programme" in (said := refusal(trying(rows, model, {column: elsewhere}))) or "does not fit" in said
    )


def test_a_round_asks_about_structures_of_its_programme_and_never_about_it_as_a_whole_alone(
    rows: Rows,
) -> None:
    asked = rows.of[AskedStructure]
    for other in (make.structure("CNS", programme=make.programme("caf")), make.whole()):
        assert "does not belong to the round" in refusal(again(asked, structure_id=other.pk))
    assert again(asked, structure_id=make.structure("CCRSS").pk)()


def test_what_a_round_asks_about_is_chosen_before_anybody_answers_and_for_good(rows: Rows) -> None:
    asked, said = rows.of[AskedStructure], "is chosen when it is opened"
    assert said in refusal(again(asked, round_id=rows.draft.round_id))
    assert said in refusal(changing(asked, {"structure": make.structure("CCRSS")}))
    assert said in refusal(asked.delete)
    if connection.vendor == "postgresql":
        empty = ("SET CONSTRAINTS ALL IMMEDIATE", "TRUNCATE coordination_askedstructure")
        assert said in refusal(partial(make.execute, *empty))


def test_no_assessment_is_of_a_structure_that_its_round_does_not_ask_about(rows: Rows) -> None:
    here = {"round_id": rows.of[AskedStructure].round_id}  # type: ignore[attr-defined]
    assert "does not ask about" in refusal(again(rows.sent, **here))
    assert "does not ask about" in refusal(changing(rows.sent, here))
    for structure in (make.structure("CMJ"), make.whole()):
        assert again(rows.sent, **here, structure_id=structure.pk)()


@pytest.mark.parametrize("column", ["parent_id", "predecessor_id"])
def test_above_and_before_a_structure_stands_one_of_its_programme(rows: Rows, column: str) -> None:
    structure, elsewhere = make.structure("CMJ"), again_elsewhere(Structure)
    assert "another programme" in refusal(changing(structure, {column: elsewhere}))
    assert "another programme" in refusal(again(structure, code="X", slug="x", **{column: elsewhere}))
    assert changing(structure, {column: make.structure("CCRSS").pk})()


#: What a file may belong to, by the column that names it.
PARENTS: Mapping[str, type[models.Model]] = {
    "answer": Answer,
    "contact": Contact,
    "observation": Observation,
}


@pytest.mark.parametrize("one", PARENTS)
def test_a_file_belongs_to_one_thing_and_to_no_second(rows: Rows, one: str) -> None:
    nothing = dict.fromkeys((f"{each}_id" for each in PARENTS), None)
    alone = {**nothing, f"{one}_id": rows.of[PARENTS[one]].pk}
    row = rows.of[EvidenceFile]
    for other in PARENTS.keys() - {one}:
        both = alone | {f"{other}_id": rows.of[PARENTS[other]].pk}
        assert "evidence_of_one_parent" in refusal(again(row, **both, sha256="6" * 64))
        assert "evidence_of_one_parent" in refusal(changing(row, both))
    assert again(row, **alone, sha256="6" * 64)()
    assert "unique" in refusal(again(row, **alone, sha256="6" * 64)).lower()


def test_a_file_is_of_the_programme_of_what_it_belongs_to(rows: Rows) -> None:
    row, said = rows.of[EvidenceFile], "of another programme"
    assert said in refusal(changing(row, {"programme": make.programme("caf")}))
    for named in ("contact", "observation"):
        elsewhere = {"answer_id": None, f"{named}_id": again_elsewhere(PARENTS[named])}
        assert said in refusal(changing(row, elsewhere))
        assert said in refusal(again(row, **elsewhere))


def again_elsewhere(model: type[models.Model]) -> int:
    """Make a row of this kind in another programme."""
    caf = make.programme("caf")
    if model is Observation:
        seen = {"item": "R1", "status": "unknown", "observed_on": make.AT, "recorded_at": make.AT}
        return Observation.objects.create(programme=caf, **seen).pk
    if model is Structure:
        return make.structure("CNS", programme=caf).pk
    if model is Contact:
        return Contact.objects.create(
            programme=caf, code="E", kind="call", on=make.AT, subject="s", sharing="all"
        ).pk
    named = {"programme": caf, "code": "E", "name_en": "e", "name_fr": "e"}
    more: Mapping[type[models.Model], Change] = {
        Partner: {"side": "national", "kind": "service"},
        Function: {"sector": "police"},
        Standard: {"kind": "standard"},
    }
    return int(model._base_manager.create(**named, **more[model]).pk)


def test_a_contact_names_partners_of_its_programme_only(rows: Rows) -> None:
    contact = rows.of[Contact]
    elsewhere = Partner.objects.get(pk=again_elsewhere(Partner))
    assert "another programme" in refusal(lambda: contact.partners.add(elsewhere))


def test_who_receives_an_activity_is_national_and_stays_so(rows: Rows) -> None:
    activity = rows.of[Activity]
    said = "does not fit"
    assert said in refusal(changing(activity, {"recipient": activity.partner}))
    assert "is national" in refusal(changing(activity.recipient, {"side": "international"}))


def test_nobody_does_something_for_themselves(rows: Rows) -> None:
    activity = rows.of[Activity]
    assert "activity_is_for_another" in refusal(changing(activity, {"partner": activity.recipient}))


@pytest.mark.parametrize("model", [Seat, Observation])
def test_the_programme_as_a_whole_has_no_seats_and_no_observations_of_its_own(
    rows: Rows, model: type[models.Model]
) -> None:
    assert "programme as a whole" in refusal(trying(rows, model, {"structure_id": make.whole().pk}))
    structure = make.structure("CMJ")
    again(rows.of[Observation], structure_id=structure.pk)()
    make.whole().delete()
    assert "programme as a whole" in refusal(changing(structure, {"is_programme": True}))


@pytest.mark.parametrize(("column", "kind"), [("standard", "standard"), ("equipment", "equipment")])
def test_what_an_activity_uses_stays_what_it_is(rows: Rows, column: str, kind: str) -> None:
    used = Standard.objects.create(programme=make.cod(), code="E", name_en="e", name_fr="e", kind=kind)
    changing(rows.of[Activity], {column: used})()
    other = {"standard": "equipment", "equipment": "standard"}[kind]
    assert "as what it was" in refusal(changing(used, {"kind": other}))
    assert changing(used, {"name_en": "Another"})()
    assert changing(rows.of[Standard], {"kind": other})()


def test_an_equipment_family_is_no_standard(rows: Rows) -> None:
    family = Standard.objects.create(
        programme=make.cod(), code="E", name_en="e", name_fr="e", kind="equipment"
    )
    assert "does not fit" in refusal(changing(rows.of[Activity], {"standard": family}))
    assert "does not fit" in refusal(changing(rows.of[Activity], {"equipment": rows.of[Standard]}))


@pytest.mark.parametrize("model", [Partner, Structure, Round, Function, Standard, Contact])
def test_what_others_name_stays_in_its_programme(rows: Rows, model: type[models.Model]) -> None:
    row = model._base_manager.filter(programme=make.cod()).first()
    assert row
    assert "stays in its programme" in refusal(changing(row, {"programme": make.programme("caf")}))


def test_an_assessment_is_of_a_side_that_its_round_asks(rows: Rows) -> None:
    said = "does not belong to the round"
    assert said in refusal(changing(rows.revealed, {"side": "government"}))
    assert said in refusal(again(rows.revealed, side="government"))


@pytest.mark.parametrize("side", ["", "neither", "both"])
def test_an_assessment_is_of_one_of_the_two_sides(rows: Rows, side: str) -> None:
    assert refusal(changing(rows.draft, {"side": side}))


@pytest.mark.parametrize("sides", ["government", "partners", "both"])
def test_an_analyst_codes_in_any_round_and_is_published_from_the_start(rows: Rows, sides: str) -> None:
    round_ = make.open_round(sides, name="May 2011")
    coded: Change = {
        "side": "analyst",
        "round_id": round_.pk,
        "rater_user_id": None,
        "sent_by_id": None,
        "sent_at": make.AT,
        "revealed_at": make.AT,
    }
    assert again(rows.revealed, **coded, state="published")()
    for change in ({"state": "revealed"}, {"state": "published", "rater_user_id": rows.draft.rater_user_id}):
        change |= {"sent_by_id": rows.draft.rater_user_id, "rater": "another"}
        assert "assessment_of_analyst_is_loaded" in refusal(again(rows.revealed, **coded | change))


@pytest.mark.parametrize(
    "change",
    [
        {"rater": "partners 1"},
        {"state": "sent", "revealed_at": None},
        {"state": "draft", "revealed_at": None, "sent_at": None},
    ],
)
def test_the_agreed_card_is_of_nobody_and_never_sealed(cast: make.Cast, change: Change) -> None:
    card = make.agree("CMJ", make.revealed(cast, name="June 2011"))
    assert "assessment_agreed_is_of_nobody" in refusal(changing(card, change))


def test_there_is_one_agreed_card_of_a_structure_in_a_round_that_asks_both(cast: make.Cast) -> None:
    card = make.agree("CMJ", make.revealed(cast, name="June 2011"))
    assert refusal(again(card))
    one_sided = make.open_round("partners", name="May 2011")
    assert "does not belong to the round" in refusal(again(card, round_id=one_sided.pk))
    assert again(card, structure_id=make.structure("GMRRR").pk)()


def test_only_on_the_agreed_card_an_answer_says_that_the_sides_differ(rows: Rows, cast: make.Cast) -> None:
    assert "only on the agreed card" in refusal(changing(rows.answer, {"differs": True}))
    card = make.agree("CMJ", make.revealed(cast, name="June 2011"))
    answer = Answer.objects.filter(assessment=card).first()
    assert answer
    assert changing(answer, {"differs": True})()
    change = {**EMPTY, "status": "not_applicable", "na_reason": "No such body.", "differs": True}
    assert "answer_differs_where_it_applies" in refusal(changing(answer, change))


def test_where_a_loaded_assessment_comes_from_is_a_code_there_is(rows: Rows) -> None:
    loaded = Assessment.objects.filter(rater_user__isnull=True, round__label="january-2008").first()
    assert loaded is not None
    for origin in ("entered", "invented", "source"):
        Assessment.objects.filter(pk=loaded.pk).update(origin=origin)
    change = Assessment.objects.filter(pk=loaded.pk).update
    assert "assessment_origin_is_known" in refusal(lambda: change(origin="x"))


SOUND = [25, 15, 15, 10, 15, 10, 10]


@pytest.mark.parametrize(
    "weights",
    [
        [20, 15, 15, 10, 15, 10, 10],
        [26, 15, 15, 10, 15, 10, 10],
        [25, 15, 15, 10, 15, 20],
        [*SOUND, 0],
        [110, 15, 15, 10, -70, 10, 10],
        [25.0, 15, 15, 10, 15, 10, 10],
        [25.5, 14.5, 15, 10, 15, 10, 10],
        ["25", 15, 15, 10, 15, 10, 10],
        [True, 39, 15, 10, 15, 10, 10],
        [None, 40, 15, 10, 15, 10, 10],
        [10**20, 15, 15, 10, 15, 10, 10],
        [0] * 7,
        [],
        {},
        {"C1": 100},
        "25,15,15,10,15,10,10",
        100,
    ],
    ids=str,
)
def test_weights_are_whole_numbers_that_make_100_one_for_each_criterion(rows: Rows, weights: object) -> None:
    assert refusal(again(rows.of[Weighting], version=2, weights=weights))
    assert again(rows.of[Weighting], version=2, weights=SOUND)()


# --- triggers: a real programme stays


def test_a_real_programme_is_not_removed_and_stays_a_real_one(db: None) -> None:
    real = Programme.objects.filter(code="caf")
    assert "a real programme stays" in refusal(partial(make.execute, "DELETE FROM coordination_programme"))
    for kind in ("example", "training"):
        assert "a real programme stays" in refusal(partial(real.update, kind=kind))
    real.update(name_en="A new name")


def test_an_example_may_become_a_real_programme(db: None) -> None:
    Programme.objects.create(code="ex", country="LR", name_en="e", name_fr="e", kind="example").delete()
    kept = Programme.objects.create(code="tr", country="LR", name_en="t", name_fr="t", kind="training")
    Programme.objects.filter(pk=kept.pk).update(kind="real")
    assert "a real programme stays" in refusal(kept.delete)


# --- triggers: what is frozen

PUBLISHED = [
    "UPDATE coordination_instrument SET content_hash = 'x' WHERE id = {instrument}",
    "UPDATE coordination_instrument SET content = '{{}}' WHERE id = {instrument}",
    "UPDATE coordination_instrument SET status = 'draft' WHERE id = {instrument}",
    "DELETE FROM coordination_instrument WHERE id = {instrument}",
    "UPDATE coordination_criterion SET code = 'X1' WHERE instrument_id = {instrument}",
    "DELETE FROM coordination_criterion WHERE instrument_id = {instrument}",
    "INSERT INTO coordination_criterion (instrument_id, code, section, position)"
    " VALUES ({instrument}, 'C8', 'coordination', 99)",
]


@pytest.mark.parametrize("sql", PUBLISHED)
def test_a_published_instrument_is_frozen(rows: Rows, sql: str) -> None:
    instrument = rows.draft.round.instrument
    said = refusal(lambda: make.execute(sql.format(instrument=instrument.pk)))
    assert "a published instrument is frozen" in said


def test_no_criterion_moves_into_a_published_instrument(rows: Rows) -> None:
    row = Criterion.objects.create(instrument=_draft_instrument(), code="C9", section="x", position=99)
    said = refusal(changing(row, {"instrument": rows.draft.round.instrument}))
    assert "a published instrument is frozen" in said


def test_a_draft_instrument_may_still_change() -> None:
    draft = _draft_instrument()
    assert changing(draft, {"content_hash": "y"})()
    assert changing(draft, {"status": "published"})()


JOURNAL = [
    "UPDATE coordination_journalentry SET verb = 'forgot'",
    "UPDATE coordination_journalentry SET hash = previous_hash WHERE sequence = 1",
    "DELETE FROM coordination_journalentry",
    "DELETE FROM coordination_journalentry WHERE sequence = 1",
]


@pytest.mark.parametrize("sql", JOURNAL)
def test_the_journal_is_append_only(rows: Rows, sql: str) -> None:
    assert "the journal is append-only" in refusal(lambda: make.execute(sql))


def test_the_journal_is_append_only_through_django_too(rows: Rows) -> None:
    assert "append-only" in refusal(lambda: JournalEntry.objects.update(verb="forgot"))
    assert "append-only" in refusal(lambda: JournalEntry.objects.all().delete())
    entry = JournalEntry.objects.all()[0]
    assert "append-only" in refusal(lambda: entry.save())
    assert "append-only" in refusal(lambda: entry.delete())


@pytest.mark.parametrize(
    "table", ["weighting", "correction", "correctiondissent", "observation", "dismissal", "moveddate"]
)
def test_what_is_recorded_for_good_is_append_only(rows: Rows, table: str) -> None:
    column = "evidence" if table in ("correction", "observation") else "reason"
    before = [] if connection.vendor == "sqlite" else ["SET CONSTRAINTS ALL IMMEDIATE"]
    for sql in (
        f"UPDATE coordination_{table} SET {column} = 'Another one.'",
        f"DELETE FROM coordination_{table}",
        *([f"TRUNCATE coordination_{table} CASCADE"] if connection.vendor == "postgresql" else []),
    ):
        assert "append-only" in refusal(partial(make.execute, *before, sql))


def test_what_is_published_stays_as_it_is(rows: Rows) -> None:
    make.publish(rows.revealed.round)
    before = [] if connection.vendor == "sqlite" else ["SET CONSTRAINTS ALL IMMEDIATE"]
    published = "WHERE published_at IS NOT NULL"
    for sql in (
        f"UPDATE coordination_publication SET snapshot = '[]' {published}",
        f"UPDATE coordination_publication SET published_at = NULL {published}",
        f"DELETE FROM coordination_publication {published}",
        *(["TRUNCATE coordination_publication CASCADE"] if connection.vendor == "postgresql" else []),
    ):
        assert "stays as it is" in refusal(partial(make.execute, *before, sql))


def test_a_consent_alone_is_taken_back(rows: Rows) -> None:
    assert rows.of[Publication].delete()


def test_a_card_and_its_publication_are_of_one_programme_and_of_sides_that_are_asked(rows: Rows) -> None:
    card = rows.of[Publication]
    elsewhere = make.structure("CNS", programme=make.programme("caf"))
    assert "does not belong" in refusal(changing(card, {"structure": elsewhere}))
    assert "does not belong" in refusal(changing(card, {"round": rows.revealed.round}))


def test_one_side_publishes_alone_only_what_the_other_is_told_that_it_did_not_submit(rows: Rows) -> None:
    card = rows.of[Publication]
    alone = {"sides": "partners", "government_by": None, "government_at": None, "published_at": make.AT}
    assert "does not belong" in refusal(changing(card, alone))
    NotSubmitted.objects.create(round=card.round, structure=card.structure, side="partners", told_at=make.AT)
    Round.objects.filter(pk=card.round_id).update(state="closed")
    assert "does not belong" in refusal(changing(card, alone)), "it did not submit it itself"
    NotSubmitted.objects.update(side="government")
    assert changing(card, alone)() is not None


@pytest.mark.parametrize(
    ("model", "column", "said"),
    [
        (Comment, "text", "what was commented stays"),
        (JointAnswer, "basis", "what was proposed stays"),
        (Dissent, "reason", "a dissent stays"),
    ],
)
def test_what_was_said_after_the_reveal_stays_as_it_was_said(
    rows: Rows, model: type[models.Model], column: str, said: str
) -> None:
    assert said in refusal(changing(rows.of[model], {column: "Another one."}))


def test_a_joint_answer_is_in_a_state_there_is_and_stands_once(rows: Rows) -> None:
    joint, paul = rows.of[JointAnswer], User.objects.get(email="paul@ssr.example")
    said = refusal(changing(joint, {"state": "x"}))
    assert "joint_answer_state_is_known" in said or "joint_answer_stands_when_confirmed" in said
    confirmed = {"government_by": paul, "government_at": make.AT, "state": "standing"}
    assert changing(joint, confirmed)()
    joint.refresh_from_db()
    assert "unique" in refusal(again(joint)).lower()
    assert again(joint, state="replaced")()


def test_a_side_dissents_from_a_correction_of_the_other_alone(rows: Rows) -> None:
    dissent = rows.of[CorrectionDissent]
    assert "of the other" in refusal(again(dissent, side="partners"))
    revision = make.revise(rows.revealed, "C3", "Mostly")
    assert "of the other" in refusal(again(dissent, correction_id=revision.pk))


def test_the_day_of_a_commitment_moves_only_with_a_reason(rows: Rows) -> None:
    promise = Commitment.objects.create(
        programme=make.cod(),
        code="Q",
        text_en="t",
        text_fr="t",
        owner=Partner.objects.get(programme=make.cod(), code="Police HQ"),
        made_on=date(2011, 3, 1),
        due_on=date(2011, 4, 1),
    )
    later: Change = {"due_on": date(2011, 5, 1)}
    assert "moves with a reason" in refusal(changing(promise, later))
    MovedDate.objects.create(
        commitment=promise, was_due_on=date(2011, 4, 1), reason="r", moved_on=date(2011, 3, 2)
    )
    assert changing(promise, later)()
    assert "moves with a reason" in refusal(changing(promise, {"due_on": date(2011, 4, 1)}))
    assert changing(promise, {"person": "Chantal"})()


def test_no_row_of_the_journal_can_be_replaced(rows: Rows) -> None:
    if connection.vendor == "sqlite":
        sql = "INSERT OR REPLACE INTO coordination_journalentry SELECT * FROM coordination_journalentry"
    else:
        sql = (
            "INSERT INTO coordination_journalentry SELECT * FROM coordination_journalentry"
            " ON CONFLICT (sequence) DO UPDATE SET verb = 'forgot'"
        )
    assert "the journal is append-only" in refusal(lambda: make.execute(sql))


#: SQLite has no TRUNCATE: a DELETE without a condition is its nearest.
AT_A_STROKE = {
    "sqlite": ("DELETE FROM coordination_journalentry",),
    "postgresql": ("TRUNCATE coordination_journalentry", "TRUNCATE coordination_user CASCADE"),
}


def test_the_journal_cannot_be_emptied_at_a_stroke(rows: Rows) -> None:
    before = [] if connection.vendor == "sqlite" else ["SET CONSTRAINTS ALL IMMEDIATE"]
    for sql in AT_A_STROKE[connection.vendor]:
        write = partial(make.execute, *before, sql)
        assert "the journal is append-only" in refusal(write)


def test_two_entries_have_not_the_same_place_or_hash(rows: Rows) -> None:
    entry = JournalEntry.objects.all()[0]
    assert "unique" in refusal(again(entry, sequence=10**6)).lower()


# --- the list is complete


def test_every_constraint_is_tried_here() -> None:
    """A new constraint needs a test: its name stands in this file, or it is a text's."""
    said = Path(__file__).read_text(encoding="utf-8")
    unique = {
        constraint.name for model in MODELS for constraint in model._meta.constraints if _is_once(constraint)
    }
    names = {constraint.name for model in MODELS for constraint in model._meta.constraints} - unique
    names -= {f"{called(model)}_{column}_is_known" for model, column in CODES}
    assert [name for name in sorted(names) if not name.endswith("_plain_text") and name not in said] == []
    assert unique == {
        "activity_code_once",
        "activity_identifier_once",
        "asked_structure_once",
        "answer_once",
        "assessment_once",
        "assessment_once_a_person",
        "assessor_once",
        "commitment_code_once",
        "consent_once_a_side",
        "contact_code_once",
        "correction_dissent_once",
        "correction_position_once",
        "criterion_code_once",
        "criterion_position_once",
        "dismissal_once",
        "dissent_once_a_side",
        "evidence_once_a_contact",
        "evidence_once_an_answer",
        "evidence_once_an_observation",
        "feed_once",
        "former_name_once",
        "former_place_once",
        "function_code_once",
        "habit_note_once",
        "identity_is_of_one_person",
        "identity_once_an_issuer",
        "instrument_version_once",
        "joint_answer_proposed_once",
        "joint_answer_standing_once",
        "membership_once",
        "not_submitted_once",
        "notice_of_the_other_side_once",
        "participation_once",
        "partner_code_once",
        "partner_name_once",
        "publication_hash_once",
        "publication_once",
        "round_label_once",
        "roundmail_asked_once_a_day",
        "roundmail_unsent_once_a_day",
        "roundrequest_once_a_day",
        "seat_once",
        "source_position_once",
        "standard_code_once",
        "statement_of_programme_once",
        "statement_once",
        "structure_code_once",
        "structure_one_is_programme",
        "structure_slug_once",
        "tally_once",
        "weighting_version_once",
    }


def _is_once(constraint: models.BaseConstraint) -> bool:
    return isinstance(constraint, models.UniqueConstraint)


def test_what_may_be_null_may_be_left_out_when_a_row_is_checked() -> None:
    demanded = [
        f"{model.__name__}.{field.name}"
        for model in MODELS
        for field in model._meta.fields
        if field.null and not field.blank
    ]
    assert not demanded, "check() would refuse the row that the database takes"

"""What both sides say and agree to is held against the journal, fact by fact: forged past the program, it is named."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import models

from coordination.actions import assessors, reminders
from coordination.models import (
    Assessment,
    Assessor,
    Comment,
    Consent,
    CorrectionDissent,
    Criterion,
    Dissent,
    JointAnswer,
    Partner,
    Publication,
    RoundRequest,
)
from coordination.queries import assessors as assessor_queries
from coordination.queries import journal, journal_facts
from tests import joint_answers, make, withdrawn
from tests.databases import Lasting

pytestmark = pytest.mark.django_db

EARLIER = make.AT.replace(year=2010)
NO_READING = {"level": None, "lo": None, "hi": None, "certainty": None}
ZERO = {"level": 0, "lo": 0, "hi": 0}
GOVERNMENT = {"government_by": "@joseph", "government_at": make.AT}
WITHDRAWN = {"withdrawn_at": make.AT, "withdrawn_by": "@amina", "withdrawn_reason": "r"}

#: Kind → its table, and for each fact the change that forges it; “@” names another row.
FORGERIES: Mapping[str, tuple[type[models.Model], Mapping[str, Mapping[str, Any]]]] = {
    "comment": (
        Comment,
        {
            "round": {"round": "@may"},
            "structure": {"structure": "@ccrss"},
            "criterion": {"criterion": "@c2"},
            "side": {"side": "government"},
            "role": {"role": "manager"},
            "author": {"author": "@paul"},
            "text": {"text": "Another."},
            "at": {"at": EARLIER},
            **dict.fromkeys(WITHDRAWN, WITHDRAWN),
        },
    ),
    "joint answer": (
        JointAnswer,
        {
            "round": {"round": "@may"},
            "structure": {"structure": "@ccrss"},
            "criterion": {"criterion": "@c2", "state": "replaced"},
            "differs": NO_READING | {"differs": True, "verbatim": "", "status": ""},
            "verbatim": {"verbatim": "Oui"},
            "status": NO_READING | {"status": "unknown", "lo": 0, "hi": 4},
            **dict.fromkeys(ZERO, ZERO),
            "certainty": {"certainty": "range", "level": None, "lo": 1, "hi": 2},
            "basis": {"basis": "Another."},
            "state": {"state": "replaced"},
            "version": {"version": 9},
            "proposed_by": {"proposed_by": "@amina"},
            "proposed_side": {"proposed_side": "government"},
            "proposed_at": {"proposed_at": EARLIER},
            "government_by": {"government_by": "@grace"},
            "government_at": {"government_at": EARLIER},
            "partners_by": {"partners_by": "@amina"},
            "partners_at": {"partners_at": EARLIER},
        },
    ),
    "dissent": (
        Dissent,
        {"reason": {"reason": "Another."}, "by": {"by": "@grace"}, "at": {"at": EARLIER}},
    ),
    "correction dissent": (
        CorrectionDissent,
        {
            "reason": {"reason": "Another."},
            "dissented_by": {"dissented_by": "@grace"},
            "dissented_at": {"dissented_at": EARLIER},
        },
    ),
    "publication": (
        Publication,
        {
            "round": {"round": "@may"},
            "structure": {"structure": "@ccrss"},
            "content": {"snapshot": "{}"},
            "content_hash": {"content_hash": "x"},
            "sides": {"sides": "partners", "published_at": make.AT},
            **dict.fromkeys((*GOVERNMENT, "published_at"), GOVERNMENT | {"published_at": make.AT}),
            "partners_by": {"partners_by": "@amina"},
            "partners_at": {"partners_at": EARLIER},
        },
    ),
    "consent": (
        Consent,
        {"to": {"to": "open"}, "given_at": {"given_at": EARLIER}, "given_by": {"given_by": "@amina"}},
    ),
    "request": (RoundRequest, {"requested_by": {"by": "@amina"}}),
    "assessors": (Assessor, {"people": {"user": "@paul"}}),
    "withdrawal": (
        Partner,
        {
            "withdrawn_at": {"withdrawn_at": EARLIER},
            "withdrawn_by": {"withdrawn_by": "@amina"},
            "reason": {"withdrawn_reason": "Another."},
        },
    ),
}
#: By these a row is found: another key is another row.
KEYS = {("dissent", "side"), ("withdrawal", "id")}


@pytest.fixture(scope="module")
def lasting_agreement(lasting: Lasting) -> Mapping[str, models.Model]:
    """One row of each kind, without a fault before anything is forged; made once."""
    with lasting():
        rows = _agreement(make.cast())
        assert journal.faults() == []
        return rows


@pytest.fixture
def rows(lasting_agreement: Mapping[str, models.Model], db: None) -> Mapping[str, models.Model]:
    return lasting_agreement


def _agreement(cast: make.Cast) -> Mapping[str, models.Model]:
    may, round_, cmj = make.open_round(name="May 2011"), joint_answers.revealed(cast), make.structure("CMJ")
    comment = joint_answers.comment(cast.amina, round_)
    mine = Assessment.objects.get(round=round_, side="partners")
    said_otherwise = make.dissent(make.correct(mine, "C2", "No", by=cast.paul))
    joint_answers.agree(cast, round_)
    joint = JointAnswer.objects.get(criterion__code="C1")
    assessors.name(
        round_=may,
        side="partners",
        chosen={cmj.pk: [cast.amina.pk]},
        base_version=assessor_queries.version(may, "partners"),
        by=cast.paul,
        at=make.AT,
    )
    make.agree_to_close(may, "partners")
    return {
        "comment": comment,
        "joint answer": joint,
        "dissent": joint_answers.dissent(cast.joseph, joint),
        "correction dissent": said_otherwise,
        "publication": make.publish(round_),
        "consent": Consent.objects.get(),
        "request": reminders.ask(round_=may, side="partners", asked="government", by=cast.paul, at=make.AT),
        "assessors": Assessor.objects.get(),
        "withdrawal": withdrawn.withdraw(withdrawn.partner()),
    }


def _named(value: object) -> object:
    """Return the row that “@” names, anything else as it is."""
    match value:
        case "@may":
            return make.round_("may-2011")
        case "@ccrss":
            return make.structure("CCRSS")
        case "@c2":
            return Criterion.objects.get(code="C2", instrument__code="partnership-2008")
        case str() if value.startswith("@"):
            return getattr(make.cast(), value[1:])
    return value


@pytest.mark.parametrize(
    ("kind", "fact"),
    [(kind, fact) for kind, (_model, changes) in FORGERIES.items() for fact in changes],
)
def test_what_was_forged_past_the_program_is_named(
    rows: Mapping[str, models.Model], kind: str, fact: str
) -> None:
    model, changes = FORGERIES[kind]
    row = rows[kind]
    change = {name: _named(value) for name, value in changes[fact].items()}
    with make.without_triggers():
        assert model._base_manager.filter(pk=row.pk).update(**change) == 1
    word = journal.WORDS.get(fact, fact.replace("_", " "))
    assert [line for line in journal.faults() if f": {word} is " in line], journal.faults()


@pytest.mark.parametrize("kind", FORGERIES)
def test_what_was_taken_out_past_the_program_is_missed(rows: Mapping[str, models.Model], kind: str) -> None:
    if kind == "withdrawal":
        change = {"withdrawn_at": None, "withdrawn_by": None, "withdrawn_reason": ""}
        with make.without_triggers():
            Partner.everything.filter(pk=rows[kind].pk).update(**change)
    else:
        with make.without_triggers():
            if kind == "joint answer":
                make.execute("DELETE FROM coordination_dissent")
            make.execute(f"DELETE FROM {rows[kind]._meta.db_table} WHERE id = {rows[kind].pk}")
    missed = [line for line in journal.faults() if line.endswith("is in the journal and not stored.")]
    assert [line for line in missed if kind in line.lower() or kind == "correction dissent"], missed


def test_every_fact_of_these_kinds_is_forged_here(rows: Mapping[str, models.Model]) -> None:
    stated = {(str(thing[0]), name) for thing, facts in journal_facts.standing() for name in facts}
    forged = {(kind, fact) for kind, (_model, changes) in FORGERIES.items() for fact in changes}
    assert {each for each in stated if each[0] in FORGERIES} - KEYS == forged

"""What stands where an answer is saved: as much as saving needs, asked for in few words."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.actions import steps, to_answer
from coordination.domain.assessments import SourceEntry
from coordination.domain.rules import Rule
from coordination.models import Assessment
from tests import make

pytestmark = pytest.mark.django_db


#: A server is asked first in which line.
MORE = 1 if connection.vendor == "postgresql" else 0


def test_one_answer_over_another_is_saved_in_nine_statements() -> None:
    draft = make.start(make.cast().amina, "CMJ", make.open_round(name="Few"))
    make.save(draft, make.entry("C1", "Yes"))
    with CaptureQueriesContext(connection) as asked:
        make.save(draft, make.entry("C1", "No", base_version=1))
    said = [each["sql"] for each in asked.captured_queries if "SAVEPOINT" not in each["sql"]]
    assert len(said) <= 9 + MORE, "\n".join(said)


def test_it_is_what_every_other_step_locks() -> None:
    draft = make.start(make.cast().amina, "CMJ", make.open_round(name="Same"))
    make.answer(draft, "C1")
    ours, theirs = to_answer.locked(draft), steps.lock(draft)
    for name in ("pk", "side", "state", "version"):
        assert getattr(ours, name) == getattr(theirs, name)
    for name in ("pk", "label", "state", "origin", "instrument_id", "programme"):
        assert getattr(ours.round, name) == getattr(theirs.round, name)
    for name in ("pk", "code", "is_programme"):
        assert getattr(ours.structure, name) == getattr(theirs.structure, name)


def test_what_was_discarded_meanwhile_is_refused() -> None:
    draft = make.start(make.cast().amina, "CMJ", make.open_round(name="Gone"))
    make.answer(draft, "C1")
    stored = Assessment.objects.get(pk=draft.pk)
    make.discard(stored)
    with make.refused(Rule.ASSESSMENT_GONE):
        to_answer.locked(draft)


def test_stored_answers_come_with_their_sources_where_there_are_any() -> None:
    draft = make.start(make.cast().amina, "CMJ", make.open_round(name="Sources"))
    make.answer(draft, "C1")
    make.save(draft, make.entry("C2", "No", sources=[SourceEntry(title="Decree", kind="document")]))
    answers, sources = to_answer.stored(draft, ["C1", "C2", "C3"])
    assert {code: answer.verbatim for code, answer in answers.items()} == {"C1": "Yes", "C2": "No"}
    assert [each.title for each in sources[answers["C2"].pk]] == ["Decree"]
    assert answers["C1"].pk not in sources


def test_other_writers_wait_only_while_the_journal_is_told() -> None:
    draft = make.start(make.cast().amina, "CMJ", make.open_round(name="Last"))
    make.save(draft, make.entry("C1", "Yes"))
    with CaptureQueriesContext(connection) as asked:
        make.save(draft, make.entry("C1", "No", base_version=1), op_id=uuid4())
    said = [each["sql"] for each in asked.captured_queries if "SAVEPOINT" not in each["sql"]]
    line = next(number for number, sql in enumerate(said) if "coordination_journalhead" in sql)
    behind = [sql.partition("WHERE")[0] for sql in said[line + 1 :]][MORE:]
    assert len(behind) == 3
    for table, sql in zip(("membership", "journalentry", "journalhead"), behind, strict=True):
        assert f"coordination_{table}" in sql

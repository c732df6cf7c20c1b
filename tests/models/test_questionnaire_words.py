"""Version 2008.1 gets its better texts where nobody has answered it; else they come as 2008.2, and 2008.1 stays."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from coordination.domain.instruments import fingerprint
from coordination.models import Assessment, Criterion, Instrument, JournalEntry
from coordination.queries import instruments, journal
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

MIGRATION: Any = import_module("coordination.migrations.0019_questionnaire_words")
BEFORE, AFTER = MIGRATION.WORDS["before"], MIGRATION.WORDS["after"]


def forward() -> None:
    with connection.schema_editor() as editor:
        MIGRATION.forward(apps, editor)


def back() -> None:
    with connection.schema_editor() as editor:
        MIGRATION.back(apps, editor)


def hashes() -> dict[str, str]:
    """Return the fingerprints of what is published, each of which is that of its content."""
    rows = Instrument.objects.filter(status="published")
    for row in rows:
        assert row.content_hash == row.content["content_hash"] == fingerprint(row.content)
    return {row.version: row.content_hash for row in rows}


@pytest.fixture
def old(cast: make.Cast) -> make.Cast:
    """Have the texts of before, as a database has them that was filled by an earlier program."""
    back()
    assert hashes() == {"2008.1": BEFORE}
    return cast


def level_words() -> list[str]:
    levels = instruments.value(Instrument.objects.get(version="2008.1").pk).levels
    return [level.name.fr for level in levels]


def test_the_texts_are_renewed_where_only_the_shipped_files_use_them(old: make.Cast) -> None:
    assert level_words() == ["Non", "Pas encore", "En partie", "Pour l’essentiel", "Oui"]
    forward()
    assert hashes() == {"2008.1": AFTER}
    assert level_words() == ["Non", "Pas encore", "Partiellement", "En grande partie", "Oui"]
    assert instruments.value(Instrument.objects.get().pk) == make.instrument_value()


def test_the_demonstration_is_no_obstacle(old: make.Cast) -> None:
    content = Instrument.objects.get().content
    shipped = make.instrument_files.read(content)
    make.load(make.fixture(make.DEMO, shipped=shipped))
    forward()
    assert hashes() == {"2008.1": AFTER}
    assert not make.load_demo().created


def test_there_and_back_gives_the_same(old: make.Cast) -> None:
    content = Instrument.objects.get().content
    forward()
    back()
    assert Instrument.objects.get().content == content


def test_a_persons_answer_keeps_its_questionnaire_and_the_texts_come_as_the_next_version(
    old: make.Cast,
) -> None:
    draft = make.start(old.amina, "CMJ", make.open_round())
    make.save(draft, make.entry("C1", "Yes"))
    forward()
    assert hashes()["2008.1"] == BEFORE
    new = instruments.value(Instrument.objects.get(version="2008.2").pk)
    assert new.predecessor == ("partnership-2008", "2008.1")
    assert (new.levels, new.rules) == (make.instrument_value().levels, make.instrument_value().rules)
    assert {criterion.comparability for criterion in new.criteria} == {"indirect"}
    assert new.criterion("C1").crosswalk == ((0, 1), (0, 2), (1, 3), (2, 4), (3, 4))
    codes = Criterion.objects.filter(instrument__version="2008.2").values_list("code", flat=True)
    assert list(codes) == [criterion.code for criterion in new.criteria]
    assert instruments.versions()[0][2] == "2008.2"
    assert Assessment.objects.get(pk=draft.pk).round.instrument.version == "2008.1"
    once = make.everything()
    forward()
    assert make.everything() == once


def test_answers_that_came_in_a_file_as_entered_are_a_persons_too(old: make.Cast) -> None:
    Assessment.objects.update(origin="entered")
    forward()
    assert sorted(hashes()) == ["2008.1", "2008.2"]


def test_going_back_leaves_texts_that_a_person_has_answered(cast: make.Cast) -> None:
    draft = make.start(cast.amina, "CMJ", make.open_round())
    make.save(draft, make.entry("C1", "Yes"))
    back()
    assert hashes() == {"2008.1": AFTER}


@pytest.mark.parametrize("is_answered", [False, True])
def test_the_journal_tells_it_and_holds(old: make.Cast, is_answered: bool) -> None:
    if is_answered:
        make.save(make.start(old.amina, "CMJ", make.open_round()), make.entry("C1", "Yes"))
    forward()
    entry = JournalEntry.objects.order_by("-sequence")[0]
    version = "2008.2" if is_answered else "2008.1"
    assert (entry.verb, entry.key, entry.by) == ("published", f"partnership-2008 {version}", None)
    assert entry.after == {"content_hash": hashes()[version]}
    assert journal.faults() == []


@pytest.mark.parametrize("way", [forward, back])
def test_a_published_questionnaire_is_frozen_again_afterwards(way: Any, old: make.Cast) -> None:
    way()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Instrument.objects.update(code="x")


def test_another_questionnaire_is_not_touched(old: make.Cast) -> None:
    value = make.changed_instrument(code="other")
    make.publish_instrument(value)
    forward()
    assert Instrument.objects.get(code="other").content_hash == value.content_hash


def test_what_the_migration_writes_is_what_is_shipped() -> None:
    assert json.loads(Path(make.INSTRUMENT).read_text(encoding="utf-8"))["content_hash"] == AFTER

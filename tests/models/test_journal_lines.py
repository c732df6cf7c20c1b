"""A journal that was there before it could be parted: it goes on, and back, and is never written anew."""

import pytest
from django.db import connection, transaction
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import IntegrityError

from coordination.actions import archive
from coordination.actions import journal as actions
from coordination.domain.journal import FIRST, chained_hash
from coordination.models import JournalEntry, JournalHead, Programme
from coordination.queries import journal
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE, THIS = [("coordination", "0044_api_tokens")], [("coordination", "0045_journal_lines")]


def migrate(to: list[tuple[str, str]]) -> None:
    MigrationExecutor(connection).migrate(to)


def migrate_on() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("coordination"))


def told() -> list[tuple[object, ...]]:
    """What the journal holds and where its lines end, whatever the tables around it."""
    columns = ("sequence", "hash", "previous_hash")
    return [*JournalEntry.objects.order_by("pk").values_list(*columns)] + [
        *JournalHead.objects.order_by("pk").values_list("pk", "sequence", "hash")
    ]


def holds_as_one_line() -> bool:
    """Whether the release before would find no fault: one chain without a gap, and one end of it."""
    number, hash_ = 0, FIRST
    for entry in JournalEntry.objects.order_by("sequence"):
        if (entry.sequence, entry.previous_hash) != (number + 1, hash_):
            return False
        number, hash_ = entry.sequence, chained_hash(hash_, journal.content(entry))
        if entry.hash != hash_:
            return False
    return [*JournalHead.objects.values_list("pk", "sequence", "hash")] == [(1, number, hash_)]


@pytest.mark.takes_long
def test_a_journal_goes_back_and_forth_and_is_parted_then() -> None:
    cast, round_ = make.cast(), make.open_round()
    draft = make.begin(cast.amina, "CMJ", round_)
    migrate(BEFORE)
    assert holds_as_one_line()
    with pytest.raises(IntegrityError, match="append-only"):
        JournalHead.objects.filter(pk=1).update(hash=FIRST)
    migrate_on()
    assert journal.faults() == []
    assert actions.part(by=None, at=make.AT)
    migrate(BEFORE)
    assert holds_as_one_line(), "nothing was saved in a line of its own"
    migrate_on()
    assert journal.faults() == []
    assert actions.part(by=None, at=make.AT)
    make.answer(draft, "C1")
    assert journal.faults() == []


@pytest.mark.takes_long
def test_what_was_saved_where_there_is_one_programme_goes_back_as_one_line() -> None:
    cast, caf = make.cast(), make.programme("caf")
    make.place(cast.alain, "administrator", None, programme=caf)
    with transaction.atomic(), make.without_triggers():
        Programme.objects.filter(pk=caf.pk).update(kind=Programme.Kind.EXAMPLE)
    archive.remove(programme=caf, typed="caf", by=cast.alain, at=make.AT)
    round_ = make.open_round()
    actions.part(by=None, at=make.AT)
    draft = make.begin(cast.amina, "CMJ", round_)
    make.answer(draft, "C1")
    assert JournalHead.objects.count() == 2
    migrate(BEFORE)
    assert holds_as_one_line()
    migrate_on()
    assert journal.faults() == []


@pytest.mark.takes_long
def test_what_was_saved_beside_others_is_never_written_anew() -> None:
    cast, round_ = make.cast(), make.open_round()
    manager = make.place(make.newcomer("mara"), "manager", "partners", programme=make.programme("caf"))
    other = make.open_round("partners", programme=make.programme("caf"), by=manager)
    actions.part(by=None, at=make.AT)
    draft = make.begin(cast.amina, "CMJ", round_)
    beside = make.start(cast.nadia, "CNS", other)
    make.save(beside, make.entry("C1"))
    migrate(THIS)
    before = told()
    with pytest.raises(IrreversibleError, match="written beside others"):
        migrate(BEFORE)
    assert told() == before
    migrate_on()
    make.answer(draft, "C1")
    assert journal.faults() == []
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        JournalHead.objects.filter(pk__gt=1).delete()

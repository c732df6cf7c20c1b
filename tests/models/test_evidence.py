"""Files given as evidence that were there before contacts and observations could have some: they go on, and back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from coordination.actions import evidence
from coordination.models import EvidenceFile
from tests import make
from tests.evidence import attach, give, names_stored
from tests.risks import observe

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("coordination", "0047_evidence")]


def migrate_on() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("coordination"))


def columns() -> set[str]:
    with connection.cursor() as cursor:
        table = EvidenceFile._meta.db_table
        return {each.name for each in connection.introspection.get_table_description(cursor, table)}


@pytest.mark.takes_long
def test_files_of_answers_go_back_and_forth_and_those_of_other_things_go_with_the_way_back() -> None:
    cast = make.cast()
    evidence.clean_up(by=None, at=timezone.now() + timedelta(days=2))
    row = give(make.begin(cast.amina, "CMJ", make.open_round(), criterion="C1"), note="Page 2")
    others = [attach(make.contact(cast.amina)), attach(observe("R1"))]
    before = EvidenceFile.objects.values().get(pk=row.pk)

    MigrationExecutor(connection).migrate(BEFORE)
    assert columns() == {"id", "answer_id", "kind", "size", "sha256", "note"}
    assert EvidenceFile.objects.values_list("pk", "answer_id").get() == (row.pk, row.answer_id)

    migrate_on()
    assert EvidenceFile.objects.values().get() == before
    assert names_stored() == {each.pk.hex for each in (row, *others)}
    assert evidence.clean_up(by=None, at=timezone.now() + timedelta(days=2)) == len(others)
    assert names_stored() == {row.pk.hex}
    attach(observe("R2"))

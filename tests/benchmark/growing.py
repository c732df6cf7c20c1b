"""How much the journal and the operations grow by one saved answer, and what that comes to in ten years."""

from dataclasses import dataclass
from uuid import uuid4

from django.db import connection

from coordination.actions import answers
from coordination.domain.answers import read
from coordination.domain.assessments import GivenAnswer, SourceEntry
from coordination.models import Answer, JournalEntry, Operation
from tests.benchmark.building import NOW, Built

#: A busy programme: 20 structures, two assessors of each side, 20 criteria, each saved three times, two rounds a year.
SAVES_A_YEAR = 20 * 4 * 20 * 3 * 2
PROGRAMMES, YEARS = 50, 10
SAVES_IN_TEN_YEARS = PROGRAMMES * YEARS * SAVES_A_YEAR
SAVED = 1_000
WORDS = ("Yes", "Partly", "No to Partly", "Mostly?")
KIND = "document"
BASIS = "Minutes of the meeting of 12 March, signed by both co-chairs, and what the secretariat says of the two before."


@dataclass(frozen=True, slots=True)
class Grown:
    """Bytes that one saved answer leaves in the journal, and as the operation that it was; indexes included."""

    journal: float
    operations: float


def measure(built: Built) -> Grown:
    """Save answers, each with its basis and a source, and measure what they leave."""
    before = _sizes()
    answer = Answer.objects.select_related("criterion").filter(assessment=built.draft, level__isnull=False)[0]
    version, code = answer.version, answer.criterion.code
    for turn in range(SAVED):
        entry = GivenAnswer(
            criterion=code,
            reading=read(WORDS[turn % len(WORDS)]),
            base_version=version,
            basis=f"{BASIS} {turn}",
            sources=(SourceEntry(title="Minutes of the coordination meeting", kind=KIND),),
        )
        saved = answers.save(assessment=built.draft, entries=[entry], op_id=uuid4(), by=built.adviser, at=NOW)
        version = saved.versions[code]
    journal, operations = (after - least for after, least in zip(_sizes(), before, strict=True))
    return Grown(journal / SAVED, operations / SAVED)


def _sizes() -> tuple[int, int]:
    """Return the bytes of both tables with their indexes."""
    found = [_size(model._meta.db_table) for model in (JournalEntry, Operation)]
    return found[0], found[1]


def _size(table: str) -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size(%s)", [table])
        else:
            cursor.execute(
                "SELECT SUM(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_master WHERE tbl_name = %s)",
                [table],
            )
        (size,) = cursor.fetchone()
    return int(size)

"""Saving one answer, version check and journal included, beside the smallest save of one row through Django."""

from dataclasses import dataclass
from uuid import uuid4

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from coordination.actions import answers
from coordination.domain.answers import read
from coordination.domain.assessments import GivenAnswer
from coordination.models import Answer, Assessment
from tests.benchmark import timing
from tests.benchmark.building import NOW, Built
from tests.benchmark.timing import Times

WORDS = ("Yes", "Partly", "No")


@dataclass(frozen=True, slots=True)
class Saves:
    """What saving took among so many ``assessments``; ``queries`` are those of one whole save."""

    assessments: int
    queries: int
    whole: Times
    smallest: Times

    @property
    def ratio(self) -> float:
        """How many of the smallest saves the whole one takes."""
        return self.whole.median / self.smallest.median


def measure(built: Built, runs: int) -> Saves:
    """Save one answer of the draft by the action, and one of the other draft by Django alone, in turn."""
    answer = Answer.objects.select_related("criterion").filter(assessment=built.draft, level__isnull=False)[0]
    row = Answer.objects.filter(assessment=built.other, certainty="plain")[0]
    version = answer.version
    turn = 0

    def whole() -> None:
        nonlocal version, turn
        turn += 1
        # Twice the same word would be no change, and nothing would be written.
        word = WORDS[turn % len(WORDS)] if turn > 1 else "Not yet?"
        entry = GivenAnswer(
            criterion=answer.criterion.code,
            reading=read(word),
            base_version=version,
            basis="Minutes of the last meeting.",
        )
        saved = answers.save(assessment=built.draft, entries=[entry], op_id=uuid4(), by=built.adviser, at=NOW)
        version = saved.versions[answer.criterion.code]

    def smallest() -> None:
        row.level = row.lo = row.hi = ((row.level or 0) + 1) % 5
        with transaction.atomic():
            row.save(update_fields=["level", "lo", "hi"])

    whole()
    smallest()
    with CaptureQueriesContext(connection) as queries:
        whole()
    times = timing.in_turn((whole, smallest), runs)
    return Saves(Assessment.objects.count(), len(queries), *times)

"""Saving one answer, version check and journal included, beside the smallest save of one row through Django.

And the same over HTTP, as a page's script does it, beside a careful page that saves one row: its reader signed in, the
row found within their programme, one UPDATE in a transaction, a few words of JSON.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.actions import answers
from coordination.domain.answers import read
from coordination.domain.assessments import GivenAnswer
from coordination.models import Answer, Assessment
from coordination.views.decorators import Member, in_programme
from tests.benchmark import timing
from tests.benchmark.building import NOW, Built
from tests.benchmark.timing import Times

WORDS = ("Yes", "Partly", "No")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What a save took, and its floor in the same run; with how many queries."""

    queries: int
    whole: Times
    floor: Times

    @property
    def ratio(self) -> float:
        """How many of its floor the save takes."""
        return self.whole.median / self.floor.median

    @property
    def work(self) -> float:
        """The same of the processor's time, which other work on the machine and its disk do not lengthen."""
        return self.whole.work / self.floor.work


@dataclass(frozen=True, slots=True)
class Saves:
    """What saving took among so many ``assessments``: by the action, and over HTTP."""

    assessments: int
    action: Pair
    http: Pair


@in_programme
def one_row(request: HttpRequest, place: Member, answer: int) -> JsonResponse:
    """Save one row of the programme, carefully: the floor of a save over HTTP."""
    rows = Answer.objects.filter(assessment__round__programme=place.programme)
    row = get_object_or_404(rows, pk=answer)
    row.level = row.lo = row.hi = int(request.POST["level"])
    with transaction.atomic():
        row.save(update_fields=["level", "lo", "hi"])
    return JsonResponse({"level": row.level})


def measure(built: Built, runs: int) -> Saves:
    """Save one answer of the draft, and one of the other draft by Django alone, in turn."""
    action = _pair(*_by_action(built), runs)
    http = _pair(*_over_http(built), runs)
    return Saves(Assessment.objects.count(), action, http)


def _pair(whole: Callable[[], object], smallest: Callable[[], object], runs: int) -> Pair:
    whole()
    smallest()
    with CaptureQueriesContext(connection) as queries:
        whole()
    number = len(queries)  # Now: the next request empties the list.
    times, floor = timing.in_turn((whole, smallest), runs)
    return Pair(queries=number, whole=times, floor=floor)


def _by_action(built: Built) -> tuple[Callable[[], object], Callable[[], object]]:
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

    return whole, smallest


def _over_http(built: Built) -> tuple[Callable[[], object], Callable[[], object]]:
    client = Client()
    # What notes when a session began comes with the addresses, and they with the first request.
    client.get("/hello/")
    client.force_login(built.adviser)
    version = Answer.objects.get(assessment=built.draft, criterion__code="C1").version
    row = Answer.objects.filter(assessment=built.other, certainty="plain")[0]
    turn = 0

    def post(address: str, data: dict[str, str]) -> dict[str, int]:
        reply = client.post(address, data, headers={"accept": "application/json"})
        assert reply.status_code == 200, reply.content
        found: dict[str, int] = json.loads(reply.content)
        return found

    def whole() -> None:
        nonlocal version, turn
        turn += 1
        data = {"C1-choice": str(turn % 5), "C1-version": str(version), "op_id": str(uuid4())}
        version = post(f"/assessments/{built.draft.pk}/answers/C1/", data)["version"]

    def smallest() -> None:
        post(f"/one-row/{row.pk}/", {"level": str(turn % 5)})

    return whole, smallest

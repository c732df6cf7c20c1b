"""A careful page written by hand over the same tables: what Compare costs without anything that is kept.

Few queries, only the columns that are shown, plain sums in Python, a plain template: one view of the last round, the 40
weakest structures with their answers and their score from lowest to highest, and how many structures there are.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client

from coordination.models import Answer, Assessment, Criterion, Round
from coordination.views.decorators import Member, in_programme
from tests.benchmark import timing
from tests.benchmark.building import Built
from tests.benchmark.timing import Times

SHOWN = 40
PAGE = engines["django"].from_string(
    '{% extends "base.html" %}{% block title %}By hand{% endblock %}{% block content %}<h1>{{ round }}: {{ total }}</h1>'
    "<table><tr><th></th>{% for each in criteria %}<th>{{ each }}</th>{% endfor %}<th></th></tr>"
    "{% for name, answers, low, high in rows %}<tr><th>{{ name }}</th>{% for each in answers %}<td>{{ each }}</td>"
    "{% endfor %}<td>{{ low|floatformat }}–{{ high|floatformat }}</td></tr>{% endfor %}</table>{% endblock %}"
)
OURS = "/compare/?view=partners"


@dataclass(frozen=True, slots=True)
class ByHand:
    """What the page by hand and ours took, asked for in turn, of so many structures."""

    size: int
    by_hand: Times
    ours: Times

    @property
    def ratio(self) -> float:
        """How many times ours takes less."""
        return self.by_hand.median / self.ours.median


@in_programme
def page(request: HttpRequest, place: Member) -> HttpResponse:
    """Answer with the page written by hand; three queries."""
    last = Round.objects.filter(programme=place.programme, state="closed").order_by("-reference_on")[0]
    criteria = Criterion.objects.filter(instrument_id=last.instrument_id, section="coordination")
    codes = dict(criteria.order_by("position").values_list("pk", "code"))
    behind = Assessment.objects.filter(round=last, side="partners", state__in=("revealed", "published"))
    answers = Answer.objects.filter(assessment__in=behind.order_by(), criterion__in=list(codes)).order_by()
    found: dict[str, dict[int, tuple[str, int, int]]] = {}
    named = answers.values_list(
        "assessment__structure__code", "criterion_id", "verbatim", "status", "lo", "hi"
    )
    for name, criterion, verbatim, status, low, high in named:
        if status != "not_applicable":
            ends = (0, 4) if low is None or high is None else (low, high)
            found.setdefault(name, {})[criterion] = (verbatim, *ends)
    rows = [_row(name, given, list(codes)) for name, given in found.items()]
    rows.sort(key=lambda row: (row[2], row[3], row[0]))
    context = {"round": last.name_en, "total": len(rows), "criteria": codes.values(), "rows": rows[:SHOWN]}
    return HttpResponse(PAGE.render(context, request))


def _row(
    name: str, given: dict[int, tuple[str, int, int]], criteria: list[int]
) -> tuple[str, list[str], float, float]:
    low = 25 * sum(least for _written, least, _most in given.values()) / len(given)
    high = 25 * sum(most for _written, _least, most in given.values()) / len(given)
    return name, [given[pk][0] if pk in given else "" for pk in criteria], low, high


def measure(built: Built, runs: int) -> ByHand:
    """Ask for both pages in turn as the manager of the partners, nothing written in between."""
    print(f"\r  measuring {built.size} structures: by hand      ", end="", file=sys.stderr, flush=True)
    reader = Client(raise_request_exception=False, headers={"accept-encoding": "gzip"})
    reader.get("/hello/")
    reader.force_login(built.manager)

    def ask(address: str) -> Callable[[], object]:
        assert reader.get(address).status_code == 200
        return lambda: reader.get(address)

    return ByHand(built.size, *timing.in_turn((ask("/by-hand/"), ask(OURS)), runs))

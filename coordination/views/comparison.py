"""Compare and Over time: one query's values feed page, chart, table and CSV."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coordination.charts import trend
from coordination.documents import tables as csv
from coordination.forms.comparison import FilterForm
from coordination.models import Structure
from coordination.queries import comparison, timeline
from coordination.queries.comparison import Scoreboard
from coordination.queries.timeline import Timeline
from coordination.views import errors, sentences, tables
from coordination.views.guards import Place, in_programme

#: How many structures the chart of Over time draws; the table shows all.
DRAWN = 12


@in_programme
def compare(request: HttpRequest, place: Place) -> HttpResponse:
    """Show one round of one voice: findings, matrix, intervals."""
    form = FilterForm(request.GET)
    if not form.is_valid():
        return _unreadable(request, form)
    board = _scoreboard(form, place)
    context = {
        "board": board,
        "findings": sentences.findings(board),
        "voices": sentences.sides(),
        "sectors": _sectors(board),
        "query": request.GET.urlencode(),
        "address": request.build_absolute_uri(),
    }
    return render(request, "coordination/comparison/compare.html", context)


@in_programme
def compare_csv(request: HttpRequest, place: Place) -> HttpResponse:
    """Answer the matrix of the same filters as CSV."""
    form = FilterForm(request.GET)
    if not form.is_valid():
        return _unreadable(request, form)
    board = _scoreboard(form, place)
    return _csv("compare", tables.compare_table(board))


@in_programme
def over_time(request: HttpRequest, place: Place) -> HttpResponse:
    """Show one voice over the rounds: intervals per structure, certain changes, change matrix."""
    form = FilterForm(request.GET)
    if not form.is_valid():
        return _unreadable(request, form)
    line = _timeline(form, place)
    drawn = line.tracks[:DRAWN]
    context = {
        "line": line,
        "drawn": len(drawn),
        "figure": trend.figure(*sentences.trend_values(drawn, line)) if drawn else None,
        "title": sentences.trend_title(line),
        "description": sentences.trend_sentences(line),
        "voices": sentences.sides(),
        "sectors": _sectors(line),
        "query": request.GET.urlencode(),
        "address": request.build_absolute_uri(),
    }
    return render(request, "coordination/comparison/over_time.html", context)


@in_programme
def over_time_csv(request: HttpRequest, place: Place) -> HttpResponse:
    """Answer the rounds of the same filters as CSV."""
    form = FilterForm(request.GET)
    if not form.is_valid():
        return _unreadable(request, form)
    return _csv("over-time", tables.over_time_table(_timeline(form, place)))


def _scoreboard(form: FilterForm, place: Place) -> Scoreboard:
    try:
        return comparison.scoreboard(
            form.filters(), user=place.user, programme=place.programme, side=place.standing.side
        )
    except comparison.NoSuchRound as unknown:
        raise Http404 from unknown


def _timeline(form: FilterForm, place: Place) -> Timeline:
    return timeline.timeline(
        form.filters(), user=place.user, programme=place.programme, side=place.standing.side
    )


def _sectors(view: Scoreboard | Timeline) -> list[tuple[str, object]]:
    return [(each, Structure.Sector(each).label) for each in view.sectors]


def _unreadable(request: HttpRequest, form: FilterForm) -> HttpResponse:
    said = [f"{field}: {' '.join(map(str, problems))}" for field, problems in form.errors.items()]
    return errors.page(request, status=400, title=_("This address cannot be read"), sentences=said)


def _csv(name: str, rows: list[list[str]]) -> HttpResponse:
    response = HttpResponse(csv.csv_bytes(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{get_language()}.csv"'
    return response

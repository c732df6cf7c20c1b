"""Compare: one query's values feed page, charts, tables and CSV, of one view or of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from coordination.charts.status import StructureStatus
from coordination.domain.vocabulary import BOTH
from coordination.permissions import Action
from coordination.presenters import both_views as both_words
from coordination.presenters import cells, matrix, recommendations, sentences, tables
from coordination.presenters import comparison as comparison_words
from coordination.presenters.drawings import Chart, Drawing
from coordination.presenters.recommendations import Advice, Question
from coordination.presenters.said import Said
from coordination.presenters.tables import Pairs
from coordination.queries import both_views, claims, comparison
from coordination.queries.both_views import BothRow, BothViews
from coordination.queries.comparison import Scoreboard
from coordination.queries.filters import DRAWN, Filters
from coordination.views import filters, parameters, responses, start
from coordination.views.decorators import Member, in_programme, reads_replica
from coordination.views.filters import follows_filters, names_its_voice

#: How many next steps stand open; the others fold out.
OPEN_STEPS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OneView:
    """What one view says below the matrix; ``suffix`` tells the ids of its parts from those of the other's."""

    voice: str
    suffix: str
    board: Scoreboard
    charts: Mapping[str, Chart]
    order: Pairs
    status: Sequence[StructureStatus]
    questions: Sequence[Question]
    nothing_open: Said | None
    no_step: Said | None
    in_words: Sequence[str]


@require_safe
@in_programme
@reads_replica
@follows_filters
@names_its_voice(comparison.opening)
def compare(request: HttpRequest, member: Member) -> HttpResponse:
    """Show how structures stand on each criterion, in one view or both: headline, matrix, what to do, and more."""
    return responses.kept_page(
        request, member, "coordination/comparison/compare.html", lambda: _compare(request, member)
    )


def _compare(request: HttpRequest, member: Member) -> dict[str, object]:
    asked = filters.filters(request)
    view = _view(asked, member)
    boards = _boards(view)
    is_both = isinstance(view, BothViews)
    advised = [(board, recommendations.of(board, claims.steps(board))) for board in boards]
    told = both_words.told([(board, claims.claims(board)) for board in boards], names_sides=is_both)
    steps = both_words.steps([(board.voice if is_both else "", advice) for board, advice in advised])
    query = request.GET.urlencode()
    frame = filters.frame(request, view)
    begin = {} if view.shown_rounds else start.begin(member)
    return (
        frame
        | begin
        | {
            "is_both": is_both,
            "told": told,
            "convention": sentences.convention(),
            "rows": both_words.rows(view, _answers) if isinstance(view, BothViews) else [],
            "matrix_rows": matrix.rows(view) if isinstance(view, Scoreboard) else [],
            "voices": [(BOTH, sentences.side(BOTH)), *frame["voices"]],
            "drawn": min(view.total, DRAWN),
            "steps": steps[:OPEN_STEPS],
            "other_steps": steps[OPEN_STEPS:],
            "can_commit": member.may(Action.COMMIT),
            "views": [_one(board, advice, query, is_both=is_both) for board, advice in advised],
            "kinds": cells.kinds().values(),
            "pager": _pager(request, view),
            "sorts": _sorts(request, view.sort),
        }
    )


def _view(asked: Filters, member: Member, *, is_whole: bool = False) -> Scoreboard | BothViews:
    load = both_views.load if asked.voice == BOTH else comparison.scoreboard
    return load(asked, is_whole=is_whole, **filters.reader(member))


def _boards(view: Scoreboard | BothViews) -> tuple[Scoreboard, ...]:
    return view.boards if isinstance(view, BothViews) else (view,)


def _answers(row: BothRow) -> str:
    return reverse("structure-card", args=[row.structure.slug, row.round.label])


def _one(board: Scoreboard, advice: Sequence[Advice], query: str, *, is_both: bool) -> OneView:
    prefix = f"{board.voice}-" if is_both else ""
    order = tables.pairs(board, claims.shares(board))
    return OneView(
        voice=board.voice,
        suffix=f"-{board.voice}" if is_both else "",
        board=board,
        charts={
            name: each.at(f"{prefix}{name}", reverse("compare"), query)
            for name, each in comparison_words.drawings(board, advice).items()
        },
        order=order,
        status=comparison_words.statuses(board),
        questions=recommendations.questions(claims.questions(board), board.criteria),
        nothing_open=recommendations.nothing(claims.without_questions(board)),
        no_step=recommendations.nothing(None if advice else claims.without_steps(board)),
        in_words=comparison_words.matrix_in_words(board, claims.scale_ranges(board)),
    )


def _pager(request: HttpRequest, view: Scoreboard | BothViews) -> dict[str, Any]:
    """Return the pages of the matrix that one can go to; those that are not there are empty."""
    page, pages = view.asked.page, view.pages
    wanted = {"first": 1, "previous": page - 1, "next": page + 1, "last": pages}
    there = {name: each for name, each in wanted.items() if each != page and 1 <= each <= pages}
    return {"page": page, "pages": pages, "total": view.total} | {
        name: parameters.page_address(request, each) for name, each in there.items()
    }


def _sorts(request: HttpRequest, sort: str) -> dict[str, dict[str, str]]:
    """Return for each head of the matrix that sorts where it leads: the other way where it sorts already."""
    found = {}
    for name in ("name", "score"):
        query = request.GET.copy()
        query.pop("page", None)
        query["sort"] = f"-{name}" if sort == name else name
        state = {name: "descending" if name == "score" else "ascending"}
        state[f"-{name}"] = "ascending" if name == "score" else "descending"
        found[name] = {"address": f"?{query.urlencode()}", "state": state.get(sort, "")}
    return found


@require_safe
@in_programme
@reads_replica
@follows_filters
def compare_file(request: HttpRequest, member: Member, kind: str) -> HttpResponse:
    """Answer the figures of the same filters as a file."""
    view = _view(filters.filters(request), member, is_whole=True)
    shares = [(board, claims.shares(board)) for board in _boards(view)]
    if isinstance(view, BothViews):
        return filters.dashboard_file(
            request, member, lambda: tables.both_table(view, shares), "compare", kind
        )
    return filters.dashboard_file(request, member, lambda: tables.compare_table(*shares[0]), "compare", kind)


@require_safe
@in_programme
@reads_replica
@follows_filters
def compare_chart(request: HttpRequest, member: Member, chart: str) -> HttpResponse:
    """Answer the figure of one chart for the same filters; where both views are asked for, its name begins with one."""
    view = _view(filters.filters(request), member)
    drawings: dict[str, Drawing] = {}
    for board in _boards(view):
        prefix = f"{board.voice}-" if isinstance(view, BothViews) else ""
        found = comparison_words.drawings(board, recommendations.of(board, claims.steps(board)))
        drawings |= {f"{prefix}{name}": each for name, each in found.items()}
    return responses.figure(drawings, chart)

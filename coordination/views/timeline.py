"""Changes: how all structures stand round by round, each one's course, and any two rounds side by side."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from coordination.presenters import panels, reasons, round_parts, sentences, tables
from coordination.presenters import timeline as timeline_words
from coordination.queries import timeline
from coordination.queries.paging import Paged
from coordination.queries.rounds import RoundValue
from coordination.queries.timeline import Timeline
from coordination.views import filters, parameters, responses, start
from coordination.views.decorators import Member, in_programme, reads_replica
from coordination.views.filters import follows_filters, names_its_voice

#: What the form of the two rounds keeps of the address.
KEPT: tuple[str, ...] = (
    "view",
    "section",
    "sector",
    "sort",
    "set",
    "since",
    "until",
    "criterion",
    "known",
    "page",
)
KEPT += ("weights", "w", "why")
#: What in an address asks for what is folded away.
FOLDED = ("first", "second", "because")


@require_safe
@in_programme
@reads_replica
@follows_filters
@names_its_voice(timeline.opening)
def changes(request: HttpRequest, member: Member) -> HttpResponse:
    """Show one voice over the rounds: a bar for each round, a panel for each structure, two rounds side by side."""
    return responses.kept_page(
        request, member, "coordination/timeline/changes.html", lambda: _changes(request, member)
    )


def _changes(request: HttpRequest, member: Member) -> dict[str, object]:
    line = timeline.timeline(filters.filters(request), **filters.reader(member))
    because = line.asked.because
    drawn = panels.all_drawn(line)
    begin = {} if line.tracks else start.begin(member)
    return (
        filters.frame(request, line)
        | begin
        | {
            "heard": any(each.voices for each in line.offered.rounds),
            "title": timeline_words.title(line),
            "convention": sentences.convention(),
            "bars": round_parts.bars(line, lambda round_: _compared(line, round_)),
            "bars_heading": round_parts.heading(line),
            "panels": drawn,
            "is_invented": any(each.is_invented for each in drawn),
            "shown": timeline_words.shown(line),
            "pager": parameters.pager(
                request, Paged(listed=(), total=line.total, page=line.page, pages=line.pages)
            ),
            "corrections": [*timeline_words.corrections(line), *timeline_words.bridges(line)],
            "is_asked": any(request.GET.get(name) for name in FOLDED),
            "reasons": timeline_words.reasons(line),
            "links": reasons.offered(line.pairings, because, lambda reason: _because(request, reason)),
            "pairings": [
                (each, timeline_words.paired(each), [reasons.cell(of) for of in each.cells])
                for each in reasons.with_reason(line.pairings, because)
            ],
            "kept": [(name, value) for name in KEPT for value in request.GET.getlist(name)],
        }
    )


def _compared(line: Timeline, round_: RoundValue) -> str:
    """Return the address of the structures of a round, as the same view has them."""
    query = {"round": round_.label, "view": line.voice, "section": line.asked.section}
    return f"{reverse('compare')}?{urlencode(query)}"


def _because(request: HttpRequest, reason: str) -> str:
    """Return this address with the two rounds side by side filtered by a reason."""
    query = request.GET.copy()
    query.pop("because", None)
    if reason:
        query["because"] = reason
    elif not any(query.get(name) for name in FOLDED):
        return "#pair"
    return f"?{query.urlencode()}#pair"


@require_safe
@in_programme
@reads_replica
@follows_filters
def changes_file(request: HttpRequest, member: Member, kind: str) -> HttpResponse:
    """Answer every structure's rounds for the same filters as a file."""
    line = timeline.timeline(filters.filters(request), is_whole=True, **filters.reader(member))
    return filters.dashboard_file(request, member, lambda: tables.changes_table(line), "changes", kind)

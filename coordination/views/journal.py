"""The journal: what both sides share, what the own side's people did, and checkpoints that prove it later."""

from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.actions import checkpoints as actions
from coordination.documents import checkpoints as files
from coordination.domain.checkpoints import Checkpoint
from coordination.domain.history import OF_OWN_PEOPLE, SHARED
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.forms.checkpoints import CheckpointForm
from coordination.permissions import Action
from coordination.presenters import history as words
from coordination.presenters import provenance
from coordination.queries import checkpoints, history
from coordination.queries.history import Deed, WantedEntries
from coordination.queries.paging import Paged
from coordination.views import responses
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import choice_asked, day_asked, page_asked, pager, refuse

OWN = (*SHARED, *OF_OWN_PEOPLE)


@require_safe
@in_programme
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """Show the log that both sides share, page by page."""
    return _page(request, member, "coordination/journal/shared.html", history.shared, SHARED)


@require_safe
@in_programme
def index_file(request: HttpRequest, member: Member, kind: str) -> HttpResponse:
    """Answer the log that both sides share for the same filters as a file."""
    return _file(request, member, kind, "journal", history.shared, SHARED)


@require_safe
@in_programme
def own(request: HttpRequest, member: Member) -> HttpResponse:
    """Show what the people of the own side did, as far as the reader may read it."""
    member.require(Action.READ_HISTORY)
    return _page(request, member, "coordination/journal/own.html", history.own, OWN)


@require_safe
@in_programme
def own_file(request: HttpRequest, member: Member, kind: str) -> HttpResponse:
    """Answer what the people of the own side did for the same filters as a file."""
    member.require(Action.READ_HISTORY)
    return _file(request, member, kind, "own-side", history.own, OWN)


@require_POST
@in_programme
def checkpoint(request: HttpRequest, member: Member) -> HttpResponse:
    """Answer the checkpoint of the last midnight as a file."""
    member.require(Action.PROVE)
    taken = actions.take(programme=member.programme, by=member.user, at=timezone.now())
    response = HttpResponse(files.write(taken), content_type="application/json")
    name = f"checkpoint-{member.programme.code}-{taken.as_of:%Y-%m-%d}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def proof(request: HttpRequest, member: Member) -> HttpResponse:
    """Offer the checkpoint of the last midnight, and say whether the history still contains one that was kept."""
    member.require(Action.PROVE)
    form = CheckpointForm(request.POST, request.FILES) if request.method == "POST" else CheckpointForm()
    found: Checkpoint | None = None
    is_contained = False
    if form.is_bound and form.is_valid():
        try:
            found = _read(form, member)
            is_contained = checkpoints.is_contained(found)
        except Refused as refused:
            found = None
            refuse(form, refused)
    context = {"form": form, "found": found, "is_contained": is_contained}
    status = 400 if form.is_bound and found is None else 200
    return render(request, "coordination/journal/proof.html", _frame(member) | context, status=status)


def _read(form: CheckpointForm, member: Member) -> Checkpoint:
    """Return the checkpoint of the file that was sent.

    Raises:
        Refused: it is none, or that of another programme.
    """
    upload = form.cleaned_data["file"]
    found = files.read(upload.read(files.LARGEST + 1), "")
    if found.programme != member.programme.code:
        raise Refused((Problem(rule=Rule.CHECKPOINT_ELSEWHERE, path="file", value=found.programme[:40]),))
    return found


def _page(
    request: HttpRequest,
    member: Member,
    template: str,
    query: Callable[..., Paged[Deed]],
    nouns: Sequence[str],
) -> HttpResponse:
    wanted = _wanted(request, nouns)
    found = query(member.user, member.programme, member.standing, wanted, page=page_asked(request))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "register": found,
        "lines": [(each.at, words.who(each), words.done(each)) for each in found.listed],
        "kinds": words.kinds(nouns),
        "wanted": wanted,
        "is_filtered": wanted != WantedEntries(),
        "query": asked.urlencode(),
        "pager": pager(request, found),
    }
    return render(request, template, _frame(member) | context)


def _file(
    request: HttpRequest,
    member: Member,
    kind: str,
    name: str,
    query: Callable[..., Paged[Deed]],
    nouns: Sequence[str],
) -> HttpResponse:
    wanted = _wanted(request, nouns)
    found = query(member.user, member.programme, member.standing, wanted, page=None)
    is_shared = nouns is SHARED
    asked = responses.FileAsked(
        name=name,
        kind=kind,
        filters=words.chosen(wanted, nouns),
        readers=provenance.records() if is_shared else provenance.own_side(),
    )
    return responses.tables_file(request, member, lambda: words.table(found.listed, found.total), asked)


def _wanted(request: HttpRequest, nouns: Sequence[str]) -> WantedEntries:
    """Return which entries the address asks for; 404 for what is not there."""
    return WantedEntries(
        noun=choice_asked(request, "kind", [*nouns]),
        since=day_asked(request, "since"),
        until=day_asked(request, "until"),
    )


def _frame(member: Member) -> dict[str, object]:
    """Return which pages of the journal the reader may open."""
    return {"may_read_own": member.may(Action.READ_HISTORY), "may_prove": member.may(Action.PROVE)}

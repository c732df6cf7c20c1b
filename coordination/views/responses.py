"""Responses of more than one page: forms, rows as CSV, a chart's figure, pages of results, the sign-in page with a form.

Pages of results are kept for as long as nothing that they may show was written, for all who read by the same rights:
the parts of a page inside the frame, which is each reader's own. A part says nothing that is one person's:
`tests/views/test_responses.py` holds every page of results to that.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template import RequestContext
from django.template.backends.django import Template
from django.template.loader import get_template
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext, BlockNode, ExtendsNode
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from coordination import attempts
from coordination.actions import exports
from coordination.documents import json_tables, tables, workbooks
from coordination.documents.tables import TableFile
from coordination.domain.bilingual import Text
from coordination.domain.limits import Tried
from coordination.forms.factors import ProofForm
from coordination.forms.kept import LARGEST, SEALED, STAMP, NotKept, Why, posted, seal
from coordination.forms.people import SignInForm
from coordination.presenters import provenance
from coordination.presenters.drawings import Drawing
from coordination.presenters.provenance import Provenance
from coordination.queries import versions
from coordination.queries.filters import NoSuch
from coordination.views.decorators import Member, visit

#: What all pages extend, and by its blocks, what a page puts into them.
FRAME = "base.html"
Parts = Mapping[str, SafeString]
#: In the session, while a second step is awaited: what the sign-in form carried, and since when; for so many seconds.
HELD_KEY, HELD_FOR = "held", 60 * 60
#: A page of 1,000 structures has 200 KB.
PAGES: versions.Shelf[Parts] = versions.Shelf(64)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAsked:
    """A file that a page offers: its name without ending, csv, xlsx or json, the filters in words, and readers."""

    name: str
    kind: str
    filters: Sequence[tuple[str, str]]
    readers: str


def tables_file(
    request: HttpRequest, member: Member, of: Callable[[], TableFile], asked: FileAsked
) -> HttpResponse:
    """Return tables as a file in the reader's language and convention, counted and journaled.

    ``of`` says them in the language of the moment: English heads name the columns of JSON, whoever reads it.
    """
    attempts.require(request, Tried.EXPORT)
    language, said = get_language() or "en", of()
    name = f"{asked.name}-{language}.{asked.kind}"
    csv = tables.file_bytes(said, is_french=language.startswith("fr"))
    if asked.kind == "csv":
        return exported(request, member, name, csv, "text/csv; charset=utf-8")
    today = timezone.localdate()
    source = Provenance(address=request.build_absolute_uri(), filters=asked.filters, readers=asked.readers)
    programme = Text(member.programme.name_en, member.programme.name_fr)
    about = provenance.about(source, programme, said, csv, today=today)
    if asked.kind == "xlsx":
        data = workbooks.workbook_bytes([workbooks.sheet_of(each) for each in said.tables], about, on=today)
        return exported(request, member, name, data, workbooks.MEDIA_TYPE)
    with override("en"):
        english = of()
        labels = provenance.about(source, programme, english, csv, today=today)
    data = json_tables.file_bytes(said, about, english, labels)
    return exported(request, member, name, data, json_tables.MEDIA_TYPE)


def exported(request: HttpRequest, member: Member, name: str, data: bytes, kind: str) -> HttpResponse:
    """Return a file, and journal who took it; who only asks for its headers takes none."""
    if request.method == "GET":
        exports.note(name=name, programme=member.programme, by=member.user, at=timezone.now())
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def form_page(request: HttpRequest, template: str, context: Mapping[str, object]) -> HttpResponse:
    """Return a page with its form; 400 where the form was sent and not kept."""
    return render(request, template, {**context}, status=400 if request.method == "POST" else 200)


def done(request: HttpRequest, said: str, to: str, *arguments: object) -> HttpResponse:
    """Say what was done on the page to which this leads: a route's name or an address."""
    messages.success(request, said)
    return redirect(to, *arguments)


def undoable(
    request: HttpRequest, said: str, kind: str, pk: int, to: str, *arguments: object
) -> HttpResponse:
    """Say what was done to a record, and offer to undo it: where, is what the message carries."""
    messages.success(request, said, extra_tags=reverse("record-undo", args=[kind, pk]))
    return redirect(to, *arguments)


def figure(drawings: Mapping[str, Drawing], name: str) -> HttpResponse:
    """Return a chart's figure, which the page draws when it comes into view.

    Raises:
        NoSuch: the page has no such chart with these filters.
    """
    if name not in drawings:
        raise NoSuch("chart", name)
    return JsonResponse(drawings[name].figure(), json_dumps_params={"ensure_ascii": False})


def kept_page(
    request: HttpRequest,
    member: Member,
    template: str,
    context: Callable[[], dict[str, object]],
    *,
    is_own: bool = False,
    version: versions.Version | None = None,
) -> HttpResponse:
    """Answer with a page, made anew only where something was written, or the day has changed, since it was shown.

    ``is_own``: something on it is the reader's alone, so it is kept for nobody else. ``version`` is that of everything,
    where the caller has read it with what else it needs first.
    """
    if visit(request).refused:
        return render(request, template, context())
    key = (
        *(template, request.build_absolute_uri(), get_language(), timezone.localdate()),
        *(member.programme, member.standing.role, member.standing.side, member.standing.reads_since),
        member.user.pk if is_own else None,
    )
    if version is None:
        version = versions.of_all(member.programme)
    parts = PAGES.get(key, version, lambda: _parts(request, template, context()))
    return render(request, "coordination/results.html", {"parts": parts})


def _parts(request: HttpRequest, name: str, values: dict[str, object]) -> Parts:
    """Return what a page and the templates that it extends put into the blocks of the frame."""
    found = get_template(name)
    assert isinstance(found, Template)
    context = RequestContext(request, values)
    # As `extends` does it, but for the last: the frame is each reader's own.
    with context.render_context.push_state(found.template), context.bind_template(found.template):
        blocks = context.render_context[BLOCK_CONTEXT_KEY] = BlockContext()
        template = found.template
        while template.name != FRAME:
            (above,) = template.nodelist.get_nodes_by_type(ExtendsNode)
            assert isinstance(above, ExtendsNode)
            blocks.add_blocks(above.blocks)
            template = above.get_parent(context)
        return {
            each.name: each.render(context)
            for each in template.nodelist.get_nodes_by_type(BlockNode)
            if isinstance(each, BlockNode)
        }


def sign_in_page(
    request: HttpRequest,
    *,
    sealed: str = "",
    said: str = "",
    back: str = "",
    email: str = "",
    status: int = 401,
) -> HttpResponse:
    """Return the sign-in page, which carries what was sealed and says what became of it, or of the attempt."""
    form = SignInForm(request, initial={"username": email})
    context = {"form": form, "sealed": sealed, "said": said, "next": back}
    response = render(request, "registration/sign_in.html", context, status=status)
    add_never_cache_headers(response)
    return response


def signed_out(request: HttpRequest) -> HttpResponse | None:
    """Answer a form that somebody signed out has sent; None where it says nothing of who wrote it."""
    if STAMP not in request.POST:
        return None
    try:
        kept = posted(request)
        sealed = seal(kept)
    except NotKept as lost:
        return sign_in_page(request, said=_not_carried(lost.why))
    return sign_in_page(request, sealed=sealed, said=carried(), back=kept.stamp.page)


def proof_page(request: HttpRequest) -> HttpResponse:
    """Ask who is signed in to prove it again; what a form said is carried along, sealed."""
    if request.method != "POST":
        return redirect(f"{reverse('account-again')}?{urlencode({'next': request.get_full_path()})}")
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": _("Prove again that it is you. Nothing was stored.")}, status=401)
    context = {"form": ProofForm(), "sealed": "", "next": request.POST.get("next", "/")}
    if STAMP in request.POST:
        try:
            kept = posted(request)
            # A mere button is pressed again on its page.
            context |= {"sealed": seal(kept) if kept.fields else "", "next": kept.stamp.page}
        except NotKept:
            messages.warning(request, _("Nothing was stored."))
    return render(request, "coordination/accounts/again.html", context, status=401)


def hold(request: HttpRequest, sealed: str) -> None:
    """Keep what the sign-in form carries until the second step is done: the latest one, for an hour."""
    request.session[HELD_KEY] = [int(time.time()), sealed]


def held(request: HttpRequest) -> str:
    """Take out what was kept for the end of the second step."""
    at, sealed = request.session.pop(HELD_KEY, (0, ""))
    return sealed if time.time() - at < HELD_FOR else ""


def sealed_sent(request: HttpRequest) -> str:
    """Return what the sign-in form carries, as it came."""
    sealed = request.POST.get(SEALED, "")
    return sealed if len(sealed) <= LARGEST else ""


def carried() -> str:
    """Say what the sign-in page does with what was typed."""
    return _(
        "You were signed out before this was stored. Sign in again as the same person, and the form comes back as you"
        " filled it in. Until you send it again, nothing is stored."
    )


def nothing_stored() -> str:
    """Say that what came in after the session's end is lost."""
    return _("You were signed out, and nothing was stored.")


def factor_missing() -> str:
    """Say what managers and administrators do first."""
    return _(
        "Managers and administrators sign in with a second factor here. Add one; then everything else is open."
    )


def _not_carried(why: Why) -> str:
    lost = {
        Why.TOO_OLD: _(
            "You were signed out, and nothing was stored. The page was opened more than 12 hours ago, so what you typed"
            " cannot be carried over."
        ),
        Why.TOO_LARGE: _(
            "You were signed out, and nothing was stored. What you typed is too long to be carried over."
        ),
        Why.NOT_OURS: nothing_stored(),
    }
    look = _(
        "Go back in your browser: if the page still shows what you typed, copy it before you sign in again."
    )
    return f"{lost[why]} {look}"

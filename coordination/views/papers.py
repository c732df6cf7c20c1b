"""Papers to print, as PDF and as Word: briefs (as slides, too), reports of rounds, packs for meetings, blank forms."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coordination import attempts
from coordination.documents import pdf, powerpoint, word
from coordination.documents.papers import Paper
from coordination.documents.slides import Deck
from coordination.domain.bilingual import Text
from coordination.domain.limits import Tried
from coordination.domain.vocabulary import BOTH
from coordination.models import Programme
from coordination.permissions import Action
from coordination.presenters import briefs as words
from coordination.presenters import comparison_briefs, comparison_slides, meeting_packs, paper_forms, slides
from coordination.presenters import round_reports as report_words
from coordination.queries import answer_files, both_views, briefs, comparison, round_reports
from coordination.queries.both_views import BothViews
from coordination.queries.briefs import StructureBrief
from coordination.queries.comparison import Scoreboard
from coordination.queries.round_reports import RoundReport
from coordination.views import filters, responses, rounds
from coordination.views.decorators import Member, in_programme
from coordination.views.filters import follows_filters, names_its_voice

STYLE = Path(settings.BASE_DIR) / "static" / "css" / "paper.css"


@require_safe
@in_programme
def structure(request: HttpRequest, member: Member, slug: str) -> HttpResponse:
    """Show the brief of a structure as it prints."""
    page = reverse("structure-detail", args=[slug])
    paper = _of_structure(request, member, _brief(member, slug))
    return _page(request, paper, page, f"/briefs/{slug}", has_slides=True)


@require_safe
@in_programme
def structure_file(request: HttpRequest, member: Member, slug: str, kind: str) -> HttpResponse:
    """Return the brief of a structure as a file of this kind."""
    paper = _of_structure(request, member, _brief(member, slug))
    return _file(request, member, slug, kind, paper, reverse("structure-brief", args=[slug]))


@require_safe
@in_programme
def structure_slides(request: HttpRequest, member: Member, slug: str) -> HttpResponse:
    """Return the brief of a structure as slides."""
    brief = _brief(member, slug)
    return _slides(request, member, slug, slides.of_structure(brief, _of_structure(request, member, brief)))


@require_safe
@in_programme
@follows_filters
@names_its_voice(comparison.opening)
def compared(request: HttpRequest, member: Member) -> HttpResponse:
    """Show the brief of a comparison, of the same structures, round and view as the page."""
    page = f"{reverse('compare')}?{request.GET.urlencode()}"
    paper = _of_comparison(request, member, _boards(request, member))
    return _page(request, paper, page, "/compare/brief", has_slides=True)


@require_safe
@in_programme
@follows_filters
def compared_file(request: HttpRequest, member: Member, kind: str) -> HttpResponse:
    """Return the brief of a comparison as a file of this kind."""
    back = f"{reverse('compare-brief')}?{request.GET.urlencode()}"
    return _file(
        request, member, "compare", kind, _of_comparison(request, member, _boards(request, member)), back
    )


@require_safe
@in_programme
@follows_filters
def compared_slides(request: HttpRequest, member: Member) -> HttpResponse:
    """Return the brief of a comparison as slides."""
    boards = _boards(request, member)
    deck = comparison_slides.of_comparison(boards, _of_comparison(request, member, boards))
    return _slides(request, member, "compare", deck)


@require_safe
@in_programme
def round_report(request: HttpRequest, member: Member, label: str) -> HttpResponse:
    """Show a part of the report of a round, with the evidence behind its answers, as it prints."""
    report = _report(request, member, label)
    page = reverse("round-detail", args=[label])
    parts = range(1, report.parts + 1)
    return _page(request, _of_round(request, member, label, report), page, f"/rounds/{label}/report", parts)


@require_safe
@in_programme
def round_report_file(request: HttpRequest, member: Member, label: str, kind: str) -> HttpResponse:
    """Return a part of the report of a round as a file of this kind."""
    report = _report(request, member, label)
    name = pgettext("name of a file", "report")
    name = f"{name}-{label}-{report.part}" if report.parts > 1 else f"{name}-{label}"
    back = f"{reverse('round-report', args=[label])}{_query(request)}"
    return _file(request, member, name, kind, _of_round(request, member, label, report), back)


@require_safe
@in_programme
def meeting_pack(request: HttpRequest, member: Member, slug: str) -> HttpResponse:
    """Show what a meeting on a structure needs: where the sides stand apart in a round, in their words, with room."""
    page = f"{reverse('structure-detail', args=[slug])}{_query(request)}"
    return _page(request, _of_meeting(request, member, slug), page, f"/meeting-packs/{slug}")


@require_safe
@in_programme
def meeting_pack_file(request: HttpRequest, member: Member, slug: str, kind: str) -> HttpResponse:
    """Return the pack for a meeting as a file of this kind."""
    paper = _of_meeting(request, member, slug)
    name = pgettext("name of a file", "meeting-pack")
    back = f"{reverse('meeting-pack', args=[slug])}{_query(request)}"
    return _file(request, member, f"{name}-{slug}", kind, paper, back)


@require_safe
@in_programme
def form(request: HttpRequest, member: Member, label: str, slug: str) -> HttpResponse:
    """Show the blank form of an assessment as it prints."""
    page = reverse("assessment-begin", args=[label, slug])
    return _page(request, _of_form(request, member, label, slug), page, f"/paper-forms/{label}/{slug}")


@require_safe
@in_programme
def form_file(request: HttpRequest, member: Member, label: str, slug: str, kind: str) -> HttpResponse:
    """Return the blank form as a file of this kind, to be filled in by hand or in Word."""
    paper = _of_form(request, member, label, slug)
    name = pgettext("name of a file", "form")
    return _file(
        request, member, f"{name}-{label}-{slug}", kind, paper, reverse("paper-form", args=[label, slug])
    )


def _page(
    request: HttpRequest,
    paper: Paper,
    back: str,
    files: str,
    parts: Sequence[int] = (),
    *,
    has_slides: bool = False,
) -> HttpResponse:
    kinds = [
        *([("PDF", "pdf")] if pdf.is_there() else []),
        ("Word", "docx"),
        *([(_("Slides (PowerPoint)"), "pptx")] if has_slides else []),
    ]
    doors = [(name, f"{files}.{kind}{_query(request)}") for name, kind in kinds]
    context = {"paper": paper, "back": back, "doors": doors, "parts": parts}
    return render(request, "coordination/briefs/brief.html", context)


def _query(request: HttpRequest) -> str:
    """Return what stands behind the address, to stand behind another."""
    return f"?{request.GET.urlencode()}" if request.GET else ""


def _file(
    request: HttpRequest, member: Member, name: str, kind: str, paper: Paper, back: str
) -> HttpResponse:
    attempts.require(request, Tried.EXPORT)
    name = f"{name}-{get_language()}.{kind}"
    if kind == "docx":
        data = word.word_bytes(paper, on=timezone.localdate())
        return responses.exported(request, member, name, data, word.MEDIA_TYPE)
    page = render_to_string("coordination/briefs/pdf.html", {"paper": paper})
    try:
        data = pdf.pdf_bytes(page, STYLE.read_text(encoding="utf-8"))
    except pdf.NoPango:
        said = _(
            "This server cannot make PDF. Print the page to a PDF in your browser, or take the Word file."
        )
        return responses.done(request, said, back)
    return responses.exported(request, member, name, data, pdf.MEDIA_TYPE)


def _slides(request: HttpRequest, member: Member, name: str, deck: Deck) -> HttpResponse:
    attempts.require(request, Tried.EXPORT)
    data = powerpoint.powerpoint_bytes(deck, on=timezone.localdate())
    return responses.exported(request, member, f"{name}-{get_language()}.pptx", data, powerpoint.MEDIA_TYPE)


def _brief(member: Member, slug: str, label: str = "") -> StructureBrief:
    found = briefs.of_structure(
        slug,
        user=member.user,
        programme=member.programme,
        standing=member.standing,
        today=timezone.localdate(),
        label=label,
    )
    if found is None:
        raise Http404
    return found


def _of_structure(request: HttpRequest, member: Member, brief: StructureBrief) -> Paper:
    slug = brief.head.structure.slug
    return words.of_structure(
        brief,
        programme=_named(member.programme),
        source=request.build_absolute_uri(reverse("structure-detail", args=[slug])),
        today=timezone.localdate(),
    )


def _report(request: HttpRequest, member: Member, label: str) -> RoundReport:
    asked = request.GET.get("part", "1")
    found = round_reports.of_round(
        rounds.find(member, label),
        part=int(asked) if asked.isdecimal() and len(asked) < 5 else 0,
        user=member.user,
        programme=member.programme,
        standing=member.standing,
        today=timezone.localdate(),
    )
    if found is None:
        raise Http404
    return found


def _of_round(request: HttpRequest, member: Member, label: str, report: RoundReport) -> Paper:
    return report_words.of_round(
        report,
        programme=_named(member.programme),
        source=request.build_absolute_uri(reverse("round-detail", args=[label])),
        today=timezone.localdate(),
    )


def _of_meeting(request: HttpRequest, member: Member, slug: str) -> Paper:
    pack = meeting_packs.of_structure(
        _brief(member, slug, request.GET.get("round", "")),
        programme=_named(member.programme),
        source=request.build_absolute_uri(reverse("structure-detail", args=[slug])),
        today=timezone.localdate(),
    )
    if pack is None:
        raise Http404
    return pack


def _of_form(request: HttpRequest, member: Member, label: str, slug: str) -> Paper:
    member.require(Action.START)
    found = answer_files.template(member.user, member.programme, member.standing, label)
    structure = next((each for each in found.structures if each.slug == slug), None) if found else None
    if found is None or structure is None:
        raise Http404
    return paper_forms.blank(
        found,
        structure,
        side=member.standing.side or "",
        programme=_named(member.programme),
        source=request.build_absolute_uri(reverse("assessment-begin", args=[label, slug])),
    )


def _boards(request: HttpRequest, member: Member) -> tuple[Scoreboard, ...]:
    asked = filters.filters(request)
    load = both_views.load if asked.voice == BOTH else comparison.scoreboard
    view = load(asked, is_whole=True, **filters.reader(member))
    return view.boards if isinstance(view, BothViews) else (view,)


def _of_comparison(request: HttpRequest, member: Member, boards: Sequence[Scoreboard]) -> Paper:
    return comparison_briefs.of_comparison(
        boards,
        programme=_named(member.programme),
        source=request.build_absolute_uri(f"{reverse('compare')}?{request.GET.urlencode()}"),
        today=timezone.localdate(),
    )


def _named(programme: Programme) -> Text:
    return Text(programme.name_en, programme.name_fr)

"""Briefs: a structure on one or two sheets, to print, as PDF and as a Word file, all three from the same paper."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coordination import attempts
from coordination.documents import pdf, word
from coordination.documents.papers import Paper
from coordination.domain.bilingual import Text
from coordination.domain.limits import Tried
from coordination.presenters import briefs as words
from coordination.queries import briefs
from coordination.views import responses
from coordination.views.decorators import Member, in_programme

STYLE = Path(settings.BASE_DIR) / "static" / "css" / "paper.css"


@require_safe
@in_programme
def structure(request: HttpRequest, member: Member, slug: str) -> HttpResponse:
    """Show the brief of a structure as it prints."""
    return render(
        request,
        "coordination/briefs/brief.html",
        {"paper": _of_structure(request, member, slug), "slug": slug, "has_pdf": pdf.is_there()},
    )


@require_safe
@in_programme
def structure_pdf(request: HttpRequest, member: Member, slug: str) -> HttpResponse:
    """Return the brief of a structure as PDF."""
    paper = _of_structure(request, member, slug)
    attempts.require(request, Tried.EXPORT)
    page = render_to_string(
        "coordination/briefs/pdf.html", {"paper": paper, "style": STYLE.read_text(encoding="utf-8")}
    )
    name = f"{slug}-{get_language()}.pdf"
    try:
        data = pdf.pdf_bytes(page)
    except pdf.NoPango:
        said = _(
            "This server cannot make PDF. Print the page to a PDF in your browser, or take the Word file."
        )
        return responses.done(request, said, "structure-brief", slug)
    return responses.exported(request, member, name, data, pdf.MEDIA_TYPE)


@require_safe
@in_programme
def structure_word(request: HttpRequest, member: Member, slug: str) -> HttpResponse:
    """Return the brief of a structure as a Word file."""
    paper = _of_structure(request, member, slug)
    attempts.require(request, Tried.EXPORT)
    data = word.word_bytes(paper, on=timezone.localdate())
    return responses.exported(request, member, f"{slug}-{get_language()}.docx", data, word.MEDIA_TYPE)


def _of_structure(request: HttpRequest, member: Member, slug: str) -> Paper:
    today, programme = timezone.localdate(), member.programme
    found = briefs.of_structure(
        slug, user=member.user, programme=programme, standing=member.standing, today=today
    )
    if found is None:
        raise Http404
    return words.of_structure(
        found,
        programme=Text(programme.name_en, programme.name_fr),
        source=request.build_absolute_uri(reverse("structure-detail", args=[slug])),
        today=today,
    )

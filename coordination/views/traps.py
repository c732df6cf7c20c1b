"""The two traps for one structure had a page of their own: they stand below its risks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from coordination.models import Structure
from coordination.views.decorators import Member, in_programme


@require_safe
@in_programme
def detail(request: HttpRequest, member: Member, slug: str) -> HttpResponse:
    """Lead to where the signs of both traps stand."""
    get_object_or_404(Structure, programme=member.programme, slug=slug, is_programme=False)
    return redirect(f"{reverse('structure-risks', args=[slug])}#traps", permanent=True)

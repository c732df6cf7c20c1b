"""The mails of a demonstration, which sends none: everybody signed in reads them all."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coordination.queries import mails
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import page_asked, pager


@require_safe
@in_programme
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """List the mails that were kept instead of sent; `urls` has this address in the demonstration only."""
    found = mails.index(page_asked(request))
    context = {"mails": found.listed, "pager": pager(request, found)}
    return render(request, "coordination/mails/list.html", context)

"""One search over everything that the reader may see."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coordination.domain.bilingual import words
from coordination.queries import search as queries
from coordination.views import errors
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import LONGEST_SEARCH, search_asked


@require_safe
@in_programme
def search(request: HttpRequest, member: Member) -> HttpResponse:
    """List what matches by kind, each with the way to its list; without words, say what can be found."""
    if len(request.GET.get("q", "")) > LONGEST_SEARCH:
        said = _("Search for a few words: at most %(number)d characters.") % {"number": LONGEST_SEARCH}
        return errors.page(request, status=400, title=_("This search is too long"), sentences=[said])
    text = search_asked(request).strip()
    found = None
    if words(text):
        found = queries.search(
            member.user,
            member.programme,
            text,
            today=timezone.localdate(),
            language=get_language() or "en",
        )
    context = {"text": text, "found": found, "query": urlencode({"q": text})}
    return render(request, "coordination/search/search.html", context)

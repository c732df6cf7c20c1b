"""Pages of results, kept for as long as nothing that they may show was written, for all who read by the same rights.

What is kept are the parts of a page inside the frame; the frame is each reader's own. A part says nothing that is one
person's: `tests/views/test_results.py` holds every page of results to that.
"""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import RequestContext
from django.template.backends.django import Template
from django.template.loader import get_template
from django.template.loader_tags import BlockNode
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from coordination.queries import versions
from coordination.views.decorators import Member, visit

#: By the blocks of `base.html`, what a page puts into them.
Parts = Mapping[str, SafeString]
#: A page of 1,000 structures has 200 KB.
PAGES: versions.Shelf[Parts] = versions.Shelf(64)


def page(
    request: HttpRequest, member: Member, template: str, context: Callable[[], dict[str, object]]
) -> HttpResponse:
    """Answer with a page, made anew only where something was written, or the day has changed, since it was shown."""
    if visit(request).refused:
        return render(request, template, context())
    key = (
        *(template, request.build_absolute_uri(), get_language(), timezone.localdate()),
        *(member.programme, member.standing.role, member.standing.side, member.standing.reads_since),
    )
    parts = PAGES.get(key, versions.of_all(member.programme), lambda: _parts(request, template, context()))
    return render(request, "coordination/results.html", {"parts": parts})


def _parts(request: HttpRequest, name: str, values: dict[str, object]) -> Parts:
    """Return what the blocks of a page hold; it extends `base.html` and nothing between."""
    found = get_template(name)
    assert isinstance(found, Template)
    context = RequestContext(request, values)
    with context.bind_template(found.template):
        return {
            each.name: each.nodelist.render(context)
            for each in found.template.nodelist.get_nodes_by_type(BlockNode)
            if isinstance(each, BlockNode)
        }

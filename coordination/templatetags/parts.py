"""Parts of pages that stand there many times, as the rows of a table: each is rendered once for what it shows."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from coordination.presenters.once import once

register = template.Library()


@register.simple_tag
def part(file: str, **values: object) -> SafeString:
    """Return a template rendered with these values, which cannot change, and with nothing else of the page or reader."""
    return _part(file, **values)


# A row has 1 to 3 KB, a page 40 of them.
@once(2048)
def _part(file: str, **values: object) -> SafeString:
    return render_to_string(file, values)

"""Formatting that every page may need: words in the reader's language, days, fields of forms."""

from datetime import date, datetime

from django import template
from django.forms import BoundField
from django.middleware.csrf import get_token
from django.template import RequestContext
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language

from coordination.domain.instruments import Text
from coordination.domain.problems import Problem
from coordination.domain.rules import Rule
from coordination.forms.kept import NUMBER, STAMP, number_sent
from coordination.forms.waiting import FROM_LIST, OPERATION, operation_in
from coordination.presenters import days, problems, sentences, structures
from coordination.presenters import rounds as round_words
from coordination.queries.closings import ConsentValue
from coordination.views import kept
from coordination.views.decorators import visit

register = template.Library()


@register.inclusion_tag("components/form_key.html", takes_context=True)
def form_key(context: RequestContext) -> dict[str, object]:
    """Return the hidden fields of a form that a signed-in person fills in: its key, and who writes.

    With them a form that is sent after the session has ended comes back to the same person (``views/kept.py``).
    """
    # An included template may see nothing of the page's values, yet it knows the request.
    request = context.request if isinstance(context, template.RequestContext) else context["request"]
    fields = (
        ("csrfmiddlewaretoken", get_token(request)),
        (STAMP, kept.stamp_of(request)),
        (NUMBER, number_sent(request)),
        *(
            (name, request.POST.get(name, ""))
            for name in (OPERATION, FROM_LIST)
            if operation_in(request.POST)
        ),
    )
    return {"fields": [(name, value) for name, value in fields if value]}


@register.filter
def local(text: Text | None) -> str:
    """Return the text in the reader's language."""
    return text.get(get_language() or "en") if text else ""


@register.filter(expects_localtime=True)
def day(on: date | None, form: str = "j F Y") -> str:
    """Return a day as the reader writes it."""
    return days.day(on, form)


@register.filter(expects_localtime=True)
def seen(at: datetime | None) -> str:
    """Return when somebody was here last, to the minute where it was today."""
    return days.seen(at, timezone.localdate())


@register.filter
def last_day(on: date | None, today: date) -> str:
    """Say until when a round's answers are awaited, and how many days are left."""
    return days.last_day(on, today)


@register.filter
def zone(name: str) -> str:
    """Return in whose time a day ends."""
    return sentences.zone(name)


@register.filter
def consent(found: ConsentValue) -> str:
    """Say which side agreed to close or reopen a round, and when."""
    return round_words.consent(found)


@register.filter
def month(on: date) -> str:
    """Return a month with its year as the reader writes it."""
    return days.month(on)


@register.filter
def partial_date(kept: str) -> str:
    """Return a date of which only the month or the year may be known, as the reader writes it."""
    return days.partial_date(kept)


@register.filter
def side(code: str) -> str:
    """Return the name of a side."""
    return sentences.side(code)


@register.simple_tag(takes_context=True)
def called(context: RequestContext, code: str) -> str:
    """Return what the programme calls a side, to stand beside its name in a key or a head; empty where that will do."""
    member = visit(context.request).member
    name = sentences.local(member.programme.called(code)) if member else ""
    return format_html('<span class="side-called">({})</span>', name) if name else ""


@register.filter
def noun(code: str) -> str:
    """Return the name of a kind of thing that a fixture holds."""
    return sentences.noun(code)


@register.filter
def rule(code: Rule) -> str:
    """Return the sentence of a rule that names nothing."""
    return problems.text(Problem(rule=code))


@register.filter
def get(mapping: dict[str, object], key: str) -> object:
    """Return the value under a key, None where there is none."""
    return mapping.get(key)


@register.filter
def select_of(field: BoundField) -> str:
    """Return a select in the look of the page."""
    return field.as_widget(attrs={"class": "form-select", **_described(field)})


@register.filter
def input_of(field: BoundField) -> str:
    """Return an input in the look of the page."""
    return field.as_widget(attrs={"class": "form-control", **_described(field)})


@register.filter
def weight_of(field: BoundField) -> str:
    """Return the input of a weight: a short number, which a telephone offers its figures for."""
    return field.as_widget(attrs={"class": "form-control", "inputmode": "decimal", **_described(field)})


def _described(field: BoundField) -> dict[str, str]:
    """Return how a field names what is wrong with it, as `problem_of` shows it."""
    return {"aria-describedby": f"{field.auto_id}-problem"} if field.errors else {}


@register.inclusion_tag("components/problem.html")
def problem_of(field: BoundField) -> dict[str, object]:
    """Return what is wrong with a field, to stand beside it."""
    return {"id": field.auto_id, "said": next(iter(field.errors), "")}


@register.filter
def standing(code: str) -> str:
    """Return where a commitment stands."""
    return sentences.standing(code)


@register.filter
def life_words(code: str) -> str:
    """Return whether a structure still meets."""
    return structures.life(code)


@register.filter
def place_event(code: str) -> str:
    """Return what happened to a person's place or account."""
    return sentences.place_event(code)

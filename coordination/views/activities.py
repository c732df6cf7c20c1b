"""Activities: who supports which institution with what, to which standard, when."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.actions import activities as actions
from coordination.actions.money import Money
from coordination.actions.participations import Participant
from coordination.documents.tables import Table, TableFile, Value
from coordination.domain.bilingual import Text
from coordination.domain.currencies import figures
from coordination.domain.vocabulary import TESTS
from coordination.forms.activities import ActivityForm
from coordination.forms.money import MoneyRow
from coordination.forms.participants import ParticipantRow
from coordination.models import Activity, Function, Partner, Standard, Structure
from coordination.permissions import Action
from coordination.presenters import activities as activities_words
from coordination.presenters import bilateral, provenance, sentences
from coordination.presenters import money as money_words
from coordination.presenters import overlaps as overlaps_words
from coordination.presenters.overlaps import FindingWords
from coordination.queries import activities, overlaps, withdrawals
from coordination.queries import bilateral as tests
from coordination.queries.activities import ActivityFilters, ActivityValue, Choices
from coordination.views import responses
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import (
    choice_asked,
    day_asked,
    is_stale,
    page_asked,
    pager,
    save_form,
    search_asked,
)
from coordination.views.waiting import stored_once


@require_safe
@in_programme
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """List the activities, searched and filtered."""
    choices = activities.to_filter_by(member.programme, get_language() or "en")
    filters = filters_of(request, choices)
    found = activities.index(member.programme, filters, page_asked(request))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "register": found,
        "filters": filters,
        "choices": choices,
        "kinds": activities.KINDS,
        "verdicts": [(each.value, bilateral.name(each)) for each in bilateral.VERDICTS],
        "pager": pager(request, found),
        "query": query.urlencode(),
        "ceiling": activities.CEILING,
        "can_keep": member.may(Action.KEEP),
        "withdrawn": withdrawals.counted(member.user, member.programme, "activities"),
    }
    return render(request, "coordination/activities/list.html", context)


@require_safe
@in_programme
def index_file(request: HttpRequest, member: Member, kind: str) -> HttpResponse:
    """Answer all activities of the same filters as a file."""
    choices = activities.to_filter_by(member.programme, get_language() or "en")
    filters = filters_of(request, choices)
    found, total = activities.listed(member.programme, filters)
    asked = responses.FileAsked(
        name="activities", kind=kind, filters=chosen(filters, choices), readers=provenance.records()
    )
    return responses.tables_file(request, member, lambda: _table(found, total), asked)


def chosen(filters: ActivityFilters, choices: Choices) -> list[tuple[str, str]]:
    """Return the filters that are set, each with its name."""
    partners = {pk: name for pk, _side, name in choices.partners}
    found = (
        (_("Search"), filters.search),
        (_("What is given"), str(Activity.Kind(filters.kind).label) if filters.kind else ""),
        (_("Partner"), partners.get(filters.partner or 0, "")),
        (_("Institution that receives it"), dict(choices.recipients).get(filters.recipient or 0, "")),
        (_("Function"), dict(choices.functions).get(filters.function or 0, "")),
        (_("What the three tests say"), filters.verdict),
        (_("Day"), filters.running_on.isoformat() if filters.running_on else ""),
    )
    return [(name, str(said)) for name, said in found if said]


def _table(found: Sequence[ActivityValue], total: int) -> TableFile:
    """Return activities for a file: names in the reader's language, days as exact as they are known."""
    head = [
        *(_("Code"), _("Activity"), _("What is given"), _("Partner"), _("Institution that receives it")),
        *(_("Function"), _("Coordinated through"), _("Where"), _("Standard"), _("Equipment family")),
        *(
            _("Since"),
            _("Until"),
            _("Planned from"),
            _("Planned until"),
            _("Status"),
            _("Who else takes part"),
        ),
        *(_("Value"), _("Currency"), _("Money in all"), _("Money"), _("At whose request"), *TESTS),
        *(_("What the three tests say"), _("Note"), _("As the source says"), _("Place in the source")),
        *(_("Identifier elsewhere"), _("File or registry")),
        _("Origin"),
    ]
    rows = [
        [
            *(one.code, sentences.local(one.name), one.kind_name, sentences.local(one.partner)),
            *(_local(one.recipient), _local(one.function), one.structure_code, one.place),
            *(_local(one.standard), _local(one.equipment), one.since, one.until),
            *(one.planned_since, one.planned_until, one.status_name, activities_words.taking_part(one)),
            one.value,
            *(one.currency, money_words.totals(one), money_words.lines(one)),
            *(one.request_name, *map(_answer, one.answers)),
            *(bilateral.words(one.answers), one.note),
            *(sentences.local(one.quote), one.slide, one.identifier, one.source),
            _("invented for the demonstration") if one.is_invented else "",
        ]
        for one in found
    ]
    said: list[tuple[str, Value]] = []
    if len(found) < total:
        cut = _("The first %(count)s of %(total)s activities: choose fewer to have all of them in one file.")
        said.append((_("Note"), cut % {"count": len(found), "total": total}))
    return TableFile([Table(_("Activities"), head, rows)], said)


def _answer(code: str) -> str:
    return str(Activity.Test(code).label) if code else ""


def _local(name: Text | None) -> str:
    return sentences.local(name) if name else ""


def filters_of(request: HttpRequest, choices: Choices) -> ActivityFilters:
    """Return what is asked for; 404 for what there is not."""
    numbers = {
        "partner": [pk for pk, _side, _name in choices.partners],
        "recipient": [pk for pk, _name in choices.recipients],
        "function": [pk for pk, _name in choices.functions],
    }
    asked = {name: choice_asked(request, name, list(map(str, known))) for name, known in numbers.items()}
    return ActivityFilters(
        search=search_asked(request),
        kind=choice_asked(request, "kind", Activity.Kind.values),
        verdict=choice_asked(request, "verdict", [each.value for each in bilateral.VERDICTS]),
        running_on=day_asked(request),
        **{name: int(pk) if pk else None for name, pk in asked.items()},
    )


@require_safe
@in_programme
def detail(request: HttpRequest, member: Member, activity_id: int) -> HttpResponse:
    """Show an activity, what the three tests say of it, and the findings it takes part in."""
    row = activities.one(member.programme, activity_id)
    if row is None:
        raise Http404
    one = activities.value(row)
    wording = tests.wording(member.programme)
    context = {
        "one": one,
        "tests": [(test, _answer(answer)) for test, answer in zip(wording.tests, one.answers, strict=True)],
        "examples": wording.examples,
        "findings": _findings(member, one.id),
        "can_keep": member.may(Action.KEEP),
    }
    return render(request, "coordination/activities/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
@stored_once
def add(request: HttpRequest, member: Member) -> HttpResponse:
    """Record an activity; the address may say what is known of it (``?partner=``)."""
    member.require(Action.KEEP)
    names = ("kind", "partner", "recipient", "function", "structure", "since", "until", "place")
    known = {name: request.GET[name].replace("\x00", "") for name in names if name in request.GET}
    return _edit(request, member, None, known)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
@stored_once
def edit(request: HttpRequest, member: Member, activity_id: int) -> HttpResponse:
    """Put an activity right."""
    member.require(Action.KEEP)
    row = activities.one(member.programme, activity_id)
    if row is None:
        raise Http404
    known = activities.kept(row)
    known["value"] = "" if row.value is None else figures(row.value, get_language() or "en")
    return _edit(request, member, row, known)


def _edit(request: HttpRequest, member: Member, row: Activity | None, known: dict[str, Any]) -> HttpResponse:
    choices = activities.to_choose_from(member.programme, get_language() or "en")
    wording = tests.wording(member.programme)
    posted = request.POST if request.method == "POST" else None
    languages = member.programme.spoken
    form = ActivityForm(posted, initial=known, choices=choices, tests=wording.tests, languages=languages)

    def keep(given: dict[str, Any]) -> Activity:
        facts, by, at = _facts(member, given), member.user, timezone.now()
        if row is None:
            return actions.add(programme=member.programme, facts=facts, by=by, at=at)
        base_version = given["base_version"] or 0
        return actions.change(activity=row, facts=facts, base_version=base_version, by=by, at=at)

    kept = save_form(request, form, keep, renewed={"base_version": row.version} if row else None)
    if kept is not None:
        said = _said(member, kept)
        return responses.undoable(request, said, "activities", kept.pk, "activity-detail", kept.pk)
    context = {
        "form": form,
        "row": row,
        "choices": choices,
        "is_stale": is_stale(form),
        "areas": member.programme.areas,
    }
    return responses.form_page(request, "coordination/activities/edit.html", context)


def _facts(member: Member, given: dict[str, Any]) -> actions.ActivityFacts:
    """Return what the form says as the actions take it: what it refers to as rows; a query for each."""
    chosen = {
        name: get_object_or_404(model, programme=member.programme, pk=given[name]) if given[name] else None
        for name, model in MODELS.items()
    }
    rows: tuple[ParticipantRow, ...] = given["participants"]
    lines: tuple[MoneyRow, ...] = given["money"]
    partners = Partner.objects.filter(programme=member.programme).in_bulk(
        {row.partner for row in rows} | {line.partner for line in lines if line.partner}
    )
    written = {name: value for name, value in given.items() if name != "base_version"}
    rows_of_others = {"participants": _participants(rows, partners), "money": _money(lines, partners)}
    return actions.ActivityFacts(**written | chosen | rows_of_others)


def _participants(rows: Sequence[ParticipantRow], partners: Mapping[int, Partner]) -> tuple[Participant, ...]:
    return tuple(
        Participant(partner=partners[row.partner], role=row.role, share=row.share)
        for row in rows
        if row.partner in partners
    )


def _money(lines: Sequence[MoneyRow], partners: Mapping[int, Partner]) -> tuple[Money, ...]:
    return tuple(
        Money(
            kind=line.kind,
            amount=line.amount,
            currency=line.currency,
            on=line.on,
            partner=partners.get(line.partner or 0),
        )
        for line in lines
    )


MODELS = {
    "partner": Partner,
    "recipient": Partner,
    "function": Function,
    "structure": Structure,
    "standard": Standard,
    "equipment": Standard,
}


def _said(member: Member, row: Activity) -> SafeString:
    """Return that an activity is kept, and which findings it makes."""
    said = format_html("{}", _("The activity %(code)s is recorded.") % {"code": row.code})
    found = _findings(member, row.pk)
    if not found:
        return said
    address = f"{reverse('overlap-list')}?activity={row.pk}"
    link = format_html('<a href="{}">{}</a>', address, _("See the findings"))
    sentences_of = [each.text for finding in found for each in finding.sentences]
    return format_html("{} {} {}", said, " ".join(sentences_of), link)


def _findings(member: Member, activity_id: int) -> list[FindingWords]:
    """Return in words the findings in which an activity takes part; three queries."""
    found = overlaps.of_activity(member.programme, activity_id, timezone.localdate())
    return [overlaps_words.said(each) for each in found]

"""Activities as a 4W sheet: a file is matched, checked, planned and confirmed; the register as such a sheet."""

import re
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from coordination import attempts
from coordination.documents.four_w import tables
from coordination.documents.four_w.tables import FourWTable
from coordination.documents.sheets import MEGABYTES
from coordination.documents.tables import TableFile
from coordination.domain.limits import Tried
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.forms.four_w import FourWFileForm, FourWMatchForm, FourWMeaningForm
from coordination.permissions import Action
from coordination.presenters import answer_files, provenance
from coordination.presenters import four_w as words
from coordination.queries import activities, four_w, iati
from coordination.queries.four_w import FourWMatch
from coordination.views import responses
from coordination.views.activities import chosen, filters_of
from coordination.views.decorators import Member, in_programme, proved
from coordination.views.fixtures import refused_context
from coordination.views.iati import Questions, answered

PAGE = "coordination/four_w/load.html"
ANSWER = re.compile(r"(org|sector)_\d{1,4}|kind|source|column_[a-z0-9_]{1,20}", re.ASCII)
#: Answers about names: they hold as long as the columns are those that they were asked for.
OF_NAMES = re.compile(r"(org|sector)_\d{1,4}", re.ASCII)


@require_http_methods(["GET", "HEAD", "POST"])
@proved
@in_programme
def load(request: HttpRequest, member: Member) -> HttpResponse:
    """Check a sheet, ask what its columns and names mean, show the plan, and load it once confirmed."""
    member.require(Action.LOAD)
    if request.method != "POST":
        return render(request, PAGE, {"form": FourWFileForm()})
    attempts.require(request, Tried.LOAD)
    form = FourWFileForm(request.POST, request.FILES)
    if "content" not in request.POST and not form.is_valid():
        return render(request, PAGE, {"form": form}, status=400)
    name = request.POST.get("name", "")[:200] if "content" in request.POST else form.cleaned_data["file"].name
    try:
        table = _table(request, form, name)
    except Refused as refused:
        return _refused(request, name, refused, 400)
    match = four_w.matched(member.programme, table, name, _answers(request), words.columns())
    sent = {"name": name, "content": table.as_text()}
    if not match.is_enough:
        context = {"form": FourWFileForm(), "name": name, "asked": FourWMatchForm(initial=sent, match=match)}
        return render(request, PAGE, context)
    return _planned(request, member, table, match, sent)


def _table(request: HttpRequest, form: FourWFileForm, name: str) -> FourWTable:
    """Return the table of the file that is chosen, or that comes back with answers."""
    if "content" not in request.POST:
        data = form.cleaned_data["file"].read(MEGABYTES * 1024 * 1024 + 1)
        return tables.read(data, name, words.columns())
    try:
        return tables.of_text(request.POST["content"])
    except ValueError as error:
        raise Refused((Problem(rule=Rule.PLAN_CHANGED),)) from error


def _answers(request: HttpRequest) -> dict[str, str]:
    """Return what a person answered; kinds that there are not are refused by the form."""
    said = {name: str(value) for name, value in request.POST.items() if ANSWER.fullmatch(name)}
    if said.get("kind") not in dict(iati.KINDS):
        said.pop("kind", None)
    return said


def _planned(
    request: HttpRequest, member: Member, table: FourWTable, match: FourWMatch, sent: Mapping[str, str]
) -> HttpResponse:
    """Show the plan of a sheet whose columns are known, or load it where that is confirmed."""
    said, name = _answers(request), sent["name"]
    if request.POST.get("shown") != match.key:
        said = {each: value for each, value in said.items() if not OF_NAMES.fullmatch(each)}
    matching = FourWMatchForm(initial=sent, match=match)
    try:
        found = four_w.understood(member.programme, table, match, name, said=said, words=words.words())
    except Refused as refused:
        return _refused(request, name, refused, 400, asked=matching)
    choices = iati.choices(member.programme, get_language() or "en")

    def asked(given: QueryDict | None, plan_hash: str) -> FourWMeaningForm:
        return FourWMeaningForm(
            given,
            initial={**sent, "plan_hash": plan_hash, "kind": found.kind},
            load=found,
            partners=choices.partners,
            functions=choices.functions,
            match=match,
        )

    given = {"form": FourWFileForm(), "name": name, "is_tagged": match.is_tagged}
    return answered(
        request,
        member,
        found,
        Questions(
            asked=asked,
            page=lambda shown, status: render(request, PAGE, shown | given, status=status),
            refused=lambda refused, status: _refused(
                request, name, refused, status, asked=matching if status == 400 else None
            ),
        ),
        name=name,
    )


def _refused(
    request: HttpRequest, name: str, refused: Refused, status: int, *, asked: FourWMatchForm | None = None
) -> HttpResponse:
    """Show what is wrong with a file, each mistake at its cell; where its columns may be matched otherwise, they are."""
    found = refused_context(refused)
    listed = answer_files.listed(refused.problems, str(found["other"]))
    context = found | {"problems": listed, "form": FourWFileForm(), "name": name, "asked": asked}
    return render(request, PAGE, context, status=status)


@require_safe
@in_programme
def register(request: HttpRequest, member: Member, kind: str) -> HttpResponse:
    """Send the activities of the same filters as the page, as a 4W sheet."""
    choices = activities.to_filter_by(member.programme, get_language() or "en")
    filters = filters_of(request, choices)
    table = four_w.register(member.programme, filters, words.labels())
    asked = responses.FileAsked(
        name="activities-4w", kind=kind, filters=chosen(filters, choices), readers=provenance.records()
    )
    return responses.tables_file(request, member, lambda: TableFile([table]), asked)

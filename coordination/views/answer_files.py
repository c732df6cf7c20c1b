"""Answering offline: a template to be filled in, and the filled-in file checked, shown and stored once confirmed."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from coordination import attempts
from coordination.actions import answer_files as actions
from coordination.documents import answer_templates, filled_tables, tables, workbooks
from coordination.domain.bilingual import Text
from coordination.domain.filled import FilledRow, as_json, of_json
from coordination.domain.limits import Tried
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.forms.answer_files import AnswerFileForm
from coordination.forms.planned_files import PlannedFileForm
from coordination.permissions import Action
from coordination.presenters import answer_files as words
from coordination.presenters import problems
from coordination.queries import answer_files
from coordination.queries.answer_files import AnswerPlan
from coordination.queries.rounds import round_value
from coordination.views import responses
from coordination.views.decorators import Member, in_programme

PAGE = "coordination/assessments/file.html"


@require_safe
@in_programme
def template(request: HttpRequest, member: Member, label: str, kind: str) -> HttpResponse:
    """Answer the empty template of a round in the reader's language, as a workbook or as CSV."""
    member.require(Action.START)
    found = answer_files.template(member.user, member.programme, member.standing, label)
    if found is None:
        raise Http404
    attempts.require(request, Tried.EXPORT)
    language = get_language() or "en"
    programme = Text(member.programme.name_en, member.programme.name_fr)
    made = words.template(found, programme, member.programme.code)
    if kind == "xlsx":
        data, media_type = (
            answer_templates.workbook_bytes(made, on=timezone.localdate()),
            workbooks.MEDIA_TYPE,
        )
    else:
        is_french = language.startswith("fr")
        data = tables.csv_bytes(answer_templates.rows_of(made), is_french=is_french)
        media_type = "text/csv; charset=utf-8"
    return responses.exported(request, member, f"answers-{label}-{language}.{kind}", data, media_type)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def load(request: HttpRequest, member: Member) -> HttpResponse:
    """Check a filled-in file, show what it would store, and store it once confirmed."""
    member.require(Action.START)
    if request.method != "POST":
        return _page(request, member, AnswerFileForm())
    attempts.require(request, Tried.LOAD)
    if "plan_hash" in request.POST:
        return _confirm(request, member)
    form = AnswerFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, member, form, status=400)
    upload = form.cleaned_data["file"]
    data = upload.read(filled_tables.MEGABYTES * 1024 * 1024 + 1)
    try:
        rows = filled_tables.read(data, upload.name, words.columns())
        plan = _plan(member, rows)
    except Refused as refused:
        return _refused(request, member, refused, upload.name, status=400)
    return _planned(request, member, plan, rows, upload.name)


def _plan(member: Member, rows: Sequence[FilledRow]) -> AnswerPlan:
    return answer_files.plan(
        rows, words.words(), user=member.user, programme=member.programme, standing=member.standing
    )


def _planned(
    request: HttpRequest, member: Member, plan: AnswerPlan, rows: Sequence[FilledRow], name: str
) -> HttpResponse:
    confirm = PlannedFileForm(initial={"name": name, "content": as_json(rows), "plan_hash": plan.fingerprint})
    return _page(
        request,
        member,
        AnswerFileForm(),
        plan=plan,
        name=name,
        confirm=confirm,
        parts=words.parts(plan),
        structures=len({(each.round, each.structure) for each in plan.planned}),
    )


def _confirm(request: HttpRequest, member: Member) -> HttpResponse:
    form = PlannedFileForm(request.POST)
    name = request.POST.get("name", "")[:200]
    changed = Refused((Problem(rule=Rule.PLAN_CHANGED),))
    if not form.is_valid():
        return _refused(request, member, changed, name, status=400)
    try:
        rows = of_json(form.cleaned_data["content"])
    except ValueError:
        return _refused(request, member, changed, name, status=400)
    try:
        plan = actions.load(
            rows=rows,
            words=words.words(),
            plan_hash=form.cleaned_data["plan_hash"],
            programme=member.programme,
            standing=member.standing,
            by=member.user,
            at=timezone.now(),
        )
    except Refused as refused:
        return _refused(request, member, refused, name, status=409)
    number = len(plan.planned)
    said = ngettext("%(number)s answer is stored.", "%(number)s answers are stored.", number)
    return responses.done(request, said % {"number": number}, "assessment-list")


def _refused(
    request: HttpRequest, member: Member, refused: Refused, name: str, *, status: int
) -> HttpResponse:
    said = problems.of_file(refused, words.listed)
    return _page(request, member, AnswerFileForm(), status=status, name=name, **said)


def _page(
    request: HttpRequest, member: Member, form: AnswerFileForm, *, status: int = 200, **context: object
) -> HttpResponse:
    rounds = [round_value(each) for each in answer_files.open_rounds(member.programme, member.standing)]
    return render(request, PAGE, {"form": form, "rounds": rounds, **context}, status=status)

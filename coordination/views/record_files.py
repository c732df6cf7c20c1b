"""Records offline: a workbook of them to be changed, and the changed one checked, shown and stored once confirmed."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from coordination import attempts
from coordination.actions import record_files as actions
from coordination.documents import filled_tables, record_templates, tables, workbooks
from coordination.domain.bilingual import Text
from coordination.domain.filled import FilledSheet, sheets_as_json, sheets_of_json
from coordination.domain.limits import Tried
from coordination.domain.problems import Problem, Refused
from coordination.domain.record_files import SHEETS
from coordination.domain.rules import Rule
from coordination.forms.planned_files import PlannedFileForm
from coordination.forms.record_files import RecordFileForm
from coordination.permissions import Action
from coordination.presenters import problems
from coordination.presenters import record_files as words
from coordination.queries import record_files
from coordination.queries.record_files import RecordPlan
from coordination.views import responses
from coordination.views.decorators import Member, in_programme

PAGE = "coordination/programmes/records.html"


@require_safe
@in_programme
def template(request: HttpRequest, member: Member, sheet: str = "") -> HttpResponse:
    """Answer what is recorded in the reader's language: as a workbook, or one of its sheets as CSV."""
    member.require(Action.KEEP)
    if sheet and sheet not in _titles(member):
        raise Http404
    attempts.require(request, Tried.EXPORT)
    programme, language = member.programme, get_language() or "en"
    made = words.template(
        record_files.known(programme, member.user),
        record_files.choices(programme),
        Text(programme.name_en, programme.name_fr),
        programme.spoken,
        has_commitments=member.may(Action.COMMIT),
    )
    name = f"records-{slugify(programme.code)}-{language}"
    if not sheet:
        data = record_templates.workbook_bytes(made, on=timezone.localdate())
        return responses.exported(request, member, f"{name}.xlsx", data, workbooks.MEDIA_TYPE)
    rows = record_templates.rows_of(made.sheets[[*SHEETS].index(sheet)])
    data = tables.csv_bytes(rows, is_french=language.startswith("fr"))
    return responses.exported(request, member, f"{name}-{sheet}.csv", data, "text/csv; charset=utf-8")


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def load(request: HttpRequest, member: Member) -> HttpResponse:
    """Check a filled-in file, show what it would add and change, and do it once confirmed."""
    member.require(Action.KEEP)
    if request.method != "POST":
        return _page(request, member, RecordFileForm())
    attempts.require(request, Tried.LOAD)
    if "plan_hash" in request.POST:
        return _confirm(request, member)
    form = RecordFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, member, form, status=400)
    upload = form.cleaned_data["file"]
    data = upload.read(filled_tables.MEGABYTES * 1024 * 1024 + 1)
    try:
        sheets = filled_tables.read_sheets(data, upload.name, words.shapes())
        _refuse_commitments(member, sheets)
        plan = actions.check(
            sheets=sheets,
            words=words.words(record_files.choices(member.programme)),
            programme=member.programme,
            by=member.user,
            at=timezone.now(),
        )
    except Refused as refused:
        return _refused(request, member, refused, upload.name, status=400)
    return _planned(request, member, plan, sheets, upload.name)


def _titles(member: Member) -> dict[str, str]:
    """Return the names of the sheets that this person may fill in."""
    found = words.titles()
    return {
        name: title for name, title in found.items() if name != "commitments" or member.may(Action.COMMIT)
    }


def _refuse_commitments(member: Member, sheets: Sequence[FilledSheet]) -> None:
    """Refuse commitments from who could not record them by hand either."""
    listed = [each for each in sheets if each.shape == "commitments" and each.rows]
    if listed and not member.may(Action.COMMIT):
        title = listed[0].rows[0].sheet
        raise Refused((Problem(rule=Rule.COMMITMENTS_OF_SIDES, path=title, value=title),))


def _planned(
    request: HttpRequest, member: Member, plan: RecordPlan, sheets: Sequence[FilledSheet], name: str
) -> HttpResponse:
    content = sheets_as_json(sheets)
    of = record_files.choices(member.programme)
    listed = [
        {"title": title, "parts": words.parts(plan, sheet, of)} for sheet, title in words.titles().items()
    ]
    confirm = PlannedFileForm(initial={"name": name, "content": content, "plan_hash": plan.fingerprint})
    return _page(request, member, RecordFileForm(), plan=plan, name=name, confirm=confirm, listed=listed)


def _confirm(request: HttpRequest, member: Member) -> HttpResponse:
    form = PlannedFileForm(request.POST)
    name = request.POST.get("name", "")[:200]
    changed = Refused((Problem(rule=Rule.PLAN_CHANGED),))
    if not form.is_valid():
        return _refused(request, member, changed, name, status=400)
    try:
        sheets = sheets_of_json(form.cleaned_data["content"])
    except ValueError:
        return _refused(request, member, changed, name, status=400)
    try:
        _refuse_commitments(member, sheets)
        plan = actions.load(
            sheets=sheets,
            words=words.words(record_files.choices(member.programme)),
            plan_hash=form.cleaned_data["plan_hash"],
            programme=member.programme,
            by=member.user,
            at=timezone.now(),
        )
    except Refused as refused:
        return _refused(request, member, refused, name, status=409)
    number = len(plan.planned)
    said = ngettext("%(number)s record is stored.", "%(number)s records are stored.", number)
    return responses.done(request, said % {"number": number}, "record-file")


def _refused(
    request: HttpRequest, member: Member, refused: Refused, name: str, *, status: int
) -> HttpResponse:
    said = problems.of_file(refused, words.listed)
    return _page(request, member, RecordFileForm(), status=status, name=name, **said)


def _page(
    request: HttpRequest, member: Member, form: RecordFileForm, *, status: int = 200, **context: object
) -> HttpResponse:
    return render(request, PAGE, {"form": form, "sheets": _titles(member), **context}, status=status)

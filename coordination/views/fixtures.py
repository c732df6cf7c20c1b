"""Loading a fixture file: check, plan with what differs, confirm."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination import attempts
from coordination.actions import fixtures as actions
from coordination.documents import instruments
from coordination.documents.fixture import reading as documents
from coordination.documents.fixture import writing
from coordination.documents.fixture.document import Fixture
from coordination.domain.limits import Tried
from coordination.domain.problems import MOST, Problem, Refused
from coordination.domain.rules import Rule
from coordination.forms.fixtures import LoadForm
from coordination.forms.planned_files import PlannedFileForm
from coordination.permissions import Action
from coordination.presenters import corrections, problems
from coordination.queries import export, fixtures
from coordination.queries.fixture_plans import Plan
from coordination.views import responses
from coordination.views.decorators import Member, in_programme, proved


@require_http_methods(["GET", "HEAD", "POST"])
@proved
@in_programme
def load(request: HttpRequest, member: Member) -> HttpResponse:
    """Check a file, show the plan, and load it once confirmed."""
    member.require(Action.LOAD)
    if request.method != "POST":
        return _page(request, form=LoadForm())
    attempts.require(request, Tried.LOAD)
    if "plan_hash" in request.POST:
        return _confirm(request, member)
    form = LoadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form=form, status=400)
    upload = form.cleaned_data["file"]
    data = upload.read(documents.MEGABYTES * 1024 * 1024 + 1)
    return _check(request, member, data, upload.name)


def _check(request: HttpRequest, member: Member, data: bytes, name: str) -> HttpResponse:
    try:
        plan = fixtures.plan(_read(data, name), member.user)
    except Refused as refused:
        return _page(request, form=LoadForm(), refused=refused, name=name, status=400)
    confirm = PlannedFileForm(
        initial={"name": name, "content": data.decode("utf-8-sig"), "plan_hash": plan.fingerprint}
    )
    return _page(request, form=LoadForm(), confirm=confirm, name=name, **plan_context(plan))


def plan_context(plan: Plan) -> dict[str, Any]:
    """Return what a page shows of a plan."""
    return {
        "plan": plan,
        "may_load": bool(plan.created or plan.replaced) and not plan.problems,
        "created": plan.created[:MOST],
        "more_created": max(0, len(plan.created) - MOST),
        "replaced": corrections.listed(plan.replaced),
        "kept": corrections.listed(plan.kept),
        "conflicts": plan.conflicts[:MOST],
        "clashes": [{"path": each.path, "text": problems.text(each)} for each in plan.clashes[:MOST]],
        "more": problems.not_said(max(0, len(plan.conflicts) - MOST), get_language() or "en"),
        "missing": plan.missing[:MOST],
    }


def _confirm(request: HttpRequest, member: Member) -> HttpResponse:
    form = PlannedFileForm(request.POST)
    if not form.is_valid():
        name = request.POST.get("name", "")[:200]
        changed = Refused((Problem(rule=Rule.PLAN_CHANGED),))
        return _page(request, form=LoadForm(), refused=changed, name=name, status=400)
    name = form.cleaned_data["name"]
    try:
        fixture = _read(form.cleaned_data["content"].encode(), name)
        # What was shown and is confirmed says which rows are replaced.
        plan = actions.load(
            fixture=fixture,
            plan_hash=form.cleaned_data["plan_hash"],
            replaces=True,
            by=member.user,
            at=timezone.now(),
        )
    except Refused as refused:
        return _page(request, form=LoadForm(), refused=refused, name=name, status=409)
    said = _("%(name)s is imported: %(created)d created, %(unchanged)d unchanged.")
    if plan.replaced or plan.kept:
        said = _(
            "%(name)s is imported: %(created)d created, %(replaced)d replaced, %(kept)d that differ and stay, "
            "%(unchanged)d unchanged."
        )
    numbers = {verb: len(getattr(plan, verb)) for verb in ("created", "replaced", "kept", "unchanged")}
    messages.success(request, said % {"name": name, **numbers})
    return redirect("fixture-load")


def _read(data: bytes, name: str) -> Fixture:
    shipped = instruments.load_folder(instruments.SHIPPED)
    return documents.load(data, name, fixtures.instruments_at_hand(shipped), fixtures.known())


def _page(
    request: HttpRequest, *, status: int = 200, refused: Refused | None = None, **context: object
) -> HttpResponse:
    if refused:
        context |= refused_context(refused)
    return render(request, "coordination/fixtures/load.html", context, status=status)


def refused_context(refused: Refused) -> dict[str, object]:
    """Return what a page shows of a refusal: each problem in both languages."""

    def listed(found: tuple[Problem, ...], other: str) -> list[dict[str, str]]:
        return [
            {"path": each.path, "text": problems.text(each), "other": problems.text_in(each, other)}
            for each in found
        ]

    return problems.of_file(refused, listed)


@require_safe
@proved
@in_programme
def export_file(request: HttpRequest, member: Member) -> HttpResponse:
    """Send the whole programme, as far as the reader may read it, as a file that can be loaded again."""
    member.require(Action.LOAD)
    attempts.require(request, Tried.EXPORT)
    data, ending = writing.archive(export.export(member.user, member.programme))
    name = f"{slugify(member.programme.code)}.{ending}"
    return responses.exported(request, member, name, data, f"application/{ending}")

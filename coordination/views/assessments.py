"""Scoring: tasks, one section per page, saving on the way, checking, sending, recalling."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.actions import assessments as actions
from coordination.domain.instruments import Criterion, Section
from coordination.domain.problems import Problem, Refused
from coordination.forms.answers import AnswerForm
from coordination.forms.assessments import RecallForm, StartForm, SubmitForm
from coordination.models import Answer, Assessment, Round, Structure
from coordination.permissions import Action
from coordination.queries import assessments, contacts
from coordination.queries.assessments import Sheet
from coordination.queries.contacts import Dialogue
from coordination.views import errors
from coordination.views.guards import Place, in_programme

#: Hours and minutes, in both languages.
CLOCK = "H:i"


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def tasks(request: HttpRequest, place: Place) -> HttpResponse:
    """Show what waits, and start an assessment of a structure in an open round."""
    choices = (
        assessments.choices(place.programme, side=place.standing.side or "")
        if place.may(Action.START)
        else ()
    )
    form = StartForm(request.POST or None, choices=choices)
    if request.method == "POST":
        place.require(Action.START)
        if form.is_valid():
            return _start(request, place, *form.picked())
    context = {
        "form": form,
        "choices": choices,
        "can_start": place.may(Action.START),
        "tasks": assessments.tasks(user=place.user, programme=place.programme, standing=place.standing),
        "side_tasks": assessments.side_progress(
            user=place.user, programme=place.programme, standing=place.standing
        )
        if place.standing.role == "manager"
        else (),
    }
    status = 400 if form.errors else 200
    return render(request, "coordination/assessments/list.html", context, status=status)


def _start(request: HttpRequest, place: Place, label: str, slug: str) -> HttpResponse:
    try:
        started = actions.start(
            round_=get_object_or_404(Round, programme=place.programme, label=label),
            structure=get_object_or_404(Structure, programme=place.programme, slug=slug),
            side=place.standing.side or "",
            by=place.user,
            at=timezone.now(),
        )
    except Refused as refused:
        return errors.refused(request, refused.problems)
    return redirect("assessment-detail", started.pk)


@require_safe
@in_programme
def detail(request: HttpRequest, place: Place, assessment_id: int) -> HttpResponse:
    """Show the task list of one assessment: its sections, how far they are, and what comes next."""
    row = readable(place, assessment_id)
    context = {"sheet": assessments.sheet(row, place.standing), "recall_form": RecallForm()}
    return render(request, "coordination/assessments/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def score(request: HttpRequest, place: Place, assessment_id: int, section: str) -> HttpResponse:
    """Answer one section; without script the whole section is saved at once, all or nothing."""
    row = readable(place, assessment_id)
    place.require(Action.SCORE, row)
    sheet = assessments.sheet(row, place.standing)
    current = next((each.section for each in sheet.sections if each.section.code == section), None)
    if current is None:
        raise Http404
    if not sheet.assessment.can_score:
        rule = "not_now_score" if sheet.assessment.round.is_open else "round_closed"
        return errors.refused(request, [Problem(rule, value=sheet.assessment.round.label)])
    data = request.POST if request.method == "POST" else None
    citable = _citable(place, row, [criterion.code for criterion in current.criteria])
    posted = [answer_form(data, criterion, sheet, citable) for criterion in current.criteria]
    # A criterion left alone is not answered yet; it is no mistake and is shown as it was.
    forms = [
        answer_form(None, each.criterion, sheet, citable) if each.is_blank() else each for each in posted
    ]
    stale: Mapping[str, Answer] = {}
    if data is not None:
        given = [form for form in forms if form.is_bound]
        if all(form.is_valid() for form in given):
            try:
                actions.save_answers(
                    assessment=row,
                    entries=[form.entry for form in given if form.entry],
                    by=place.user,
                    at=timezone.now(),
                )
            except actions.Stale as conflict:
                stale = conflict.answers
            except Refused as refused:
                return errors.refused(request, refused.problems)
            else:
                if given:
                    messages.success(request, _("Saved at %(time)s.") % {"time": _now()})
                return _after(sheet, current, data)
    return _section_page(request, place, row, sheet, current, forms, stale)


def _section_page(
    request: HttpRequest,
    place: Place,
    row: Assessment,
    sheet: Sheet,
    current: Section,
    forms: list[AnswerForm],
    stale: Mapping[str, Answer],
) -> HttpResponse:
    before = assessments.answers_before(row, user=place.user)
    in_trouble = [form for form in forms if form.errors]
    numbers = [section.section.code for section in sheet.sections]
    context = {
        "sheet": sheet,
        "section": current,
        "number": numbers.index(current.code) + 1,
        "answered": next(each.answered for each in sheet.sections if each.section.code == current.code),
        "items": [
            {
                "form": form,
                "criterion": form.criterion,
                "before": before.get(form.criterion.code),
                "address": reverse("assessment-score", args=[row.pk, current.code]),
                "stale": stale.get(form.criterion.code),
            }
            for form in forms
        ],
        "in_trouble": in_trouble,
        "stale": stale,
        "next_section": _next(sheet, current),
    }
    status = 409 if stale else 400 if in_trouble else 200
    return render(request, "coordination/assessments/score.html", context, status=status)


@login_not_required
@require_POST
def save(request: HttpRequest, assessment_id: int, code: str) -> HttpResponse:
    """Save one answer for a script: 200, or 400, 401, 403, 404, 409 with what to do; never a redirect."""
    if not request.user.is_authenticated:
        return JsonResponse(
            {"error": _("You are signed out. Sign in again; your answer is kept here.")}, status=401
        )
    return _save(request, assessment_id, code)


@in_programme
def _save(request: HttpRequest, place: Place, assessment_id: int, code: str) -> HttpResponse:
    row = readable(place, assessment_id)
    place.require(Action.SCORE, row)
    sheet = assessments.sheet(row, place.standing)
    criterion = next((each for each in sheet.asked if each.code == code), None)
    if criterion is None:
        is_known = any(each.code == code for each in sheet.instrument.criteria)
        rule = "criterion_not_asked" if is_known else "criterion_of_another_instrument"
        return errors.refused(request, [Problem(rule, path=code, value=code)], status=404)
    op_id = _operation(request.POST.get("op_id", ""))
    if op_id is None:
        return errors.refused(
            request, [Problem("operation_of_another", value=request.POST.get("op_id", ""))], status=400
        )
    form = answer_form(request.POST, criterion, sheet, _citable(place, row, [code]))
    if not form.is_valid() or form.entry is None:
        wrong = {field: " ".join(map(str, said)) for field, said in form.errors.items()}
        return JsonResponse({"error": " ".join(wrong.values()), "fields": wrong}, status=400)
    try:
        saved = actions.save_answers(
            assessment=row, entries=[form.entry], op_id=op_id, by=place.user, at=timezone.now()
        )
    except actions.Stale as conflict:
        return JsonResponse(_conflict(conflict.answers[code]), status=409)
    except Refused as refused:
        return errors.refused(request, refused.problems)
    return JsonResponse(
        {
            "version": saved.versions[code],
            "saved_at": saved.saved_at.isoformat(),
            "said": _saved_words(saved.saved_at),
        }
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def submit(request: HttpRequest, place: Place, assessment_id: int) -> HttpResponse:
    """Check the answers, then send them; one's side may read them here before the reveal."""
    row = readable(place, assessment_id)
    if request.method == "POST":
        place.require(Action.SUBMIT, row)
    sheet = assessments.sheet(row, place.standing)
    problems: tuple[Problem, ...] = ()
    blanks_refused = False
    if request.method == "POST":
        form = SubmitForm(request.POST)
        if not form.is_valid():
            return errors.bad_request(request)
        try:
            sent = actions.submit(
                assessment=row,
                base_version=form.cleaned_data["version"],
                accept_blanks=form.cleaned_data["accept_blanks"],
                by=place.user,
                at=timezone.now(),
            )
        except actions.Incomplete:
            blanks_refused = True
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, _sent_words(sent))
            return redirect("assessment-detail", sent.pk)
    language = get_language() or "en"
    context = {
        "sheet": sheet,
        "blanks_refused": blanks_refused,
        "unexplained": assessments.unexplained(sheet, assessments.answers_before(row, user=place.user))
        if sheet.assessment.can_submit
        else (),
        "problems": [problem.text(language) for problem in problems],
    }
    status = 409 if problems else 400 if blanks_refused else 200
    return render(request, "coordination/assessments/submit.html", context, status=status)


@require_POST
@in_programme
def recall(request: HttpRequest, place: Place, assessment_id: int) -> HttpResponse:
    """Take a sent assessment back, with a reason, before the other side sees it."""
    row = readable(place, assessment_id)
    place.require(Action.RECALL, row)
    form = RecallForm(request.POST)
    if not form.is_valid():
        context = {"sheet": assessments.sheet(row, place.standing), "recall_form": form}
        return render(request, "coordination/assessments/detail.html", context, status=400)
    try:
        actions.recall(assessment=row, reason=form.cleaned_data["reason"], by=place.user, at=timezone.now())
    except Refused as refused:
        return errors.refused(request, refused.problems)
    messages.success(request, _("Taken back: it is a draft again."))
    return redirect("assessment-detail", row.pk)


def readable(place: Place, assessment_id: int) -> Assessment:
    """Return the assessment if the person may read it, else 404."""
    row = assessments.find(assessment_id, user=place.user, programme=place.programme)
    if row is None:
        raise Http404
    return row


def _citable(place: Place, row: Assessment, codes: Sequence[str]) -> tuple[Dialogue, ...] | None:
    """Return the dialogues that one of these criteria may cite, None where none is about dialogue."""
    if contacts.CITED_BY not in codes:
        return None
    return contacts.citable(place.user, place.programme, row.round.reference_on)


def answer_form(
    data: Mapping[str, object] | None,
    criterion: Criterion,
    sheet: Sheet,
    citable: Sequence[Dialogue] | None = None,
) -> AnswerForm:
    """Return the form of one criterion in the reader's language, over what is stored; one of them cites dialogues."""
    return AnswerForm(
        data,
        criterion=criterion,
        instrument=sheet.instrument,
        language=(get_language() or "en")[:2],
        stored=sheet.answers.get(criterion.code),
        citable=citable if criterion.code == contacts.CITED_BY else None,
    )


def _after(sheet: Sheet, current: Section, data: Mapping[str, object]) -> HttpResponse:
    number, following = sheet.assessment.id, _next(sheet, current)
    if "list" in data:
        return redirect("assessment-detail", number)
    if following:
        return redirect("assessment-score", number, following.code)
    return redirect("assessment-submit", number)


def _next(sheet: Sheet, current: Section) -> Section | None:
    sections = [each.section for each in sheet.sections]
    following = sections[sections.index(current) + 1 :]
    return following[0] if following else None


def _operation(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _conflict(stored: Answer) -> dict[str, object]:
    said = _("Stored meanwhile: “%(answer)s”, by %(name)s at %(time)s.") % {
        "answer": stored.verbatim or "–",
        "name": stored.saved_by.name if stored.saved_by else "–",
        "time": time_format(timezone.localtime(stored.saved_at), CLOCK),
    }
    return {"error": said, "version": stored.version, "stored": stored.verbatim}


def _saved_words(saved_at: object) -> str:
    return _("Saved at %(time)s.") % {"time": time_format(timezone.localtime(saved_at), CLOCK)}  # type: ignore[arg-type]


def _now() -> str:
    return time_format(timezone.localtime(), CLOCK)


def _sent_words(sent: Assessment) -> str:
    if sent.state == Assessment.State.REVEALED:
        return _("Sent. Every side asked has sent: the answers now stand on Compare, for both sides.")
    return _("Sent. Neither side sees the other's answers before both have sent.")

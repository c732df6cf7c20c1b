"""The life of an assessment: what waits, checking and sending, taking back, putting a draft out of the way."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination import mail
from coordination.actions import assessments as actions
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.forms.assessments import DiscardForm, RecallForm, SetAsideForm, SubmitForm
from coordination.models import Assessment, Round
from coordination.permissions import ON_DASHBOARDS, Action
from coordination.presenters import keyed_in as keyed_in_words
from coordination.presenters import problems, sentences
from coordination.queries import assessments, keyed_in, reveal, sheets, to_score
from coordination.queries.sheets import Sheet
from coordination.views import errors
from coordination.views.answers import own, readable
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import page_asked, pager, search_asked


@require_safe
@in_programme
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """List what this person scores, by round and by what is to be done, and how far their side is."""
    search = search_asked(request)
    found = to_score.index(
        user=member.user,
        programme=member.programme,
        standing=member.standing,
        search=search,
        page=page_asked(request),
    )
    side = (
        assessments.side_progress(user=member.user, programme=member.programme, standing=member.standing)
        if member.standing.role == "manager"
        else ()
    )
    context = {
        "found": found,
        "search": search,
        "today": timezone.localdate(timezone=member.programme.zone),
        "is_searched": search or found.paged.pages > 1,
        "pager": pager(request, found.paged),
        "can_start": member.may(Action.START),
        "can_hold_round": member.may(Action.HOLD_ROUND),
        "unread": assessments.unread_drafts(programme=member.programme, standing=member.standing),
        "side_tasks": side,
    }
    return render(request, "coordination/assessments/list.html", context)


@require_safe
@in_programme
def begin(request: HttpRequest, member: Member, label: str, slug: str) -> HttpResponse:
    """Show the task list of a structure in a round; it is stored with its first answer."""
    row = own(member, label, slug)
    if row.pk:
        return redirect("assessment-detail", row.pk)
    if problem := reveal.why_not_begin(row.round, row.structure, row.side):
        return errors.refused(request, [problem])
    return _detail(request, member, row, RecallForm())


@require_safe
@in_programme
def detail(request: HttpRequest, member: Member, assessment_id: int) -> HttpResponse:
    """Show the task list of one assessment: its sections, how far they are, and what comes next."""
    return _detail(request, member, readable(member, assessment_id), RecallForm())


def _detail(request: HttpRequest, member: Member, row: Assessment, form: RecallForm) -> HttpResponse:
    context = {
        "sheet": sheets.of_assessment(row, member.standing),
        "recall_form": form,
        "is_revealed": row.state in ON_DASHBOARDS,
        "can_key_in": member.may(Action.START)
        and row.side == member.standing.side
        and row.round.state == Round.State.OPEN
        and row.state not in ON_DASHBOARDS,
    }
    status = 400 if form.errors else 200
    return render(request, "coordination/assessments/detail.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def submit(request: HttpRequest, member: Member, assessment_id: int) -> HttpResponse:
    """Check the answers, then send them; one's side may read them here before the reveal."""
    row = readable(member, assessment_id)
    if request.method == "POST":
        member.require(Action.SUBMIT, row)
    sheet = sheets.of_assessment(row, member.standing)
    found: tuple[Problem, ...] = ()
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
                by=member.user,
                at=timezone.now(),
            )
        except actions.Incomplete:
            blanks_refused = True
        except Refused as refused:
            found = refused.problems
        else:
            _tell_of_sending(request, sent)
            messages.success(request, _sent_words(sent))
            return redirect("assessment-detail", sent.pk)
    context = {
        "sheet": sheet,
        **_of_paper(member, row, sheet),
        "blanks_refused": blanks_refused,
        "unexplained": sheets.unexplained(sheet, sheets.answers_before(row, user=member.user))
        if sheet.assessment.can_submit
        else (),
        "problems": problems.texts(found),
    }
    status = 409 if found else 400 if blanks_refused else 200
    return render(request, "coordination/assessments/submit.html", context, status=status)


@require_POST
@in_programme
def recall(request: HttpRequest, member: Member, assessment_id: int) -> HttpResponse:
    """Take a sent assessment back, with a reason, before the other side sees it."""
    row = readable(member, assessment_id)
    member.require(Action.RECALL, row)
    form = RecallForm(request.POST)
    if not form.is_valid():
        return _detail(request, member, row, form)
    try:
        actions.recall(assessment=row, reason=form.cleaned_data["reason"], by=member.user, at=timezone.now())
    except Refused as refused:
        return errors.refused(request, refused.problems)
    if row.keyed_by and row.keyed_by != member.user:
        mail.tell_of_paper(request, row, keyed_in_words.SENT_BACK, [row.keyed_by])
    messages.success(request, _("Withdrawn: it is a draft again."))
    return redirect("assessment-detail", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def discard(request: HttpRequest, member: Member, assessment_id: int) -> HttpResponse:
    """Say what would be lost, and whether it reveals; then remove one's own draft."""
    row, is_read = _draft(member, assessment_id)
    member.require(Action.DISCARD, row)
    form = DiscardForm(request.POST if request.method == "POST" else None)
    found: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            revealed = actions.discard(
                assessment=row, reveals=form.cleaned_data["reveals"], by=member.user, at=timezone.now()
            )
        except Refused as refused:
            found = refused.problems
        else:
            if revealed:
                _tell_of_reveal(request, row)
            messages.success(request, _put_away_words(_("The draft is discarded."), revealed))
            return redirect("assessment-list")
    return _put_away(request, member, row, form, found, is_read=is_read)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def set_aside(request: HttpRequest, member: Member, assessment_id: int) -> HttpResponse:
    """Say what setting a draft of one's side aside does, and whether it reveals; then do it, with a reason."""
    row, is_read = _draft(member, assessment_id)
    member.require(Action.SET_ASIDE, row)
    form = SetAsideForm(request.POST if request.method == "POST" else None)
    found: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            revealed = actions.set_aside(
                assessment=row,
                reason=form.cleaned_data["reason"],
                reveals=form.cleaned_data["reveals"],
                by=member.user,
                at=timezone.now(),
            )
        except Refused as refused:
            found = refused.problems
        else:
            if revealed:
                _tell_of_reveal(request, row)
            messages.success(request, _put_away_words(_("The draft is set aside."), revealed))
            return redirect("assessment-detail", row.pk) if is_read else redirect("assessment-list")
    return _put_away(request, member, row, form, found, is_read=is_read)


def _draft(member: Member, assessment_id: int) -> tuple[Assessment, bool]:
    """Return what may be put out of the way, and whether it may be read, else 404."""
    row, is_read = assessments.find_draft(
        assessment_id, user=member.user, programme=member.programme, standing=member.standing
    )
    if row is None:
        raise Http404
    return row, is_read


def _put_away(
    request: HttpRequest,
    member: Member,
    row: Assessment,
    form: DiscardForm | SetAsideForm,
    found: tuple[Problem, ...],
    *,
    is_read: bool,
) -> HttpResponse:
    """Ask before a draft is put out of the way; what the page says of the reveal is what is confirmed."""
    sheet = sheets.of_assessment(row, member.standing)
    steps = sheet.assessment
    if not found and not (steps.can_discard or steps.can_set_aside):
        found = (
            Problem(rule=Rule.NOT_NOW_SET_ASIDE if isinstance(form, SetAsideForm) else Rule.NOT_NOW_DISCARD),
        )
    context = {
        "sheet": sheet,
        "form": form,
        "is_reason_asked": isinstance(form, SetAsideForm),
        "reveals": reveal.reveals_without(row),
        "is_read": is_read,
        "problems": problems.texts(found),
        "can_act": steps.can_discard or steps.can_set_aside,
    }
    status = 409 if found else 400 if form.errors else 200
    return render(request, "coordination/assessments/put_away.html", context, status=status)


@require_POST
@in_programme
def restore(request: HttpRequest, member: Member, assessment_id: int) -> HttpResponse:
    """Make what was set aside a draft again."""
    row = readable(member, assessment_id)
    member.require(Action.RESTORE, row)
    try:
        actions.restore(assessment=row, by=member.user, at=timezone.now())
    except Refused as refused:
        return errors.refused(request, refused.problems)
    if keyed_in.is_empty(row):
        said = _("Restored: it is a draft again. The reveal waits for it from its first answer on.")
    else:
        said = _("Restored: it is a draft again, and the reveal waits for it.")
    messages.success(request, said)
    return redirect("assessment-detail", row.pk)


def _of_paper(member: Member, row: Assessment, sheet: Sheet) -> dict[str, bool]:
    """Return whether somebody else has to confirm answers from paper, or the side has nobody else."""
    if not sheet.assessment.can_confirm or row.keyed_by_id != member.user.pk:
        return {}
    needs_another = keyed_in.has_another(row)
    return {"needs_another": needs_another, "is_alone": not needs_another}


def _sent_words(sent: Assessment) -> str:
    if sent.state == Assessment.State.DRAFT:
        return _(
            "Handed over: it is sent once a manager of your side confirms that it says what the paper says."
        )
    if sent.state == Assessment.State.REVEALED:
        return _("Sent. Every side asked has sent: both sides now see these answers.")
    awaited = sentences.waiting(reveal.waiting([sent])[sent.pk])
    return _("Sent. %(awaited)s") % {"awaited": awaited}


def _tell_of_sending(request: HttpRequest, sent: Assessment) -> None:
    if sent.state == Assessment.State.REVEALED:
        _tell_of_reveal(request, sent)
    elif sent.state == Assessment.State.DRAFT:
        mail.tell_of_paper(request, sent, keyed_in_words.HANDED_OVER, [*keyed_in.confirmers(sent)])


def _tell_of_reveal(request: HttpRequest, row: Assessment) -> None:
    mail.tell_of_card(request, row.round, row.structure, "revealed")


def _put_away_words(done: str, revealed: bool) -> str:
    said = _("Every side asked has sent: both sides now see each other's answers.")
    return f"{done} {said}" if revealed else done

"""Withdrawing a record of any kind with a reason, the lists of what is withdrawn, and bringing it back."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.actions import undoing
from coordination.actions import withdrawals as actions
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.domain.withdrawals import UNDONE, Barrier, InTheWay
from coordination.forms.withdrawals import WithdrawForm
from coordination.models import Partner, Seat, Structure, Withdrawable
from coordination.permissions import may_undo, may_withdraw
from coordination.presenters import problems
from coordination.presenters import withdrawals as withdrawals_words
from coordination.queries import withdrawals
from coordination.views import errors, responses
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import page_asked, pager

#: The list that a kind of record stands in, and the page of one.
LISTS: Mapping[str, str] = {
    "partners": "partner-list",
    "structures": "structure-list",
    "seats": "partner-seats",
    "activities": "activity-list",
    "commitments": "commitment-list",
    "contacts": "contact-list",
}
PAGES: Mapping[str, str] = {
    "partners": "partner-detail",
    "activities": "activity-detail",
    "commitments": "commitment-detail",
    "contacts": "contact-detail",
}


@require_safe
@in_programme
def index(request: HttpRequest, member: Member, kind: str) -> HttpResponse:
    """List what is withdrawn of one kind, as far as the reader may read it."""
    _require_kind(kind)
    found = withdrawals.index(member.user, member.programme, member.standing, kind, page_asked(request))
    context = {
        "kind": kind,
        "title": withdrawals_words.TITLES[kind],
        "register": found,
        "back": reverse(LISTS[kind]),
        "pager": pager(request, found),
    }
    return render(request, "coordination/withdrawals/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def withdraw(request: HttpRequest, member: Member, kind: str, record_id: int) -> HttpResponse:
    """Say what withdrawing a record does, or what stands in the way; then do it, with a reason."""
    row = _found(member, kind, record_id, is_withdrawn=False)
    barred = withdrawals.in_the_way(row)
    shown = withdrawals.mark(row)
    form = WithdrawForm(request.POST if request.method == "POST" else None, initial={"shown": shown})
    found: tuple[Problem, ...] = ()
    if barred:
        found = (Problem(rule=Rule.IN_THE_WAY, value=str(withdrawals.name(row).en)),)
    elif request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(record=row, **form.cleaned_data, by=member.user, at=timezone.now())
        except Refused as refused:
            found = refused.problems
        else:
            return responses.undoable(request, _("It is withdrawn."), kind, row.pk, "withdrawn-list", kind)
    context = {
        "kind": kind,
        "name": withdrawals.name(row),
        "back": _page(kind, row),
        "form": form,
        "shown": shown,
        "problems": problems.texts(found) if not barred else [],
        "barriers": _barriers(row, barred),
        "merge": reverse("partner-merge", args=[row.pk]) if isinstance(row, Partner) else "",
    }
    status = 409 if found else 400 if form.errors else 200
    return render(request, "coordination/withdrawals/withdraw.html", context, status=status)


@require_POST
@in_programme
def restore(request: HttpRequest, member: Member, kind: str, record_id: int) -> HttpResponse:
    """Bring a withdrawn record back into sight."""
    row = _found(member, kind, record_id, is_withdrawn=True)
    try:
        actions.restore(record=row, by=member.user, at=timezone.now())
    except Refused as refused:
        return errors.refused(request, refused.problems)
    said = _("It is restored.")
    if withdrawals.is_read_by_all(row):
        return responses.undoable(request, said, kind, row.pk, _page(kind, row))
    # The journal keeps no reason with which it could be withdrawn again.
    return responses.done(request, said, _page(kind, row))


@require_POST
@in_programme
def undo(request: HttpRequest, member: Member, kind: str, record_id: int) -> HttpResponse:
    """Take back what the reader saved of a record less than ten seconds ago; 410 where that is too late."""
    _require_kind(kind)
    row = withdrawals.find(member.user, member.programme, kind, record_id, is_withdrawn=True)
    row = row or withdrawals.find(member.user, member.programme, kind, record_id, is_withdrawn=False)
    if row is None:
        raise Http404
    if not may_undo(member.standing, row):
        raise PermissionDenied
    try:
        undone = undoing.undo(record=row, by=member.user, at=timezone.now())
    except Refused as refused:
        is_late = any(each.rule is Rule.UNDO_TOO_LATE for each in refused.problems)
        return errors.refused(request, refused.problems, status=410 if is_late else 409)
    to = reverse("withdrawn-list", args=[kind]) if undone.withdrawn_at else _page(kind, undone)
    said = _("Undone: it is as it was before.")
    if undone.withdrawn_reason == UNDONE:
        said = _("Undone: what you recorded is withdrawn. It can be restored from this list.")
    return responses.done(request, said, to)


def _require_kind(kind: str) -> None:
    if kind not in withdrawals.MODELS:
        raise Http404


def _found(member: Member, kind: str, record_id: int, *, is_withdrawn: bool) -> Withdrawable:
    """Return a record that the reader may withdraw or restore; 404 for what they may not read."""
    _require_kind(kind)
    row = withdrawals.find(member.user, member.programme, kind, record_id, is_withdrawn=is_withdrawn)
    if row is None:
        raise Http404
    if not may_withdraw(member.standing, row):
        raise PermissionDenied
    return row


def _page(kind: str, row: Withdrawable) -> str:
    """Return the page of a record in sight."""
    if isinstance(row, Structure):
        return reverse("structure-source", args=[row.slug])
    if isinstance(row, Seat):
        return reverse("structure-seats", args=[row.structure.slug])
    return reverse(PAGES[kind], args=[row.pk])


def _barriers(row: Withdrawable, barred: Sequence[InTheWay]) -> list[tuple[str, str]]:
    return [(withdrawals_words.in_the_way(each), _where(row, each)) for each in barred]


def _where(row: Withdrawable, each: InTheWay) -> str:
    """Return where the reader finds what stands in the way."""
    if isinstance(row, Structure):
        route = _OF_STRUCTURE.get(each.barrier, "")
        if route:
            return reverse(route, args=[row.slug])
        is_of_rounds = each.barrier in (Barrier.ROUNDS, Barrier.ASKED)
        return reverse("round-list" if is_of_rounds else "activity-list") + (
            f"?structure={row.slug}" if each.barrier is Barrier.ACTIVITIES else ""
        )
    match each.barrier:
        case Barrier.SEATS:
            return f"{reverse('partner-detail', args=[row.pk])}#seats"
        case Barrier.GIVEN:
            return f"{reverse('activity-list')}?partner={row.pk}"
        case Barrier.RECEIVED:
            return f"{reverse('activity-list')}?recipient={row.pk}"
        case Barrier.COMMITMENTS:
            return f"{reverse('commitment-list')}?owner={row.pk}"
    return reverse("commitment-detail", args=[row.pk])


_OF_STRUCTURE: Mapping[Barrier, str] = {
    Barrier.WHOLE: "structure-source",
    Barrier.ANSWERS: "structure-history",
    Barrier.SEATS: "structure-seats",
    Barrier.COMMITMENTS: "structure-commitments",
    Barrier.MEETINGS: "structure-meetings",
    Barrier.CHILDREN: "structure-source",
    Barrier.SUCCESSORS: "structure-source",
    Barrier.OBSERVATIONS: "structure-risks",
    Barrier.STATEMENTS: "structure-source",
}

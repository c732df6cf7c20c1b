"""Comments on what both sides answered: written and withdrawn, each on a page of its own that needs no script."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.actions import comments as actions
from coordination.forms.comments import CommentForm, WithdrawCommentForm
from coordination.models import Round
from coordination.permissions import Action, may_withdraw_comment
from coordination.presenters import structures as words
from coordination.queries import comments, structure_answers
from coordination.views import responses
from coordination.views.agreement import heard_by_sides
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import save_form


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def add(request: HttpRequest, member: Member, label: str, slug: str, code: str) -> HttpResponse:
    """Show what the sides answered to one criterion and what was said to it, and take a comment."""
    row, heard, round_ = heard_by_sides(member, label, slug)
    board = structure_answers.board(heard, round_, standing=member.standing, order="number")
    rows = [each for part in words.sections(board) for each in part.rows]
    found = next((each for each in rows if each.row.criterion.code == code), None)
    if found is None:
        raise Http404
    member.require(Action.COMMENT)
    form = CommentForm(request.POST or None)
    kept = save_form(
        request,
        form,
        lambda given: actions.comment(
            round_=Round.objects.get(pk=round_.id),
            structure=row,
            criterion=code,
            text=given["text"],
            side=member.standing.side or "",
            role=member.standing.role,
            by=member.user,
            at=timezone.now(),
        ),
    )
    if kept is not None:
        return responses.done(
            request, _("Your comment stands there for both sides."), _card(label, slug, code)
        )
    talk = comments.of_card(round_.id, row.pk, user=member.user, standing=member.standing)
    context = {
        "structure": heard.structure,
        "round": round_,
        "board": board,
        "each": found,
        "criterion": found.row.criterion,
        "comments": talk.get(code, ()),
        "form": form,
        "card": _card(label, slug, code),
    }
    return responses.form_page(request, "coordination/comments/add.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def withdraw(request: HttpRequest, member: Member, comment_id: int) -> HttpResponse:
    """Ask why a comment is withdrawn; the reason stands in its place."""
    row = comments.find(comment_id, user=member.user, programme=member.programme)
    if row is None:
        raise Http404
    if not may_withdraw_comment(member.standing, row):
        raise PermissionDenied
    form = WithdrawCommentForm(request.POST or None)
    card = _card(row.round.label, row.structure.slug, row.criterion.code)
    kept = save_form(
        request,
        form,
        lambda given: actions.withdraw(
            comment=row, reason=given["reason"], by=member.user, at=timezone.now()
        ),
    )
    if kept is not None:
        return responses.done(request, _("The comment is withdrawn; your reason stands in its place."), card)
    context = {"comment": comments.value(row, member.standing), "row": row, "form": form, "card": card}
    return responses.form_page(request, "coordination/comments/withdraw.html", context)


def _card(label: str, slug: str, code: str) -> str:
    return f"{reverse('structure-card', args=[slug, label])}#talk-{code}"

"""The agreement page of a structure and a round: for a meeting of both sides, criterion by criterion."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coordination import mail
from coordination.actions import joint_answers as actions
from coordination.actions.joint_answers import Overtaken, Proposal
from coordination.domain.problems import Refused
from coordination.domain.vocabulary import SIDES
from coordination.forms.joint_answers import DissentForm, ProposalForm
from coordination.models import JointAnswer, Round, Structure
from coordination.permissions import Action, joint_answers_visible_to
from coordination.presenters import joint_answers as words
from coordination.queries import joint_answers, structure_history, structures
from coordination.queries.joint_answers import JointBoard
from coordination.queries.rounds import RoundValue
from coordination.queries.structure_history import HeardStructure
from coordination.views import errors, responses
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import save_form


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class JointCard:
    """A structure in a round that asks both sides, as both have answered it."""

    row: Structure
    heard: HeardStructure
    round: RoundValue

    def board(self, member: Member) -> JointBoard:
        """Return what both sides answered and answer together, as it stands now."""
        return joint_answers.board(self.heard, self.round, user=member.user, standing=member.standing)

    def address(self, code: str) -> str:
        """Return where the page shows a criterion."""
        return f"{reverse('agreement-detail', args=[self.round.label, self.row.slug])}#{code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unkept:
    """What the page says of something that was not done: about which criterion, what was sent, and why not."""

    code: str
    proposal: ProposalForm | None = None
    dissent: tuple[int, DissentForm] | None = None
    #: What somebody wanted to confirm, withdraw or dissent from, which changed meanwhile.
    meant: JointAnswer | None = None
    is_stale: bool = False


def heard_by_sides(member: Member, label: str, slug: str) -> tuple[Structure, HeardStructure, RoundValue]:
    """Return a structure in a round in which the reader reads what the sides answered; 404 in any other case."""
    row = get_object_or_404(
        Structure.objects.select_related("programme"), programme=member.programme, slug=slug
    )
    heard = structure_history.heard(
        structures.structure_value(row), user=member.user, programme=member.programme
    )
    round_ = heard.round(label)
    if round_ is None or not set(SIDES) & set(round_.voices):
        raise Http404
    return row, heard, round_


def _card(member: Member, label: str, slug: str) -> JointCard:
    """Return the card; 404 where the reader does not read both sides, as in a round of one."""
    row, heard, round_ = heard_by_sides(member, label, slug)
    if not set(SIDES) <= set(round_.voices):
        raise Http404
    return JointCard(row=row, heard=heard, round=round_)


@require_safe
@in_programme
def detail(request: HttpRequest, member: Member, label: str, slug: str) -> HttpResponse:
    """Show both sides' answers beside each other, and what they answer together."""
    return _page(request, member, _card(member, label, slug))


@require_POST
@in_programme
def propose(request: HttpRequest, member: Member, label: str, slug: str, code: str) -> HttpResponse:
    """Propose a joint answer, or that the sides differ; a manager's is their side's confirmation."""
    card = _card(member, label, slug)
    member.require(Action.PROPOSE)
    criterion = card.board(member).criterion(code)
    if criterion is None:
        raise Http404
    form = _proposal_form(card, code, base=criterion.base, data=request.POST)
    try:
        kept = save_form(
            request,
            form,
            lambda given: actions.propose(
                round_=Round.objects.get(pk=card.round.id),
                structure=card.row,
                proposal=Proposal(
                    criterion=code, reading=form.reading, basis=given["basis"], base=given["base"]
                ),
                side=member.standing.side or "",
                confirms=member.may(Action.AGREE),
                by=member.user,
                at=timezone.now(),
            ),
        )
    except Overtaken:
        return _page(request, member, card, Unkept(code=code, proposal=form, is_stale=True))
    if kept is None:
        return _page(request, member, card, Unkept(code=code, proposal=form))
    said = (
        _("Proposed, and confirmed for your side. It stands once a manager of the other side confirms it.")
        if member.may(Action.AGREE)
        else _("Proposed. It stands once a manager of each side confirms it.")
    )
    return responses.done(request, said, card.address(code))


@require_POST
@in_programme
def confirm(request: HttpRequest, member: Member, joint_answer_id: int) -> HttpResponse:
    """Confirm a proposal for one's side; with the other side's it stands, and the last one makes the card agreed."""
    row, card = _joint(member, joint_answer_id)
    member.require(Action.AGREE)
    try:
        done = actions.confirm(
            joint_answer=row, side=member.standing.side or "", by=member.user, at=timezone.now()
        )
    except Overtaken:
        return _page(request, member, card, Unkept(code=row.criterion.code, meant=row, is_stale=True))
    except Refused as refused:
        return errors.refused(request, refused.problems)
    if done.is_card_agreed:
        mail.agreed_later(member.programme, card.round, card.heard.structure, mail.site(request))
        said = _("It stands, and with it the card is agreed: every criterion has its joint answer.")
    elif done.joint_answer.state == JointAnswer.State.STANDING:
        said = _("Confirmed by both sides: it stands.")
    else:
        said = _("Confirmed for your side. It stands once a manager of the other side confirms it.")
    return responses.done(request, said, card.address(row.criterion.code))


@require_POST
@in_programme
def withdraw(request: HttpRequest, member: Member, joint_answer_id: int) -> HttpResponse:
    """Withdraw a proposal of one's own side that does not stand yet."""
    row, card = _joint(member, joint_answer_id)
    member.require(Action.PROPOSE)
    if row.proposed_side != member.standing.side:
        raise PermissionDenied
    try:
        actions.withdraw(joint_answer=row, side=member.standing.side, by=member.user, at=timezone.now())
    except Overtaken:
        return _page(request, member, card, Unkept(code=row.criterion.code, meant=row, is_stale=True))
    return responses.done(request, _("The proposal is withdrawn."), card.address(row.criterion.code))


@require_POST
@in_programme
def dissent(request: HttpRequest, member: Member, joint_answer_id: int) -> HttpResponse:
    """Keep beside a joint answer why one's side does not go along."""
    row, card = _joint(member, joint_answer_id)
    member.require(Action.PROPOSE)
    code = row.criterion.code
    form = _dissent_form(code, row.pk, request.POST)
    try:
        kept = save_form(
            request,
            form,
            lambda given: actions.dissent(
                joint_answer=row,
                side=member.standing.side or "",
                reason=given["reason"],
                by=member.user,
                at=timezone.now(),
            ),
        )
    except Overtaken:
        return _page(
            request, member, card, Unkept(code=code, dissent=(row.pk, form), meant=row, is_stale=True)
        )
    if kept is None:
        return _page(request, member, card, Unkept(code=code, dissent=(row.pk, form)))
    said = _("The dissent of your side is kept beside the answer, with its reason.")
    return responses.done(request, said, card.address(code))


def _joint(member: Member, number: int) -> tuple[JointAnswer, JointCard]:
    """Return a joint answer that the reader may read, and the card it belongs to."""
    rows = joint_answers_visible_to(member.user).filter(round__programme=member.programme)
    row = get_object_or_404(rows.select_related("criterion", "round", "structure"), pk=number)
    return row, _card(member, row.round.label, row.structure.slug)


def _proposal_form(card: JointCard, code: str, *, base: str, data: QueryDict | None = None) -> ProposalForm:
    return ProposalForm(
        data,
        code=code,
        base=base,
        instrument=card.heard.instrument(card.round),
        language=(get_language() or "en")[:2],
    )


def _dissent_form(code: str, number: int, data: QueryDict | None = None) -> DissentForm:
    # A criterion may have two joint answers, each with its form.
    return DissentForm(data, prefix=code, auto_id=f"id_{number}_%s")


def _page(
    request: HttpRequest, member: Member, card: JointCard, unkept: Unkept | None = None
) -> HttpResponse:
    """Show the page; with what was not done beside its criterion, and everything that was typed still there."""
    board = card.board(member)
    forms: dict[str, ProposalForm] = {}
    dissents: dict[int, DissentForm] = {}
    if member.may(Action.PROPOSE) and board.why_not is None:
        forms = {each.code: _proposal_form(card, each.code, base=each.base) for each in board.criteria}
        dissents = {
            each.id: _dissent_form(code, each.id) for code, each in board.joint_answers if each.can_dissent
        }
    if unkept and unkept.proposal:
        if unkept.is_stale:
            # Whoever has read what stands there now may send the same again.
            unkept.proposal.renew(forms[unkept.code].initial["base"])
        forms[unkept.code] = unkept.proposal
    if unkept and unkept.dissent:
        dissents |= dict([unkept.dissent])
    context = {
        "structure": card.heard.structure,
        "round": card.round,
        "board": board,
        "sections": words.sections(board),
        "progress": words.progress(board),
        "forms": forms,
        "dissents": dissents,
        "unkept": unkept,
        "meant": words.line(joint_answers.value(unkept.meant, (), member.standing))
        if unkept and unkept.meant
        else None,
        "can_comment": member.may(Action.COMMENT),
        "confirms": member.may(Action.AGREE),
    }
    status = 200 if unkept is None else 409 if unkept.is_stale else 400
    return render(request, "coordination/agreement/detail.html", context, status=status)

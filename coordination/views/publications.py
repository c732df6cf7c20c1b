"""Publishing a card: what is missing, the consent of each side, and the published card as a page and a file."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination import mail
from coordination.actions import publications as actions
from coordination.documents import publications as documents
from coordination.domain import lifecycle
from coordination.domain.problems import Refused
from coordination.domain.vocabulary import SIDES
from coordination.models import Publication, Round, Structure
from coordination.permissions import Action, dashboard_assessments
from coordination.presenters import publications as words
from coordination.queries import one_sided
from coordination.queries import publications as queries
from coordination.queries.rounds import round_value
from coordination.queries.structures import structure_value
from coordination.views import errors, responses
from coordination.views.decorators import Member, in_programme, require_proof


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def publish(request: HttpRequest, member: Member, label: str, slug: str) -> HttpResponse:
    """Show what would be published and what is missing; agree for one's side to publish it."""
    round_, structure, side = _card(member, label, slug)
    if request.method == "POST":
        require_proof(request)
        return _agree(request, member, round_, structure, side)
    published = Publication.objects.filter(round=round_, structure=structure, published_at__isnull=False)
    if done := published.values_list("content_hash", flat=True).first():
        return redirect("publication-detail", done)
    found = queries.publishing(
        round_, structure, user=member.user, standing=member.standing, at=timezone.now()
    )
    context = {
        "round": round_value(round_),
        "structure": structure_value(structure),
        "found": found,
        "explained": words.explained(found),
        "missing": words.missing(found),
        "consents": words.consents(
            {each: timezone.localdate(at) for each, at in found.consents.items()}, found.of_sides
        ),
        "has_agreed": side in found.consents,
        "is_last": len(found.consents) + 1 == len(found.of_sides),
        "sections": words.sections(found.card) if found.card else [],
    }
    return render(request, "coordination/publications/publish.html", context)


def _card(member: Member, label: str, slug: str) -> tuple[Round, Structure, str]:
    """Return the card that the member may publish for their side; 404 before its reveal.

    What the other side did not submit there is for the side that sent it once the round is closed: 404 for all others.
    """
    rounds = Round.objects.select_related("programme", "instrument").defer("instrument__content")
    round_ = get_object_or_404(rounds, programme=member.programme, label=label)
    structure = get_object_or_404(Structure, programme=member.programme, slug=slug)
    heard = dashboard_assessments(member.user).filter(round=round_, structure=structure, side__in=SIDES)
    side = member.standing.side
    if not heard.exists() and not _is_left_alone(member, round_, structure):
        raise Http404
    member.require(Action.PUBLISH)
    if side is None or side not in lifecycle.asked_sides(round_.sides):
        raise PermissionDenied
    return round_, structure, side


def _is_left_alone(member: Member, round_: Round, structure: Structure) -> bool:
    """Whether the member reads all that their side, and it alone, sent on a structure in a closed round."""
    alone = queries.alone_with(round_, structure)
    side = member.standing.side
    return (
        alone is not None
        and side == alone.sender
        and one_sided.reads_all(round_, structure, alone.sender, user=member.user)
    )


def _agree(
    request: HttpRequest, member: Member, round_: Round, structure: Structure, side: str
) -> HttpResponse:
    try:
        row = actions.publish(
            round_=round_,
            structure=structure,
            side=side,
            seen=request.POST.get("seen", ""),
            by=member.user,
            at=timezone.now(),
        )
    except Refused as refused:
        return errors.refused(request, refused.problems)
    if row.published_at is None:
        said = _("Your side agrees. It is published as soon as a manager of the other side agrees, too.")
        return responses.done(request, said, "publication-publish", round_.label, structure.slug)
    mail.tell_of_card(request, round_, structure, "published")
    return responses.done(request, _("Published."), "publication-detail", row.content_hash)


@require_POST
@in_programme
def take_back(request: HttpRequest, member: Member, label: str, slug: str) -> HttpResponse:
    """Take back the consent of one's side, before the other side's."""
    round_, structure, side = _card(member, label, slug)
    try:
        actions.take_back(round_=round_, structure=structure, side=side, by=member.user, at=timezone.now())
    except Refused as refused:
        return errors.refused(request, refused.problems)
    said = _("Withdrawn: your side does not agree to publish for now.")
    return responses.done(request, said, "publication-publish", round_.label, structure.slug)


@require_safe
@in_programme
def detail(request: HttpRequest, member: Member, content_hash: str) -> HttpResponse:
    """Show a published card from its snapshot, and what was corrected since."""
    row = _published(member, content_hash)
    card = documents.read(row.snapshot)
    context = {
        "row": row,
        "card": card,
        "not_submitted": words.not_submitted(card),
        "structure": structure_value(row.structure),
        "round": round_value(row.round),
        "sections": words.sections(card),
        "corrected": queries.corrected(row, card, user=member.user, standing=member.standing),
        "file": _file_name(row),
    }
    return render(request, "coordination/publications/detail.html", context)


@require_safe
@in_programme
def download(request: HttpRequest, member: Member, content_hash: str) -> HttpResponse:
    """Send the snapshot as it is kept: the SHA-256 of these bytes is its hash."""
    row = _published(member, content_hash)
    response = HttpResponse(row.snapshot.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(row)}"'
    return response


def _file_name(row: Publication) -> str:
    return f"{row.structure.slug}-{row.round.label}.json"


def _published(member: Member, content_hash: str) -> Publication:
    """Return what whoever may read the programme may read; 404 for what is not published."""
    row = queries.find(content_hash, member.programme)
    if row is None:
        raise Http404
    return row

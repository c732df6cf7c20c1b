"""The page of one structure, tab by tab: its answers, history, commitments, risks, meetings, seats and sources."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from coordination.domain import lifecycle, risks
from coordination.domain.vocabulary import SIDES
from coordination.models import Assessment, Round, Structure
from coordination.permissions import Action
from coordination.presenters import ownership, recommendations, sentences, signs, unread
from coordination.presenters import rounds as round_words
from coordination.presenters import structures as words
from coordination.queries import (
    card_notes,
    closings,
    comments,
    commitments,
    contacts,
    joint_answers,
    leaders,
    meetings,
    outcomes,
    rounds,
    seats,
    structure_answers,
    structure_heads,
    structure_history,
    structures,
    traps,
    versions,
    withdrawals,
)
from coordination.queries.filters import PAGE
from coordination.queries.rounds import RoundValue
from coordination.queries.structure_heads import StructureHead
from coordination.queries.structure_history import HeardStructure
from coordination.views import responses, start
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import choice_asked


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class TabPage:
    """What every tab of a structure's page is made of; ``today`` is the programme's day."""

    row: Structure
    heard: HeardStructure
    head: StructureHead
    today: date


@require_safe
@in_programme
def detail(request: HttpRequest, member: Member, slug: str) -> HttpResponse:
    """Show the answers of the latest round that the reader may read of the structure, or of the round asked for."""
    if label := request.GET.get("round", ""):
        return _answers(request, member, slug, label)
    row = _row(member, slug)
    if row.is_programme:
        return redirect("success")
    return _page(request, member, row, "", lambda tab: _answers_of(request, member, tab, tab.heard.latest))


@require_safe
@in_programme
def card(request: HttpRequest, member: Member, slug: str, label: str) -> HttpResponse:
    """Show every answer on a structure in a round, the sides beside each other."""
    return _answers(request, member, slug, label)


def _answers(request: HttpRequest, member: Member, slug: str, label: str) -> HttpResponse:
    def found(tab: TabPage) -> dict[str, object]:
        return _answers_of(request, member, tab, tab.heard.round(label) or _unheard(member, label))

    return _page(request, member, _row(member, slug), "", found)


def _unheard(member: Member, label: str) -> RoundValue:
    """Return a round of the programme in which nothing can be read; 404 where there is none."""
    if slugify(label) != label:
        raise Http404
    rows = Round.objects.select_related("instrument").defer("instrument__content")
    return rounds.round_value(get_object_or_404(rows, programme=member.programme, label=label))


def _answers_of(
    request: HttpRequest, member: Member, tab: TabPage, round_: RoundValue | None
) -> dict[str, object]:
    order = choice_asked(request, "sort", [*structure_answers.ORDERS]) or structure_answers.ORDERS[0]
    board, talk = None, comments.NOTHING
    if round_ and round_.voices:
        talk = comments.of_card(round_.id, tab.row.pk, user=member.user, standing=member.standing)
        board = structure_answers.board(tab.heard, round_, standing=member.standing, order=order)
    notes = card_notes.of(tab.row)
    missing = closings.beside(notes.missing, round_)
    offered = list(reversed(tab.heard.rounds))
    if round_ and round_ not in offered:
        offered.insert(0, round_)
    return {
        "round": round_,
        "rounds": offered,
        "orders": [*words.ORDERS.items()],
        "order": order,
        "board": board,
        "sections": words.sections(board) if board else [],
        "not_submitted": round_words.of_structure(missing),
        "unread": unread.of_round(round_.state, reads_open=member.reads_open_rounds) if round_ else None,
        "talk": talk,
        "can_comment": bool(round_ and set(SIDES) & set(round_.voices)) and member.may(Action.COMMENT),
        "is_agreed_here": round_ is not None and joint_answers.is_held(tab.heard, round_),
        "fed_risks": risks.fed_by(board.instrument) if board else {},
        "can_commit": member.may(Action.COMMIT),
        "publication": notes.cards.get(round_.id) if board and round_ else None,
        "published": [each for each in notes.cards.values() if each.published_at],
        "can_publish": round_ is not None and _can_publish(member, tab, round_),
        **({} if round_ else start.begin(member)),
    }


def _can_publish(member: Member, tab: TabPage, round_: RoundValue) -> bool:
    """Whether the member publishes for their side what both sides see in this round."""
    states = {each.state for each in tab.heard.assessments if each.round_id == round_.id}
    is_asked = member.standing.side in lifecycle.asked_sides(round_.sides)
    return is_asked and Assessment.State.REVEALED in states and member.may(Action.PUBLISH)


@require_safe
@in_programme
def history(request: HttpRequest, member: Member, slug: str) -> HttpResponse:
    """Show the answers and scores of each voice round by round, and where the structure stands on ownership."""
    return _tab_page(request, member, slug, "history", _of_history)


def _of_history(request: HttpRequest, member: Member, tab: TabPage) -> dict[str, object]:
    found = structure_history.history(tab.heard)
    missing = card_notes.of(tab.row).missing
    return {
        "history": found,
        "position": ownership.of_history(found),
        "not_submitted": round_words.of_structure(missing),
        **({} if found else start.begin(member)),
    }


@require_safe
@in_programme
def promised(request: HttpRequest, member: Member, slug: str) -> HttpResponse:
    """Show the commitments about the structure, what became of them, and what the answers ask to do next."""
    return _tab_page(request, member, slug, "commitments", _of_commitments)


def _of_commitments(request: HttpRequest, member: Member, tab: TabPage) -> dict[str, object]:
    rows = commitments.of_structure(member.user, tab.row)
    shown = rows[:PAGE]
    settled = [each for each in shown if each.state != "open"]
    return {
        "commitments": [commitments.value(each, tab.today) for each in shown],
        "has_more": len(rows) > PAGE,
        "effects": outcomes.of_rows(settled, user=member.user, programme=member.programme),
        "steps": recommendations.of_structure(structure_history.advised(tab.heard)),
        "can_commit": member.may(Action.COMMIT),
    }


@require_safe
@in_programme
def endangered(request: HttpRequest, member: Member, slug: str) -> HttpResponse:
    """Show what can go wrong: each risk and the signs of both traps, what was seen of them and what prompts a look."""
    return _tab_page(request, member, slug, "risks", _of_risks)


def _of_risks(request: HttpRequest, member: Member, tab: TabPage) -> dict[str, object]:
    board = traps.board(tab.row, tab.heard, tab.head.leading)
    return {
        "board": board,
        "counts": signs.of_traps(board.signs),
        "can_observe": member.may(Action.OBSERVE),
    }


@require_safe
@in_programme
def met(request: HttpRequest, member: Member, slug: str) -> HttpResponse:
    """Show whether the structure still meets, its months, and the contacts that everyone in the programme may read."""
    return _tab_page(request, member, slug, "meetings", _of_meetings)


def _of_meetings(request: HttpRequest, member: Member, tab: TabPage) -> dict[str, object]:
    return {
        "meetings": meetings.of_structure(member.user, tab.row, tab.today),
        "contacts": contacts.shared_about(member.user, tab.row),
        "can_note": member.may(Action.NOTE),
    }


@require_safe
@in_programme
def seated(request: HttpRequest, member: Member, slug: str) -> HttpResponse:
    """Show who chairs, leads and takes part, and who did on the day that a round looks at."""
    return _tab_page(request, member, slug, "seats", _of_seats)


def _of_seats(request: HttpRequest, member: Member, tab: TabPage) -> dict[str, object]:
    label = choice_asked(request, "round", [each.label for each in tab.heard.rounds])
    then = tab.heard.round(label)
    return {
        "seats": structures.seats(tab.row),
        "round": then,
        "rounds": [*reversed(tab.heard.rounds)],
        "sat": seats.of_structure_on(tab.row, then.reference_on) if then else (),
        "led": leaders.leading(tab.row, then.reference_on) if then else None,
        "can_keep": member.may(Action.KEEP),
        "withdrawn": withdrawals.counted(member.user, member.programme, "seats"),
    }


@require_safe
@in_programme
def sourced(request: HttpRequest, member: Member, slug: str) -> HttpResponse:
    """Show where the data about the structure come from: its facts, its rounds, and what sources say."""
    return _tab_page(request, member, slug, "source", _of_source)


def _of_source(request: HttpRequest, member: Member, tab: TabPage) -> dict[str, object]:
    return {
        "facts": structures.facts(tab.row),
        "rounds": [*reversed(tab.heard.rounds)],
        "can_keep": member.may(Action.KEEP),
        "withdrawable": tab.row.pk if member.may(Action.WITHDRAW_STRUCTURE) else None,
    }


def _tab_page(
    request: HttpRequest,
    member: Member,
    slug: str,
    name: str,
    of_tab: Callable[[HttpRequest, Member, TabPage], dict[str, object]],
) -> HttpResponse:
    """Return a tab; 404 for the programme as a whole, which has its answers alone."""
    row = _row(member, slug)
    if row.is_programme:
        raise Http404
    return _page(request, member, row, name, lambda tab: of_tab(request, member, tab))


def _row(member: Member, slug: str) -> Structure:
    row = structure_heads.find(slug, user=member.user, programme=member.programme, today=timezone.localdate())
    if row is None:
        raise Http404
    return row


def _page(
    request: HttpRequest,
    member: Member,
    row: Structure,
    name: str,
    of_tab: Callable[[TabPage], dict[str, object]],
) -> HttpResponse:
    """Return a tab with what stands above every one; it is made anew where something was written since."""

    def found() -> dict[str, object]:
        tab = _tab(member, row)
        return _above(tab, name) | of_tab(tab)

    template = f"coordination/structures/{name or 'answers'}.html"
    # One's own comments and contacts stand among the others.
    return responses.kept_page(request, member, template, found, is_own=True, version=versions.of_row(row))


def _tab(member: Member, row: Structure) -> TabPage:
    today = timezone.localdate()
    heard = structure_history.heard(
        structures.structure_value(row), user=member.user, programme=member.programme
    )
    head = structure_heads.head(row, rounds=len(heard.rounds), today=today)
    return TabPage(row=row, heard=heard, head=head, today=today)


def _above(tab: TabPage, name: str) -> dict[str, object]:
    """Return what stands above every tab."""
    summary = structure_history.summary(tab.heard)
    return {
        "structure": tab.head.structure,
        "head": tab.head,
        "summary": summary,
        "headline": words.headline(summary),
        "convention": sentences.convention(),
        "mark": words.mark(summary),
        "drawings": words.drawings(tab.head.structure.code, summary),
        "chairs": words.chairs(tab.head),
        "meets": words.meets(tab.head),
        "secretariat": words.secretariat(tab.head),
        "tabs": words.tabs(tab.head),
        "tab": name,
    }

"""Home: how all structures stand, how far the round is, what changed, and what is the reader's to do."""

from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coordination.domain.claims.commitments import DueCounted, due_counted
from coordination.domain.claims.portfolio import Claim, GapsClaim, MovedClaim
from coordination.domain.commitments import SOON
from coordination.domain.criteria import CriterionValue
from coordination.domain.portfolio import RowStep
from coordination.forms.home import HomeForm
from coordination.permissions import Action
from coordination.presenters import commitments as commitments_words
from coordination.presenters import home as words
from coordination.presenters import members as member_words
from coordination.presenters import portfolio as portfolio_words
from coordination.presenters import rounds as round_words
from coordination.presenters import sectors as sector_words
from coordination.presenters import sentences
from coordination.presenters.home import ToDo
from coordination.presenters.members import MemberWords, RoundsSpan
from coordination.presenters.said import Said
from coordination.queries import home as queries
from coordination.queries import round_news
from coordination.queries.commitments import AnswerKey
from coordination.queries.home import TOLD, Home, ListAsked
from coordination.queries.members import ListedRow
from coordination.queries.portfolio import SORTS
from coordination.queries.rounds import RoundValue
from coordination.views import filters, parameters, start, tour
from coordination.views.decorators import LAST_SEEN_KEY, Member, in_programme


@require_safe
@in_programme
@filters.follows_filters
def home(request: HttpRequest, member: Member) -> HttpResponse:
    """Show the portfolio and the round, one page of it, and the reader's tasks."""
    now, last_seen = timezone.now(), _last_seen(request)
    today = now.astimezone(member.programme.zone).date()
    found = queries.home(
        _asked(request),
        user=member.user,
        programme=member.programme,
        standing=member.standing,
        language=get_language() or "",
        now=now,
        last_seen=last_seen,
    )
    criteria = _criteria(found)
    across = member_words.span(found.portfolio.heard, found.progress[0].round if found.progress else None)
    context = {
        "home": found,
        "headline": _headline(found, criteria),
        "counts": _counts(found, today),
        "segments": portfolio_words.bar(found.portfolio.parts, lambda key: f"{reverse('home')}?part={key}"),
        "absent": portfolio_words.absent(found.portfolio.parts),
        "criteria": list(enumerate(criteria, 1)),
        "across": across,
        "rows": _rows(found, member, criteria, across),
        "tabs": _tabs(found),
        "sectors": sector_words.sectors(found.portfolio) if found.is_large else [],
        "weak": sector_words.weak(found.portfolio.weak, criteria) if found.is_large else [],
        "pager": _pager(request, found),
        "convention": sentences.convention(),
        "last_seen": last_seen,
        "rounds": _rounds(found, today),
        "tour_steps": tour.offered(found, member),
        "news": _news(found, member, today),
        **_columns(found, last_seen, today),
        **_rights(member),
        # Who reads answers of a side knows that one was given.
        **({} if any(each.voices for each in found.portfolio.rounds) else start.checklist(member)),
    }
    return render(request, "coordination/home/home.html", context)


def _last_seen(request: HttpRequest) -> datetime | None:
    kept = request.session.get(LAST_SEEN_KEY)
    return datetime.fromisoformat(kept) if kept else None


def _asked(request: HttpRequest) -> ListAsked:
    form = HomeForm(request.GET)
    if not form.is_valid():
        raise filters.Unreadable(filters.problems_of(form))
    return form.asked()


def _criteria(of: Home) -> tuple[CriterionValue, ...]:
    """Return the criteria of the first row, for the heads of the columns; none where nothing is assessed."""
    return next((each.criteria for each in of.rows if each.criteria), _latest_criteria(of))


def _latest_criteria(of: Home) -> tuple[CriterionValue, ...]:
    if not of.portfolio.rounds:
        return ()
    instrument = of.portfolio.ground.known[of.portfolio.rounds[-1].instrument_id].value
    return instrument.section("coordination").criteria


def _headline(of: Home, criteria: Sequence[CriterionValue]) -> list[tuple[Said, str]]:
    """Return what heads the page, each sentence with the page that says more of it; empty where there is none."""
    said = portfolio_words.told(of.portfolio.headline, criteria)
    return [(each, _more_of(claim)) for claim, each in said]


def _more_of(claim: Claim) -> str:
    """Return where more is said of a claim: of a change in the view of the side that it is said of."""
    if isinstance(claim, MovedClaim):
        sides = {side for _name, side in claim.moved}
        return reverse("changes") + (f"?view={min(sides)}" if len(sides) == 1 else "")
    return reverse("two-views") if isinstance(claim, GapsClaim) else ""


def _counts(of: Home, today: date) -> list[tuple[Said, str]]:
    """Return the counts under the headline, each with where it leads."""
    due = _due(of, today)
    counted = [
        (portfolio_words.not_assessed(of.portfolio.parts), f"{reverse('home')}?part=not-assessed"),
        (portfolio_words.gaps(of.portfolio.gaps), reverse("two-views")),
        (
            commitments_words.counted(due) if due.overdue or due.soon else None,
            f"{reverse('commitment-list')}?state={'overdue' if due.overdue else 'due'}",
        ),
    ]
    return [(said, address) for said, address in counted if said]


def _due(of: Home, today: date) -> DueCounted:
    return due_counted([each.due_on for each in of.due], today=today, days=SOON.days)


def _rows(
    of: Home, member: Member, criteria: Sequence[CriterionValue], across: RoundsSpan | None
) -> list[MemberWords]:
    columns = tuple(str(number) for number, _each in enumerate(criteria, 1))
    return [
        member_words.row(
            each,
            progress=of.progress_of(each.member.structure.id),
            side=member.standing.side,
            across=across,
            step=of.steps[each.member.structure.id].step,
            address=_address(of, each),
            answers=_answers(each),
            columns=columns,
        )
        for each in of.rows
    ]


def _answers(of: ListedRow) -> str:
    """Return the address of both sides' answers; none where there are none."""
    structure, round_ = of.member.structure, of.member.round
    return reverse("structure-card", args=[structure.slug, round_.label]) if round_ else ""


def _address(of: Home, row: ListedRow) -> str:
    """Return where the step of a row leads."""
    structure, next_step = row.member.structure, of.steps[row.member.structure.id]
    here = of.progress_of(structure.id)
    match next_step.step:
        case RowStep.CONTINUE | RowStep.SEND if here and here.draft:
            page = "assessment-submit" if next_step.step is RowStep.SEND else "assessment-detail"
            return reverse(page, args=[here.draft.assessment_id])
        case RowStep.START:
            round_ = of.progress[0].round.label
            return reverse("assessment-begin-section", args=[round_, structure.slug, "coordination"])
        case RowStep.CONFIRM if next_step.awaited:
            waiting = next_step.awaited
            return f"{reverse('agreement-detail', args=[waiting.label, waiting.slug])}#{waiting.code}"
        case RowStep.PUBLISH:
            return reverse("publication-publish", args=[next_step.to_publish, structure.slug])
        case RowStep.COMMIT if next_step.answer and row.member.round:
            return _promise(structure.slug, row.member.round.label, next_step.answer)
        case RowStep.SEE_BOTH | RowStep.SEE_ANSWERS if row.member.round:
            return reverse("structure-card", args=[structure.slug, row.member.round.label])
    return reverse("structure-detail", args=[structure.slug])


def _promise(slug: str, label: str, answer: AnswerKey) -> str:
    query = urlencode({"structure": slug, "round": label, "view": answer[2], "criterion": answer[3]})
    return f"{reverse('commitment-add')}?{query}"


def _to_do(of: Home) -> list[tuple[ToDo, str]]:
    """Return what the reader can do, each with where it leads: drafts first, then weak answers."""
    found = [(each, reverse("assessment-detail", args=[each.key])) for each in words.drafts(of)[:TOLD]]
    for each in words.to_commit(of, max(1, TOLD - 1 - len(found))):
        assert isinstance(each.key, tuple)
        who, answer = each.key
        found.append((each, _promise(who.structure.slug, who.round.label, answer)))
    return found


def _columns(of: Home, last_seen: datetime | None, today: date) -> dict[str, object]:
    """Return the three columns below the list."""
    due = _due(of, today)
    codes = {each.structure.id: each.structure.code for each in of.portfolio.members}
    since = timezone.localdate(last_seen) if last_seen else None
    return {
        "happened": words.happened((of.happened or ())[:TOLD]),
        "fallen_due": words.fallen_due(of.due, since, timezone.localdate())[:TOLD],
        "to_do": _to_do(of),
        "to_start": words.to_start(of),
        "waiting": words.waiting(of.progress, codes)[:TOLD],
        "due": of.due[:TOLD],
        "due_counted": commitments_words.due(due),
        "is_compared": any(len(each.standing.sides) > 1 for each in of.portfolio.members),
        "talk": [member_words.difference(each) for each in of.widest],
    }


def _rounds(of: Home, today: date) -> list[tuple[RoundValue, str, str, str, Said | None]]:
    """Return a line for each round that is open, else for the last one: state, seal, last day, the own progress."""
    listed = [each for each in reversed(of.portfolio.rounds) if each.is_open] or of.portfolio.rounds[-1:]
    own = {each.round.id: member_words.own_progress(each) for each in of.progress}
    return [(each, *words.round_line(each, today), own.get(each.id)) for each in listed[:2]]


def _news(of: Home, member: Member, today: date) -> list[tuple[str, str, str]]:
    """Return what there is to tell of rounds: a name, a label and a sentence each."""
    found = round_news.news(
        member.programme,
        member.standing,
        of.portfolio.rounds,
        today,
        version=of.version,
        beside=of.beside,
    )
    return round_words.news(found, member.standing.side, today)


def _tabs(of: Home) -> list[tuple[str, str, bool]]:
    """Return the orders of a long list: name, address, whether it is this one."""
    if not of.is_large:
        return []
    names = dict(
        zip(
            SORTS,
            (_("Weakest"), _("Most changed"), _("Widest disagreement"), _("Least known"), _("All")),
            strict=True,
        )
    )
    kept = {"part": of.asked.part, "q": of.asked.search}
    return [
        (
            name,
            f"?{urlencode({'sort': sort} | {key: value for key, value in kept.items() if value})}",
            sort == of.asked.sort,
        )
        for sort, name in names.items()
    ]


def _pager(request: HttpRequest, of: Home) -> dict[str, object]:
    page = of.asked.page
    return {
        "page": page,
        "pages": of.pages,
        "next": parameters.page_address(request, page + 1) if page < of.pages else "",
        "previous": parameters.page_address(request, page - 1) if page > 1 else "",
    }


def _rights(member: Member) -> dict[str, bool]:
    return {
        "can_note": member.may(Action.NOTE),
        "can_start": member.may(Action.START),
        "can_load": member.may(Action.LOAD),
        "can_keep": member.may(Action.KEEP),
        "can_hold_round": member.may(Action.HOLD_ROUND),
    }

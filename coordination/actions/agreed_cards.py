"""The agreed card of a structure in a round: kept by both sides together once every criterion is settled."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from coordination.actions import identifiers, saving, steps
from coordination.domain.agreed_cards import AgreedAnswer
from coordination.domain.answers import Status
from coordination.domain.criteria import sections_asked
from coordination.domain.journal import answer_record
from coordination.domain.rules import Rule
from coordination.domain.validation import ProblemList
from coordination.domain.vocabulary import AGREED, SIDES
from coordination.models import Answer, Assessment, Criterion, Round, Structure, User
from coordination.permissions import ON_DASHBOARDS
from coordination.queries import answers as stored_answers
from coordination.queries import journal_facts


@transaction.atomic
def keep(
    *, round_: Round, structure: Structure, answers: Mapping[str, AgreedAnswer], by: User, at: datetime
) -> Assessment:
    """Store what both sides agreed on a structure in a round, by criterion code, and return the card.

    A card that is there takes the answers that changed, with a version of its own more; what says the same as before
    writes nothing. Its state stays: a card that is published is published with the new answers. ``by`` is whose
    confirmation was the last one; the card names nobody.

    Raises:
        Refused: the two sides' answers are not revealed, a criterion that is asked has no entry, one that is not asked
            has one, or what is not applicable has no basis; nothing is changed.
    """
    held = saving.lock(Round.objects.select_related("programme"), round_.pk)
    criteria = _criteria(held, structure, answers)
    card, is_new = _card(held, structure, at)
    rows = Answer.objects.filter(assessment=card)
    before = stored_answers.records(rows).get(card.pk, {})
    after = {code: _record(each) for code, each in answers.items()}
    changed = [code for code in criteria if before.get(code) != after[code]]
    if not changed:
        return card
    old = {row.criterion_id: row for row in rows}
    for code in changed:
        _write(card, old.get(criteria[code].pk), criteria[code], answers[code], at)
    if not is_new:
        card.version += 1
        card.save(update_fields=["version"])
    steps.record(
        card,
        verb="agreed",
        by=by,
        at=at,
        before=None if is_new else {"answers": _those(changed, before)},
        after=journal_facts.of_assessment(card)
        | {"version": card.version, "answers": _those(changed, after)},
        sides=SIDES,
    )
    return card


def _those(codes: Iterable[str], told: Mapping[str, object]) -> dict[str, object]:
    """Return what is told of these criteria."""
    return {code: told[code] for code in codes if code in told}


def _criteria(
    round_: Round, structure: Structure, answers: Mapping[str, AgreedAnswer]
) -> dict[str, Criterion]:
    """Return the criteria asked, by code, in their order; `Refused` with all that keeps the card from being kept."""
    steps.require_both_revealed(round_, structure)
    asked = sections_asked(is_programme=structure.is_programme)
    rows = Criterion.objects.filter(instrument_id=round_.instrument_id, section__in=asked)
    criteria = {row.code: row for row in rows.order_by("position")}
    problems = ProblemList()
    for code in criteria:
        if code not in answers:
            problems.add(Rule.AGREED_INCOMPLETE, code, code)
    for code, answer in answers.items():
        if code not in criteria:
            problems.add(Rule.CRITERION_NOT_ASKED, code, code)
        elif answer.reading.status is Status.NOT_APPLICABLE and not answer.basis.strip():
            problems.add(Rule.NA_REASON_MISSING, code, code)
    problems.close()
    return criteria


def _card(round_: Round, structure: Structure, at: datetime) -> tuple[Assessment, bool]:
    """Return the card, locked, or a new one that is stored without answers; and whether it is new."""
    key = {"round": round_, "structure": structure, "side": AGREED}
    rows = Assessment.objects.select_for_update(of=("self",), no_key=True)
    if found := rows.select_related("round__programme", "structure").filter(**key).first():
        return found, False
    made = Assessment.objects.create(
        pk=identifiers.unseen(),
        **key,
        rater="",
        state=Assessment.State.REVEALED,
        started_at=at,
        sent_at=at,
        revealed_at=at,
        origin=_origin(round_, structure),
    )
    return made, True


def _origin(round_: Round, structure: Structure) -> str:
    """Return where the card comes from: what rests on invented answers alone is no more real than they are."""
    sides = Assessment.objects.filter(
        round=round_, structure=structure, side__in=SIDES, state__in=ON_DASHBOARDS
    )
    return "entered" if sides.exclude(origin="invented").exists() else "invented"


def _write(
    card: Assessment, old: Answer | None, criterion: Criterion, answer: AgreedAnswer, at: datetime
) -> None:
    """Store an answer of the card, or change the one that is there: what refers to it stays with it."""
    row = old or Answer(assessment=card, criterion=criterion, version=0)
    given = answer.reading
    row.verbatim, row.status = given.verbatim, given.status.value
    row.level, row.lo, row.hi = given.level, given.lo, given.hi
    row.certainty = given.certainty.value if given.certainty else None
    row.basis, row.na_reason = _texts(answer)
    row.differs = answer.differs
    row.version += 1
    row.saved_at = at
    row.save()


def _texts(answer: AgreedAnswer) -> tuple[str, str]:
    """Return the basis and the reason why it is not applicable: there the one text is the other."""
    basis = saving.clean(answer.basis)
    return ("", basis) if answer.reading.status is Status.NOT_APPLICABLE else (basis, "")


def _record(answer: AgreedAnswer) -> dict[str, object]:
    basis, na_reason = _texts(answer)
    return answer_record(
        answer.reading,
        doubt_reason="",
        basis=basis,
        na_reason=na_reason,
        sources=(),
        differs=answer.differs,
    )

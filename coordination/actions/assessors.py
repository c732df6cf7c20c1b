"""Asking advisers by name to score structures; nobody else is kept out by it."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from coordination.actions import journal, saving
from coordination.domain import lifecycle
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.domain.validation import ProblemList
from coordination.models import Assessor, Round, Structure, User
from coordination.queries import asked, assessors


@transaction.atomic
def name(
    *,
    round_: Round,
    side: str,
    chosen: Mapping[int, Collection[int]],
    base_version: str,
    by: User,
    at: datetime,
) -> Round:
    """Name the advisers of a side who are asked to score, by structure; of structures left out nothing changes.

    Raises:
        Refused: the round is closed or does not ask this side, another manager named others since ``base_version``, a
            structure is of another programme or not asked, or somebody is no adviser of the side whose place counts.
    """
    locked = saving.lock(Round.objects.select_related("programme"), round_.pk)
    journal.lock()
    _check(locked, side, chosen, base_version)
    before: dict[int, set[int]] = {structure: set() for structure in chosen}
    rows = Assessor.objects.filter(round=locked, side=side, structure__in=list(chosen))
    for structure, user in rows.values_list("structure_id", "user_id"):
        before[structure].add(user)
    changed = {structure: users for structure, users in chosen.items() if {*users} != before[structure]}
    if not changed:
        return locked
    rows.filter(structure__in=list(changed)).delete()
    Assessor.objects.bulk_create(
        Assessor(round=locked, structure_id=structure, side=side, user_id=user)
        for structure, users in changed.items()
        for user in sorted({*users})
    )
    journal.record(
        by=by,
        at=at,
        verb="named",
        noun="assessor",
        key=f"{locked.label} {side}",
        programme=locked.programme,
        before={"named": [[structure, sorted(before[structure])] for structure in changed]},
        after={"named": [[structure, sorted({*users})] for structure, users in changed.items()]},
    )
    return locked


def _check(round_: Round, side: str, chosen: Mapping[int, Collection[int]], base_version: str) -> None:
    problems = ProblemList()
    if round_.state != Round.State.OPEN:
        raise Refused((Problem(rule=Rule.ROUND_CLOSED, value=round_.label),))
    if side not in lifecycle.asked_sides(round_.sides):
        raise Refused((Problem(rule=Rule.SIDE_NOT_ASKED, value=side),))
    if assessors.version(round_, side) != base_version:
        problems.add(Rule.CHANGED_MEANWHILE, "", round_.label)
    known = dict(Structure.objects.filter(programme=round_.programme).values_list("pk", "code"))
    for structure in {*chosen} - known.keys():
        problems.add(Rule.OTHER_PROGRAMME, "", str(structure))
    for structure in {*chosen} & known.keys() - {*asked.structures(round_).values_list("pk", flat=True)}:
        problems.add(Rule.STRUCTURE_NOT_ASKED, "", known[structure])
    # Of who was named before and has no such place any more nothing is lost: the row stands for nothing.
    there = {each.user_id for each in assessors.advisers(round_.programme, side)}
    for user in sorted({each for users in chosen.values() for each in users} - there):
        problems.add(Rule.NOT_AN_ADVISER, "", str(user))
    problems.close()

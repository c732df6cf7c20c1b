"""Who else takes part in an activity: kept with it, told, undone, merged, and refused where it does not fit."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from coordination.actions import activities as actions
from coordination.actions import merging as merging_actions
from coordination.actions.participations import Participant
from coordination.actions.undoing import undo
from coordination.domain.rules import Rule
from coordination.models import Activity, JournalEntry, Participation
from coordination.queries import activities as queries
from coordination.queries import merging, overlaps
from coordination.queries.activities import ActivityFilters
from tests import activities, make, withdrawn

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def part(code: str, role: str, share: str = "") -> Participant:
    return Participant(partner=activities.partner(code), role=role, share=Decimal(share) if share else None)


def parts(row: Activity) -> set[tuple[str, str, Decimal | None]]:
    return set(row.participations.values_list("role", "partner__code", "share"))


def basket() -> Activity:
    return activities.add(
        *("MONUC", "Police HQ", "Riot control"),
        since="2006",
        participants=(part("DFID", "funds", "60"), part("Donors", "funds", "40")),
    )


def test_who_takes_part_is_kept_and_told(cast: make.Cast) -> None:
    row = basket()
    assert parts(row) == {("funds", "DFID", Decimal(60)), ("funds", "Donors", Decimal(40))}
    after = JournalEntry.objects.order_by("-sequence")[0].after or {}
    assert after["participants"] == [["funds", "DFID", "60.00"], ["funds", "Donors", "40.00"]]


def test_one_fund_of_two_is_no_overlap_of_them(cast: make.Cast) -> None:
    row = basket()
    assert overlaps.of_activity(make.cod(), row.pk, make.AT.date()) == ()


def test_who_works_together_overlaps_only_with_others(cast: make.Cast) -> None:
    row = activities.add(
        *("MONUC", "Police HQ", "Riot control"),
        since="2006",
        until="2008",
        participants=(part("DFID", "implements"),),
    )
    assert overlaps.of_activity(make.cod(), row.pk, make.AT.date()) == ()
    activities.add("Donors", "Police HQ", "Riot control", since="2006", until="2008")
    (found,) = overlaps.of_activity(make.cod(), row.pk, make.AT.date())
    monuc, dfid, donors = (activities.partner(code).pk for code in ("MONUC", "DFID", "Donors"))
    (claim,) = found.claims
    together = tuple(sorted((monuc, dfid)))
    assert set(claim.pairs.certain) == {tuple(sorted((each, donors))) for each in (monuc, dfid)}
    assert together not in (*claim.pairs.certain, *claim.pairs.possible, *claim.pairs.never)


def test_an_activity_is_found_by_whoever_takes_part(cast: make.Cast) -> None:
    row = basket()
    dfid = activities.partner("DFID").pk
    for filters in (ActivityFilters(search="dfid"), ActivityFilters(partner=dfid)):
        assert row.pk in {each.id for each in queries.index(make.cod(), filters, 1).listed}
    assert row.pk not in {
        each.id for each in queries.index(make.cod(), ActivityFilters(recipient=dfid), 1).listed
    }


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ((("MONUC", "implements", ""),), Rule.TAKES_PART_TWICE),
        ((("Police HQ", "receives", ""),), Rule.TAKES_PART_TWICE),
        ((("DFID", "funds", ""), ("DFID", "funds", "")), Rule.TAKES_PART_TWICE),
        ((("DFID", "funds", "0"),), Rule.WRONG_PART),
        ((("DFID", "funds", "60"), ("Donors", "funds", "50")), Rule.SHARES_ABOVE_WHOLE),
    ],
)
def test_what_does_not_fit_is_refused(
    cast: make.Cast, wrong: tuple[tuple[str, str, str], ...], rule: Rule
) -> None:
    beside = tuple(part(*each) for each in wrong)
    with make.refused(rule):
        activities.add("MONUC", "Police HQ", participants=beside)


def test_whom_it_named_beside_it_may_name_as_its_own(cast: make.Cast) -> None:
    row = activities.add("MONUC", "Police HQ", participants=(part("DFID", "implements"),))
    changed = activities.change(
        row, activities.facts("DFID", "Police HQ", participants=(part("MONUC", "implements"),))
    )
    assert (changed.partner.code, parts(changed)) == ("DFID", {("implements", "MONUC", None)})


def test_a_change_of_who_takes_part_is_undone_whole(cast: make.Cast) -> None:
    row, at = basket(), timezone.now()
    changed = activities.facts("MONUC", "Police HQ", "Riot control", since="2006", status="ended")
    actions.change(activity=row, facts=changed, base_version=1, by=cast.paul, at=at)
    assert parts(row) == set()
    undo(record=Activity.objects.get(pk=row.pk), by=cast.paul, at=at + SECOND)
    assert parts(row) == {("funds", "DFID", Decimal(60)), ("funds", "Donors", Decimal(40))}
    assert Activity.objects.get(pk=row.pk).status == ""


def test_the_parts_of_merged_partners_become_one(cast: make.Cast) -> None:
    twice, dfid = withdrawn.partner("Department"), activities.partner("DFID")
    again = Participant(partner=twice, role="funds")
    both = activities.add("MONUC", "Police HQ", participants=(again, part("DFID", "funds", "60")))
    own = activities.add("DFID", "Police HQ", participants=(Participant(partner=twice, role="implements"),))
    its = activities.add(twice.code, "FARDC", participants=(part("DFID", "implements"),))
    plan = merging.plan(cast.paul, twice, dfid)
    assert (plan.given, plan.parts) == (1, 2)
    merging_actions.merge(
        partner=twice, into=dfid, reason="One.", shown=plan.fingerprint, by=cast.paul, at=make.AT
    )
    assert parts(both) == {("funds", "DFID", Decimal(60))}
    assert (parts(own), parts(its)) == (set(), set())
    assert Activity.objects.get(pk=its.pk).partner == dfid
    assert Activity.objects.get(pk=both.pk).version == 2


def test_who_takes_part_is_not_withdrawn(cast: make.Cast) -> None:
    mission = withdrawn.partner()
    activities.add("MONUC", "Police HQ", participants=(Participant(partner=mission, role="manages"),))
    with make.refused(Rule.IN_THE_WAY):
        withdrawn.withdraw(mission)


@pytest.mark.parametrize(("code", "role"), [("MONUC", "implements"), ("Police HQ", "receives")])
def test_the_database_takes_no_role_twice(cast: make.Cast, code: str, role: str) -> None:
    row = activities.add("MONUC", "Police HQ")
    with pytest.raises(DatabaseError, match="already"), transaction.atomic():
        Participation.objects.create(activity=row, partner=activities.partner(code), role=role)
    Participation.objects.create(activity=row, partner=activities.partner("DFID"), role="implements")
    with pytest.raises(DatabaseError, match="already"), transaction.atomic():
        Activity.objects.filter(pk=row.pk).update(partner=activities.partner("DFID"))


def test_what_is_cancelled_is_no_support_of_anybody(cast: make.Cast) -> None:
    row = activities.add("MONUC", "Police HQ", "Riot control", since="2006", until="2008")
    other = activities.facts("DFID", "Police HQ", "Riot control", since="2006", until="2008")
    made = actions.add(programme=make.cod(), facts=other, by=cast.paul, at=make.AT)
    on = ActivityFilters(running_on=make.AT.date().replace(year=2007))
    assert len(overlaps.of_activity(make.cod(), row.pk, make.AT.date())) == 1
    assert made.pk in {each.id for each in queries.index(make.cod(), on, 1).listed}
    activities.change(made, replace(other, status="cancelled"))
    assert overlaps.of_activity(make.cod(), row.pk, make.AT.date()) == ()
    assert made.pk not in {each.id for each in queries.index(make.cod(), on, 1).listed}

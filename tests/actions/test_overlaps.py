"""Dismissing a finding: bound to its rows, with a reason, once."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from coordination.actions import overlaps as actions
from coordination.domain.overlaps import OverlapFinding, OverlapKind
from coordination.domain.rules import Rule
from coordination.models import Activity, Dismissal, JournalEntry, User
from coordination.queries import overlaps as queries
from tests import activities, make, overlaps

pytestmark = pytest.mark.django_db
DAY = date(2011, 3, 1)
#: Every end recorded here has passed.
TODAY = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def _bare(db: None) -> None:
    overlaps.forget_the_deck()


def found(kind: OverlapKind = OverlapKind.OVERLAP, on: date = DAY) -> OverlapFinding:
    (one,) = [each for each in queries.findings(make.cod(), on, TODAY) if each.kind is kind]
    return one


def dismiss(
    finding: OverlapFinding,
    by: User,
    *,
    reason: str = "They train different units.",
    on: date = DAY,
    **other: str,
) -> Dismissal:
    named = {"kind": str(finding.kind), "fingerprint": finding.fingerprint} | other
    return actions.dismiss(programme=make.cod(), on=on, reason=reason, by=by, at=make.AT, **named)


def open_ones(on: date = DAY) -> int:
    return sum(each.total for each in queries.counts(make.cod(), on, TODAY).values())


def test_a_dismissal_keeps_the_reason_and_is_journaled(cast: make.Cast) -> None:
    rows = [overlaps.row("A").pk, overlaps.row("B").pk]
    kept = dismiss(found(), cast.amina, reason=" They train different units. ")
    assert (kept.kind, kept.reason, kept.dismissed_by) == (
        "overlap",
        "They train different units.",
        cast.amina,
    )
    entry = JournalEntry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.noun, entry.key) == ("dismissed", "finding", f"overlap {kept.fingerprint}")
    assert entry.after == {"reason": kept.reason, "on": "2011-03-01", "activities": rows}
    assert open_ones() == 1  # the gap that the same two leave open


@pytest.mark.parametrize(
    "change", [{"since": "2008"}, {"until": "2012-12-31"}, {"standard": None}, {"partner": "C"}], ids=str
)
def test_a_dismissed_finding_comes_back_when_a_row_changes_and_only_then(
    cast: make.Cast, change: dict[str, str | None]
) -> None:
    row = overlaps.row("A", standard_="x")
    overlaps.row("B")
    dismiss(found(), cast.amina)
    one = Activity.objects.filter(pk=row.pk)
    one.update(name_en="Another name", note="A note", version=2)
    overlaps.row("C", to="FARDC")
    assert queries.counts(make.cod(), DAY, TODAY)[OverlapKind.OVERLAP].total == 0
    changed = {name: overlaps.partner("C") if name == "partner" else value for name, value in change.items()}
    one.update(**changed)
    assert queries.counts(make.cod(), DAY, TODAY)[OverlapKind.OVERLAP].total == 1


def test_a_dismissed_finding_comes_back_when_a_row_joins_it(cast: make.Cast) -> None:
    overlaps.row("A")
    overlaps.row("B")
    dismiss(found(), cast.amina)
    overlaps.row("C")
    assert queries.counts(make.cod(), DAY, TODAY)[OverlapKind.OVERLAP].total == 1
    dismiss(found(), cast.amina)
    assert queries.counts(make.cod(), DAY, TODAY)[OverlapKind.OVERLAP].total == 0


def test_it_comes_back_when_an_adviser_puts_an_activity_right_and_not_for_a_new_name(
    cast: make.Cast,
) -> None:
    known = ("MONUC", "Police HQ", "Riot control")
    one = activities.add(*known, name_en="Training")
    activities.add("Donors", "Police HQ", "Riot control", name_en="Advice")
    dismiss(found(), cast.amina)
    one = activities.change(one, activities.facts(*known, name_en="Training of trainers"))
    assert queries.counts(make.cod(), DAY, TODAY)[OverlapKind.OVERLAP].total == 0
    activities.change(one, activities.facts(*known, name_en="Training of trainers", since="2008"))
    assert queries.counts(make.cod(), DAY, TODAY)[OverlapKind.OVERLAP].total == 1


def test_a_gap_is_dismissed_until_somebody_may_fill_it(cast: make.Cast) -> None:
    overlaps.function("nobody")
    dismiss(found(OverlapKind.GAP), cast.amina)
    assert open_ones() == open_ones(date(2012, 1, 1)) == 0
    overlaps.row("A", function_="nobody", since="2010")
    assert queries.counts(make.cod(), DAY, TODAY)[OverlapKind.GAP].possible == 1


def test_a_reason_is_needed(cast: make.Cast) -> None:
    overlaps.row("A")
    overlaps.row("B")
    with make.refused(Rule.REASON_MISSING):
        dismiss(found(), cast.amina, reason=" \n")


def test_what_is_wrong_is_said_at_once(cast: make.Cast) -> None:
    overlaps.row("A")
    overlaps.row("B")
    with make.refused(Rule.REASON_MISSING, Rule.FINDING_CHANGED):
        dismiss(found(), cast.amina, reason="", fingerprint="0" * 64)


def test_a_finding_that_has_changed_meanwhile_is_not_dismissed(cast: make.Cast) -> None:
    row = overlaps.row("A")
    overlaps.row("B")
    shown = found()
    Activity.objects.filter(pk=row.pk).update(since="2008")
    with make.refused(Rule.FINDING_CHANGED):
        dismiss(shown, cast.amina)


def test_a_fingerprint_of_another_kind_day_or_programme_names_nothing(cast: make.Cast) -> None:
    overlaps.row("A", since="2010", until="2012")
    overlaps.row("B", since="2010", until="2012")
    with make.refused(Rule.FINDING_CHANGED):
        dismiss(found(), cast.amina, kind="gap")
    with make.refused(Rule.FINDING_CHANGED):
        dismiss(found(OverlapKind.GAP, on=date(2009, 1, 1)), cast.amina)
    with make.refused(Rule.FINDING_CHANGED):
        actions.dismiss(
            programme=make.programme("caf"),
            kind="overlap",
            fingerprint=found().fingerprint,
            on=DAY,
            reason="Not ours.",
            by=cast.nadia,
            at=make.AT,
        )


def test_a_finding_is_dismissed_once(cast: make.Cast) -> None:
    overlaps.row("A")
    overlaps.row("B")
    dismiss(found(), cast.amina)
    with make.refused(Rule.FINDING_DISMISSED):
        dismiss(found(), cast.joseph, reason="Me too.")


def test_a_nul_in_the_reason_is_no_reason(cast: make.Cast) -> None:
    overlaps.row("A")
    overlaps.row("B")
    with pytest.raises(ValidationError):
        dismiss(found(), cast.amina, reason="a\x00b")
    assert not Dismissal.objects.exists()

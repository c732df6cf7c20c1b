"""Findings of kept activities: what is counted, and what one activity takes part in."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.domain.overlaps import OverlapKind
from coordination.models import Activity, Dismissal
from coordination.queries import overlaps as queries
from coordination.queries.findings import NAMED
from coordination.queries.overlaps import Count
from tests import make, overlaps

pytestmark = pytest.mark.django_db
bare = pytest.mark.usefixtures("without_the_deck")
DAY = date(2011, 3, 1)
#: Every end recorded here has passed.
TODAY = date(2020, 1, 1)


@pytest.fixture
def without_the_deck(db: None) -> None:
    overlaps.forget_the_deck()


def test_the_deck_s_police_case_is_found_from_its_fixture() -> None:
    make.load(make.DRC)
    programme = make.cod()
    counts = queries.counts(programme, DAY, TODAY)
    assert (counts[OverlapKind.OVERLAP], counts[OverlapKind.INCOMPATIBILITY]) == (Count(0, 1), Count(1, 0))
    row = Activity.objects.get(programme=programme, code="public-order-1")
    overlap, incompatibility = queries.of_activity(programme, row.pk, TODAY)
    assert [each.since + each.until for each in overlap.rows] == ["", ""]
    assert [(each.kind, len(each.listed)) for each in incompatibility.claims] == [("standards-differ", 2)] * 2
    assert [len(each.pairs.possible) for each in (*overlap.claims, *incompatibility.claims)] == [1, 1, 1]


@bare
def test_findings_are_counted_by_kind_certain_and_possible(cast: make.Cast) -> None:
    overlaps.row("A", since="2009", until="2012", standard_="x")
    overlaps.row("B", since="2010", until="2013", standard_="y")
    overlaps.row("A", to="FARDC", function_="traffic")
    overlaps.row("B", to="FARDC", function_="traffic")
    overlaps.function("nobody")
    overlaps.function("nobody-planned-it", is_planned=False)
    assert queries.counts(make.cod(), DAY, TODAY) == {
        OverlapKind.OVERLAP: Count(1, 1),
        OverlapKind.INCOMPATIBILITY: Count(1, 0),
        OverlapKind.GAP: Count(1, 1),
    }
    assert queries.counts(make.cod(), date(2005, 1, 1), TODAY)[OverlapKind.GAP] == Count(2, 1)


@bare
def test_what_is_dismissed_is_not_counted(cast: make.Cast) -> None:
    overlaps.function("nobody")
    (gap,) = queries.findings(make.cod(), DAY, TODAY)
    Dismissal.objects.create(
        programme=make.cod(),
        kind=gap.kind,
        fingerprint=gap.fingerprint,
        reason="Nobody asks for it.",
        dismissed_at=make.AT,
        dismissed_by=cast.amina,
    )
    assert queries.counts(make.cod(), DAY, TODAY)[OverlapKind.GAP] == Count(0, 0)


@bare
def test_another_programme_counts_nothing_of_this_one(cast: make.Cast) -> None:
    overlaps.row("A")
    overlaps.row("B")
    other = make.programme("caf")
    assert queries.counts(other, DAY, TODAY) == dict.fromkeys(OverlapKind, Count())
    assert queries.of_activity(other, Activity.objects.all()[0].pk, TODAY) == ()


@bare
def test_an_activity_knows_the_findings_it_takes_part_in_and_no_others(cast: make.Cast) -> None:
    one = overlaps.row("A", since="2009", until="2012", standard_="x")
    other = overlaps.row("B", since="2010", until="2013", standard_="y")
    elsewhere = overlaps.row("B", to="FARDC")
    alone = overlaps.row("C", function_=None)
    programme = make.cod()
    with CaptureQueriesContext(connection) as asked:
        overlap, incompatibility = queries.of_activity(programme, one.pk, TODAY)
    assert len(asked) == 4
    assert (overlap.kind, overlap.is_certain) == (OverlapKind.OVERLAP, True)
    assert [each.pairs.certain for each in overlap.claims] == [((one.partner_id, other.partner_id),)]
    assert [each.id for each in overlap.rows] == [one.pk, other.pk]
    assert incompatibility.kind is OverlapKind.INCOMPATIBILITY
    assert [len(each.listed) for each in incompatibility.claims] == [2]
    assert overlap.function.en == "Public order"
    assert overlap.recipient
    assert overlap.recipient.fr == "PNC (fr)"
    assert (
        queries.of_activity(make.cod(), elsewhere.pk, TODAY)
        == queries.of_activity(make.cod(), alone.pk, TODAY)
        == ()
    )
    assert queries.of_activity(make.cod(), 10**9, TODAY) == ()


@bare
def test_of_many_rows_those_are_named_that_tell_most(cast: make.Cast) -> None:
    first = overlaps.row("A")
    for _ in range(NAMED + 3):
        overlaps.row("A")
    last = overlaps.row("B")
    (found,) = queries.of_activity(make.cod(), first.pk, TODAY)
    assert (found.row_count, len(found.rows)) == (NAMED + 5, NAMED)
    assert {first.pk, last.pk} <= {each.id for each in found.rows}

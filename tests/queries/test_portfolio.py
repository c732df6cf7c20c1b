"""All structures as they stand: part, order, gaps and weak answers from the database; kept, and never stale."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.domain.claims.standings import PortfolioPart
from coordination.models import User
from coordination.permissions import standings
from coordination.queries import portfolio, versions
from coordination.queries.portfolio import Listed, Portfolio
from coordination.queries.versions import Version
from tests import make

pytestmark = pytest.mark.django_db


def read(person: User) -> Portfolio:
    """What a person reads now, as a new request of theirs would."""
    person = User.objects.get(pk=person.pk)
    programme = make.cod()
    return portfolio.whole(person, programme, standings(person)[0])


def member(found: Portfolio, code: str) -> Listed:
    return next(each for each in found.members if each.structure.code == code)


def test_the_demonstration_stands_as_its_answers_do(cast: make.Cast) -> None:
    make.load_demo()
    found = read(cast.amina)
    assert {
        each.structure.code: (each.standing.part, each.round and each.round.label) for each in found.members
    } == {
        "CCRSS": (PortfolioPart.APART, "january-2010"),
        "CMJ": (PortfolioPart.STRONG, "january-2010"),
        "GTSE/CPSE": (PortfolioPart.STRONG, "january-2010"),
        "CCRSS Defence": (PortfolioPart.NOT_ASSESSED, None),
    }
    assert [each.structure.code for each in found.members] == ["CCRSS", "CMJ", "GTSE/CPSE", "CCRSS Defence"]


def test_both_sides_read_the_same_and_a_viewer_what_is_closed(cast: make.Cast) -> None:
    round_ = make.open_round()
    for person in (cast.amina, cast.grace):
        make.sent(person, "CMJ", round_, word="No")
    assert read(cast.amina).parts == read(cast.joseph).parts
    assert member(read(cast.paul), "CMJ").standing.part is PortfolioPart.WEAK
    assert member(read(cast.vera), "CMJ").standing.part is not PortfolioPart.WEAK
    make.close_round(round_)
    assert member(read(cast.vera), "CMJ").standing.part is PortfolioPart.WEAK


def test_gaps_and_weak_answers_are_those_of_the_latest_round(cast: make.Cast) -> None:
    round_ = make.open_round()
    for person, word in ((cast.amina, "Not yet"), (cast.grace, "Yes")):
        make.sent(person, "CMJ", round_, word=word)
    found = member(read(cast.amina), "CMJ")
    assert {(gap.higher, gap.least, gap.most) for gap in found.gaps} == {("government", 3, 3)}
    assert [gap.code for gap in found.gaps] == [f"C{number}" for number in range(1, 8)]
    assert found.weak == tuple(("partners", f"C{number}") for number in range(1, 8))


def test_unchanged_it_is_read_from_what_is_kept(cast: make.Cast) -> None:
    make.load_demo()
    read(cast.amina)
    with CaptureQueriesContext(connection) as asked:
        found = read(cast.grace)
    # The person, the programme, the place, the version.
    assert len(asked) <= 4
    assert found is read(cast.amina)


def test_after_a_correction_what_was_written_is_asked_for_once(cast: make.Cast) -> None:
    round_ = make.open_round()
    amina, _grace = (make.sent(person, "CMJ", round_) for person in (cast.amina, cast.grace))
    before = member(read(cast.paul), "CMJ")
    make.correct(amina, "C1", "No", by=cast.paul)
    with CaptureQueriesContext(connection) as asked:
        after = member(read(cast.paul), "CMJ")
    # The person, the programme, the place; what was written, its round, the assessments and answers of the structure.
    assert len(asked) <= 7
    assert after.read is not before.read


def test_nothing_stale_is_read_after_any_step_that_changes_what_is_seen(cast: make.Cast) -> None:
    """Each step of a round, and each fact that a page shows; the drafts between them change nothing that is seen."""
    round_ = make.open_round()
    amina = make.begin(cast.amina, "CMJ", round_)
    make.answer_all(amina, "No")
    grace = make.begin(cast.grace, "CMJ", round_)
    make.answer_all(grace, "No")
    make.send(amina)

    def part() -> PortfolioPart:
        return member(read(cast.paul), "CMJ").standing.part

    def seen() -> object:
        found = member(read(cast.paul), "CMJ")
        return found.standing, found.structure, found.weak, found.changes["partners"]

    assert part() is not PortfolioPart.WEAK
    make.send(grace)
    assert part() is PortfolioPart.WEAK
    before = seen()
    make.correct(amina, "C1", "Yes", by=cast.paul)
    assert seen() != before
    make.structure("New one")
    assert member(read(cast.paul), "New one").standing.part is PortfolioPart.NOT_ASSESSED


def test_a_draft_is_no_new_version_of_the_answers(cast: make.Cast) -> None:
    begun = make.begin(cast.amina, "CMJ", make.open_round())
    before = versions.of_answers(make.cod())
    make.answer(begun, "C1", "Yes")
    assert versions.of_answers(make.cod()) == before


def test_only_one_version_of_a_key_is_kept() -> None:
    shelf: versions.Shelf[str] = versions.Shelf(2)
    first, second = Version(1, "1"), Version(2, "2")
    assert shelf.get("a", first, lambda: "old") == "old"
    assert shelf.get("a", first, lambda: "never asked") == "old"
    assert shelf.get("a", second, lambda: "new") == "new"
    assert shelf.get("a", first, lambda: "made again") == "made again"
    shelf.get("b", first, lambda: "another")
    shelf.get("c", first, lambda: "a third")
    assert shelf.get("a", first, lambda: "gone") == "gone"

"""Two people at the same moment: two managers publish, one publishes while another takes back or an author revises."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from coordination.domain.lifecycle import TIME_TO_ANSWER
from coordination.domain.problems import Refused
from coordination.models import Assessment, Publication, Round
from coordination.queries import journal
from tests import joint_answers, make

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 3


@pytest.fixture
def both() -> Round:
    """CMJ in a round that asks both sides: both sent, and agreed on every criterion."""
    cast, round_ = make.cast(), make.open_round()
    for person in (cast.amina, cast.grace):
        make.sent(person, "CMJ", round_)
    joint_answers.agree(cast, round_)
    return round_


def at_once(*steps: Callable[[], object]) -> list[str]:
    """Take the steps at the same moment; return what refused each, empty where nothing did, in their order."""
    together, got = Barrier(len(steps)), [""] * len(steps)

    def take(number: int, step: Callable[[], object]) -> None:
        together.wait()
        try:
            step()
        except Refused as refused:
            got[number] = str(refused.problems[0].rule)
        finally:
            connection.close()

    threads = [Thread(target=take, args=each) for each in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


def press(round_: Round, side: str) -> Callable[[], object]:
    """A manager's press on the page that they read before the race."""
    cast = make.cast()
    by = cast.paul if side == "partners" else cast.joseph
    seen = make.to_be_published(round_, "CMJ", by)
    structure = make.structure("CMJ")
    return lambda: make.publications.publish(
        round_=round_, structure=structure, side=side, seen=seen, by=by, at=make.AT
    )


def states(round_: Round) -> set[str]:
    return set(Assessment.objects.filter(round=round_).values_list("state", flat=True))


def test_of_two_managers_who_agree_at_once_the_second_publishes(both: Round) -> None:
    got = at_once(press(both, "partners"), press(both, "government"))
    assert got == ["", ""]
    row = Publication.objects.get()
    assert row.published_at
    assert row.partners_by_id
    assert row.government_by_id
    assert states(both) == {"published"}
    assert journal.faults() == []


def test_of_two_managers_of_one_side_at_once_both_agree_and_nothing_is_published(both: Round) -> None:
    assert at_once(press(both, "partners"), press(both, "partners")) == ["", ""]
    assert Publication.objects.get().published_at is None
    assert states(both) == {"revealed"}
    assert journal.faults() == []


@pytest.mark.parametrize("_turn", range(TIMES))
def test_a_consent_that_is_taken_back_while_the_other_side_agrees_publishes_or_is_gone(
    both: Round, _turn: int
) -> None:
    make.publish(both)
    agreed, back = at_once(press(both, "government"), lambda: make.take_back(both))
    assert agreed == ""
    row = Publication.objects.get()
    if back:
        assert (back, states(both)) == ("no_consent", {"published"})
        assert row.published_at
        assert row.partners_at
    else:
        assert (row.published_at, row.partners_at, states(both)) == (None, None, {"revealed"})
    assert journal.faults() == []


@pytest.mark.parametrize("_turn", range(TIMES))
def test_what_one_side_publishes_alone_while_the_round_is_reopened_is_out_or_waits_again(_turn: int) -> None:
    cast, round_ = make.cast(), make.open_round()
    make.sent(cast.amina, "CMJ", round_)
    round_, later = make.close_round(round_), make.AT + TIME_TO_ANSWER
    structure, seen = make.structure("CMJ"), make.to_be_published(round_, "CMJ", cast.paul, at=later)
    published, reopened = at_once(
        lambda: make.publications.publish(
            round_=round_, structure=structure, side="partners", seen=seen, by=cast.paul, at=later
        ),
        lambda: make.closings.reopen(round_=round_, side="partners", reopens=True, by=cast.paul, at=later),
    )
    round_.refresh_from_db()
    if published:
        assert (published, reopened, round_.state) == ("nothing_to_publish", "", "open")
        assert states(round_) == {"sent"}
    else:
        # What is published takes a manager of each side to reopen its round.
        assert (reopened, round_.state, states(round_)) == ("", "closed", {"published"})
    assert journal.faults() == []


@pytest.mark.parametrize("_turn", range(TIMES))
def test_an_answer_that_is_revised_while_the_card_is_published_is_in_it_or_not_at_all(
    both: Round, _turn: int
) -> None:
    make.publish(both)
    mine = Assessment.objects.select_related("rater_user").get(round=both, side="partners")
    agreed, revised = at_once(press(both, "government"), lambda: make.revise(mine, "C1", "No"))
    if revised:
        assert (agreed, revised, states(both)) == ("", "not_now_revise", {"published"})
    else:
        assert (agreed, states(both)) == ("card_changed", {"revealed"})
    assert journal.faults() == []

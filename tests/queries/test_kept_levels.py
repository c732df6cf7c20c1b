"""Answers kept as numbers are those that would be read anew, and few are read again."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.domain.answers import Reading
from coordination.domain.vocabulary import SIDES
from coordination.models import Assessment, Structure, User
from coordination.queries import instruments, readable_cards, rounds
from coordination.queries.cards import Stacks
from coordination.queries.stored_levels import StoredLevels
from tests import make

pytestmark = pytest.mark.django_db
Card = tuple[dict[str, Reading], dict[str, Reading], tuple[int, ...], frozenset[str], list[int]]


def cards(stacks: Stacks) -> dict[tuple[int, str, tuple[int, int]], Card]:
    """Everything that these stacks know without words, card by card."""
    return {
        (*name, key): (
            stack.readings(key),
            stack.admitted(key),
            tuple(pk for pk, _rater in stack.panels[stack.rows[key]]),
            stack.raters(key),
            [stack.causes[stack.places[pk]].tolist() for pk, _rater in stack.panels[stack.rows[key]]],
        )
        for name, stack in stacks.items()
        for key in stack.keys
    }


def read(person: User, *, is_kept: bool) -> dict[tuple[int, str, tuple[int, int]], Card]:
    """What a person may see of all structures in all rounds, as it is kept, or past what is kept."""
    person, programme = User.objects.get(pk=person.pk), make.cod()
    listed = rounds.index(person, programme)
    structures = Structure.objects.filter(programme=programme, is_programme=False)
    return cards(
        readable_cards.load(
            person,
            voices=SIDES,
            rounds=listed,
            instruments=instruments.of_rounds(listed),
            structures=None if is_kept else list(structures.values_list("pk", flat=True)),
            programme=programme if is_kept else None,
        )
    )


@pytest.fixture
def sent(cast: make.Cast) -> list[Assessment]:
    """A round with both sides' answers on a structure and on one whose code begins like it, and a draft."""
    make.load_demo()
    round_ = make.open_round()
    make.answer_all(make.start(cast.amina, "GTSE/CPSE", round_), "Yes")
    people = (cast.amina, cast.joseph)
    return [make.sent(person, code, round_) for code in ("CCRSS", "CCRSS Defence") for person in people]


def revise(sent: list[Assessment], cast: make.Cast) -> None:
    make.correct(sent[2], "C3", "No", by=cast.paul)
    make.correct(sent[0], "C1", "Partly?", by=cast.paul)


def send_the_draft(sent: list[Assessment], cast: make.Cast) -> None:
    make.send(Assessment.objects.get(state="draft"), accept_blanks=True)
    make.sent(cast.joseph, "GTSE/CPSE", sent[0].round)


def rename(sent: list[Assessment], cast: make.Cast) -> None:
    make.administer(item=cast.vera, by=cast.alain, at=make.AT)


def close(sent: list[Assessment], cast: make.Cast) -> None:
    make.close_round(sent[0].round)


@pytest.mark.parametrize("step", [revise, send_the_draft, rename, close])
def test_what_is_kept_is_what_is_read_past_it(
    step: Callable[[list[Assessment], make.Cast], None], sent: list[Assessment], cast: make.Cast
) -> None:
    readers = (cast.amina, cast.joseph, cast.vera)
    before = {person.pk: read(person, is_kept=True) for person in readers}
    assert before == {person.pk: read(person, is_kept=False) for person in readers}
    step(sent, cast)
    after = {person.pk: read(person, is_kept=True) for person in readers}
    assert after == {person.pk: read(person, is_kept=False) for person in readers}
    assert (after == before) is (step is rename)


def test_after_a_correction_only_answers_on_its_structure_are_read_again(
    sent: list[Assessment], cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_again: set[int] = set()

    class Noted(StoredLevels):
        def __init__(self, *asked: object) -> None:
            super().__init__(*asked)  # type: ignore[arg-type]
            read_again.update(self.assessments)

    read(cast.amina, is_kept=True)
    monkeypatch.setattr(readable_cards, "StoredLevels", Noted)
    read(cast.amina, is_kept=True)
    assert read_again == set()
    make.correct(sent[2], "C3", "No", by=cast.paul)
    read(cast.amina, is_kept=True)
    # Of “CCRSS Defence” the beginning may be a structure of its own, and is: it is read again, too.
    named = Structure.objects.filter(assessments__in=read_again).distinct()
    assert {each.code for each in named} == {"CCRSS", "CCRSS Defence"}


def test_what_is_kept_takes_one_query_and_three_after_a_correction(
    sent: list[Assessment], cast: make.Cast
) -> None:
    programme = make.cod()
    listed = rounds.index(cast.amina, programme)
    known = instruments.of_rounds(listed)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            readable_cards.load(
                cast.amina, voices=SIDES, rounds=listed, instruments=known, programme=programme
            )
        return len(queries)

    count()
    assert count() == 1
    make.correct(sent[0], "C1", "No", by=cast.paul)
    assert count() == 3
    assert count() == 1

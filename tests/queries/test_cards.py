"""A card: one voice on one structure in one round, and the figures that follow from its answers."""

from fractions import Fraction

import pytest

from coordination.domain.answers import Status, read
from coordination.domain.scoring import Band, composite
from coordination.models import User
from coordination.queries import cards, instruments, readable_cards
from coordination.queries.cards import Card, Stack
from coordination.queries.rounds import round_value
from tests import make

INSTRUMENT = make.instrument_value()


def of(answers: dict[str, str], *, section: str = "coordination") -> Card:
    """The card of one rater who wrote these words."""
    return cards.card({code: read(word) for code, word in answers.items()}, INSTRUMENT, section)


def all_of(word: str, section: str = "C") -> dict[str, str]:
    return {f"{section}{number}": word for number in range(1, 8)}


def stack_of(
    person: User,
    *,
    voice: str = "partners",
    label: str = "january-2008",
    section: str | None = "coordination",
    weights: tuple[int, ...] | None = None,
    is_as_published: bool = False,
) -> Stack:
    """One voice in one round with its words, as this person may see it."""
    round_ = round_value(make.round_(label))
    stack = readable_cards.of_heads(
        readable_cards.heads(person, voices=[voice], rounds=[round_]),
        instruments=instruments.known([round_.instrument_id]),
        section=section,
        weights=weights,
        is_as_published=is_as_published,
    )[round_.instrument_id, voice]
    return readable_cards.in_words(stack, stack.keys)


def voice(
    person: User, *, voice: str = "partners", label: str = "january-2008", section: str = "coordination"
) -> dict[str, Card]:
    """The cards of one round by structure code, as this person may see them."""
    stack = stack_of(person, voice=voice, label=label, section=section)
    names = {make.structure(code).pk: code for code in ("CMJ", "GTSE/CPSE", "CCRSS", "CCRSS Defence")}
    return {names[key[1]]: stack.card(key) for key in stack.keys}


def raters(*written: dict[str, str]) -> Card:
    """The card of CMJ after so many advisers of the partners wrote these words and sent them."""
    round_ = make.open_round(sides="partners")
    advisers = [
        make.place(make.person(f"adviser{number}"), "adviser", "partners") for number in range(len(written))
    ]
    started = [make.begin(adviser, "CMJ", round_) for adviser in advisers]
    for assessment, words in zip(started, written, strict=True):
        make.save(assessment, *(make.entry(code, word) for code, word in words.items()))
        make.send(assessment, accept_blanks=True)
    return voice(make.cast().paul, label="march-2011")["CMJ"]


@pytest.mark.parametrize(
    "written",
    [
        [all_of("Mostly"), all_of("Partly") | {"C1": "Yes?"}, all_of("?") | {"C7": "Yes"}],
        [all_of("Yes?"), {"C1": "No"}],
        [all_of("-")],
    ],
)
def test_a_card_made_of_readings_is_the_one_that_is_read_from_the_database(
    cast: make.Cast, written: list[dict[str, str]]
) -> None:
    stored = raters(*written)
    readings = [{code: read(word) for code, word in each.items()} for each in written]
    made = cards.card_of(readings, INSTRUMENT, "coordination")
    for name in ("composite", "envelope", "bands", "is_assessable", "raters"):
        assert getattr(made, name) == getattr(stored, name), name
    assert [each.panel for each in made.cells] == [each.panel for each in stored.cells]


def test_a_card_has_a_cell_for_every_criterion_in_order_answered_or_not() -> None:
    card = of({"C3": "Yes"})
    assert [cell.criterion.code for cell in card.cells] == [f"C{n}" for n in range(1, 8)]
    assert [cell.reading.status for cell in card.cells].count(Status.NONE) == 6
    assert card.composite.answered == 1


def test_what_is_not_answered_admits_everything_and_is_never_a_no() -> None:
    card = of({})
    assert (card.composite.low, card.composite.high) == (0, 100)
    assert not card.is_known
    assert not card.is_assessable
    assert card.bands is None


def test_the_figures_of_a_card_are_exact() -> None:
    card = of(all_of("Yes") | {"C3": "Yes?", "C4": "Yes?"})
    assert (card.composite.low, card.composite.high) == (Fraction(650, 7), 100)
    assert card.bands == (Band.STRONG, Band.STRONG)
    assert card.is_known
    assert card.is_assessable


def test_one_rater_is_kept_as_written_and_several_become_an_interval(cast: make.Cast) -> None:
    alone = of(all_of("Broadly"))
    assert {cell.reading.verbatim for cell in alone.cells} == {"Broadly"}
    both = raters(all_of("Yes"), all_of("Not yet"))
    assert both.raters == 2
    assert {(cell.reading.lo, cell.reading.hi) for cell in both.cells} == {(1, 4)}
    assert {cell.reading.verbatim for cell in both.cells} == {"Not yet · Yes"}


def test_of_three_raters_one_outlier_moves_nothing_and_stays_visible(cast: make.Cast) -> None:
    card = raters(all_of("Mostly"), all_of("No"), all_of("Mostly"))
    assert (card.composite.low, card.composite.high) == (75, 75)
    assert {cell.reading.verbatim for cell in card.cells} == {"Mostly · Mostly · No"}


def test_a_rater_who_left_a_criterion_out_does_not_hide_another_who_answered_it(cast: make.Cast) -> None:
    card = raters({"C1": "Yes"}, {"C2": "No"})
    assert [(cell.reading.lo, cell.reading.hi) for cell in card.cells[:3]] == [(4, 4), (0, 0), (0, 4)]


def test_the_table_of_figures_holds_what_the_cards_hold(cast: make.Cast) -> None:
    make.load_demo()
    weights = (25, 15, 15, 10, 15, 10, 10)
    for label, side in (("january-2008", "partners"), ("january-2010", "government")):
        stack = stack_of(cast.paul, label=label, voice=side, weights=weights)
        assert len(stack.keys) == 3
        for row, key in enumerate(stack.keys):
            readings = stack.card(key).readings
            assert stack.figures[row] == composite(readings, weights, INSTRUMENT.conventions)
            assert stack.card(key).composite == stack.figures[row]


def test_a_section_of_a_whole_stack_is_that_section_loaded_alone(cast: make.Cast) -> None:
    make.load_demo()
    whole = stack_of(cast.paul, label="january-2009", section=None)
    for section in ("coordination", "ownership", "success"):
        alone = stack_of(cast.paul, label="january-2009", section=section)
        cut = whole.of_section(section)
        assert [cut.card(key) for key in cut.keys] == [alone.card(key) for key in alone.keys]


def test_each_raters_answers_can_be_told_apart(cast: make.Cast) -> None:
    raters({"C1": "Yes"}, {"C1": "No", "C2": "?"})
    stack = stack_of(cast.paul, label="march-2011")
    (found,) = [stack.by_rater(key) for key in stack.keys]
    assert sorted(each[0].level for each in found.values()) == [0, 4]
    assert len(found) == 2
    assert all(len(each) == 7 for each in found.values())


def test_as_published_a_card_has_the_answer_that_stood_before_it_was_corrected(cast: make.Cast) -> None:
    assessment = make.sent(cast.amina, "CMJ", make.open_round(sides="partners"), word="Partly")
    make.correct(assessment, "C1", "Mostly", by=cast.amina)
    make.correct(assessment, "C1", "Yes", by=cast.amina)
    found = {}
    for is_as_published in (False, True):
        stack = stack_of(cast.paul, label="march-2011", is_as_published=is_as_published)
        found[is_as_published] = stack.card(stack.keys[0])
    assert [each.cells[0].reading.verbatim for each in found.values()] == ["Yes", "Partly"]
    assert (found[False].composite.low, found[True].composite.low) == (Fraction(400, 7), 50)


def test_the_sections_have_cards_of_their_own() -> None:
    answers = all_of("Yes") | all_of("No", "O")
    assert of(answers).composite.low == 100
    assert of(answers, section="ownership").composite.high == 0
    assert [cell.criterion.code for cell in of(answers, section="success").cells] == [
        "S1",
        "S2",
        "S3",
        "S4",
        "S5",
    ]


def test_a_voice_is_the_sum_of_its_own_raters_only(cast: make.Cast) -> None:
    make.load_demo()
    partners = voice(cast.paul, label="january-2009")
    government = voice(cast.paul, label="january-2009", voice="government")
    assert partners.keys() == government.keys() == {"CMJ", "GTSE/CPSE", "CCRSS"}
    assert partners["CCRSS"].readings != government["CCRSS"].readings
    assert {card.raters for card in [*partners.values(), *government.values()]} == {1}


def test_the_deck_has_a_card_for_each_of_its_three_structures(cast: make.Cast) -> None:
    found = voice(cast.vera)
    assert {code: [each.verbatim for each in card.readings] for code, card in found.items()} == {
        "GTSE/CPSE": ["Yes", "Yes", "Yes?", "Yes?", "Yes", "Yes", "Yes"],
        "CMJ": ["Yes", "Most", "Yes", "Broadly", "Most", "Not yet", "Yes"],
        "CCRSS": ["?", "-", "?", "?", "?", "?", "?"],
    }
    assert voice(cast.vera, voice="government") == {}
    assert voice(cast.nadia) == {}, "of another programme nothing"
    assert voice(cast.olga) == {}


def test_drafts_and_sent_assessments_are_in_no_card_not_even_their_raters(cast: make.Cast) -> None:
    round_ = make.open_round(sides="both")
    make.sent(cast.amina, "CMJ", round_)
    make.answer_all(make.start(cast.amina, "CCRSS", round_))
    for person in cast:
        assert voice(person, label="march-2011") == {}


def test_after_the_reveal_both_sides_have_the_same_cards(cast: make.Cast) -> None:
    round_ = make.open_round(sides="both")
    make.sent(cast.amina, "CMJ", round_, word="Partly")
    make.sent(cast.grace, "CMJ", round_, word="Yes?")
    for side in ("partners", "government"):
        seen = [
            voice(person, label="march-2011", voice=side)
            for person in (cast.amina, cast.paul, cast.grace, cast.joseph)
        ]
        assert seen[0].keys() == {"CMJ"}
        assert all(each == seen[0] for each in seen)
    assert voice(cast.vera, label="march-2011") == {}

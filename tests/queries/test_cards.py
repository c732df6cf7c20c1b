"""A card: one voice on one structure in one round, and the figures that follow from its answers."""

from fractions import Fraction

from coordination.domain.answers import Status, read
from coordination.domain.scoring import Band
from coordination.models import User
from coordination.queries import cards
from coordination.queries.cards import Card
from tests import make

INSTRUMENT = make.instrument_value()


def of(*raters: dict[str, str], section: str = "coordination") -> Card:
    """The card of raters who wrote these words."""
    readings = [{code: read(word) for code, word in each.items()} for each in raters]
    return cards.card(readings, INSTRUMENT, section)


def all_of(word: str, section: str = "C") -> dict[str, str]:
    return {f"{section}{number}": word for number in range(1, 8)}


def voice(
    person: User, *, voice: str = "partners", label: str = "january-2008", section: str = "coordination"
) -> dict[str, Card]:
    """The cards of one round by structure code, as this person may see them."""
    round_ = make.round_(label)
    found = cards.of_voice(
        person, instrument=INSTRUMENT, section=section, voice=voice, rounds=[round_.pk], structures=None
    )
    names = {make.structure(code).pk: code for code in ("CMJ", "GTSE/CPSE", "CCRSS", "CCRSS Defence")}
    return {names[structure_id]: card for (_round, structure_id), card in found.items()}


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


def test_one_rater_is_kept_as_written_and_several_become_an_interval() -> None:
    alone = of(all_of("Broadly"))
    assert {cell.reading.verbatim for cell in alone.cells} == {"Broadly"}
    both = of(all_of("Yes"), all_of("Not yet"))
    assert both.raters == 2
    assert {(cell.reading.lo, cell.reading.hi) for cell in both.cells} == {(1, 4)}
    assert {cell.reading.verbatim for cell in both.cells} == {"Yes · Not yet"}


def test_a_rater_who_left_a_criterion_out_does_not_hide_another_who_answered_it() -> None:
    card = of({"C1": "Yes"}, {"C2": "No"})
    assert [(cell.reading.lo, cell.reading.hi) for cell in card.cells[:3]] == [(4, 4), (0, 0), (0, 4)]


def test_the_words_of_several_raters_may_be_longer_than_one_may_write() -> None:
    card = of(*[{"C1": "Yes"}] * 80)
    assert len(card.cells[0].reading.verbatim) > 200
    assert card.cells[0].reading.level == 4


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

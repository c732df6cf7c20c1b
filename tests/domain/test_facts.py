"""What a file says, held against what is stored: what it does not say is the same whatever stands there."""

import json
from dataclasses import replace
from pathlib import Path

from coordination.documents import instruments
from coordination.domain.facts import facts_of, notice_of, says_the_same, sides_asked, source_line
from coordination.domain.fixtures import Fixture, check
from coordination.domain.texts import Text

FIXTURES = Path(__file__).parents[2] / "fixtures"
SHIPPED = instruments.load_folder(FIXTURES / "instruments")
DECK: Fixture = check(json.loads((FIXTURES / "drc-2008.json").read_text(encoding="utf-8")), SHIPPED)


def test_every_thing_of_a_file_has_a_key_of_its_own() -> None:
    facts = facts_of(DECK)
    seats = sum(len(each.seats) for each in DECK.structures)
    answered = sum(len(each.assessments) for each in DECK.rounds)
    listed = (
        DECK.partners,
        DECK.structures,
        DECK.statements,
        DECK.functions,
        DECK.standards,
        DECK.activities,
    )
    assert len(facts) == 1 + seats + answered + len(DECK.rounds) + sum(map(len, listed))


def test_a_file_says_the_same_as_itself_and_not_the_same_as_another() -> None:
    facts = facts_of(DECK)
    assert all(says_the_same(each, each) for each in facts.values())
    partner = replace(DECK.partners[0], kind="mission")
    other = facts_of(replace(DECK, partners=(partner, *DECK.partners[1:])))
    changed = [key for key, each in facts.items() if not says_the_same(other[key], each)]
    assert changed == [("partner", (partner.code,))]


def test_what_a_file_does_not_say_is_the_same_and_what_it_says_is_not() -> None:
    silent = DECK.partners[0]
    speaking = replace(silent, aim="ssr", objectives=Text("Reform", "Réforme"), since="2004")
    (_programme, said), (_again, stored) = (
        list(facts_of(replace(DECK, partners=(each,))).items())[1] for each in (silent, speaking)
    )
    assert says_the_same(said, stored)
    assert not says_the_same(stored, said)


def test_a_round_s_notice_is_its_own_or_the_file_s_unless_people_entered_it() -> None:
    (round_,) = DECK.rounds
    own = Text("Mine", "Le mien")
    assert notice_of(round_, DECK) == DECK.notice
    assert notice_of(replace(round_, notice=own), DECK) == own
    assert notice_of(replace(round_, origin="entered"), DECK) == Text("", "")


def test_a_source_is_one_line_and_two_sides_are_both() -> None:
    assert source_line(DECK).startswith("Oliver Blake, Senior Governance Adviser, DFID DRC, Working with")
    assert source_line(replace(DECK, source=None)) == ""
    assert (sides_asked(["government", "partners"]), sides_asked(["partners"])) == ("both", "partners")

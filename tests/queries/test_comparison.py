"""What Compare and Changes are asked: which round, whose voice, in which order, changed since when."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from coordination.domain.change import CellChange
from coordination.domain.claims.change import ChangeKind
from coordination.models import Assessment, Programme, User
from coordination.queries import comparison
from coordination.queries.comparison import Scoreboard
from coordination.queries.filters import Filters, NoSuch
from coordination.queries.timeline import Timeline, timeline
from tests import make

EARLY = {"name": "June 2009", "reference_on": date(2009, 6, 30)}


def programme_of(person: User) -> Programme:
    return person.memberships.get().programme


def board(person: User, **filters: Any) -> Scoreboard:
    """The scoreboard as this person is shown it."""
    return comparison.scoreboard(Filters(**filters), user=person, programme=programme_of(person))


def line(person: User, **filters: Any) -> Timeline:
    return timeline(Filters(**filters), user=person, programme=programme_of(person))


def codes(shown: Scoreboard) -> list[str]:
    return [row.structure.code for row in shown.rows]


def interval(shown: Scoreboard, code: str) -> tuple[Fraction | None, Fraction | None]:
    (row,) = [row for row in shown.rows if row.structure.code == code]
    return row.card.composite.low, row.card.composite.high


def round_of(shown: Scoreboard) -> str | None:
    return shown.round.label if shown.round else None


# --- the deck


def test_the_deck_gives_its_golden_figures(cast: make.Cast) -> None:
    shown = board(cast.paul, round="january-2008", voice="partners")
    assert {code: interval(shown, code) for code in codes(shown)} == {
        "GTSE/CPSE": (Fraction(650, 7), 100),
        "CMJ": (Fraction(550, 7), Fraction(550, 7)),
        "CCRSS": (0, 100),
    }
    assert [(row.structure.code, row.rank) for row in shown.rows] == [
        ("GTSE/CPSE", (1, 1)),
        ("CMJ", (2, 2)),
        ("CCRSS", None),
    ]


def test_a_structure_without_an_assessment_is_named_and_not_shown_as_zero(cast: make.Cast) -> None:
    shown = board(cast.paul)
    assert [each.code for each in shown.without] == ["CCRSS Defence"]
    assert "CCRSS Defence" not in codes(shown)


def test_another_structure_never_changes_a_figure(cast: make.Cast) -> None:
    before = {code: interval(board(cast.paul), code) for code in codes(board(cast.paul))}
    document = make.document(make.DEMO)
    added = document["rounds"][0]["assessments"][0] | {"structure": "CCRSS Defence", "rater": "Another"}
    document["rounds"] = [document["rounds"][0] | {"assessments": [added], "sides": ["government"]}]
    make.load(document)
    after = board(cast.paul, round="january-2008", voice="partners")
    assert {code: interval(after, code) for code in codes(after)} == before


# --- which round, whose voice


def test_without_a_choice_the_latest_round_that_is_not_invented_is_shown(cast: make.Cast) -> None:
    make.load_demo()
    assert round_of(board(cast.paul)) == "january-2008"
    make.sent(cast.amina, "CMJ", make.open_round(sides="partners", **EARLY))
    assert round_of(board(cast.paul)) == "june-2009"
    make.open_round(sides="partners")
    assert round_of(board(cast.paul)) == "june-2009", "a round in which nobody is heard yet is no default"


def test_where_all_is_invented_the_latest_invented_round_is_shown(cast: make.Cast) -> None:
    document = make.document(make.DEMO) | {
        "programme": make.document(make.DEMO)["programme"] | {"code": "xyz"}
    }
    make.load(document)
    person = make.place(make.person("xenia"), "manager", "partners", programme=make.programme("xyz"))
    assert round_of(board(person)) == "january-2010"


def test_without_a_choice_everybody_hears_the_government_and_where_it_is_silent_the_partners(
    cast: make.Cast,
) -> None:
    readers = (cast.paul, cast.joseph, cast.vera)
    assert {board(each).voice for each in readers} == {"partners"}, "the deck's only voice"
    make.load_demo()
    assert {board(each, round="january-2009").voice for each in readers} == {"government"}
    assert {board(each, round="january-2008").voice for each in readers} == {"partners"}
    assert {line(each).voice for each in readers} == {"government"}
    assert {line(each, until="january-2008").voice for each in readers} == {"partners"}


def test_a_voice_that_was_asked_for_is_kept_even_where_it_was_not_heard(cast: make.Cast) -> None:
    shown = board(cast.paul, round="january-2008", voice="government")
    assert (shown.voice, shown.rows) == ("government", ())
    assert len(shown.without) == 4


def test_a_round_that_does_not_exist_here_is_told_apart(cast: make.Cast) -> None:
    for person, label in ((cast.paul, "no-such-round"), (cast.nadia, "january-2008")):
        with pytest.raises(NoSuch):
            board(person, round=label)


def test_a_programme_without_rounds_has_an_empty_board(cast: make.Cast) -> None:
    shown = board(cast.nadia)
    assert (shown.round, shown.rows) == (None, ())
    assert line(cast.nadia).tracks == ()


# --- order


def test_rows_are_sorted_by_low_end_then_high_end_then_name(cast: make.Cast) -> None:
    round_ = make.open_round(sides="partners")
    for code, word in (
        ("CMJ", "Mostly"),
        ("GTSE/CPSE", "Mostly"),
        ("CCRSS", "Partly"),
        ("CCRSS Defence", "Yes?"),
    ):
        make.sent(cast.amina, code, round_, word=word)
    assert codes(board(cast.paul)) == ["CCRSS Defence", "CMJ", "GTSE/CPSE", "CCRSS"]
    assert [row.rank for row in board(cast.paul).rows] == [(1, 1), (1, 2), (1, 2), (4, 4)]
    assert codes(board(cast.paul, sort="name")) == ["CCRSS", "CCRSS Defence", "CMJ", "GTSE/CPSE"]
    sectors = [row.structure.sector for row in board(cast.paul, sort="sector").rows]
    assert sectors == sorted(sectors)


def test_a_structure_that_cannot_be_placed_comes_last_and_has_no_place(cast: make.Cast) -> None:
    round_ = make.open_round(sides="partners")
    make.sent(cast.amina, "CMJ", round_, word="No")
    some = make.start(cast.amina, "GTSE/CPSE", round_)
    for code in ("C1", "C2", "C3"):
        make.answer(some, code, "Yes")
    make.send(some, accept_blanks=True)
    make.sent(cast.amina, "CCRSS", round_, word="Yes")
    shown = board(cast.paul)
    assert [(row.structure.code, row.rank) for row in shown.rows] == [
        ("CCRSS", (1, 1)),
        ("CMJ", (2, 2)),
        ("GTSE/CPSE", None),
    ]


def test_a_sector_leaves_out_the_others_without_changing_figures(cast: make.Cast) -> None:
    shown = board(cast.paul, sector="justice")
    assert codes(shown) == ["CMJ"]
    assert shown.without == ()
    assert set(shown.offered.sectors) == {"defence", "elections", "justice", "ssr"}
    assert interval(shown, "CMJ") == (Fraction(550, 7), Fraction(550, 7))


# --- change


def golden(cast: make.Cast) -> None:
    """The invented second round of the golden values, as a round of its own."""
    words = {
        "GTSE/CPSE": ["Yes", "Yes", "Yes", "Yes?", "Yes", "Yes", "Yes"],
        "CMJ": ["Yes", "All", "Yes", "Broadly", "Most", "Partly", "Yes?"],
        "CCRSS": ["Partly", "No", "Not yet", "No", "Not yet", "No", "Partly?"],
    }
    round_ = make.open_round(sides="partners", **EARLY)
    for code, answers in words.items():
        assessment = make.start(cast.amina, code, round_)
        make.save(assessment, *(make.entry(f"C{n}", word) for n, word in enumerate(answers, 1)))
        make.send(assessment, accept_blanks=True)


def test_the_change_since_the_last_round_has_its_golden_values(cast: make.Cast) -> None:
    golden(cast)
    changes = {row.structure.code: row.change for row in board(cast.paul, round="june-2009").rows}
    found = {code: each.claim for code, each in changes.items() if each}
    assert {code: (each.kind, each.low, each.high) for code, each in found.items()} == {
        "GTSE/CPSE": (ChangeKind.NO_CLEAR_CHANGE, Fraction(-25, 7), Fraction(50, 7)),
        # Amina did not answer in January 2008, so it is not called better.
        "CMJ": (ChangeKind.HIGHER_NEW_ASSESSORS, Fraction(25, 7), Fraction(50, 7)),
        "CCRSS": (ChangeKind.NO_CLEAR_CHANGE, Fraction(-575, 7), Fraction(25)),
    }
    assert found["CCRSS"].cells == (CellChange.NEW_INFORMATION,) * 7
    assert {each.since.label for each in changes.values() if each} == {"january-2008"}


def test_over_time_says_the_same_of_every_step_as_compare(cast: make.Cast) -> None:
    golden(cast)
    make.load_demo()
    shown = line(cast.paul, voice="partners")
    assert [each.label for each in shown.rounds] == [
        "january-2008",
        "january-2009",
        "june-2009",
        "january-2010",
    ]
    for track in shown.tracks:
        for point in track.points:
            rows = board(cast.paul, round=point.round.label, voice="partners").rows
            (row,) = [each for each in rows if each.structure == track.structure]
            assert row.card.composite == point.composite
            assert row.card.bands == point.bands
            assert (row.change and row.change.claim) == (point.change and point.change.claim)


def test_the_first_round_of_a_structure_has_no_change(cast: make.Cast) -> None:
    assert all(row.change is None for row in board(cast.paul, round="january-2008").rows)
    make.sent(cast.amina, "CCRSS Defence", make.open_round(sides="partners"))
    (row,) = board(cast.paul, round="march-2011").rows
    assert row.change is None


def test_the_other_sides_rounds_are_no_rounds_before(cast: make.Cast) -> None:
    make.sent(cast.grace, "CMJ", make.open_round(sides="government", **EARLY), word="No")
    make.sent(cast.amina, "CMJ", make.open_round(sides="partners"), word="Yes")
    (row,) = board(cast.paul, round="march-2011", voice="partners").rows
    assert row.change is not None
    assert row.change.since.label == "january-2008"


def test_another_version_of_the_instrument_is_a_new_start(cast: make.Cast) -> None:
    newer = make.publish_instrument(make.changed_instrument(version="2009.1"))
    make.sent(cast.amina, "CMJ", make.open_round(sides="partners", instrument=newer))
    (row,) = board(cast.paul, round="march-2011").rows
    assert row.change is None
    (track,) = [each for each in line(cast.paul).tracks if each.structure.code == "CMJ"]
    first, second = track.points
    assert first.change is None
    assert second.change
    assert second.change.claim.kind is ChangeKind.NOT_COMPARABLE


# --- what may be seen


def test_what_is_not_revealed_stands_on_nobodys_board(cast: make.Cast) -> None:
    round_ = make.open_round(sides="both")
    make.sent(cast.amina, "CMJ", round_)
    make.begin(cast.grace, "CMJ", round_)
    for person in (cast.amina, cast.paul, cast.grace, cast.joseph, cast.vera, cast.alain):
        shown = board(person, round="march-2011", voice="partners")
        assert shown.rows == ()
        assert [each.label for each in shown.offered.rounds if each.voices] == ["january-2008"]


def test_viewers_and_administrators_see_only_what_is_published(cast: make.Cast) -> None:
    make.sent(cast.amina, "CMJ", make.open_round(sides="partners"))
    assert Assessment.objects.filter(state="revealed").count() == 1
    for person in (cast.vera, cast.alain):
        assert board(person, round="march-2011", voice="partners").rows == ()
        assert round_of(board(person)) == "january-2008"
    assert round_of(board(cast.joseph)) == "march-2011"

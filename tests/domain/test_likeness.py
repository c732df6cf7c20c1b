"""Names that are the same, alike, or of different things."""

import pytest

from coordination.domain.bilingual import alphabetical, fold, words
from coordination.domain.likeness import Likeness, likeness, parts


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("l'ordre", "Maintien de l’ordre public"),
        ("nord kivu", "Police du Nord‑Kivu"),
        ("Nord-Kivu", "police du nord kivu"),
        ("oeuvre", "Œuvre sociale"),
        ("lodz", "Łódź"),
        ("aeroport", "Ærøport"),
        ("A-12", "A-12 Training"),
    ],
)
def test_a_search_finds_what_reads_alike(typed: str, stored: str) -> None:
    assert all(word in fold(stored) for word in words(typed))


def test_a_search_for_a_code_is_not_one_for_its_parts() -> None:
    assert words("A-12 police") == ("a 12", "police")
    assert words(" - ") == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Danube Relief Council", "Danube  Relief Council"),
        ("Danube Relief Council", "Danube-Relief Council"),
        ("Danube Relief Council", "Danube Relief Council (DRC-X)"),
        ("l’école de police", "L'ECOLE  DE POLICE"),
    ],
)
def test_the_same_name_written_differently_is_the_same(one: str, other: str) -> None:
    assert likeness(parts([one]), parts([other])) is Likeness.SAME
    assert likeness(parts([other]), parts([one])) is Likeness.SAME


def test_a_name_that_is_the_acronym_of_another_is_alike() -> None:
    named = parts(["Danube Relief Council (DRC-X)"])
    assert likeness(parts(["DRC-X"]), named) is Likeness.ALIKE
    assert likeness(named, parts(["drc x"])) is Likeness.ALIKE
    assert likeness(parts(["Delta Return Company"], ["DRC-X"]), named) is Likeness.ALIKE


def test_one_name_with_two_acronyms_is_alike() -> None:
    assert likeness(parts(["Mission (EUPOL)"]), parts(["Mission (EUSEC)"])) is Likeness.ALIKE


def test_what_stands_in_brackets_and_is_no_acronym_tells_apart() -> None:
    assert likeness(parts(["Police (north)"]), parts(["Police (south)"])) is None
    assert likeness(parts(["Police"]), parts(["Police (north)"])) is None


def test_order_takes_numbers_as_numbers_and_ligatures_in_place() -> None:
    names = ["Zone", "10e brigade", "Œuvre", "Office", "2e brigade", "Ordre", "Élection"]
    assert sorted(names, key=alphabetical) == [
        "2e brigade",
        "10e brigade",
        "Élection",
        "Œuvre",
        "Office",
        "Ordre",
        "Zone",
    ]

"""Structures as people type them: one a line, tolerant of signs, strict about names."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from coordination.domain.structure_lines import MOST_LINES, read_lines

SECTORS = {"police": "police", "justice": "justice", "defence": "defence", "defense": "defence"}
Said = tuple[str, str, str]


def said(text: str) -> list[Said]:
    return [(each.code, each.name, each.sector) for each in read_lines(text, SECTORS)]


def refused(text: str) -> list[tuple[Rule, str, str]]:
    with pytest.raises(Refused) as caught:
        read_lines(text, SECTORS)
    return [(each.rule, each.path, each.value) for each in caught.value.problems]


@pytest.mark.parametrize(
    "line",
    [
        "CNS, National Security Council",
        "CNS\tNational Security Council",
        "CNS;National Security Council",
        "CNS | National Security Council",
        "CNS - National Security Council",
        "CNS – National Security Council",
        "CNS — National Security Council",
        "CNS: National Security Council",
        "CNS\u00a0: National Security Council",
        "  CNS ,  National Security Council  ",
        "- CNS, National Security Council",
        "• CNS, National Security Council",
        "1. CNS, National Security Council",
        "12) CNS, National Security Council",
    ],
)
def test_any_usual_sign_stands_between_the_names(line: str) -> None:
    assert said(line) == [("CNS", "National Security Council", "")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("GTSE/CPSE, Groupe technique", ("GTSE/CPSE", "Groupe technique", "")),
        ("CLSP Bria, Conseil local – Bria", ("CLSP Bria", "Conseil local – Bria", "")),
        ("CP-RSS, Comité de pilotage", ("CP-RSS", "Comité de pilotage", "")),
        ("CSP\tConseil, sécurité et paix", ("CSP", "Conseil, sécurité et paix", "")),
        (
            "CSP, Conseil de sécurité, de défense et de paix",
            ("CSP", "Conseil de sécurité, de défense et de paix", ""),
        ),
        ("CSRP, Police reform committee, police", ("CSRP", "Police reform committee", "police")),
        ("CD, Commission de la défense, Défense", ("CD", "Commission de la défense", "defence")),
        ("GT;Groupe de travail, police; Justice", ("GT", "Groupe de travail, police", "justice")),
        ("PNC, Police", ("PNC", "Police", "")),
    ],
)
def test_the_surest_sign_parts_and_a_last_sector_is_one(line: str, expected: Said) -> None:
    assert said(line) == [expected]


def test_lines_are_counted_as_people_count_them_and_empty_ones_left_out() -> None:
    found = read_lines("\nCNS, Council\r\n\r\nCMJ, Commission\n", SECTORS)
    assert [each.number for each in found] == [2, 4]
    assert read_lines(" \n\n", SECTORS) == ()


def test_each_line_that_is_no_structure_is_named_with_what_is_wrong() -> None:
    long = "X" * 41
    assert refused(
        f"CNS, Council\nOnly one name\ncns, Another\n{long}, Name\n—, Name\nA, {'n' * 201}\nB,"
    ) == [
        (Rule.LINE_WITHOUT_NAME, "2", "Only one name"),
        (Rule.LINE_TWICE, "3", "cns"),
        (Rule.SHORT_NAME_TOO_LONG, "4", long),
        (Rule.NO_LETTERS, "5", "—"),
        (Rule.TOO_LONG, "6", "n" * 79 + "…"),
        (Rule.LINE_WITHOUT_NAME, "7", "B"),
    ]


def test_more_lines_than_are_read_at_once_are_refused_as_a_whole() -> None:
    lines = "\n".join(f"S{number}, Structure {number}" for number in range(MOST_LINES + 1))
    assert refused(lines) == [(Rule.TOO_MANY_LINES, "", str(MOST_LINES + 1))]
    assert len(read_lines(lines.rpartition("\n")[0], SECTORS)) == MOST_LINES


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    found = []
    with suppress(Refused):
        found = list(read_lines(text, SECTORS))
    assert all(each.code and each.name for each in found)

"""The tokens of the style sheet: both dark schemes are the same, and what is read on them can be read (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest

SHEET = (Path(__file__).parents[1] / "static" / "css" / "site.css").read_text()
LIGHT = r":root \{\s*color-scheme: light;"
CHOSEN = r"\[data-bs-theme=\"dark\"\] \{\s*color-scheme: dark;"
OF_THE_SYSTEM = r":root:not\(\[data-bs-theme\]\) \{\s*color-scheme: dark;"
LEVELS = {"--l0": "#000000", "--l1": "#000000", "--l2": "#000000", "--l3": "#ffffff", "--l4": "#ffffff"}


def tokens(opening: str) -> dict[str, str]:
    """Return the custom properties of the one block that opens so."""
    (body,) = re.findall(opening + r"(.*?)\n\s*\}", SHEET, re.DOTALL)
    return dict(re.findall(r"(--[\w-]+): ((?:url\(\"[^\"]*\"\))|[^;]+);", body))


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_dark_scheme_is_the_same_chosen_or_as_the_system_says() -> None:
    assert tokens(CHOSEN) == tokens(OF_THE_SYSTEM)
    assert set(tokens(CHOSEN)) == set(tokens(LIGHT))


@pytest.mark.parametrize("scheme", [LIGHT, CHOSEN], ids=["light", "dark"])
def test_text_can_be_read_on_every_ground_it_stands_on(scheme: str) -> None:
    of = tokens(scheme)
    grounds = ("--bg", "--wash", "--wash2", "--acc-wash", "--z0", "--z1", "--z2")
    for text in ("--ink", "--mut", "--acc", "--gov-t", "--par-t", "--up", "--down"):
        for ground in grounds:
            least = 4.5
            assert contrast(of[text], of[ground]) >= least, (text, ground)
    for text, ground in (
        ("--acc-ink", "--acc"),
        ("--warn-t", "--warn-bg"),
        ("--up", "--ok-bg"),
        ("--down", "--bad-bg"),
    ):
        assert contrast(of[text], of[ground]) >= 4.5, (text, ground)


@pytest.mark.parametrize("scheme", [LIGHT, CHOSEN], ids=["light", "dark"])
def test_marks_edges_and_the_focus_can_be_seen(scheme: str) -> None:
    of = tokens(scheme)
    for mark in ("--line2", "--gov", "--par", "--lb", "--solid", "--focus-out"):
        for ground in ("--bg", "--wash", "--acc-wash", "--z0", "--z1", "--z2"):
            assert contrast(of[mark], of[ground]) >= 3, (mark, ground)


def test_the_words_on_the_levels_can_be_read_and_the_levels_told_apart() -> None:
    of = dict(re.findall(r"(--l[0-4]): (#\w{6})", SHEET))
    for level, text in LEVELS.items():
        assert contrast(of[level], text) >= 4.5, level
    lights = [luminance(of[level]) for level in LEVELS]
    assert lights == sorted(lights, reverse=True)


def test_no_colour_stands_outside_the_tokens() -> None:
    """What is drawn beside the tokens follows no scheme; the levels are the same in both, and what stands on them."""
    after = SHEET[SHEET.index("--l4: #00224e;") + len("--l4: #00224e;") :]
    assert set(re.findall(r"#[0-9a-f]{3,8}\b(?=[; ])", after)) <= {"#000", "#fff", "#16202c"}


def test_paper_is_never_dark() -> None:
    assert all(re.search(r"@media screen[^{]*\{\s*" + opening, SHEET) for opening in (CHOSEN, OF_THE_SYSTEM))


def test_what_is_quoted_stands_between_the_marks_of_the_readers_language() -> None:
    """Also where the quotation is English: the marks belong to the sentence around it."""
    (english,) = re.findall(r"^q \{ quotes: (\S+ \S+); \}", SHEET, re.MULTILINE)
    assert english == '"“" "”"'
    (french,) = re.findall(r"^:root:lang\(fr\) q \{ quotes: (\S+ \S+) ", SHEET, re.MULTILINE)
    assert french == r'"«\202f" "\202f»"'

"""Slides have one finding and one picture each, hold all their words, and can be heard, read from afar and edited."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Pt

from coordination.documents import fitting
from coordination.documents.papers import Paper, PaperCell, PaperList, PaperMoment, PaperTable
from coordination.documents.powerpoint import powerpoint_bytes
from coordination.documents.slide_master import INK, QUIET, SOLID
from coordination.documents.slides import Deck, Slide, SlideBars, SlideCourse, SlideLane, SlidePicture
from tests import slides

ON = date(2026, 11, 28)
PAPER = Paper(
    language="fr",
    programme="RSS en RDC",
    dated="Fiche du 28 novembre 2026",
    title="CMJ",
    subtitle="Commission mixte de justice",
    findings=("Gouvernement : fort.",),
    facts=(("Présidence", "Ministère"),),
    parts=(),
    foot=("Une phrase tient.", "Questionnaire 2008."),
    marking="Inventé pour la démonstration",
    source="https://ssr.example/structures/cmj/",
)


def made(*pictures: SlidePicture | None, paper: Paper = PAPER) -> Any:
    """The slides of these pictures, between the first and the last."""
    told = tuple(
        Slide(title=f"Finding {at}", heading="A heading", picture=each, notes=("Basis",))
        for at, each in enumerate(pictures)
    )
    deck = Deck(paper=paper, slides=told, method="Méthode", counted="%(number)s sur %(total)s")
    return slides.opened(powerpoint_bytes(deck, on=ON))


def middle(found: Any) -> list[Any]:
    return [*found.slides][1:-1]


def table(*rows: tuple[str, ...], head: tuple[str, ...] = ("A", "B"), is_dense: bool = False) -> PaperTable:
    cells = tuple(tuple(PaperCell(words=each) for each in row) for row in rows)
    return PaperTable(title="T", head=head, rows=cells, is_dense=is_dense)


def bars(*ends: tuple[float | None, float | None]) -> SlideBars:
    return SlideBars(
        lanes=tuple(
            SlideLane(name=f"S{at}", words=f"{low}–{high}", low=low, high=high)
            for at, (low, high) in enumerate(ends)
        )
    )


def solid(slide: Any) -> list[Any]:
    """The bars of what is known."""
    return [
        each
        for each in slides.shapes(slide.shapes)
        if each.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE
        and each.fill.type == 1
        and str(each.fill.fore_color.rgb) == SOLID
    ]


def test_the_same_deck_on_the_same_day_is_the_same_bytes() -> None:
    deck = Deck(
        paper=PAPER,
        slides=(Slide(title="F", picture=bars((1, 2))),),
        method="M",
        counted="%(number)s/%(total)s",
    )
    assert powerpoint_bytes(deck, on=ON) == powerpoint_bytes(deck, on=ON)
    assert powerpoint_bytes(deck, on=ON) != powerpoint_bytes(deck, on=date(2026, 11, 29))


def test_the_first_slide_says_what_it_is_and_the_last_how_it_came() -> None:
    found = made(bars((1, 2)))
    first, last = found.slides[0], found.slides[2]
    assert slides.title(first) == "CMJ"
    said = slides.paragraphs(first)
    for each in (
        PAPER.subtitle,
        PAPER.programme,
        PAPER.dated,
        f"{PAPER.marking} · {PAPER.source}",
        "Présidence Ministère",
    ):
        assert each in said
    assert slides.title(last) == "Méthode"
    assert [each for each in slides.paragraphs(last) if each in PAPER.foot] == [*PAPER.foot]
    assert (found.core_properties.title, found.core_properties.author) == ("CMJ", "RSS en RDC")
    assert found.slide_width * 9 == found.slide_height * 16


def test_each_slide_has_a_title_one_picture_in_words_notes_its_number_and_the_marking() -> None:
    found = made(bars((1, 2)), table(("a", "b")), PaperList(title="Steps", points=("One",)))
    for number, slide in enumerate(found.slides, 1):
        marked, numbered = slides.foot(slide)
        assert marked.startswith("Inventé pour la démonstration · ")
        assert numbered == str(number)
        assert slides.notes(slide)
    for at, slide in enumerate(middle(found)):
        assert slides.title(slide) == f"Finding {at}"
        (picture,) = slides.pictures(slide)
        assert slides.alternative(picture) == ("S0 1–2", "T, A, B", "Steps")[at]
        assert slides.notes(slide) == f"Basis\n{PAPER.source}"


@pytest.mark.parametrize(("language", "spoken"), [("en", "en-GB"), ("fr", "fr-FR")])
def test_every_piece_of_text_says_its_language(language: str, spoken: str) -> None:
    paper = Paper(**{name: getattr(PAPER, name) for name in PAPER.__slots__} | {"language": language})
    found = made(bars((1, 2)), table(("a", "b")), paper=paper)
    parts = [part for slide in found.slides for part in (slide.element, slide.notes_slide.element)]
    for run in (run for part in (found.element, found.slide_master.element, *parts) for run in part.iter()):
        if run.tag.endswith("}r") or "lang" in run.attrib:
            assert (run.rPr if run.tag.endswith("}r") else run).get("lang") == spoken


def test_masters_are_plain_and_hold_nothing_of_another_machine() -> None:
    data = powerpoint_bytes(Deck(paper=PAPER, slides=(), method="M", counted=""), on=ON)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = packed.namelist()
        said = b"".join(packed.read(name) for name in names).decode()
    assert not [
        name for name in names if "thumbnail" in name or "printer" in name or name.endswith("app.xml")
    ]
    assert len([name for name in names if name.startswith("ppt/slideLayouts/slideLayout")]) == 2
    for strange in ("Office Theme", "Calibri", "Click to edit", "en-US", "screen4x3"):
        assert strange not in said
    assert said.count('<a:latin typeface="Arial"/>') == 4


def test_shapes_of_a_slide_have_numbers_of_their_own() -> None:
    for slide in made(bars((1, 2)), table(("a", "b"))).slides:
        numbers = [each.shape_id for each in slides.shapes(slide.shapes)]
        assert len(numbers) == len(set(numbers))


def test_words_can_be_read_on_their_ground() -> None:
    for ink in (INK, QUIET):
        channels = [int(ink[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5


# --- bars


def test_a_bar_reaches_from_low_to_high() -> None:
    (slide,) = middle(made(bars((50, 75), (0, 25))))
    middling, weak = solid(slide)
    (unit,) = {each.width / 25 for each in (middling, weak)}
    assert middling.left - weak.left == pytest.approx(50 * unit, abs=2)
    grounds = [
        each for each in slides.pictures(slide)[0].shapes if each.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE
    ]
    assert weak.left == min(each.left for each in grounds)


def test_one_figure_can_be_seen_and_what_may_be_anything_is_dashed() -> None:
    (slide,) = middle(made(bars((100, 100), (0, 100), (None, None))))
    (only,) = solid(slide)
    assert only.width > 0
    (group,) = slides.pictures(slide)
    grounds = max(
        each.left + each.width for each in group.shapes if each.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE
    )
    assert only.left + only.width <= grounds
    dashed = [each for each in group.shapes if 'prstDash val="dash"' in each._element.xml]
    assert len(dashed) == 2


def test_of_more_bars_than_fit_each_stands_on_one_slide() -> None:
    found = middle(made(bars(*[(10, 20)] * 60)))
    named = [[each for each in slides.paragraphs(slide) if each.startswith("S")] for slide in found]
    assert [name for each in named for name in each] == [f"S{at}" for at in range(60)]
    assert len(found) > 1
    assert [slides.title(each) for each in found] == [
        f"Finding 0 ({number} sur {len(found)})" for number in range(1, len(found) + 1)
    ]


# --- round by round


def moment(round_: str, at: float, low: float | None, *, has_line: bool = False) -> PaperMoment:
    return PaperMoment(round=round_, words=f"{low}", at=at, low=low, high=low, has_line=has_line)


def test_a_course_has_a_line_only_where_a_change_holds_and_both_ends_are_known() -> None:
    course = (
        moment("R1", 0, 20),
        moment("R2", 0.3, 40, has_line=True),
        moment("R3", 0.6, None, has_line=True),
        moment("R4", 1, 40),
    )
    (slide,) = middle(made(SlideCourse(moments=course, named=4)))
    kinds = [each.shape_type for each in slides.shapes(slide.shapes)]
    assert kinds.count(MSO_SHAPE_TYPE.LINE) == 1
    assert len(solid(slide)) == 3
    lefts = [each.left for each in solid(slide)]
    assert (lefts[1] - lefts[0]) / (lefts[2] - lefts[0]) == pytest.approx(0.3, abs=0.001), "time to scale"


def test_only_the_last_rounds_of_a_course_are_named_and_none_over_another() -> None:
    course = tuple(moment(f"R{at}", at / 9, 50) for at in range(10))
    (slide,) = middle(made(SlideCourse(moments=course, named=4)))
    named = [each for each in slides.paragraphs(slide) if each.startswith("R")]
    assert set(named) <= {"R6", "R7", "R8", "R9"}
    assert "R9" in named
    places = sorted(
        (each.left, each.left + each.width)
        for each in slides.shapes(slide.shapes)
        if each.has_text_frame and each.text_frame.text.startswith("R")
    )
    assert all(one[1] <= other[0] for one, other in zip(places, places[1:], strict=False))
    assert slides.alternative(slides.pictures(slide)[0]) == "R6 50, R7 50, R8 50, R9 50"


# --- tables


def test_a_long_table_is_divided_with_its_head_on_each_slide() -> None:
    found = middle(made(table(*((f"r{at}", "words " * 20) for at in range(40)))))
    assert len(found) > 2
    read = [slides.rows(each) for each in found]
    assert {tuple(each[0]) for each in read} == {("A", "B")}
    assert [row[0] for each in read for row in each[1:]] == [f"r{at}" for at in range(40)]


def test_a_table_with_many_columns_is_divided_with_its_first_column_on_each_slide() -> None:
    head = ("Critère", *(f"Structure {at}" for at in range(60)))
    found = middle(made(table(*[("C1 Stratégie", *["Partiellement"] * 60)] * 7, head=head, is_dense=True)))
    read = [slides.rows(each) for each in found]
    assert {row[0] for each in read for row in each} == {"Critère", "C1 Stratégie"}
    assert [name for each in read for name in each[0][1:]] == [*head[1:]]
    widths = [each.width for slide in found for each in slides.pictures(slide)[0].table.columns]
    assert min(widths) >= Pt(fitting.width("Partiellement", 14, is_bold=True)), "no word breaks"
    sizes = {len(each[0]) for each in read}
    assert max(sizes) - min(sizes) <= 1


def test_a_level_has_its_colour_its_glyph_and_bold_words() -> None:
    rows = ((PaperCell(words="C1"), PaperCell(words="Oui", level=4)),)
    (slide,) = middle(made(PaperTable(title="T", head=("A", "B"), rows=rows)))
    cell = slides.pictures(slide)[0].table.cell(1, 1)
    assert (cell.text, str(cell.fill.fore_color.rgb)) == ("●\u00a0Oui", "00224E")
    (run,) = cell.text_frame.paragraphs[0].runs
    assert (str(run.font.color.rgb), run.font.bold) == ("FFFFFF", True)


def test_a_text_that_is_higher_than_a_slide_goes_on_on_the_next() -> None:
    text = " ".join(f"word{at}" for at in range(900))
    found = middle(made(PaperList(title="Steps", points=(text,))))
    assert len(found) > 1
    assert " ".join(cell for slide in found for row in slides.rows(slide) for cell in row) == text


def test_words_of_a_short_table_are_larger_than_those_of_a_long_one() -> None:
    short, long = middle(made(table(("a", "b")), table(*[("a", "b")] * 13)))
    sizes = [
        {
            run.font.size
            for frame in slides.frames(slide, is_whole=False)
            for p in frame.paragraphs
            for run in p.runs
        }
        - {Pt(28)}
        for slide in (short, long)
    ]
    assert Pt(18) in sizes[0]
    assert Pt(18) not in sizes[1]


def test_of_nothing_at_all_there_is_a_title_alone() -> None:
    (slide,) = middle(made(PaperList(title="Steps", points=())))
    assert slides.title(slide) == "Finding 0"
    assert slides.pictures(slide) == []


def test_of_an_empty_list_it_says_so() -> None:
    (slide,) = middle(made(PaperList(title="Steps", points=(), otherwise="No step.")))
    assert slides.rows(slide) == [["No step."]]


def test_a_finding_without_a_picture_stands_alone() -> None:
    (slide,) = middle(made(None))
    assert slides.pictures(slide) == []


LONG = ("W" * 180, "Réforme du secteur de la sécurité " * 6)


@pytest.mark.parametrize("long", LONG)
def test_nothing_runs_over_and_nothing_is_too_small_whatever_the_names(long: str) -> None:
    paper = Paper(
        **{name: getattr(PAPER, name) for name in PAPER.__slots__}
        | {"title": long[:40], "subtitle": long, "programme": long, "marking": long}
        | {"facts": (("Présidence", f"{long} " * 9),), "foot": (long,) * 6}
    )
    lane = SlideLane(name=long[:40], words=long[:20], low=1, high=2, seen_by=long[:20])
    found = made(
        SlideBars(lanes=(lane,) * 5),
        SlideCourse(moments=(moment(long[:80], 0, 1), moment(long[:80], 1, 2)), named=4),
        table(*[(long, long, long)] * 9, head=(long, long, long)),
        table(*[(long[:60], *[long[:40]] * 9)] * 9, head=(long[:60], *[long[:40]] * 9), is_dense=True),
        PaperList(title=long, points=(long,) * 30),
        paper=paper,
    )
    slides.assert_fits(found)

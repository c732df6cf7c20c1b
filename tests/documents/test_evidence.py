"""Photos and PDFs made anew: what they show stays, all else is left behind or refused."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from coordination.documents import evidence
from coordination.domain.evidence import LARGEST, LONGEST_SIDE, MOST_PAGES, FileKind
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from tests.evidence import (
    GPS,
    OTHER_FILES,
    OWNER,
    SCRIPT,
    huge,
    launching,
    opening_at_a_page,
    pdf,
    photo,
    scripted,
)


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        evidence.cleaned(data)
    (problem,) = refused.value.problems
    return problem.rule


def drawn(data: bytes) -> Image.Image:
    kind, made = evidence.cleaned(data)
    assert kind is FileKind.PICTURE
    return Image.open(io.BytesIO(made))


@pytest.mark.each_time
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photo_is_kept_without_place_owner_and_comment(kind: str) -> None:
    given = photo(kind=kind)
    assert OWNER.encode() in given
    assert Image.open(io.BytesIO(given)).getexif().get_ifd(GPS)
    made = drawn(given)
    assert (made.format, made.size) == ("JPEG", (40, 30))
    assert not made.getexif()
    assert set(made.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }
    assert OWNER.encode() not in evidence.cleaned(given)[1]


def test_photo_stands_upright_though_nothing_says_any_more_how_the_phone_was_held() -> None:
    made = drawn(photo(turn=6))
    assert made.size == (30, 40)
    red, _green, blue = made.convert("RGB").getpixel((15, 5))
    assert red > 200 > 60 > blue


def test_large_photo_is_kept_at_the_size_of_a_page() -> None:
    assert max(drawn(photo(5000, 2500)).size) == LONGEST_SIDE


def test_what_shines_through_stands_on_white() -> None:
    given = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(given, "PNG")
    assert drawn(given.getvalue()).convert("RGB").getpixel((9, 9)) == (255, 255, 255)


def test_picture_of_too_many_points_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    def decoded(*_arguments: object) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", decoded)
    assert refusal(huge()) == Rule.EVIDENCE_TOO_MANY_POINTS
    # Below the point from which the library itself refuses.
    assert refusal(huge(5_100)) == Rule.EVIDENCE_TOO_MANY_POINTS


@pytest.mark.each_time
@pytest.mark.parametrize("name", OTHER_FILES)
def test_what_is_no_photo_and_no_pdf_is_refused_whatever_its_name(name: str) -> None:
    assert refusal(OTHER_FILES[name]()) == Rule.EVIDENCE_UNREADABLE


def test_empty_and_too_large_files_are_refused() -> None:
    assert refusal(b"") == Rule.EVIDENCE_EMPTY
    assert refusal(photo() + b"\0" * LARGEST) == Rule.EVIDENCE_TOO_LARGE


def test_pdf_is_kept_without_author_and_what_hangs_on_behind_it() -> None:
    given = pdf(picture=photo(), pages=2) + SCRIPT.encode()
    assert OWNER.encode() in given
    kind, made = evidence.cleaned(given)
    assert kind is FileKind.PDF
    read = PdfReader(io.BytesIO(made))
    assert len(read.pages) == 2
    assert not read.metadata
    assert SCRIPT.encode() not in made
    assert OWNER.encode() not in made
    assert b"Exif" not in made


def test_photo_in_a_pdf_is_the_same_but_for_its_notes() -> None:
    given = photo()
    made = evidence.without_notes(given)
    before, after = (Image.open(io.BytesIO(each)) for each in (given, made))
    assert before.tobytes() == after.tobytes()
    assert OWNER.encode() not in made


@pytest.mark.each_time
@pytest.mark.parametrize(
    "change",
    [scripted, lambda written: written.add_attachment("macro.docm", b"PK"), launching],
    ids=["script", "attachment", "program"],
)
def test_pdf_that_does_more_than_show_pages_is_refused(change: Callable[[PdfWriter], object]) -> None:
    assert refusal(pdf(change=change)) == Rule.EVIDENCE_ACTIVE


def test_pdf_that_opens_at_a_page_of_its_own_is_kept() -> None:
    assert evidence.cleaned(pdf(change=opening_at_a_page))[0] is FileKind.PDF


def test_encrypted_pdf_is_refused() -> None:
    assert refusal(pdf(change=lambda written: written.encrypt("", "owner"))) == Rule.EVIDENCE_LOCKED


def test_pdf_of_very_many_pages_is_refused() -> None:
    assert refusal(pdf(pages=MOST_PAGES + 1)) == Rule.EVIDENCE_TOO_MANY_PAGES

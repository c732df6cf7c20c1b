"""What goes through a page comes back as it was, packed; what was not packed here, or is too large, does not."""

import zlib
from base64 import b64encode

import pytest

from coordination.documents.four_w import carrying
from coordination.documents.four_w.carrying import packed, unpacked


@pytest.mark.parametrize("text", ["", "Réseau radio\n[1]", "a" * 100_000])
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert unpacked(packed(text)) == text


def test_what_repeats_itself_takes_little_room() -> None:
    text = "".join(f'["3W",{number},{{"0":["A","Police HQ"]}}],' for number in range(5_000))
    assert len(packed(text)) * 5 < len(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "[]", "é"),
        b64encode(b"not packed").decode(),
        packed("cut off")[:-8],
        b64encode(zlib.compress(b"one") + b"two").decode(),
        b64encode(zlib.compress(b"\xff")).decode(),
    ],
)
def test_what_was_not_packed_here_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="."):
        unpacked(text)


def test_what_unpacks_to_more_than_any_file_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrying, "MOST", 1_000)
    assert unpacked(packed("a" * 1_000)) == "a" * 1_000
    with pytest.raises(ValueError, match="too large"):
        unpacked(packed("a" * 1_001))

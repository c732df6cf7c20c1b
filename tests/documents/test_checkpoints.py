"""Checkpoints as files: read as they were written, and nothing else is one."""

import json
from datetime import UTC, datetime

import pytest

from coordination.documents import checkpoints
from coordination.domain.checkpoints import Checkpoint
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule

ONE = Checkpoint(programme="cod", as_of=datetime(2011, 4, 1, tzinfo=UTC), hash="a1" * 32, signature="b2" * 32)
STATED = json.loads(checkpoints.write(ONE))


def test_what_is_written_is_read() -> None:
    assert checkpoints.read(checkpoints.write(ONE), "file") == ONE
    assert checkpoints.read(b"\xef\xbb\xbf" + checkpoints.write(ONE).replace(b"\n", b"\r\n"), "file") == ONE


def test_it_says_what_it_is_in_plain_text() -> None:
    assert STATED == {
        "checkpoint": "journal 1",
        "programme": "cod",
        "as_of": "2011-04-01T00:00:00+00:00",
        "hash": "a1" * 32,
        "signature": "b2" * 32,
    }


NONE: dict[str, bytes] = {
    "nothing": b"",
    "no text": b"\xff\xfe\x00",
    "no JSON": b"checkpoint",
    "a list": b"[]",
    "a number": b"7",
    "nothing in it": b"{}",
    "too long": checkpoints.write(ONE) + b" " * checkpoints.LARGEST,
    "deep": b"[" * 100_000,
    **{
        f"without {name}": json.dumps({key: value for key, value in STATED.items() if key != name}).encode()
        for name in STATED
    },
    **{
        f"{name} {value!r:.20}": json.dumps(STATED | {name: value}).encode()
        for name, value in [
            ("checkpoint", "journal 2"),
            ("more", "x"),
            ("programme", 7),
            ("as_of", "yesterday"),
            ("as_of", "2011-04-01T00:00:00"),
            ("as_of", "0001-01-01T00:00:00+14:00"),
            ("as_of", "9999-12-31T23:59:59-12:00"),
            ("as_of", None),
            ("hash", "A1" * 32),
            ("hash", "a1" * 31),
            ("hash", "a1" * 32 + "\n"),
            ("signature", ["b2" * 32]),
        ]
    },
}


@pytest.mark.parametrize("data", NONE.values(), ids=NONE)
def test_nothing_else_is_one(data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        checkpoints.read(data, "file")
    assert [problem.rule for problem in refused.value.problems] == [Rule.NO_CHECKPOINT]

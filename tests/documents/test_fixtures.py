"""Fixture files: what is wrong with the bytes is said in a sentence, together with what is wrong inside."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.documents import files, fixtures, instruments
from coordination.domain import checks, problems
from coordination.domain.problems import Problem, Refused
from tests.nonsense import NONSENSE

FIXTURES = Path(__file__).parents[2] / "fixtures"
KNOWN = instruments.load_folder(FIXTURES / "instruments")
DRC = (FIXTURES / "drc-2008.json").read_bytes()


def parse(data: bytes) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        fixtures.parse(data, "f.json")
    return [(problem.rule, problem.path) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        (b"", [("file_empty", "")]),
        (b" \n\t", [("file_empty", "")]),
        (b"\xff\xfe{\x00}\x00", [("not_utf8", "")]),
        (b"\x89PNG\r\n\x1a\n\x00\x00", [("not_utf8", "")]),
        (b'{"a": 1', [("broken_json", "")]),
        (b'{"a": "\x00"}', [("broken_json", "")]),
        (b"{'a': 1}", [("broken_json", "")]),
        (b"[1, 2,]", [("broken_json", "")]),
        (b'{"a": 1} {"b": 2}', [("broken_json", "")]),
        (b"[" * 100_000, [("too_deep", "")]),
        (b"[" * 100_000 + b"]" * 100_000, [("too_deep", "")]),
        (b'{"a":' * 21 + b"1" + b"}" * 21, [("too_deep", ".".join("a" * 20))]),
        (b"[1" + b"0" * 5_000 + b"]", [("number_too_big", "")]),
        (b'{"a": {"b": 1, "b": 2}, "a": 3}', [("duplicate_key", "a.b"), ("duplicate_key", "a")]),
        (b'{"a": [{}, {"b": 1, "b": 1}]}', [("duplicate_key", "a[1].b")]),
        (
            b'{"a": NaN, "b": [-Infinity, 1e999]}',
            [("not_a_number", "a"), ("not_a_number", "b[0]"), ("not_a_number", "b[1]")],
        ),
        (b'{"a": "\\u0000"}', [("control_character", "a")]),
        (b'{"a": "\\ud800"}', [("control_character", "a")]),
        ('{"a": "e\u0301"}'.encode(), [("not_composed", "a")]),
        (b" " * (5 * 1024 * 1024 + 1), [("file_too_big", "")]),
    ],
    ids=lambda value: repr(value[:24]) if isinstance(value, bytes) else "",
)
def test_unsound_bytes_get_a_sentence(data: bytes, problems: list[tuple[str, str]]) -> None:
    assert parse(data) == problems


def test_the_place_of_broken_json_is_given() -> None:
    with pytest.raises(Refused) as refused:
        fixtures.parse(b'{\n "a": 1\n "b": 2\n}', "f.json")
    (problem,) = refused.value.problems
    assert problem.line("en") == "f.json — This is not valid JSON: line 3, column 2 cannot be read."


def test_a_byte_order_mark_and_twenty_levels_are_fine() -> None:
    deep = b"[" * 20 + b"]" * 20
    assert fixtures.parse(b"\xef\xbb\xbf" + deep, "f.json") == json.loads(deep)


def test_mistakes_of_the_text_and_of_the_content_come_together() -> None:
    text = DRC.decode()
    text = text.replace('"origin": "source",', '"origin": "source", "origin": "source",', 1)
    text = text.replace('"Broadly"', '"Roughly"', 1).replace(
        '"reference_date": "2008', '"reference_date": "208', 1
    )
    with pytest.raises(Refused) as refused:
        fixtures.load(text.encode(), "f.json", KNOWN)
    assert [problem.rule for problem in refused.value.problems] == [
        "duplicate_key",
        "wrong_date",
        "unknown_word",
    ]
    assert {problem.file for problem in refused.value.problems} == {"f.json"}


def test_a_sound_file_is_read() -> None:
    assert fixtures.load(DRC, "drc-2008.json", KNOWN).programme.code == "cod"


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(Refused):
        fixtures.parse(data, "f.json")


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    for path, rule in (
        (tmp_path / "none.json", "file_missing"),
        (tmp_path, "file_is_directory"),
        (tmp_path / "a\x00b", "file_unreadable"),
        (tmp_path / ("x" * 300), "file_unreadable"),
    ):
        with pytest.raises(Refused) as refused:
            files.read_bytes(path, 10)
        assert [problem.rule for problem in refused.value.problems] == [rule]


def test_no_more_of_a_file_is_read_than_shows_that_it_is_too_big(tmp_path: Path) -> None:
    path = tmp_path / "big.json"
    path.write_bytes(b"x" * 100)
    assert len(files.read_bytes(path, 10)) == 11


def test_an_unsound_instrument_file_names_itself(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text('{"format": "ssr-instrument/2"}')
    with pytest.raises(Refused, match=r"one\.json"):
        instruments.load_folder(tmp_path)


# --- files that are wrong throughout


def refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as refused:
        fixtures.load(data, "f.json", KNOWN)
    return refused.value


@pytest.mark.parametrize("kind", NONSENSE)
def test_the_first_problems_of_a_file_are_the_same_whatever_comes_after(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = refusal(NONSENSE[kind](30))
    assert len(said.problems) == 200
    for module in (checks, problems):
        monkeypatch.setattr(module, "MOST", 10**9)
    whole = refusal(NONSENSE[kind](30))
    assert whole.problems[:200] == said.problems
    assert (whole.more, whole.number) == (0, said.number)


@pytest.mark.parametrize("kind", NONSENSE)
def test_a_file_of_nonsense_keeps_no_more_problems_than_are_said(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = 0
    check = Problem.__post_init__

    def counted(problem: Problem) -> None:
        nonlocal made
        made += 1
        check(problem)

    monkeypatch.setattr(Problem, "__post_init__", counted)
    assert refusal(NONSENSE[kind](300)).number > 5_000
    assert made <= 2 * 200, "of its text and of its content"


def test_a_place_in_a_file_costs_no_more_than_is_shown_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    longest = 0
    within = fixtures._within

    def measured(path: str, step: str) -> str:
        nonlocal longest
        found = within(path, step)
        longest = max(longest, len(found))
        return found

    monkeypatch.setattr(fixtures, "_within", measured)
    key = "k" * 100_000
    data = json.dumps({key: [{"x": 1}] * 100}).encode()[:-3] + b', "a": 1, "a": 2}]}'
    (problem, *_others) = refusal(data).problems
    assert problem == Problem("duplicate_key", f"{key}[99].a", "f.json", "a")
    assert longest < 1_000

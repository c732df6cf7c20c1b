"""Of every fault that a browser lives through it is bounded how many bytes travel until all is well again."""

import ast
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.browser.link import TRAVELS, assert_bounded

BROWSER = Path(__file__).parent / "browser"
#: The files that are about faults alone.
OF_FAULTS = ("details", "hostile", "kept", "saving", "waiting")
#: A test that says itself what may travel, since its link does what the network of a fault does.
OF_ITS_OWN = {"test_what_was_entered_last_is_stored_once"}


def unbounded(source: str) -> list[str]:
    """The tests of a file without a bound."""
    return [
        each.name
        for each in ast.parse(source).body
        if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")
        if not any(f"mark.{TRAVELS}(" in ast.unparse(mark) for mark in each.decorator_list)
    ]


@pytest.mark.parametrize("name", OF_FAULTS)
def test_every_test_of_a_fault_says_how_much_may_travel(name: str) -> None:
    assert set(unbounded((BROWSER / f"test_{name}.py").read_text())) <= OF_ITS_OWN


def test_a_test_without_a_bound_would_be_noticed() -> None:
    assert unbounded("@pytest.mark.takes_long\ndef test_x(): ...") == ["test_x"]
    assert unbounded(f"@pytest.mark.{TRAVELS}(9)\ndef test_x(): ...") == []


def test_more_than_may_travel_is_a_fault() -> None:
    mark = SimpleNamespace(args=(100,))
    test = cast("Any", SimpleNamespace(name="test_x", get_closest_marker=lambda _name: mark))
    assert_bounded(test, 100_000)
    with pytest.raises(AssertionError, match="101 kB travelled"):
        assert_bounded(test, 100_600)

"""What heads a page has at most 25 words in both languages, whatever was answered, and of however many structures."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import strategies as st

from tests.extent import examples
from tests.referee import both, changes, ownership, programme, sides, success
from tests.referee.rounds import hand_over


def _home(case: programme.Programme) -> Iterator[str]:
    yield " ".join(each.text for each in programme.headed(case))


def _changes(case: Any) -> Iterator[str]:
    yield changes.headlined(case)


def _two_views(case: both.Case) -> Iterator[str]:
    yield from sides.headed(case)


def _success(sheets: Sequence[success.Sheets]) -> Iterator[str]:
    yield success.said_together(sheets)


def _ownership(found: ownership.Round) -> Iterator[str]:
    yield ownership.said(found)[0]


SAID: dict[str, tuple[st.SearchStrategy[Any], Callable[[Any], Iterable[str]]]] = {
    "home": (programme.programmes(), _home),
    "changes": (changes.MANY, _changes),
    "two views and hub": (both.cases(), _two_views),
    "ownership": (st.one_of(ownership.ROUNDS, ownership.MANY), _ownership),
    "success": (success.TOGETHER, _success),
}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("page", SAID)
def test_no_headline_is_too_long(page: str, language: str) -> None:
    cases, said = SAID[page]

    def one(case: Any) -> None:
        with override(language):
            long = [text for text in said(case) if len([w for w in text.split() if re.search(r"\w", w)]) > 25]
        assert long == []

    hand_over(cases, examples(60), one)

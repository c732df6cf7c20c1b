"""What the texts about the code say is there, is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXTS = (
    "README.md",
    "coordination/README.md",
    "coordination/DECISIONS.md",
    "coordination/domain/METHOD.md",
    "deploy/ASVS.md",
)
#: A file of the code between backticks, from the top or from coordination/: `tests/actions/test_links.py`, `mail.py`.
NAMED = re.compile(r"`([a-z_]+(?:/[a-z_]+)*\.py|(?:tests|fixtures|templates|deploy)/[\w/.-]*\w/?)`")


def missing(text: str) -> set[str]:
    """Return the files that a text names and nobody finds, from the top, from coordination/ or from domain/."""
    places = (ROOT, ROOT / "coordination", ROOT / "coordination" / "domain")
    return {
        name
        for name in NAMED.findall(text)
        if not any((place / name).exists() for place in places)
        and not any((ROOT / "coordination").glob(f"*/{name}"))
    }


@pytest.mark.parametrize("name", TEXTS)
def test_every_file_that_is_named_is_there(name: str) -> None:
    assert missing((ROOT / name).read_text()) == set()


def test_a_file_that_is_gone_is_named() -> None:
    assert missing("kept by `tests/actions/test_nothing.py`, `views/guards.py` and `tests/make.py`") == {
        "tests/actions/test_nothing.py",
        "views/guards.py",
    }

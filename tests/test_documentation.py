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
    "deploy/README.md",
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


#: In a row of evidence, a file of tests and the tests of it that follow.
EVIDENCE = re.compile(r"`(tests/[\w/]+\.py)`|`(test_\w+)`")


def evidence(text: str) -> dict[str, list[tuple[str, str]]]:
    """Return, row by row of the table, the file and name of each test that stands in it."""
    found = {}
    for row in text.splitlines():
        if not row.startswith("| V"):
            continue
        file, tests = "", []
        for path, name in EVIDENCE.findall(row.rpartition(" | ")[2]):
            file = path or file
            tests += [(file, name)] if name else []
        found[row.split("|")[1].strip()] = tests
    return found


def test_every_test_that_is_named_as_evidence_is_there() -> None:
    rows = evidence((ROOT / "deploy" / "ASVS.md").read_text())
    gone = [
        f"{row}: {file}: {name}"
        for row, tests in rows.items()
        for file, name in tests
        if not (ROOT / file).is_file() or f"\ndef {name}(" not in (ROOT / file).read_text()
    ]
    assert gone == []
    bare = [row for row, tests in rows.items() if not tests and not row.startswith(("V13", "V16"))]
    assert bare == [], "a row names the tests that keep it"
    chapters = {row.split(".")[0] for row in rows}
    assert {"V3", "V4", "V6", "V7", "V8", "V10"} <= chapters


def test_a_test_that_is_gone_would_be_noticed() -> None:
    said = "| V6.2 x | y | `tests/test_documentation.py`: `test_nothing`, `test_every_file_that_is_named_is_there` |"
    assert evidence(said) == {
        "V6.2 x": [
            ("tests/test_documentation.py", "test_nothing"),
            ("tests/test_documentation.py", "test_every_file_that_is_named_is_there"),
        ]
    }

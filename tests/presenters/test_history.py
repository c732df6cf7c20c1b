"""Whatever the program writes into the journal has its words, and a list that says who reads it."""

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from django.utils import translation

from coordination.domain.history import OF_OWN_PEOPLE, SHARED, UNTOLD
from coordination.domain.replay.records import WITHDRAWABLE
from coordination.models import JournalEntry
from coordination.presenters.history import DONE, FORMER, KINDS, ROLES
from tests import make

ACTIONS = Path(make.__file__).parents[1] / "coordination" / "actions"
#: Actions whose entries are told with a kind, or a verb, that stands elsewhere in the file.
INDIRECT = {
    "assessments.py": "assessment",
    "answers.py": "assessment",
    "memberships.py": "person",
    "factors.py": "person",
    "archive.py": "programme",
    "corrections.py": "assessment",
    "closings.py": "round",
    "publications.py": "publication",
    "joint_answers.py": "joint answer",
    "commitments.py": "commitment",
}
#: What tells the journal, or hands a verb on to what does.
TELLING = ("record", "_record", "keep", "_keep", "_change", "_end", "send")
#: What is told of a person, or of a programme that is gone, and of no programme: it stands on no page.
OF_NO_PROGRAMME = {
    *("changed password", "chose language", "signed in", "limited", "added factor"),
    *("renewed codes", "used code", "removed"),
}
#: What a file corrects of what an earlier one brought.
CORRECTED = ("activity", "commitment", "function", "observation", "partner", "seat", "standard", "statement")


def calls(path: Path) -> Iterator[dict[str, str]]:
    """The texts given by name in each call of a file that tells the journal; a first one without a name is the verb."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _name(node.func) in TELLING:
            given = [("verb", each) for each in node.args[:2]]
            if _of(node.func) == "steps":
                given.append(("noun", ast.Constant("assessment")))
            given += [(each.arg, each.value) for each in node.keywords if each.arg]
            # Where the verb is handed on, it stands where it comes from.
            if all(
                name != "verb" or not isinstance(each, ast.Name) for name, each in given[len(node.args[:2]) :]
            ):
                yield {
                    name: each.value
                    for name, each in given
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }


def _name(called: ast.expr) -> str:
    return (
        called.attr
        if isinstance(called, ast.Attribute)
        else called.id
        if isinstance(called, ast.Name)
        else ""
    )


def _of(called: ast.expr) -> str:
    return _name(called.value) if isinstance(called, ast.Attribute) else ""


def written() -> set[tuple[str, str]]:
    """Every kind and verb that the actions write, as far as they stand there."""
    found = {(noun, "saved") for noun in CORRECTED}
    found |= set(product(WITHDRAWABLE, ("withdrawn", "restored")))
    for path in sorted(ACTIONS.glob("*.py")):
        for given in calls(path):
            noun = given.get("noun", INDIRECT.get(path.name, "") if "verb" in given else "")
            if noun:
                found.add((noun, given.get("verb", "saved")))
    return found


def test_what_is_looked_for_is_found() -> None:
    assert written() >= {
        ("assessment", "sent"), ("round", "opened"), ("commitment", "promised"), ("contact", "noted"),
        ("assessment", "revealed"), ("export", "exported"), ("structure", "saved"), ("person", "confirmed"),
        ("assessment", "revised"), ("round", "consented"), ("round", "closed"), ("publication", "took back"),
        ("joint answer", "withdrawn"), ("commitment", "settled"), ("comment", "withdrawn"),
    }  # fmt: skip


def test_every_kind_of_thing_is_in_a_list_that_says_who_reads_it() -> None:
    assert {noun for noun, _verb in written()} <= {*SHARED, *OF_OWN_PEOPLE, *UNTOLD}


def test_whatever_is_told_has_its_words() -> None:
    told = {(noun, verb) for noun, verb in written() if noun not in UNTOLD}
    assert {each for each in told if each not in DONE and each[1] not in OF_NO_PROGRAMME} == set()
    assert set(KINDS) == {*SHARED, *OF_OWN_PEOPLE} == {noun for noun, _verb in DONE}
    assert {verb for _noun, verb in DONE} <= set(JournalEntry.Verb.values)


@pytest.mark.parametrize("words", [DONE, KINDS, ROLES, FORMER], ids=["done", "kinds", "roles", "former"])
def test_both_languages_have_words_for_each(words: dict[object, object]) -> None:
    for key, said in words.items():
        found = set()
        for language in ("en", "fr"):
            with translation.override(language):
                found.add(str(said))
        assert len(found) == 2 or found <= {"structures"}, key

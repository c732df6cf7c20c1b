"""Fixture files: bytes to a checked value.

JSON is read strictly: UTF-8, no name twice in one place, no NaN, not too big or too deep. What is wrong with
the text as JSON and what is wrong with its content come in one refusal: a person mends a file in one go.
"""

import json
import math
from collections.abc import Mapping
from typing import Any

from coordination.domain.fixtures import Fixture, Known, check
from coordination.domain.instruments import Instrument
from coordination.domain.problems import Problem, Refused
from coordination.domain.texts import fault

MEGABYTES = 5
DEPTH = 20


def load(
    data: bytes, file: str, instruments: Mapping[tuple[str, str], Instrument], known: Known | None = None
) -> Fixture:
    """The fixture in a file's bytes; raises `Refused` with every problem of its text and of its content."""
    document, problems = _read(data, file)
    try:
        fixture = check(document, instruments, file, known)
    except Refused as refused:
        raise Refused((*problems, *refused.problems)) from None
    if problems:
        raise Refused(problems)
    return fixture


def parse(data: bytes, file: str) -> object:
    """The JSON value in a file's bytes; raises `Refused` for names given twice, NaN and unsound text."""
    document, problems = _read(data, file)
    problems = [*problems, *_unsound(document, "", file)]
    if problems:
        raise Refused(problems)
    return document


def _read(data: bytes, file: str) -> tuple[object, list[Problem]]:
    """The value and the names given twice; what cannot be read as JSON at all is refused at once."""

    def refusal(rule: str, **params: str) -> Refused:
        return Refused([Problem(rule, "", file, params=tuple(params.items()))])

    if len(data) > MEGABYTES * 1024 * 1024:
        raise refusal("file_too_big", limit=f"{MEGABYTES}")
    if not data.strip():
        raise refusal("file_empty")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refusal("not_utf8") from None
    try:
        pairs = json.loads(text, object_pairs_hook=_Pairs)
    except json.JSONDecodeError as error:
        raise refusal("broken_json", line=f"{error.lineno}", column=f"{error.colno}") from None
    except RecursionError:
        raise refusal("too_deep", limit=f"{DEPTH}") from None
    except ValueError:  # Python reads no whole number of more than 4,300 figures
        raise refusal("number_too_big") from None
    problems: list[Problem] = []
    return _unfold(pairs, "", file, problems, 1), problems


class _Pairs(list[tuple[str, Any]]):
    """The names and values of a JSON object as they stand, the repeated ones included."""


def _unfold(value: object, path: str, file: str, problems: list[Problem], depth: int) -> object:
    """The value with dictionaries in place of pairs; of a name given twice the first value is kept."""
    if not isinstance(value, list):
        return value
    if depth > DEPTH:
        raise Refused([Problem("too_deep", path, file, params=(("limit", f"{DEPTH}"),))])
    if not isinstance(value, _Pairs):
        return [_unfold(item, f"{path}[{i}]", file, problems, depth + 1) for i, item in enumerate(value)]
    found: dict[str, object] = {}
    repeated: set[str] = set()
    for key, item in value:
        place = f"{path}.{key}" if path else key
        if key in found:
            if key not in repeated:
                problems.append(Problem("duplicate_key", place, file, key))
            repeated.add(key)
        else:
            found[key] = _unfold(item, place, file, problems, depth + 1)
    return found


def _unsound(value: object, path: str, file: str) -> list[Problem]:
    """NaN and infinity, invisible characters and accents written apart, wherever they stand."""
    match value:
        case float() if not math.isfinite(value):
            return [Problem("not_a_number", path, file, str(value))]
        case str():
            rule = fault(value, len(value), lines=True)
            return [Problem(rule, path, file, value)] if rule else []
        case list():
            return [found for i, item in enumerate(value) for found in _unsound(item, f"{path}[{i}]", file)]
        case dict():
            return [
                found
                for key, item in value.items()
                for found in _unsound(item, f"{path}.{key}" if path else key, file)
            ]
        case _:
            return []

"""Fixture files: bytes to a checked value.

JSON is read strictly: UTF-8, no name twice in one place, no NaN, not too big or too deep. What is wrong with
the text as JSON and what is wrong with its content come in one refusal: a person mends a file in one go.
"""

import json
import math
from collections.abc import Mapping
from typing import Any

from coordination.domain.checks import Ledger
from coordination.domain.fixtures import Fixture, Known, check
from coordination.domain.instruments import Instrument
from coordination.domain.problems import PLACE_LENGTH, Problem, Refused
from coordination.domain.texts import fault

MEGABYTES = 5
DEPTH = 20


def load(
    data: bytes, file: str, instruments: Mapping[tuple[str, str], Instrument], known: Known | None = None
) -> Fixture:
    """The fixture in a file's bytes; raises `Refused` with every problem of its text and of its content."""
    document, text = _read(data, file)
    try:
        fixture = check(document, instruments, file, known)
    except Refused as refused:
        raise Refused((*text.problems, *refused.problems), text.more + refused.more) from None
    text.close()
    return fixture


def parse(data: bytes, file: str) -> object:
    """The JSON value in a file's bytes; raises `Refused` for names given twice, NaN and unsound text."""
    document, text = _read(data, file)
    _check_texts(document, "", text)
    text.close()
    return document


def _read(data: bytes, file: str) -> tuple[object, Ledger]:
    """The value, and a ledger of the names given twice; what cannot be read as JSON at all is refused at once."""

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
    ledger = Ledger(file)
    return _unfold(pairs, "", ledger, 1), ledger


class _Pairs(list[tuple[str, Any]]):
    """The names and values of a JSON object as they stand, the repeated ones included."""


def _unfold(value: object, path: str, ledger: Ledger, depth: int) -> object:
    """The value with dictionaries in place of pairs; of a name given twice the first value is kept."""
    if not isinstance(value, list):
        return value
    if depth > DEPTH:
        raise Refused([Problem("too_deep", path, ledger.file, params=(("limit", f"{DEPTH}"),))])
    if not isinstance(value, _Pairs):
        return [_unfold(item, _within(path, f"[{i}]"), ledger, depth + 1) for i, item in enumerate(value)]
    found: dict[str, object] = {}
    repeated: set[str] = set()
    for key, item in value:
        if key not in found:
            found[key] = _unfold(item, _within(path, f".{key}" if path else key), ledger, depth + 1)
        elif key not in repeated:
            ledger.add("duplicate_key", _within(path, f".{key}" if path else key), key)
            repeated.add(key)
    return found


def _within(path: str, step: str) -> str:
    """The place of what stands within another; of a long one only as much as is shown and shows that it is cut."""
    return path if len(path) > PLACE_LENGTH else path + step[: PLACE_LENGTH + 1]


def _check_texts(value: object, path: str, ledger: Ledger) -> None:
    """Note NaN and infinity, invisible characters and accents written apart, wherever they stand."""
    match value:
        case float() if not math.isfinite(value):
            ledger.add("not_a_number", path, str(value))
        case str():
            if rule := fault(value, len(value), lines=True):
                ledger.add(rule, path, value)
        case list():
            for i, item in enumerate(value):
                _check_texts(item, _within(path, f"[{i}]"), ledger)
        case dict():
            for key, item in value.items():
                _check_texts(item, _within(path, f".{key}" if path else key), ledger)

"""A whole programme as fixture files: values to JSON that `documents.fixtures` reads back as the same values."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, time
from decimal import Decimal
from typing import Any

from coordination.documents.fixtures import MEGABYTES
from coordination.domain.answers import read
from coordination.domain.bilateral import TESTS
from coordination.domain.fixtures import (
    FORMAT,
    ROWS,
    ActivityValue,
    AnswerValue,
    AssessmentValue,
    Fixture,
    RoundValue,
    SeatValue,
    StatementValue,
    StructureValue,
    rows_of,
)

#: What the files of one programme are without: each stands in files of its own where one file cannot hold all.
LONG = ("rounds", "activities", "observations", "commitments", "contacts")
SHORT = ("partners", "structures", "statements", "functions", "standards")
NEEDED = ("partners", "structures", "rounds")
Item = dict[str, Any]


def archive(fixture: Fixture) -> tuple[bytes, str]:
    """Return the programme as one file, and the ending of its name: json, or zip of several where one is too large.

    The files of an archive are to be loaded in the order of their names.
    """
    files = tuple(parts(fixture))
    if len(files) == 1:
        return files[0], "json"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for number, data in enumerate(files, start=1):
            name = zipfile.ZipInfo(f"{fixture.programme.code}-{number:03}.json")
            target.writestr(name, data, zipfile.ZIP_DEFLATED)
    return packed.getvalue(), "zip"


def parts(fixture: Fixture) -> Iterator[bytes]:
    """Yield files small enough to be read again, the first with what the others refer to."""
    whole = dump(fixture)
    if _fits(whole):
        yield whole
        return
    empty: Item = dict.fromkeys(LONG, ())
    bare = replace(fixture, **empty)
    yield dump(bare)
    yield from _halves(bare, "rounds", _by_assessment(fixture.rounds))
    for key in LONG[1:]:
        yield from _halves(bare, key, getattr(fixture, key))


def _by_assessment(rounds: tuple[RoundValue, ...]) -> tuple[RoundValue, ...]:
    """Return each round as many rounds of one assessment, which a load puts together again."""
    return tuple(
        replace(each, assessments=each.assessments[at : at + 1])
        for each in rounds
        for at in range(max(1, len(each.assessments)))
    )


def _joined(rounds: tuple[RoundValue, ...]) -> tuple[RoundValue, ...]:
    found: dict[str, RoundValue] = {}
    for each in rounds:
        before = found.get(each.label, replace(each, assessments=()))
        found[each.label] = replace(each, assessments=before.assessments + each.assessments)
    return tuple(found.values())


def _halves(bare: Fixture, key: str, items: tuple[Any, ...]) -> Iterator[bytes]:
    if not items:
        return
    listed: Item = {key: _joined(items) if key == "rounds" else items}
    only: Item = dict.fromkeys(SHORT, ())
    data = dump(replace(bare, **(only | listed)))
    if _fits(data) or len(items) == 1:
        yield data
    else:
        middle = len(items) // 2
        yield from _halves(bare, key, items[:middle])
        yield from _halves(bare, key, items[middle:])


def _fits(data: bytes) -> bool:
    return len(data) <= MEGABYTES * 1024 * 1024 and rows_of(json.loads(data)) <= ROWS


def dump(fixture: Fixture) -> bytes:
    """Return the file that says this, in UTF-8 with an entry on each line; what is empty is left out."""
    radius = {(each.code, each.version): each.conventions.radius for each in fixture.instruments}
    document = {
        "format": FORMAT,
        **_item(fixture, ("origin", "notice", "source", "programme", "partners")),
        "structures": [_structure(each) for each in fixture.structures],
        "statements": [_statement(each) for each in fixture.statements],
        **_item(fixture, ("functions", "standards")),
        "rounds": [_round(each, radius[each.instrument]) for each in fixture.rounds],
        "activities": [_activity(each) for each in fixture.activities],
        **_item(fixture, ("observations", "commitments", "contacts")),
    }
    kept = {key: value for key, value in document.items() if value}
    kept |= {key: [] for key in NEEDED if key not in kept}
    return (json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode()


def _item(value: object, names: tuple[str, ...] = ()) -> Item:
    """Return the fields of a value that hold something, under their own names."""
    listed = names or tuple(each.name for each in fields(value))  # type: ignore[arg-type]
    found = ((name, getattr(value, name)) for name in listed)
    return {name: _plain(each) for name, each in found if each not in ("", None, ())}


def _plain(value: object) -> object:
    match value:
        case str() | bool() | int():
            return value
        case tuple():
            return [_plain(each) for each in value]
        case time():
            return value.isoformat("minutes")
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case _:
            return _item(value)


def _structure(value: StructureValue) -> Item:
    found = _item(replace(value, seats=()))
    return found | ({"seats": [_seat(each) for each in value.seats]} if value.seats else {})


def _seat(value: SeatValue) -> Item:
    return {{"since": "from", "until": "to"}.get(name, name): each for name, each in _item(value).items()}


def _statement(value: StatementValue) -> Item:
    return {"structure": value.structure or None, "kind": value.kind, "item": value.item or None} | _item(
        value, ("quote", "quote_fr", "slide", "source")
    )


def _activity(value: ActivityValue) -> Item:
    found = _item(replace(value, tests=()))
    tests = {test: answer for test, answer in zip(TESTS, value.tests, strict=True) if answer}
    return found | ({"tests": tests} if tests else {})


def _round(value: RoundValue, radius: int) -> Item:
    found = _item(value, ("label", "name", "reference_date", "sides", "state", "origin", "notice"))
    code, version = value.instrument
    assessments = [_assessment(each, radius) for each in value.assessments]
    return found | {"instrument": {"code": code, "version": version}, "assessments": assessments}


def _assessment(value: AssessmentValue, radius: int) -> Item:
    found = {"structure": value.structure or None} | _item(value, ("side", "rater", "state", "sent_on"))
    return found | {"answers": {each.criterion: _answer(each, radius) for each in value.answers}}


def _answer(value: AnswerValue, radius: int) -> Item | str:
    """Return the word alone where it says everything; what it means only where the word does not say it."""
    more = _item(value, ("doubt_reason", "basis", "na_reason", "change_cause"))
    if value.reading != read(value.reading.verbatim, radius):
        understood = _item(value.reading, ("status", "level", "lo", "hi", "certainty"))
        more = {"understood": understood} | more
    sources = [
        {{"dated_on": "date"}.get(name, name): each for name, each in _item(source).items()}
        for source in value.sources
    ]
    more |= {"sources": sources} if sources else {}
    return {"verbatim": value.reading.verbatim} | more if more else value.reading.verbatim

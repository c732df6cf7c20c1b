"""Records that come as a workbook: tried and taken back to know all that is wrong, or stored, all or none.

Each row is recorded as if on its page, by the same actions: so what a page refuses, a file is refused.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from coordination.actions import journal, record_beside, record_rows
from coordination.actions.record_beside import BesideRow, RowsRefused
from coordination.actions.recorder import Made, Recorder
from coordination.domain.filled import FilledRow, FilledSheet
from coordination.domain.problems import Problem, Refused
from coordination.domain.record_cells import Names, RecordWords
from coordination.domain.record_files import (
    BESIDE,
    REFERRED,
    REPEATED,
    SHEETS,
    RecordRow,
    numbered,
    understood,
    whole,
)
from coordination.domain.record_seats import SeatsKnown, of_seat
from coordination.domain.rules import Rule
from coordination.models import Activity, Programme, User
from coordination.queries import record_files
from coordination.queries.record_files import Known, PlannedRecord, RecordPlan

#: So many rows of a file may change something: each is recorded for itself, while other writers wait.
MOST_CHANGES = 500


@transaction.atomic
def check(
    *, sheets: Sequence[FilledSheet], words: RecordWords, programme: Programme, by: User, at: datetime
) -> RecordPlan:
    """Return what a file would do: all of it is done, and taken back.

    Raises:
        Refused: something in it is wrong; every mistake with its sheet, row and column.
    """
    plan = _carried_out(sheets, words, _recorder(programme, by, at))
    transaction.set_rollback(True)
    return plan


@transaction.atomic
def load(
    *,
    sheets: Sequence[FilledSheet],
    words: RecordWords,
    plan_hash: str,
    programme: Programme,
    by: User,
    at: datetime,
) -> RecordPlan:
    """Do what the plan of this hash says.

    Raises:
        Refused: something is wrong, or something changed since the plan was shown; nothing is stored.
    """
    plan = _carried_out(sheets, words, _recorder(programme, by, at))
    if plan.fingerprint != plan_hash:
        raise Refused((Problem(rule=Rule.PLAN_CHANGED),))
    return plan


def _recorder(programme: Programme, by: User, at: datetime) -> Recorder:
    """Begin in line with all other writers: what is read from here on stays as it is."""
    journal.lock()
    return Recorder(programme=programme, by=by, at=at, functions=record_files.functions(programme))


@dataclass(slots=True, kw_only=True)
class _Work:
    """A file on its way: what is known, what its rows were found to say, and what is wrong so far."""

    words: RecordWords
    recorder: Recorder
    known: Known
    names: Mapping[str, Names]
    planned: list[PlannedRecord] = field(default_factory=list)
    unchanged: int = 0
    repeats: Counter[tuple[str, ...]] = field(default_factory=Counter)
    seen: dict[tuple[str, tuple[str, ...]], FilledRow] = field(default_factory=dict)
    problems: dict[tuple[str, int], list[Problem]] = field(default_factory=dict)

    def note(self, row: FilledRow, found: Sequence[Problem]) -> None:
        """Note what is wrong with a row."""
        if found:
            self.problems.setdefault((row.sheet, row.number), []).extend(found)


def _carried_out(sheets: Sequence[FilledSheet], words: RecordWords, recorder: Recorder) -> RecordPlan:
    """Record what the file says, and return the plan of it.

    Raises:
        Refused: with every mistake, in the order of the sheets and rows.
    """
    known = record_files.known(recorder.programme, recorder.by)
    work = _Work(words=words, recorder=recorder, known=known, names=_names(recorder, known, sheets))
    for name in SHEETS:
        rows = [each for sheet in sheets if sheet.shape == name for each in _understood(work, sheet)]
        if name in BESIDE:
            _record_beside(work, name, rows)
            continue
        for each in _in_order(name, rows):
            _record(work, each)
    if not any(sheet.rows for sheet in sheets):
        raise Refused((Problem(rule=Rule.NO_RECORDS_FILLED),))
    places = [(row.sheet, row.number) for sheet in sheets for row in sheet.rows]
    found = [each for place_ in places for each in work.problems.get(place_, ())]
    if found:
        raise Refused(found)
    return record_files.plan_of(work.planned, work.unchanged, sheets)


def _names(recorder: Recorder, known: Known, sheets: Sequence[FilledSheet]) -> dict[str, Names]:
    """Return what records may be called, those that are there and those that the file brings."""
    found = {name: Names() for name in REFERRED}
    for name in ("structures", "partners", "activities"):
        for key, each in known[name].items():
            found[name].add(key[0], *each.names)
    for code, function in recorder.functions.items():
        found["functions"].add(code, function.name_en, function.name_fr)
    for sheet in sheets:
        for row in sheet.rows if sheet.shape in ("structures", "partners") else ():
            names = (row.text("name_en"), row.text("name_fr"))
            if code := row.text("code") or next(filter(None, names), ""):
                found[sheet.shape].add(code, *names)
        for row in sheet.rows if sheet.shape == "activities" else ():
            # The program gives the code of a new one: until then its place stands for it.
            code = row.text("code") or f"{row.sheet}!{row.number}"
            found[sheet.shape].add(code, *map(row.text, ("name_en", "name_fr", "identifier")))
    return found


def _understood(work: _Work, sheet: FilledSheet) -> Iterator[RecordRow]:
    """Yield the rows of a sheet as they are understood; the second of two of one record is noted, and left out."""
    alone = [_read(work, sheet, row, {}) for row in sheet.rows]
    seats = SeatsKnown.of(_ends(work) if sheet.shape == "seats" else (), {each.key for each in alone})
    for row, plain in zip(sheet.rows, alone, strict=True):
        repeats = work.repeats[plain.key] if sheet.shape in REPEATED else 0
        work.repeats[plain.key] += sheet.shape in REPEATED
        own = numbered(plain.key, repeats)
        key = seats.meant(own, plain.values.get("until", ""))
        there = work.known[sheet.shape].get(key)
        found = replace(_read(work, sheet, row, there.values if there else {}), repeats=repeats)
        if key != own:
            found = of_seat(found, key)
        first = work.seen.setdefault((sheet.shape, key), row)
        keys = [each.name for each in SHEETS[sheet.shape] if each.is_key]
        if first is not row and not found.wrong & set(keys):
            place = f"{first.sheet}!{first.number}"
            work.note(row, [row.problem(Rule.DUPLICATE, keys[0], row.text(keys[0]), first=place)])
            continue
        yield found


def _read(work: _Work, sheet: FilledSheet, row: FilledRow, stored: Mapping[str, str]) -> RecordRow:
    return understood(sheet.shape, row, sheet.columns, words=work.words, names=work.names, stored=stored)


def _ends(work: _Work) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the key of each seat that is there, and until when it was held."""
    return ((key, each.values["until"]) for key, each in work.known["seats"].items())


def _in_order(name: str, rows: Sequence[RecordRow]) -> Iterator[RecordRow]:
    """Yield rows so that a structure comes after those that it names; a ring ends where it closes."""
    if name != "structures":
        yield from rows
        return
    by_code = {each.values.get("code", ""): each for each in rows}
    done: set[str] = set()

    def visit(code: str) -> Iterator[RecordRow]:
        waiting = [(code, False)]
        while waiting:
            at, is_ready = waiting.pop()
            if is_ready:
                yield by_code[at]
            elif at in by_code and at not in done:
                done.add(at)
                named = [by_code[at].values.get(each, "") for each in ("predecessor", "parent")]
                waiting += [(at, True), *((each, False) for each in named if each)]

    for code in by_code:
        yield from visit(code)


def _record(work: _Work, row: RecordRow) -> None:
    """Record a row, and note all that is wrong with it, each mistake once."""
    values = _planned(work, row)
    if values is None:
        return
    made: Made = {}
    try:
        with transaction.atomic():
            made = record_rows.keep(row, values, work.known, work.recorder)
            # What stands in for what is wrong is nobody's record.
            transaction.set_rollback(bool(row.problems))
    except Refused as refused:
        work.note(row.row, [*_of_action(row, refused)])
    if (row.row.sheet, row.row.number) in work.problems:
        work.recorder.failed.add((row.sheet, row.key))
    else:
        work.known[row.sheet] |= made


def _record_beside(work: _Work, sheet: str, rows: Sequence[RecordRow]) -> None:
    """Record what a sheet says beside activities, all of one activity at once; note all that is wrong with it."""
    found: dict[tuple[str, ...], list[BesideRow]] = {}
    for row in rows:
        values = _planned(work, row)
        if values is not None and not row.problems:
            each = record_beside.named_by(row, values, work.known)
            found.setdefault((values["activity"],), []).extend([each] if each else [])
    for key, listed in found.items():
        there = work.known["activities"].get(key)
        # What was wrong with its own row is noted there.
        if not listed or there is None or not isinstance(there.row, Activity):
            continue
        try:
            with transaction.atomic():
                made = record_beside.keep(sheet, there.row, listed, work.recorder)
        except RowsRefused as refused:
            for row, problem in refused.found:
                work.note(row.row, [problem])
        else:
            work.known["activities"][key] = replace(there, row=made)


def _planned(work: _Work, row: RecordRow) -> dict[str, str] | None:
    """Plan what a row says, and return all that its record is; None where it says what stands there."""
    there = work.known[row.sheet].get(row.key)
    values = whole(row.values, there.values if there else {})
    work.note(row.row, row.problems)
    says_more = _differs(row.sheet, values, there.values) or values.get("former_until") if there else True
    if not row.problems and not says_more:
        work.unchanged += 1
        return None
    if len(work.planned) >= MOST_CHANGES:
        raise Refused((Problem(rule=Rule.TOO_MANY_CHANGES, params=(("limit", f"{MOST_CHANGES}"),)),))
    after = _kept(row.sheet, values)
    if not there and row.sheet in BESIDE:
        # As it was written: a new activity is named by its name.
        after["activity"] = row.row.text("activity")
    before = dict(there.values) if there else None
    work.planned.append(PlannedRecord(sheet=row.sheet, number=row.row.number, before=before, after=after))
    return values


def _differs(sheet: str, values: Mapping[str, str], stored: Mapping[str, str]) -> bool:
    return _kept(sheet, values) != _kept(sheet, stored)


def _kept(sheet: str, values: Mapping[str, str]) -> dict[str, str]:
    """Return what is part of the record."""
    return {each.name: values.get(each.name, "") for each in SHEETS[sheet] if each.is_kept}


def _of_action(row: RecordRow, refused: Refused) -> Iterator[Problem]:
    """Yield what an action refuses, each beside the cell that it is about; what is wrong already is not said again.

    Where a cell is wrong, what is refused of the record as a whole is none of its own.
    """
    columns = [each.name for each in SHEETS[row.sheet]]
    for problem in refused.problems:
        column = problem.path if problem.path in columns else columns[0]
        if problem.path not in row.wrong and (problem.path in columns or not row.wrong):
            yield row.row.problem(problem.rule, column, problem.value, **dict(problem.params))

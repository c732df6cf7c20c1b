"""Answers as they were filled in offline: the cells of a row, each with its place, and what they say.

Which words stand for what is given from outside: a file may be filled in in either language.
"""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from coordination.domain.answers import Certainty, Reading, Status, normalise
from coordination.domain.instruments import InstrumentValue
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.domain.written_answers import WrittenAnswer, understand

#: The columns that say what is answered, and those that answer.
PLACES = ("programme", "round", "structure", "criterion")
ANSWERS = ("answer", "words", "doubt", "doubt_reason", "range_lo", "range_hi", "na_reason", "basis")
#: What a row is about, where it names both.
ABOUT = ("structure", "criterion")
#: Without these a sheet is none of answers.
NEEDED = ("round", "structure", "criterion", "answer")
LONGEST = 4_000
#: In which column what `understand` refuses was written.
_COLUMN = {
    "choice": "answer",
    "range_lo": "range_lo",
    "range_hi": "range_hi",
    "na_reason": "na_reason",
}


@dataclass(frozen=True, slots=True)
class FilledCell:
    """What stands in a cell, without the space around it, and the letters of its column."""

    letters: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledRow:
    """A row of a file: in which sheet, which number, and its cells by column, those that say something.

    ``columns`` are the letters of all columns of its sheet: an empty cell has its place, too.
    """

    sheet: str
    number: int
    cells: Mapping[str, FilledCell]
    columns: Mapping[str, str] = field(default_factory=dict)

    def text(self, column: str) -> str:
        """Return what stands in a column; empty where nothing does."""
        return self.cells[column].text if column in self.cells else ""

    def problem(self, rule: Rule, column: str, value: str = "", **params: str) -> Problem:
        """Return a mistake in one of its cells."""
        letters = self.cells[column].letters if column in self.cells else self.columns.get(column, "")
        about = " ".join(map(self.text, ABOUT)) if all(map(self.text, ABOUT)) else ""
        place = {"sheet": self.sheet, "row": str(self.number), "about": about, "column": column}
        path = f"{self.sheet}!{letters}{self.number}"
        return Problem(rule=rule, path=path, value=value, params=tuple({**params, **place}.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledSheet:
    """A sheet of a file: of which shape it is, its columns with their letters, and its rows that say something."""

    shape: str
    columns: Mapping[str, str]
    rows: tuple[FilledRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledAnswer:
    """What a row says: the reading, and what stands beside it; empty texts say nothing."""

    reading: Reading
    doubt_reason: str
    na_reason: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Which words, in their plain form, stand for which choice of no level, and for yes and no; in all languages."""

    choices: Mapping[str, str]
    flags: Mapping[str, bool]


def tidy(text: str) -> str:
    """Return a cell's text composed, without the white space around it."""
    return unicodedata.normalize("NFC", text).strip()


def answer_of(
    row: FilledRow, instrument: InstrumentValue, words: Words
) -> tuple[FilledAnswer | None, tuple[Problem, ...]]:
    """Return what a row says, or every mistake in it, each with its cell."""
    problems: list[Problem] = []
    levels = {
        normalise(getattr(each.name, language)): (each.level, language)
        for language in ("fr", "en")
        for each in instrument.levels
    }
    choice, word, language = _choice(row, levels, words, problems)
    ends = [_end(row, name, levels, problems) for name in ("range_lo", "range_hi")]
    doubtful = _flag(row, words, problems)
    reason = _reason(row, instrument, problems)
    problems += [
        row.problem(Rule.TOO_LONG, name, row.text(name), limit=str(LONGEST))
        for name in ("na_reason", "basis")
        if len(row.text(name)) > LONGEST
    ]
    known = {each.params[-1][1] for each in problems}
    low, high = (None, None) if {"range_lo", "range_hi"} & known else ends
    written = WrittenAnswer(
        choice=choice,
        word=word,
        doubtful=doubtful,
        range_lo=low,
        range_hi=high,
        na_reason="" if "na_reason" in known else row.text("na_reason"),
    )
    reading = _reading(row, written, instrument, language, known, problems)
    if problems or reading is None:
        return None, tuple(problems)
    in_doubt = reading.certainty in (Certainty.DOUBTFUL, Certainty.RANGE)
    return FilledAnswer(
        reading=reading,
        doubt_reason=reason if in_doubt else "",
        na_reason=row.text("na_reason") if reading.status is Status.NOT_APPLICABLE else "",
        basis=row.text("basis"),
    ), ()


def _choice(
    row: FilledRow, levels: Mapping[str, tuple[int, str]], words: Words, problems: list[Problem]
) -> tuple[str, str, str]:
    """Return the choice of the answer, the person's own words, and the language of the level."""
    said, own = row.text("answer"), row.text("words")
    plain = normalise(said)
    if not said or plain in words.choices:
        return words.choices.get(plain, "") if said else "", own, "en"
    if plain in levels:
        level, language = levels[plain]
        return str(level), own, language
    if own:
        problems.append(row.problem(Rule.LEVEL_MISSING_IN_FILE, "answer", said))
        return "", "", "en"
    return "", said, "en"


def _end(
    row: FilledRow, name: str, levels: Mapping[str, tuple[int, str]], problems: list[Problem]
) -> int | None:
    said = row.text(name)
    if not said:
        return None
    if normalise(said) in levels:
        return levels[normalise(said)][0]
    problems.append(row.problem(Rule.NOT_OF_THE_LIST, name, said))
    return None


def _flag(row: FilledRow, words: Words, problems: list[Problem]) -> bool:
    said = normalise(row.text("doubt"))
    if said and said not in words.flags:
        problems.append(row.problem(Rule.NOT_OF_THE_LIST, "doubt", row.text("doubt")))
    return words.flags.get(said, False)


def _reason(row: FilledRow, instrument: InstrumentValue, problems: list[Problem]) -> str:
    said = normalise(row.text("doubt_reason"))
    known = {
        normalise(text): each.code
        for each in instrument.doubt_reasons
        for text in (each.name.en, each.name.fr, each.code)
    }
    if said and said not in known:
        problems.append(row.problem(Rule.NOT_OF_THE_LIST, "doubt_reason", row.text("doubt_reason")))
    return known.get(said, "")


def _reading(
    row: FilledRow,
    written: WrittenAnswer,
    instrument: InstrumentValue,
    language: str,
    known: set[str],
    problems: list[Problem],
) -> Reading | None:
    """Return what the row is understood as; what is wrong already is not said to be missing, too."""
    names: Sequence[str] = [each.name.get(language) for each in instrument.levels]
    try:
        return understand(written, level_words=names, radius=instrument.conventions.radius, language=language)
    except Refused as refused:
        for each in refused.problems:
            column = _COLUMN.get(each.path, "words" if row.text("words") else "answer")
            if column not in known and not (known and each.rule == Rule.NOTHING_ENTERED):
                rule = Rule.LEVEL_MISSING_IN_FILE if each.rule == Rule.LEVEL_MISSING else each.rule
                problems.append(row.problem(rule, column, each.value, **dict(each.params)))
    return None


def as_json(rows: Sequence[FilledRow]) -> str:
    """Return the rows as a text that `of_json` reads again: by sheet, whose columns are said once."""
    sheets = groupby(rows, key=lambda row: (row.sheet, tuple(row.columns.items())))
    return json.dumps(
        [[sheet, dict(columns), [*map(_row_as_json, listed)]] for (sheet, columns), listed in sheets],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _row_as_json(row: FilledRow) -> list[object]:
    return [row.number, {name: [cell.letters, cell.text] for name, cell in row.cells.items()}]


def of_json(text: str) -> list[FilledRow]:
    """Return the rows that `as_json` wrote.

    Raises:
        ValueError: it wrote no such text.
    """
    try:
        return [
            FilledRow(
                sheet=str(sheet),
                number=int(number),
                cells={
                    str(name): FilledCell(str(letters), str(said)) for name, (letters, said) in cells.items()
                },
                columns=at,
            )
            for sheet, columns, listed in json.loads(text)
            for at in [{str(name): str(letters) for name, letters in columns.items()}]
            for number, cells in listed
        ]
    except (AttributeError, TypeError, RecursionError) as error:
        raise ValueError("no rows of a file") from error


def sheets_as_json(sheets: Sequence[FilledSheet]) -> str:
    """Return sheets as a text that `sheets_of_json` reads again."""
    listed = [[each.shape, dict(each.columns), as_json(each.rows)] for each in sheets]
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":"))


def sheets_of_json(text: str) -> list[FilledSheet]:
    """Return the sheets that `sheets_as_json` wrote.

    Raises:
        ValueError: it wrote no such text.
    """
    try:
        return [_sheet_of_json(*each) for each in json.loads(text)]
    except (AttributeError, TypeError, RecursionError) as error:
        raise ValueError("no sheets of a file") from error


def _sheet_of_json(shape: str, columns: Mapping[str, str], rows: str) -> FilledSheet:
    at = {str(name): str(letters) for name, letters in columns.items()}
    placed = tuple(replace(row, columns=at) for row in of_json(rows))
    return FilledSheet(shape=str(shape), columns=at, rows=placed)

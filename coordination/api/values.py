"""The answers of the API: what stands in them is a promise to whoever wrote a program for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Generic, Literal, TypeVar

Listed = TypeVar("Listed")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiPage(Generic[Listed]):
    """One page of a list; `total` counts all of it, `page` runs from 1 to `pages`."""

    total: int
    page: int
    pages: int
    results: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class ApiError:
    """What went wrong, in the language asked for."""

    error: str


@dataclass(frozen=True, slots=True)
class ApiText:
    """A text in English and in French."""

    en: str
    fr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiProgramme:
    """The programme of the token."""

    code: str
    country: str
    name: ApiText
    time_zone: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiStructure:
    """A coordination structure; a year or a day may be empty where it is not known."""

    code: str
    name: ApiText
    sector: str
    founded: str
    closed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiCriterion:
    """A criterion of a questionnaire, and what its levels from 0 to 4 mean."""

    code: str
    section: str
    name: ApiText
    levels: tuple[ApiText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiQuestionnaire:
    """One version of a questionnaire."""

    code: str
    version: str
    criteria: tuple[ApiCriterion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiRound:
    """A round; `views` are those of which answers may be read, empty before the reveal."""

    label: str
    name: ApiText
    reference_on: date
    last_on: date | None
    sides: str
    state: str
    questionnaire: str
    views: tuple[str, ...]
    is_invented: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiSource:
    """What an answer rests on."""

    title: str
    kind: str
    dated_on: date | None
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiFile:
    """A photo or a PDF given as evidence; at `address`, on the same server, the token gets its `size` bytes."""

    name: str
    kind: Literal["picture", "pdf"]
    size: int
    sha256: str
    note: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiAnswer:
    """An answer as written, and the levels from `lo` to `hi` that it admits."""

    criterion: str
    written: str
    status: str
    level: int | None
    lo: int | None
    hi: int | None
    certainty: str | None
    reason: str
    sources: tuple[ApiSource, ...]
    files: tuple[ApiFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiAssessment:
    """A revealed or published assessment, unsigned; `structure` is empty for the programme as a whole."""

    round: str
    structure: str
    side: str
    state: str
    origin: str
    sent_on: date
    answers: tuple[ApiAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiCell:
    """What a view says on one criterion: the levels that it admits, and the same in words."""

    criterion: str
    lo: int | None
    hi: int | None
    in_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiCompared:
    """A structure in Compare; its score, from 0 to 100, lies from `low` to `high`."""

    structure: str
    round: str
    view: str
    low: float | None
    high: float | None
    score: str
    place: str
    assessors: int
    is_invented: bool
    cells: tuple[ApiCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiClaim:
    """A finding of Compare: its kind, its sentence in the language asked for, and what the sentence is made of."""

    kind: str
    sentence: str
    view: str
    is_invented: bool
    operands: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiChange:
    """A structure in one round, and what changed since its round before."""

    structure: str
    round: str
    reference_on: date
    view: str
    low: float | None
    high: float | None
    score: str
    change: str
    is_invented: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiActivity:
    """An activity of a partner; what is not recorded is empty."""

    code: str
    name: ApiText
    kind: str
    partner: ApiText
    recipient: ApiText | None
    structure: str
    place: str
    since: str
    until: str
    value: Decimal | None
    currency: str
    is_invented: bool

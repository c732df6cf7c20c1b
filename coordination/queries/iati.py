"""An IATI activity file against a programme: what it would mean here, as a fixture that can be planned and loaded."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from coordination.documents.fixture.document import Fixture, check, check_however_long
from coordination.documents.iati import mapping, meaning, reading, writing
from coordination.documents.iati.meaning import IatiMeaning, Known
from coordination.documents.iati.values import IatiFile
from coordination.domain.bilingual import Text
from coordination.domain.problems import Problem, Refused
from coordination.models import JournalEntry, Partner, Programme
from coordination.queries import activities, export, export_work, fixtures, names
from coordination.queries.activities import ActivityFilters

KINDS = activities.KINDS
#: More organisations and sectors than this are not asked about: a page has room for no more answers. Organisations are
#: taken for what they seem to be, sectors stay without a function.
MOST_ASKED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class IatiQuestion:
    """What a person is asked about a file: the key of an organisation or sector, its name, and what it seems to mean."""

    key: str
    name: Text
    meant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IatiLoad:
    """A file as it is understood: ``orgs`` and ``sectors`` are what a person may see otherwise.

    ``left`` are activities from the same source that the file no longer has, by code and name: they stay.
    ``not_asked`` counts the organisations beyond those asked about, which are taken for what they seem to be.
    """

    fixture: Fixture
    orgs: tuple[IatiQuestion, ...]
    sectors: tuple[IatiQuestion, ...]
    kind: str
    meant: Mapping[str, Mapping[str, str]]
    unread: tuple[tuple[str, int], ...]
    losses: Mapping[str, int]
    left: tuple[tuple[str, Text], ...]
    not_asked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IatiChoices:
    """The partners and functions that a name of a file may mean, by code, in alphabetical order."""

    partners: tuple[tuple[str, Text], ...]
    functions: tuple[tuple[str, Text], ...]


def choices(programme: Programme, language: str) -> IatiChoices:
    """Return what names of a file may mean, sorted by name in a language; two queries."""
    rows = Partner.objects.filter(programme=programme).values_list("code", "name_en", "name_fr")
    partners = [(code, Text(en, fr)) for code, en, fr in rows]
    functions = [(each.code, each.name) for each in export_work.functions(programme)]
    return IatiChoices(
        partners=names.alphabetical(partners, language, lambda each: each[1]),
        functions=names.alphabetical(functions, language, lambda each: each[1]),
    )


def known(programme: Programme) -> Known:
    """Return what a file may mean in a programme; eight queries."""
    gone = Partner.everything.filter(programme=programme, withdrawn_at__isnull=False)
    return Known(
        programme=export.programme_value(programme),
        partners=export.partners(programme),
        functions=export_work.functions(programme),
        activities=export_work.activities(programme),
        gone=frozenset(gone.values_list("code", flat=True)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOrigin:
    """What is said of what a file brought, and where in it a problem of its document is.

    ``is_counted``: how much a file may list was held against a limit of its own kind when it was read.
    """

    notice: Mapping[str, str]
    placed: Callable[[Problem], Problem]
    is_counted: bool = False


def understood(programme: Programme, data: bytes, name: str, said: Mapping[str, str]) -> IatiLoad:
    """Return what a file means here; ``said`` is what a person answered, by the names of the form's fields.

    Raises:
        Refused: the file is no sound one, each mistake at its line, or does not fit the programme.
    """
    file = reading.read(data, name)
    origin = FileOrigin(notice=mapping.NOTICE, placed=lambda each: mapping.placed(each, file))
    return judged(programme, file, name, said, origin)


def judged(
    programme: Programme, file: IatiFile, name: str, said: Mapping[str, str], origin: FileOrigin
) -> IatiLoad:
    """Return what activities read from a file of any kind mean here.

    Raises:
        Refused: they do not fit the programme.
    """
    there = known(programme)
    seeming, asked = meaning.suggested(file, there)
    before = meant(programme)
    unsure = [key for key in _used(file) if key in asked]
    orgs = _settled(
        [_question(key, file.orgs[key].name, seeming.orgs[key]) for key in unsure[:MOST_ASKED]],
        before["orgs"],
        there={one.code for one in there.partners},
        said=said,
        name="org",
    )
    sectors = _settled(
        [
            _question(key, file.sectors[key], seeming.functions[key])
            for key in sorted(file.sectors)[:MOST_ASKED]
        ]
        if there.functions
        else [],
        before["functions"],
        there={"", *(one.code for one in there.functions)},
        said=said,
        name="sector",
    )
    chosen = IatiMeaning(
        orgs=dict(seeming.orgs) | {each.key: each.meant for each in orgs},
        functions=dict(seeming.functions) | {each.key: each.meant for each in sectors},
        kind=said.get("kind") or "advice",
    )
    return IatiLoad(
        fixture=_checked(mapping.document(file, there, chosen, origin.notice), name, origin),
        orgs=orgs,
        sectors=sectors,
        kind=chosen.kind,
        meant={
            "orgs": {each.key: each.meant for each in orgs if each.meant not in meaning.NEW},
            "functions": {each.key: each.meant for each in sectors},
        },
        unread=tuple(sorted(file.unread.items())),
        losses={name: number for name, number in file.losses.items() if number},
        left=_left(file, there),
        not_asked=max(0, len(unsure) - MOST_ASKED),
    )


def meant(programme: Programme) -> dict[str, dict[str, str]]:
    """Return what people said before that names and columns of files mean, the latest word; one query."""
    found: dict[str, dict[str, str]] = {"orgs": {}, "functions": {}}
    told = JournalEntry.objects.filter(programme=programme, noun="fixture", verb="loaded")
    for after in told.order_by("sequence").values_list("after", flat=True):
        for kind, said in (after or {}).get("meant", {}).items():
            found.setdefault(kind, {}).update(said)
    return found


def _settled(
    questions: Sequence[IatiQuestion],
    before: Mapping[str, str],
    *,
    there: Collection[str],
    said: Mapping[str, str],
    name: str,
) -> tuple[IatiQuestion, ...]:
    """Return questions with what is said of them now; else what was before, where that is still there."""
    return tuple(
        _answered(_remembered(each, before, there), said.get(f"{name}_{at}"))
        for at, each in enumerate(questions)
    )


def _remembered(question: IatiQuestion, before: Mapping[str, str], there: Collection[str]) -> IatiQuestion:
    """Return a question with what was said of it before, where that is still there."""
    meant = before.get(question.key)
    return question if meant is None or meant not in there else replace(question, meant=meant)


def _question(key: str, name: Text, meant: str) -> IatiQuestion:
    return IatiQuestion(key=key, name=name if name.en else Text(key, key), meant=meant)


def _answered(question: IatiQuestion, said: str | None) -> IatiQuestion:
    return question if said is None else replace(question, meant=said)


def _used(file: IatiFile) -> list[str]:
    """Return the keys of the organisations that take part or pay, in the order of the file."""
    parts = {part.org for each in file.activities for part in each.parts}
    paid = {line.org for each in file.activities for line in each.money if line.org}
    return [key for key in file.orgs if key in parts | paid]


def _checked(document: object, name: str, origin: FileOrigin) -> Fixture:
    try:
        return (check_however_long if origin.is_counted else check)(document, {}, name, fixtures.known())
    except Refused as refused:
        placed = [origin.placed(each) for each in refused.problems]
        raise Refused(placed, refused.more) from None


def _left(file: IatiFile, there: Known) -> tuple[tuple[str, Text], ...]:
    sources = {each.source for each in file.activities} - {""}
    said = {each.identifier or each.own.get("code") or each.code for each in file.activities}
    found = (each for each in there.activities if each.source in sources)
    return tuple((each.code, each.name) for each in found if (each.identifier or each.code) not in said)


def register(programme: Programme, filters: ActivityFilters) -> tuple[str, bytes]:
    """Return the matching activities as an IATI file, and the code of the programme; nine queries."""
    there = known(programme)
    wanted = activities.codes(programme, filters)
    data = writing.dump(
        there.programme,
        [each for each in there.activities if each.code in wanted],
        {each.code: each for each in there.partners},
        {each.code: each for each in there.functions},
    )
    return there.programme.code, data

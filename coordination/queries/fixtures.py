"""A plan of loading a fixture: what to create, what is unchanged, what conflicts."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import fields, replace

from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from coordination.documents import instruments
from coordination.documents.fixture.corrections import Entry, entries_of
from coordination.documents.fixture.document import Fixture, KnownProgramme, KnownProgrammes, still_to_come
from coordination.documents.fixture.facts import FactsByKey, Key, facts_of, files_told
from coordination.domain.instruments import InstrumentValue
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.domain.vocabulary import AGREED, SIDES
from coordination.models import (
    Assessment,
    Commitment,
    Contact,
    Function,
    Instrument,
    Partner,
    Programme,
    Round,
    Standard,
    Structure,
    User,
)
from coordination.permissions import assessments_visible_to, contacts_visible_to, may_load
from coordination.queries import corrections, export, export_work, fixture_withdrawals, rounds
from coordination.queries.fixture_plans import Against, Plan, PlanItem

#: What a thing is, of which kind, and its name without case and accents.
Name = tuple[str, str, str]
#: What stands where something else has the name: no fact is the same.
TAKEN = "taken"
#: The most rows that a page replaces at once: each is told for itself, while other writers wait.
MOST_REPLACED = 5_000


def instruments_at_hand(
    shipped: Mapping[tuple[str, str], InstrumentValue],
) -> dict[tuple[str, str], InstrumentValue]:
    """Return the instruments a file may refer to, by (code, version): those loaded, and those ``shipped``.

    Where both are there the shipped one counts, so that one changed after it was published is found as a conflict.
    """
    loaded = Instrument.objects.filter(status=Instrument.Status.PUBLISHED)
    return {(row.code, row.version): instruments.read(row.content) for row in loaded} | dict(shipped)


def known() -> KnownProgrammes:
    """Return the stored things a file may refer to without repeating them; seven queries."""
    partners = _pairs(Partner.objects.values_list("programme__code", "code", "side"))
    structures = Structure.objects.filter(is_programme=False)
    named = _pairs(structures.values_list("programme__code", "code", "sector"))
    functions = _pairs(Function.objects.values_list("programme__code", "code", "sector"))
    standards = _pairs(Standard.objects.values_list("programme__code", "code", "kind"))
    rounds: dict[str, dict[str, tuple[str, str]]] = {}
    columns = ("programme__code", "label", "instrument__code", "instrument__version")
    for programme, label, code, version in Round.objects.order_by().values_list(*columns):
        rounds.setdefault(programme, {})[label] = (code, version)
    contacts = _pairs(Contact.objects.filter(sharing="all").values_list("programme__code", "code", "kind"))
    return KnownProgrammes(
        {
            code: KnownProgramme(
                partners=partners.get(code, {}),
                structures=frozenset(named.get(code, ())),
                functions=frozenset(functions.get(code, ())),
                standards=standards.get(code, {}),
                rounds=rounds.get(code, {}),
                contacts=frozenset(contacts.get(code, ())),
                languages=tuple(languages.split()),
            )
            for code, languages in Programme.objects.values_list("code", "languages")
        }
    )


def _pairs(rows: Iterable[tuple[str, str, str]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for programme, code, value in rows:
        found.setdefault(programme, {})[code] = value
    return found


def plan(fixture: Fixture, reader: User | None = None) -> Plan:
    """Compare the file with what is stored, thing by thing, by natural keys; ``reader`` is None on the command line.

    What somebody entered and the reader may not read is a conflict whatever it says: else a file could be a guess.

    Raises:
        Refused: the programme is there, and the reader does not look after it; the file says that something has
            happened on a day to come; or it adds answers of a side to a round that people answer in the program, or of a
            structure that its round does not ask about; or it would replace more rows than a page does at once.
    """
    if problems := still_to_come(fixture, timezone.localdate()):
        raise Refused(problems)
    wanted: FactsByKey = {
        ("instrument", (each.code, each.version)): each.content_hash for each in fixture.instruments
    }
    wanted |= facts_of(fixture)
    stored: FactsByKey = {
        ("instrument", (row.code, row.version)): row.content_hash
        for row in Instrument.objects.only("code", "version", "content_hash")
    }
    programme = Programme.objects.filter(code=fixture.programme.code).first()
    against = Against(fixture=fixture, stored=stored)
    if programme is not None:
        if reader and not may_load(reader, programme):
            raise Refused(
                (Problem(rule=Rule.PROGRAMME_OF_OTHERS, path="programme.code", value=programme.code),)
            )
        against = _against(programme, fixture, reader, wanted, stored)
    said = entries_of(fixture)
    items = tuple(against.item(key, facts, said.get(key)) for key, facts in wanted.items())
    if reader:
        _refuse_many(items)
    return _plan(fixture, programme, items, against.missing(said.keys()))


def _refuse_many(items: Iterable[PlanItem]) -> None:
    """Refuse to replace more rows than a page can, and say how many they are."""
    replaced = sum(item.verb == "replace" for item in items)
    if replaced > MOST_REPLACED:
        params = (("rows", f"{replaced}"), ("limit", f"{MOST_REPLACED}"))
        raise Refused((Problem(rule=Rule.TOO_MANY_REPLACED, params=params),))


def _becoming(item: PlanItem) -> tuple[tuple[str, Key], Entry | None]:
    """Return the key of an item, and the entry that takes its place, if one does."""
    return (item.noun, item.key), item.correction.becomes if item.correction else None


def _plan(
    fixture: Fixture,
    programme: Programme | None,
    items: tuple[PlanItem, ...],
    missing: tuple[tuple[str, Key], ...],
) -> Plan:
    """Return the plan of these items, with what would be unsound afterwards, and its fingerprint."""
    becomes = {key: entry for key, entry in map(_becoming, items) if entry}
    created = {(item.noun, item.key) for item in items if item.verb == "create"}
    is_kept = any(item.verb == "keep" for item in items)
    clashes: tuple[Problem, ...] = ()
    if programme is not None and (becomes or created and is_kept):
        clashes = corrections.clashes(programme, fixture, becomes, created)
    return Plan(
        items=items,
        missing=missing,
        clashes=clashes,
        files=files_told(fixture),
        fingerprint=_fingerprint(fixture, items, missing),
    )


def _fingerprint(fixture: Fixture, items: Sequence[PlanItem], missing: Sequence[tuple[str, Key]]) -> str:
    """Return what is one only for the same file over the same rows, piece by piece: there are thousands.

    The whole file is what was confirmed, its states, days and origins among it; and what stands against it.
    """
    found = hashlib.sha256(json.dumps(missing).encode())
    for item in items:
        found.update(json.dumps([item.noun, item.key, item.verb, repr(item.correction)]).encode())
    for part in fields(fixture):
        # Of its questionnaires the rows above have the hashes.
        said = getattr(fixture, part.name) if part.name != "instruments" else ()
        for each in said if isinstance(said, tuple) else (said,):
            found.update(json.dumps([part.name, repr(each)]).encode())
    return found.hexdigest()


def _against(
    programme: Programme, fixture: Fixture, reader: User | None, wanted: FactsByKey, stored: FactsByKey
) -> Against:
    """Return what a file is held against in a programme that is there.

    Raises:
        Refused: the file adds answers of a side to a round that people answer in the program, or of a structure that
            its round does not ask about.
    """
    there = _stored(programme, fixture)
    taken = _taken(programme, fixture, there)
    stored = stored | taken | facts_of(there)
    withdrawn = fixture_withdrawals.keys(programme) & wanted.keys() - facts_of(there).keys()
    closed = _of_people(programme, reader, wanted) | dict.fromkeys(withdrawn, TAKEN)
    sealed = _sealed(programme, fixture, stored.keys() - closed.keys())
    if problems := (*sealed, *_not_asked(fixture, there)):
        raise Refused(problems)
    return Against(
        fixture=fixture,
        stored=stored | closed,
        names={key for key in taken if key[0] != "structure"},
        closed=closed.keys(),
        # Of a contact that only one side reads, nobody else learns that it was withdrawn.
        withdrawn={key for key in withdrawn if key[0] != "contact"},
        rows=corrections.Stored.of(there, programme, rounds.answered_here(programme)),
    )


def marks(programme: Programme, fixture: Fixture, keys: Set[tuple[str, Key]]) -> list[list[object]]:
    """Return how the rows under these keys of the file stand now, for the journal of their load."""
    return corrections.marks_of(_stored(programme, fixture), keys)


def _stored(programme: Programme, fixture: Fixture) -> Fixture:
    """Return the stored entries of every kind that the file lists."""
    rounds = Round.objects.filter(programme=programme, label__in=[each.label for each in fixture.rounds])
    commitments = Commitment.objects.filter(programme=programme)
    contacts = Contact.objects.filter(programme=programme)
    return replace(
        fixture,
        origin="entered",
        source=None,
        programme=export.programme_value(programme),
        partners=export.partners(programme),
        structures=export.structures(programme),
        statements=export.statements(programme) if fixture.statements else (),
        rounds=export.rounds(rounds, Assessment.objects.filter(round__in=rounds)),
        functions=export_work.functions(programme),
        standards=export_work.standards(programme),
        activities=export_work.activities(programme) if fixture.activities else (),
        observations=export_work.observations(programme) if fixture.observations else (),
        commitments=export_work.commitments(commitments) if fixture.commitments else (),
        contacts=export_work.contacts(contacts) if fixture.contacts else (),
    )


def _taken(programme: Programme, fixture: Fixture, there: Fixture) -> FactsByKey:
    """Return, for new things of the file, that another thing has what only one may have: they are conflicts."""
    owners: dict[Name, set[tuple[str, Key]]] = {}
    for key, name in (*_names(there), *fixture_withdrawals.names(programme)):
        owners.setdefault(name, set()).add(key)
    rows = Structure.everything.filter(programme=programme).values_list("code", "slug", "is_programme")
    addresses = {slug: code for code, slug, _whole in rows}
    whole = {code for code, _slug, is_programme in rows if is_programme}
    taken: FactsByKey = {key: TAKEN for key, name in _names(fixture) if owners.get(name, set()) - {key}}
    return taken | {
        ("structure", (each.code,)): TAKEN
        for each in fixture.structures
        if each.code in whole or addresses.get(address(each.code), each.code) != each.code
    }


def _names(fixture: Fixture) -> Iterator[tuple[tuple[str, Key], Name]]:
    """Yield what only one may be called, in each language: a standard, or a family of equipment, among its kind.

    Of activities it is the identifier.
    """
    listed = (
        *(("partner", "", each.code, each.name) for each in fixture.partners),
        *(("function", "", each.code, each.name) for each in fixture.functions),
        *(("standard", each.kind, each.code, each.name) for each in fixture.standards),
    )
    for noun, kind, code, name in listed:
        for each in name.folded:
            yield (noun, (code,)), (noun, kind, each)
    for activity in fixture.activities:
        if activity.identifier:
            yield ("activity", (activity.code,)), ("activity", "", activity.identifier)


def _of_people(programme: Programme, reader: User | None, wanted: FactsByKey) -> FactsByKey:
    """Return what the file may not say, for people entered it: under their names, or what the reader may not read.

    What a file brought has no person to it.
    """
    by_people = Q(rater_user__isnull=False) | Q(keyed_by__isnull=False)
    answers = Assessment.objects.filter(by_people, round__programme=programme)
    named = set(map(_key, answers.values_list(*_COLUMNS)))
    sealed: set[Key] = set()
    codes: Iterable[tuple[str]] = ()
    if reader:
        unread = answers.exclude(pk__in=assessments_visible_to(reader).values("pk"))
        sealed = {_key(each)[:-1] for each in unread.values_list(*_COLUMNS)}
        noted = Contact.everything.filter(programme=programme, author__isnull=False)
        codes = noted.exclude(pk__in=contacts_visible_to(reader, programme).values("pk")).values_list("code")
    found: FactsByKey = {
        (noun, key): TAKEN
        for noun, key in wanted
        if noun == "assessment" and (key in named or key[:-1] in sealed)
    }
    return found | {("contact", code): TAKEN for code in codes}


#: What an assessment is called: its round, structure, whether that is the programme as a whole, side, rater.
_COLUMNS = ("round__label", "structure__code", "structure__is_programme", "side", "rater")


def _key(row: tuple[str, str, bool, str, str]) -> Key:
    """Return the key of an assessment in a file, where the programme as a whole has no code."""
    label, code, is_programme, side, rater = row
    return label, "" if is_programme else code, side, rater


def _sealed(programme: Programme, fixture: Fixture, readable: Set[tuple[str, Key]]) -> tuple[Problem, ...]:
    """Return the rounds that people answer and to which the file adds answers of a side: it never helps to reveal them.

    Nor does it say what both sides agreed there.

    What is there and not ``readable`` counts as added: a refusal does not tell whether there is a sealed assessment.
    """
    kept = rounds.answered_here(programme)
    return tuple(
        Problem(rule=Rule.ROUND_ANSWERED_HERE, path=f"rounds[{number}]", value=each.label)
        for number, each in enumerate(fixture.rounds)
        if each.label in kept
        and any(
            one.side in (*SIDES, AGREED)
            and ("assessment", (each.label, one.structure, one.side, one.rater)) not in readable
            for one in each.assessments
        )
    )


def _not_asked(fixture: Fixture, there: Fixture) -> Iterator[Problem]:
    """Yield the assessments of structures that their rounds, as they are stored, do not ask about."""
    chosen = {each.label: each.structures for each in there.rounds if each.structures}
    for number, each in enumerate(fixture.rounds):
        for place, one in enumerate(each.assessments):
            if one.structure and one.structure not in chosen.get(each.label, (one.structure,)):
                path = f"rounds[{number}].assessments[{place}].structure"
                yield Problem(rule=Rule.STRUCTURE_NOT_ASKED, path=path, value=one.structure)


def address(code: str) -> str:
    """Return a structure's name in addresses."""
    return slugify(code.replace("/", "-"))

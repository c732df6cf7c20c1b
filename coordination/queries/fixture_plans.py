"""The plan of loading a file: each of its entries, and what is to be done about it."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace

from coordination.documents.fixture.corrections import Entry, Staying
from coordination.documents.fixture.document import ActivityEntry, Fixture
from coordination.documents.fixture.facts import FactsByKey, Key, says_the_same
from coordination.domain.bilingual import Text
from coordination.domain.problems import Problem
from coordination.domain.rules import Rule
from coordination.queries import corrections


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One entry of the file; ``key`` is its natural key, ``title`` what people call an activity, whose key is a code.

    ``verb`` is create, unchanged, replace or keep (it says something else; ``correction`` says what), or conflict.
    """

    noun: str
    key: Key
    verb: str
    correction: corrections.RowCorrection | None = None
    is_withdrawn: bool = False
    title: Text | None = None

    @property
    def name(self) -> str:
        """The natural key, readable."""
        return " · ".join(part for part in self.key if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The effect of loading a file, bound to its content, and to what stands against it, by a fingerprint.

    ``missing`` are rows that earlier files brought and this one leaves out: they stay. ``clashes`` are what would be
    unsound in the programme afterwards. ``files`` counts the photos and PDFs that the file tells of: it brings none.
    """

    items: tuple[PlanItem, ...]
    missing: tuple[tuple[str, Key], ...] = ()
    clashes: tuple[Problem, ...] = ()
    files: int = 0
    fingerprint: str

    def of(self, *verbs: str) -> tuple[PlanItem, ...]:
        """The items with these verbs."""
        return tuple(item for item in self.items if item.verb in verbs)

    @property
    def created(self) -> tuple[PlanItem, ...]:
        """The entries not stored yet."""
        return self.of("create")

    @property
    def unchanged(self) -> tuple[PlanItem, ...]:
        """The entries stored with the same facts, but for the programme, which says where they are."""
        return tuple(item for item in self.of("unchanged") if item.noun != "programme")

    @property
    def replaced(self) -> tuple[PlanItem, ...]:
        """The entries stored with other facts, as a file brought them: nobody changed them since."""
        return self.of("replace")

    @property
    def kept(self) -> tuple[PlanItem, ...]:
        """The entries stored with other facts that stay."""
        return self.of("keep")

    @property
    def conflicts(self) -> tuple[PlanItem, ...]:
        """The entries that nothing can be loaded beside."""
        return self.of("conflict")

    @property
    def differing(self) -> tuple[PlanItem, ...]:
        """The entries that do not say what is stored under their key, whatever is to be done about them."""
        found = self.of("conflict", "replace", "keep")
        return tuple(
            item for item in found if not item.correction or item.correction.kept is not Staying.GONE
        )

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps the file from being loaded at all."""
        return (*_conflicts(self.conflicts), *self.clashes)

    @property
    def strict_problems(self) -> tuple[Problem, ...]:
        """What keeps the file from being loaded where nothing that is stored may be replaced or differ."""
        return (*_conflicts(self.differing), *self.clashes)


def _conflicts(items: Iterable[PlanItem]) -> tuple[Problem, ...]:
    """Return the problem of each: it is there and says something else, or it is withdrawn."""
    return tuple(
        Problem(
            rule=Rule.LISTED_WITHDRAWN if item.is_withdrawn else Rule.CONFLICT,
            path=item.noun,
            value=item.name,
        )
        for item in items
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """What the entries of a file are held against: facts by key, and the rows where the programme is there.

    ``names`` are the keys of rows that would take the name of another, ``closed`` those of which the reader may not
    learn whether they say the same, ``withdrawn`` those of rows that are: a file neither restores one nor stands beside
    it.
    """

    fixture: Fixture
    stored: FactsByKey
    names: Set[tuple[str, Key]] = frozenset()
    closed: Set[tuple[str, Key]] = frozenset()
    withdrawn: Set[tuple[str, Key]] = frozenset()
    rows: corrections.Stored | None = None

    def item(self, key: tuple[str, Key], facts: object, said: Entry | None) -> PlanItem:
        """Return what is to be done about one entry."""
        item = self._item(key, facts, said)
        return replace(item, title=said.name) if isinstance(said, ActivityEntry) else item

    def _item(self, key: tuple[str, Key], facts: object, said: Entry | None) -> PlanItem:
        noun, name = key
        verb = _verb(facts, self.stored.get(key))
        if self.rows is not None and verb == "create" and key in self.rows.marks:
            # A seat, say, whose dates were put right: to make it again would be to undo that.
            gone = corrections.RowCorrection(differences=(), kept=Staying.GONE)
            return PlanItem(noun, name, "keep", correction=gone)
        if self.rows is None or verb == "create" or key in self.closed:
            return PlanItem(noun, name, verb, is_withdrawn=key in self.withdrawn)
        found = self._found(self.rows, key, said, is_conflict=verb == "conflict")
        return PlanItem(noun, name, verb) if found is None else self._put_right(key, found)

    def _put_right(self, key: tuple[str, Key], found: corrections.RowCorrection) -> PlanItem:
        noun, name = key
        if found.becomes and key in self.names:
            return PlanItem(noun, name, "conflict")
        return PlanItem(noun, name, "keep" if found.kept else "replace", correction=found)

    def _found(
        self, rows: corrections.Stored, key: tuple[str, Key], said: Entry | None, *, is_conflict: bool
    ) -> corrections.RowCorrection | None:
        noun, name = key
        if noun == "assessment" and is_conflict:
            return self._answers(name)
        if said is None or key not in rows.entries:
            return None
        return rows.correction(noun, name, said, is_conflict=is_conflict)

    def _answers(self, key: Key) -> corrections.RowCorrection:
        assert self.rows is not None, "answers are held against stored ones"
        (round_,) = (each for each in self.fixture.rounds if each.label == key[0])
        (said,) = (
            each for each in round_.assessments if (key[0], each.structure, each.side, each.rater) == key
        )
        instruments_by_key = {(each.code, each.version): each for each in self.fixture.instruments}
        return self.rows.of_answers(key, said, instruments_by_key[round_.instrument])

    def missing(self, said: Set[tuple[str, Key]]) -> tuple[tuple[str, Key], ...]:
        """Return the rows that files brought and this one leaves out."""
        return self.rows.missing(said) if self.rows else ()


def _verb(wanted: object, stored: object) -> str:
    if stored is None:
        return "create"
    return "unchanged" if says_the_same(wanted, stored) else "conflict"

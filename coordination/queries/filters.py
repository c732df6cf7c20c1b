"""The filters of the dashboards, and the rounds, structures and weights that match them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from coordination.domain.bilingual import fold, words
from coordination.domain.criteria import sections_asked
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.domain.vocabulary import AGREED
from coordination.domain.weights import Weights, parse
from coordination.models import Programme, User
from coordination.queries import grounds, structures
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue
from coordination.queries.versions import WrittenSince

EQUAL = "equal"
#: What structures are compared on; the success criteria are of the programme as a whole and have a page of their own.
SECTIONS = sections_asked(is_programme=False)
SORTS = ("score", "-score", "change", "name", "-name", "sector", "-sector")
#: How many structures charts and findings take where none are chosen.
DRAWN = 12
#: How many structures the matrix shows at a time.
PAGE = 40


class NoSuch(Exception):
    """The address names a round, structure, set of weights or page (``what``) that does not exist."""

    def __init__(self, what: str, name: str) -> None:
        super().__init__(f"{what} {name}")
        self.what, self.name = what, name


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a reader filters by; None and empty stand for “choose for me”.

    ``chosen`` are structures by their names in addresses, ``structure`` the one that Two views draws; ``find`` are
    words of those offered to choose among. ``since`` and ``until`` bound the rounds of Changes, ``criterion`` is the
    one that it counts levels of, ``first`` and ``second`` are the two rounds it puts side by side, ``because`` the
    reason that it shows there. ``weights`` is equal, government, partners or entered; entered ones stand in
    ``entered``. ``importance`` are criterion codes, the most important first.
    """

    round: str | None = None
    voice: str | None = None
    sector: str = ""
    sort: str = ""
    section: str = "coordination"
    chosen: tuple[str, ...] = ()
    find: str = ""
    structure: str = ""
    page: int = 1
    since: str | None = None
    until: str | None = None
    first: str | None = None
    second: str | None = None
    criterion: str = ""
    because: str = ""
    known: str = "now"
    weights: str = EQUAL
    entered: str = ""
    reason: str = ""
    importance: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What a page offers to choose among: rounds, oldest first, sectors, and structures by code.

    ``structures`` are those named and the first of the sector that have the words searched for, of ``found``;
    ``weights`` what each side recorded for the round shown, by side.
    """

    rounds: tuple[RoundValue, ...] = ()
    sectors: tuple[str, ...] = ()
    structures: tuple[StructureValue, ...] = ()
    found: int = 0
    weights: Mapping[str, Weights] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Rounds, oldest first, and structures by code: those of the sector; of named ones only these, as they are named.

    ``whole`` stands for the programme as a whole; ``told`` is what was learned of the answers on the way.
    """

    rounds: tuple[RoundValue, ...]
    structures: tuple[StructureValue, ...]
    offered: Offered
    whole: StructureValue | None = None
    told: WrittenSince | None = None

    @property
    def heard(self) -> tuple[RoundValue, ...]:
        """The rounds in which the reader may hear a voice."""
        return tuple(each for each in self.rounds if each.voices)

    def within(self, since: str | None, until: str | None) -> tuple[RoundValue, ...]:
        """Return the heard rounds between two labels, both included; None sets no bound.

        Raises:
            NoSuch: the programme has no such round.
        """
        first = labelled(self.rounds, since).reference_on if since else None
        last = labelled(self.rounds, until).reference_on if until else None
        return tuple(
            each
            for each in self.heard
            if (first is None or each.reference_on >= first) and (last is None or each.reference_on <= last)
        )


def labelled(every_round: Iterable[RoundValue], label: str) -> RoundValue:
    """Return the round with this label.

    Raises:
        NoSuch: none of these rounds has it.
    """
    for each in every_round:
        if each.label == label:
            return each
    raise NoSuch("round", label)


def latest(every_round: Sequence[RoundValue], label: str | None) -> RoundValue | None:
    """Return the labelled round; without a label the latest heard, preferring rounds that are not invented.

    Raises:
        NoSuch: none of these rounds has that label.
    """
    if label:
        return labelled(every_round, label)
    heard = [each for each in every_round if each.voices]
    stated = [each for each in heard if not each.is_invented] or heard
    return stated[-1] if stated else None


def shown(asked: Filters, every_round: Sequence[RoundValue]) -> RoundValue | None:
    """Return the round of one view; where none is asked for the ``latest``, of agreed cards the latest that has one.

    Raises:
        NoSuch: none of these rounds has the label asked for.
    """
    wanted = asked.voice == AGREED and not asked.round
    agreed = [each for each in every_round if wanted and AGREED in each.voices]
    return latest(agreed or every_round, asked.round)


def select(filters: Filters, *, user: User, programme: Programme) -> Selection:
    """Return the rounds and structures that match the filters; one query where nothing was written, else two or more.

    Raises:
        NoSuch: the programme has no structure of a chosen name.
    """
    (everything, whole, every_round), told = grounds.get(user, programme)
    wanted = _named(everything, filters.chosen)
    _named(everything, filter(None, [filters.structure]))
    found = _with_words(_in_sector(everything, filters.sector), filters.find)
    return Selection(
        rounds=every_round,
        structures=_in_sector(wanted or everything, filters.sector),
        offered=Offered(
            rounds=every_round,
            sectors=structures.sectors(everything),
            structures=tuple(dict.fromkeys([*wanted, *found[:PAGE]])),
            found=len(found),
        ),
        whole=whole,
        told=told,
    )


def read_of(asked: Filters, there: Selection) -> list[int] | None:
    """Return of which structures answers are read, by id: of a few that are chosen; None for all, which are kept."""
    is_few = (asked.chosen or asked.sector) and len(there.structures) <= PAGE
    return [each.id for each in there.structures] if is_few else None


def _named(everything: Iterable[StructureValue], slugs: Iterable[str]) -> tuple[StructureValue, ...]:
    by_slug = {each.slug: each for each in everything}
    for slug in slugs:
        if slug not in by_slug:
            raise NoSuch("structure", slug)
    return tuple(by_slug[slug] for slug in dict.fromkeys(slugs))


def _in_sector(listed: Iterable[StructureValue], sector: str) -> tuple[StructureValue, ...]:
    return tuple(each for each in listed if sector in ("", each.sector))


def _with_words(listed: Sequence[StructureValue], search: str) -> tuple[StructureValue, ...]:
    """Return those of which code or name has every word, without regard to case and accents."""
    wanted = words(search)
    if not wanted:
        return tuple(listed)
    texts = (fold(f"{each.code} {each.name_en} {each.name_fr}") for each in listed)
    return tuple(
        each for each, text in zip(listed, texts, strict=True) if all(word in text for word in wanted)
    )


def weights_of(filters: Filters, recorded: Mapping[str, Weights], count: int) -> Weights:
    """Return the chosen weights; ``recorded`` are those of the round, by side.

    Only coordination criteria are ever weighted; elsewhere all weigh the same.

    Raises:
        NoSuch: the side has recorded none for this round.
        Refused: the entered weights do not fit ``count`` criteria, or give no reason.
    """
    if filters.weights == EQUAL or filters.section != "coordination":
        return Weights(EQUAL, (1,) * count, "")
    if filters.weights != "entered":
        if filters.weights not in recorded:
            raise NoSuch("weights", filters.weights)
        return recorded[filters.weights]
    values = parse(filters.entered, count)
    if not filters.reason:
        raise Refused((Problem(rule=Rule.WEIGHTS_WITHOUT_REASON, path="why"),))
    return Weights("entered", values, filters.reason)


def check_importance(filters: Filters, criteria: Sequence[str]) -> None:
    """Check that an order of importance, where one is given, names each of these criteria once.

    Raises:
        Refused: it does not.
    """
    if not filters.importance or sorted(filters.importance) == sorted(criteria):
        return
    example = (("example", ",".join(criteria)),)
    value = ",".join(filters.importance)
    raise Refused((Problem(rule=Rule.IMPORTANCE_INCOMPLETE, path="importance", value=value, params=example),))


def named_weights(recorded: Mapping[str, Weights], criteria: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return the weights under which to try an order, by name: equal, and what each side recorded."""
    sets = {EQUAL: (1,) * len(criteria)} | {side: each.values for side, each in recorded.items()}
    return {name: dict(zip(criteria, values, strict=True)) for name, values in sets.items()}

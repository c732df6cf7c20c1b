"""What a reader asks to see, and what of it there is: rounds, voice, structures, weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coordination.domain.criteria import sections_asked
from coordination.domain.problems import Problem, Refused, Rule
from coordination.domain.weights import Weights, parse
from coordination.models import Programme, User
from coordination.queries import rounds, structures
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue

EQUAL = "equal"
#: What structures are compared on; the success criteria are of the programme as a whole and have a page of their own.
SECTIONS = sections_asked(is_programme=False)
SORTS = ("score", "name", "sector")
#: How many structures charts and findings take where none are chosen.
DRAWN = 12
#: How many structures the matrix shows at a time.
PAGE = 40


class NoSuch(Exception):
    """The address names something that is not there: ``what`` is a round, a structure, weights or a page."""

    def __init__(self, what: str, name: str) -> None:
        super().__init__(f"{what} {name}")
        self.what, self.name = what, name


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a reader asks for; None and empty stand for “choose for me”.

    ``chosen`` are structures by their names in addresses. ``since`` and ``until`` bound the rounds of Over time,
    ``first`` and ``second`` are the two it puts side by side. ``weights`` is equal, government, partners or entered;
    entered ones stand in ``entered``. ``importance`` are criterion codes, the most important first.
    """

    round: str | None = None
    voice: str | None = None
    sector: str = ""
    sort: str = ""
    section: str = "coordination"
    chosen: tuple[str, ...] = ()
    page: int = 1
    since: str | None = None
    until: str | None = None
    first: str | None = None
    second: str | None = None
    known: str = "now"
    weights: str = EQUAL
    entered: str = ""
    reason: str = ""
    importance: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Rounds, oldest first, and structures by code: those of the sector and, if any are named, only these.

    ``offered`` are the first structures of the sector, and those named: to choose among. ``whole`` stands for the
    programme as a whole.
    """

    rounds: tuple[RoundValue, ...]
    structures: tuple[StructureValue, ...]
    offered: tuple[StructureValue, ...]
    sectors: tuple[str, ...]
    whole: StructureValue | None = None

    @property
    def heard(self) -> tuple[RoundValue, ...]:
        """The rounds of which the reader may hear a voice."""
        return tuple(each for each in self.rounds if each.voices)

    def round(self, label: str) -> RoundValue:
        """Return the round of that label.

        Raises:
            NoSuch: the programme has no such round.
        """
        for each in self.rounds:
            if each.label == label:
                return each
        raise NoSuch("round", label)

    def within(self, since: str | None, until: str | None) -> tuple[RoundValue, ...]:
        """Return the rounds that are heard from one to another, both by their labels; None sets no bound.

        Raises:
            NoSuch: the programme has no such round.
        """
        first = self.round(since).reference_on if since else None
        last = self.round(until).reference_on if until else None
        return tuple(
            each
            for each in self.heard
            if (first is None or each.reference_on >= first) and (last is None or each.reference_on <= last)
        )

    def latest(self, label: str | None) -> RoundValue | None:
        """Return the round of that label; without one the latest that is heard and, if there is one, not invented."""
        if label:
            return self.round(label)
        stated = [each for each in self.heard if not each.is_invented] or self.heard
        return stated[-1] if stated else None


def select(filters: Filters, *, user: User, programme: Programme) -> Selection:
    """Return what there is of what the reader asks for; two queries.

    Raises:
        NoSuch: a structure that is named is not there.
    """
    everything, whole = structures.assessed(programme)
    by_slug = {each.slug: each for each in everything}
    missing = [slug for slug in filters.chosen if slug not in by_slug]
    if missing:
        raise NoSuch("structure", missing[0])
    wanted = [by_slug[slug] for slug in dict.fromkeys(filters.chosen)]
    in_sector = [each for each in everything if filters.sector in ("", each.sector)]
    return Selection(
        rounds=rounds.register(user, programme),
        structures=tuple(each for each in wanted or everything if filters.sector in ("", each.sector)),
        offered=tuple(dict.fromkeys([*wanted, *in_sector[:PAGE]])),
        sectors=structures.sectors(everything),
        whole=whole,
    )


def weights_of(filters: Filters, recorded: Mapping[str, Weights], count: int) -> Weights:
    """Return the weights asked for; those of a side are what it ``recorded`` for the round, by side.

    Only the coordination criteria are ever weighted; elsewhere every item weighs the same.

    Raises:
        NoSuch: the side has recorded none for this round.
        Refused: the entered ones are no weights of ``count`` criteria, or have no reason.
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


def importance_of(filters: Filters, criteria: Sequence[str]) -> tuple[str, ...]:
    """Return the order of importance asked for, empty where none is.

    Raises:
        Refused: it does not name each of these criteria once.
    """
    if filters.importance and sorted(filters.importance) != sorted(criteria):
        example = (("example", ",".join(criteria)),)
        value = ",".join(filters.importance)
        raise Refused(
            (Problem(rule=Rule.IMPORTANCE_INCOMPLETE, path="importance", value=value, params=example),)
        )
    return filters.importance


def named_weights(recorded: Mapping[str, Weights], criteria: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return the weight sets under which an order is tried, by name: equal, and what each side recorded."""
    sets = {EQUAL: (1,) * len(criteria)} | {side: each.values for side, each in recorded.items()}
    return {name: dict(zip(criteria, values, strict=True)) for name, values in sets.items()}

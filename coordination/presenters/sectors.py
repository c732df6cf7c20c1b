"""Many structures at a glance: the lowest possible scores by sector, and the criteria that most are weak on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from coordination.charts import dots
from coordination.charts.dots import DotLane
from coordination.domain.claims.portfolio import WeakCriterion
from coordination.domain.criteria import CriterionValue
from coordination.presenters.said import Said
from coordination.presenters.sentences import local
from coordination.queries.portfolio import Portfolio


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorWords:
    """One sector: the dots of what can be ranked, how many these are and how many others there are, in words too."""

    code: str
    name: str
    lane: DotLane
    shown: str
    unknown: str
    title: str


def sectors(of: Portfolio) -> list[SectorWords]:
    """Return the sectors by name: a dot for each structure at the lowest score that any side heard allows."""
    named = sorted((str(listed[0].structure.sector_name), code) for code, listed in of.by_sector.items())
    return [_sector(name, code, of.lowest[code]) for name, code in named]


def _sector(name: str, code: str, lowest: Sequence[Fraction | None]) -> SectorWords:
    lane = dots.drawn(tuple(each for each in lowest if each is not None))
    facts = {"count": lane.count, "unknown": len(lowest) - lane.count}
    shown, unknown = _("%(count)s shown") % facts, _("%(unknown)s not known") % facts
    return SectorWords(
        code=code, name=name, lane=lane, shown=shown, unknown=unknown, title=f"{name}: {shown}, {unknown}"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WeakWords:
    """One criterion, and of how many structures it is known that every side heard is weak on it."""

    name: str
    said: Said
    width: float


def weak(found: Sequence[WeakCriterion], criteria: Iterable[CriterionValue]) -> list[WeakWords]:
    """Return the criteria that most structures are weak on; bars are as wide as the share of the largest."""
    by_code = {each.code: each for each in criteria}
    largest = max((each.count for each in found), default=1)
    return [
        WeakWords(
            name=local(by_code[each.code].short),
            said=Said(each.kind, str(each.count)),
            width=round(100 * each.count / largest, 1),
        )
        for each in found
        if each.code in by_code
    ]

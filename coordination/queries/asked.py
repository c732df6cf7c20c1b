"""Which structures a round asks about: those chosen when it was opened, else all, also those added later.

The programme as a whole is asked in every round.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from coordination.domain.bilingual import alphabetical
from coordination.models import AskedStructure, Round, Structure
from coordination.queries.structures import StructureValue, structure_value


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedValue:
    """The structures not closed that a round asks about by code, the programme as a whole last.

    ``is_chosen``: they were chosen when it was opened, and one added later is not asked.
    """

    structures: tuple[StructureValue, ...]
    is_chosen: bool


def structures(round_: Round) -> QuerySet[Structure]:
    """Return the structures that a round asks about, closed ones too, and the programme as a whole."""
    rows = Structure.objects.filter(programme=round_.programme_id)
    return rows.filter(_is_asked(AskedStructure.objects.filter(round=round_.pk)))


def in_rounds(rounds: Collection[Round]) -> dict[int, list[Structure]]:
    """Return the structures not closed that each of these rounds asks about, by the id of the round; one query.

    They stand by code, and are the same objects in every round.
    """
    rows = Structure.objects.filter(closed="").annotate(asking=F("programme__rounds"))
    rows = rows.filter(
        _is_asked(AskedStructure.objects.filter(round=OuterRef("asking"))),
        asking__in=[each.pk for each in rounds],
    )
    found: dict[int, list[Structure]] = {each.pk: [] for each in rounds}
    once: dict[int, Structure] = {}
    for row in rows.order_by("code"):
        found[row.asking].append(once.setdefault(row.pk, row))
    return found


def of(round_: Round) -> AskedValue:
    """Return what a round asks about; one query."""
    chosen = Exists(AskedStructure.objects.filter(round=round_.pk))
    rows = list(structures(round_).filter(closed="").annotate(is_chosen=chosen))
    found = map(structure_value, rows)
    return AskedValue(
        structures=tuple(sorted(found, key=lambda each: (each.is_programme, alphabetical(each.code)))),
        is_chosen=any(row.is_chosen for row in rows),
    )


def is_asked(round_: Round, structure: Structure) -> bool:
    """Whether a round asks about a structure of its programme; one query."""
    return structures(round_).filter(pk=structure.pk).exists()


def _is_asked(chosen: QuerySet[AskedStructure]) -> Q:
    """Return the condition on a structure that a round with this choice asks about it."""
    return Q(is_programme=True) | ~Q(Exists(chosen)) | Q(Exists(chosen.filter(structure=OuterRef("pk"))))

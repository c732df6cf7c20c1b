"""Partners that a new name or code may already stand for."""

from collections.abc import Iterable
from dataclasses import dataclass

from coordination.domain.bilingual import Text, fold
from coordination.domain.likeness import Likeness, likeness, parts
from coordination.models import FormerName, Partner, Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A partner that is there, and how alike it is; one that is withdrawn has no page."""

    id: int
    code: str
    name: Text
    side: str
    is_withdrawn: bool
    likeness: Likeness
    has_code: bool = False


def of_name(programme: Programme, name: Text, *, code: str = "", but: int | None = None) -> tuple[Twin, ...]:
    """Return the partners of the same name or code, then those alike, withdrawn ones too; two queries.

    ``but`` is the partner that is to be called so. Who was called so before is alike.
    """
    former: dict[int, list[str]] = {}
    called = FormerName.objects.filter(partner__programme=programme)
    for pk, *names in called.values_list("partner_id", "name_en", "name_fr"):
        former.setdefault(pk, []).extend(names)
    wanted = parts((name.en, name.fr), (code,))
    found = []
    for row in Partner.everything.filter(programme=programme).order_by("pk"):
        if row.pk == but:
            continue
        there = parts((row.name_en, row.name_fr), (row.code, *former.get(row.pk, ())))
        has_code = bool(code) and fold(code) == fold(row.code)
        how = Likeness.SAME if has_code else likeness(wanted, there)
        if how is not None:
            found.append(_twin(row, how, has_code))
    return _same_first(found)


def _twin(row: Partner, how: Likeness, has_code: bool) -> Twin:
    return Twin(
        id=row.pk,
        code=row.code,
        name=Text(row.name_en, row.name_fr),
        side=row.side,
        is_withdrawn=row.withdrawn_at is not None,
        likeness=how,
        has_code=has_code,
    )


def _same_first(found: Iterable[Twin]) -> tuple[Twin, ...]:
    return tuple(sorted(found, key=lambda each: each.likeness is not Likeness.SAME))

"""Functions of the common plan, standards and families of equipment: kept by their names."""

from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from coordination.actions import saving
from coordination.domain.bilingual import Text
from coordination.domain.rules import Rule
from coordination.models import Function, Programme, Standard, User
from coordination.queries import functions

Named = TypeVar("Named", Function, Standard)


@transaction.atomic
def save_function(
    *,
    programme: Programme,
    function: Function | None = None,
    base_version: str = "",
    name_en: str,
    name_fr: str,
    sector: str,
    is_planned: bool,
    by: User,
    at: datetime,
) -> Function:
    """Keep a new function, or put one right; a name in one language stands for both.

    Raises:
        Refused: it has no name, or a name that another function has; or somebody changed it since
            ``base_version``, which is what `queries.functions.version` said when it was read.
    """
    draft = _draft(Function(programme=programme), function, base_version)
    draft.put({"sector": sector, "is_planned": is_planned})
    rows = Function.objects.filter(programme=draft.row.programme_id)
    draft.row.code = draft.row.code or saving.next_code(rows, "F")
    _name(draft, saving.both(name_en, name_fr), among=rows, exists=Rule.FUNCTION_EXISTS)
    return _keep(draft, "function", by, at)


@transaction.atomic
def save_standard(
    *,
    programme: Programme,
    standard: Standard | None = None,
    base_version: str = "",
    name_en: str,
    name_fr: str,
    kind: str,
    by: User,
    at: datetime,
) -> Standard:
    """Keep a new standard or family of equipment, or put the names of one right: its kind stays.

    Raises:
        Refused: it has no name, or a name that another of its kind has; or somebody changed it since
            ``base_version``, as for a function.
    """
    draft = _draft(Standard(programme=programme, kind=kind), standard, base_version)
    rows = Standard.objects.filter(programme=draft.row.programme_id)
    draft.row.code = draft.row.code or saving.next_code(rows, "S")
    alike = rows.filter(kind=draft.row.kind)
    _name(draft, saving.both(name_en, name_fr), among=alike, exists=Rule.STANDARD_EXISTS)
    return _keep(draft, "standard", by, at)


def _draft(blank: Named, kept: Named | None, base_version: str) -> saving.Draft[Named]:
    """Begin a new row, or to change the one that is kept."""
    if kept is None:
        return saving.new(blank)
    draft = saving.stored(type(kept)._default_manager.select_related("programme"), kept, before=_said)
    draft.require_unchanged(now=functions.version(draft.row), base=base_version, name=draft.row.name_en)
    return draft


def _name(draft: saving.Draft[Named], name: Text, *, among: QuerySet[Named], exists: Rule) -> None:
    """Give the row its name; note that it has none, or that of another row ``among`` those alike."""
    draft.put({"name_en": name.en, "name_fr": name.fr})
    if not name.en:
        draft.problems.add(Rule.NAME_MISSING, "name_en")
    for english, french in among.exclude(pk=draft.row.pk).values_list("name_en", "name_fr"):
        if name.folded & Text(english, french).folded:
            draft.problems.add(exists, "name_en", english)
            return


def _keep(draft: saving.Draft[Named], noun: str, by: User, at: datetime) -> Named:
    row = draft.row
    return draft.keep(noun=noun, key=row.code, programme=row.programme, after=_said, by=by, at=at)


def _said(row: Function | Standard) -> dict[str, object]:
    names: dict[str, object] = {"name_en": row.name_en, "name_fr": row.name_fr}
    if isinstance(row, Function):
        return names | {"sector": row.sector, "is_planned": row.is_planned}
    return names | {"kind": row.kind}

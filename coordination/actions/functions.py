"""Functions of the common plan, standards and families of equipment: kept by their names."""

from datetime import datetime

from django.db import transaction

from coordination.actions import journal
from coordination.domain.bilingual import Text
from coordination.domain.problems import Problem, Refused, Rule
from coordination.models import Function, Programme, Standard, User
from coordination.models.constraints import check
from coordination.queries import functions


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
    journal.lock()
    row = Function.objects.get(pk=function.pk) if function else Function(programme=programme)
    before = _said(row) if function else None
    _check_version(row, base_version)
    row.name_en, row.name_fr = _names(name_en, name_fr)
    row.sector, row.is_planned = sector, is_planned
    _keep(row, "F", Rule.FUNCTION_EXISTS)
    _record(row, before, by=by, at=at)
    return row


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
    journal.lock()
    row = Standard.objects.get(pk=standard.pk) if standard else Standard(programme=programme, kind=kind)
    before = _said(row) if standard else None
    _check_version(row, base_version)
    row.name_en, row.name_fr = _names(name_en, name_fr)
    _keep(row, "S", Rule.STANDARD_EXISTS, kind=row.kind)
    _record(row, before, by=by, at=at)
    return row


def _check_version(row: Function | Standard, base_version: str) -> None:
    if row.pk and functions.version(row) != base_version:
        raise Refused([Problem(rule=Rule.CHANGED_MEANWHILE, value=row.name_en)])


def _names(name_en: str, name_fr: str) -> tuple[str, str]:
    english, french = name_en.strip(), name_fr.strip()
    if not english and not french:
        raise Refused([Problem(rule=Rule.NAME_MISSING, path="name_en")])
    return english or french, french or english


def _keep(row: Function | Standard, letter: str, exists: Rule, **alike: str) -> None:
    """Store the row under a code of its own, unless another one like it has the name."""
    others = type(row)._default_manager.filter(programme=row.programme_id, **alike).exclude(pk=row.pk)
    name = Text(row.name_en, row.name_fr)
    for english, french in others.values_list("name_en", "name_fr"):
        if name.folded & Text(english, french).folded:
            raise Refused([Problem(rule=exists, path="name_en", value=english)])
    if not row.code:
        codes = set(
            type(row)._default_manager.filter(programme=row.programme_id).values_list("code", flat=True)
        )
        number = len(codes) + 1
        while f"{letter}-{number}" in codes:
            number += 1
        row.code = f"{letter}-{number}"
    check(row)
    row.save()


def _said(row: Function | Standard) -> dict[str, object]:
    if isinstance(row, Function):
        own: dict[str, object] = {"sector": row.sector, "is_planned": row.is_planned}
    else:
        own = {"kind": row.kind}
    return {"name_en": row.name_en, "name_fr": row.name_fr} | own


def _record(row: Function | Standard, before: dict[str, object] | None, *, by: User, at: datetime) -> None:
    journal.record(
        by=by,
        at=at,
        verb="saved",
        noun=str(row._meta.model_name),
        key=row.code,
        programme=row.programme,
        before=before,
        after=_said(row),
    )

"""Reference data that is stored as it stands in a checked row: programmes and structures."""

from datetime import datetime

from django.db import transaction
from django.db.models import Model
from django.forms.models import model_to_dict
from django.utils.text import slugify

from coordination.actions import journal, programmes
from coordination.domain.bilingual import fold
from coordination.domain.problems import Problem, Refused, Rule
from coordination.models import Programme, Structure, User
from coordination.models.constraints import check


@transaction.atomic
def save(*, item: Model, by: User | None, at: datetime) -> Model:
    """Store a checked row of reference data, with what it was before in the journal.

    Raises:
        ValidationError: a field or a constraint is not kept.
        Refused: a person makes a programme here: it would have nobody (see ``programmes.start``).
    """
    if by is not None and isinstance(item, Programme) and item.pk is None:
        raise Refused((Problem(rule=Rule.ADMINISTRATOR_COMES_FIRST, value=item.code),))
    before = type(item)._default_manager.filter(pk=item.pk).first() if item.pk else None
    if isinstance(item, Structure):
        item.slug = item.slug or slugify(item.code.replace("/", "-"))
        item.folded = fold(f"{item.code} {item.name_en} {item.name_fr}")
    check(item)
    item.save()
    journal.record(
        by=by,
        at=at,
        verb="saved",
        noun=str(item._meta.model_name),
        key=str(item),
        programme=getattr(item, "programme", None),
        before=_facts(before),
        after=_facts(item),
    )
    if isinstance(item, Programme):
        programmes.add_whole(programme=item, by=by, at=at)
    return item


def _facts(item: Model | None) -> dict[str, str] | None:
    if item is None:
        return None
    return {
        name: str(value)
        for name, value in model_to_dict(item).items()
        if name != "password" and value not in ("", None)
    }

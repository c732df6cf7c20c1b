"""The names of what the entries of the journal are about, which name it by its code."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import CharField, Model, QuerySet, Value

from coordination.domain.bilingual import Text
from coordination.models import (
    Activity,
    Commitment,
    Contact,
    FormerPlace,
    Function,
    Membership,
    Partner,
    Programme,
    Round,
    Standard,
)

#: What has a name besides its code: where the name stands.
NAMED: Mapping[str, tuple[type[Model], str, str]] = {
    "partner": (Partner, "name_en", "name_fr"),
    "activity": (Activity, "name_en", "name_fr"),
    "function": (Function, "name_en", "name_fr"),
    "standard": (Standard, "name_en", "name_fr"),
    "commitment": (Commitment, "text_en", "text_fr"),
    "contact": (Contact, "subject", "subject"),
}


def names(programme: Programme, entries: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Text]:
    """Return the names of what entries are about, by kind and key; three queries, whatever they are about."""
    # Never empty: else Django would leave a query out.
    keys = {"", *(key for _noun, key in entries)}
    tables = [
        _named(noun, model, texts, programme).filter(code__in=keys) for noun, (model, *texts) in NAMED.items()
    ]
    rounds = _named("round", Round, ("name_en", "name_fr"), programme)
    found = rounds.union(*tables, all=True)
    told = {(noun, key): Text(en, fr) for noun, key, en, fr in found}
    return told | {("person", email): Text(name, name) for email, name in _people(programme, keys)}


def _named(noun: str, model: type[Model], texts: Sequence[str], programme: Programme) -> QuerySet[Any, Any]:
    """Return kind, code and name in both languages of a programme's rows, withdrawn ones too."""
    code = "label" if model is Round else "code"
    rows = model._base_manager.filter(programme=programme).order_by()
    return rows.values_list(Value(noun, output_field=CharField()), code, *texts)


def _people(programme: Programme, emails: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Yield e-mails with the names of those who have or had a place; two queries."""
    former = FormerPlace.objects.filter(programme=programme, email__in=emails)
    yield from former.values_list("email", "name")
    for place in Membership.objects.filter(programme=programme, user__email__in=emails).select_related(
        "user"
    ):
        yield place.user.email, place.shown_name

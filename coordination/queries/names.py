"""Names of partners: today's, those on a day, and the text searched."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from django.db.models import OuterRef, Q, QuerySet, Subquery

from coordination.domain.bilingual import Text, fold
from coordination.domain.bilingual import alphabetical as in_order
from coordination.domain.names import FormerNameValue, name_on
from coordination.models import FormerName, Partner, Seat

Named = TypeVar("Named")


def folded(row: Partner) -> str:
    """Return code and names without case and accents, former ones and those of partners merged into it included.

    Two queries for a stored row.
    """
    words = [row.code, row.name_en, row.name_fr]
    if row.pk:
        former = FormerName.objects.filter(Q(partner=row) | Q(partner__merged_into=row))
        merged = Partner.everything.filter(merged_into=row).values_list("code", "name_en", "name_fr")
        for each in (*former.values_list("name_en", "name_fr"), *merged):
            words += each
    return fold(" ".join(words))


def name(row: Partner) -> Text:
    """Return the current name."""
    return Text(row.name_en, row.name_fr)


def ordered(rows: QuerySet[Partner], language: str) -> tuple[int, ...]:
    """Return the ids of partners in the order of `alphabetical`, which databases lack; one query."""
    column = "name_fr" if language.startswith("fr") else "name_en"
    found = sorted((in_order(name), pk) for pk, name in rows.order_by().values_list("pk", column))
    return tuple(pk for _name, pk in found)


def alphabetical(named: Iterable[Named], language: str, name: Callable[[Named], Text]) -> tuple[Named, ...]:
    """Sort things by name in a language as people look them up: « État » beside “etat”."""
    return tuple(sorted(named, key=lambda each: in_order(name(each).get(language))))


def former_name(row: FormerName) -> FormerNameValue:
    """Convert a row."""
    return FormerNameValue(Text(row.name_en, row.name_fr), row.until_on)


def names_on(rows: QuerySet[Partner], on: date) -> Mapping[int, Text]:
    """Return, by id, the names on a day of the partners since renamed; one query."""
    found: dict[int, list[FormerNameValue]] = {}
    current: dict[int, Text] = {}
    kept = FormerName.objects.filter(partner__in=rows.order_by().values("pk"), until_on__gte=on)
    for each in kept.select_related("partner"):
        found.setdefault(each.partner_id, []).append(former_name(each))
        current[each.partner_id] = name(each.partner)
    return {pk: name_on(current[pk], former, on) for pk, former in found.items()}


def called_on(on: date, partner: str = "partner") -> dict[str, Subquery]:
    """Return annotations for rows that lead to a ``partner``: its name on a day, None where that is today's."""
    former = FormerName.objects.filter(partner=OuterRef(partner), until_on__gte=on).order_by("until_on", "pk")
    return {f"called_{code}": Subquery(former.values(f"name_{code}")[:1]) for code in ("en", "fr")}


def called(row: Seat) -> Text:
    """Return the name of the partner in a seat loaded with it and with ``called_on``."""
    found: tuple[str | None, str | None] = vars(row)["called_en"], vars(row)["called_fr"]
    return name(row.partner) if found[0] is None or found[1] is None else Text(found[0], found[1])

"""What a corrected file says otherwise, in words: by kind, row and field, as it is stored and as the file says it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from coordination.documents.fixture.corrections import FieldDifference, Staying
from coordination.domain.currencies import figures
from coordination.domain.dates import is_date
from coordination.domain.problems import MOST, shown
from coordination.presenters import days, sentences
from coordination.queries import corrections
from coordination.queries.fixture_plans import PlanItem

#: So much of a long text is shown.
LENGTH = 160
WHY = {
    Staying.CHANGED: gettext_lazy("somebody changed it here since it was imported"),
    Staying.ENTERED: gettext_lazy("entered here, or imported before this program noted how rows came"),
    Staying.GONE: gettext_lazy("somebody changed here what it is known by since it was imported"),
    Staying.FIXED: gettext_lazy("other records rest on what would change"),
    Staying.ANSWERED_HERE: gettext_lazy("people answer this round here"),
    Staying.ANSWERS: gettext_lazy("a file never changes answers"),
}
#: Fields that no column of their own names.
NAMES = {
    "country": gettext_lazy("country"),
    "former_names": gettext_lazy("former names"),
    "quote_fr": gettext_lazy("the same in French"),
    "slide": gettext_lazy("place in the source"),
    "source": gettext_lazy("source"),
    "tests": gettext_lazy("tests T1 to T3"),
    "partners": gettext_lazy("partners"),
    "round": gettext_lazy("round"),
    "voice": gettext_lazy("side"),
    "criterion": gettext_lazy("criterion"),
    "contact": gettext_lazy("contact"),
    "moved": gettext_lazy("days it was due before"),
    "mandate": gettext_lazy("mandate"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLine:
    """One field; what is not known is empty."""

    name: str
    stored: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the file; ``title`` is what people call it, where that is not its key; ``why`` says why it stays."""

    name: str
    title: str
    why: str
    lines: tuple[FieldLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Rows by the name of their kind, in the order of the file, and how many more there are."""

    kinds: tuple[tuple[str, tuple[Row, ...]], ...]
    more: int


def listed(items: Iterable[PlanItem]) -> Shown:
    """Return what these entries say otherwise: the first rows, as many as make some two hundred lines."""
    rows: list[tuple[str, Row]] = []
    lines = more = 0
    for item in items:
        row = _row(item)
        lines += max(1, len(row.lines))
        if lines > MOST:
            more += 1
        else:
            rows.append((sentences.noun(item.noun), row))
    grouped = groupby(rows, key=lambda each: each[0])
    kinds = tuple((noun, tuple(row for _noun, row in group)) for noun, group in grouped)
    return Shown(kinds=kinds, more=more)


def _row(item: PlanItem) -> Row:
    correction = item.correction
    assert correction is not None, "an entry that is replaced or kept says what differs"
    return Row(
        name=item.name,
        title=sentences.local(item.title) if item.title else "",
        why=str(WHY[correction.kept]) if correction.kept else "",
        lines=tuple(_line(item.noun, each) for each in correction.differences),
    )


def _line(noun: str, each: FieldDifference) -> FieldLine:
    # Of an answer, the short name of its criterion first, its code after it.
    of_answer = f"{each.name.get(get_language() or 'en')} ({each.field})" if each.name else ""
    name = of_answer or _name(noun, each.field)
    return FieldLine(
        name=name, stored=_value(noun, each.field, each.stored), said=_value(noun, each.field, each.said)
    )


def _name(noun: str, field: str) -> str:
    return str(NAMES[field]) if field in NAMES else corrections.field_name(noun, field)


def _value(noun: str, field: str, value: str) -> str:
    if value in ("yes", "no") and field == "is_planned":
        return _("Yes") if value == "yes" else _("No")
    if field == "value" and value:
        return figures(Decimal(value), get_language() or "en")
    return days.partial_date(value) if is_date(value) else shown(corrections.word(noun, field, value), LENGTH)


def lines(items: Iterable[PlanItem]) -> Iterable[str]:
    """Yield what these entries say otherwise, a line for each field, for a terminal; codes and dates as in the file."""
    for item in items:
        if item.correction is None:
            continue
        why = f"\t({WHY[item.correction.kept]})" if item.correction.kept else ""
        yield f"{item.verb}\t{item.noun}\t{item.name}{why}"
        for each in item.correction.differences:
            yield f"\t{each.field}: {shown(each.stored, LENGTH) or '–'} → {shown(each.said, LENGTH) or '–'}"

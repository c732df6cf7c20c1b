"""Workbooks of records in words: heads, lists and notes in both languages, and what a filled-in one would do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from coordination.documents.filled_tables import SheetShape
from coordination.documents.record_templates import RecordColumn, RecordSheet, RecordTemplate
from coordination.domain.answers import normalise
from coordination.domain.bilingual import Text
from coordination.domain.currencies import figures
from coordination.domain.problems import Problem
from coordination.domain.record_cells import RecordWords, SheetColumn
from coordination.domain.record_files import NEEDED, SHEETS
from coordination.presenters import answer_files, days, planned, record_notes, sentences
from coordination.presenters.planned import PlannedRows
from coordination.presenters.sentences import local
from coordination.queries import activities, money, participations, partners, seats, structures
from coordination.queries.record_files import Known, PlannedRecord, RecordChoices, RecordPlan

LANGUAGES = ("en", "fr")
#: What tells records from each other that have neither code nor name.
TOLD_BY = {
    "seats": ("structure", "partner", "role", "since"),
    "participants": ("activity", "partner", "does"),
    "money": ("activity", "money", "amount", "currency", "on"),
}


def heads() -> dict[str, str]:
    """Return the heads of all sheets by column, in the reader's language."""
    return {
        "code": _("Code"),
        "name_en": _("Name in English"),
        "name_fr": _("Name in French"),
        "sector": _("Sector"),
        "mandate_en": _("Mandate in English"),
        "mandate_fr": _("Mandate in French"),
        "founded": _("Founded"),
        "closed": _("Closed"),
        "parent": _("Part of"),
        "predecessor": _("Successor of"),
        "dormant_after": _("Dormant after so many months without a meeting"),
        "side": _("Side"),
        "kind": _("Kind"),
        "objectives_en": _("Stated objectives in English"),
        "objectives_fr": _("Stated objectives in French"),
        "aim": _("Bilateral objectives or SSR?"),
        "since": _("Since"),
        "until": _("Until"),
        "former_until": _("The former name was valid until"),
        "is_another": _("It is another partner"),
        "structure": _("Structure"),
        "partner": _("Partner"),
        "role": _("Role"),
        "given": _("What is given"),
        "recipient": _("Institution that receives it"),
        "function": _("Function"),
        "place": _("Where"),
        "status": _("Status"),
        "planned_since": _("Planned from"),
        "planned_until": _("Planned until"),
        "note": _("Note"),
        "identifier": _("Identifier elsewhere"),
        "activity": _("Activity"),
        "does": pgettext("takes part", "What it does"),
        "share": _("Share in per cent, if known"),
        "money": pgettext("money", "What it is"),
        "amount": _("Amount"),
        "currency": _("Currency"),
        "on": _("Date, if known"),
        "payer": _("Whose money, if known"),
        "text_en": _("What is promised, in English"),
        "text_fr": _("What is promised, in French"),
        "owner": _("Owner"),
        "person": _("Person in charge"),
        "due_on": _("Due on"),
        "reason": _("Why the day moves"),
    }


def titles() -> dict[str, str]:
    """Return the names of the sheets in the reader's language."""
    return {
        "structures": _("Structures"),
        "partners": _("Partners"),
        "seats": _("Seats"),
        "activities": _("Activities"),
        "participants": _("Who else takes part"),
        "money": _("Money"),
        "commitments": _("Commitments"),
    }


def shapes() -> tuple[SheetShape, ...]:
    """Return what the sheets look like, in both languages and by the codes of their columns."""
    named: dict[str, set[str]] = {name: {normalise(name)} for name in heads()}
    for language in LANGUAGES:
        with override(language):
            for name, head in heads().items():
                named[name].add(normalise(head))
    return tuple(
        SheetShape(
            name=sheet,
            heads={said: each.name for each in columns for said in named[each.name]},
            needed=NEEDED[sheet],
            filled=[each.name for each in columns],
        )
        for sheet, columns in SHEETS.items()
    )


def choices(of: RecordChoices) -> dict[tuple[str, str], dict[str, str]]:
    """Return the words of each list by code, in the reader's language."""
    listed: dict[tuple[str, str], Iterable[tuple[object, object]]] = {
        ("structures", "sector"): [
            (code, said) for code, said in structures.sector_choices() if code in of.sectors
        ],
        ("partners", "side"): partners.SIDES,
        ("partners", "kind"): partners.KINDS,
        ("partners", "aim"): partners.AIMS,
        ("partners", "is_another"): [("yes", _("yes"))],
        ("seats", "role"): seats.ROLES,
        ("activities", "given"): activities.KINDS,
        ("activities", "function"): [(code, local(name)) for code, name in of.functions.items()],
        ("activities", "status"): activities.STATUSES,
        ("participants", "does"): participations.ROLES,
        ("money", "money"): money.KINDS,
    }
    return {place: {str(code): str(said) for code, said in each} for place, each in listed.items()}


def words(of: RecordChoices) -> RecordWords:
    """Return what may stand for each code, in both languages."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for language in LANGUAGES:
        with override(language):
            for place, listed in choices(of).items():
                said = found.setdefault(place, {})
                for code, word in listed.items():
                    said |= {normalise(word): code, normalise(code): code}
    return RecordWords(codes=found)


def template(
    known: Known, of: RecordChoices, programme: Text, spoken: Sequence[str], *, has_commitments: bool
) -> RecordTemplate:
    """Return the workbook of what is recorded in the reader's language; texts in the languages that are ``spoken``."""
    listed = choices(of)
    names = titles()
    sheets = []
    for sheet, all_columns in SHEETS.items():
        if sheet == "commitments" and not has_commitments:
            continue
        columns = [each for each in all_columns if _is_spoken(each.name, spoken)]
        rows = [
            [
                _shown(each, record.values.get(each.name, ""), listed.get((sheet, each.name), {}))
                for each in columns
            ]
            for record in known[sheet].values()
        ]
        made = [_column(sheet, each, listed.get((sheet, each.name), {}), names) for each in columns]
        sheets.append(RecordSheet(title=names[sheet], columns=made, rows=rows))
    return RecordTemplate(
        sheets=sheets, lists=_("Lists"), about=_("About this file"), lines=record_notes.about(programme)
    )


def _is_spoken(name: str, spoken: Sequence[str]) -> bool:
    return not name.endswith(("_en", "_fr")) or name[-2:] in spoken


def _shown(column: SheetColumn, value: str, listed: Mapping[str, str]) -> str:
    """Return a value as the reader writes it."""
    if listed:
        return listed.get(value, value)
    if column.is_date:
        return days.partial_date(value)
    return _figure(column, value) if value else ""


def _figure(column: SheetColumn, value: str) -> str:
    language = get_language() or "en"
    if column.figure == "amount":
        return figures(Decimal(value), language)
    return value.replace(".", ",") if column.figure == "share" and language.startswith("fr") else value


def _column(
    sheet: str, column: SheetColumn, listed: Mapping[str, str], names: Mapping[str, str]
) -> RecordColumn:
    head = heads()[column.name]
    return RecordColumn(
        head=head,
        note=record_notes.note(sheet, column, names),
        width=max(14, min(len(head) + 4, 26)),
        choices=tuple(listed.values()),
        is_closed=bool(column.codes),
        of_sheet=[*SHEETS].index(column.refers) if column.refers in SHEETS else None,
        stays=column.is_key,
    )


def parts(plan: RecordPlan, sheet: str, of: RecordChoices) -> tuple[PlannedRows, ...]:
    """Return what would be changed and what would be added of a sheet."""
    changed, added = (
        [each for each in of_plan if each.sheet == sheet] for of_plan in (plan.changed, plan.added)
    )
    return (
        *planned.listed(_("Would be changed"), changed, lambda each: _planned(each, of)),
        *planned.listed(_("Would be added"), added, lambda each: _planned(each, of)),
    )


def _planned(each: PlannedRecord, of: RecordChoices) -> str:
    """Say what would be added or changed: “CMJ: Founded: 2008 → March 2008”."""
    listed, columns = choices(of), {column.name: column for column in SHEETS[each.sheet]}

    def said(values: Mapping[str, str], name: str) -> str:
        return _shown(columns[name], values.get(name, ""), listed.get((each.sheet, name), {})) or "–"

    name = _name(each, said)
    if each.before is None:
        return name
    before = each.before
    changes = [
        _("%(name)s: %(said)s")
        % {"name": heads()[one], "said": f"{_cut(said(before, one))} → {_cut(said(each.after, one))}"}
        for one in each.changed
    ]
    return _("%(name)s: %(said)s") % {"name": name, "said": sentences.listed(changes)}


def _name(each: PlannedRecord, said: Callable[[Mapping[str, str], str], str]) -> str:
    if each.sheet in TOLD_BY:
        return ", ".join(said(each.after, one) for one in TOLD_BY[each.sheet])
    name = local(Text(each.after.get("name_en", ""), each.after.get("name_fr", "")))
    if each.sheet == "commitments":
        name = _cut(local(Text(each.after.get("text_en", ""), each.after.get("text_fr", ""))))
    if each.sheet == "activities" and not name:
        name = ", ".join(said(each.after, one) for one in ("given", "partner", "recipient"))
    return " – ".join(filter(None, (each.after.get("code", ""), name)))


def _cut(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def listed(found: tuple[Problem, ...], other: str) -> list[Mapping[str, str]]:
    """Return mistakes with their places in the reader's language and in another."""
    return answer_files.listed(found, other, heads)

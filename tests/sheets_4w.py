"""4W sheets as other people keep them, with invented names: rows of cells, as workbooks and as CSV files."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook

Rows = Sequence[Sequence[Any]]

#: One row for each project, with dates: no tags, heads in French below a title, amounts as people write them.
PROJECTS: Rows = [
    ["Matrice 3W de la province des Lacs"],
    [],
    ["N°", "Organisation", "Bailleurs de fonds", "Institution bénéficiaire", "Secteur", "Activité", "Province",
     "Territoire", "Date de début", "Date de fin", "Statut", "Budget (USD)", "Nombre de bénéficiaires"],
    [1, "Atelier des Collines", "Fonds des Lacs; DFID (40 %)", "Police HQ", "Maintien de l'ordre",
     "Formation des inspecteurs", "Lacs", "Rive-Est", "03/04/2026", "31/12/2026", "En cours", "250 000,50", 120],
    [2, "Secours  du Danube ", None, None, "Riot control", "Re\u0301seau radio", "Lacs", None,
     datetime.fromisoformat("2025-02-01"), "juin 2025", "terminé", 1200.5, None],
]  # fmt: skip

#: One row for each month, with tags.
TAGGED: Rows = [
    ["Organisation", "Type", "What", "Where", "Month", "People reached"],
    ["#org+impl", "#org+type", "#activity", "#adm1+name", "#date+month", "#reached"],
    ["Training Works", "NGO", "Night patrols", "Lakes", "2026-01", 40],
    ["Training Works", "NGO", "Night patrols", "Lakes", "2026-02", 55],
]

#: A column for each month, marked where something was done; the year is in the name of the sheet.
MONTHS: Rows = [
    ["Agency", "Activity", "District", "Jan", "Fév", "Mars", "Avril", "Mai", "Juin"],
    ["Training Works", "Mobile court", "Hill Town", "x", "X", None, None, "x", "0"],
    ["Lake Watch", "Legal aid", "Shore", None, None, "oui", "oui", "oui", "non"],
]


def book(rows: Rows, title: str = "3W", change: Callable[[Workbook], None] | None = None) -> bytes:
    """Return rows as a workbook of one sheet, changed before it is saved."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None, "a new workbook has a sheet"
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    if change:
        change(made)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def text(rows: Rows, mark: str = ";") -> bytes:
    """Return rows as a CSV file."""
    written = io.StringIO()
    said = [[each.isoformat()[:10] if isinstance(each, datetime) else each for each in row] for row in rows]
    csv.writer(written, delimiter=mark).writerows(said)
    return "\ufeff".encode() + written.getvalue().encode()


def changed(rows: Rows, *cells: tuple[int, int, Any]) -> Rows:
    """Return rows with other cells: row and column from 0, and what stands there instead."""
    found = [list(row) for row in rows]
    for row, column, value in cells:
        found[row][column] = value
    return found

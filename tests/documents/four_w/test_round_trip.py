"""The register as a 4W sheet says the same when it is read again, as a workbook; and opens safely as CSV."""

from datetime import date
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, Phase, given, settings

from coordination.documents import workbooks
from coordination.documents.fixture.document import Fixture
from coordination.documents.four_w import columns, reading, tables, writing
from coordination.documents.iati import mapping, meaning
from coordination.documents.iati.meaning import Known
from coordination.documents.tables import Table, TableFile, file_bytes
from coordination.documents.workbooks import About
from coordination.presenters import four_w as words
from tests import make, programmes
from tests.extent import examples

pytestmark = pytest.mark.django_db


def workbook(table: Table) -> bytes:
    return workbooks.workbook_bytes(
        [workbooks.sheet_of(table)], About("About", [("What", "a sheet")]), on=date(2026, 1, 1)
    )


def again(fixture: Fixture, document: dict[str, Any], data: bytes) -> Fixture:
    """The programme as the sheet says it, with nothing known of its activities."""
    known = Known(programme=fixture.programme, partners=fixture.partners, functions=fixture.functions)
    table = tables.read(data, "4w.xlsx", words.columns())
    found = reading.read(table, columns.of_tags(table.tags), words.words(), source="4W · any").file
    chosen, asked = meaning.suggested(found, known)
    assert not asked & {part.org for each in found.activities for part in each.parts}
    assert not +found.unread
    assert not +found.losses
    said = mapping.document(found, known, chosen)
    assert not said["partners"]
    return make.fixture(document | {"activities": said["activities"]})


@given(programmes.documents())
@settings(
    max_examples=examples(15),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_what_is_written_is_read_as_the_same(document: dict[str, Any]) -> None:
    fixture = make.fixture(document)
    if not fixture.activities:
        return
    table = writing.table(fixture.activities, words.labels())
    assert again(fixture, document, workbook(table)).activities == fixture.activities


@pytest.mark.parametrize("is_french", [False, True])
def test_csv_in_either_convention_is_read_as_the_same(*, is_french: bool) -> None:
    document = make.document() | {
        "partners": [
            {"code": code, "name": {"en": code, "fr": code}, "side": "international", "kind": "bilateral"}
            for code in ("P; one", "-P two")
        ],
        "structures": [],
        "rounds": [],
        "activities": [
            {
                "code": "A1",
                "name": {"en": "=2+3", "fr": "Deux, trois ; quatre"},
                "partner": "-P two",
                "kind": "training",
                "value": "1234567.50",
                "currency": "USD",
                "since": "2010-06-01",
                "note": "One line\nand another",
                "money": [
                    {
                        "kind": "budget",
                        "amount": "-5.25",
                        "currency": "CDF",
                        "on": "2009",
                        "partner": "-P two",
                    }
                ],
            }
        ],
    }
    fixture = make.fixture(document)
    with override("fr" if is_french else "en"):
        table = writing.table(fixture.activities, words.labels())
    data = file_bytes(TableFile([table]), is_french=is_french)
    assert again(fixture, document, data).activities == fixture.activities
    assert b"\n=" not in data
    assert ("formation" in data.decode()) is is_french

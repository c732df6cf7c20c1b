"""Records from a workbook, beneath their page: whatever a programme holds comes back unchanged."""

from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from coordination.actions import record_files as actions
from coordination.documents import filled_tables, record_templates, tables
from coordination.domain.bilingual import Text
from coordination.domain.filled import FilledSheet
from coordination.models import Programme
from coordination.presenters import record_files as words
from coordination.queries import record_files
from coordination.queries.record_files import RecordPlan
from tests import make
from tests.extent import examples
from tests.programmes import documents

pytestmark = pytest.mark.django_db


def sheets_of(programme: Programme, language: str, kind: str) -> list[FilledSheet]:
    """What is read of what is written."""
    with override(language):
        made = words.template(
            record_files.known(programme),
            record_files.choices(programme),
            Text(programme.name_en, programme.name_fr),
            programme.spoken,
        )
    if kind == "xlsx":
        files = [record_templates.workbook_bytes(made, on=date(2026, 11, 28))]
    else:
        listed = map(record_templates.rows_of, made.sheets)
        files = [tables.csv_bytes(each, is_french=language == "fr") for each in listed]
    return [sheet for each in files for sheet in filled_tables.read_sheets(each, f"a.{kind}", words.shapes())]


def check(programme: Programme, sheets: list[FilledSheet]) -> RecordPlan:
    keeper = make.place(make.person(f"keeper-{programme.pk}"), "administrator", None, programme=programme)
    of_programme = words.words(record_files.choices(programme))
    return actions.check(sheets=sheets, words=of_programme, programme=programme, by=keeper, at=make.AT)


@settings(
    max_examples=examples(8),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_whatever_a_programme_holds_comes_back_unchanged(data: st.DataObject) -> None:
    code = f"any-{Programme.objects.count()}"
    make.load(data.draw(documents(code=code)))
    programme = make.programme(code)
    programme.languages = data.draw(st.sampled_from(["en fr", "en", "fr"]))
    programme.save()
    language, kind = (data.draw(st.sampled_from(each)) for each in (["en", "fr"], ["xlsx", "csv"]))
    plan = check(programme, sheets_of(programme, language, kind))
    assert plan.planned == ()
    assert plan.unchanged == sum(map(len, record_files.known(programme).values()))

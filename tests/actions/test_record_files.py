"""Records from a workbook, beneath their page: whatever a programme holds comes back unchanged."""

from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from coordination.actions import record_files as actions
from coordination.documents import filled_tables, record_templates, tables
from coordination.domain.bilingual import Text
from coordination.domain.filled import FilledCell, FilledRow, FilledSheet, tidy
from coordination.domain.problems import Refused
from coordination.domain.record_files import SHEETS
from coordination.models import JournalEntry, Programme, User
from coordination.presenters import record_files as words
from coordination.queries import record_files
from coordination.queries.record_files import RecordPlan
from tests import make
from tests.extent import examples
from tests.programmes import documents

pytestmark = pytest.mark.django_db


def sheets_of(programme: Programme, keeper: User, language: str, kind: str) -> list[FilledSheet]:
    """What is read of what is written."""
    with override(language):
        made = words.template(
            record_files.known(programme, keeper),
            record_files.choices(programme),
            Text(programme.name_en, programme.name_fr),
            programme.spoken,
            has_commitments=True,
        )
    if kind == "xlsx":
        files = [record_templates.workbook_bytes(made, on=date(2026, 11, 28))]
    else:
        listed = map(record_templates.rows_of, made.sheets)
        files = [tables.csv_bytes(each, is_french=language == "fr") for each in listed]
    return [sheet for each in files for sheet in filled_tables.read_sheets(each, f"a.{kind}", words.shapes())]


def manager(programme: Programme) -> User:
    """Somebody who may record everything."""
    return make.place(make.person(f"keeper-{programme.pk}"), "manager", "partners", programme=programme)


def check(programme: Programme, keeper: User, sheets: list[FilledSheet]) -> RecordPlan:
    """What is said of these sheets."""
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
    keeper = manager(programme)
    plan = check(programme, keeper, sheets_of(programme, keeper, language, kind))
    assert plan.planned == ()
    assert plan.unchanged == sum(map(len, record_files.known(programme, keeper).values()))


#: A sound row of each sheet, over which something else is typed.
SOUND = {
    "structures": {"code": "CLX", "name_en": "Local council", "sector": "police", "founded": "2009"},
    "partners": {"code": "LF", "name_en": "Lake Fund", "side": "international", "kind": "bilateral"},
    "seats": {"structure": "CMJ", "partner": "DFID", "role": "member", "since": "2011"},
    "activities": {"given": "training", "partner": "MONUC", "recipient": "FARDC", "name_en": "Riot drill"},
    "participants": {"activity": "Riot drill", "partner": "DFID", "does": "funds", "share": "40"},
    "money": {"activity": "Riot drill", "money": "budget", "amount": "12.50", "currency": "USD"},
    "commitments": {"text_en": "Meet", "owner": "FARDC", "due_on": "2031-01-01"},
}
#: What somebody may type anywhere: words of lists, names, dates, and what is none.
TYPED = st.one_of(
    st.sampled_from(["CMJ", "cmj", "MONUC", "DFID", "police", "member", "training", "national", "mission"]),
    st.sampled_from(
        ["2008", "31/02/2009", "2999", "0", "61", "-", "=1+1", "A-1", "yes", "\u202eabc", "\u2800"]
    ),
    st.text(max_size=300),
    st.just("x" * 5_000),
)


@settings(
    max_examples=examples(30),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(
    rows=st.lists(
        st.sampled_from(sorted(SHEETS)).flatmap(
            lambda sheet: st.tuples(
                st.just(sheet),
                st.dictionaries(st.sampled_from([each.name for each in SHEETS[sheet]]), TYPED, min_size=1),
            )
        ),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_is_typed_is_refused_or_planned(
    cast: make.Cast, rows: list[tuple[str, dict[str, str]]]
) -> None:
    programme = make.cod()
    sheets = [
        FilledSheet(
            shape=name,
            columns={each.name: "A" for each in SHEETS[name]},
            rows=tuple(
                FilledRow(
                    sheet=name,
                    number=number,
                    cells={
                        column: FilledCell("A", tidy(text))
                        for column, text in (SOUND[name] | cells).items()
                        if tidy(text)
                    },
                )
                for number, (sheet, cells) in enumerate(rows, start=2)
                if sheet == name
            ),
        )
        for name in SHEETS
    ]
    said = words.words(record_files.choices(programme))
    before = JournalEntry.objects.count()
    try:
        plan = actions.check(sheets=sheets, words=said, programme=programme, by=cast.amina, at=make.AT)
    except Refused:
        plan = None
    assert plan is None or len(plan.planned) + plan.unchanged == len(rows)
    assert JournalEntry.objects.count() == before

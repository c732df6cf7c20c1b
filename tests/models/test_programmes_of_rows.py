"""Every row belongs to one programme, by its own column or by that of its parent, or it is the installation's."""

import pytest
from django.apps import apps
from django.db import models

from coordination.models import Answer, Assessment, Programme, Round
from tests import make
from tests import programme_of_rows as rows


def test_every_table_says_how_its_rows_belong_to_a_programme() -> None:
    tables = {each._meta.db_table for each in apps.get_app_config("coordination").get_models(True)}
    said = [*rows.own_column(), *rows.THROUGH, *rows.OF_THE_INSTALLATION]
    assert sorted(said) == sorted(tables), (
        "a new table has the column, or a line in THROUGH or OF_THE_INSTALLATION"
    )


@pytest.mark.parametrize(("table", "path"), rows.THROUGH.items(), ids=list(rows.THROUGH))
def test_a_row_without_the_column_has_a_parent_that_leads_to_it(table: str, path: str) -> None:
    model = rows.model_of(table)
    for name in path.split("__"):
        field = model._meta.get_field(name)
        assert isinstance(field, models.ForeignKey)
        assert not field.null, f"{model.__name__}.{name}: a row without it belongs to nobody"
        related = field.related_model
        assert isinstance(related, type)
        model = related
    assert model is Programme


def test_a_row_whose_column_may_be_empty_says_why() -> None:
    empty = {table for table in rows.own_column() if rows.model_of(table)._meta.get_field("programme").null}
    assert empty == set(rows.MAY_BE_EMPTY)


# --- the reading of statements, which tests/views/test_statements.py lives by


@pytest.mark.django_db
def test_a_statement_over_the_rows_of_all_programmes_is_found() -> None:
    cod = make.cod()
    wide = (
        Round.objects.all(),
        Round.objects.filter(label="march-2011"),
        Answer.objects.filter(assessment__state="sent"),
        Answer.objects.filter(saved_by=1),
        Assessment.objects.filter(structure__code="CMJ", rater_user=1),
    )
    bound = (
        Round.objects.filter(programme=cod, label="march-2011"),
        Answer.objects.filter(assessment__round__programme=cod),
        Answer.objects.filter(assessment__in=[1, 2]),
        Assessment.objects.filter(structure=1, rater_user=1),
        Round.objects.filter(pk=1),
        Programme.objects.all(),
    )
    for each, is_found in [*((one, True) for one in wide), *((one, False) for one in bound)]:
        sql = str(each.query)
        assert rows.reads_all_programmes(sql) == is_found, sql

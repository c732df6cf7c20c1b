"""Beside the code of a structure stands its name, in the reader's language, wherever structures are listed."""

from collections.abc import Callable

import pytest
from django.test import Client

from coordination.models import User
from tests import dashboards, make

ClientOf = Callable[[User], Client]

NAMES = {"en": "Mixed Justice Commission", "fr": "Commission mixte de justice"}
PAGES = (
    *("/compare/?round=january-2010", "/two-views/?round=january-2010", "/changes/"),
    *("/ownership/?round=january-2008", "/risks/", "/overlaps/"),
)


@pytest.fixture
def demonstration(cast: make.Cast) -> make.Cast:
    make.load(make.FIXTURES / "drc-ownership-coding.json")
    make.load_demo()
    return cast


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("address", PAGES)
def test_a_structure_is_listed_by_its_code_with_its_name_beside_it(
    address: str, language: str, demonstration: make.Cast, client_of: ClientOf
) -> None:
    page = dashboards.read(client_of, demonstration.paul, address, language)
    listed = [each.text() for row in page.all("tr") for each in row.all("th") if "CMJ" in each.text()]
    below = [each.text() for each in page.one("main").all("li")]
    assert NAMES[language] in listed[0] or f"CMJ {NAMES[language]}" in below


def test_the_words_that_a_seat_rests_on_stand_in_french_where_the_source_is_translated(
    demonstration: make.Cast, client_of: ClientOf
) -> None:
    page = dashboards.read(client_of, demonstration.paul, "/structures/cmj/seats/", "fr")
    assert "Minister chairing with donor representative" in page.text()
    assert "Présidence du ministre avec un représentant des bailleurs" in page.text()

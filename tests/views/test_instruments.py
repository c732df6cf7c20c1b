"""Method: the rubric as it is published, and how figures are made."""

from collections.abc import Callable

import pytest
from django.test import Client

from coordination.models import User
from tests import make, pages

ClientOf = Callable[[User], Client]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_method_shows_every_criterion_with_all_its_anchors_in_both_languages(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    page = pages.read(client_of(cast.vera).get(f"/method/?lang={language}"))
    instrument = make.instrument_value()
    for criterion in instrument.criteria:
        block = page.one("details", id=criterion.code)
        text = block.text()
        assert criterion.name.get(language) in text
        anchors = [each.text() for each in block.all("dd")]
        assert anchors == [
            " ".join(each.text.get(language).split(" ")) for each in reversed(criterion.anchors)
        ]
    assert len(instrument.criteria) == 19


def test_the_method_proves_which_version_it_shows(cast: make.Cast, client_of: ClientOf) -> None:
    page = pages.read(client_of(cast.vera).get("/method/"))
    assert make.instrument_value().content_hash in page.text()
    assert make.instrument_value().version in page.text()


def test_the_decks_own_numbers_are_derived_on_the_page(cast: make.Cast, client_of: ClientOf) -> None:
    text = pages.read(client_of(cast.vera).get("/method/")).one("main").text()
    for number in ("92.86", "78.57", "93–100", "79"):
        assert number in text
    french = pages.read(client_of(cast.vera).get("/method/?lang=fr")).one("main").text()
    for number in ("92,86", "78,57", "93–100", "79"):
        assert number in french


def test_the_rules_and_conventions_of_the_version_are_shown(cast: make.Cast, client_of: ClientOf) -> None:
    text = pages.read(client_of(cast.joseph).get("/method/")).one("main").text()
    for rule in make.instrument_value().rules:
        assert " ".join(rule.fr.split(" ")) in text

"""What heads a page has at most 25 words, in both languages: of the demonstration and of programmes by chance."""

import re
from urllib.parse import urlencode

import pytest

from coordination.models import Round, Structure
from tests import extent, make, pages, random_rounds
from tests.dashboards import ClientOf, ask
from tests.pages import Node

MOST = 25
SEEDS = range(4) if extent.PROVES else range(1)


def words(text: str) -> list[str]:
    """What is between spaces and has a letter or a digit: signs are no words."""
    return [each for each in re.split(r"\s+", text) if re.search(r"\w", each)]


def headings(page: Node) -> list[str]:
    """What heads a page, where it is a claim or made of claims."""
    found = [*page.all("h1"), *page.all(class_="headline"), *page.all(class_="hub-headline")]
    return [each.text() for each in found if any("data-claim" in one.attrs for one in [each, *each.walk()])]


def addresses() -> list[str]:
    """Every page with a headline: as it opens, and by each view and each round."""
    labels = list(Round.objects.values_list("label", flat=True))
    slugs = list(Structure.objects.filter(is_programme=False).values_list("slug", flat=True))
    rounds = [urlencode({"round": each}) for each in labels]
    views = ("view=government", "view=partners")
    return [
        "/",
        *(f"/{page}/?{view}" for page in ("compare", "changes", "ownership") for view in views),
        "/compare/?view=both",
        *(f"/{page}/?{round_}" for page in ("two-views", "success") for round_ in rounds),
        *(f"/{page}/?{views[1]}&{round_}" for page in ("compare", "ownership") for round_ in rounds),
        *(f"/two-views/?{rounds[-1]}&structure={slug}" for slug in slugs),
        *(f"/structures/{slug}/" for slug in slugs),
    ]


def too_long(client_of: ClientOf, cast: make.Cast) -> tuple[set[str], list[str]]:
    """The pages that have a headline, and the headlines with too many words; a view may have no answers in a round."""
    found, wrong = set(), []
    for address in addresses():
        for language in ("en", "fr"):
            response = ask(client_of, cast.paul, address, language)
            if response.status_code == 404:
                continue
            for text in headings(pages.read(response)):
                found.add(address.split("?")[0])
                if len(words(text)) > MOST:
                    wrong.append(f"{address} {language}, {len(words(text))}: {text}")
    return found, list(dict.fromkeys(wrong))


@pytest.mark.takes_long
def test_no_headline_of_the_demonstration_is_too_long(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    found, wrong = too_long(client_of, cast)
    assert {
        "/",
        "/compare/",
        "/changes/",
        "/two-views/",
        "/ownership/",
        "/success/",
        "/structures/cmj/",
    } <= found
    assert wrong == []


@pytest.mark.takes_long
@pytest.mark.parametrize("seed", SEEDS)
def test_no_headline_of_a_programme_by_chance_is_too_long(
    seed: int, cast: make.Cast, client_of: ClientOf
) -> None:
    make.load(random_rounds.document(seed))
    found, wrong = too_long(client_of, cast)
    assert {
        "/",
        "/compare/",
        "/changes/",
        "/two-views/",
        "/ownership/",
        "/success/",
        "/structures/cmj/",
    } <= found
    assert wrong == []


@pytest.mark.parametrize(("text", "count"), [("A : B → C (4 sur 7)", 6), ("l’ordre tient, 4\u202f%.", 3)])
def test_signs_are_no_words(text: str, count: int) -> None:
    assert len(words(text)) == count

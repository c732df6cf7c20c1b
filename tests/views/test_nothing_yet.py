"""A programme just started: no page claims anything about what is not there, and each says with what it begins."""

import re

import pytest
from django.utils.translation import gettext, override

from coordination import urls
from coordination.actions import programmes
from coordination.domain.memberships import Invited
from coordination.models import Programme, User
from tests import make, pages
from tests.dashboards import ClientOf, ask, read
from tests.pages import Node

#: What may be said of answers, activities or observations only where there are some.
ALL_CLEAR = (
    "No overlap, clash or gap is found in the recorded activities.",
    "No disagreement between the sides is known.",
    "No answer is missing or doubtful.",
    "No criterion applies.",
    "Every criterion that applies is firmly answered Yes: no step follows from the answers.",
    "No step is proposed here.",
    "Nothing to do now. Read what was answered on Compare.",
    "There is no assessment of this side with these filters. Choose another side, sector or range of rounds.",
    "A round that is open can be read once it closes.",
    "Once the sides asked have sent theirs, their answers stand here.",
)
#: A share of nothing, in either language; and an all-clear that no text has any more.
OF_NOTHING = re.compile(
    r"\b0 of 0\b|\b0 sur 0\b|\bof 0 structures|sur 0 structure|no step follows", re.IGNORECASE
)
EMPTY = (
    "/compare/",
    "/two-views/",
    "/ownership/",
    "/changes/",
    "/side-by-side/",
    "/risks/",
)


@pytest.fixture
def started(cast: make.Cast) -> Programme:
    """A programme with a manager of each side and nothing else."""
    return programmes.start(
        programme=Programme(country="LR", name_en="SSR in Liberia", name_fr="RSS au Libéria"),
        administrator=Invited(cast.alain.email, "Alain", "en"),
        managers={
            "government": Invited("gus@ssr.example", "Gus", "en"),
            "partners": Invited("pia@ssr.example", "Pia", "en"),
        },
        prints_links=True,
        by=cast.alain,
        at=make.AT,
    ).programme


def gus() -> User:
    return User.objects.get(email="gus@ssr.example")


def begins(page: Node) -> list[tuple[str, str]]:
    """The buttons with which an empty page begins."""
    return [(each.text(), each.attrs["href"]) for each in page.one("main").all("a", class_="btn-primary")]


@pytest.mark.takes_long
@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_page_of_a_programme_just_started_claims_anything_about_nothing(
    language: str, started: Programme, client_of: ClientOf
) -> None:
    with override(language):
        wrong = [gettext(each) for each in ALL_CLEAR]
    found, read_ = [], 0
    for pattern in urls.urlpatterns:
        address = f"/{pattern.pattern}"
        if "<" in address or address.startswith(("/admin", "/sign-", "/method")):
            continue
        response = ask(client_of, gus(), address, language)
        if response.status_code != 200 or "text/html" not in response["Content-Type"]:
            continue
        read_ += 1
        text = pages.read(response).one("main").text()
        found += [(address, each) for each in wrong if each in text]
        found += [(address, each) for each in OF_NOTHING.findall(text)]
    assert read_ > 30
    assert found == []


@pytest.mark.parametrize("address", EMPTY)
def test_an_empty_page_begins_with_the_step_that_comes_first(
    address: str, started: Programme, client_of: ClientOf
) -> None:
    page = read(client_of, gus(), address)
    assert "There is no structure yet." in page.one("main").text()
    assert begins(page) == [("Add structures", "/start/structures/")]
    assert not page.all("form", class_="filters") or address == "/risks/"
    make.structure("LNP", programme=started)
    page = read(client_of, gus(), address)
    if address != "/risks/":
        assert "No round was opened yet." in page.one("main").text()
        assert begins(page) == [("Open a round", "/rounds/")]


@pytest.mark.parametrize("tab", ["", "history/"])
def test_a_structure_before_any_round_begins_with_opening_one(
    tab: str, started: Programme, client_of: ClientOf
) -> None:
    structure = make.structure("LNP", programme=started)
    page = read(client_of, gus(), f"/structures/{structure.slug}/{tab}")
    assert begins(page) == [("Open a round", "/rounds/")]
    assert ALL_CLEAR[-1] not in page.text()


def test_who_may_not_begin_reads_whom_to_ask(
    started: Programme, cast: make.Cast, client_of: ClientOf
) -> None:
    viewer = make.place(make.newcomer("rose"), "viewer", None, programme=started)
    page = read(client_of, viewer, "/compare/")
    assert begins(page) == []
    assert "Ask an adviser, a manager or the administrator to add the first one." in page.text()
    make.structure("LNP", programme=started)
    assert (
        "Ask a manager of either side to open the first one." in read(client_of, viewer, "/compare/").text()
    )


def test_without_an_activity_overlaps_begin_with_recording_one(
    started: Programme, client_of: ClientOf
) -> None:
    page = read(client_of, gus(), "/overlaps/")
    assert page.one(class_="headline").text() == "No activity is recorded yet."
    assert begins(page) == [("Record an activity", "/activities/add/")]
    assert "found: 0" not in page.text()


def test_a_brief_without_answers_says_only_that(started: Programme, client_of: ClientOf) -> None:
    text = read(client_of, gus(), "/compare/brief/").one("article").text()
    assert "No assessment can be read here yet." in text
    assert "Next steps" not in text
    assert "could" not in text


def test_home_without_answers_explains_no_figures(started: Programme, client_of: ClientOf) -> None:
    page = read(client_of, gus(), "/")
    assert not page.all(class_="convention")
    assert "/compare/" not in {each.attrs["href"] for each in page.one("main").all("a")}
    assert "No structure is answered by both sides in its latest round." in page.text()

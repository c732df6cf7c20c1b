"""Pages of results are kept: never longer than what they say is true, and never for who may read something else."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.models import Assessment, User
from coordination.queries import versions
from tests import joint_answers, make, partners, risks

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
ADDRESSES = (
    "/",
    "/compare/?view=both",
    "/compare/?view=partners",
    "/changes/?view=partners",
    "/changes/?view=government&criterion=C1",
    "/two-views/",
)
#: Changes is read anew each time: what changed since the last look is found by what is kept of its answers.
KEPT = (
    *("/compare/?view=both", "/compare/?view=partners", "/two-views/"),
    *("/structures/cmj/", "/structures/cmj/history/", "/structures/cmj/?round=january-2008"),
)
#: What is made anew for each page: the key of its forms.
KEY = re.compile(rb'name="(csrfmiddlewaretoken|written_by)" value="[^"]*"')


def shown(browser: Client, address: str) -> bytes:
    response = browser.get(address)
    return KEY.sub(b"", response.content)


def anew(browser: Client, address: str) -> bytes:
    """The page as a process shows it that has kept nothing."""
    versions.forget()
    return shown(browser, address)


def test_an_unchanged_page_asks_only_who_reads_and_what_was_written(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    browser = client_of(cast.amina)
    for address in KEPT:
        first = shown(browser, address)
        with CaptureQueriesContext(connection) as asked:
            assert shown(browser, address) == first
        assert len(asked) <= 4, address


@pytest.mark.takes_long
def test_what_is_kept_for_one_person_is_shown_to_another_of_the_same_place_alone(
    cast: make.Cast, client_of: ClientOf
) -> None:
    """Nothing on a page inside the frame is one person's: who comes second reads what they would have come first."""
    make.load_demo()
    awa = make.place(make.person("awa"), "adviser", "partners")
    everybody = (cast.amina, awa, cast.paul, cast.vera, cast.grace, cast.joseph, cast.alain)
    for address in ADDRESSES:
        alone = {person.pk: anew(client_of(person), address) for person in everybody}
        versions.forget()
        for person in everybody:
            assert shown(client_of(person), address) == alone[person.pk], (address, person.email)


#: What is written about a structure, and the tab that shows it.
WRITTEN: dict[str, Callable[[make.Cast], object]] = {
    "": lambda cast: joint_answers.comment(cast.grace, make.round_("march-2011")),
    "history/": lambda cast: make.correct(
        Assessment.objects.get(structure__code="CMJ", round__label="march-2011", side="partners"),
        "C1",
        "No",
        by=cast.paul,
    ),
    "commitments/": lambda cast: make.promise("DFID", structure=make.structure("CMJ")),
    "risks/": lambda cast: risks.observe(),
    "meetings/": lambda cast: make.contact(structure_="CMJ", sharing="all"),
    "seats/": lambda cast: partners.seat("DFID"),
    "source/": lambda cast: risks.change("CMJ", mandate_en="Another mandate."),
}


@pytest.mark.parametrize("tab", WRITTEN)
def test_what_is_written_about_a_structure_stands_on_its_page_at_once(
    tab: str, cast: make.Cast, client_of: ClientOf
) -> None:
    joint_answers.revealed(cast)
    browser, address = client_of(cast.amina), f"/structures/cmj/{tab}"
    before = shown(browser, address)
    WRITTEN[tab](cast)
    after = shown(browser, address)
    assert after != before
    assert after == anew(browser, address)

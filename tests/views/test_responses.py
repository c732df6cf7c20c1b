"""Pages of results are kept: never longer than what they say is true, and never for who may read something else."""

import itertools
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coordination.actions import closings, memberships, notices, reminders
from coordination.models import Assessment, Notice, User
from coordination.queries import versions
from coordination.views.decorators import LAST_SEEN_KEY
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
KEPT = (
    *("/compare/?view=both", "/compare/?view=partners", "/changes/?view=partners", "/two-views/"),
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


def _ask_to_send(_cast: make.Cast) -> None:
    round_ = make.round_("march-2011")
    reminders.ask(
        round_=round_, side="government", asked="partners", by=make.manager("government"), at=make.AT
    )


def _see_notices(cast: make.Cast) -> None:
    own = Notice.objects.filter(user=cast.paul, kind=Notice.Kind.OWN).values_list("pk", flat=True)
    notices.see(programme=make.cod(), seen=[*own], other=True, by=cast.paul, at=make.AT)


#: What Home tells a manager beside answers, and how it comes or goes.
TOLD: dict[str, Callable[[make.Cast], object]] = {
    "a place was given": lambda _cast: make.place(make.person("awa"), "adviser", "partners"),
    "what was told was seen": _see_notices,
    "a place on the other side was ended": lambda cast: memberships.end_place(
        place=cast.joseph.memberships.get(), by=None, at=make.AT
    ),
    "the other side asks to send": _ask_to_send,
    "the other side agrees to close": lambda _cast: make.agree_to_close(
        make.round_("march-2011"), "government"
    ),
    "the other side changed its mind": lambda _cast: closings.take_back(
        round_=make.round_("march-2011"), side="government", by=make.manager("government"), at=make.AT
    ),
    "a commitment falls due": lambda _cast: make.promise("DFID", due_on=timezone.localdate()),
    "a meeting is planned": lambda _cast: make.contact(
        structure_="CMJ", kind="session", state="planned", sharing="all", on=timezone.localdate()
    ),
}


def test_what_home_tells_beside_answers_is_told_at_once(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    make.open_round(name="March 2011", reference_on=date(2011, 3, 1))
    browser = client_of(cast.paul)
    for what, write in TOLD.items():
        before = shown(browser, "/")
        write(cast)
        after = shown(browser, "/")
        assert after != before, what
        assert after == anew(browser, "/"), what


def test_after_a_correction_no_page_of_results_asks_more_than_twelve_times(
    cast: make.Cast, client_of: ClientOf
) -> None:
    """Also not for a manager who was here before, with a round to answer and the structure on the page."""
    make.load_demo()
    revealed = joint_answers.revealed(cast)
    make.start(cast.amina, "CMJ", make.open_round(name="April 2011", reference_on=date(2011, 4, 1)))
    browser = client_of(cast.paul)
    session = browser.session
    session[LAST_SEEN_KEY] = (timezone.now() - timedelta(days=1)).isoformat()
    session.save()
    answer = Assessment.objects.get(structure__code="CMJ", side="partners", round=revealed)
    words = itertools.cycle(["No", "Yes"])
    for address in ADDRESSES:
        shown(browser, address)
        make.correct(answer, "C1", next(words), by=cast.paul)
        with CaptureQueriesContext(connection) as asked:
            shown(browser, address)
        assert len(asked) <= 12, address

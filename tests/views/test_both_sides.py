"""After the reveal both sides get the same bytes at the same address, and each side is one voice to the other.

Amina and Awa assess for the partners, Grace and Gaston for the government; Paul and Joseph are the managers.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from itertools import cycle

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from coordination.domain.limits import Tried
from coordination.models import Assessment, Criterion, Tally, User
from tests import dashboards, make, pages
from tests.extent import TURN, share_of
from tests.views.test_addresses import TABLE
from tests.views.test_secrecy import addresses, seen

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
#: What is the reader's own and not of results, structures and exports: by the beginnings of the names of routes.
PERSONAL = (
    *("home", "sign-", "password", "language", "programme", "assessment-", "contact-", "habit-", "feed-"),
    *(
        "fixture-",
        "health-",
        "metrics",
        "person-",
        "notice-",
        "kept-",
        "round-last-day",
        "round-close",
        "round-reopen",
        "account",
        "token-",
        "paper-answers",
    ),
    # Each side reads its own assessors apart.
    "answer-list",
    *("evidence-add", "contact-evidence", "risk-evidence", "paper-form"),
    *("round-take-back", "round-assessors", "round-ask"),
    *("agreement-", "joint-answer-", "comment-"),
    *("publication-publish", "publication-back", "correction-"),
    *("journal-own", "journal-proof", "journal-checkpoint"),
)
#: Why an answer differs from the one before, by the answer.
CAUSES = {"Yes?": "real_change", "No": "error"}
#: By the beginnings of their addresses, those that `test_secrecy` lists beside the table.
SHARED = (
    *("/compare/", "/side-by-side/", "/changes/", "/ownership/", "/two-views/", "/success/"),
    *("/structures/", "/rounds/"),
)
#: All that may differ, as it stands in a page in English: the form's key; the reader's name and role in the frame; who
#: assessed for the own side, and what each of them wrote; correcting the own side's answer; a manager's own actions,
#: and the tab of the people whom they look after.
OWN = (
    rb'<input type="hidden" name="csrfmiddlewaretoken"[^>]*>',
    rb'<details class="person">.*?</details>',
    rb'<li><a href="/people/">People</a></li>',
    rb'(?<=<html lang="en")\s+data-reader="[0-9a-f]*"',
    # Marks of the reader and of their place, by which what waits on a device is told apart: as long for everybody.
    rb'data-persons="[0-9a-f]{16}" data-place="[0-9a-f]{24}"',
    rb'<span class="assessor">.*?</span>',
    rb'<li><a href="/people/"[^>]*>[^<]*</a></li>',
    rb'<section class="own-side".*?</section>',
    rb'<p class="sub no-print"><a href="/(assessments/\d+/(correct|revise)|corrections/\d+/dissent)/.*?</p>',
    rb'<p class="no-print"><a class="btn[a-z -]*" href="/publish/.*?</p>',
    rb'<section class="slim-block" aria-labelledby="(open-round|record-weights)">.*?</section>',
    rb'<td data-label="[^"]*"><p class="own-action text-nowrap"><a href="/rounds/[^/]*/(close|reopen)/">.*?</p></td>',
    rb'<(span|p) class="[a-z ]*own-action">.*?</(span|p)>',
    rb'<nav class="tabs journal-tabs own-action".*?</nav>',
    rb'<th scope="col">Step</th>',
    rb'(?<=weights/">)(Weigh the criteria|Weights)(?=<span)',
)


#: The empty space round a tag.
SPACE = rb"\s*(<[^>]*>)\s*"


def shared() -> list[str]:
    """Every address of results, structures and exports."""
    rows = [row for row in TABLE if row.method == "get" and not row.subject]
    personal, found = (
        {
            reverse(row.name, args=row.args) + row.query
            for row in rows
            if row.name.startswith(PERSONAL) == is_personal
        }
        for is_personal in (True, False)
    )
    return sorted((found | {each for each in addresses(0, 0) if each.startswith(SHARED)}) - personal)


def without_own(response: HttpResponse) -> tuple[int, Mapping[str, str], bytes]:
    """What reaches the reader, without what is their own, and without the empty space where it stood."""
    status, headers, body = seen(response)
    if headers.get("Content-Type", "").startswith("text/html"):
        headers.pop("Content-Length", None)
        for each in (SPACE, *OWN, SPACE):
            body = re.sub(each, rb"\1" if each == SPACE else b"", body, flags=re.DOTALL)
    return status, headers, body


def got(browser: Client, address: str) -> HttpResponse:
    """What is answered there, though all files together are more than anyone may take in an hour."""
    Tally.objects.filter(what=Tried.EXPORT).update(number=0)
    return browser.get(address)


def adviser(name: str, side: str) -> User:
    return make.place(make.person(name, name.title()), "adviser", side)


def asked() -> list[str]:
    """The codes of the criteria that are asked of a structure."""
    rows = Criterion.objects.filter(
        instrument__code="partnership-2008", section__in=["coordination", "ownership"]
    )
    return list(rows.order_by("position").values_list("code", flat=True))


@pytest.fixture
def revealed(cast: make.Cast) -> None:
    """CMJ revealed, two assessors of each side and one corrected; GTSE/CPSE by one each; other work going on."""
    make.load_demo()
    round_ = make.open_round(sides="both")
    awa, gaston = adviser("awa", "partners"), adviser("gaston", "government")
    partners = [make.begin(each, "CMJ", round_) for each in (cast.amina, awa)]
    government = [make.begin(each, "CMJ", round_) for each in (cast.grace, gaston)]
    for assessment, word in zip(
        [*partners, *government], cycle(("Yes?", "No", "Mostly", "Partly to Yes")), strict=False
    ):
        make.answer_all(assessment, word)
        make.answer(assessment, "C1", word, basis=f"Why {word}.", change_cause="better_information")
    for assessment in [*partners, *government]:
        make.send(assessment)
    make.correct(partners[0], "C2", "Partly", by=cast.paul)
    for person in (cast.amina, cast.grace):
        make.sent(person, "GTSE/CPSE", round_, word="Mostly")
        make.sent(person, make.whole(), round_, word="Partly")
    make.dissent(make.correct(partners[0], "C3", "Partly", by=cast.paul))
    make.revise(partners[1], "C4", "Partly")
    alone = make.open_round("partners", name="June 2010", reference_on=date(2010, 6, 30))
    for code in ("CMJ", "CCRSS"):
        make.sent(cast.amina, code, alone)
    make.publish(alone)
    make.weigh(round_)
    make.weigh(round_, "government", (40, 10, 10, 10, 10, 10, 10), by=cast.joseph)
    make.sent(cast.amina, "CCRSS", round_)
    make.answer(make.start(cast.grace, "CCRSS Defence", round_), "C1")
    User.objects.update(language="en")


@pytest.mark.takes_long
@pytest.mark.usefixtures("revealed")
def test_after_the_reveal_every_reader_of_both_sides_gets_the_same_bytes_at_the_same_address(
    cast: make.Cast, client_of: ClientOf
) -> None:
    assert len(shared()) > 120
    looked_at = share_of(shared(), TURN, shares=3)
    first, *others = (
        {address: without_own(got(client_of(person), address)) for address in looked_at}
        for person in (
            User.objects.get(pk=each.pk) for each in (cast.amina, cast.paul, cast.grace, cast.joseph)
        )
    )
    assert {status for status, _headers, _body in first.values()} >= {200, 302, 404}
    for found in others:
        assert [address for address in first if found[address] != first[address]] == []


@pytest.mark.takes_long
@pytest.mark.usefixtures("revealed")
def test_a_view_that_is_not_named_is_put_into_the_address_and_stays_on_the_page(
    cast: make.Cast, client_of: ClientOf
) -> None:
    for person in (cast.amina, cast.joseph):
        browser = client_of(person)
        for address, leads_to in (
            ("/compare/?round=march-2011&set=cmj", "/compare/?round=march-2011&set=cmj&view=both"),
            ("/compare/?round=january-2008&view=", "/compare/?round=january-2008&view=partners"),
            ("/changes/?set=cmj&set=ccrss", "/changes/?set=cmj&set=ccrss&view=government"),
            ("/changes/?until=january-2008", "/changes/?until=january-2008&view=partners"),
            ("/ownership/?sector=justice", "/ownership/?sector=justice&view=government"),
        ):
            response = browser.get(address)
            assert (response.status_code, response["Location"]) == (302, leads_to)
            page = pages.read(browser.get(leads_to))
            voice = leads_to.rsplit("view=")[1]
            assert page.form("sector", "view")["view"] == voice
            figures = [*dashboards.addresses(page).values()]
            files = [
                each.attrs["href"] for each in page.all("a") if "figures.csv" in each.attrs.get("href", "")
            ]
            assert files
            assert all(f"view={voice}" in each for each in (*figures, *files))
        shown = browser.get("/compare/figures.csv?round=march-2011").content
        assert shown == browser.get("/compare/figures.csv?round=march-2011&view=government").content


def in_turn(people: tuple[User, User], *, turns: bool) -> None:
    """Both assess CMJ with the same two words on each criterion; with ``turns`` they change places on each second."""
    round_ = make.round_("march-2011")
    started = [make.begin(person, "CMJ", round_) for person in people]
    for at, code in enumerate(asked()):
        order = reversed(started) if turns and at % 2 else started
        for assessment, word in zip(order, ("Yes?", "No"), strict=True):
            make.answer(assessment, code, word, basis=f"{word} on {code}.", change_cause=CAUSES[word])
    for assessment in started:
        make.send(assessment)


@pytest.mark.takes_long
def test_nothing_that_others_read_tells_which_words_are_one_persons(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    round_ = make.open_round(sides="both")
    make.sent(cast.grace, "CMJ", round_, word="Mostly")
    awa = adviser("awa", "partners")
    card = "/structures/cmj/march-2011/"
    theirs, own = client_of(cast.joseph), client_of(cast.paul)
    looked_at = share_of(shared(), TURN + 1, shares=6)
    others_read: list[dict[str, object]] = []
    own_side_reads: list[object] = []
    for people, turns in (((cast.amina, awa), False), ((awa, cast.amina), False), ((cast.amina, awa), True)):
        with transaction.atomic():
            before = transaction.savepoint()
            in_turn(people, turns=turns)
            assert Assessment.objects.filter(side="partners", state="revealed").count() == 2
            others_read.append({each: seen(got(theirs, each)) for each in looked_at})
            own_side_reads.append(seen(own.get(card)))
            transaction.savepoint_rollback(before)
    first, *others = others_read
    for other in others:
        assert [address for address in first if first[address] != other[address]] == []
    assert all(own_side_reads[0] != each for each in own_side_reads[1:]), "the own side reads who wrote what"


@pytest.mark.takes_long
def test_several_raters_of_a_file_are_read_as_a_side_by_everybody(
    cast: make.Cast, client_of: ClientOf
) -> None:
    document = make.document(make.DEMO)
    round_ = next(each for each in document["rounds"] if each["label"] == "january-2010")
    one = next(each for each in round_["assessments"] if each["structure"] == "CMJ")
    round_["assessments"].append(one | {"rater": "A second rater", "sent_on": "2010-03-09"})
    make.load(document)
    own_side = {"partners": (cast.amina, cast.paul), "government": (cast.grace, cast.joseph)}[one["side"]]
    for person in cast:
        if person not in (cast.nadia, cast.olga, *own_side):
            main = (
                pages.read(client_of(person).get("/structures/cmj/january-2010/?lang=en")).one("main").text()
            )
            assert "2 assessors" in main
            assert "A second rater" not in main
            assert "9 March 2010" not in main

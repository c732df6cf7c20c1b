"""Swept through every address, form and hidden field: what is of another programme, and what a form does not have.

What is of another programme is not found, wherever its number or code stands, and nothing is changed. A field that a
form does not have changes nothing of what it stores.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from coordination import urls
from coordination.models import User
from tests import make
from tests.databases import Lasting
from tests.elsewhere import elsewhere
from tests.extent import TURN, share_of
from tests.same import EXTRA, stored
from tests.views.test_addresses import TABLE, Row, Stage, _stage, arguments_of, like

ClientOf = Callable[[User], Client]
OF_THE_PROGRAMME = ("amina", "paul", "grace", "joseph", "vera", "alain")
DONE = (200, 301, 302)
#: Who is told that this is not the moment for it may do it at another.
ABLE = (*DONE, 409, 410)


@dataclass(frozen=True)
class Two:
    """The stage of one programme, and what there is in another."""

    stage: Stage
    foreign: Mapping[str, object]


@pytest.fixture(scope="module")
def lasting_two(lasting: Lasting) -> Two:
    with lasting():
        return Two(_stage(make.cast()), elsewhere().parts)


@pytest.fixture
def two(lasting_two: Two, db: None) -> Two:
    stage = lasting_two.stage
    browsers = {name: like(one) for name, one in stage.browsers.items()}
    return replace(lasting_two, stage=replace(stage, browsers=browsers))


# --- addresses

#: Parts of an address that say nothing of one programme, and why.
OF_NO_PROGRAMME = {
    **dict.fromkeys(("section", "code"), "of a questionnaire, which all share"),
    **dict.fromkeys(("chart", "page", "rest", "number"), "of the pages themselves"),
    "kind": "of the program itself, which kind of record",
    "sheet": "of the program itself, which sheet of a workbook",
    **dict.fromkeys(("secret", "uidb64", "token"), "opens by itself to who has it"),
}
PARTS = {
    str(each.name): [*each.pattern.converters] or [*each.pattern.regex.groupindex]
    for each in urls.urlpatterns
}


def test_every_part_of_an_address_is_swept_or_of_no_programme(two: Two) -> None:
    assert set(two.foreign) | set(OF_NO_PROGRAMME) == {part for parts in PARTS.values() for part in parts}


def rows_of(name: str) -> list[Row]:
    """The rows of an address in which somebody of the programme does something: the first of each method."""
    found = [
        row
        for row in TABLE
        if row.name == name and any(row.statuses[each] in ABLE for each in OF_THE_PROGRAMME)
    ]
    return [
        next(row for row in found if row.method == each) for each in sorted({row.method for row in found})
    ]


#: Asked with a token, of whose programme alone it answers: tests/api/test_files.py.
BY_TOKEN = {"api-evidence"}
SWEPT = [
    (name, part)
    for name, parts in PARTS.items()
    for part in parts
    if part not in OF_NO_PROGRAMME and name not in BY_TOKEN
]


@pytest.mark.knows_no_database
@pytest.mark.parametrize(("name", "part"), share_of(SWEPT, TURN, shares=3), ids=str)
def test_what_is_of_another_programme_is_not_found_in_an_address(name: str, part: str, two: Two) -> None:
    rows = rows_of(name)
    assert rows, "somebody has something to do there"
    before = make.everything()
    for row in rows:
        own = arguments_of(row, two.stage.subjects[row.subject] if row.subject else None)
        arguments = [two.foreign[part] if each == part else own[at] for at, each in enumerate(PARTS[name])]
        address = reverse(name, args=arguments) + row.query
        for person in OF_THE_PROGRAMME:
            sent = getattr(two.stage.browsers[person], row.method)(address, _data(two, row))
            is_able = row.statuses[person] in ABLE
            assert sent.status_code == 404 or not is_able and sent.status_code == 403, (row, person, sent)
    assert make.everything() == before


def _data(two: Two, row: Row) -> dict[str, str]:
    """What the row posts, of the own programme."""
    numbers = {"PARTNER": "partner", "OWNER": "partner", "RECIPIENT": "recipient"}
    return {
        name: str(two.stage.subjects[numbers[value]]) if value in numbers else value
        for name, value in row.data
    }


# --- what follows the question mark

#: What may stand there and be of a programme, and what stands for one of the other.
ASKED = {"round": "elsewhere", "structure": "cns", "set": "cns", "first": "elsewhere", "second": "elsewhere"}
ASKED |= {"since": "elsewhere", "until": "elsewhere"}
#: What says nothing of a programme: words, days, and how a page shows what it has.
ASKED_OF_NONE = {
    "q",
    "view",
    "known",
    "criterion",
    "because",
    "sort",
    "kind",
    "on",
    "side",
    "verdict",
    "item",
    "page",
}
ASKED_OF_NONE |= {"week", "state", "owner", "part"}
#: Numbers, tried where their pages are: in `tests/views/test_withdrawals.py`.
ASKED_OF_NONE |= {"into"}


def _questions() -> Iterator[tuple[Row, str]]:
    for row in TABLE:
        names = re.findall(r"[?&](\w+)=", row.query)
        assert set(names) <= {*ASKED, *ASKED_OF_NONE}, row
        if row.method == "get" and row.statuses["amina"] == 200:
            yield from ((row, name) for name in dict.fromkeys(names) if name in ASKED)


@pytest.mark.knows_no_database
@pytest.mark.parametrize(("row", "name"), list(_questions()), ids=str)
def test_what_is_of_another_programme_is_not_found_behind_the_question_mark(
    row: Row, name: str, two: Two
) -> None:
    # The first of several: the same one twice is refused for that alone.
    asked = replace(row, query=re.sub(rf"(?<=[?&]{name}=)[^&]+", ASKED[name], row.query, count=1))
    assert asked != row
    for person in OF_THE_PROGRAMME:
        assert two.stage.ask(asked, person).status_code in (404, 403), person
    assert two.stage.ask(row, "amina").status_code == 200


# --- fields that a form does not have

#: Which of these a form does have.
OWN: dict[str, set[str]] = {
    "programme": {"programme"},
    "partner-add": {"side"},
    "partner-edit": {"side"},
    "seat-add": {"role"},
    "seat-edit": {"role"},
    "commitment-detail": {"state"},
    "contact-add": {"state"},
    "round-close": {"final"},
    "round-reopen": {"final"},
    "round-ask": {"asked"},
    "assessment-submit": {"version"},
    "person-invite": {"role", "side"},
    "person-change": {"role", "side"},
}
POSTED = [
    row
    for row in TABLE
    if row.method == "post" and any(row.statuses[each] in DONE for each in OF_THE_PROGRAMME)
]
#: Posts that only a file or a form filled in elsewhere makes whole.
WHOLE_ELSEWHERE = {
    "fixture-load": "a file: tests/views/test_fixtures.py",
    "fixture-iati": "a file: tests/views/test_iati.py",
    "fixture-4w": "a file: tests/views/test_four_w.py",
    "record-file": "a file: tests/views/test_record_files.py",
    **dict.fromkeys(
        ("evidence-add", "contact-evidence", "risk-evidence"), "a file: tests/views/test_evidence.py"
    ),
    "assessment-file": "a file: tests/views/test_answer_files.py",
    "round-assessors": "tests/views/test_swept_forms.py",
    "publication-back": "where a side has agreed: tests/views/test_publications.py",
    "partner-merge": "bound to the plan that is shown: tests/actions/test_merging.py",
    "record-undo": "within ten seconds: tests/views/test_withdrawals.py",
    "journal-proof": "a file: tests/views/test_journal.py",
    "round-take-back": "where a side has agreed: tests/views/test_closings.py",
    "kept-list": "kept by the browser: tests/views/test_kept.py",
    "waiting-list": "sealed on the device: tests/views/test_waiting.py",
    "assessment-restore": "tests/views/test_assessments.py",
    "assessment-confirm": "where answers from paper wait: tests/views/test_keyed_in.py",
    "programme-settings": "tests/views/test_programme_settings.py",
    "person-mail": "where there is mail: tests/views/test_people.py",
    **dict.fromkeys(
        ("account-app", "account-passkey", "account-codes", "account-remove", "account-sessions"),
        "with a second factor or another session: tests/views/test_accounts.py",
    ),
    "token-end": "of who has a token: tests/api/test_tokens.py",
    "person-factors": "of who has a second factor: tests/views/test_accounts.py",
    **dict.fromkeys(("commitment-add", "commitment-move", "seat-edit"), "tests/views/test_swept_forms.py"),
}


def test_every_address_that_takes_posts_is_posted_to_with_more() -> None:
    posts = {row.name for row in TABLE if row.method == "post" and row.statuses["amina"] != 405}
    assert {row.name for row in POSTED} | set(WHOLE_ELSEWHERE) == posts
    assert set(OWN) <= posts


@pytest.mark.knows_no_database
@pytest.mark.parametrize("row", share_of(POSTED, TURN, shares=3), ids=str)
def test_a_field_that_a_form_does_not_have_changes_nothing_of_what_is_stored(row: Row, two: Two) -> None:
    more = {name: value for name, value in EXTRA.items() if name not in OWN.get(row.name, ())}
    more = {name: value for name, value in more.items() if name not in dict(row.data)}
    wide = replace(row, data=(*row.data, *more.items()))
    for person in OF_THE_PROGRAMME:
        if row.statuses[person] in DONE:
            # Each in a browser of its own: a step may give the first another session, which is then taken back.
            plain, with_more = (
                stored(partial(replace(two.stage, browsers={person: browser}).ask, each, person))
                for each in (row, wide)
                for browser in (like(two.stage.browsers[person]),)
            )
            assert with_more == plain or with_more[0] == 400 and with_more[2] == make.everything(), person


@pytest.mark.knows_no_database
def test_what_is_of_another_programme_is_not_found_in_the_administration(
    two: Two, cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.alain)
    before = make.everything()
    for model, pk in (
        ("user", cast.nadia.pk),
        ("programme", make.programme("caf").pk),
        ("assessment", two.foreign["assessment_id"]),
        ("round", make.round_("elsewhere", programme=make.programme("caf")).pk),
    ):
        for action in ("change", "history", "delete"):
            for send in (browser.get, browser.post):
                answer = send(f"/admin/coordination/{model}/{pk}/{action}/", follow=True)
                assert answer.status_code in (403, 404) or answer.redirect_chain[-1][0] == "/admin/", (
                    model,
                    action,
                )
                assert b"Nadia" not in answer.content
    assert make.everything() == before

"""Sentences about overlaps, risks and signs, read back from pages: each is a claim's, and the referee lets it stand."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from coordination.domain.claims.signs import RiskPromptKind
from coordination.domain.overlaps import ActivityRow
from coordination.models import Activity, Function, User
from coordination.presenters import overlaps as overlap_words
from coordination.presenters import signs as sign_words
from coordination.presenters import spans as span_words
from coordination.presenters.signs import TrapWords
from coordination.queries import leaders, risks, structure_history, traps
from coordination.queries import overlaps as findings
from coordination.queries.overlaps import Asked
from coordination.queries.structures import structure_value
from tests import make, overlaps, pages
from tests.referee.overlaps import objections, objections_to_count
from tests.risks import observe

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
LANGUAGES = ("en", "fr")
DAY = date(2007, 3, 1)


@pytest.fixture
def world(cast: make.Cast) -> User:
    """Activities of every kind (on days that the referee knows), answers and observations; Amina reads."""
    overlaps.forget_the_deck()
    overlaps.row("UK", since="2006-01-01", until="2006-12-31", standard_="p")
    overlaps.row("FR", since="2006-01-01", until="2006-12-31", standard_="q", equipment="x")
    overlaps.row("BE", equipment="y")
    for of, since, until in (("UK", "2006-01-01", "2006-12-31"), ("FR", "2006-12-31", "2007-03-01")):
        overlaps.row(of, since=since, until=until, function_="traffic")
    overlaps.row("BE", since="2007-03-01", until="2007-12-31", function_="traffic")
    overlaps.row("UK", since="1990-06-01", until="1990-06-01", function_="courts", standard_="p")
    overlaps.row("UK", since="2006", until="2007", function_="courts", standard_="q")
    overlaps.row("FR", since="2007-03-01", until="2007-12-31", function_=None)
    overlaps.function("intelligence")
    round_ = make.open_round()
    begun = make.begin(cast.amina, "CMJ", round_)
    make.answer_all(begun, "Yes")
    for number in range(1, 8):
        make.answer(begun, f"C{number}", "n/a", na_reason="There is none.")
    make.send(begun)
    make.sent(cast.grace, "CMJ", round_, word="Partly")
    make.sent(cast.amina, "GTSE/CPSE", round_, word="Yes")
    make.sent(cast.grace, "GTSE/CPSE", round_, word="?")
    for code in ("U1", "U2", "U3"):
        observe(code, "not_seen", structure="CCRSS")
        observe(code, "observed", structure="CMJ")
    return cast.amina


def marked(browser: Client, address: str, language: str) -> list[tuple[str, str]]:
    """(kind, sentence) of every claim of a page, in a language."""
    browser.cookies["language"] = language
    response = browser.get(address)
    assert response.status_code == 200, address
    page = pages.read(response).one("main")
    return [(each.attrs["data-claim"], each.text()) for each in page.walk() if "data-claim" in each.attrs]


def reader(client_of: ClientOf, person: User, language: str) -> Client:
    User.objects.filter(pk=person.pk).update(language=language)
    person.refresh_from_db()
    return client_of(person)


def signs_in(person: User, code: str) -> TrapWords:
    """How many signs of both traps there are in a structure, in words."""
    row = make.structure(code)
    heard = structure_history.heard(structure_value(row), user=person, programme=make.cod())
    board = traps.board(row, heard, leaders.leading(row, timezone.localdate()))
    return sign_words.of_traps(board.signs)


def plain(text: str) -> str:
    return " ".join(text.replace("\u202f", "\ue000").split()).replace("\ue000", "\u202f")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_about_overlaps_is_that_of_a_claim(
    language: str, world: User, client_of: ClientOf
) -> None:
    browser = reader(client_of, world, language)
    shown = marked(browser, f"/overlaps/?on={DAY}", language)
    found = findings.index(make.cod(), Asked(on=DAY, today=timezone.localdate()))
    with override(language):
        said = [
            (each.kind, plain(each.text))
            for finding in found.open.listed
            for each in overlap_words.said(finding).sentences
        ]
        said += [
            ("findings-counted", plain(span_words.counted(each).text))
            for each in (found.counted, *(one.counted for one in found.in_time.listed))
        ]
    assert sorted(shown) == sorted(said)
    kinds = {"findings-counted", "partners-meet", "standards-differ", "no-activity-known"}
    assert {kind for kind, _text in shown} == kinds
    row = Activity.objects.filter(function__code="traffic")[0]
    assert set(marked(browser, f"/activities/{row.pk}/", language)) <= set(said)
    assert marked(browser, f"/activities/{row.pk}/", language)


def test_the_referee_lets_every_claim_of_the_page_stand(world: User) -> None:
    today = date(2020, 6, 1)
    columns = ("id", "partner", "recipient", "function", "standard", "equipment", "since", "until")
    rows = [
        ActivityRow(**dict(zip(columns, each, strict=True)))
        for each in Activity.objects.values_list(*columns)
    ]
    planned = list(Function.objects.values_list("pk", flat=True))
    for day in (DAY, date(2008, 1, 1), date(2006, 7, 1)):
        found = findings.index(make.cod(), Asked(on=day, today=today))
        claims = [claim for finding in found.open.listed for claim in finding.claims]
        assert claims
        assert not list(objections_to_count(found.counted, rows, planned, today))
        for one in found.in_time.listed:
            here = [row for row in rows if row.function in (one.id, None)]
            assert not list(objections_to_count(one.counted, here, {one.id} & {*planned}, today))
        for claim in claims:
            assert not list(objections(claim, rows, planned, today)), claim


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_about_signs_is_that_of_a_claim(
    language: str, world: User, client_of: ClientOf
) -> None:
    browser = reader(client_of, world, language)
    for code, slug in (("CCRSS", "ccrss"), ("CMJ", "cmj")):
        with override(language):
            words = signs_in(world, code)
            said = [plain(str(words.substitution)), plain(str(words.without_partnership))]
        found = marked(browser, f"/structures/{slug}/risks/", language)
        assert [text for kind, text in found if kind == "signs"] == said
    with override(language):
        words = signs_in(world, "CCRSS")
    expected = {
        "en": "0 of 3 signs seen; the source states 3",
        "fr": "0 signe vu sur 3\u202f; la source en affirme 3",
    }
    assert plain(str(words.substitution)) == expected[language]


def prompts(board: risks.RiskBoard, language: str) -> Iterator[tuple[str, str]]:
    """What a cell of the table of risks says of each voice, up to the criteria it names."""
    with override(language):
        for line in board.register.listed:
            for cell in line.cells:
                for each in cell.prompts:
                    words = sign_words.prompt(each)
                    colon = "\u202f:" if language == "fr" else ":"
                    yield words.kind, f"{words.voice}{colon} {words.word}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_about_risks_is_that_of_a_claim(
    language: str, world: User, client_of: ClientOf
) -> None:
    browser = reader(client_of, world, language)
    shown = marked(browser, "/risks/", language)
    board = risks.board(world, make.cod())
    assert board is not None
    cells = list(prompts(board, language))
    kinds = {each.value for each in RiskPromptKind}
    assert {kind for kind, _text in cells} == kinds
    for kind, text in cells:
        assert any(each == kind and said.startswith(text) for each, said in shown), (kind, text)
    told = [kind for kind, _text in shown if kind in kinds]
    looks = [each for each in told if each == RiskPromptKind.LOOK]
    assert len(looks) == 2 * sum(kind == RiskPromptKind.LOOK for kind, _text in cells)
    with override(language):
        counted = [plain(str(sign_words.risks_counted(each.counted))) for each in board.risks]
        seen = plain(str(sign_words.risks_seen(board.seen)))
    assert [text for kind, text in shown if kind == "risks-counted"] == counted
    assert [text for kind, text in shown if kind == "risks-seen"] == [seen]
    page = " ".join(text for _kind, text in shown)
    never = {
        "en": ("certain", "no prompt", "warning\\?"),
        "fr": ("certain", "rien à signaler", "alerte\u202f\\?"),
    }
    assert not [word for word in never[language] if re.search(rf"\b{word}", page)]

"""Before the reveal nothing that one side reads varies with what the other side did: the same bytes, every address.

Grace (government) has nothing, a draft, or a sent assessment, in which all is Yes or all is No; her side has weighed
the criteria or not, in this way or another. Whoever may not know of it gets, to the byte, the same pages, files and
replies in each of these worlds.
"""

import re
import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from coordination.actions import feeds
from coordination.domain.assessments import SourceEntry
from coordination.domain.limits import Tried
from coordination.models import Assessment, Tally, User
from tests import evidence, make
from tests.extent import TURN, of_these, share_of
from tests.views.test_addresses import TABLE, address_of

ClientOf = Callable[[User], Client]
ADMIN_PAGES = tuple(
    f"/admin/coordination/{name}/"
    for name in ("journalentry", "assessment", "round", "instrument", "programme")
)

#: What the other side may have done meanwhile.
WORLDS = ("nothing", "draft, all Yes", "draft, all No", "sent, all Yes", "sent, all No")
#: How the other side may have weighed the criteria meanwhile: version by version, each with its reason.
WEIGHINGS: dict[str, tuple[tuple[tuple[int, ...], str], ...]] = {
    "none": (),
    "recorded": (((25, 15, 15, 10, 15, 10, 10), "Objectives first."),),
    "other weights": (
        ((25, 15, 15, 10, 15, 10, 10), "Objectives first."),
        ((100, 0, 0, 0, 0, 0, 0), "Objectives first."),
    ),
    "another reason": (((25, 15, 15, 10, 15, 10, 10), "We know what the ministry needs."),),
}
STRUCTURES = ("CMJ", "GTSE/CPSE")
#: Before a draft gets out of the way its author reads whether that reveals: whether the other side has sent.
SAY_WHAT_IT_DOES = ("assessment-discard", "assessment-set-aside")
#: It names what the other side has not sent, too.
CLOSING = "/rounds/march-2011/close/"
#: What is drawn by lot at each reading: the form's key, a passkey's question, the secret of a new authenticator app, as
#: a picture, as text and in an address, and by what a refused request is found in the log.
KEY = re.compile(
    rb'name="(?:csrfmiddlewaretoken|written_by)" value="[^"]*"'
    rb"|(?<=&quot;challenge&quot;: &quot;)[\w-]+"
    rb'|<svg class="qr".*?</svg>|<code class="account-key">[A-Z2-7 ]*</code>|(?<=[?]secret=)[A-Z2-7]+'
    rb'|(?<=<p class="reference">)[^<]*(?=</p>)'
)
#: `Expires` says the time, as `Date` does, and each request has a number of its own.
HIDDEN_HEADERS = {"Set-Cookie", "Expires", "X-Request-ID"}
#: All that passes between the sides before the reveal, on Home: one bit a structure, of these two wordings.
ONE_BIT = re.compile(rb'<span data-claim="progress-other">(?:sent|not yet sent)</span>')

Seen = dict[str, tuple[int, dict[str, str], bytes]]


def seen(response: HttpResponse) -> tuple[int, dict[str, str], bytes]:
    """Everything that reaches the reader, without what is new every time, and the bit that may be told."""
    headers = {name: value for name, value in response.headers.items() if name not in HIDDEN_HEADERS}
    if KEY.search(response.content) or ONE_BIT.search(response.content):
        headers.pop("Content-Length", None)
    return response.status_code, headers, ONE_BIT.sub(b"", KEY.sub(b"", response.content))


#: What opens by itself; a file is known by a number drawn by lot, which no page tells: tests/views/test_evidence.py.
NOT_TRIED = (
    *("link", "sealed file", "revealed file", "no file"),
    *("note's file", "shared note's file", "seen file"),
)


def addresses(theirs: int, own: int) -> list[str]:
    """Every address of the program that can be read, about the own assessment, theirs, and the round."""
    found = []
    for row in TABLE:
        if row.method == "get" and row.name not in ("sign-in", "sign-out") and row.subject not in NOT_TRIED:
            for pk in (own, theirs) if row.subject else (0,):
                found.append(address_of(row, pk))
    for label in ("march-2011", "january-2008"):
        found += [f"/structures/{slug}/{label}/" for slug in ("cmj", "gtse-cpse", "ccrss")]
        found += [
            f"/compare/{file}?round={label}&view={voice}&section={section}"
            for file in ("", "figures.csv", "intervals.json")
            for voice in ("government", "partners")
            for section in ("coordination", "ownership")
        ]
        found += [
            f"/ownership/{file}?round={label}&view={voice}"
            for file in ("", "figures.csv", "plane.json")
            for voice in ("government", "partners", "analyst")
        ]
        found += [f"/two-views/{file}?round={label}" for file in ("", "figures.csv", "sheet/")]
        found += [f"/side-by-side/?structure={slug}&second={label}" for slug in ("cmj", "gtse-cpse", "ccrss")]
    found += [
        f"/changes/{file}?view={voice}&known={known}"
        for file in ("", "figures.csv")
        for voice in ("government", "partners")
        for known in ("now", "published")
    ]
    found += [
        f"/{page}/{file}?weights={side}{more}"
        for page, chart, more in (
            ("compare", "intervals.json", "&round=march-2011"),
            ("compare", "intervals.json", ""),
            ("changes", "", "&until=march-2011"),
            ("changes", "", ""),
        )
        for file in ("", "figures.csv", chart)
        for side in ("government", "partners")
    ]
    found += [
        f"/two-views/{page}?{name}={slug}"
        for page in ("", "sheet/")
        for name in ("set", "structure")
        for slug in ("cmj", "gtse-cpse", "ccrss")
    ]
    found += ["/structures/cmj/", "/structures/gtse-cpse/", "/structures/?q=cmj"]
    return sorted(set(found))


def pages(browser: Client, asked: Iterable[str]) -> Seen:
    """What one reader sees at these addresses; first the own history, where each file that is then taken stands."""
    found = {}
    for address in sorted(asked, key=lambda address: (not address.startswith("/journal/own/"), address)):
        found[address] = seen(browser.get(address))
        Tally.objects.filter(what=Tried.EXPORT).update(
            number=0
        )  # all together are more than one may take in an hour
    assert 429 not in {status for status, _headers, _content in found.values()}
    return found


def everything(browser: Client, theirs: int, own: int, turn: int) -> Seen:
    """What one reader sees, page by page, and what is answered to attempts at the other side's assessment.

    Each address is the turn of one of five readers; where all is proved, everybody looks at all.
    """
    always = [reverse(name, args=[own]) for name in SAY_WHAT_IT_DOES] + [CLOSING]
    asked = {*share_of(addresses(theirs, own), turn, shares=5), *always}
    shown = pages(browser, sorted(_once(asked)))
    attempts = {
        f"/assessments/{theirs}/coordination/": {"C1-choice": "4"},
        f"/assessments/{theirs}/answers/C1/": {"C1-choice": "4", "op_id": str(uuid.UUID(int=7))},
        f"/assessments/{theirs}/send/": {"version": "2", "accept_blanks": "on"},
        f"/assessments/{theirs}/recall/": {"reason": "Curious."},
        f"/assessments/{own}/answers/C2/": {"C2-choice": "9", "op_id": str(uuid.UUID(int=8))},
        f"/assessments/{own}/recall/": {"reason": "Too early."},
    }
    answered = {f"POST {address}": seen(browser.post(address, data)) for address, data in attempts.items()}
    # What the reader was told of the own steps waits for the next page, which is one of another world.
    browser.cookies.pop("messages", None)
    return shown | answered


def _once(asked: set[str]) -> set[str]:
    """Return the addresses with one file of what the own side did: the second of them says when the first was taken."""
    files = sorted(each for each in asked if each.startswith("/journal/own/own-side."))
    return asked - set(files[1:])


def act(world: str, grace: User, sends: tuple[str, ...] = STRUCTURES) -> None:
    """Let the other side do what the world says; what they may not send stays a draft."""
    if world == "nothing":
        return
    round_ = make.round_("march-2011")
    for code in STRUCTURES:
        assessment = make.start(grace, code, round_)
        make.answer_all(assessment, "No" if world.endswith("No") else "Yes")
        if world.endswith("No"):
            evidence.give(assessment, note="Quagga")
        if world.startswith("sent") and code in sends:
            make.send(assessment)


READERS = [("paul", "draft"), ("paul", "sent"), ("amina", "draft"), ("amina", "sent"), ("vera", "sent")]


@pytest.mark.parametrize(("reader", "own_state"), share_of(READERS, TURN, shares=3))
def test_nothing_that_is_read_varies_with_the_other_sides_answers(
    reader: str, own_state: str, cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = make.open_round(sides="both")
    own = make.start(cast.amina, "CMJ", round_)
    make.answer_all(own, "Partly?")
    if own_state == "sent":
        make.send(own)
    theirs = own.pk + 1
    browser = client_of(getattr(cast, reader))
    # What both sides have sent is revealed: where Amina has sent, Grace does not get beyond a draft.
    sends = STRUCTURES if own_state == "draft" else ("GTSE/CPSE",)
    asked = {reverse(name, args=[own.pk]) for name in SAY_WHAT_IT_DOES} | {CLOSING}
    # Each reader looks at a draft and at a sent one, at all Yes or at all No in turn.
    turn = TURN + READERS.index((reader, own_state))
    looked_at = {WORLDS[0], *of_these(WORLDS[1:3], turn), *of_these(WORLDS[3:], turn // 2)}
    found: dict[str, Seen] = {}
    for world in WORLDS:
        with transaction.atomic():
            before = transaction.savepoint()
            act(world, cast.grace, sends)
            found[world] = (
                everything(browser, theirs, own.pk, turn) if world in looked_at else pages(browser, asked)
            )
            transaction.savepoint_rollback(before)
    first = found[WORLDS[0]]
    assert len(first) > 60
    assert {status for status, _headers, _body in first.values()} >= {200, 404}
    for world, shown in found.items():
        different = {address for address in shown if first[address] != shown[address]}
        assert different <= asked, world
        assert shown.keys() == (first.keys() if world in looked_at else asked)
    # Those pages say one bit: whether the other side has sent; the same in every world where it is the same.
    for group in (WORLDS[:3], WORLDS[3:]):
        for address in asked:
            assert len({str(found[world][address]) for world in group}) == 1, (address, group)


def weigh(weighing: str, manager: User) -> None:
    """Let a manager weigh the criteria for their side."""
    side = "government" if manager.email.startswith("joseph") else "partners"
    for weights, reason in WEIGHINGS[weighing]:
        make.weigh(make.round_("march-2011"), side, weights, reason=reason, by=manager)


def worlds_of_weights(
    other: User, look: Callable[[], Seen], weighings: Iterable[str] = WEIGHINGS
) -> dict[str, Seen]:
    """What one reader sees, by how the other side weighed."""
    found: dict[str, Seen] = {}
    for weighing in weighings:
        with transaction.atomic():
            before = transaction.savepoint()
            weigh(weighing, other)
            found[weighing] = look()
            transaction.savepoint_rollback(before)
    return found


@pytest.mark.takes_long
@pytest.mark.parametrize(
    ("turn", "reader", "other", "own_weights"),
    share_of(
        [
            (0, "paul", "joseph", "recorded"),
            (1, "amina", "joseph", "none"),
            (2, "joseph", "paul", "none"),
            (3, "vera", "joseph", "recorded"),
            (4, "alain", "paul", "none"),
        ],
        TURN,
        shares=2,
    ),
)
def test_nothing_that_is_read_varies_with_the_other_sides_weights(
    turn: int, reader: str, other: str, own_weights: str, cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = make.open_round(sides="both")
    own = make.sent(cast.amina, "CMJ", round_, word="Partly?")
    if own_weights != "none":
        weigh(own_weights, cast.paul if other == "joseph" else cast.joseph)
    browser = client_of(getattr(cast, reader))
    none, *weighed = WEIGHINGS
    found = worlds_of_weights(
        getattr(cast, other),
        lambda: everything(browser, own.pk + 1, own.pk, TURN + turn),
        [none, *of_these(weighed, TURN + turn)],
    )
    first = found.pop("none")
    for weighing, shown in found.items():
        assert not [address for address in first if first[address] != shown[address]], weighing


def test_a_difference_in_weights_would_be_noticed(cast: make.Cast, client_of: ClientOf) -> None:
    make.sent(cast.amina, "CMJ", make.open_round(sides="both"), word="Partly?")
    browser, tell = client_of(cast.amina), {"/rounds/", "/rounds/march-2011/weights/"}
    assert tell <= set(addresses(0, 0))
    found = worlds_of_weights(cast.paul, lambda: pages(browser, tell))
    first = found.pop("none")
    for weighing, shown in found.items():
        assert {address for address in first if first[address] != shown[address]} == tell, weighing


# --- who wrote what, and when, behind the same bits


def _plainly(grace: User, gaston: User) -> None:
    """One adviser writes on two structures, and sends one of them."""
    round_ = make.round_("march-2011")
    make.begin(grace, "CMJ", round_, "Yes")
    make.sent(grace, "GTSE/CPSE", round_)


def _otherwise(grace: User, gaston: User) -> None:
    """Two advisers write at other times, with notes; a draft is discarded, one set aside, a sent one recalled."""
    round_, joseph = make.round_("march-2011"), make.cast().joseph
    early = make.AT - timedelta(days=20)
    draft = make.begin(gaston, "CMJ", round_, "No", at=early)
    source = SourceEntry(title="A quagga", kind="document")
    make.save(draft, make.entry("C1", "Partly?", basis="Quagga.", doubt_reason="hearsay", sources=[source]))
    make.discard(make.begin(grace, "GTSE/CPSE", round_, "Mostly?"))
    make.set_aside(make.begin(gaston, "GTSE/CPSE", round_, "No"), by=joseph)
    sent = make.sent(grace, "GTSE/CPSE", round_, word="Not yet")
    make.recall(sent, reason="Too early.")
    make.answer(sent, "C2", "No", basis="Quagga as well.")
    make.send(sent)
    make.weigh(round_, "government", (40, 10, 10, 10, 10, 10, 10), by=joseph)
    noted = make.contact(grace, subject="Quagga too", sharing="side", at=make.AT)
    evidence.attach(noted, note="Quagga")


def _calendar(reader: User) -> str:
    """Return the address of the reader's calendar; empty where they have none."""
    if reader.email.split("@")[0] in ("vera", "alain"):
        return ""
    return f"/calendar/{feeds.make(programme=make.cod(), by=reader, at=make.AT)}.ics"


def _mails() -> list[tuple[str, str, tuple[str, ...]]]:
    """Return what goes out to everybody but the other side."""
    mail.outbox.clear()
    call_command("send_digests", stdout=StringIO())
    others = {"grace@ssr.example", "gaston@ssr.example", "joseph@ssr.example"}
    return [(each.subject, str(each.body), tuple(each.to)) for each in mail.outbox if not others & {*each.to}]


@pytest.mark.takes_long
@pytest.mark.parametrize("reader", share_of(["amina", "paul", "vera", "alain"], TURN, shares=3))
def test_nothing_varies_with_what_the_other_side_wrote_who_and_when(
    reader: str, cast: make.Cast, client_of: ClientOf, settings: LazySettings
) -> None:
    settings.SITE_ADDRESS = "https://ssr.example"
    round_ = make.open_round(sides="both")
    own = make.sent(cast.amina, "CMJ", round_, word="Partly?")
    make.begin(cast.amina, "CCRSS", round_)
    make.promise(at=make.AT)
    gaston = make.place(make.person("gaston"), "adviser", "government")
    person: User = getattr(cast, reader)
    browser, calendar = client_of(person), _calendar(person)
    turn = TURN + ("amina", "paul", "vera", "alain").index(reader)
    asked = {
        *share_of(addresses(own.pk + 1, own.pk), turn, shares=4),
        *(
            "/journal/",
            "/journal/journal.csv",
            "/journal/own/",
            "/journal/own/own-side.csv",
            "/journal/proof/",
        ),
        *("/", "/rounds/", "/assessments/", "/contacts/", "/no-such-page/", calendar or "/calendar/"),
        *(("/admin/", *ADMIN_PAGES) if reader == "alain" else ("/admin/",)),
    }
    asked = _once(asked)
    found, sent = [], []
    for write in (_plainly, _otherwise):
        with transaction.atomic():
            write(cast.grace, gaston)
            as_data = browser.get("/journal/own/", headers={"Accept": "application/json"})
            found.append({"as data": seen(as_data)} | pages(browser, asked))
            sent.append(_mails())
            transaction.set_rollback(True)
    assert [address for address in found[0] if found[0][address] != found[1][address]] == []
    assert sent[0] == sent[1]
    assert {status for status, _headers, _body in found[0].values()} >= {200, 404}
    assert b"uagga" not in b"".join(body for _status, _headers, body in found[1].values())


def test_the_own_side_would_notice_who_wrote_what(cast: make.Cast, client_of: ClientOf) -> None:
    make.open_round(sides="both")
    gaston = make.place(make.person("gaston"), "adviser", "government")
    browser, found = client_of(cast.joseph), []
    for write in (_plainly, _otherwise):
        with transaction.atomic():
            write(cast.grace, gaston)
            found.append(pages(browser, ["/journal/own/", "/assessments/", "/contacts/"]))
            transaction.set_rollback(True)
    assert all(found[0][address] != found[1][address] for address in found[0])


@pytest.mark.takes_long
def test_the_comparison_would_notice_a_difference(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round(sides="both")
    own = make.begin(cast.amina, "CMJ", round_)
    browser = client_of(cast.joseph)
    theirs = own.pk + 1
    shown = []
    for world in ("sent, all Yes", "sent, all No"):
        with transaction.atomic():
            before = transaction.savepoint()
            act(world, cast.grace)
            pk = Assessment.objects.filter(side="government").values_list("pk", flat=True)[0]
            assert pk == theirs or pk > own.pk
            shown.append(pages(browser, addresses(pk, own.pk)[::4]))
            transaction.savepoint_rollback(before)
    assert len(shown[0].keys() & shown[1].keys()) > 50
    assert any(shown[0][address] != shown[1].get(address) for address in shown[0]), (
        "the own side sees its answers"
    )


def test_after_the_reveal_both_sides_get_the_same_files(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round(sides="both")
    make.sent(cast.amina, "CMJ", round_, word="Partly?")
    make.sent(cast.grace, "CMJ", round_, word="Yes")
    for address in (
        "/compare/figures.csv?round=march-2011&view=government",
        "/compare/figures.csv?round=march-2011&view=partners",
        "/changes/figures.csv?view=government&lang=en",
        "/changes/figures.csv?view=partners&lang=en",
        "/ownership/figures.csv?round=march-2011&view=government",
        "/ownership/figures.csv?round=march-2011&view=partners",
        "/two-views/figures.csv?round=march-2011",
        "/compare/intervals.json?round=march-2011&view=government",
        "/ownership/plane.json?round=march-2011&view=government",
    ):
        files = {
            client_of(person).get(f"{address}&lang=en").content
            for person in (cast.amina, cast.paul, cast.grace, cast.joseph)
        }
        assert len(files) == 1, address
        found = files.pop()
        assert b"CMJ" in found or ".json" in address
        assert len(found) > 300

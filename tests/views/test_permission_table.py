"""The program's table of permissions against what its addresses answer: role × side × state × action × format.

For each cell the table (``coordination.permissions``) and the lifecycle say what must be answered: 404 for what one may
not read, 403 for what one may not do, 409 for what cannot be done now; nothing is written by any of these. The two sides
are mirror images, in the table and in the answers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from coordination.domain.lifecycle import Step, is_allowed
from coordination.models import Assessment, Correction, Role, User
from coordination.permissions import UNREAD, Action, Standing, can, standings
from tests import make
from tests.databases import Lasting
from tests.extent import TURN, share_of
from tests.views.test_addresses import like, signed_in, state, undone

#: Person → who stands at the same place of the other side.
MIRROR = {"amina": "grace", "bruno": "gaston", "paul": "joseph"}
MIRROR |= {other: one for one, other in MIRROR.items()} | {name: name for name in ("vera", "alain", "nadia")}
RATERS = ("amina", "grace")
#: The states of an assessment; the last four in a closed round, or published.
STATES = ("draft", "sent", "set_aside", "revealed", "sent, closed", "aside, closed", "closed", "published")
Data = Callable[[Assessment], Mapping[str, str]]


@dataclass(frozen=True)
class Way:
    """One way to take an action of an assessment: over which address, in which format, with what."""

    action: Action
    route: str
    format: str = "form"
    section: str = ""
    data: Data | None = None

    def __str__(self) -> str:
        return f"{self.action} by {self.format}"

    def ask(self, browser: Client, row: Assessment) -> int:
        """Return the status that the person is answered."""
        about: int = row.pk
        if self.action is Action.DISSENT:
            about = Correction.objects.get(answer__assessment=row).pk
        address = reverse(self.route, args=[about, self.section] if self.section else [about])
        headers = {"Accept": "application/json"} if self.format == "JSON" else {}
        if self.data is None:
            return browser.get(address, headers=headers).status_code
        return browser.post(address, self.data(row), headers=headers).status_code


def _answer(row: Assessment) -> dict[str, str]:
    version = row.answers.filter(criterion__code="C1").values_list("version", flat=True).first() or 0
    return {"C1-choice": "2", "C1-version": str(version), "op_id": str(uuid4())}


def _change(row: Assessment) -> dict[str, str]:
    return _answer(row) | {"evidence": "Minutes found since.", "reason": "The minutes say otherwise."}


def _with_reason(_row: Assessment) -> dict[str, str]:
    return {"reason": "A figure was wrong."}


def _send(row: Assessment) -> dict[str, str]:
    return {"version": str(Assessment.objects.get(pk=row.pk).version), "accept_blanks": "on"}


WAYS = (
    Way(Action.READ, "assessment-detail", "page"),
    Way(Action.SCORE, "assessment-score", "page", "coordination"),
    Way(Action.SCORE, "assessment-score", "form", "coordination", _answer),
    Way(Action.SCORE, "assessment-save", "JSON", "C1", _answer),
    Way(Action.SUBMIT, "assessment-submit", "form", "", _send),
    Way(Action.RECALL, "assessment-recall", "form", "", _with_reason),
    Way(Action.DISCARD, "assessment-discard", "page"),
    Way(Action.DISCARD, "assessment-discard", "form", "", lambda _row: {}),
    Way(Action.SET_ASIDE, "assessment-set-aside", "page"),
    Way(Action.SET_ASIDE, "assessment-set-aside", "form", "", _with_reason),
    Way(Action.RESTORE, "assessment-restore", "form", "", lambda _row: {}),
    Way(Action.CONFIRM, "assessment-confirm", "form", "", _send),
    Way(Action.REVISE, "assessment-revise", "page", "C1"),
    Way(Action.REVISE, "assessment-revise", "form", "C1", _change),
    Way(Action.CORRECT, "assessment-correct", "page", "C1"),
    Way(Action.CORRECT, "assessment-correct", "form", "C1", _change),
    Way(Action.DISSENT, "correction-dissent", "page"),
    Way(Action.DISSENT, "correction-dissent", "form", "", _with_reason),
)
#: What is corrected is revealed: before, there is nothing to dissent from.
CELLS = [
    (way, each)
    for way in WAYS
    for each in STATES
    if way.action is not Action.DISSENT or each in ("revealed", "closed", "published")
]


@dataclass(frozen=True)
class Stage:
    """Assessments of one adviser of each side in every state, and everybody's browser."""

    rows: Mapping[tuple[str, str], int]
    browsers: Mapping[str, Client]

    def row(self, rater: str, where: str) -> Assessment:
        """Return an assessment as it is stored."""
        return Assessment.objects.select_related("round").get(pk=self.rows[rater, where])


def _states(people: Mapping[str, User]) -> dict[tuple[str, str], int]:
    """Bring about every state, through actions."""
    first, shown, closed = (make.open_round(name=f"{name} 2011") for name in ("First", "Shown", "Closed"))
    found: dict[tuple[str, str], Assessment] = {}
    for name, alone in (("amina", "GTSE/CPSE"), ("grace", "CCRSS Defence")):
        person = people[name]
        found[name, "draft"] = make.begin(person, "CMJ", first)
        found[name, "set_aside"] = make.begin(person, "CCRSS", first)
        make.set_aside(found[name, "set_aside"])
        found[name, "sent"] = make.sent(person, alone, first)
        found[name, "revealed"] = make.sent(person, "CMJ", shown)
        found[name, "closed"] = make.sent(person, "CMJ", closed)
        found[name, "sent, closed"] = make.sent(person, alone, closed)
        found[name, "aside, closed"] = make.begin(person, "CCRSS", closed)
    make.close_round(closed)
    for name, manager, side in (("amina", "paul", "partners"), ("grace", "joseph", "government")):
        one = make.open_round(sides=side, name=f"Published by {side}")
        found[name, "published"] = make.sent(people[name], "CMJ", one)
        make.publish(one, side=side)
        for where in ("revealed", "closed", "published"):
            make.correct(found[name, where], "C7", "Mostly", by=people[manager])
    return {key: row.pk for key, row in found.items()}


@pytest.fixture(scope="module")
def lasting_stage(lasting: Lasting) -> Stage:
    with lasting():
        cast = make.cast()
        people = {name: getattr(cast, name) for name in MIRROR if hasattr(cast, name)}
        for name, side in (("bruno", "partners"), ("gaston", "government")):
            people[name] = make.place(make.newcomer(name), Role.ADVISER, side)
        return Stage(_states(people), {name: signed_in(user) for name, user in people.items()})


@pytest.fixture
def stage(lasting_stage: Stage, db: None) -> Stage:
    return replace(lasting_stage, browsers={name: like(one) for name, one in lasting_stage.browsers.items()})


def standing(name: str) -> Standing | None:
    """The person's standing in the programme `cod`."""
    user = User.objects.get(email=f"{name}@ssr.example")
    return next((each for each in standings(user) if each.programme_id == make.cod().pk), None)


def expected(way: Way, row: Assessment, place: Standing | None) -> int:
    """Return what the table and the lifecycle say; 200 where it is done."""
    is_read = can(place, Action.READ, row)
    if not is_read and not (way.action in UNREAD and can(place, way.action, row)):
        return 404
    if not can(place, way.action, row):
        return 403
    if way.action is Action.READ:
        return 200
    step = Step(way.action.value)
    return 200 if is_allowed(step, state=row.state, round_state=row.round.state) else 409


def answered(way: Way, row: Assessment, browser: Client) -> int:
    """Return what the person is answered, 200 also for a redirect; what is not done writes nothing."""
    before = state()
    with undone():
        status = way.ask(browser, row)
        if status not in (200, 302) or way.data is None:
            assert state() == before
        else:
            assert state() != before
    return 200 if status == 302 else status


@pytest.mark.parametrize(("way", "where"), share_of(CELLS, TURN, shares=20), ids=str)
def test_each_address_answers_as_the_table_says_and_both_sides_alike(
    way: Way, where: str, stage: Stage
) -> None:
    got: dict[tuple[str, str], int] = {}
    for rater in RATERS:
        row = stage.row(rater, where)
        for name, browser in stage.browsers.items():
            got[rater, name] = answered(way, row, browser)
            assert got[rater, name] == expected(way, row, standing(name)), (rater, name)
    assert {(MIRROR[rater], MIRROR[name]): status for (rater, name), status in got.items()} == got


@pytest.mark.parametrize("where", STATES)
def test_the_table_gives_both_sides_the_same_rights(where: str, stage: Stage) -> None:
    places = {name: standing(name) for name in MIRROR}
    rows = {rater: stage.row(rater, where) for rater in RATERS}
    for action in Action:
        for name, other in MIRROR.items():
            assert can(places[name], action) is can(places[other], action), (action, name)
            for rater in RATERS:
                one = can(places[name], action, rows[rater])
                assert one is can(places[other], action, rows[MIRROR[rater]]), (action, name)


@pytest.mark.parametrize("where", STATES)
def test_a_table_as_a_file_holds_what_both_sides_see_and_nothing_else(where: str, stage: Stage) -> None:
    for rater in RATERS:
        row = stage.row(rater, where)
        address = f"{reverse('compare-csv')}?round={row.round.label}&view={row.side}"
        for name, browser in stage.browsers.items():
            with undone():
                answer = browser.get(address)
            lines = answer.content.decode("utf-8-sig").splitlines() if answer.status_code == 200 else []
            is_there = any(
                line.startswith((f"{row.structure.code},", f"{row.structure.code};")) for line in lines
            )
            is_seen = row.state in ("revealed", "published") and can(standing(name), Action.READ, row)
            assert is_there is is_seen, (rater, name, answer.status_code)


def test_a_right_too_many_in_an_address_would_be_noticed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = next(each for each in WAYS if each.action is Action.SUBMIT)
    row, place = stage.row("amina", "draft"), standing("bruno")
    assert answered(way, row, stage.browsers["bruno"]) == expected(way, row, place) == 403
    monkeypatch.setattr("coordination.views.decorators.can", lambda *_asked: True)
    assert answered(way, row, stage.browsers["bruno"]) == 200
    assert expected(way, row, place) == 403

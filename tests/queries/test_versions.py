"""What is kept is what would be read anew, whatever was written and by which way."""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.domain.problems import Refused
from coordination.models import Assessment, Round, User
from coordination.permissions import standings
from coordination.presenters import once
from coordination.queries import members, portfolio, versions
from coordination.queries.portfolio import Portfolio
from tests import joint_answers, make, partners, risks
from tests.views.test_responses import shown

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
STRUCTURES = ("CMJ", "CCRSS", "GTSE/CPSE", "CCRSS Defence")
WORDS = ("Yes", "Mostly", "Partly", "Not yet", "No", "Yes?", "?", "Partly to Mostly")
PAGES = (
    "/",
    "/compare/?view=both",
    "/compare/?view=partners",
    "/compare/?view=both&round=january-2008",
    "/changes/?view=partners",
    "/two-views/",
    *(
        f"/structures/{slug}/{tab}"
        for slug in ("cmj", "gtse-cpse")
        for tab in ("", "history/", "commitments/", "risks/", "meetings/", "seats/", "source/")
    ),
)


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Read and show as a process does that has kept nothing; what this one has kept stays as it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(versions.Shelf, "_find", lambda *_: None)
        patch.setattr(versions.Shelf, "_put", lambda *_: None)
        patch.setattr(once, "spoken", object)  # What is found by such a key was never said before.
        yield


def told(person: User) -> object:
    """All that Home says of all structures to a person now, as values."""
    person = User.objects.get(pk=person.pk)
    programme, rights = make.cod(), standings(person)[0]
    found = portfolio.whole(person, programme, rights)
    rows = members.rows(found.members, found, user=person, rights=rights)
    return (
        (found.ground, found.headline, found.parts, found.gaps, found.moved, found.weak),
        [_listed(each) for each in found.members],
        [(each.instrument, each.criteria, each.sides, each.evidence) for each in rows],
        [(each.member.structure, each.claim) for each in members.widest(found, 100)],
    )


def _listed(of: portfolio.Listed) -> object:
    changes = {side: each and each.whole for side, each in of.changes.items()}
    return of.structure, of.round, of.standing, of.gaps, of.weak, changes


class Story:
    """Steps of people, admins and commands, each drawn by chance; what is refused is no step."""

    def __init__(self, cast: make.Cast, seed: int, folder: Path) -> None:
        self.chance = random.Random(seed)
        self.cast, self.folder = cast, folder
        self.raters = [cast.amina, cast.grace, cast.paul, cast.joseph]
        self.steps = (
            *([self.score] * 3),
            *([self.send] * 6),
            *([self.correct] * 5),
            *(self.recall, self.discard, self.set_aside, self.close, self.reopen),
            *(self.open, self.weigh, self.add, self.meet, self.promise, self.administer, self.command),
            *(self.observe, self.sit, self.comment, self.revise),
        )

    def go_on(self) -> str:
        """Take one step that is possible; return its name."""
        while True:
            step = self.chance.choice(self.steps)
            try:
                step()
            except (Refused, CommandError, IndexError):
                continue
            return step.__name__

    def one(self, **conditions: object) -> Assessment:
        return self.chance.choice(Assessment.objects.filter(rater_user__isnull=False, **conditions))

    def a_round(self, state: str) -> Round:
        return self.chance.choice(Round.objects.filter(state=state).select_related("programme"))

    def score(self) -> None:
        person, structure = self.chance.choice(self.raters), self.chance.choice(STRUCTURES)
        begun = make.start(person, structure, self.a_round("open"))
        make.answer_all(begun, self.chance.choice(WORDS))
        make.answer(begun, "C1", self.chance.choice(WORDS))

    def send(self) -> None:
        self.score()
        for each in Assessment.objects.filter(state="draft"):
            make.send(each, accept_blanks=True)

    def correct(self) -> None:
        make.correct(
            self.one(state="revealed"),
            self.chance.choice(["C1", "C2", "C7", "O1"]),
            self.chance.choice(WORDS[:6]),
            by=self.cast.paul,
        )

    def revise(self) -> None:
        make.revise(self.one(state="revealed"), "C1", self.chance.choice(WORDS))

    def recall(self) -> None:
        make.recall(self.one(state="sent"))

    def discard(self) -> None:
        make.discard(self.one(state="draft"), reveals=True)

    def set_aside(self) -> None:
        make.set_aside(self.one(state="draft"), reveals=True)

    def close(self) -> None:
        make.close_round(self.a_round("open"))

    def reopen(self) -> None:
        make.reopen_round(self.a_round("closed"))

    def open(self) -> None:
        number = Round.objects.count()
        make.open_round(name=f"Round {number}", reference_on=date(2012, number % 12 + 1, 1))

    def weigh(self) -> None:
        weights = self.chance.sample([25, 15, 20, 10, 10, 10, 10], 7)
        make.weigh(self.chance.choice(Round.objects.all()), weights=weights)

    def add(self) -> None:
        make.structure(f"New {self.chance.random():.6f}")

    def meet(self) -> None:
        make.contact(structure_=self.chance.choice(STRUCTURES))

    def comment(self) -> None:
        revealed = self.one(state="revealed", structure__code="CMJ")
        words = f"{self.chance.random():.6f}"
        joint_answers.comment(self.chance.choice(self.raters), revealed.round, "C1", words)

    def promise(self) -> None:
        make.promise("DFID")

    def observe(self) -> None:
        risks.observe(self.chance.choice(["R1", "R2", "U1"]), structure=self.chance.choice(STRUCTURES))

    def sit(self) -> None:
        partners.seat("DFID", self.chance.choice(STRUCTURES))

    def administer(self) -> None:
        person = self.cast.vera
        person.name = f"Vera {self.chance.random()}"
        make.administer(item=person, by=self.cast.alain, at=make.AT)

    def command(self) -> None:
        document = make.document(make.DEMO)
        name = f"L{Assessment.objects.count()}-{self.chance.random():.6f}"
        document["structures"].append({"code": name, "name": {"en": name, "fr": name}, "sector": "police"})
        first = document["rounds"][0]
        first["assessments"].append(first["assessments"][0] | {"structure": name})
        file = self.folder / "document.json"
        file.write_text(json.dumps(document))
        call_command("load_fixture", str(file), stdout=StringIO())


@pytest.mark.takes_long
@pytest.mark.parametrize("seed", range(4))
def test_after_any_steps_what_is_kept_is_what_is_read_anew(
    seed: int, cast: make.Cast, client_of: ClientOf, tmp_path: Path
) -> None:
    make.load_demo()
    story = Story(cast, seed, tmp_path)
    # Both kinds of readers; both sides share what is kept for those who read open rounds.
    readers = (cast.amina, cast.joseph, cast.vera)
    browsers = {person.pk: client_of(person) for person in readers}
    taken = []
    for _number in range(15):
        taken.append(story.go_on())
        person, address = story.chance.choice(readers), story.chance.choice(PAGES)
        with nothing_kept():
            values, page = told(person), shown(browsers[person.pk], address)
        assert told(person) == values, taken
        assert shown(browsers[person.pk], address) == page, (taken, address)


def test_one_answer_corrected_leaves_all_other_structures_as_they_were_read(cast: make.Cast) -> None:
    make.load_demo()
    round_ = make.open_round()
    sent = [make.sent(person, "CMJ", round_) for person in (cast.amina, cast.grace)]

    def read() -> Portfolio:
        programme = make.cod()
        return portfolio.whole(cast.paul, programme, standings(cast.paul)[0])

    before = {each.structure.code: each for each in read().members}
    make.correct(sent[0], "C1", "No", by=cast.paul)
    after = {each.structure.code: each for each in read().members}
    assert {code for code in after if after[code] is not before[code]} == {"CMJ"}


@pytest.mark.parametrize("tab", ["", "history/", "commitments/", "risks/", "meetings/", "seats/", "source/"])
@pytest.mark.parametrize(
    ("changed", "is_made_anew"), [("CCRSS Defence", False), ("GTSE/CPSE", True), ("COD", True)]
)
def test_a_page_of_a_structure_is_made_anew_when_its_answers_change_or_those_on_the_programme(
    changed: str, is_made_anew: bool, tab: str, cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    round_ = make.open_round()
    structure, criterion = (make.whole(), "S1") if changed == "COD" else (changed, "C1")
    government, partners_ = (make.sent(each, structure, round_) for each in (cast.grace, cast.amina))
    browser, address = client_of(cast.paul), f"/structures/gtse-cpse/{tab}"

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            page = shown(browser, address)
        count = len(found)
        with nothing_kept():
            assert page == shown(browser, address)
        return count

    kept = [queries() for _time in range(3)][-1]
    make.correct(partners_, criterion, "No", by=cast.paul)
    assert (queries() > kept) is is_made_anew
    make.revise(government, criterion, "No")
    assert (queries() > kept) is is_made_anew
    assert queries() == kept


def test_a_journal_that_never_had_the_version_says_that_anything_may_have_been_written(
    cast: make.Cast,
) -> None:
    make.load_demo()
    known = versions.of_answers(make.cod())
    assert versions.told_since(make.cod(), known) == versions.WrittenSince(known, known)
    assert versions.told_since(make.cod(), known._replace(hash="of another database")) is None
    assert versions.told_since(make.cod(), versions.Version(known.sequence + 1, known.hash)) is None
    make.structure("New one")
    assert versions.told_since(make.cod(), known) is None

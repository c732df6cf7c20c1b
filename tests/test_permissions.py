"""Who may do what: the table of design/trust.md as data, and what each person sees at each moment.

Of that table the agreed answer, publishing and correcting, and inviting come with later versions. The people are
those of ``make.Cast``; ``bruno`` is a second adviser of the partners.
"""

import itertools
import re
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from coordination.domain.lifecycle import Step, is_allowed
from coordination.models import Assessment, Role, Round, Tally, User
from coordination.permissions import (
    CLOSED,
    TABLE,
    Action,
    Standing,
    assessments_visible_by_themselves_to,
    assessments_visible_to,
    can,
    dashboard_assessments,
    is_administrator,
    programmes_visible_to,
    standings,
    weightings_visible_to,
)
from coordination.views.decorators import member_of
from tests import make
from tests.extent import TURN, of_these

pytestmark = pytest.mark.django_db
STATES = ("draft", "sent", "set_aside", "revealed", "published")
PEOPLE = ("amina", "bruno", "paul", "grace", "joseph", "vera", "alain", "nadia", "olga")
#: Whose assessment it is.
RATERS = {"amina": "partners", "grace": "government"}

#: What one may do in one's programme, apart from any assessment.
GENERAL: dict[Action, set[str]] = {
    Action.SEE: {"amina", "bruno", "paul", "grace", "joseph", "vera", "alain", "nadia"},
    Action.START: {"amina", "bruno", "grace", "nadia"},
    Action.HOLD_ROUND: {"paul", "joseph"},
    Action.NAME_ASSESSORS: {"paul", "joseph"},
    Action.REMIND: {"paul", "joseph"},
    Action.WEIGH: {"paul", "joseph"},
    Action.PUBLISH: {"paul", "joseph"},
    Action.LOOK_AFTER: {"paul", "joseph"},
    Action.READ_HISTORY: {"amina", "bruno", "paul", "grace", "joseph", "nadia"},
    Action.PROVE: {"paul", "joseph"},
    Action.LOAD: {"alain"},
    Action.ADMINISTER: {"alain"},
}

PARTNERS, GOVERNMENT = {"amina", "bruno", "paul"}, {"grace", "joseph"}
BOTH = PARTNERS | GOVERNMENT
EVERYBODY = BOTH | {"vera", "alain"}

#: (rater, state) → who may read it.
READ: dict[tuple[str, str], set[str]] = {
    ("amina", "draft"): PARTNERS,
    ("amina", "sent"): PARTNERS,
    ("amina", "set_aside"): PARTNERS,
    ("amina", "revealed"): BOTH,
    ("amina", "published"): EVERYBODY,
    ("grace", "draft"): GOVERNMENT,
    ("grace", "sent"): GOVERNMENT,
    ("grace", "set_aside"): GOVERNMENT,
    ("grace", "revealed"): BOTH,
    ("grace", "published"): EVERYBODY,
}
#: Step → (rater, state) → who may take it; nobody anywhere else.
STEPS: dict[Step, dict[tuple[str, str], set[str]]] = {
    Step.SCORE: {("amina", "draft"): {"amina"}, ("grace", "draft"): {"grace"}},
    Step.SUBMIT: {("amina", "draft"): {"amina", "paul"}, ("grace", "draft"): {"grace", "joseph"}},
    Step.RECALL: {("amina", "sent"): {"amina", "paul"}, ("grace", "sent"): {"grace", "joseph"}},
    Step.DISCARD: {("amina", "draft"): {"amina"}, ("grace", "draft"): {"grace"}},
    Step.SET_ASIDE: {("amina", "draft"): {"paul"}, ("grace", "draft"): {"joseph"}},
    Step.RESTORE: {("amina", "set_aside"): {"paul"}, ("grace", "set_aside"): {"joseph"}},
    Step.CONFIRM: {},
    Step.REVISE: {("amina", "revealed"): {"amina"}, ("grace", "revealed"): {"grace"}},
    Step.DISSENT: {
        ("amina", "revealed"): {"joseph"},
        ("amina", "published"): {"joseph"},
        ("grace", "revealed"): {"paul"},
        ("grace", "published"): {"paul"},
    },
    Step.CORRECT: {
        ("amina", "revealed"): {"paul"},
        ("amina", "published"): {"paul"},
        ("grace", "revealed"): {"joseph"},
        ("grace", "published"): {"joseph"},
    },
}
#: Rater → who may know the name.
NAME: dict[str, set[str]] = {"amina": PARTNERS, "grace": GOVERNMENT}


@pytest.fixture
def people(cast: make.Cast) -> dict[str, User]:
    bruno = make.place(make.person("bruno"), "adviser", "partners")
    return {user.email.split("@")[0]: user for user in cast} | {"bruno": bruno}


def standing(user: User) -> Standing | None:
    """The person's standing in the programme `cod`."""
    here = make.cod().pk
    return next((each for each in standings(user) if each.programme_id == here), None)


def assessment(rater: User, state: str) -> Assessment:
    """An assessment as far as permissions look at it."""
    open_round = Round(state=Round.State.OPEN)
    side = RATERS[rater.email.split("@")[0]]
    return Assessment(round=open_round, side=side, rater_user=rater, state=state)


# --- the table


@pytest.mark.parametrize(("action", "name"), list(itertools.product(GENERAL, PEOPLE)))
def test_what_one_may_do_in_one_s_programme(people: dict[str, User], action: Action, name: str) -> None:
    own = next(iter(standings(people[name])), None)
    assert can(own, action) is (name in GENERAL[action])


@pytest.mark.parametrize(("key", "name"), list(itertools.product(READ, PEOPLE)))
def test_who_may_read_an_assessment(people: dict[str, User], key: tuple[str, str], name: str) -> None:
    rater, state = key
    found = can(standing(people[name]), Action.READ, assessment(people[rater], state))
    assert found is (name in READ[key])


@pytest.mark.parametrize(("step", "rater", "state"), list(itertools.product(Step, RATERS, STATES)))
def test_who_may_take_a_step_and_when(people: dict[str, User], step: Step, rater: str, state: str) -> None:
    row = assessment(people[rater], state)
    able = {
        name
        for name in PEOPLE
        if can(standing(people[name]), Action(step.value), row)
        and is_allowed(step, state=state, round_state="open")
    }
    assert able == STEPS[step].get((rater, state), set())


@pytest.mark.parametrize(("rater", "state"), list(itertools.product(RATERS, STATES)))
def test_who_may_know_the_rater_s_name(people: dict[str, User], rater: str, state: str) -> None:
    row = assessment(people[rater], state)
    assert {n for n in PEOPLE if can(standing(people[n]), Action.NAME_RATER, row)} == NAME[rater]


def test_the_table_gives_rights_to_known_roles_and_states_only() -> None:
    assert set(TABLE) == set(Action)
    for by_role in TABLE.values():
        assert set(by_role) <= set(Role.values)
        for by_state in by_role.values():
            assert set(by_state) <= {*STATES, "any state", CLOSED}


def test_without_a_standing_one_may_nothing(people: dict[str, User]) -> None:
    for action in Action:
        assert not can(None, action)
        assert not can(None, action, assessment(people["amina"], "published"))


def test_a_role_without_a_side_never_stands_on_the_same_side_as_anybody(people: dict[str, User]) -> None:
    nobody = Standing(user_id=people["vera"].pk, programme_id=make.cod().pk, role="manager", side=None)
    assert not can(nobody, Action.READ, assessment(people["amina"], "sent"))


# --- what is seen in the database


def visible(user: User, programme: str = "cod") -> set[tuple[str, str]]:
    """(side, state) of every assessment of a round of ours that the person may read."""
    rows = assessments_visible_to(user).filter(round__programme__code=programme, round__origin="entered")
    return set(rows.values_list("side", "state"))


@pytest.fixture
def stages(people: dict[str, User]) -> dict[tuple[str, str], Assessment]:
    """An assessment of both raters in each state that people can bring about."""
    first, second = make.open_round(), make.open_round(name="Revealed 2011")
    found = {}
    for name, other in (("amina", "CMJ"), ("grace", "CCRSS")):
        found[name, "draft"] = make.begin(people[name], other, first)
        found[name, "set_aside"] = make.begin(people[name], "CCRSS Defence", first)
        make.set_aside(found[name, "set_aside"])
        found[name, "sent"] = make.sent(people[name], "GTSE/CPSE" if name == "amina" else "CMJ", first)
    for name in RATERS:
        found[name, "revealed"] = make.sent(people[name], "CMJ", second)
    return found


@pytest.mark.parametrize("name", PEOPLE)
def test_a_person_sees_in_the_database_what_the_table_says(
    people: dict[str, User], stages: dict[tuple[str, str], Assessment], name: str
) -> None:
    for (rater, state), row in stages.items():
        row.refresh_from_db()
        assert row.state == state
        found = assessments_visible_to(people[name]).filter(pk=row.pk).exists()
        assert found is (name in READ[rater, state]), (rater, state)


@pytest.mark.parametrize("name", PEOPLE)
def test_dashboards_show_what_is_revealed_and_to_viewers_what_is_published(
    people: dict[str, User], stages: dict[tuple[str, str], Assessment], name: str
) -> None:
    states = set(dashboard_assessments(people[name]).values_list("state", flat=True))
    if name in BOTH:
        assert states == {"revealed", "published"}
    else:
        assert states == ({"published"} if name in EVERYBODY else set())


@pytest.mark.parametrize("name", PEOPLE)
def test_what_is_revealed_is_read_by_everybody_of_the_programme_once_its_round_closes(
    people: dict[str, User], stages: dict[tuple[str, str], Assessment], name: str
) -> None:
    row = stages["amina", "revealed"]

    def reads() -> tuple[bool, bool]:
        row.refresh_from_db()
        fresh = Assessment.objects.select_related("round").get(pk=row.pk)
        place = next((each for each in standings(people[name]) if each.programme_id == make.cod().pk), None)
        return (
            dashboard_assessments(people[name]).filter(pk=row.pk).exists(),
            can(place, Action.READ, fresh),
        )

    assert reads() == (name in BOTH,) * 2
    make.close_round(row.round)
    assert reads() == (name in EVERYBODY,) * 2
    # What was only sent when it closed is read by its own side alone.
    make.close_round(stages["amina", "sent"].round)
    sent = dashboard_assessments(people[name]).filter(pk=stages["amina", "sent"].pk)
    assert not sent.exists()


def test_what_a_file_published_is_seen_by_everybody_of_the_programme_and_by_nobody_else(
    people: dict[str, User],
) -> None:
    seen = {name: assessments_visible_to(user).count() for name, user in people.items()}
    assert seen == {name: 3 if name in EVERYBODY else 0 for name in PEOPLE}


def test_who_has_places_in_two_programmes_sees_each_by_the_role_there(people: dict[str, User]) -> None:
    caf = make.programme("caf")
    round_ = make.open_round(programme=caf, name="Elsewhere")
    make.begin(people["nadia"], "CNS", round_)
    make.place(people["paul"], "manager", "government", programme=caf)
    paul = make.cast().paul
    make.begin(people["amina"], "CMJ", make.open_round())
    assert visible(paul) == {("partners", "draft")}
    assert visible(paul, "caf") == set()
    make.place(paul, "manager", "partners", programme=caf)
    assert visible(make.cast().paul, "caf") == {("partners", "draft")}


def test_one_sees_the_programmes_in_which_one_has_a_place(people: dict[str, User]) -> None:
    seen = {
        name: " ".join(programme.code for programme in programmes_visible_to(user))
        for name, user in people.items()
    }
    assert seen == dict.fromkeys(EVERYBODY, "cod") | {"nadia": "caf", "olga": ""}


def test_administrators_are_those_whose_role_says_so(people: dict[str, User]) -> None:
    assert [name for name in PEOPLE if is_administrator(people[name])] == ["alain"]


def test_standings_are_asked_for_once(
    people: dict[str, User], django_assert_num_queries: Callable[[int], Iterator[None]]
) -> None:
    amina = make.cast().amina
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert standings(amina) == standings(amina)


def test_who_is_not_signed_in_has_no_place(rf: object) -> None:
    request = rf.get("/")  # type: ignore[attr-defined]
    request.user = AnonymousUser()
    assert member_of(request) is None


# --- several assessors of a side, and the weights of a side


def test_several_assessors_of_a_side_are_read_one_by_one_by_their_own_side_only(
    people: dict[str, User], stages: dict[tuple[str, str], Assessment]
) -> None:
    several = make.open_round(name="Several 2011")
    both = [make.start(people[name], "CMJ", several) for name in ("amina", "bruno")]
    alone = make.start(people["grace"], "CMJ", several)
    for assessment in (*both, alone):
        make.answer_all(assessment)
        make.send(assessment)

    def read(name: str, *rows: Assessment) -> int:
        visible = assessments_visible_by_themselves_to(people[name])
        return visible.filter(pk__in=[row.pk for row in rows]).count()

    assert {name: read(name, *both) for name in PARTNERS} == dict.fromkeys(PARTNERS, 2)
    assert {name: read(name, *both) for name in GOVERNMENT} == dict.fromkeys(GOVERNMENT, 0)
    assert {name: read(name, alone) for name in BOTH} == dict.fromkeys(BOTH, 1)
    assert {name: read(name, *both, alone) for name in ("vera", "alain", "nadia")} == dict.fromkeys(
        ("vera", "alain", "nadia"), 0
    )
    for (rater, state), row in stages.items():
        for name in PEOPLE:
            assert bool(read(name, row)) is (name in READ[rater, state]), "one alone: as the table says"


def test_a_sides_weights_are_its_own_until_an_answer_of_the_round_is_revealed(
    people: dict[str, User],
) -> None:
    round_ = make.open_round(sides="both")
    make.weigh(round_)

    def readers() -> set[str]:
        return {name for name in PEOPLE if weightings_visible_to(people[name]).exists()}

    assert readers() == PARTNERS
    make.sent(people["amina"], "CMJ", round_)
    assert readers() == PARTNERS
    make.sent(people["grace"], "CMJ", round_)
    assert readers() == BOTH
    Assessment.objects.filter(round=round_).update(state="published")
    assert readers() == EVERYBODY


# --- before the reveal, nothing that one side sees varies with what the other side does

LOOKED_AT = [
    ("home", {}),
    ("compare", {}),
    ("ownership", {}),
    ("compare-csv", {}),
    ("compare-xlsx", {}),
    ("compare-json", {}),
    ("answer-list", {}),
    ("answer-list-csv", {}),
    ("answer-list-xlsx", {}),
    ("side-by-side", {}),
    ("changes", {}),
    ("changes-csv", {}),
    ("structure-list", {}),
    ("structure-detail", {"slug": "cmj"}),
    ("structure-history", {"slug": "cmj"}),
    ("structure-commitments", {"slug": "cmj"}),
    ("structure-risks", {"slug": "cmj"}),
    ("structure-meetings", {"slug": "cmj"}),
    ("structure-seats", {"slug": "cmj"}),
    ("structure-source", {"slug": "cmj"}),
    ("compare-brief", {}),
    ("compare-brief-pdf", {}),
    ("compare-brief-word", {}),
    ("compare-brief-slides", {}),
    ("structure-brief", {"slug": "cmj"}),
    ("structure-brief-pdf", {"slug": "cmj"}),
    ("structure-brief-word", {"slug": "cmj"}),
    ("structure-brief-slides", {"slug": "cmj"}),
    ("round-report", {"label": "march-2011"}),
    ("round-report-word", {"label": "march-2011"}),
    ("meeting-pack", {"slug": "cmj"}),
    ("meeting-pack-pdf", {"slug": "cmj"}),
    ("meeting-pack-word", {"slug": "cmj"}),
    ("paper-form", {"slug": "cmj", "label": "march-2011"}),
    ("paper-form-pdf", {"slug": "cmj", "label": "march-2011"}),
    ("paper-form-word", {"slug": "cmj", "label": "march-2011"}),
    ("structure-card", {"slug": "cmj", "label": "march-2011"}),
    ("structure-card", {"slug": "cmj", "label": "january-2008"}),
    ("assessment-list", {}),
    ("assessment-file", {}),
    ("round-list", {}),
    ("method", {}),
]
#: The form's key, and on Home the one bit that may pass between the sides: sent, or not yet sent.
KEY = re.compile(
    rb'name="(?:csrfmiddlewaretoken|written_by)" value="[^"]+"'
    rb'|<span data-claim="progress-other">(?:sent|not yet sent|transmise|pas encore transmise)</span>'
    # What one may not do has the number of its own request.
    rb'|<p class="reference">[^<]{1,40}</p>'
)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def bytes_of(client: Client, *more: str) -> dict[str, tuple[int, bytes]]:
    """Status and bytes of every page, without the form's key."""
    addresses = [reverse(route, kwargs=kwargs) for route, kwargs in LOOKED_AT]
    addresses += ["/compare/?round=march-2011&view=government", "/compare/?round=march-2011&view=partners"]
    # Nobody takes so many files in an hour.
    Tally.objects.all().delete()
    answers = {address: client.get(address, follow=True) for address in (*addresses, *more)}
    assert all(answers[address].status_code == 200 for address in ("/", "/compare/", "/rounds/", *more))
    return {
        address: (answer.status_code, KEY.sub(b"", answer.content)) for address, answer in answers.items()
    }


def steps_of(name: str, people: dict[str, User]) -> Iterator[str]:
    """Let one side do everything that does not reveal, step by step."""
    round_ = make.round_("march-2011")
    row = make.begin(people[name], "CMJ", round_)
    yield "begun"
    make.answer_all(row, "Not yet")
    yield "answered"
    make.send(row)
    yield "sent"
    make.recall(row)
    yield "recalled"
    make.set_aside(row)
    yield "set aside"
    make.sent(people[name], "CCRSS", round_)
    yield "sent another"


#: Who acts, and who looks on meanwhile.
WATCHED = [
    ("grace", ["amina", "bruno", "paul"]),
    ("amina", ["grace", "joseph"]),
    ("amina", ["vera", "alain"]),
]


@pytest.mark.parametrize(("who_acts", "who_looks"), of_these(WATCHED, TURN))
def test_until_both_have_sent_no_page_of_the_others_changes_by_a_byte(
    people: dict[str, User], who_acts: str, who_looks: list[str]
) -> None:
    make.open_round()
    browsers = {name: browser(people[name]) for name in who_looks}
    before = {name: bytes_of(client) for name, client in browsers.items()}
    for step in steps_of(who_acts, people):
        for name, client in browsers.items():
            assert bytes_of(client) == before[name], (name, step)


@pytest.mark.takes_long
@pytest.mark.knows_no_database
def test_one_s_own_draft_does_not_change_either_while_the_other_side_works(people: dict[str, User]) -> None:
    mine = make.begin(people["amina"], "CMJ", make.open_round())
    make.answer_all(mine)
    client = browser(people["amina"])
    pages = [
        reverse("assessment-detail", args=[mine.pk]),
        reverse("assessment-score", args=[mine.pk, "coordination"]),
        reverse("assessment-submit", args=[mine.pk]),
    ]
    before = bytes_of(client, *pages)
    for step in steps_of("grace", people):
        assert bytes_of(client, *pages) == before, step


def test_after_the_reveal_both_sides_read_the_same_figures(people: dict[str, User]) -> None:
    round_ = make.open_round()
    make.sent(people["amina"], "CMJ", round_, word="Yes")
    make.sent(people["grace"], "CMJ", round_, word="Not yet")
    for voice in ("government", "partners"):
        address = f"/compare/figures.csv?round=march-2011&view={voice}&lang=en"
        seen = []
        for name in ("amina", "paul", "grace", "joseph"):
            seen.append(browser(people[name]).get(address).content)
        assert len(set(seen)) == 1
        assert b"CMJ" in seen[0]

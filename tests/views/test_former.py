"""People who leave: no page of the programme names them any more, but that of its people where it says who left."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.actions import memberships
from coordination.actions import overlaps as actions
from coordination.models import Assessment, Commitment, Membership, Notice, Role, User
from coordination.queries import overlaps
from tests import make, pages, risks
from tests.databases import Lasting
from tests.extent import TURN, share_of
from tests.views.test_addresses import TABLE, Row, Stage, _stage, like, signed_in

#: No word of it stands anywhere else.
NAMES = {"amina": "Zbigniewa Quixotte", "grace": "Wolfhilde Xylander"}
READERS = ("paul", "joseph", "vera", "alain", "clara", "gaston")
#: Where it is said who has left, to those who look after people.
OF_PEOPLE = (
    "person-list",
    "person-list-csv",
    "person-list-xlsx",
    "person-list-json",
    "person-detail",
    "person-change",
    "person-end",
    "person-former",
)
ADMIN = ("/admin/coordination/journalentry/", "/admin/coordination/assessment/", "/admin/coordination/round/")


@pytest.fixture(scope="module")
def lasting_stage(lasting: Lasting) -> Stage:
    with lasting():
        return _with_traces(_stage(make.cast()))


@pytest.fixture
def stage(lasting_stage: Stage, db: None) -> Stage:
    browsers = {name: like(one) for name, one in lasting_stage.browsers.items()}
    return replace(lasting_stage, browsers=browsers)


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}@ssr.example")


def _with_traces(stage: Stage) -> Stage:
    """Amina and Grace have left a trace wherever the program notes who did something."""
    for name, shown in NAMES.items():
        User.objects.filter(pk=_person(name).pk).update(name=shown)
    amina, grace, now = _person("amina"), _person("grace"), timezone.now()
    for name, side in (("clara", "partners"), ("gaston", "government")):
        make.place(make.newcomer(name), Role.ADVISER, side)
    browsers = {**stage.browsers, **{name: signed_in(_person(name)) for name in ("clara", "gaston")}}
    cmj = make.structure("CMJ")
    make.contact(amina, subject="Shared by Amina", state="held", sharing="side")
    make.contact(grace, subject="Shared by Grace", state="held", sharing="side")
    # The stage has one of R1 that day.
    risks.observe("R2", structure=cmj, by=amina)
    make.move(Commitment.objects.get(pk=stage.subjects["promise"]), by=amina)
    finding = overlaps.findings(make.cod(), timezone.localdate(), timezone.localdate())[0]
    actions.dismiss(
        programme=make.cod(),
        kind=finding.kind,
        fingerprint=finding.fingerprint,
        on=timezone.localdate(),
        reason="Agreed with both.",
        by=amina,
        at=now,
    )
    aside = make.start(grace, "CMJ", Assessment.objects.get(pk=stage.subjects["draft"]).round)
    make.answer(aside, "C1", "Yes")
    make.set_aside(aside)
    return replace(stage, browsers=browsers)


def rows() -> list[Row]:
    return [
        each for each in TABLE if each.method == "get" and "200" in each.expected and each.subject != "link"
    ]


def read(stage: Stage, person: str) -> Mapping[str, str]:
    """Every page that it is this person's turn to get, by its address: each is read by a third of the readers."""
    found = {}
    for number, row in enumerate(rows()):
        if row.name in OF_PEOPLE or row.name.startswith("account"):
            continue
        if person not in share_of(READERS, TURN + number, shares=3):
            continue
        found[stage.address(row)] = stage.ask(row, person)
    for address in ADMIN if person == "alain" else ():
        found[address] = stage.browsers[person].get(address)
    for each in Assessment.objects.values_list("pk", flat=True):
        address = reverse("assessment-detail", args=[each])
        found[address] = stage.browsers[person].get(address)
    return {
        address: response.content.decode("utf-8", "replace")
        for address, response in found.items()
        if response.status_code == 200
    }


def naming(found: Mapping[str, str]) -> set[tuple[str, str]]:
    return {(address, name) for address, said in found.items() for name in NAMES.values() if name in said}


@pytest.mark.takes_long
def test_who_has_left_stands_on_no_page_by_name_though_it_was_shown_a_moment_ago(stage: Stage) -> None:
    before = {address for person in READERS for address, _name in naming(read(stage, person))}
    kinds = {address.strip("/").split("/")[0] for address in before}
    assert {"assessments", "structures", "contacts", "risks", "commitments", "overlaps", "admin"} <= kinds, (
        before
    )
    for name in NAMES:
        place = Membership.objects.get(user=_person(name), programme=make.cod())
        memberships.end_place(place=place, by=_person("alain"), at=timezone.now())
    Notice.objects.update(seen_at=timezone.now())
    for person in READERS:
        assert naming(read(stage, person)) == set(), person


@pytest.mark.parametrize(
    ("language", "said"), [("en", "a former adviser"), ("fr", "un ancien conseiller")], ids=["en", "fr"]
)
def test_a_page_says_by_which_role_somebody_was_there(stage: Stage, language: str, said: str) -> None:
    address = reverse("assessment-detail", args=[stage.subjects["sent"]])
    place = Membership.objects.get(user=_person("amina"), programme=make.cod())
    memberships.end_place(place=place, by=_person("alain"), at=timezone.now())
    page = pages.read(stage.browsers["paul"].get(f"{address}?lang={language}"))
    assert said in page.one("main").text()


def test_who_is_given_a_place_again_is_named_again(stage: Stage) -> None:
    address, amina = reverse("assessment-detail", args=[stage.subjects["sent"]]), _person("amina")
    place = Membership.objects.get(user=amina, programme=make.cod())
    memberships.end_place(place=place, by=_person("alain"), at=timezone.now())
    make.place(amina, Role.VIEWER, None)
    assert NAMES["amina"] in stage.browsers["paul"].get(address).content.decode()


def test_the_page_of_people_says_who_has_left(stage: Stage) -> None:
    place = Membership.objects.get(user=_person("amina"), programme=make.cod())
    memberships.end_place(place=place, by=_person("alain"), at=timezone.now())
    said = stage.browsers["alain"].get(f"{reverse('person-list')}?state=ended").content.decode()
    assert NAMES["amina"] in said

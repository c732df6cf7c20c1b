"""A programme starts with its first people; each has one row that stands for the programme as a whole."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from coordination.actions import first_run, links, people, programmes
from coordination.actions.programmes import Started
from coordination.domain.memberships import Invited
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import FirstRun, Instrument, JournalEntry, Membership, Programme, Structure, User
from coordination.permissions import programmes_administered_by
from coordination.queries import first_run as first_run_queries
from tests import make


def new_programme(code: str) -> Programme:
    return programmes.save(
        programme=Programme(
            code=code, country="LR", name_en="Liberia", name_fr="Libéria", time_zone="Africa/Monrovia"
        ),
        by=None,
        at=make.AT,
    )


def facts(programme: Programme) -> tuple[str, ...]:
    row = make.whole(programme=programme)
    return row.code, row.slug, row.name_en, row.name_fr, row.sector, row.folded


def test_a_programme_of_a_file_and_one_of_an_administrator_have_it_from_the_start(cast: make.Cast) -> None:
    rest = ("_programme", "The programme as a whole", "Le programme dans son ensemble", "ssr")
    for programme in (make.cod(), make.programme("caf"), new_programme("lbr")):
        code = programme.code.upper()
        folded = f"{code.lower()} the programme as a whole le programme dans son ensemble"
        assert facts(programme) == (code, *rest, folded)
    assert JournalEntry.objects.filter(verb="saved", noun="structure", key="LBR").count() == 1


def test_it_is_made_once(cast: make.Cast) -> None:
    programme = new_programme("lbr")
    before = make.everything()
    assert programmes.add_whole(programme=programme, by=None, at=make.AT) == make.whole(programme=programme)
    assert make.everything() == before
    programme.name_en = "Liberia, renamed"
    programmes.save(programme=programme, by=None, at=make.AT)
    assert Structure.objects.filter(programme=programme).count() == 1


def test_the_database_holds_one_at_most(cast: make.Cast) -> None:
    another = Structure(
        programme=make.cod(), code="X", slug="x", name_en="X", name_fr="X", sector="ssr", is_programme=True
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        another.save()


def test_a_structure_of_a_file_keeps_its_code(cast: make.Cast) -> None:
    document = make.document()
    document["programme"]["code"] = "cmj"
    make.load(document)
    programme = make.programme("cmj")
    assert make.whole(programme=programme).code == "CMJ-2"
    assert make.structure("CMJ", programme=programme).is_programme is False


def test_a_structure_that_takes_its_code_is_a_conflict(cast: make.Cast) -> None:
    document = make.document()
    document["structures"].append({"code": "COD", "name": {"en": "A", "fr": "B"}, "sector": "ssr"})
    with make.refused(Rule.CONFLICT):
        make.load(document)


# --- in files


def of_the_programme(**changed: Any) -> dict[str, Any]:
    """The deck's document, with the programme as a whole as the partners answer it."""
    document = make.document()
    assessments = document["rounds"][0]["assessments"]
    assessments.append(assessments[0] | {"structure": None, "answers": {"S1": "Yes", "S4": "?"}} | changed)
    return document


def test_a_file_answers_for_the_programme_by_naming_no_structure(cast: make.Cast) -> None:
    document = of_the_programme()
    plan = make.load(document)
    assert [item.name for item in plan.created] == [
        "january-2008 · partners · Oliver Blake, Senior Governance Adviser, DFID DRC"
    ]
    (one,) = make.whole().assessments.all()
    assert dict(one.answers.values_list("criterion__code", "verbatim")) == {"S1": "Yes", "S4": "?"}
    assert make.load(document).created == ()
    document["rounds"][0]["assessments"][-1]["answers"]["S1"] = "No"
    with make.refused(Rule.CONFLICT):
        make.load(document)


def test_of_the_programme_a_file_answers_the_success_criteria_only(cast: make.Cast) -> None:
    with make.refused(Rule.CRITERION_NOT_ASKED):
        make.load(of_the_programme(answers={"S1": "Yes", "C1": "Yes"}))


def test_its_code_is_no_structure_for_a_file(cast: make.Cast) -> None:
    with make.refused(Rule.UNKNOWN_REFERENCE):
        make.load(of_the_programme(structure="COD"))


def test_both_sides_of_a_file_reveal_the_programme_too(cast: make.Cast) -> None:
    round_ = make.open_round(sides="both")
    make.sent(cast.amina, make.whole(), round_)
    government = make.sent(cast.grace, make.whole(), round_)
    assert government.state == "revealed"


# --- starting one


def start(by: User, *, prints_links: bool = True, **change: Any) -> Started:
    given: dict[str, Any] = {
        "programme": Programme(country="LR", name_en="Liberia", name_fr="Libéria"),
        "administrator": Invited(by.email, "Somebody Else", "en"),
        "managers": {
            "government": Invited("Gus@ssr.example", "Gus", "fr"),
            "partners": Invited("pia@ssr.example", "Pia", "en"),
        },
    }
    return programmes.start(**given | change, prints_links=prints_links, by=by, at=make.AT)


def test_a_programme_starts_with_its_administrator_and_a_manager_of_each_side(cast: make.Cast) -> None:
    programme = start(cast.alain).programme
    rows = Membership.objects.filter(programme=programme).values_list("user__email", "role", "side")
    assert set(rows) == {
        ("alain@ssr.example", "administrator", None),
        ("gus@ssr.example", "manager", "government"),
        ("pia@ssr.example", "manager", "partners"),
    }
    assert not Membership.objects.filter(programme=programme, confirmed_at=None).exists()
    assert make.whole(programme=programme)
    assert User.objects.get(pk=cast.alain.pk).name == "Alain Administrateur", "a known name stays"
    assert programme in programmes_administered_by(User.objects.get(pk=cast.alain.pk))
    told = JournalEntry.objects.filter(programme=programme, verb="started").get()
    assert (told.noun, told.key, told.by) == ("programme", "lr", cast.alain)


def test_who_starts_one_need_not_take_part_and_its_managers_read_everything_of_their_side(
    cast: make.Cast,
) -> None:
    for administrator in (cast.alain.email, "ada@ssr.example"):
        programme = start(cast.alain, administrator=Invited(administrator, "Ada", "en")).programme
        managers = Membership.objects.filter(programme=programme, role="manager")
        assert [row.reads_since for row in managers] == [None, None]
        assert [row.confirmed_by for row in managers] == [None, None], "none of their side was there before"


def test_links_are_made_for_those_without_a_password_and_only_where_they_are_printed(cast: make.Cast) -> None:
    tokens = start(cast.alain).tokens
    assert [user.email for user, _token in tokens] == ["gus@ssr.example", "pia@ssr.example"]
    for user, token in tokens:
        links.choose_password(user=user, token=token, password="uele-tshopo-equateur-26", at=make.AT)
    again = Programme(country="GN", name_en="Guinea", name_fr="Guinée")
    assert start(cast.alain, programme=again).tokens == (), "who has a password is asked for no other"
    third = Programme(country="ML", name_en="Mali", name_fr="Mali")
    new = {side: Invited(f"new-{side}@ssr.example", "New", "fr") for side in ("government", "partners")}
    assert start(cast.alain, programme=third, managers=new, prints_links=False).tokens == ()


@pytest.mark.parametrize("name", ["amina", "paul", "vera", "nadia", "olga"])
def test_only_who_administers_a_programme_starts_another(name: str, cast: make.Cast) -> None:
    with make.refused(Rule.NOT_ADMINISTERED):
        start(getattr(cast, name))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"managers": {}}, Rule.MANAGER_OF_EACH_SIDE),
        ({"managers": {"partners": Invited("pia@ssr.example", "Pia", "en")}}, Rule.MANAGER_OF_EACH_SIDE),
        ({"administrator": Invited("PIA@ssr.example", "Pia", "en")}, Rule.SAME_PERSON_TWICE),
    ],
)
def test_none_starts_with_fewer_people(change: dict[str, Any], rule: str, cast: make.Cast) -> None:
    with make.refused(rule):
        start(cast.alain, **change)


@pytest.mark.parametrize("who", ["administrator", "government", "partners"])
def test_none_starts_with_somebody_whose_account_is_closed(who: str, cast: make.Cast) -> None:
    facts = {"email": cast.vera.email, "name": cast.vera.name, "language": "en"}
    people.save_person(**facts, is_active=False, by=cast.alain, at=make.AT)
    closed = Invited(cast.vera.email, "Vera", "en")
    others = {side: Invited(f"new-{side}@ssr.example", "New", "fr") for side in ("government", "partners")}
    change = {"administrator": closed} if who == "administrator" else {"managers": {**others, who: closed}}
    before = make.everything()
    with pytest.raises(Refused) as refused, transaction.atomic():
        start(cast.alain, **change)
    assert refused.value.problems == (Problem(rule=Rule.ACCOUNT_CLOSED, path=f"{who}_email"),)
    assert make.everything() == before


@pytest.mark.parametrize(
    "change",
    [
        {"programme": Programme(country="LR", name_en="", name_fr="x")},
        {"programme": Programme(country="LIBERIA", name_en="x", name_fr="x")},
        {"administrator": Invited("no address", "x", "en")},
        {"administrator": Invited("x@ssr.example", "", "en")},
        {"administrator": Invited("x@ssr.example", "x", "de")},
        {"administrator": Invited("x\0@ssr.example", "x", "en")},
    ],
)
def test_what_is_not_acceptable_starts_nothing(change: dict[str, Any], cast: make.Cast) -> None:
    before = make.everything()
    with pytest.raises((ValidationError, ValueError)):
        start(cast.alain, **change)
    assert make.everything() == before


def test_no_programme_is_made_by_a_person_without_its_people(cast: make.Cast) -> None:
    with make.refused(Rule.ADMINISTRATOR_COMES_FIRST):
        programmes.save(
            programme=Programme(country="LR", name_en="x", name_fr="x"),
            by=cast.alain,
            at=make.AT,
        )


def test_a_programme_that_a_file_makes_in_the_browser_is_administered_by_who_loaded_it(
    cast: make.Cast,
) -> None:
    document = make.document()
    document["programme"]["code"] = "new"
    make.load(document, by=cast.alain)
    rows = Membership.objects.filter(programme__code="new").values_list("user", "role")
    assert list(rows) == [(cast.alain.pk, "administrator")]
    make.load(document, by=cast.alain)
    assert Membership.objects.filter(programme__code="new").count() == 1


def test_from_the_command_line_nobody_gets_a_place_by_a_file_and_nobody_finds_the_programme(
    cast: make.Cast,
) -> None:
    document = make.document()
    document["programme"]["code"] = "new"
    make.load(document)
    assert not Membership.objects.filter(programme__code="new").exists()
    assert "new" not in programmes_administered_by(cast.alain).values_list("code", flat=True)


def test_an_account_that_is_there_is_not_changed_by_being_named_again(cast: make.Cast) -> None:
    before = make.everything()
    invited = Invited(" AMINA@ssr.example", "Another Name", "fr")
    assert people.account(invited=invited, by=cast.alain, at=make.AT) == cast.amina
    assert make.everything() == before


# --- the migration of programmes that are there


@pytest.mark.takes_long
@pytest.mark.django_db(transaction=True)
def test_programmes_that_are_there_get_it_and_lose_it_again_where_nothing_rests_on_it() -> None:
    before = [("coordination", "0004_life")]
    after = [("coordination", "0005_programme_as_a_whole")]
    # Nothing that waits for the end of its transaction may stand in the way of a table.
    cast, cod, other = make.cast(), make.cod(), make.programme("caf")
    make.begin(cast.amina, make.whole(), make.open_round(), criterion="S1")
    MigrationExecutor(connection).migrate(before)
    rows = Structure.everything.filter(is_programme=True)
    # The rows of programmes of that time are without what the model has since; and so are structures.
    then = (
        MigrationExecutor(connection).loader.project_state(before).apps.get_model("coordination", "Structure")
    )
    assert [*rows.values_list("programme__code", flat=True)] == ["cod"], "what has an assessment stays"
    then.objects.create(
        programme_id=other.pk, folded="", code="CAF", slug="caf", name_en="C", name_fr="C", sector="ssr"
    )
    MigrationExecutor(connection).migrate(after)
    assert rows.values_list("code", "slug").get(programme=other) == ("CAF-2", "_programme")
    assert rows.values_list("code", flat=True).get(programme=cod) == "COD"
    MigrationExecutor(connection).migrate(after)
    assert rows.count() == 2


def test_its_code_is_its_country_with_a_number_where_that_is_taken(cast: make.Cast) -> None:
    people = {
        side: Invited(f"second-{side}@ssr.example", "Second", "fr") for side in ("government", "partners")
    }
    again = Programme(country="LR", name_en="Liberia again", name_fr="Libéria, encore")
    first = start(cast.alain).programme
    assert (first.code, start(cast.alain, programme=again, managers=people).programme.code) == ("lr", "lr-2")


# --- the first one


def nobody_administers() -> None:
    Membership.objects.filter(role="administrator").delete()


def start_first(opened: str, **change: Any) -> Started:
    given: dict[str, Any] = {
        "programme": Programme(country="LR", name_en="Liberia", name_fr="Libéria"),
        "administrator": Invited("ruth@ssr.example", "Ruth", "en"),
        "managers": {
            "government": Invited("gus@ssr.example", "Gus", "fr"),
            "partners": Invited("pia@ssr.example", "Pia", "en"),
        },
    }
    return programmes.start(**given | change, prints_links=False, opened=opened, by=None, at=make.AT)


def test_whoever_has_the_code_starts_the_first_programme_and_gets_the_administrators_link(db: None) -> None:
    nobody_administers()
    opened = first_run_queries.opened_by(first_run.make_code(at=make.AT), make.AT)
    made = start_first(opened)
    assert [user.email for user, _token in made.tokens] == ["ruth@ssr.example"], (
        "mail takes the others theirs"
    )
    assert made.programme.memberships.filter(confirmed_at__isnull=False, confirmed_by=None).count() == 3
    assert not FirstRun.objects.exists()
    with make.refused(Rule.CODE_OPENS_NOTHING):
        start_first(opened, programme=Programme(country="ML", name_en="Mali", name_fr="Mali"))


@pytest.mark.parametrize("opened", ["", "0" * 64])
def test_none_starts_without_the_code(opened: str, db: None) -> None:
    nobody_administers()
    first_run.make_code(at=make.AT)
    with make.refused(Rule.CODE_OPENS_NOTHING):
        start_first(opened)
    assert FirstRun.objects.exists()


def test_what_cannot_start_leaves_the_code_to_be_used(db: None) -> None:
    nobody_administers()
    opened = first_run_queries.opened_by(first_run.make_code(at=make.AT), make.AT)
    with make.refused(Rule.SAME_PERSON_TWICE), transaction.atomic():
        start_first(opened, administrator=Invited("gus@ssr.example", "Gus", "en"))
    assert start_first(opened).programme.code == "lr"


def test_where_there_is_no_questionnaire_those_of_the_program_are_published(db: None) -> None:
    make.empty()
    opened = first_run_queries.opened_by(first_run.make_code(at=make.AT), make.AT)
    start_first(opened)
    assert set(Instrument.objects.values_list("code", "status")) == {("partnership-2008", "published")}

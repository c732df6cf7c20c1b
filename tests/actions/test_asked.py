"""A round asks about the structures chosen when it was opened, and about no other; without a choice about all."""

import json
from datetime import date
from typing import Any

import pytest

from coordination.actions import archive, assessors, rounds
from coordination.actions.fixtures import load as act
from coordination.documents.fixture import writing
from coordination.documents.fixture.corrections import Staying
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from coordination.models import AskedStructure, Assessment, JournalEntry, NotSubmitted, Round, Structure
from coordination.queries import assessors as assessor_queries
from coordination.queries import export, fixtures, journal, unsent, withdrawals
from tests import make, withdrawn

pytestmark = pytest.mark.django_db
Document = dict[str, Any]


def asked(round_: Round) -> set[str]:
    """The codes of the structures chosen."""
    return {*AskedStructure.objects.filter(round=round_).values_list("structure__code", flat=True)}


def opened() -> dict[str, Any]:
    """What the journal says of the last opening."""
    found = JournalEntry.objects.filter(noun="round", verb="opened").latest("sequence").after
    assert isinstance(found, dict)
    return found


def test_what_a_round_asks_about_is_kept_and_told_with_its_opening(cast: make.Cast) -> None:
    round_ = make.open_round(structures=["CMJ", "CCRSS", "CMJ"])
    assert asked(round_) == {"CMJ", "CCRSS"}
    assert opened()["asked"] == sorted(make.structure(code).pk for code in ("CMJ", "CCRSS"))
    assert journal.faults() == []


def test_without_a_choice_nothing_is_kept_or_told_of_it(cast: make.Cast) -> None:
    assert asked(make.open_round()) == set()
    assert "asked" not in opened()


def test_a_round_cannot_ask_about_what_nobody_can_assess(cast: make.Cast) -> None:
    closed, gone = make.structure("ZZCLOSED"), make.structure("ZZGONE")
    Structure.objects.filter(pk=closed.pk).update(closed="2010")
    withdrawn.withdraw(gone)
    elsewhere = make.structure("CNS", programme=make.programme("caf"))
    before = make.everything()
    for each in (closed.pk, gone.pk, elsewhere.pk, make.whole().pk, 0):
        with pytest.raises(Refused) as refused:
            rounds.open_round(
                programme=make.cod(),
                name_en="March 2011",
                name_fr="mars 2011",
                reference_on=date(2011, 3, 31),
                last_on=date(2099, 12, 31),
                instrument=make.round_("january-2008").instrument,
                sides="both",
                structures=[make.structure("CMJ").pk, each],
                by=cast.paul,
                at=make.AT,
            )
        assert [(one.rule, one.path) for one in refused.value.problems] == [
            (Rule.STRUCTURE_NOT_OPEN, "structures")
        ]
    assert make.everything() == before


def test_nobody_begins_about_another_structure_and_everybody_about_the_programme_as_a_whole(
    cast: make.Cast,
) -> None:
    round_ = make.open_round(structures=["CMJ"])
    for person in (cast.amina, cast.grace):
        with make.refused(Rule.STRUCTURE_NOT_ASKED):
            make.begin(person, "CCRSS", round_)
    make.begin(cast.amina, "CMJ", round_)
    make.begin(cast.amina, make.whole(), round_, criterion="S1")
    assert Assessment.objects.filter(round=round_).count() == 2


def test_a_structure_added_later_is_asked_only_where_nothing_was_chosen(cast: make.Cast) -> None:
    every, chosen = make.open_round(), make.open_round(name="April 2011", structures=["CMJ"])
    make.structure("ZZLATER")
    make.begin(cast.amina, "ZZLATER", every)
    with make.refused(Rule.STRUCTURE_NOT_ASKED):
        make.begin(cast.amina, "ZZLATER", chosen)


def test_closing_tells_of_nothing_that_was_not_asked(cast: make.Cast) -> None:
    round_ = make.open_round(structures=["CMJ", "CCRSS"])
    for person in (cast.amina, cast.grace):
        make.sent(person, "CMJ", round_)
    make.close_round(round_)
    missing = NotSubmitted.objects.filter(round=round_).values_list("structure__code", flat=True)
    assert {*missing} == {"CCRSS", make.whole().code}
    assert journal.faults() == []


def test_people_are_reminded_of_what_is_asked_alone(cast: make.Cast) -> None:
    chosen = make.open_round(structures=["CMJ"])
    every = make.open_round(name="April 2011")
    found = unsent.by_person((chosen, every), side="partners")[cast.amina.pk]
    left = {each.label: {*each.structures} for each in found}
    assert left["march-2011"] == {"CMJ", make.whole().code}
    open_ones = Structure.objects.filter(programme=make.cod(), closed="")
    assert left["april-2011"] == {*open_ones.values_list("code", flat=True)}


def test_nobody_is_named_for_what_is_not_asked(cast: make.Cast) -> None:
    round_ = make.open_round(structures=["CMJ"])

    def name(code: str) -> None:
        assessors.name(
            round_=round_,
            side="partners",
            chosen={make.structure(code).pk: [cast.amina.pk]},
            base_version=assessor_queries.version(round_, "partners"),
            by=cast.paul,
            at=make.AT,
        )

    with make.refused(Rule.STRUCTURE_NOT_ASKED):
        name("CCRSS")
    name("CMJ")


def test_what_a_round_asks_about_stays_in_sight_and_what_it_does_not_is_free(cast: make.Cast) -> None:
    chosen, free = make.structure("ZZCHOSEN"), make.structure("ZZFREE")
    round_ = make.open_round(structures=[chosen.code])
    assert [each.barrier.value for each in withdrawals.in_the_way(chosen)] == ["asked"]
    assert withdrawn.withdraw(free).withdrawn_at
    make.close_round(round_)
    with make.refused(Rule.IN_THE_WAY):
        withdrawn.withdraw(chosen)


def test_an_example_is_removed_with_what_its_rounds_ask_about(cast: make.Cast) -> None:
    document = make.document()
    document["programme"] |= {"code": "try", "kind": "training"}
    make.load(document)
    there = make.programme("try")
    make.place(cast.alain, "administrator", None, programme=there)
    make.place(cast.paul, "manager", "partners", programme=there)
    make.open_round(programme=there, structures=["CMJ"])
    archive.remove(programme=there, typed="try", by=cast.alain, at=make.AT)
    assert not AskedStructure.objects.exists()
    assert journal.faults() == []


# --- as a file


def exported(cast: make.Cast) -> Document:
    document: Document = json.loads(writing.dump(export.export(cast.alain, make.cod())))
    return document


def copied(document: Document) -> Document:
    """Load the file as another programme, and return what that exports."""
    there = document | {"programme": document["programme"] | {"code": "copy"}}
    make.load(there)
    keeper = make.place(make.person("keeper"), "administrator", None, programme=make.programme("copy"))
    found: Document = json.loads(writing.dump(export.export(keeper, make.programme("copy"))))
    assert found == there
    return found


def test_what_a_round_asks_about_comes_back_from_a_file(cast: make.Cast) -> None:
    make.close_round(make.open_round(structures=["CMJ", "CCRSS"]))
    document = exported(cast)
    assert [each.get("structures") for each in document["rounds"]] == [None, ["CCRSS", "CMJ"]]
    plan = fixtures.plan(make.fixture(document))
    assert (plan.created, plan.differing) == ((), ())
    copied(document)
    assert asked(make.round_("march-2011", programme=make.programme("copy"))) == {"CMJ", "CCRSS"}
    assert journal.faults() == []


def test_a_file_without_it_means_all_in_a_new_programme_and_leaves_be_what_is_there(cast: make.Cast) -> None:
    make.close_round(make.open_round(structures=["CMJ"]))
    document = exported(cast)
    del document["rounds"][1]["structures"]
    plan = fixtures.plan(make.fixture(document))
    assert (plan.created, plan.differing) == ((), ())
    copied(document)
    assert asked(make.round_("march-2011", programme=make.programme("copy"))) == set()


@pytest.mark.parametrize("chosen", [["CMJ"], []])
def test_no_file_changes_what_a_round_asks_about(cast: make.Cast, chosen: list[str]) -> None:
    round_ = make.open_round(structures=chosen)
    make.close_round(round_)
    document = exported(cast)
    document["rounds"][1]["structures"] = ["CMJ", "CCRSS"]
    with make.refused(Rule.CONFLICT):
        make.load(document)
    act(fixture=make.fixture(document), replaces=True, by=None, at=make.AT)
    assert asked(round_) == {*chosen}


@pytest.mark.parametrize(
    ("then", "differing"), [(["CMJ", "CCRSS"], [(Staying.FIXED, "structures")]), (["CMJ"], []), (None, [])]
)
def test_of_a_round_that_a_file_brought_the_choice_is_fixed_and_left_out_it_is_not_said(
    cast: make.Cast, then: list[str] | None, differing: list[tuple[Staying, str]]
) -> None:
    document = make.document()
    document["programme"]["code"] = "try"
    (wave,) = document["rounds"]
    wave |= {"assessments": [], "structures": ["CMJ"]}
    make.load(document)
    del wave["structures"]
    wave |= {"structures": then} if then else {}
    plan = fixtures.plan(make.fixture(document))
    found = [item.correction for item in plan.items if item.noun == "round" and item.correction]
    assert [(each.kept, each.differences[0].field) for each in found] == differing


def test_a_file_adds_no_answers_about_what_a_round_does_not_ask_about(cast: make.Cast) -> None:
    document = make.document()
    document["programme"]["code"] = "try"
    (wave,) = document["rounds"]
    answers, wave["assessments"] = wave["assessments"], []
    wave["structures"] = ["CMJ"]
    make.load(document)
    del wave["structures"]
    wave["assessments"] = [each for each in answers if each["structure"] == "CCRSS"]
    with make.refused(Rule.STRUCTURE_NOT_ASKED):
        make.load(document)
    wave["assessments"] = [each for each in answers if each["structure"] == "CMJ"]
    make.load(document)
    assert Assessment.objects.filter(round__programme__code="try").count() == len(wave["assessments"])

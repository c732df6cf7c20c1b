"""Functions, standards and families of equipment: kept once, by names in one language or both."""

import pytest

from coordination.actions import functions
from coordination.domain.rules import Rule
from coordination.models import Function, JournalEntry
from coordination.queries import functions as queries
from tests import activities, make

pytestmark = pytest.mark.django_db


def rename(function: Function, name: str, **more: object) -> Function:
    known = {"name_en": name, "name_fr": "", "sector": "police", "is_planned": True} | more
    return functions.save_function(
        programme=function.programme,
        function=function,
        base_version=queries.version(function),
        **known,  # type: ignore[arg-type]
        by=make.cast().paul,
        at=make.AT,
    )


def test_a_function_has_a_code_of_its_own_and_one_language_is_enough(cast: make.Cast) -> None:
    first, second = activities.function("Riot control"), activities.function("Borders")
    assert first.code != second.code
    assert first.name_fr == "Riot control"
    entry = JournalEntry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.noun, entry.key) == ("saved", "function", second.code)


def test_nobody_overwrites_what_somebody_else_wrote_meanwhile(cast: make.Cast) -> None:
    seen = activities.function("Riot control")
    rename(Function.objects.get(pk=seen.pk), "Night patrols")
    with make.refused(Rule.CHANGED_MEANWHILE):
        rename(seen, "Crowd control")


def test_a_function_can_leave_the_common_plan(cast: make.Cast) -> None:
    made = rename(activities.function("Riot control"), "Riot control", is_planned=False, sector="justice")
    assert (Function.objects.get(origin="entered").is_planned, made.sector) == (False, "justice")
    assert JournalEntry.objects.order_by("-sequence")[0].before["is_planned"] is True


@pytest.mark.parametrize("name", ["riot CONTROL", "Ríot control"])
def test_a_function_is_kept_once(cast: make.Cast, name: str) -> None:
    activities.function("Riot control")
    with make.refused(Rule.FUNCTION_EXISTS):
        activities.function(name)
    borders = activities.function("Borders")
    with make.refused(Rule.FUNCTION_EXISTS):
        rename(borders, name)


def test_a_name_in_either_language_is_taken(cast: make.Cast) -> None:
    activities.function("Riot control", name_fr="Maintien de l’ordre")
    with make.refused(Rule.FUNCTION_EXISTS):
        activities.function("MAINTIEN DE L’ORDRE", name_fr="Police des foules")


def test_a_function_has_a_name(cast: make.Cast) -> None:
    with make.refused(Rule.NAME_MISSING):
        activities.function(" ")


def test_a_standard_and_a_family_of_equipment_may_share_a_name(cast: make.Cast) -> None:
    activities.standard("French")
    assert activities.standard("French", "equipment").kind == "equipment"
    with make.refused(Rule.STANDARD_EXISTS):
        activities.standard("french")


def test_another_programme_has_functions_of_its_own(cast: make.Cast) -> None:
    activities.function("Riot control")
    assert activities.function("Riot control", programme=make.programme("caf")).code == "F-1"


def test_the_kind_of_a_standard_stays(cast: make.Cast) -> None:
    made = activities.standard("French")
    changed = functions.save_standard(
        programme=make.cod(),
        standard=made,
        base_version=queries.version(made),
        name_en="Belgian",
        name_fr="Belge",
        kind="equipment",
        by=cast.paul,
        at=make.AT,
    )
    assert (changed.kind, changed.name_fr) == ("standard", "Belge")

"""Partners: what is recorded, renamed and corrected, and what is refused with nothing changed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from coordination.actions import partners as actions
from coordination.actions.partners import PartnerFacts
from coordination.domain.rules import Rule
from coordination.models import JournalEntry, Partner
from tests import make, partners

pytestmark = pytest.mark.django_db
DAY = date(2010, 6, 30)


def former(row: Partner) -> list[tuple[str, date]]:
    return list(row.former_names.values_list("name_en", "until_on"))


def test_a_name_in_one_language_stands_for_both_and_makes_the_code(cast: make.Cast) -> None:
    made = partners.partner("", name_fr="Mission de police")
    assert (made.name_en, made.name_fr, made.code) == (
        "Mission de police",
        "Mission de police",
        "Mission de police",
    )
    assert (made.origin, made.version) == ("entered", 1)
    entry = JournalEntry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.noun, entry.key) == ("saved", "partner", "Mission de police")


def test_objectives_in_one_language_stand_for_both(cast: make.Cast) -> None:
    made = partners.partner(objectives_fr="Réformer la police.", aim="both")
    assert (made.objectives_en, made.aim) == ("Réformer la police.", "both")


def test_a_code_made_from_a_name_is_short_and_differs_from_those_there(cast: make.Cast) -> None:
    long = "A very long name of an international police mission"
    partners.partner("Another", code=long[:36])
    made = partners.partner(long)
    assert made.code == f"{long[:36]} 2"
    assert len(made.code) <= 40


def test_a_partner_has_a_name(cast: make.Cast) -> None:
    with make.refused(Rule.NAME_MISSING):
        partners.partner(" ")


@pytest.mark.parametrize("name", ["Donors", "DONORS", "Bailleurs", "bailleurs"])
def test_the_same_name_in_either_language_is_the_same_partner(cast: make.Cast, name: str) -> None:
    with make.refused(Rule.PARTNER_EXISTS):
        partners.partner(name)


def test_accents_do_not_tell_two_partners_apart(cast: make.Cast) -> None:
    with make.refused(Rule.PARTNER_EXISTS):
        partners.partner("Etat-major de la police", side="national")


@pytest.mark.parametrize("name", ["Donors (DON-X)", "Bailleurs (BAIL)"])
def test_an_acronym_in_brackets_does_not_tell_two_partners_apart(cast: make.Cast, name: str) -> None:
    with make.refused(Rule.PARTNER_EXISTS):
        partners.partner(name)


def test_a_code_that_differs_in_case_is_given_once(cast: make.Cast) -> None:
    with make.refused(Rule.PARTNER_EXISTS):
        partners.partner("The mission", code="monuc")


def test_a_partner_called_as_another_is_for_short_is_asked_and_then_taken(cast: make.Cast) -> None:
    partners.partner("Danube Relief Council (DRC-X)")
    with make.refused(Rule.PARTNER_ALIKE):
        partners.partner("drc x")
    facts = PartnerFacts(name_en="drc x", name_fr="", side="international", kind="mission")
    made = actions.add(programme=make.cod(), facts=facts, is_another=True, by=cast.paul, at=make.AT)
    assert made.name_en == "drc x"


def test_a_partner_is_of_one_side(cast: make.Cast) -> None:
    with make.refused(Rule.PARTNER_ON_OTHER_SIDE):
        partners.partner("MONUC", side="national")


def test_a_code_is_given_once(cast: make.Cast) -> None:
    with make.refused(Rule.PARTNER_EXISTS):
        partners.partner("The mission", code="MONUC")


def test_the_same_name_and_code_are_there_in_another_programme(cast: make.Cast) -> None:
    assert partners.partner("MONUC", side="national", programme=make.programme("caf")).code == "MONUC"


@pytest.mark.parametrize(
    ("since", "until", "rules"),
    [
        ("2009", "2008", [Rule.DATES_REVERSED]),
        ("2008-05-01", "2008-04", [Rule.DATES_REVERSED]),
        ("yesterday", "2008-13", [Rule.WRONG_PARTIAL_DATE, Rule.WRONG_PARTIAL_DATE]),
    ],
)
def test_dates_are_years_or_dates_in_order(cast: make.Cast, since: str, until: str, rules: list[str]) -> None:
    with make.refused(*rules):
        partners.partner(since=since, until=until)


def test_everything_wrong_is_said_at_once(cast: make.Cast) -> None:
    with make.refused(Rule.DATES_REVERSED, Rule.PARTNER_EXISTS):
        partners.partner("Donors", since="2009", until="2008")


def test_a_renamed_partner_keeps_its_old_name_until_the_day(cast: make.Cast) -> None:
    row = partners.change(partners.of_deck("MONUC"), name_en="MONUSCO", name_fr="MONUSCO", former_until=DAY)
    assert (row.name_en, row.code, row.version) == ("MONUSCO", "MONUC", 2)
    assert former(row) == [("MONUC", DAY)]
    assert row.folded == "monuc monusco monusco monuc monuc"
    entry = JournalEntry.objects.order_by("-sequence")[0]
    assert (entry.before or {})["name_en"] == "MONUC"
    assert (entry.after or {})["former_name_until"] == "2010-06-30"


def test_another_name_without_a_day_is_a_correction(cast: make.Cast) -> None:
    row = partners.change(partners.of_deck("DFID"), name_en="Dfid", name_fr="Dfid")
    assert (row.name_en, former(row)) == ("Dfid", [])


def test_a_partner_may_be_given_back_the_name_that_it_had(cast: make.Cast) -> None:
    row = partners.change(partners.of_deck("MONUC"), name_en="MONUSCO", former_until=DAY)
    row = partners.change(row, name_en="MONUC", former_until=DAY + timedelta(days=9))
    assert former(row) == [("MONUC", DAY), ("MONUSCO", DAY + timedelta(days=9))]


def test_a_day_of_renaming_needs_another_name(cast: make.Cast) -> None:
    with make.refused(Rule.FORMER_NAME_UNUSED):
        partners.change(partners.of_deck("MONUC"), former_until=DAY)


def test_former_names_are_in_order_and_not_in_the_future(cast: make.Cast) -> None:
    row = partners.change(partners.of_deck("MONUC"), name_en="MONUSCO", former_until=DAY)
    with make.refused(Rule.DATES_REVERSED):
        partners.change(row, name_en="MONUSCO II", former_until=DAY)
    with make.refused(Rule.FORMER_NAME_IN_FUTURE):
        partners.change(row, name_en="MONUSCO II", former_until=make.AT.date() + timedelta(days=1))
    assert partners.change(row, name_en="MONUSCO II", former_until=make.AT.date()).version == 3


@pytest.mark.parametrize("seen", ["DF\u200bID", "\ufeffDFID", "DFI\u00adD", "dfid\u2060"])
def test_a_name_that_looks_the_same_is_the_same(cast: make.Cast, seen: str) -> None:
    with make.refused(Rule.PARTNER_EXISTS):
        partners.partner(seen, kind="donor")


def test_the_day_is_that_of_the_place_not_of_greenwich(cast: make.Cast) -> None:
    after_midnight = datetime(2011, 2, 1, 23, 30, tzinfo=UTC)
    row = partners.of_deck("MONUC")
    partners.change(row, name_en="MONUSCO", former_until=date(2011, 2, 2), at=after_midnight)


def test_a_name_is_not_older_than_its_partner(cast: make.Cast) -> None:
    row = partners.partner(since="2008")
    with make.refused(Rule.DATES_REVERSED):
        partners.change(row, name_en="EUSEC", former_until=date(2007, 12, 31))


def test_a_partner_is_not_renamed_to_another_one(cast: make.Cast) -> None:
    with make.refused(Rule.PARTNER_EXISTS):
        partners.change(partners.of_deck("MONUC"), name_en="Donors")
    with make.refused(Rule.PARTNER_ON_OTHER_SIDE):
        partners.change(partners.of_deck("MONUC"), name_en="FARDC", former_until=DAY)


def test_the_side_changes_only_where_nothing_counts_for_it(cast: make.Cast) -> None:
    made = partners.partner("Fresh")
    assert partners.change(made, side="national").side == "national"
    partners.activity("DFID", made)
    with make.refused(Rule.SIDE_IN_USE):
        partners.change(made, side="international")
    with make.refused(Rule.SIDE_IN_USE):
        partners.change(partners.of_deck("MONUC"), side="national")
    make.promise("DFID")
    with make.refused(Rule.SIDE_IN_USE):
        partners.change(partners.of_deck("DFID"), side="national")


def test_what_somebody_else_changed_is_not_overwritten(cast: make.Cast) -> None:
    row = partners.of_deck("MONUC")
    partners.change(row, kind="multilateral")
    with make.refused(Rule.CHANGED_MEANWHILE):
        partners.change(row, kind="bilateral", base_version=1)


def test_accents_written_as_letters_of_their_own_are_composed_so_that_a_file_can_carry_the_code(
    cast: make.Cast,
) -> None:
    made = partners.partner("Cooperation e\u0301te\u0301")
    assert (made.code, made.name_en) == ("Cooperation été", "Cooperation été")
    assert partners.partner("Another", code="E\u0301T").code == "ÉT"


def test_a_name_or_code_with_invisible_characters_is_refused(cast: make.Cast) -> None:
    with make.refused(Rule.CONTROL_CHARACTER):
        partners.partner("EU\x07POL")
    with make.refused(Rule.CONTROL_CHARACTER):
        partners.partner("EUPOL", code="EU\u202ePOL")

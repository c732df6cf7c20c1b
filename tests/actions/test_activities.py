"""Activities: what may be recorded, what is refused with nothing changed, and how they are named."""

from dataclasses import replace
from decimal import Decimal

import pytest

from coordination.domain.rules import Rule
from coordination.models import Activity, JournalEntry
from tests import activities, make

pytestmark = pytest.mark.django_db


def test_an_activity_is_kept_with_all_that_is_known_of_it(cast: make.Cast) -> None:
    made = activities.add(
        *("MONUC", "Police HQ", "Riot control"),
        trained_to="French standard",
        equipped_with="Shields",
        structure=make.structure("CMJ"),
        place="  Kinshasa ",
        since="2006",
        until="2008-03-01",
        value=Decimal("1500000.50"),
        currency="usd",
        request="government",
        t1="yes",
        t2="no",
        t3="?",
        note="Every month.",
    )
    stored = Activity.objects.get(pk=made.pk)
    assert (stored.place, stored.currency, stored.version) == ("Kinshasa", "USD", 1)
    assert stored.function.name_en == "Riot control"
    assert (stored.t1, stored.t2, stored.t3) == ("yes", "no", "?")
    entry = JournalEntry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.noun, entry.key) == ("saved", "activity", made.code)
    assert entry.after["partner"] == "MONUC"
    assert entry.after["value"] == "1500000.50"


def test_without_a_name_it_is_named_after_what_where_and_for_whom_in_both_languages(cast: make.Cast) -> None:
    activities.function("Riot control", name_fr="Maintien de l’ordre")
    made = activities.add("MONUC", "FARDC", "Riot control")
    assert made.name_en == f"Training – Riot control – {activities.partner('FARDC').name_en}"
    assert made.name_fr == f"Formation – Maintien de l’ordre – {activities.partner('FARDC').name_fr}"


def test_a_made_name_is_never_too_long(cast: make.Cast) -> None:
    assert len(activities.add("MONUC", "FARDC", "x" * 200).name_en) == 200


def test_a_name_in_one_language_stands_for_both(cast: make.Cast) -> None:
    made = activities.add(name_fr="Formation des formateurs")
    assert made.name_en == made.name_fr == "Formation des formateurs"


def test_it_is_searched_by_code_names_and_place_whatever_the_accents(cast: make.Cast) -> None:
    made = activities.add(name_en="Staff college", name_fr="École d’État-major", place="Kisangani")
    assert made.folded == "a 3 staff college ecole d'etat major kisangani"


@pytest.mark.parametrize(
    ("since", "until", "rule"),
    [
        ("2008", "2007", Rule.DATES_REVERSED),
        ("2008-03-01", "2008-02-29", Rule.DATES_REVERSED),
        ("2008-03-01", "2008-02", Rule.DATES_REVERSED),
        ("2008-02-30", "", Rule.WRONG_PARTIAL_DATE),
        ("", "soon", Rule.WRONG_PARTIAL_DATE),
        ("99", "", Rule.WRONG_PARTIAL_DATE),
    ],
)
def test_dates_that_cannot_be_are_refused(cast: make.Cast, since: str, until: str, rule: str) -> None:
    with make.refused(rule):
        activities.add(since=since, until=until)


@pytest.mark.parametrize(
    ("since", "until"),
    [("2008", "2008"), ("2008", "2008-03-01"), ("", "2008"), ("2008-03-01", "2009")]
    + [("2010-06-01", "2010"), ("2010-06-01", "2010-06"), ("2014-12", "2014-12-31"), ("2014-12", "2015")],
)
def test_dates_that_can_be_are_kept(cast: make.Cast, since: str, until: str) -> None:
    made = activities.add(since=since, until=until)
    assert (made.since, made.until) == (since, until)


@pytest.mark.parametrize(
    ("value", "currency", "rules"),
    [
        ("5", "", [Rule.CURRENCY_MISSING]),
        (None, "USD", [Rule.CURRENCY_UNUSED]),
        ("5", "ABC", [Rule.WRONG_CURRENCY]),
        ("-5", "USD", [Rule.VALUE_NEGATIVE]),
        ("10000000000000000", "USD", [Rule.VALUE_TOO_BIG]),
        ("-5", "ABC", [Rule.VALUE_NEGATIVE, Rule.WRONG_CURRENCY]),
    ],
)
def test_money_that_cannot_be_is_refused(
    cast: make.Cast, value: str | None, currency: str, rules: list[str]
) -> None:
    with make.refused(*rules):
        activities.add(value=value and Decimal(value), currency=currency)


@pytest.mark.parametrize(
    "value", ["0", "0.01", "0.29", "1250000000000", "41000000000000.75", "9999999999999999.99"]
)
def test_an_amount_is_kept_to_its_last_hundredth(cast: make.Cast, value: str) -> None:
    made = activities.add(value=Decimal(value), currency="CDF")
    made.refresh_from_db()
    assert made.value == Decimal(value)


@pytest.mark.parametrize("currency", ["CDF", "zrn", " eur "])
def test_a_currency_in_use_or_of_its_time_is_kept_in_capitals(cast: make.Cast, currency: str) -> None:
    assert activities.add(value=Decimal(0), currency=currency).currency == currency.strip().upper()


def test_the_recipient_is_a_national_institution(cast: make.Cast) -> None:
    with make.refused(Rule.RECIPIENT_IS_INTERNATIONAL):
        activities.add("DFID", "MONUC")


def test_nobody_supports_itself(cast: make.Cast) -> None:
    with make.refused(Rule.SUPPORTS_ITSELF):
        activities.add("Police HQ", "Police HQ")


def test_one_national_institution_may_support_another(cast: make.Cast) -> None:
    assert activities.add("Ministry", "Police HQ").partner.code == "Ministry"


def test_a_family_of_equipment_is_no_standard_nor_the_reverse(cast: make.Cast) -> None:
    shields, training = activities.standard("Shields", "equipment"), activities.standard("French standard")
    with make.refused(Rule.WRONG_STANDARD, Rule.WRONG_STANDARD):
        activities.add(standard=shields, equipment=training)


def test_everything_is_of_the_programme(cast: make.Cast) -> None:
    other = make.programme("caf")
    foreign = {
        "function": activities.function("Borders", programme=other),
        "structure": make.structure("CNS", programme=other),
        "standard": activities.standard("Other", programme=other),
    }
    with make.refused(Rule.OTHER_PROGRAMME, Rule.OTHER_PROGRAMME, Rule.OTHER_PROGRAMME):
        activities.add(**foreign)


def test_the_same_activity_is_not_recorded_twice(cast: make.Cast) -> None:
    activities.add("MONUC", "Police HQ", "Riot control", since="2006", name_en="Riot training")
    with make.refused(Rule.ACTIVITY_EXISTS):
        activities.add("MONUC", "Police HQ", "Riot control", since="2006", name_en="RIOT training ")
    with make.refused(Rule.ACTIVITY_EXISTS):
        activities.add(
            "MONUC", "Police HQ", "Riot control", since="2006", name_en="A course", name_fr="Riot tráining"
        )
    activities.add("MONUC", "Police HQ", "Riot control", since="2007", name_en="Riot training")
    activities.add("MONUC", "Police HQ", "Riot control", since="2006", name_en="Another")
    with make.refused(Rule.ACTIVITY_EXISTS):
        activities.change(
            Activity.objects.get(since="2007"),
            activities.facts("MONUC", "Police HQ", "Riot control", since="2006", name_en="Riot training"),
        )


def test_all_problems_are_said_at_once(cast: make.Cast) -> None:
    with make.refused(Rule.RECIPIENT_IS_INTERNATIONAL, Rule.DATES_REVERSED, Rule.CURRENCY_MISSING):
        activities.add("DFID", "MONUC", since="2008", until="2007", value=Decimal(5))


def test_it_is_put_right_and_the_journal_keeps_what_was_there(cast: make.Cast) -> None:
    made = activities.add("MONUC", "Police HQ", since="2006", name_en="Riot training")
    changed = activities.change(made, activities.facts("DFID", "FARDC", since="2007", name_en="Another"))
    stored = Activity.objects.get(pk=made.pk)
    assert (stored.partner.code, stored.recipient.code, stored.since) == ("DFID", "FARDC", "2007")
    assert (changed.code, stored.version) == (made.code, 2)
    assert "another" in stored.folded
    entry = JournalEntry.objects.order_by("-sequence")[0]
    assert entry.before["partner"] == "MONUC"
    assert entry.after["partner"] == "DFID"


def test_what_somebody_else_changed_is_not_overwritten(cast: make.Cast) -> None:
    made = activities.add()
    same = activities.facts()
    activities.change(made, replace(same, place="Goma"))
    with make.refused(Rule.CHANGED_MEANWHILE):
        activities.change(made, replace(same, place="Bukavu"), base_version=1)


def test_what_the_source_says_stays_when_an_activity_is_put_right(cast: make.Cast) -> None:
    made = activities.add()
    Activity.objects.filter(pk=made.pk).update(quote="As the deck says", slide="Examples", origin="source")
    activities.change(made, activities.facts(place="Goma"))
    made.refresh_from_db()
    assert (made.quote, made.slide, made.origin) == ("As the deck says", "Examples", "source")


def test_codes_are_not_given_twice(cast: make.Cast) -> None:
    first = activities.add(name_en="a")
    number = int(first.code.removeprefix("A-"))
    Activity.objects.filter(pk=first.pk).update(code=f"A-{number + 1}")
    assert activities.add(name_en="b").code == f"A-{number + 2}"

"""The name of a partner on a day: golden values, and what holds whatever the names."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.bilingual import Text
from coordination.domain.names import FormerNameValue, name_on

MONUC = Text("MONUC", "MONUC")
MONUSCO = Text("MONUSCO", "MONUSCO")
DAY = date(2010, 6, 30)
ONE_DAY = timedelta(days=1)

days = st.dates(date(1950, 1, 1), date(2050, 12, 31))
former_names = st.lists(days, max_size=6, unique=True).map(
    lambda ends: [FormerNameValue(Text(f"Name {end}", f"Nom {end}"), end) for end in ends]
)


def test_a_name_is_valid_on_its_last_day_and_not_on_the_next() -> None:
    former = [FormerNameValue(MONUC, DAY)]
    assert name_on(MONUSCO, former, DAY) == MONUC
    assert name_on(MONUSCO, former, DAY + ONE_DAY) == MONUSCO
    assert name_on(MONUSCO, former, date(1999, 1, 1)) == MONUC


def test_of_several_former_names_the_one_of_that_day_is_shown() -> None:
    zaire = Text("Mission A", "Mission A")
    former = [FormerNameValue(MONUC, DAY), FormerNameValue(zaire, date(2000, 1, 1))]
    assert name_on(MONUSCO, former, date(1999, 12, 31)) == zaire
    assert name_on(MONUSCO, former, date(2005, 1, 1)) == MONUC


@given(former_names, days)
def test_there_is_always_one_name_and_the_order_of_the_former_ones_does_not_matter(
    former: list[FormerNameValue], on: date
) -> None:
    found = name_on(MONUSCO, former, on)
    assert found == name_on(MONUSCO, reversed(former), on)
    assert found in {MONUSCO, *(each.name for each in former)}


@given(former_names)
def test_every_former_name_is_shown_on_its_last_day_and_never_after(former: list[FormerNameValue]) -> None:
    for each in former:
        assert name_on(MONUSCO, former, each.until_on) == each.name
        assert name_on(MONUSCO, former, each.until_on + ONE_DAY) != each.name


@given(former_names, days)
def test_a_later_rename_leaves_the_names_of_earlier_days(former: list[FormerNameValue], on: date) -> None:
    last = max((each.until_on for each in former), default=date(1950, 1, 1))
    renamed = [*former, FormerNameValue(MONUSCO, last + ONE_DAY)]
    if on <= last + ONE_DAY:
        assert name_on(Text("New", "Nouveau"), renamed, on) == name_on(MONUSCO, former, on)

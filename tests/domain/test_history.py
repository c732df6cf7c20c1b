"""Who acted in which role, and what an entry is about, from what the journal tells."""

import pytest

from coordination.domain.history import OF_OWN_PEOPLE, SHARED, UNTOLD, Actor, PlaceHistory, Subject, subject

ADVISER = {"user": 7, "role": "adviser", "side": "partners", "confirmed": True}
MANAGER = {"user": 7, "role": "manager", "side": "government", "confirmed": True}


def test_somebody_acts_in_the_place_that_they_had_then() -> None:
    places = PlaceHistory()
    places.tell(3, "gave place", None, ADVISER)
    places.tell(8, "gave place", ADVISER, MANAGER)
    places.tell(12, "ended", MANAGER, None)
    assert [places.at(7, number) for number in (2, 3, 7, 8, 11, 12, 99)] == [
        *(None, Actor("adviser", "partners"), Actor("adviser", "partners")),
        *(Actor("manager", "government"), Actor("manager", "government"), Actor(), Actor()),
    ]
    assert places.at(8, 99) is None


def test_a_place_that_waits_gives_no_side_until_it_is_confirmed() -> None:
    places = PlaceHistory()
    places.tell(3, "gave place", None, ADVISER | {"confirmed": False})
    places.tell(5, "confirmed", ADVISER | {"confirmed": False}, ADVISER)
    assert places.at(7, 4) == Actor("viewer")
    assert places.at(7, 5) == Actor("adviser", "partners")


def test_what_an_earlier_version_told_without_a_number_says_nothing() -> None:
    places = PlaceHistory()
    places.tell(3, "gave place", None, {"role": "adviser", "side": "partners"})
    places.tell(4, "ended", None, None)
    assert places.known == {}


@pytest.mark.parametrize(
    ("verb", "key", "found"),
    [
        ("sent", "march-2011 CMJ partners 12", ("march-2011", "CMJ", "partners", 12)),
        (
            "answered",
            "march-2011 CCRSS Defence government 3",
            ("march-2011", "CCRSS Defence", "government", 3),
        ),
        ("revealed", "march-2011 CCRSS Defence", ("march-2011", "CCRSS Defence", "", None)),
    ],
)
def test_the_key_of_an_assessment_is_read(verb: str, key: str, found: tuple[str, str, str, int]) -> None:
    round_, structure, side, number = found
    assert subject(verb, key) == Subject(round=round_, structure=structure, side=side, number=number)


def test_each_kind_of_thing_stands_in_one_list() -> None:
    listed = [*SHARED, *OF_OWN_PEOPLE, *UNTOLD]
    assert len(listed) == len(set(listed))

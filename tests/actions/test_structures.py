"""The facts of a structure: added, changed, and refused with nothing changed."""

from datetime import date
from typing import Any

import pytest

from coordination.actions import structures
from coordination.domain.rules import Rule
from coordination.models import JournalEntry, Seat, Structure
from tests import make
from tests.risks import add, change, facts

pytestmark = pytest.mark.django_db


def last_entry() -> JournalEntry:
    return JournalEntry.objects.order_by("-sequence")[0]


def meet(structure: str, on: date) -> None:
    make.contact(structure_=structure, kind="session", state="held", sharing="all", on=on)


def sit(structure: str, **dates: str) -> Seat:
    partner = make.Partner.objects.get(programme=make.cod(), code="MONUC")
    return Seat.objects.create(structure=make.structure(structure), partner=partner, role="member", **dates)


# --- adding


def test_a_new_structure_has_its_facts_and_an_address_made_from_its_code(cast: make.Cast) -> None:
    parent = make.structure("CCRSS")
    made = add(" CT/État ", founded="2009-03-01", parent=parent, dormant_after=3, mandate_fr="Coordonner.")
    stored = Structure.objects.get(pk=made.pk)
    assert (stored.code, stored.slug, stored.folded) == (
        "CT/État",
        "ct-etat",
        "ct/etat police committee police committee",
    )
    assert (stored.name_en, stored.name_fr) == ("Police committee", "Police committee")
    assert (stored.mandate_en, stored.parent, stored.dormant_after) == ("Coordonner.", parent, 3)
    assert not stored.is_programme
    entry = last_entry()
    assert (entry.verb, entry.noun, entry.key, entry.by) == ("saved", "structure", "CT/État", cast.amina)


def test_a_renamed_structure_keeps_its_address_and_is_found_by_its_new_name(cast: make.Cast) -> None:
    row = make.structure("CMJ")
    change("CMJ", name_en="Justice (bis)", name_fr="Commission de l’État (bis)")
    stored = Structure.objects.get(pk=row.pk)
    assert (stored.slug, stored.folded) == ("cmj", "cmj justice (bis) commission de l'etat (bis)")
    assert last_entry().before["name_en"] != "Justice (bis)" == last_entry().after["name_en"]


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("CMJ", Rule.STRUCTURE_EXISTS),
        ("cmj", Rule.TOO_ALIKE),
        ("C-M-J", Rule.TOO_ALIKE),
        (" ", Rule.EMPTY_TEXT),
        ("—", Rule.NO_LETTERS),
        ("x" * 41, Rule.TOO_LONG),
        ("a\x00b", Rule.CONTROL_CHARACTER),
    ],
)
def test_a_code_that_cannot_be_is_refused(code: str, rule: str, cast: make.Cast) -> None:
    with make.refused(rule):
        add(code)


def test_an_address_that_another_structure_has_kept_is_refused(cast: make.Cast) -> None:
    item = make.structure("CMJ")
    item.code = "Justice commission"
    make.administer(item=item, by=cast.alain, at=make.AT)
    with make.refused(Rule.ADDRESS_TAKEN):
        add("CMJ")


def test_the_same_code_may_stand_in_another_programme(cast: make.Cast) -> None:
    assert add("CNS").programme == make.cod()


@pytest.mark.parametrize("code", ["add", "of", "all", "new", "static"])
def test_no_code_is_an_address_of_something_else(code: str, cast: make.Cast) -> None:
    assert add(code).slug == code


# --- changing


def test_changed_facts_are_told_with_what_they_were(cast: make.Cast) -> None:
    change("CMJ", name_fr="Commission mixte", founded="2004", closed="2009", sector="ssr", dormant_after=60)
    stored = make.structure("CMJ")
    assert (stored.name_fr, stored.founded, stored.closed, stored.sector) == (
        "Commission mixte",
        "2004",
        "2009",
        "ssr",
    )
    assert stored.slug == "cmj"
    assert "commission mixte" in stored.folded
    assert (last_entry().before["sector"], last_entry().after["sector"]) == ("justice", "ssr")


def test_line_breaks_and_accents_are_taken_as_browsers_and_keyboards_send_them(cast: make.Cast) -> None:
    change("CMJ", mandate_en="One.\r\nTwo.", name_fr="E\u0301tat")
    stored = make.structure("CMJ")
    assert (stored.mandate_en, stored.name_fr) == ("One.\nTwo.", "\u00c9tat")


@pytest.mark.parametrize(
    ("changed", "rules"),
    [
        ({"name_en": " ", "name_fr": ""}, [Rule.NAME_MISSING]),
        ({"name_en": "x" * 201}, [Rule.TOO_LONG]),
        ({"name_en": "a\x00b"}, [Rule.CONTROL_CHARACTER]),
        ({"mandate_en": "x" * 4001}, [Rule.TOO_LONG]),
        ({"sector": "fishing"}, [Rule.WRONG_CHOICE]),
        ({"dormant_after": 0}, [Rule.WRONG_NUMBER]),
        ({"dormant_after": 61}, [Rule.WRONG_NUMBER]),
        ({"founded": "soon"}, [Rule.WRONG_PARTIAL_DATE]),
        ({"founded": "2008-02-30"}, [Rule.WRONG_PARTIAL_DATE]),
        ({"founded": "2008", "closed": "2005"}, [Rule.DATES_REVERSED]),
        ({"closed": "2012"}, [Rule.STILL_TO_COME]),
        ({"founded": "2011-03-02"}, [Rule.STILL_TO_COME]),
        ({"name_en": "", "name_fr": "", "sector": ""}, [Rule.NAME_MISSING, Rule.EMPTY_TEXT]),
    ],
    ids=str,
)
def test_facts_that_cannot_be_are_refused_all_at_once(
    changed: dict[str, Any], rules: list[str], cast: make.Cast
) -> None:
    row = make.structure("CMJ")
    with make.refused(*rules):
        change(row, **changed)
    with make.refused(*rules):
        add(**changed)


def test_a_structure_stands_neither_above_nor_before_itself(cast: make.Cast) -> None:
    defence, ccrss, cmj = (make.structure(code) for code in ("CCRSS Defence", "CCRSS", "CMJ"))
    change(cmj, parent=defence, predecessor=ccrss)
    with make.refused(Rule.OWN_PARENT):
        change(ccrss, parent=ccrss)
    with make.refused(Rule.OWN_PARENT):
        change(ccrss, parent=make.structure("CMJ"))
    with make.refused(Rule.PREDECESSOR_RING):
        change(ccrss, predecessor=make.structure("CMJ"))
    with make.refused(Rule.OWN_PARENT, Rule.PREDECESSOR_RING):
        change(ccrss, parent=ccrss, predecessor=ccrss)


def test_parent_and_predecessor_are_of_the_programme(cast: make.Cast) -> None:
    other = make.structure("CNS", programme=make.programme("caf"))
    with make.refused(Rule.OTHER_PROGRAMME, Rule.OTHER_PROGRAMME):
        change("CMJ", parent=other, predecessor=other)


def test_dates_leave_no_seat_outside(cast: make.Cast) -> None:
    sit("CMJ", since="2006", until="2008")
    change("CMJ", founded="2006-06-01", closed="2008-06-01")
    with make.refused(Rule.SEATS_OUTSIDE):
        change("CMJ", founded="2009", closed="")
    with make.refused(Rule.SEATS_OUTSIDE):
        change("CMJ", closed="2007")


def test_a_seat_without_end_does_not_keep_a_structure_open(cast: make.Cast) -> None:
    sit("CMJ", since="2006")
    assert change("CMJ", closed="2009").closed == "2009"


def test_dates_leave_no_meeting_outside(cast: make.Cast) -> None:
    meet("CMJ", date(2009, 5, 1))
    change("CMJ", founded="2009", closed="2009-05-01")
    with make.refused(Rule.MEETINGS_OUTSIDE):
        change("CMJ", founded="2009-05-02", closed="")
    with make.refused(Rule.MEETINGS_OUTSIDE):
        change("CMJ", founded="", closed="2008")


def test_what_somebody_else_changed_is_not_overwritten(cast: make.Cast) -> None:
    row = make.structure("CMJ")
    seen = structures.structures.fingerprint(row)
    change("CMJ", sector="police")
    with make.refused(Rule.CHANGED_MEANWHILE):
        structures.change(
            structure=row, facts=facts(row, name_en="Mine"), shown=seen, by=cast.paul, at=make.AT
        )

"""IATI activity files: what they say is taken over whole; what is unsafe or wrong is said with its line."""

import random
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest

from coordination.documents.iati import reading
from coordination.documents.iati.values import IatiMoney, IatiPart
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule

FILE = Path(__file__).parents[2] / "files" / "lake-fund.xml"
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<iati-activities version="2.03">&b;</iati-activities>"""
OUTSIDE = b"""<!DOCTYPE a SYSTEM "file:///etc/passwd"><iati-activities version="2.03"/>"""


def refusal(data: bytes) -> list[tuple[Rule, str]]:
    with pytest.raises(Refused) as refused:
        reading.read(data)
    return [(each.rule, each.path) for each in refused.value.problems]


def changed(old: str, new: str) -> bytes:
    text = FILE.read_text(encoding="utf-8")
    assert old in text, f"{old} is there to be changed"
    return text.replace(old, new, 1).encode()


def test_several_funders_and_places_are_taken_over() -> None:
    file = reading.read(FILE.read_bytes())
    one, two = file.activities
    called = {key: org.name.en for key, org in file.orgs.items()}
    assert (one.identifier, one.name.fr) == ("XX-LF-2009-0117", "Appui à la formation des inspecteurs")
    assert one.name.en == "Support to the training of inspectors"
    assert one.note == "Lessons for inspectors,\nin two places."
    assert [(called[each.org], each.role) for each in one.parts] == [
        ("Fonds des Lacs", "funds"),
        ("Hill Country Agency (HCA)", "funds"),
        ("MONUC", "manages"),
        ("Training Works", "implements"),
        ("Police HQ", "implements"),
    ]
    assert one.dates == {"planned_since": "2006-01-01", "since": "2006-03-15", "planned_until": "2010-12-31"}
    assert (one.place, one.sectors, one.aid) == ("Goma; Bukavu", ("1:15210", "1:15130"), "E01")
    assert (one.source, one.status, two.status) == ("IATI · Fonds des Lacs", "running", "ended")
    assert two.parts == (IatiPart(org="XX-TW", role="implements"),)


def test_money_is_of_its_year_and_rounded_only_where_that_is_said() -> None:
    file = reading.read(FILE.read_bytes())
    assert file.activities[0].money == (
        IatiMoney(kind="budget", amount=Decimal("250000.00"), currency="EUR", on="2007"),
        IatiMoney(
            kind="disbursement", amount=Decimal("-1200.50"), currency="USD", on="2007-05-06", org="XX-LF"
        ),
    )
    assert +file.losses == {"amounts": 1}


def test_what_is_not_read_is_counted_by_name() -> None:
    file = reading.read(FILE.read_bytes())
    assert file.unread == {"contact-info": 1, "result": 1, "transaction (1)": 1}


@pytest.mark.parametrize("data", [LAUGHS, OUTSIDE])
def test_a_document_type_is_refused_and_nothing_in_it_read(data: bytes) -> None:
    assert [rule for rule, _path in refusal(data)] == [Rule.XML_DECLARES]


@pytest.mark.parametrize(
    ("old", "new", "rule", "path"),
    [
        ('iso-date="2006-03-15Z"', 'iso-date="15/03/2006"', Rule.WRONG_DATE, "23: iati-activity[1]/activity-date"),
        ('iso-date="2006-03-15Z"', 'iso-date="2006-02-30"', Rule.WRONG_DATE, "23: iati-activity[1]/activity-date"),
        (">250000<", ">2,5<", Rule.VALUE_NOT_NUMBER, "32: iati-activity[1]/budget/value"),
        (' currency="USD"', ' currency="DOL"', Rule.WRONG_CURRENCY, "34: iati-activity[1]/transaction/value"),
        ('code="2"/>', 'code="9"/>', Rule.WRONG_CHOICE, "21: iati-activity[1]/activity-status"),
        (' role="4"/>', ' role="7"/>', Rule.WRONG_CHOICE, "45: iati-activity[2]/participating-org"),
        ("Radios pour les postes", " ", Rule.MISSING_KEY, "40: iati-activity"),
        ('version="2.03"', 'version="1.05"', Rule.WRONG_FORMAT, "3: iati-activities"),
        (
            "XX-LF-2009-0118-with-an-identifier-longer-than-a-code-may-be",
            " XX-LF-2009-0117 ",
            Rule.DUPLICATE,
            "41: iati-activity[2]/iati-identifier",
        ),
    ],
)  # fmt: skip
def test_each_mistake_is_one_problem_at_its_line(old: str, new: str, rule: Rule, path: str) -> None:
    assert refusal(changed(old, new)) == [(rule, path)]


def test_accents_written_apart_are_composed_and_outer_spaces_dropped() -> None:
    file = reading.read(changed("Radios pour les postes", "  Re\u0301seau  "))
    assert file.activities[1].name.en == "Réseau"


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", Rule.FILE_EMPTY),
        (b"{}", Rule.BROKEN_XML),
        (b"<iati-activities", Rule.BROKEN_XML),
        (b'<iati-activities version="2.03"/>', Rule.NOTHING_LISTED),
        (b"<iati-organisations/>", Rule.NO_IATI),
        ("<é/>".encode("latin-1"), Rule.NOT_UTF8),
        (b"<?xml version='1.0' encoding='no-such'?><a/>", Rule.NOT_UTF8),
        (b"<a>" * 30 + b"</a>" * 30, Rule.TOO_DEEP),
        (b"<a>" + b" " * (5 * 1024 * 1024), Rule.FILE_TOO_BIG),
    ],
)
def test_what_is_no_such_file_is_said(data: bytes, rule: Rule) -> None:
    assert [found for found, _path in refusal(data)] == [rule]


@pytest.mark.parametrize(
    "break_", [lambda data, at: data[:at], lambda data, at: data[:at] + b"\xff<" + data[at + 2 :]]
)
def test_whatever_the_bytes_there_is_a_refusal_or_values(break_: Callable[[bytes, int], bytes]) -> None:
    whole, dice = FILE.read_bytes(), random.Random(7)
    for _turn in range(60):
        with suppress(Refused):
            reading.read(break_(whole, dice.randrange(len(whole))))

"""Calendars as files: whole after being read again, whatever the text, and in lines that every phone can read."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from coordination.documents.calendars import Appointment, ical_bytes

NOON = datetime(2011, 3, 1, 11, 30, tzinfo=UTC)
STAMP = datetime(2011, 3, 1, tzinfo=UTC)


def appointment(**changed: object) -> Appointment:
    facts: dict[str, object] = {
        "uid": "contact-C-1@cod.ssr-assessment",
        "begins": NOON,
        "title": "The police reform",
        "details": "Call\nWith: the inspector",
        "address": "https://ssr.example/contacts/1/",
        "version": 3,
        "is_reminder": False,
    }
    return Appointment(**facts | changed)  # type: ignore[arg-type]


def written(*appointments: Appointment) -> bytes:
    return ical_bytes("SSR: Congo", "en", appointments, stamped=STAMP)


def test_a_moment_is_written_in_utc_and_a_day_as_a_day() -> None:
    found = written(appointment(), appointment(uid="b", begins=date(2011, 3, 2), is_reminder=True)).decode()
    assert "DTSTART:20110301T113000Z" in found
    assert "DTSTART;VALUE=DATE:20110302" in found
    assert found.count("TRANSP:TRANSPARENT") == 1


def test_a_moment_is_written_as_the_clock_shows_it_where_it_is_with_the_rules_of_its_zone() -> None:
    there = datetime(2011, 3, 1, 10, 30, tzinfo=ZoneInfo("Africa/Kinshasa"))
    found = written(appointment(begins=there)).decode()
    assert "DTSTART;TZID=Africa/Kinshasa:20110301T103000" in found
    assert "TZOFFSETTO:+0100" in found
    (event,) = Calendar.from_ical(found).walk("VEVENT")
    assert event["dtstart"].dt == there


def test_how_long_it_takes_is_written_where_it_is_known() -> None:
    until = NOON.replace(hour=NOON.hour + 2)
    found = written(appointment(ends=until), appointment(uid="b"))
    first, second = Calendar.from_ical(found).walk("VEVENT")
    assert first["dtend"].dt == until
    assert "dtend" not in second


def test_a_title_is_one_line_and_details_may_have_several() -> None:
    (event,) = Calendar.from_ical(written(appointment(title="Budget\n\nand law", details="One\nTwo"))).walk(
        "VEVENT"
    )
    assert (event["summary"], event["description"]) == ("Budget and law", "One\nTwo")


def test_a_calendar_that_is_read_again_says_the_same() -> None:
    (event,) = Calendar.from_ical(written(appointment())).walk("VEVENT")
    assert event["uid"] == "contact-C-1@cod.ssr-assessment"
    assert event["summary"] == "The police reform"
    assert event["description"] == "Call\nWith: the inspector"
    assert event["url"] == "https://ssr.example/contacts/1/"
    assert (event["sequence"], event["dtstamp"].dt) == (3, STAMP)
    assert event["dtstart"].dt == NOON


def test_an_empty_calendar_is_one_too() -> None:
    calendar = Calendar.from_ical(written())
    assert (calendar["version"], calendar["x-wr-calname"]) == ("2.0", "SSR: Congo")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_whatever_the_text_lines_are_short_and_nothing_else_begins(text: str) -> None:
    found = written(appointment(title=text, details=text))
    lines = found.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert found.decode().count("\n") == len(lines) - 1
    assert sum(line == b"BEGIN:VEVENT" for line in lines) == 1
    assert len(found.decode().splitlines()) == len(lines) - 1


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Budget; état, “plan” \\ x", "Budget; état, “plan” \\ x"),
        ("One\r\nEND:VEVENT", "One END:VEVENT"),
        ("a\u2028b\x07c\u202fd", "a b c d"),
        ("é" * 200, "é" * 200),
    ],
    ids=["marks", "lines", "breaks", "long"],
)
def test_marks_that_the_format_uses_itself_survive(text: str, read: str) -> None:
    (event,) = Calendar.from_ical(written(appointment(title=text))).walk("VEVENT")
    assert event["summary"] == read

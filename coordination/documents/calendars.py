"""Calendars as RFC 5545 files, such as a phone subscribes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from icalendar import Calendar, Event, vUri

from coordination.domain.problems import is_control

#: Who wrote the file, as the format wants it said.
PRODUCER = "-//SSR partnership assessment//EN"
#: Line breaks of Unicode, at which some readers break a line of the format.
BREAKS = "\u2028\u2029"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One date in a calendar; a day where ``begins`` is a date, a moment where it is a datetime with its time zone.

    ``ends`` is None for a day, and where nobody has said how long it takes.

    ``uid`` is the same at each reading, ``version`` grows with each change; what only reminds is ``is_reminder``: the
    day stays free.
    """

    uid: str
    begins: date | datetime
    ends: datetime | None = None
    title: str
    details: str
    address: str
    version: int
    is_reminder: bool


def ical_bytes(name: str, language: str, appointments: Sequence[Appointment], *, stamped: datetime) -> bytes:
    """Return a calendar of this name; ``stamped`` (UTC) is the moment for which it holds."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    # Not in RFC 5545 and understood by every phone: under which name the calendar is listed.
    calendar.add("x-wr-calname", _plain(name), parameters={"language": language})
    for each in appointments:
        calendar.add_component(_event(each, language, stamped))
    # What o'clock it is there, also where a phone does not know the zone.
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _event(one: Appointment, language: str, stamped: datetime) -> Event:
    event = Event()
    event.add("uid", _plain(one.uid))
    event.add("dtstamp", stamped)
    event.add("dtstart", one.begins)
    if one.ends is not None:
        event.add("dtend", one.ends)
    event.add("sequence", one.version)
    event.add("summary", " ".join(_plain(one.title).split()), parameters={"language": language})
    if one.details:
        event.add("description", _plain(one.details), parameters={"language": language})
    if one.address:
        event.add("url", vUri(one.address))
    event.add("transp", "TRANSPARENT" if one.is_reminder else "OPAQUE")
    return event


def _plain(text: str) -> str:
    """Return the text with line breaks of one kind, and a space for what the format cannot hold or may break at."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(" " if each in BREAKS or is_control(each) and each != "\n" else each for each in lines)

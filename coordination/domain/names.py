"""What a partner was called on a day: pages about an earlier time show the name of that time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coordination.domain.bilingual import Text


@dataclass(frozen=True, slots=True)
class FormerNameValue:
    """A name that was valid until a day, that day included."""

    name: Text
    until_on: date


def name_on(current: Text, former: Iterable[FormerNameValue], on: date) -> Text:
    """Return the name on a day: of the former names still valid then, the one that ended first; else today's."""
    valid = [each for each in former if on <= each.until_on]
    return min(valid, key=lambda each: each.until_on).name if valid else current

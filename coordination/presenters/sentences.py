"""Values in words, in the reader's language: names, intervals, places, changes."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Protocol

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from coordination.domain.change import CellChange
from coordination.domain.comparison import is_edge, percent_outward
from coordination.domain.instruments import Text
from coordination.domain.lifecycle import Waiting
from coordination.domain.scoring import Band, Composite, text
from coordination.domain.vocabulary import AGREED, VOICES
from coordination.domain.weights import Weights
from coordination.presenters import days
from coordination.presenters.once import once
from coordination.queries.assessments import SetAside
from coordination.queries.cards import Card
from coordination.queries.rounds import RoundValue
from coordination.queries.structure_rows import StructureRow

NARROW = "\u202f"
#: What a name in French keeps its capital for.
PROPER = "Gouvernement"


class Figure(Protocol):
    """Anything with a composite: a card, or a point of Changes."""

    @property
    def composite(self) -> Composite: ...

    @property
    def bands(self) -> tuple[Band, Band] | None: ...

    @property
    def is_known(self) -> bool: ...


def local(value: Text) -> str:
    """Return the text in the reader's language."""
    return value.get(get_language() or "en")


def voices(rounds: Iterable[RoundValue], chosen: str) -> list[tuple[str, str]]:
    """Return the voices to choose among with their names: agreed cards where one is to be read, or is chosen."""
    has_agreed = chosen == AGREED or any(AGREED in each.voices for each in rounds)
    return [(each, side(each)) for each in VOICES if each != AGREED or has_agreed]


def waiting(found: Waiting) -> str:
    """Return what a sent assessment waits for."""
    if found.own_drafts:
        return ngettext(
            "Waiting for a second draft on your side.",
            "Waiting for %(number)s other drafts on your side.",
            found.own_drafts,
        ) % {"number": found.own_drafts}
    return " ".join(
        {"government": _("Waiting for the government."), "partners": _("Waiting for the partners.")}[each]
        for each in found.sides
    )


def set_aside(found: SetAside) -> str:
    """Say when, by whom and why a draft was set aside."""
    if not found.reason:
        words = _("Set aside on %(day)s, when %(name)s closed the round before it was sent.")
        return words % {"day": days.day(timezone.localtime(found.at)), "name": found.by}
    return _("Set aside on %(day)s by %(name)s: %(reason)s") % {
        "day": days.day(timezone.localtime(found.at)),
        "name": found.by,
        "reason": found.reason,
    }


def set_aside_count(side_code: str, number: int) -> str:
    """Return how many drafts a side set aside before the reveal."""
    return ngettext(
        "%(number)s draft set aside before the reveal (%(side)s).",
        "%(number)s drafts set aside before the reveal (%(side)s).",
        number,
    ) % {"number": number, "side": side(side_code)}


def zone(name: str) -> str:
    """Return in whose time a day ends: “Africa/Kinshasa” is the time of Kinshasa."""
    return _("time of %(city)s") % {"city": name.rpartition("/")[2].replace("_", " ")}


@once(64)
def side(code: str) -> str:
    """Return the name of a voice."""
    return {
        "government": _("government"),
        "partners": _("partners"),
        "both": _("both sides"),
        "agreed": _("agreed by both sides"),
        "analyst": _("analyst (coded from the text, not by the author)"),
    }[code]


def noun(code: str) -> str:
    """Return the name of a kind of fixture entry."""
    return {
        "instrument": _("questionnaire"),
        "programme": _("programme"),
        "partner": _("partner"),
        "structure": _("coordination structure"),
        "seat": _("seat"),
        "statement": _("statement of a source"),
        "round": _("round"),
        "assessment": _("assessment"),
        "function": _("function"),
        "standard": _("standard or equipment family"),
        "activity": _("activity"),
        "observation": _("observation"),
        "commitment": _("commitment"),
        "contact": _("contact"),
    }[code]


def said_of(name: str, words: str) -> str:
    """Join a name and a statement about it: “CMJ: better.”."""
    return _("%(name)s: %(course)s.") % {"name": name, "course": words}


def listed(parts: Iterable[str]) -> str:
    """Join parts of a sentence that contain commas themselves."""
    return _("; ").join(parts)


def interval(card: Figure) -> str:
    """Return the composite as a reader sees it: “93–100”, “79”, “not known”."""
    low, high = card.composite.low, card.composite.high
    if not card.is_known or low is None or high is None:
        return _("not known")
    return text(low, high, get_language() or "en")


def bands(card: Figure) -> str:
    """Return the band, or the two bands between which the composite lies."""
    if card.bands is None:
        return _("not known")
    names = {
        Band.WEAK: _("weak"),
        Band.MIDDLING: _("middling"),
        Band.STRONG: _("strong"),
    }
    low, high = card.bands
    if low == high:
        return names[low]
    return _("%(low)s to %(high)s") % {"low": names[low], "high": names[high]}


def count(card: Figure) -> str:
    """Return the ordinal headline: “5 to 7 of 7 Yes”."""
    figures = card.composite
    if figures.yes is None:
        return _("no criterion applies")
    low, high = figures.yes
    if not card.is_known:
        return _("%(answered)s of %(base)s answered") % {"answered": figures.answered, "base": figures.base}
    if low == high:
        return _("%(count)s of %(base)s Yes") % {"count": low, "base": figures.base}
    return _("%(low)s to %(high)s of %(base)s Yes") % {"low": low, "high": high, "base": figures.base}


def weakest(card: Figure, levels: Sequence[Text]) -> str:
    """Return the weakest link: “Mostly or Yes”, “Not yet”; empty where the composite is not known."""
    ends = card.composite.weakest
    if ends is None or not card.is_known:
        return ""
    low, high = (local(levels[end]) for end in ends)
    if low == high:
        return low
    if ends[1] - ends[0] == 1:
        return _("%(low)s or %(high)s") % {"low": low, "high": high}
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def rank(row: StructureRow) -> str:
    """Return the place among all structures that can be ranked: “1st”, “1st or 2nd”, “1st to 3rd”; a dash for none."""
    if not row.is_placed:
        return _("not ranked")
    return places(*row.rank) if row.rank else "–"


def places(best: int, worst: int) -> str:
    """Return the places between two: “1st”, “1st or 2nd”, “1st to 3rd”."""
    if best == worst:
        return _ordinal(best)
    joined = _("%(low)s or %(high)s") if worst - best == 1 else _("%(low)s to %(high)s")
    return joined % {"low": _ordinal(best), "high": _ordinal(worst)}


def _ordinal(number: int) -> str:
    if (get_language() or "en").startswith("fr"):
        return "1er" if number == 1 else f"{number}e"
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


#: Lazy, so that one word is looked up for each cell and not all of them.
CELL_CHANGES = {
    CellChange.NEW_INFORMATION: gettext_lazy("new information"),
    CellChange.LOST_INFORMATION: gettext_lazy("lost information"),
    CellChange.BASE_CHANGED: gettext_lazy("base changed"),
    CellChange.UP: gettext_lazy("up"),
    CellChange.DOWN: gettext_lazy("down"),
    CellChange.SAME: gettext_lazy("same"),
    CellChange.SAME_DOUBT: gettext_lazy("same doubt"),
    CellChange.MORE_PRECISE: gettext_lazy("more precise"),
    CellChange.LESS_PRECISE: gettext_lazy("less precise"),
    CellChange.NO_CLEAR_CHANGE: gettext_lazy("no clear change"),
}


def inside(name: str) -> str:
    """Return a name as written inside a sentence: “division of labour”, but “TA helps government”.

    In French « Gouvernement » keeps its capital everywhere.
    """
    return name if name[1:2].isupper() or name.startswith(PROPER) else name[:1].lower() + name[1:]


def share(value: Fraction | float, *, is_certain: bool) -> str:
    """Return a share of all weightings in per cent, rounded so that not too much is said: “93 %”.

    Where a whole number would reach 0 or 100 it has a decimal: “0.4 %”, “99.6 %”; where that would too: “under 0.1 %”,
    “over 99.9 %”.
    """
    exact = Fraction(value)
    percent = percent_outward(exact, certain=is_certain)
    if not is_edge(percent, exact):
        return f"{percent}{NARROW}%"
    percent = percent_outward(exact, certain=is_certain, decimals=1)
    if is_edge(percent, exact):
        words = _("under %(share)s") if is_certain else _("over %(share)s")
        return words % {"share": f"{_decimal('0.1' if is_certain else '99.9')}{NARROW}%"}
    return f"{_decimal(str(float(percent)))}{NARROW}%"


def _decimal(number: str) -> str:
    return number.replace(".", ",") if (get_language() or "en").startswith("fr") else number


def at_least(value: Fraction) -> str:
    """Return a share below which it does not lie: “at least 93 %”; “under 0.1 %” where no such number is above 0."""
    said = share(value, is_certain=True)
    if is_edge(percent_outward(value, certain=True, decimals=1), value):
        return said
    return _("at least %(share)s") % {"share": said}


def at_most(value: Fraction) -> str:
    """Return a share above which it does not lie: “at most 7 %”; “over 99.9 %” where no such number is below 100."""
    said = share(value, is_certain=False)
    if is_edge(percent_outward(value, certain=False, decimals=1), value):
        return said
    return _("at most %(share)s") % {"share": said}


def points(low: Fraction, high: Fraction) -> str:
    """Return an interval of points: “4 to 7”, “75”."""
    return text(low, high, get_language() or "en")


def weights(chosen: Weights) -> str:
    """Return the owner of the weights, and their values."""
    listed = ", ".join(map(str, chosen.values))
    return {
        "equal": _("equal weights"),
        "government": _("the government's weights (%(listed)s)"),
        "partners": _("the partners' weights (%(listed)s)"),
        "entered": _("entered weights (%(listed)s)"),
    }[chosen.kind] % {"listed": listed}


def with_weights(name: str) -> str:
    """Return under whose weights something holds: “with equal weights”."""
    return {
        "equal": _("with equal weights"),
        "government": _("with the Government's weights"),
        "partners": _("with the partners' weights"),
        "entered": _("with the entered weights"),
    }[name]


def capitalised(words: str) -> str:
    """Return the words as a sentence begins."""
    return words[:1].upper() + words[1:]


def length(words: str) -> int:
    """Return how many words a text has; what French parts from a word by a narrow space is none."""
    return len(words.replace(NARROW, "").split())


def assessors_of(number: int, asked: int) -> str:
    """Return on how many of the assessors asked something rests: “1 of 2 assessors”."""
    return ngettext("%(number)d of %(asked)d assessor", "%(number)d of %(asked)d assessors", asked) % {
        "number": number,
        "asked": asked,
    }


def score(card: Card) -> str:
    """Return a score, and of how many assessors it is the median: “50 (median of 3 assessors)”."""
    of = median(card.raters)
    return f"{interval(card)} ({of})" if of else interval(card)


def convention() -> str:
    """Return what a sentence without a hedge means, to stand once under the findings of a page."""
    return _(
        "A sentence without “could” or “may” stands whatever the missing or doubtful answers turn out to be, and no "
        "assessor of that side who answered contradicts it."
    )


def drawn(number: int, total: int) -> str:
    """Return how many of all structures a picture has: “12 of 40 structures are drawn.”"""
    words = ngettext(
        "%(number)s of %(total)s structures is drawn.",
        "%(number)s of %(total)s structures are drawn.",
        number,
    )
    return words % {"number": number, "total": total}


def median(assessors: int) -> str:
    """Return that a score is the median of several assessors; nothing for one."""
    if assessors < 2:
        return ""
    return _("median of %(number)d assessors") % {"number": assessors}


def cell_change(change: CellChange) -> str:
    """Return the change of one answer."""
    return str(CELL_CHANGES[change])


def standing(code: str) -> str:
    """Return the standing of a commitment."""
    return {
        "open": _("open"),
        "due": _("due soon"),
        "overdue": _("overdue"),
        "on_time": _("done on time"),
        "late": _("done late"),
        "not_kept": _("not done"),
        "released": _("cancelled by agreement"),
    }[code]


def place_event(code: str) -> str:
    """Return the event in the life of a person's place or account."""
    return {
        "gave": _("was given a place"),
        "changed": _("was given another role or side"),
        "confirmed": _("was confirmed"),
        "ended": _("no longer has a place"),
        "link": _("was given a link to choose a new password, and waits for confirmation"),
        "email": _("has another e-mail, and waits for confirmation"),
        "closed": _("may no longer sign in"),
        "opened": _("may sign in again, and waits for confirmation"),
        "factors": _("lost the second factors, which were removed, and waits for confirmation"),
        "factors without a side": _("lost the second factors, which were removed"),
    }[code]

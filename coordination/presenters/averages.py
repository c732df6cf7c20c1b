"""How far the sides are apart on average, in points and in levels: no bound is said to be better than it is."""

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from coordination.domain.claims.sides import LevelsApart, PointsApart
from coordination.presenters import differences, sentences
from coordination.presenters.said import Said


def points_apart(claim: PointsApart) -> str:
    """Say how far the sides are apart in points, and on how many criteria."""
    base = ngettext(
        "%(words)s on the %(count)s criterion that both answered",
        "%(words)s on the %(count)s criteria that both answered",
        claim.count,
    )
    return base % {"words": _on_average(*claim.ends, _points), "count": claim.count}


def levels_apart(claim: LevelsApart) -> Said:
    """Say how far the sides are apart on one criterion over structures; a dash where both answered it nowhere."""
    return Said(claim.kind, _on_average(*claim.ends, _parts_of_levels) if claim.ends else "–")


def _on_average(low: Fraction, high: Fraction, amount: Callable[[Fraction, Fraction], str]) -> str:
    """Say who is higher and by how much; where it may be either, by how much at most: from 0 on."""
    if low == high == 0:
        return _("no difference")
    if low > 0 or high < 0:
        least, most = sorted((abs(low), abs(high)))
        return differences.higher(low > 0, amount(least, most))
    nothing = Fraction(0)
    return differences.either(amount(nothing, high) if high else "", amount(nothing, -low) if low else "")


def amount_in_points(low: Fraction, high: Fraction) -> str:
    """Return an amount of points, in the right form of the noun: “1 point”, “21–39 points”."""
    words = ngettext("%(points)s point", "%(points)s points", _grammatical(high))
    return words % {"points": sentences.points(low, high)}


def _points(low: Fraction, high: Fraction) -> str:
    """Return an amount of points; from 0 on the high end, rounded up, as “up to” so many must hold of what is said."""
    most = Fraction(ceil(high))
    return amount_in_points(low, high) if low else amount_in_points(most, most)


def _parts_of_levels(low: Fraction, high: Fraction) -> str:
    """Return levels to one decimal, of a range never less than it is: “0.5”, “about 0.6”, “0.1 to 0.3”."""
    if low == high:
        tenths = floor(10 * low + Fraction(1, 2))
        shown = _tenths(tenths)
        if not tenths:
            shown = _("under %(levels)s") % {"levels": _tenths(1)}
        elif 10 * low != tenths:
            shown = _("about %(levels)s") % {"levels": shown}
    else:
        least, tenths = floor(10 * low), ceil(10 * high)
        shown = _tenths(tenths)
        if low and tenths == 1:
            shown = _("at most %(levels)s") % {"levels": shown}
        elif low:
            start = _tenths(least) if least else _("under %(levels)s") % {"levels": _tenths(1)}
            shown = _("%(low)s to %(high)s") % {"low": start, "high": shown}
    number = _grammatical(Fraction(max(tenths, 1), 10))
    return ngettext("%(levels)s level", "%(levels)s levels", number) % {"levels": shown}


def _grammatical(value: Fraction) -> int:
    """Return a whole number that takes the same form of a noun: 0.5 points, but « 0,5 point »."""
    return 1 if value == 1 else 2 if value >= 2 else 0


def _tenths(number: int) -> str:
    shown = f"{number // 10}" if number % 10 == 0 else f"{number // 10}.{number % 10}"
    return shown.replace(".", ",") if (get_language() or "en").startswith("fr") else shown

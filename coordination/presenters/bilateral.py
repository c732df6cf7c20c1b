"""What the three tests of bilateral work say of an activity, in words: a description, never a score."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from coordination.domain.bilateral import BilateralVerdict, count, open_tests, verdict
from coordination.domain.vocabulary import TESTS

#: Every verdict, in the order in which pages offer them.
VERDICTS = tuple(BilateralVerdict)


def name(code: str) -> str:
    """Return a verdict in words, without figures."""
    return {
        BilateralVerdict.SUPPORTS_SSR: _("supports SSR"),
        BilateralVerdict.BILATERAL: _("bilateral activity"),
        BilateralVerdict.FEATURES: _("bilateral features"),
        BilateralVerdict.UNDECIDED: _("undecided"),
    }[BilateralVerdict(code)]


def words(answers: Sequence[str]) -> str:
    """Return what the answers to T1, T2 and T3 say: “bilateral features: 1 to 2 of 3 signs”, “undecided: ask T2”."""
    found = verdict(answers)
    if found is BilateralVerdict.FEATURES:
        certain, possible = count(answers)
        figures = {"certain": certain, "possible": possible, "all": len(TESTS)}
        if certain == possible:
            return _("bilateral features: %(certain)s of %(all)s signs") % figures
        return _("bilateral features: %(certain)s to %(possible)s of %(all)s signs") % figures
    if found is BilateralVerdict.UNDECIDED:
        return _("undecided: ask %(tests)s") % {"tests": ", ".join(open_tests(answers))}
    return name(found)

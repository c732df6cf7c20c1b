"""What the three tests of bilateral work say of an activity, in words: a description, never a score."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from coordination.domain.bilateral import Verdict, count, open_tests, verdict
from coordination.domain.vocabulary import TESTS

#: Every verdict, in the order in which pages offer them.
VERDICTS = tuple(Verdict)


def name(code: str) -> str:
    """Return a verdict in words, without figures."""
    return {
        Verdict.SUPPORTS_SSR: _("supports SSR"),
        Verdict.BILATERAL: _("bilateral activity"),
        Verdict.FEATURES: _("bilateral features"),
        Verdict.UNDECIDED: _("undecided"),
    }[Verdict(code)]


def words(answers: Sequence[str]) -> str:
    """Return what the answers to T1, T2 and T3 say: “bilateral features: 1 to 2 of 3 signs”, “undecided: ask T2”."""
    found = verdict(answers)
    if found is Verdict.FEATURES:
        certain, possible = count(answers)
        figures = {"certain": certain, "possible": possible, "all": len(TESTS)}
        if certain == possible:
            return _("bilateral features: %(certain)s of %(all)s signs") % figures
        return _("bilateral features: %(certain)s to %(possible)s of %(all)s signs") % figures
    if found is Verdict.UNDECIDED:
        return _("undecided: ask %(tests)s") % {"tests": ", ".join(open_tests(answers))}
    return name(found)

"""4W sheets in words: what their columns and lists are called, in both languages."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from coordination.documents.four_w.cells import FourWWords
from coordination.documents.four_w.writing import FourWLabels
from coordination.domain.answers import normalise
from coordination.queries import activities, money

LANGUAGES = ("en", "fr")
#: Other words for how far an activity is, in plain form.
_STATUSES = {
    "planned": ("planned", "planifie", "planifiee", "prevu", "prevue", "programme"),
    "running": ("ongoing", "on going", "in progress", "en cours", "active", "actif", "started"),
    "ended": (
        "completed",
        "complete",
        "finished",
        "closed",
        "termine",
        "terminee",
        "acheve",
        "cloture",
        "realise",
    ),
    "suspended": ("suspended", "on hold", "suspendu", "suspendue"),
    "cancelled": ("cancelled", "canceled", "annule", "annulee"),
}


def heads() -> dict[str, str]:
    """Return the heads of the sheet by column, in the reader's language."""
    return {
        "name": _("Activity"),
        "name_fr": _("Activity (French)"),
        "kind": _("What is given"),
        "who": _("Who carries it out"),
        "also": _("Who else carries it out"),
        "lead": _("Who manages it"),
        "funder": _("Who funds it"),
        "recipient": _("Institution that receives it"),
        "receivers": _("Who else receives it"),
        "sector": _("Function"),
        "adm1": _("Province"),
        "adm2": _("Territory or town"),
        "adm3": _("Smaller area"),
        "place": _("Where"),
        "since": _("Since"),
        "until": _("Until"),
        "planned_since": _("Planned from"),
        "planned_until": _("Planned until"),
        "start": pgettext("activity", "Start"),
        "end": pgettext("activity", "End"),
        "month": _("Month"),
        "year": _("Year"),
        "status": _("Status"),
        "money": _("Money"),
        "budget": _("Budget"),
        "currency": _("Currency of the budget"),
        "note": _("Note"),
        "identifier": _("Identifier elsewhere"),
        "source": _("File or registry"),
        "code": _("Code"),
        "structure": _("Coordinated through"),
        "standard": _("Standard"),
        "equipment": _("Equipment family"),
        "value": _("Value"),
        "value_currency": _("Currency"),
        "request": _("At whose request"),
        "t1": "T1",
        "t2": "T2",
        "t3": "T3",
        "quote": _("As the source says"),
        "quote_fr": _("As the source says (French)"),
        "slide": _("Place in the source"),
        "origin": _("Origin"),
    }


def columns() -> dict[str, str]:
    """Return the column of each head of this program, in both languages, in plain form."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            found |= {normalise(head): name for name, head in heads().items()}
    return found


def labels() -> FourWLabels:
    """Return what a sheet says in the reader's language."""
    return FourWLabels(
        title=_("Who does what where when"),
        heads=heads(),
        kinds=_said(activities.KINDS),
        statuses=_said(activities.STATUSES),
        money=_said(money.KINDS),
    )


def words() -> FourWWords:
    """Return the words of both languages for what is of a list."""
    statuses = {word: code for code, listed in _STATUSES.items() for word in listed}
    return FourWWords(
        kinds=_both(activities.KINDS),
        statuses=statuses | _both(activities.STATUSES),
        money=_both(money.KINDS),
    )


def _said(choices: Iterable[tuple[str, object]]) -> dict[str, str]:
    return {code: str(label) for code, label in choices}


def _both(choices: Iterable[tuple[str, object]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            found |= {normalise(each): code for code, label in choices for each in (str(label), code)}
    return found

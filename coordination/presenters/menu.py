"""The labels of the bar on top: its entries, their tabs, and the reader's initials."""

from django.utils.translation import gettext as _


def entry(code: str) -> str:
    """Return the label of an entry of the bar."""
    return {
        "home": _("Home"),
        "results": _("Results"),
        "score": _("Score"),
        "partners": _("Partners"),
        "follow-up": _("Follow-up"),
        "programme": _("Programme"),
    }[code]


def tab(route: str) -> str:
    """Return the label of the tab that leads to a route's page."""
    return {
        "home": _("Home"),
        "compare": _("Compare"),
        "changes": _("Changes"),
        "two-views": _("Two views"),
        "ownership": _("Ownership"),
        "success": _("Success criteria"),
        "assessment-list": _("Score"),
        "partner-list": _("Partners"),
        "partner-seats": _("Who sits where"),
        "activity-list": _("Activities"),
        "partner-functions": _("Who does what"),
        "overlap-list": _("Overlaps and gaps"),
        "commitment-list": _("Commitments"),
        "contact-list": _("Meetings and calls"),
        "risk-list": _("Risks"),
        "habit-list": _("My habits"),
        "feed-page": _("Calendar"),
        "structure-list": _("Structures"),
        "round-list": _("Rounds"),
        "person-list": _("People"),
        "journal-list": _("Journal"),
        "programme-settings": _("Settings"),
        "fixture-load": _("Import and export"),
        "method": _("Questionnaire and method"),
    }[route]


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name."""
    words = name.split()
    return "".join(word[0].upper() for word in dict.fromkeys([*words[:1], *words[-1:]]))

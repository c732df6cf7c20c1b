"""The labels of the menu."""

from django.utils.translation import gettext as _


def group(code: str) -> str:
    """Return the label of a group of pages."""
    return {
        "dashboards": _("Dashboards"),
        "aid": _("Who does what"),
        "work": _("Work"),
        "programme": _("Programme"),
    }[code]


def page(route: str) -> str:
    """Return the label of a route's page."""
    return {
        "compare": _("Compare"),
        "over-time": _("Changes"),
        "plane": _("Ownership × partnership"),
        "two-sides": _("Two views"),
        "success": _("Success criteria"),
        "structure-list": _("Structures"),
        "partner-list": _("Partners"),
        "activity-list": _("Activities"),
        "finder-list": _("Overlaps and gaps"),
        "risk-list": _("What can go wrong"),
        "assessment-list": _("Score"),
        "commitment-list": _("Commitments"),
        "contact-list": _("Contacts"),
        "habit-list": _("Habits"),
        "feed-page": _("Calendar"),
        "round-list": _("Rounds"),
        "fixture-load": _("Import data"),
        "method": _("Method"),
    }[route]


def people_page(*, is_of_side: bool) -> str:
    """Return the label of the page of the people the reader looks after."""
    return _("People of my side") if is_of_side else _("People without a side")

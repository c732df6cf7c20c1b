"""What the entries of the menu are called."""

from django.utils.translation import gettext as _


def group(code: str) -> str:
    """Return the name under which pages unfold together."""
    return {
        "dashboards": _("Dashboards"),
        "aid": _("Who does what"),
        "work": _("Work"),
        "programme": _("Programme"),
    }[code]


def page(route: str) -> str:
    """Return what the menu calls the page of a route."""
    return {
        "compare": _("Compare"),
        "over-time": _("Over time"),
        "plane": _("Ownership × partnership"),
        "two-sides": _("Two sides"),
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
        "fixture-load": _("Load"),
        "method": _("Method"),
    }[route]


def people_page(*, is_of_side: bool) -> str:
    """Return what the page of the people whom the reader looks after is called."""
    return _("People of my side") if is_of_side else _("People without a side")

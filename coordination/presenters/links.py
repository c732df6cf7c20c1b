"""Password links in words: the next steps for a new person, and the subject of the mail."""

from django.utils.translation import gettext as _


def subject() -> str:
    """Return the subject of a mail about an account."""
    return _("SSR partnership assessment: your account")


def not_sent() -> str:
    """Say that a mail did not go out."""
    return _("The mail could not be sent. Tell the person yourself.")


def of_new_place(became: str, *, has_side: bool, step: str) -> list[str]:
    """Return the next steps after giving a person a place.

    ``became`` is the fate of the mail: “sent”, “not_sent”, or “not_mailed” where no mail is set up; ``step`` comes from
    `queries.people.next_step`.
    """
    if became == "sent":
        first = _("A mail tells the person what to do.")
    elif became == "not_sent":
        first = not_sent()
    elif has_side:
        first = _("If the person has no password yet, a manager of their side prints the link.")
    else:
        first = _("If the person has no password yet, print the link on the page “People”.")
    steps = {
        "manager": _("Until a manager of their side confirms, the person reads what a viewer reads."),
        "other": _(
            "That side has no manager: one of the other side confirms. Until then the person reads what a viewer reads."
        ),
        "first": _(
            "That side has no manager. Name its first manager; until one confirms, the person reads what a viewer reads."
        ),
        "server": _(
            "Neither side has a manager: only whoever runs the server can name one. "
            "Until one confirms, the person reads what a viewer reads."
        ),
    }
    return [first, steps[step]] if step else [first]

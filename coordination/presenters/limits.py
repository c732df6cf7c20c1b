"""What is said where a limit is reached: what happened, and when to try again."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.domain.limits import Tried


def title() -> str:
    """Return the heading of a page that only says so."""
    return _("Try again later")


def too_many(what: Tried, seconds: int, *, is_known_device: bool = True) -> str:
    """Return the sentences; they are the same whether there is such an account or not."""
    said = [_what(what), _when(seconds)]
    if what == Tried.SIGN_IN and not is_known_device:
        said.append(_("On a device on which you have signed in before, you can sign in now."))
    return " ".join(said)


def busy() -> str:
    """Return what is said where too many passwords are being checked at this moment."""
    return _("Many people are signing in at this moment. Nothing was changed. Try again in a few seconds.")


def _what(what: Tried) -> str:
    return {
        Tried.SIGN_IN: _("Too many attempts to sign in, with this e-mail or from this connection."),
        Tried.FACTOR: _("Too many attempts with a code or a password."),
        Tried.LINK: _("Too many links were asked for, for this e-mail or from this connection."),
        Tried.INVITATION: _("You have sent many invitations in a short time. This one was not sent."),
        Tried.EXPORT: _("You have exported many files in a short time."),
        Tried.CODE: _("Too many codes were typed from this connection."),
        Tried.LOAD: _("You have imported many files in a short time. This one was not read."),
    }[what]


def _when(seconds: int) -> str:
    minutes = max(1, -(-seconds // 60))
    said = ngettext("Try again in %(minutes)d minute.", "Try again in %(minutes)d minutes.", minutes)
    return said % {"minutes": minutes}

"""What a mail says of a change to an account."""

from django.utils.translation import gettext as _


def mailed(what: str) -> str:
    """Return the sentence of a change to an account."""
    return {
        "app": _("An authenticator app was added to your account."),
        "passkey": _("A passkey was added to your account."),
        "removed": _("A second factor was removed from your account."),
        "forgotten": _(
            "The second factors of your account were removed, because they were said to be lost. Sign in with your "
            "password, and add a new one."
        ),
        "renewed": _("New recovery codes were made for your account; the earlier ones no longer work."),
        "code": _("A recovery code of your account was used."),
        "linked": _("Your account was linked with the sign-in of your organisation."),
        "unlinked": _("The link of your account with the sign-in of your organisation was removed."),
        "password": _("The password of your account was changed."),
        "token": _("A token was made for your account: a program that has it reads what you read."),
        "calendar": _("An address was made for your calendar; one from before no longer works."),
    }[what]

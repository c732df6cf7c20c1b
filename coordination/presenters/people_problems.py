"""The sentences of what cannot be done with people, their places and their passwords."""

from django.utils.translation import gettext_lazy as _

from coordination.domain.rules import Rule

SENTENCES = {
    # --- who may
    Rule.OWN_PLACE: _("Nobody gives, changes or confirms their own place. Ask somebody else."),
    Rule.NOT_ADMINISTERED: _("You do not administer this programme."),
    Rule.NOT_KEPT: _(
        "This account is not yours to keep: the person has not come in yet, has no place in your programmes, or has one"
        " in another."
    ),
    Rule.OUT_OF_REACH: _(
        "A manager gives, changes and ends places of their own side only, as adviser or manager. Ask an administrator."
    ),
    Rule.NOT_LOOKED_AFTER: _("This person is looked after by the managers of their own side."),
    Rule.MANAGER_COMES_FIRST: _(
        "That side has no manager. Its first manager is confirmed by one of the other side, and confirms the rest."
    ),
    Rule.MANAGER_TOO_NEW: _(
        "This place was asked for before you became a manager here. Have an administrator give it again, then confirm "
        "it."
    ),
    # --- what cannot be
    Rule.NOTHING_TO_CONFIRM: _("This place counts already."),
    Rule.PLACE_CHANGED: _(
        "This place changed while the page was open. Read what stands there now, then decide."
    ),
    Rule.PLACE_ENDED: _("Your place here has ended or changed meanwhile. Nothing was stored."),
    Rule.ACCOUNT_CLOSED: _("This account is closed. An administrator opens it again."),
    Rule.PASSWORD_KNOWN: _(
        "Somebody other than the person may know the password of this account. Have the person choose a new one "
        "through a link, printed by you or sent by mail, then confirm."
    ),
    Rule.LINK_BY_MAIL: _(
        "Links are sent by mail here: the person asks for one under “Forgotten your password?” at sign-in."
    ),
    Rule.NO_MAIL: _("This installation sends no mail: a manager of the side prints the link."),
    Rule.PLACE_ELSEWHERE: _(
        "This person has a place in another programme too: nobody prints a link for them. They come in with their own "
        "password, by a link sent by mail, or by one from whoever runs the server."
    ),
    Rule.PLACE_HERE: _("This e-mail has a place in this programme already: see the list."),
    Rule.LAST_ADMINISTRATOR: _(
        "The programme “%(value)s” would be left without an administrator. Give that place to somebody else first."
    ),
    Rule.ADMINISTRATOR_COMES_FIRST: _(
        "The programme “%(value)s” has no administrator. That place is given first."
    ),
    Rule.PROGRAMME_HAS_PLACES: _("Somebody has a place in this programme already."),
    Rule.SAME_PERSON_TWICE: _("One person has one place in a programme. Give each place to another e-mail."),
    Rule.PROGRAMME_ARCHIVED: _(
        "This programme is archived: it can be read, and nothing in it can be changed. An administrator can bring it"
        " back."
    ),
    Rule.PROGRAMME_REAL: _(
        "A real programme is not removed: archive it. Only an example or a training one goes."
    ),
    Rule.PROGRAMME_NOT_NAMED: _("Write the programme’s code, %(value)s, exactly as it stands here."),
    Rule.UNKNOWN_COUNTRY: _("Choose a country of the list."),
    Rule.UNKNOWN_ZONE: _("Choose a time zone of the list."),
    Rule.LABELS_EQUAL: _("The two sides need different names."),
    Rule.PROVINCE_TOO_LONG: _("“%(value)s” is longer than %(limit)s characters: write one name a line."),
    Rule.PROVINCES_TOO_LONG: _("These names are too long together: at most %(limit)s characters."),
    Rule.MANAGER_OF_EACH_SIDE: _("A programme starts with a manager of each side."),
    Rule.STARTED_ALREADY: _(
        "Somebody administers a programme here already, and starts others in the browser."
    ),
    Rule.CODE_OPENS_NOTHING: _(
        "This code does not open the start. A code works once and for one hour, and not after too many wrong tries; "
        "“manage.py first_run” on the server prints a new one."
    ),
    # --- passwords
    Rule.PASSWORD_OF_ANOTHER: _(
        "Nobody types another person’s password. The person chooses it through a link."
    ),
    Rule.PASSWORD_WORD: _(
        "This password rests on “%(value)s”, which others would try here. Take several words that have nothing to do "
        "with you or the programme."
    ),
    Rule.PASSWORD_ROW: _(
        "Too much of this password is a row of the keyboard or the alphabet, counted up, or a year. Take several words "
        "that do not belong together."
    ),
    Rule.PASSWORD_REPEATED: _(
        "Too much of this password says the same again. Take several words that do not belong together."
    ),
    Rule.LINK_OVER: _(
        "This link no longer works: it was used, it is too old, or a newer one was made. Ask for another."
    ),
    # --- second factors
    Rule.WRONG_PROOF: _("This is neither your password nor a code of yours. Nothing was changed."),
    Rule.CODE_REFUSED: _(
        "This code is wrong, was used already, or is too old. Wait until the app shows the next one, and check the "
        "clock of its device."
    ),
    Rule.CODES_PAUSED: _("There were too many wrong codes. Wait five minutes, then try again."),
    Rule.WRONG_PASSKEY: _("The passkey was not accepted. Try again, or take another way."),
    Rule.APP_THERE: _("There is an authenticator app already. Remove it first."),
    Rule.NO_FACTOR: _("There is no second factor."),
    # --- the sign-in of an organisation
    Rule.NOT_PROVED: _(
        "%(value)s did not say who you are, or said it too late. Begin again on the sign-in page; your password works"
        " too."
    ),
    Rule.NOT_LINKED: _(
        "No account here is linked with yours at %(value)s. Sign in with your password, then link it under My account."
    ),
    Rule.OTHER_EMAIL: _(
        "Your address here is %(value)s, and it is not the one that was verified there. Nothing is linked."
    ),
    Rule.LINKED_ALREADY: _("One of the two is linked already. Remove that link first."),
    Rule.FACTORS_ELSEWHERE: _(
        "This person has a place in another programme too. Only whoever runs the server removes their second factors."
    ),
}

"""The sentences of what is wrong with a photo or a PDF that somebody gives as evidence."""

from django.utils.translation import gettext_lazy as _

from coordination.domain.rules import Rule

SENTENCES = {
    Rule.EVIDENCE_EMPTY: _("The file is empty. Choose another one."),
    Rule.EVIDENCE_TOO_LARGE: _(
        "The file is larger than the %(value)s MB that are kept, so it was not stored. Send a smaller photo, or fewer "
        "pages."
    ),
    Rule.EVIDENCE_TOO_MANY_POINTS: _(
        "The picture has more than %(value)s million points, so it was not opened. Send a smaller one."
    ),
    Rule.EVIDENCE_TOO_MANY_PAGES: _("The PDF has more than %(value)s pages. Send those that show it."),
    Rule.EVIDENCE_UNREADABLE: _(
        "This is neither a photo (JPEG, PNG, WebP) nor a PDF that can be opened, whatever its name says. It was not "
        "stored."
    ),
    Rule.EVIDENCE_LOCKED: _(
        "The PDF is encrypted, so what is in it cannot be checked. Save it without a password, and send it again."
    ),
    Rule.EVIDENCE_ACTIVE: _(
        "The PDF holds more than pages: a script, a form that sends, or files inside it. Print it into a new PDF, or "
        "photograph the page."
    ),
    Rule.EVIDENCE_FULL: _(
        "There are %(value)s files here already, as many as there may be. Remove one first."
    ),
    Rule.EVIDENCE_TOGETHER: _("Send one file at a time. Nothing was stored."),
    Rule.EVIDENCE_WITHOUT_ANSWER: _(
        "This criterion has no stored answer yet. Answer it first, then add what shows it."
    ),
}

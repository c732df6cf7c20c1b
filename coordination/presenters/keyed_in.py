"""Answers on paper in words: whose they are, who keyed them in, what is awaited, and the mails about them."""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.domain.bilingual import Text
from coordination.presenters import days, sentences
from coordination.queries.assessments import OnPaper

HANDED_OVER, SENT_BACK = "handed over", "sent back"
#: What is told → the subject of the mail, and its sentence.
MAILED: Mapping[str, tuple[str | Promise, str | Promise]] = {
    HANDED_OVER: (
        gettext_lazy("SSR partnership assessment: answers from paper wait for you"),
        gettext_lazy(
            "On your side, answers from paper on %(structure)s, %(round)s, are keyed in. Compare them with the form and "
            "confirm them, or send them back."
        ),
    ),
    SENT_BACK: (
        gettext_lazy("SSR partnership assessment: answers from paper came back"),
        gettext_lazy(
            "The answers from paper on %(structure)s, %(round)s, that you keyed in came back to you, with a reason."
        ),
    ),
}


def on_paper(of: OnPaper) -> str:
    """Say of answers, after the name of who gave them, that they were on paper, and who keyed them in."""
    facts = {"day": days.day(of.filled_on), "name": of.keyed_by}
    if not of.keyed_by:
        return _("on paper, %(day)s") % facts
    if of.confirmed_alone:
        said = _("on paper, %(day)s, keyed in and, as the side had nobody else, confirmed by %(name)s")
    else:
        said = _("on paper, %(day)s, keyed in by %(name)s")
    return said % facts


def awaited(of: OnPaper) -> str:
    """Say since when a manager of the side is asked to confirm them; of answers handed over."""
    assert of.handed_at is not None
    return _("Handed over on %(day)s: a manager of your side confirms that it says what the paper says.") % {
        "day": days.day(timezone.localtime(of.handed_at))
    }


def subject(what: str) -> str:
    """Return the subject of a mail."""
    return str(MAILED[what][0])


def mailed(what: str, structure: Text, round_: Text) -> str:
    """Return the sentence of a mail, without any answer or reason."""
    return str(MAILED[what][1]) % {
        "structure": sentences.local(structure),
        "round": sentences.local(round_),
    }

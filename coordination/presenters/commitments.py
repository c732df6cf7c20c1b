"""Commitments in words: how many are due, and whether the criterion behind one is better since."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.domain.claims.commitments import CommitmentEffect, DueCounted, Effect
from coordination.presenters import sentences
from coordination.presenters.said import Said


def effect(claim: CommitmentEffect) -> Said:
    """Say what became of the answer behind a commitment."""
    words = {
        Effect.BETTER: _("better"),
        Effect.WORSE: _("worse"),
        Effect.HIGHER: _("the answer is higher, at least in part because of: %(reasons)s"),
        Effect.LOWER: _("the answer is lower, at least in part because of: %(reasons)s"),
        Effect.NO_CLEAR_CHANGE: _("no clear change"),
        Effect.NOT_COMPARED: _("not compared: the questionnaire has changed"),
        Effect.NOT_YET: _("not yet answered again"),
    }[claim.kind]
    names = {
        "better_information": _("better information"),
        "error": _("an error in the earlier answer"),
        "another_rater": _("another assessor"),
        "another_instrument": _("another questionnaire"),
        "new_assessors": _("new assessors"),
    }
    listed = sentences.listed(names[each] for each in claim.reasons)
    return Said(claim.kind.value, words % {"reasons": listed} if claim.reasons else words)


def due(claim: DueCounted) -> Said:
    """Say how many open commitments are overdue, and how many are due soon."""
    parts = []
    if claim.overdue:
        words = ngettext("%(count)s overdue", "%(count)s overdue", claim.overdue)
        parts.append(words % {"count": claim.overdue})
    if claim.soon:
        words = ngettext(
            "%(count)s due within %(days)s days", "%(count)s due within %(days)s days", claim.soon
        )
        parts.append(words % {"count": claim.soon, "days": claim.days})
    return Said(claim.kind, sentences.listed(parts))

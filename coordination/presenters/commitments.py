"""Commitments in words: how many are due."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.domain.claims.commitments import DueCounted
from coordination.presenters import sentences
from coordination.presenters.said import Said


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


def counted(claim: DueCounted) -> Said:
    """Say the same where nothing beside it says that commitments are counted."""
    return Said(claim.kind, _("commitments: %(counted)s") % {"counted": due(claim).text})

"""Mails of a demonstration, as its page lists them."""

from dataclasses import dataclass
from datetime import datetime

from coordination.models import KeptMail
from coordination.queries import paging
from coordination.queries.paging import Paged


@dataclass(frozen=True, slots=True, kw_only=True)
class MailValue:
    """A mail that was kept instead of sent."""

    id: int
    to: str
    subject: str
    text: str
    at: datetime


def index(page: int) -> Paged[MailValue]:
    """Return one page of the mails, the newest first; two queries."""
    return paging.paged(KeptMail.objects.order_by("-pk"), _value, page)


def _value(row: KeptMail) -> MailValue:
    return MailValue(id=row.pk, to=row.to, subject=row.subject, text=row.text, at=row.at)

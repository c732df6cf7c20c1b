"""Mails of a demonstration: kept to be read in its browser, instead of sent."""

from datetime import datetime

from django.db import transaction

from coordination.models import KeptMail

#: So many are kept, the newest.
MOST = 200


@transaction.atomic
def keep(*, to: str, subject: str, text: str, by: None = None, at: datetime) -> KeptMail:
    """Keep a mail, and let the oldest go. The journal says that a link was made, and never what it is."""
    mail = KeptMail.objects.create(to=to[:1000], subject=subject[:300], text=text[:100_000], at=at)
    KeptMail.objects.exclude(pk__in=KeptMail.objects.order_by("-pk").values("pk")[:MOST]).delete()
    return mail

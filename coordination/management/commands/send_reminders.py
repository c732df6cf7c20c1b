"""``manage.py send_reminders``: what is left to send three days and one day before a last day; and mails that wait."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from coordination import mail
from coordination.actions import reminders
from coordination.management.commands.send_digests import NOT_READY
from coordination.models import Programme


class Command(BaseCommand):
    """Writes what is due today, and sends what waits; run twice, it sends once."""

    help = (
        "Three days and one day before the last day of a round, mail each adviser and manager which structures are left "
        "for them to send, in their language and at most once a day; send what could not be sent before. Run it from a "
        "timer, every hour or so: each programme has its own time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write and send.

        Raises:
            CommandError: no mail server is named, or a mail could not be sent; exit status 1.
        """
        if not settings.MAIL_IS_READY:
            raise CommandError(NOT_READY)
        for programme in Programme.objects.filter(archived_at__isnull=True).order_by("pk"):
            reminders.remind(programme=programme, at=timezone.now())
        sent, failed = mail.send_about_rounds(settings.SITE_ADDRESS)
        self.stdout.write(f"{sent} mail(s) sent.")
        if failed:
            raise CommandError(f"{failed} mail(s) could not be sent; the next run tries again.")

"""``manage.py send_digests``: to each adviser and manager, by mail, which commitments of their side are due."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from coordination.domain.commitments import SOON
from coordination.queries import commitments
from coordination.queries.commitments import CommitmentValue, Recipient

NOT_READY = (
    "No mail can be sent: EMAIL_URL and EMAIL_FROM have to be set. "
    "Such as EMAIL_URL=smtp+tls://name:password@mail.example.cd:587 EMAIL_FROM=ssr@example.cd"
)


class Command(BaseCommand):
    """Mails what is overdue or due soon; who has nothing due gets nothing."""

    help = (
        "Mail each adviser and manager the commitments of their side that are overdue or due within two weeks, in "
        "their language. What was sent is not remembered: run it once a day or once a week, from cron."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to look only."""
        parser.add_argument("--dry-run", action="store_true", help="print the mails, and send none")

    def handle(self, *args: Any, **options: Any) -> None:
        """Send the mails, each on its own, so that an address that fails stops no other.

        Raises:
            CommandError: no mail server is named, or a mail could not be sent; exit status 1.
        """
        is_dry = options["dry_run"]
        if not is_dry and not settings.MAIL_IS_READY:
            raise CommandError(NOT_READY)
        sent, failed = 0, []
        for message in self._messages():
            if is_dry:
                self.stdout.write(f"To: {message.to[0]}\nSubject: {message.subject}\n\n{message.body}\n")
                sent += 1
                continue
            try:
                message.send()
            except (OSError, ValueError) as error:  # what a mail server, a network or an address can say
                failed.append(f"{message.to[0]}: {error}")
            else:
                sent += 1
        self.stdout.write(f"{sent} mail(s) {'would be sent' if is_dry else 'sent'}.")
        if failed:
            raise CommandError(f"{len(failed)} mail(s) could not be sent:\n" + "\n".join(failed))

    def _messages(self) -> list[EmailMessage]:
        found = []
        for person in commitments.recipients():
            today = timezone.localdate(timezone=person.programme.zone)
            due = commitments.due(
                person.user, person.programme, side=person.side, until=today + SOON, today=today
            )
            if due:
                found.append(_message(person, due))
        return found


def _message(person: Recipient, due: tuple[CommitmentValue, ...]) -> EmailMessage:
    with override(person.user.language):
        programme = person.name.get(person.user.language)
        subject = _("%(programme)s: commitments due (%(number)d)")
        subject %= {"programme": programme, "number": len(due)}
        body = render_to_string(
            "coordination/mail/digest.txt",
            {"name": person.user.name, "programme": programme, "due": due, "site": settings.SITE_ADDRESS},
        )
    # A line break in a name would end the head of the mail.
    return EmailMessage(" ".join(subject.split()), body, to=[person.user.email])

"""``manage.py send_digests``: who is told by mail what is due, in which words, and what is said when it fails."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.utils import timezone

from coordination.models import Programme, User
from tests import make

pytestmark = pytest.mark.django_db


def send(**options: Any) -> str:
    out = StringIO()
    call_command("send_digests", stdout=out, **options)
    return out.getvalue()


def soon(days: int = 3) -> date:
    return timezone.localdate() + timedelta(days=days)


def sent_to() -> list[str]:
    return sorted(message.to[0].split("@")[0] for message in mail.outbox)


def test_the_side_that_owns_it_is_told_in_each_persons_language(cast: make.Cast) -> None:
    make.promise("Ministry", text_en="Write the law", text_fr="Rédiger la loi", due_on=soon())
    assert "2 mail(s) sent." in send()
    assert sent_to() == ["grace", "joseph"]
    said = mail.outbox[0]
    assert "Rédiger la loi" in said.body
    assert "Grace Conseillère" in said.body
    assert "Write the law" not in said.body


@pytest.mark.parametrize(
    ("zone", "told"), [("Africa/Kinshasa", []), ("Pacific/Kiritimati", ["amina", "paul"])]
)
def test_what_is_due_counts_from_the_day_of_the_programme(
    cast: make.Cast, monkeypatch: pytest.MonkeyPatch, zone: str, told: list[str]
) -> None:
    make.promise("Donors", due_on=date(2030, 3, 16))
    Programme.objects.filter(code="cod").update(time_zone=zone)
    monkeypatch.setattr(timezone, "now", lambda: datetime(2030, 3, 1, 12, tzinfo=UTC))
    send()
    assert sent_to() == told


def test_what_is_overdue_stands_in_it_and_what_is_due_later_or_settled_does_not(cast: make.Cast) -> None:
    long_ago = timezone.now() - timedelta(days=60)
    make.promise("Donors", text_en="Overdue", at=long_ago, due_on=soon(-5))
    make.promise("Donors", text_en="Soon", due_on=soon(14))
    make.promise("Donors", text_en="Later", due_on=soon(15))
    make.settle(make.promise("Donors", text_en="Settled", due_on=soon()))
    send()
    assert sent_to() == ["amina", "paul"]
    (body,) = {message.body.replace("Paul Manager", "Amina Adviser") for message in mail.outbox}
    assert body.index("Overdue") < body.index("Soon")
    assert "Later" not in body
    assert "Settled" not in body
    assert {message.subject.split(": ")[1] for message in mail.outbox} == {"commitments due (2)"}


def test_nobody_gets_an_empty_mail(cast: make.Cast) -> None:
    assert send() == "0 mail(s) sent.\n"
    assert mail.outbox == []


def test_who_may_not_sign_in_and_who_only_reads_gets_none(cast: make.Cast) -> None:
    User.objects.filter(pk=cast.amina.pk).update(is_active=False)
    make.place(cast.paul, "viewer", None)
    make.promise("Donors", due_on=soon())
    make.promise("Ministry", due_on=soon())
    send()
    assert sent_to() == ["grace", "joseph"]


def test_marks_and_line_breaks_arrive_as_they_were_written(cast: make.Cast) -> None:
    programme = make.cod()
    programme.name_en = "Congo\r\nBcc: all@ssr.example"
    type(programme).objects.filter(pk=programme.pk).update(name_en=programme.name_en)
    make.promise("Donors", text_en="Fund <b>pay</b> & 'food'", due_on=soon())
    send()
    assert "Fund <b>pay</b> & 'food'" in mail.outbox[0].body
    assert mail.outbox[0].subject == "Congo Bcc: all@ssr.example: commitments due (1)"
    assert mail.outbox[0].recipients() == ["amina@ssr.example"]


def test_links_are_there_where_the_address_of_the_site_is_known(cast: make.Cast, settings: Any) -> None:
    made = make.promise("Donors", due_on=soon())
    send()
    assert "/commitments/" not in mail.outbox[0].body
    settings.SITE_ADDRESS = "https://ssr.example"
    mail.outbox.clear()
    send()
    assert f"https://ssr.example/commitments/{made.pk}/" in mail.outbox[0].body


def test_a_dry_run_prints_the_mails_and_sends_none(cast: make.Cast, settings: Any) -> None:
    settings.MAIL_IS_READY = False
    make.promise("Donors", text_en="Fund the secretariat", due_on=soon())
    said = send(dry_run=True)
    assert mail.outbox == []
    assert "To: amina@ssr.example" in said
    assert "Fund the secretariat" in said
    assert said.endswith("2 mail(s) would be sent.\n")


def test_without_a_mail_server_in_production_it_says_what_to_set(cast: make.Cast, settings: Any) -> None:
    settings.MAIL_IS_READY = False
    make.promise("Donors", due_on=soon())
    with pytest.raises(CommandError, match="EMAIL_URL and EMAIL_FROM have to be set"):
        send()
    assert mail.outbox == []


def test_one_address_that_fails_stops_no_other_and_is_told(
    cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.promise("Donors", due_on=soon())
    real = EmailMessage.send

    def failing(self: EmailMessage, fail_silently: bool = False) -> int:
        if self.to == ["amina@ssr.example"]:
            raise SMTPRecipientsRefused({"amina@ssr.example": (550, b"No such mailbox")})
        return real(self, fail_silently)

    monkeypatch.setattr(EmailMessage, "send", failing)
    out = StringIO()
    with pytest.raises(CommandError) as told:
        call_command("send_digests", stdout=out)
    assert sent_to() == ["paul"]
    assert out.getvalue() == "1 mail(s) sent.\n"
    assert "1 mail(s) could not be sent:\namina@ssr.example: " in str(told.value)
    assert "No such mailbox" in str(told.value)


def test_nothing_is_remembered_so_that_it_may_be_sent_again(cast: make.Cast) -> None:
    make.promise("Donors", due_on=soon())
    before = make.everything()
    send()
    send()
    assert sent_to() == ["amina", "amina", "paul", "paul"]
    assert make.everything() == before


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "mail True localhost None"),
        ({"PRODUCTION": "true"}, "console False localhost None"),
        ({"PRODUCTION": "true", "EMAIL_URL": "smtp://mail.example:25"}, "smtp False mail.example None"),
        (
            {
                "PRODUCTION": "true",
                "EMAIL_URL": "smtp+tls://ssr%40example.cd:p%23w@mail.example:587",
                "EMAIL_FROM": "SSR <ssr@example.cd>",
                "SITE_ADDRESS": "https://ssr.example.cd/",
            },
            "smtp True mail.example https://ssr.example.cd",
        ),
        ({"SITE_ADDRESS": "ssr.example.cd"}, "SITE_ADDRESS is no address"),
    ],
    ids=["demonstration", "production", "nobody to send from", "ready", "no address"],
)
def test_the_mail_server_comes_from_the_environment(environment: dict[str, str], said: str) -> None:
    shown = (
        "from ssr_assess import settings as s;"
        "print(s.EMAIL_BACKEND.split('.')[-2], s.MAIL_IS_READY, s.EMAIL_HOST, s.SITE_ADDRESS or None)"
    )
    given = {"PATH": os.environ["PATH"], "SECRET_KEY": "x" * 60, "DATABASE_URL": "sqlite://"} | environment
    blank = dict.fromkeys(("EMAIL_URL", "EMAIL_FROM", "SITE_ADDRESS"), "")
    done = subprocess.run(
        [sys.executable, "-c", shown],
        env=blank | given,
        cwd=make.FIXTURES.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said in done.stdout + done.stderr

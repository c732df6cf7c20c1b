"""Reminders: who is told what is left to send, when, and never twice a day; one fixed request to the other side."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from coordination.actions import assessors, reminders
from coordination.domain.rules import Rule
from coordination.models import Membership, Programme, Round, RoundMail, RoundRequest, User
from coordination.queries import assessors as assessor_queries
from coordination.queries import journal, unsent
from tests import make

pytestmark = pytest.mark.django_db
LAST = date(2026, 3, 10)


def on(day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def remind(at: datetime) -> set[str]:
    """Write the reminders of a moment; return to whom, by the name before the @."""
    before = set(RoundMail.objects.values_list("pk", flat=True))
    reminders.remind(programme=make.cod(), at=at)
    rows = RoundMail.objects.exclude(pk__in=before).select_related("user")
    return {row.user.email.split("@")[0] for row in rows}


def ask(round_: Round, side: str, asked: str, day: int = 1) -> RoundRequest:
    at = on(day)
    return reminders.ask(round_=round_, side=side, asked=asked, by=make.manager(side), at=at)


EVERYBODY = {"amina", "paul", "grace", "joseph"}


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (on(6), set()),
        (on(7), EVERYBODY),
        (on(8), set()),
        (on(9), EVERYBODY),
        (on(10), set()),
        (on(11), set()),
        # In Kinshasa the 7th begins an hour before midnight in Greenwich.
        (on(6, 22, 59), set()),
        (on(6, 23, 0), EVERYBODY),
    ],
)
def test_people_are_reminded_three_days_and_one_day_before_the_last_day(
    cast: make.Cast, at: datetime, told: set[str]
) -> None:
    make.open_round(last_on=LAST)
    assert remind(at) == told


def test_the_day_is_that_of_the_programme(cast: make.Cast) -> None:
    Programme.objects.filter(code="cod").update(time_zone="Africa/Lubumbashi")
    make.open_round(last_on=LAST)
    assert remind(on(6, 21, 59)) == set()
    assert remind(on(6, 22, 0)) == EVERYBODY


def test_run_twice_it_reminds_once(cast: make.Cast) -> None:
    make.open_round(last_on=LAST)
    assert remind(on(7, 6)) == EVERYBODY
    assert remind(on(7, 18)) == set()
    assert remind(on(9)) == EVERYBODY


def test_nobody_gets_two_a_day_whatever_the_rounds(cast: make.Cast) -> None:
    make.open_round(last_on=LAST)
    make.open_round(name="April 2011", last_on=date(2026, 3, 8))
    assert remind(on(7)) == EVERYBODY
    assert RoundMail.objects.count() == len(EVERYBODY)
    row = RoundMail.objects.all()[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundMail.objects.create(user=row.user, round=row.round, kind="unsent", on=row.on, made_at=make.AT)


def test_a_closed_round_reminds_nobody(cast: make.Cast) -> None:
    make.close_round(make.open_round(last_on=LAST))
    assert remind(on(7)) == set()


def test_who_sent_is_not_reminded_and_a_manager_only_of_what_the_side_has_not_sent(cast: make.Cast) -> None:
    round_ = make.open_round(last_on=LAST)
    for code in [each.code for each in make.cod().structures.filter(closed="")]:
        make.sent(cast.amina, code, round_)
    assert remind(on(7)) == {"grace", "joseph"}


def left(round_: Round, person: User) -> set[str]:
    found = unsent.by_person((round_,)).get(person.pk, ())
    return {code for each in found for code in each.structures}


def test_who_is_named_is_reminded_of_it_and_others_are_not(cast: make.Cast) -> None:
    awa = make.place(make.person("awa"), "adviser", "partners")
    round_ = make.open_round(last_on=LAST)
    assessors.name(
        round_=round_,
        side="partners",
        chosen={make.structure("CMJ").pk: [awa.pk]},
        base_version=assessor_queries.version(round_, "partners"),
        by=cast.paul,
        at=make.AT,
    )
    assert "CMJ" in left(round_, awa)
    assert "CMJ" not in left(round_, cast.amina)
    assert "CMJ" in left(round_, cast.paul)
    assert {"CMJ", "CCRSS"} <= left(round_, cast.grace)
    assert "CCRSS" in left(round_, cast.amina)
    # Whoever has begun finishes, named or not.
    make.begin(cast.amina, "CMJ", round_)
    assert "CMJ" in left(round_, cast.amina)
    make.sent(awa, "CMJ", round_)
    assert "CMJ" not in left(round_, awa)
    assert "CMJ" in left(round_, cast.paul), "a draft is left"


def test_who_has_no_place_that_counts_is_not_reminded(cast: make.Cast) -> None:
    make.open_round(last_on=LAST)
    Membership.objects.filter(user=cast.grace).update(confirmed_at=None)
    User.objects.filter(pk=cast.amina.pk).update(is_active=False)
    assert remind(on(7)) == {"paul", "joseph"}


# --- a manager's requests


def test_a_side_is_asked_once_a_day_by_the_other_and_by_itself(cast: make.Cast) -> None:
    round_ = make.open_round()
    for asked in ("government", "partners"):
        ask(round_, "partners", asked)
        with make.refused(Rule.ASKED_TODAY):
            ask(round_, "partners", asked)
        ask(round_, "partners", asked, 2)
    ask(round_, "government", "partners")
    assert journal.faults() == []


def test_the_other_side_s_managers_are_asked_and_the_own_side_s_people_reminded(cast: make.Cast) -> None:
    round_ = make.open_round()
    ask(round_, "partners", "government")
    ask(round_, "partners", "partners")
    found = {(row.user.email.split("@")[0], row.kind) for row in RoundMail.objects.select_related("user")}
    assert found == {("joseph", "asked"), ("amina", "unsent")}


def test_the_request_to_the_other_side_does_not_depend_on_what_it_has_written(cast: make.Cast) -> None:
    round_ = make.open_round()
    make.begin(cast.grace, "CMJ", round_)
    make.sent(cast.grace, "CCRSS", round_)
    assert ask(round_, "partners", "government").asked == "government"


def test_nobody_is_asked_in_a_closed_round_or_on_a_side_that_is_not_asked(cast: make.Cast) -> None:
    round_ = make.open_round("partners")
    with make.refused(Rule.SIDE_NOT_ASKED):
        ask(round_, "partners", "government")
    make.close_round(round_)
    with make.refused(Rule.ROUND_CLOSED):
        ask(round_, "partners", "partners")


def test_the_database_keeps_a_request_to_one_a_day(cast: make.Cast) -> None:
    row = ask(make.open_round(), "partners", "government")
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


# --- the mails themselves


@pytest.fixture
def mailed(settings: Any, mailoutbox: list[EmailMessage]) -> list[EmailMessage]:
    settings.MAIL_REACHES_PEOPLE = True
    settings.SITE_ADDRESS = "https://ssr.example"
    return mailoutbox


def test_the_command_mails_each_in_their_language_what_is_left_and_once(
    cast: make.Cast, mailed: list[EmailMessage]
) -> None:
    make.open_round(last_on=timezone.localdate(timezone=make.cod().zone) + timedelta(days=3))
    for _run in range(2):
        call_command("send_reminders")
    found = {mail.to[0].split("@")[0]: mail for mail in mailed}
    assert sorted(found) == sorted(EVERYBODY)
    assert len(mailed) == len(EVERYBODY)
    assert "these structures are still to be sent:" in found["amina"].body
    assert "CMJ" in found["amina"].body
    assert "https://ssr.example/assessments/" in found["amina"].body
    assert "reste à transmettre" in found["grace"].body
    assert "Kinshasa" in found["grace"].body


def test_a_mail_that_could_not_be_sent_waits_for_the_next_run(
    cast: make.Cast, mailed: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    make.open_round(last_on=timezone.localdate(timezone=make.cod().zone) + timedelta(days=1))

    def fails(_mail: EmailMessage) -> int:
        raise OSError("no route")

    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", fails)
        with pytest.raises(Exception, match="could not be sent"):
            call_command("send_reminders")
    assert mailed == []
    call_command("send_reminders")
    assert len(mailed) == len(EVERYBODY)


def test_what_was_sent_meanwhile_needs_no_mail(cast: make.Cast, mailed: list[EmailMessage]) -> None:
    round_ = make.open_round()
    reminders.ask(round_=round_, side="partners", asked="partners", by=cast.paul, at=timezone.now())
    for code in [each.code for each in make.cod().structures.filter(closed="")]:
        make.sent(cast.amina, code, round_)
    call_command("send_reminders")
    assert mailed == []

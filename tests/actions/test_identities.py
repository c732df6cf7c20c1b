"""Linking an account with the sign-in of an organisation: whose it is, what the journal is told, when it ends."""

import pytest

from coordination.actions import identities, people
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from coordination.models import Identity, JournalEntry, User
from coordination.queries import identities as queries
from tests import make

ISSUER, OTHER = "https://login.example", "https://login.example.org"
pytestmark = pytest.mark.django_db


def link(user: User, subject: str = "a-1", issuer: str = ISSUER, email: str | None = None) -> Identity:
    email = user.email.upper() if email is None else email
    return identities.link(issuer=issuer, subject=subject, verified_email=email, by=user, at=make.AT)


def refused(user: User, **words: str) -> Rule:
    with pytest.raises(Refused) as found:
        link(user, **words)
    return found.value.problems[0].rule


def test_a_link_is_of_an_issuer_and_a_subject(cast: make.Cast) -> None:
    link(cast.amina)
    assert queries.owner(ISSUER, "a-1") == cast.amina
    assert queries.linked_at(cast.amina, ISSUER) == make.AT
    assert queries.owner(OTHER, "a-1") is None
    assert queries.owner(ISSUER, "a-2") is None
    link(cast.paul, issuer=OTHER)
    assert queries.owner(OTHER, "a-1") == cast.paul


def test_the_same_link_again_is_one_and_any_other_is_refused(cast: make.Cast) -> None:
    assert link(cast.amina) == link(cast.amina)
    assert refused(cast.amina, subject="a-2") is Rule.LINKED_ALREADY
    assert refused(cast.paul) is Rule.LINKED_ALREADY
    assert Identity.objects.count() == 1


def test_it_takes_the_own_address_verified_there(cast: make.Cast) -> None:
    for email in ("", "paul@ssr.example"):
        assert refused(cast.amina, email=email) is Rule.OTHER_EMAIL
    assert not Identity.objects.exists()


def test_the_journal_tells_issuer_and_person_and_never_the_subject(cast: make.Cast) -> None:
    link(cast.amina, subject="secret-subject")
    assert identities.unlink(issuer=ISSUER, by=cast.amina, at=make.AT)
    assert not identities.unlink(issuer=ISSUER, by=cast.amina, at=make.AT)
    told = JournalEntry.objects.filter(noun="identity").order_by("sequence")
    assert [(each.verb, each.by, each.key) for each in told] == [
        ("saved", cast.amina, cast.amina.email),
        ("removed", cast.amina, cast.amina.email),
    ]
    assert "secret" not in str([(each.before, each.after) for each in told])


def test_who_may_no_longer_sign_in_does_not_by_a_link(cast: make.Cast) -> None:
    link(cast.amina)
    User.objects.filter(pk=cast.amina.pk).update(is_active=False)
    assert queries.owner(ISSUER, "a-1") is None


def test_with_another_e_mail_the_link_is_gone(cast: make.Cast) -> None:
    link(cast.amina)
    people.change_email(user=cast.amina, email="amina@new.example", by=cast.paul, at=make.AT)
    assert not Identity.objects.exists()

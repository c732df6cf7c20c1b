"""A form is stored once by its number: however often it comes, and twice at the same moment."""

from uuid import uuid4

import pytest

from coordination.actions import deliveries
from coordination.models import Contact, Delivery, User
from tests import make
from tests.actions.test_assessments import at_once

NUMBER = uuid4()


def deliver(by: User, subject: str = "A call", leads_to: str = "/contacts/") -> object:
    return deliveries.once(
        op_id=NUMBER,
        step=lambda: make.contact(by=by, subject=subject).subject,
        leads_to=lambda _subject: leads_to,
        programme=make.cod(),
        by=by,
        at=make.AT,
    )


@pytest.mark.django_db
def test_the_same_number_again_leads_to_where_it_led_and_takes_no_step() -> None:
    amina = make.cast().amina
    first = deliver(amina)
    assert first == Contact.objects.get().subject
    assert deliver(amina, leads_to="/elsewhere/") == "/contacts/"
    assert Contact.objects.count() == 1


@pytest.mark.django_db
def test_the_number_of_what_was_not_stored_is_free() -> None:
    amina = make.cast().amina
    deliver(amina, leads_to="")
    assert not Delivery.objects.exists()
    assert deliver(amina, "Put right") == "Put right"
    assert Delivery.objects.get().address == "/contacts/"


@pytest.mark.django_db
def test_a_step_that_fails_leaves_nothing() -> None:
    amina = make.cast().amina

    def fails() -> None:
        make.contact(by=amina)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        deliveries.once(
            op_id=NUMBER,
            step=fails,
            leads_to=lambda _none: "/",
            programme=make.cod(),
            by=amina,
            at=make.AT,
        )
    assert not Contact.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_the_number_of_somebody_else_is_refused() -> None:
    deliver(make.cast().amina)
    with make.refused("operation_of_another"):
        deliver(make.cast().paul)


@pytest.mark.django_db(transaction=True)
def test_the_same_number_several_times_at_once_is_stored_once() -> None:
    amina = make.cast().amina
    replies = at_once(*[lambda: deliver(amina)] * 6)
    assert Contact.objects.count() == Delivery.objects.count() == 1
    assert sorted(map(str, replies)) == sorted([Contact.objects.get().subject, *["/contacts/"] * 5])

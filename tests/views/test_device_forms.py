"""Contacts, observations and activities are written without a link, too: each page tells the script that keeps them."""

import pytest
from django.test import Client

from tests import make, pages


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/contacts/", "subject"),
        ("/contacts/add/?kind=call", "subject"),
        ("/activities/add/", "partner"),
        ("/risks/observe/?item=R1", "evidence"),
    ],
)
def test_what_is_typed_there_waits_on_the_device(address: str, field: str, cast: make.Cast) -> None:
    browser = Client()
    browser.force_login(cast.amina)
    form = pages.read(browser.get(address)).form_node(field)
    assert form.attrs["data-waits"]

"""Who else takes part, on the form of an activity."""

from collections.abc import Callable

import pytest
from django.test import Client

from coordination.models import User
from tests import activities, make, pages, partners
from tests.actions.test_participations import part
from tests.views.test_activities import LIST

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


@pytest.mark.takes_long
def test_those_for_whom_the_form_has_no_room_stay_as_they_are(cast: make.Cast, client_of: ClientOf) -> None:
    those = [partners.partner(f"Donor {number:02}").code for number in range(14)]
    many = tuple(part(code, role) for code in those for role in ("funds", "manages", "receives"))
    made = activities.add("MONUC", "Police HQ", participants=many)
    browser = client_of(cast.amina)
    page = pages.read(browser.get(f"{LIST}{made.pk}/edit/"))
    assert "2 more lines stay as they are" in page.one("main").text()
    again = page.form("with_0", "base_version")
    assert browser.post(f"{LIST}{made.pk}/edit/", again | {"share_0": "40"}).status_code == 302
    assert made.participations.count() == 42
    assert made.participations.filter(share=40).count() == 1

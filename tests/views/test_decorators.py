"""What every page knows before it begins: the days of its programme."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from coordination.models import Programme, User
from tests import make, pages

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("zone", "today"), [("Africa/Kinshasa", "1 March 2030"), ("Pacific/Kiritimati", "2 March 2030")]
)
def test_today_is_the_day_of_the_programme(
    cast: make.Cast,
    client_of: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
    zone: str,
    today: str,
) -> None:
    Programme.objects.filter(code="cod").update(time_zone=zone)
    monkeypatch.setattr(timezone, "now", lambda: datetime(2030, 3, 1, 12, tzinfo=UTC))
    page = pages.read(client_of(cast.amina).get("/contacts/add/"))
    assert page.form("on")["on"] == today
    assert timezone.get_current_timezone_name() == "Africa/Kinshasa"

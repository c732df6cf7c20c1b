"""``manage.py first_run``: prints where to go and a code; refused once somebody administers a programme."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from coordination.domain.first_run import digest
from coordination.models import FirstRun, Membership

pytestmark = pytest.mark.django_db


def said() -> list[str]:
    out = StringIO()
    call_command("first_run", stdout=out)
    return out.getvalue().splitlines()


def test_it_prints_the_page_and_the_code(settings: Any) -> None:
    Membership.objects.filter(role="administrator").delete()
    settings.SITE_ADDRESS = "https://ssr.example.cd"
    page, code = said()
    assert page == "https://ssr.example.cd/start/"
    assert FirstRun.objects.get().code_hash == digest(code)


def test_it_is_refused_once_somebody_administers() -> None:
    with pytest.raises(CommandError, match="administers a programme here already"):
        said()
    assert not FirstRun.objects.exists()

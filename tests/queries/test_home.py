"""What Home knows beside answers is kept for a reader, a day and a language."""

import pytest
from django.utils import timezone
from django.utils.translation import override

from coordination.permissions import standings
from coordination.queries import home
from coordination.queries.home import ListAsked
from tests import make

pytestmark = pytest.mark.django_db


def test_what_was_kept_in_one_language_is_not_told_in_another(cast: make.Cast) -> None:
    make.contact(
        cast.grace,
        structure_="CMJ",
        kind="session",
        state="planned",
        sharing="all",
        on=timezone.localdate(),
    )

    def told(language: str) -> tuple[object, object]:
        with override(language):
            found = home.home(
                ListAsked(),
                user=cast.paul,
                programme=make.cod(),
                standing=standings(cast.paul)[0],
                language=language,
                now=timezone.now(),
                last_seen=None,
            )
        (planned,) = found.planned
        return planned.kind_name, planned.author

    assert told("en") == ("meeting of the structure", "government")
    assert told("fr") == ("réunion de la structure", "Gouvernement")
    assert told("en") == ("meeting of the structure", "government")

"""The guided tour ends once for each person, and the journal tells of it."""

import pytest
from django.utils import timezone

from coordination.actions import tour
from coordination.models import JournalEntry
from tests import make

pytestmark = pytest.mark.django_db


def test_a_person_ends_the_tour_for_themselves_alone_and_once(cast: make.Cast) -> None:
    first = timezone.now()
    tour.end(by=cast.vera, at=first)
    tour.end(by=cast.vera, at=timezone.now())
    cast.vera.refresh_from_db()
    cast.paul.refresh_from_db()
    assert cast.vera.tour_ended_at == first
    assert cast.paul.tour_ended_at is None
    [entry] = JournalEntry.objects.filter(noun="tour")
    assert (entry.verb, entry.key, entry.by) == ("saved", cast.vera.email, cast.vera)

"""The register as IATI XML says the same when it is read again."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from coordination.documents.fixture.document import Fixture
from coordination.documents.iati import mapping, meaning, reading, writing
from coordination.documents.iati.meaning import Known
from tests import make, programmes
from tests.extent import examples

pytestmark = pytest.mark.django_db


def written(fixture: Fixture) -> bytes:
    return writing.dump(
        fixture.programme,
        fixture.activities,
        {each.code: each for each in fixture.partners},
        {each.code: each for each in fixture.functions},
    )


@given(programmes.documents())
@settings(
    max_examples=examples(15),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_what_is_written_is_read_as_the_same(document: dict[str, Any]) -> None:
    fixture = make.fixture(document)
    if not fixture.activities:
        return
    known = Known(programme=fixture.programme, partners=fixture.partners, functions=fixture.functions)
    file = reading.read(written(fixture))
    chosen, asked = meaning.suggested(file, known)
    again = document | {"activities": mapping.document(file, known, chosen)["activities"]}
    assert not asked & {part.org for each in file.activities for part in each.parts}
    assert make.fixture(again).activities == fixture.activities
    assert not +file.unread
    assert not +file.losses

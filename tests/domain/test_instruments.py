"""An instrument finds its criteria by code, and its fingerprint follows from what it says alone."""

import pytest

from coordination.domain.instruments import InstrumentValue, fingerprint
from tests import make


@pytest.fixture
def instrument() -> InstrumentValue:
    return make.instrument_value()


def test_signs_and_risks_are_kept_for_later_pages(instrument: InstrumentValue) -> None:
    assert {"U1", "U2", "U3", "W1", "W2", "W3", "W4", "R1", "R2", "R3", "R4"} <= instrument.item_codes


def test_there_is_no_criterion_or_section_of_another_name(instrument: InstrumentValue) -> None:
    with pytest.raises(KeyError):
        instrument.criterion("C8")
    with pytest.raises(KeyError):
        instrument.section("weather")


def test_the_fingerprint_does_not_depend_on_the_order_of_names(instrument: InstrumentValue) -> None:
    assert (
        fingerprint(dict(reversed(instrument.content.items())))
        == fingerprint(instrument.content)
        == instrument.content["content_hash"]
    )

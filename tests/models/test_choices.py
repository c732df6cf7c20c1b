"""The choices of a column are the codes of the vocabulary: a model adds their labels, never a code of its own."""

import pytest
from django.db.models import TextChoices

from coordination.domain import vocabulary
from coordination.domain.answers import Status
from coordination.domain.change import Cause
from coordination.models import (
    Activity,
    Answer,
    Assessment,
    Commitment,
    Contact,
    Correction,
    Instrument,
    Observation,
    Partner,
    Programme,
    Round,
    Seat,
    Standard,
    Statement,
    Structure,
)
from coordination.models.people import Side
from coordination.models.programmes import Origin


@pytest.mark.parametrize(
    ("choices", "codes"),
    [
        (Side, vocabulary.SIDES),
        (Origin, vocabulary.ORIGINS),
        (Instrument.Status, vocabulary.INSTRUMENT_STATES),
        (Round.State, vocabulary.ROUND_STATES),
        (Round.Sides, ("both", *vocabulary.SIDES)),
        (Assessment.Voice, vocabulary.VOICES),
        (Answer.ChangeCause, vocabulary.CHANGE_CAUSES),
        (Correction.Kind, vocabulary.CORRECTION_KINDS),
        (Partner.Side, vocabulary.PARTNER_SIDES),
        (Partner.Kind, vocabulary.PARTNER_KINDS),
        (Partner.Aim, vocabulary.AIMS),
        (Structure.Sector, vocabulary.SECTORS),
        (Seat.Role, vocabulary.ROLES),
        (Statement.Kind, vocabulary.STATEMENT_KINDS),
        (Standard.Kind, vocabulary.STANDARD_KINDS),
        (Activity.Kind, vocabulary.ACTIVITY_KINDS),
        (Activity.Request, vocabulary.REQUESTS),
        (Activity.Test, vocabulary.TEST_ANSWERS),
        (Observation.Status, vocabulary.STATUSES),
        (Commitment.State, vocabulary.COMMITMENT_STATES),
        (Contact.Kind, vocabulary.CONTACT_KINDS),
        (Contact.State, vocabulary.CONTACT_STATES),
        (Programme.Languages, vocabulary.LANGUAGES),
        (Programme.Kind, vocabulary.PROGRAMME_KINDS),
    ],
)
def test_the_choices_of_a_column_are_the_codes_of_the_vocabulary(
    choices: type[TextChoices], codes: tuple[str, ...]
) -> None:
    assert sorted(choices.values) == sorted(codes)


def test_what_the_domain_names_by_members_has_the_same_codes() -> None:
    assert tuple(Cause) == vocabulary.CHANGE_CAUSES
    assert set(vocabulary.UNDERSTOOD) == set(Status) - {Status.UNPARSED}

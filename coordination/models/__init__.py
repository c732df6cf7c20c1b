"""What is kept. Import names from here."""

from coordination.models.assessments import Answer, Assessment, Correction, Operation, Source
from coordination.models.instruments import Criterion, Instrument
from coordination.models.journal import JournalEntry, JournalHead
from coordination.models.partners import Partner
from coordination.models.people import Membership, Role, Side, User
from coordination.models.programmes import Programme, Statement
from coordination.models.rounds import Round, Weighting
from coordination.models.structures import Seat, Structure

__all__ = [
    "Answer",
    "Assessment",
    "Correction",
    "Criterion",
    "Instrument",
    "JournalEntry",
    "JournalHead",
    "Membership",
    "Operation",
    "Partner",
    "Programme",
    "Role",
    "Round",
    "Seat",
    "Side",
    "Source",
    "Statement",
    "Structure",
    "User",
    "Weighting",
]

"""What is kept. Import names from here."""

from coordination.models.activities import Activity, Dismissal, Function, Standard
from coordination.models.assessments import Answer, Assessment, Correction, Operation, Source
from coordination.models.commitments import Commitment, MovedDate
from coordination.models.contacts import Contact, Feed, HabitNote
from coordination.models.first_run import FirstRun
from coordination.models.instruments import Criterion, Instrument
from coordination.models.journal import JournalEntry, JournalHead
from coordination.models.limits import Tally
from coordination.models.mails import KeptMail
from coordination.models.notices import Notice
from coordination.models.partners import FormerName, Partner
from coordination.models.people import Former, FormerPlace, Link, Membership, Role, Side, User
from coordination.models.programmes import Origin, Programme, Statement
from coordination.models.risks import Observation
from coordination.models.rounds import Round, Weighting
from coordination.models.structures import Seat, Structure

__all__ = [
    "Activity",
    "Answer",
    "Assessment",
    "Commitment",
    "Contact",
    "Correction",
    "Criterion",
    "Dismissal",
    "Feed",
    "FirstRun",
    "FormerName",
    "Former",
    "FormerPlace",
    "Function",
    "HabitNote",
    "Instrument",
    "JournalEntry",
    "JournalHead",
    "KeptMail",
    "Link",
    "Membership",
    "MovedDate",
    "Notice",
    "Observation",
    "Operation",
    "Origin",
    "Partner",
    "Programme",
    "Role",
    "Round",
    "Seat",
    "Side",
    "Source",
    "Standard",
    "Statement",
    "Structure",
    "Tally",
    "User",
    "Weighting",
]

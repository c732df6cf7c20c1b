"""What is kept. Import names from here."""

from coordination.models.activities import Activity, Dismissal, Function, Standard
from coordination.models.asked import AskedStructure
from coordination.models.assessments import Answer, Assessment, Correction, Operation, Source
from coordination.models.assessors import Assessor
from coordination.models.closings import Consent, NotSubmitted
from coordination.models.comments import Comment
from coordination.models.commitments import Commitment, MovedDate
from coordination.models.contacts import Contact, Feed, HabitNote
from coordination.models.deliveries import Delivery
from coordination.models.evidence import EvidenceFile
from coordination.models.first_run import FirstRun
from coordination.models.identities import Identity
from coordination.models.instruments import Criterion, Instrument
from coordination.models.joint_answers import Dissent, JointAnswer
from coordination.models.journal import JournalEntry, JournalHead
from coordination.models.limits import Tally
from coordination.models.mails import KeptMail
from coordination.models.money import MoneyLine
from coordination.models.notices import Notice
from coordination.models.participations import Participation
from coordination.models.partners import FormerName, Partner
from coordination.models.people import Former, FormerPlace, Link, Membership, Role, Side, User
from coordination.models.programmes import Origin, Programme, Statement
from coordination.models.publications import CorrectionDissent, Publication
from coordination.models.reminders import RoundMail, RoundRequest
from coordination.models.risks import Observation
from coordination.models.rounds import Round, Weighting
from coordination.models.structures import Seat, Structure
from coordination.models.tokens import ApiToken
from coordination.models.withdrawals import Withdrawable

__all__ = [
    "Activity",
    "Answer",
    "ApiToken",
    "AskedStructure",
    "Assessment",
    "Assessor",
    "Comment",
    "Commitment",
    "Consent",
    "Contact",
    "Correction",
    "CorrectionDissent",
    "Criterion",
    "Delivery",
    "Dismissal",
    "Dissent",
    "EvidenceFile",
    "Feed",
    "FirstRun",
    "FormerName",
    "Former",
    "FormerPlace",
    "Function",
    "HabitNote",
    "Identity",
    "Instrument",
    "JointAnswer",
    "JournalEntry",
    "JournalHead",
    "KeptMail",
    "Link",
    "Membership",
    "MoneyLine",
    "MovedDate",
    "NotSubmitted",
    "Notice",
    "Observation",
    "Operation",
    "Origin",
    "Participation",
    "Partner",
    "Programme",
    "Publication",
    "Role",
    "Round",
    "RoundMail",
    "RoundRequest",
    "Seat",
    "Side",
    "Source",
    "Standard",
    "Statement",
    "Structure",
    "Tally",
    "User",
    "Weighting",
    "Withdrawable",
]

"""One record of each kind that nothing else names, made through actions, and its withdrawal."""

from datetime import datetime, timedelta

from coordination.actions import partners as partner_actions
from coordination.actions import withdrawals
from coordination.actions.partners import PartnerFacts
from coordination.models import Partner, User, Withdrawable
from coordination.queries import withdrawals as queries
from tests import activities, make, partners

REASON = "Recorded twice by mistake."
KINDS = ("partners", "structures", "seats", "activities", "commitments", "contacts")


def partner(name: str = "Zanzibari Mission", **more: str) -> Partner:
    """A partner that nothing names."""
    facts = {"kind": "mission", "side": "international"} | more
    return partner_actions.add(
        programme=make.cod(),
        facts=PartnerFacts(name_en=name, name_fr=name, **facts),
        by=make.cast().paul,
        at=make.AT,
    )


def record(kind: str) -> Withdrawable:
    """A record of this kind, its name unlike any other."""
    match kind:
        case "partners":
            return partner()
        case "structures":
            return make.structure("ZZKUBO", sector="police")
        case "seats":
            return partners.seat(partner().code, "CMJ", "member", "2007")
        case "activities":
            return activities.add(
                "MONUC", "Police HQ", name_en="Zanzibari lessons", name_fr="Leçons zanzibarites"
            )
        case "commitments":
            return make.promise(text_en="Zanzibari promise", text_fr="Promesse zanzibarite")
    return make.contact(subject="Zanzibari call", sharing="all")


def withdraw(
    row: Withdrawable, *, by: User | None = None, reason: str = REASON, at: datetime | None = None
) -> Withdrawable:
    """Withdraw a record as it stands, by Paul unless told otherwise."""
    return withdrawals.withdraw(
        record=row, reason=reason, shown=queries.mark(row), by=by or make.cast().paul, at=at or make.AT
    )


def restore(row: Withdrawable, *, by: User | None = None, at: datetime | None = None) -> Withdrawable:
    """Restore a record, by Paul unless told otherwise."""
    return withdrawals.restore(record=row, by=by or make.cast().paul, at=at or make.AT + timedelta(minutes=1))

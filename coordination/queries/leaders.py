"""Who chairs and leads a structure on a day; an international among them prompts a look at the first sign."""

from dataclasses import dataclass
from datetime import date

from coordination.domain.bilingual import Text
from coordination.domain.claims.signs import InternationalLead, international_lead
from coordination.domain.dates import span
from coordination.domain.risks import signs_of_seats
from coordination.models import Seat, Structure
from coordination.queries import names, seats

ROLES = ("chair", "co_chair", "secretariat_lead", "secretariat_funder", "technical_lead")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """A partner who may hold a leading seat, under the name of that day; not certain where a year leaves it open."""

    role: str
    role_name: object
    partner_id: int
    partner: Text
    side: str
    side_name: object
    is_certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Leading:
    """Who leads a structure on a day; of a closed structure on its last day at the latest.

    ``prompting`` are the internationals who may chair or lead: they prompt a look at sign U1, and answer nothing.
    """

    on: date
    is_closed: bool
    leaders: tuple[Leader, ...]
    prompting: tuple[Leader, ...]

    @property
    def claim(self) -> InternationalLead | None:
        """Whether an international chairs or leads, or may."""
        return international_lead([each.is_certain for each in self.prompting])


def leading(structure: Structure, on: date) -> Leading:
    """Return who leads a structure on a day, by role; one query."""
    last = span(structure.closed)[1] if structure.closed else ""
    is_closed = bool(last) and last < on.isoformat()
    day = date.fromisoformat(last) if is_closed else on
    rows = Seat.objects.filter(seats.held_on(day), structure=structure, role__in=ROLES)
    found = sorted(
        rows.select_related("partner", "structure").annotate(**names.called_on(day)),
        key=lambda row: (ROLES.index(row.role), row.pk),
    )
    leaders = tuple(
        Leader(
            role=row.role,
            role_name=row.get_role_display(),
            partner_id=row.partner_id,
            partner=names.called(row),
            side=row.partner.side,
            side_name=row.partner.get_side_display(),
            is_certain=seats.is_certain(row, day),
        )
        for row in found
    )
    prompting = tuple(each for each in leaders if signs_of_seats([(each.role, each.side)]))
    return Leading(on=day, is_closed=is_closed, leaders=leaders, prompting=prompting)

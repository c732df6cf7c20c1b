"""Changing a record back to what the journal says it was.

Each is changed back by the action that changes it, and so by the rules that this keeps: nothing comes back that names
what is withdrawn by now, or that could not be recorded today.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from coordination.actions import activities, commitments, contacts, money, partners, seats, structures
from coordination.actions.activities import ActivityFacts
from coordination.actions.contacts import ContactFacts
from coordination.actions.participations import Participant
from coordination.actions.partners import PartnerFacts
from coordination.actions.structures import StructureFacts
from coordination.models import (
    Activity,
    Commitment,
    Contact,
    Function,
    Partner,
    Programme,
    Seat,
    Standard,
    Structure,
    User,
    Withdrawable,
)
from coordination.queries import seats as seats_query
from coordination.queries import structures as structures_query
from coordination.queries import withdrawals as records

Row = TypeVar("Row", bound=Model)


@transaction.atomic
def change_back(*, record: Withdrawable, before: Mapping[str, Any], by: User, at: datetime) -> Withdrawable:
    """Make a record again what the journal says it was ``before`` its last change.

    Raises:
        Refused: what the action of such a change refuses, as what it named being withdrawn by now; or the record is not
            as it was read.
    """
    was = _Former(records.programme_of(record), before)
    match record:
        case Partner():
            facts, version = PartnerFacts(**before), record.version
            return partners.change(
                partner=record,
                facts=facts,
                former_until=None,
                base_version=version,
                is_another=True,
                by=by,
                at=at,
            )
        case Structure():
            shown = structures_query.fingerprint(record)
            return structures.change(structure=record, facts=was.structure, shown=shown, by=by, at=at)
        case Seat():
            shown = seats_query.version(record)
            return seats.change(seat=record, **was.seat, base_version=shown, by=by, at=at)
        case Activity():
            version = record.version
            return activities.change(activity=record, facts=was.activity, base_version=version, by=by, at=at)
        case Contact():
            version = record.version
            return contacts.change(
                contact=record, facts=was.contact, base_version=version, is_back=True, by=by, at=at
            )
        case Commitment():
            return commitments.put_back(commitment=record, before=before, by=by, at=at)
    raise TypeError(record)


@dataclass(frozen=True, slots=True)
class _Former:
    """What the journal said of a record, read as the actions take it: records by their codes, nothing as empty."""

    programme: Programme
    said: Mapping[str, Any]

    def _texts(self, *names: str) -> dict[str, Any]:
        return {name: self.said.get(name, "") for name in names}

    def _one(self, model: type[Row], code: str) -> Row:
        """Return a record by its code, withdrawn or not: the action says what it takes."""
        return model._base_manager.get(programme=self.programme, code=code)

    def _named(self, model: type[Row], name: str) -> Row | None:
        code = self.said.get(name)
        return self._one(model, code) if code else None

    def _relative(self, name: str) -> Structure | None:
        number = self.said.get(name)
        return Structure.everything.get(programme=self.programme, pk=int(number)) if number else None

    @property
    def structure(self) -> StructureFacts:
        """The facts of a structure."""
        return StructureFacts(
            **self._texts(*structures.WRITTEN, "sector"),
            parent=self._relative("parent"),
            predecessor=self._relative("predecessor"),
            dormant_after=int(self.said["dormant_after"]),
        )

    @property
    def seat(self) -> dict[str, Any]:
        """The facts of a seat."""
        return {**self.said, "partner": self._one(Partner, self.said["partner"])}

    @property
    def activity(self) -> ActivityFacts:
        """The facts of an activity."""
        texts = ("kind", "name_en", "name_fr", "place", "since", "until", "currency", "request")
        more = ("planned_since", "planned_until", "status", "t1", "t2", "t3", "note", "identifier", "source")
        value = self.said.get("value")
        return ActivityFacts(
            **self._texts(*texts, *more),
            partner=self._one(Partner, self.said["partner"]),
            recipient=self._named(Partner, "recipient"),
            function=self._named(Function, "function"),
            structure=self._named(Structure, "structure"),
            standard=self._named(Standard, "standard"),
            equipment=self._named(Standard, "equipment"),
            value=Decimal(value) if value else None,
            participants=tuple(
                Participant(
                    partner=self._one(Partner, code), role=role, share=Decimal(share) if share else None
                )
                for role, code, share in self.said.get("participants", ())
            ),
            money=money.heard(self.said.get("money", ()), partial(self._one, Partner)),
        )

    @property
    def contact(self) -> ContactFacts:
        """The facts of a contact that everybody could read: of another one the journal has no content."""
        # An entry from before meetings had an end says nothing of it.
        at, ends = self.said["time"], self.said.get("ends", "")
        return ContactFacts(
            **self._texts("subject", "kind", "state", "people", "agreed", "sharing"),
            on=date.fromisoformat(self.said["on"]),
            time=time.fromisoformat(at) if at else None,
            ends=time.fromisoformat(ends) if ends else None,
            partners=[self._one(Partner, code) for code in self.said["partners"]],
            structure=self._named(Structure, "structure"),
        )

"""One record of each kind of which everything is known, and another save of each that changes all of it."""

from datetime import datetime, time
from decimal import Decimal
from typing import Any

from coordination.actions import activities as activity_actions
from coordination.actions import commitments, contacts, seats, structures
from coordination.actions.contacts import ContactFacts
from coordination.actions.money import Money
from coordination.actions.structures import StructureFacts
from coordination.models import Activity, Commitment, Contact, Partner, Seat, Structure, User, Withdrawable
from coordination.queries import seats as seats_query
from coordination.queries import structures as structures_query
from tests import activities, make, partners, withdrawn


def record(kind: str) -> Withdrawable:
    """A record of this kind, nothing of it empty; Amina noted the contact, for everybody."""
    match kind:
        case "partners":
            objectives = {"objectives_en": "To train.", "objectives_fr": "Former."}
            return withdrawn.partner(**objectives, aim="ssr", since="2001", until="2009")
        case "structures":
            return _structure()
        case "activities":
            return _activity()
        case "contacts":
            return make.contact(
                subject="The audit",
                structure_="CMJ",
                partners=["MONUC"],
                sharing="all",
                time=time(9, 30),
                people="The colonel",
                agreed="To meet again.",
            )
    return withdrawn.record(kind)


def _structure() -> Structure:
    facts = StructureFacts(
        name_en="The council",
        name_fr="Le conseil",
        sector="police",
        mandate_en="To meet.",
        mandate_fr="Se réunir.",
        founded="2001",
        closed="2008",
        parent=make.structure("CMJ"),
        predecessor=make.structure("CCRSS"),
        dormant_after=3,
    )
    by = make.cast().paul
    return structures.add(programme=make.cod(), code="ZZKUBO", facts=facts, by=by, at=make.AT)


def _activity() -> Activity:
    return activities.add(
        *("MONUC", "Police HQ", "Riot control"),
        trained_to="French riot standard",
        equipped_with="Old rifles",
        structure=make.structure("CMJ"),
        name_en="Lessons",
        name_fr="Leçons",
        place="Goma",
        since="2006",
        until="2007",
        value=Decimal("1200.50"),
        currency="USD",
        request="joint",
        t1="yes",
        t2="no",
        t3="?",
        note="Twice a year.",
        money=(
            Money(
                kind="budget",
                amount=Decimal(2000),
                currency="USD",
                on="2006",
                partner=activities.partner("DFID"),
            ),
            Money(kind="disbursement", amount=Decimal("-12.50"), currency="CDF"),
        ),
    )


def change(row: Withdrawable, *, by: User, at: datetime, **more: Any) -> Withdrawable:
    """Save a record anew, everything of it said otherwise or left empty."""
    match row:
        case Partner():
            said = {"name_en": "Other", "name_fr": "Autre", "kind": "bilateral", "side": "national"}
            empty = dict.fromkeys(("objectives_en", "objectives_fr", "aim", "since", "until"), "")
            return partners.change(row, **said, **empty, **more, by=by, at=at)
        case Structure():
            shown = structures_query.fingerprint(row)
            facts = StructureFacts(name_en="Other", name_fr="Autre", sector="justice")
            return structures.change(structure=row, facts=facts, shown=shown, by=by, at=at)
        case Seat():
            said = {"role": "chair", "since": "2008", "until": "2009"}
            version = seats_query.version(row)
            return seats.change(
                seat=row, partner=activities.partner("MONUC"), **said, base_version=version, by=by, at=at
            )
        case Activity():
            other = activities.facts("DFID", "Ministry", kind="advice", name_en="Other", name_fr="Autre")
            version = row.version
            return activity_actions.change(activity=row, facts=other, base_version=version, by=by, at=at)
        case Commitment():
            said = {"text_en": "Other", "text_fr": "Autre"}
            version = row.version
            return commitments.edit(
                commitment=row,
                owner=activities.partner("MONUC"),
                **said,
                base_version=version,
                by=by,
                at=at,
            )
        case Contact():
            other_facts = ContactFacts(**{"subject": "Other", "on": row.on} | more)
            version = row.version
            return contacts.change(contact=row, facts=other_facts, base_version=version, by=by, at=at)
    raise TypeError(row)


def stored(row: Withdrawable) -> dict[str, object]:
    """Everything that is stored of a record but how often it was saved; who took part in a contact, too."""
    fresh = type(row).everything.get(pk=row.pk)
    columns = {each.attname: getattr(fresh, each.attname) for each in type(row)._meta.concrete_fields}
    columns.pop("version", None)
    if isinstance(fresh, Contact):
        columns["partners"] = sorted(fresh.partners.values_list("code", flat=True))
    return columns


def saver(kind: str) -> User:
    """Whoever may save a record of this kind."""
    cast = make.cast()
    return cast.amina if kind == "contacts" else cast.paul

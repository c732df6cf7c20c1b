"""Partners, seats and activities for the tests, made by people through actions."""

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from coordination.actions import partners, seats
from coordination.actions.partners import PartnerFacts
from coordination.models import Activity, Function, Partner, Programme, Seat, Structure, User
from coordination.queries import seats as seat_queries
from tests import make


def partner(
    name: str = "EUPOL",
    *,
    side: str = "international",
    kind: str = "mission",
    code: str = "",
    programme: Programme | None = None,
    by: User | None = None,
    at: datetime = make.AT,
    **more: str,
) -> Partner:
    """Record a partner, by Paul unless told otherwise."""
    facts = PartnerFacts(**{"name_en": name, "name_fr": "", "side": side, "kind": kind} | more)
    return partners.add(programme=programme or make.cod(), facts=facts, code=code, by=by or paul(), at=at)


def change(
    row: Partner,
    *,
    former_until: date | None = None,
    base_version: int | None = None,
    by: User | None = None,
    at: datetime = make.AT,
    **changed: str,
) -> Partner:
    """Change what is known of a partner, by Paul unless told otherwise."""
    row = Partner.objects.get(pk=row.pk)
    facts = PartnerFacts(
        **{name: getattr(row, name) for name in (each.name for each in fields(PartnerFacts))} | changed
    )
    return partners.change(
        partner=row,
        facts=facts,
        former_until=former_until,
        base_version=row.version if base_version is None else base_version,
        by=by or paul(),
        at=at,
    )


def seat(
    row: Partner | str,
    structure: Structure | str = "CMJ",
    role: str = "member",
    since: str = "",
    until: str = "",
    *,
    by: User | None = None,
) -> Seat:
    """Record a seat of a partner (or its code) in a structure (or its code), by Paul unless told otherwise."""
    return seats.add(
        structure=structure if isinstance(structure, Structure) else make.structure(structure),
        partner=row if isinstance(row, Partner) else of_deck(row),
        role=role,
        since=since,
        until=until,
        by=by or paul(),
        at=make.AT,
    )


def change_seat(row: Seat, *, base_version: str | None = None, **changed: Any) -> Seat:
    """Change a seat, by Paul."""
    facts = {"partner": row.partner, "role": row.role, "since": row.since, "until": row.until} | changed
    version = seat_queries.version(row) if base_version is None else base_version
    return seats.change(seat=row, base_version=version, by=paul(), at=make.AT, **facts)


def activity(
    row: Partner | str, recipient: Partner | str = "FARDC", *, function: str = "", **more: Any
) -> Activity:
    """Put an activity there, as a file would."""
    giver, receiver = (each if isinstance(each, Partner) else of_deck(each) for each in (row, recipient))
    number = Activity.objects.count() + 1
    found = None
    if function:
        found, _ = Function.objects.get_or_create(
            programme=make.cod(),
            code=function,
            defaults={"name_en": function, "name_fr": function, "sector": "defence"},
        )
    facts = {"code": f"T-{number}", "name_en": f"Course {number}", "name_fr": f"Cours {number}"}
    facts |= {"kind": "training", "folded": f"t-{number}"}
    return Activity.objects.create(
        programme=make.cod(), partner=giver, recipient=receiver, function=found, **facts | more
    )


def of_deck(code: str) -> Partner:
    """Return a partner of the programme of the deck by its code."""
    return Partner.objects.get(programme=make.cod(), code=code)


def paul() -> User:
    """Return the manager of the partners."""
    return User.objects.get(email=f"paul@{make.DOMAIN}")

"""A programme full of partners, activities and contacts, written past the actions because there are many of them.

Seeded, so that every run builds the same.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TypeVar

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from coordination.actions import people
from coordination.domain.bilingual import fold
from coordination.domain.overlaps import ActivityRow
from coordination.models import (
    Activity,
    Contact,
    Function,
    Membership,
    Partner,
    Programme,
    Seat,
    Standard,
    Structure,
    User,
)
from tests.benchmark.building import NOW, SEED

Kept = TypeVar("Kept", bound=Model)

CODE = "records"
PARTNERS, ACTIVITIES, CONTACTS = 1_000, 10_000, 50_000
RECIPIENTS, FUNCTIONS, STANDARDS, STRUCTURES, AUTHORS = 60, 40, 8, 20, 20
WORDS = (
    "état-major",
    "ordre public",
    "formation",
    "escorte",
    "justice militaire",
    "budget",
    "logistique",
    "genre",
)


def build() -> User:
    """Make a programme with everything in it, and return an adviser of the partners who reads it."""
    chance = random.Random(SEED)
    programme = Programme.objects.create(code=CODE, country="CD", name_en="Records", name_fr="Registres")
    reader, *authors = (_adviser(number, programme) for number in range(AUTHORS))
    structures = _made(
        Structure(
            programme=programme,
            code=f"REC{number}",
            slug=f"rec{number}",
            name_en=f"Structure {number}",
            name_fr=f"Structure {number}",
            sector="police",
            folded=f"rec{number} structure {number}",
        )
        for number in range(STRUCTURES)
    )
    partners = _made(_partner(programme, number, chance) for number in range(PARTNERS))
    _made(
        Seat(structure=chance.choice(structures), partner=each, role="member", since=_day(chance)[0])
        for each in partners
    )
    functions = _made(
        Function(
            programme=programme,
            code=f"F{number}",
            name_en=f"Function {number}",
            name_fr=f"Fonction {number}",
            sector="police",
        )
        for number in range(FUNCTIONS)
    )
    norms = {
        kind: _made(
            Standard(
                programme=programme,
                code=f"{kind} {number}",
                name_en=f"{kind} {number}",
                name_fr=f"{kind} {number}",
                kind=kind,
            )
            for number in range(STANDARDS)
        )
        for kind in ("standard", "equipment")
    }
    _made(
        _activity(row, programme, partners, functions, norms, structures, chance) for row in rows(ACTIVITIES)
    )
    contacts = _made(
        _contact(programme, number, structures, [reader, *authors], chance) for number in range(CONTACTS)
    )
    through = Contact.partners.through
    _made(through(contact=each, partner=chance.choice(partners)) for each in contacts)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return reader


def _made(rows: Iterable[Kept]) -> list[Kept]:
    kept = list(rows)
    return type(kept[0])._default_manager.bulk_create(kept, batch_size=1_000)


def _adviser(number: int, programme: Programme) -> User:
    user = people.save_person(
        email=f"adviser{number}@records.example",
        name=f"Adviser {number}",
        language="en",
        password=None,
        by=None,
        at=NOW,
    )
    Membership.objects.create(
        user=user,
        programme=programme,
        role="adviser",
        side="partners",
        asked_at=NOW,
        confirmed_at=NOW,
        invited_at=NOW,
    )
    return user


def _partner(programme: Programme, number: int, chance: random.Random) -> Partner:
    """Return a partner; the first ones are the institutions that receive."""
    receives = number < RECIPIENTS
    name = f"Partner {number} {chance.choice(WORDS)}"
    return Partner(
        programme=programme,
        code=f"P{number}",
        name_en=name,
        name_fr=f"{name} (fr)",
        side="national" if receives else "international",
        kind="service" if receives else chance.choice(["bilateral", "multilateral", "mission"]),
        folded=fold(f"P{number} {name} {name} (fr)"),
    )


def rows(count: int, *, recipients: int = RECIPIENTS, functions: int = FUNCTIONS) -> Iterator[ActivityRow]:
    """Yield activities as finding sees them: partners, institutions, functions and norms are counted from 0."""
    chance = random.Random(SEED)
    for number in range(count):
        since, until = _day(chance)
        yield ActivityRow(
            id=number,
            partner=RECIPIENTS + int((PARTNERS - RECIPIENTS) * chance.random() ** 2),
            recipient=chance.randrange(recipients),
            function=chance.randrange(functions),
            standard=chance.choice([None, None, *range(STANDARDS)]),
            equipment=chance.choice([None, None, *range(STANDARDS)]),
            since=since,
            until=until,
        )


def _day(chance: random.Random) -> tuple[str, str]:
    """Return beginning and end, a few years apart: each a day, a year, or not known."""
    first = date(1998, 1, 1) + timedelta(days=chance.randrange(10_000))
    last = first + timedelta(days=365 + chance.randrange(1_000))
    since, until = (
        chance.choice(["", each[:4], each, each]) for each in (first.isoformat(), last.isoformat())
    )
    return since, until


def _activity(
    row: ActivityRow,
    programme: Programme,
    partners: Sequence[Partner],
    functions: Sequence[Function],
    norms: dict[str, list[Standard]],
    structures: Sequence[Structure],
    chance: random.Random,
) -> Activity:
    name = f"{chance.choice(WORDS).capitalize()} {row.id}"
    return Activity(
        programme=programme,
        code=f"A-{row.id}",
        name_en=name,
        name_fr=name,
        partner=partners[row.partner],
        kind=chance.choice(Activity.Kind.values),
        recipient=partners[row.recipient],
        function=functions[row.function or 0],
        structure=chance.choice([None, *structures]),
        standard=None if row.standard is None else norms["standard"][row.standard],
        equipment=None if row.equipment is None else norms["equipment"][row.equipment],
        since=row.since,
        until=row.until,
        t1=chance.choice(["", "yes", "no", "?"]),
        folded=fold(f"A-{row.id} {name}"),
    )


def _contact(
    programme: Programme,
    number: int,
    structures: Sequence[Structure],
    authors: Sequence[User],
    chance: random.Random,
) -> Contact:
    """Return a contact of the last years, or (one in a hundred) of the next weeks; one in five is a session."""
    is_session, is_planned = number % 5 == 0, number % 100 == 7
    subject = f"{chance.choice(WORDS)} {number}"
    days = -chance.randrange(1, 60) if is_planned else chance.randrange(3_000)
    return Contact(
        programme=programme,
        code=f"C-{number}",
        kind="session" if is_session else chance.choice(["call", "meeting", "dialogue"]),
        state="planned" if is_planned else "held",
        on=timezone.localdate() - timedelta(days=days),
        subject=subject,
        structure=chance.choice(structures) if is_session else None,
        sharing="all" if is_session else chance.choice(["private", "side", "all"]),
        author=chance.choice(authors),
        side="partners",
        folded=fold(f"C-{number} {subject}"),
    )

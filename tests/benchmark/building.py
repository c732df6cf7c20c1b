"""Programmes of any size with all their answers, written past the actions because there are many of them."""

import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction

from coordination.actions import instruments, people
from coordination.documents import instruments as instrument_files
from coordination.domain.answers import Reading, read
from coordination.models import (
    Answer,
    Assessment,
    Criterion,
    Instrument,
    Membership,
    Programme,
    Round,
    Structure,
    User,
)

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
SIDES = ("government", "partners")
SECTORS = Structure.Sector.values
#: What is answered, and how often: every level, doubt, ranges, not known, no answer, not applicable.
WORDS = {
    "Yes": 18, "Mostly": 20, "Partly": 16, "Not yet": 10, "No": 8,
    "Yes?": 4, "Mostly?": 4, "Partly?": 4, "Partly to Mostly": 3, "No to Partly": 2,
    "?": 5, "-": 3, "n/a": 3,
}  # fmt: skip
#: How often an answer differs from the round before.
CHANGED = 0.15
SEED = 20080100


@dataclass(frozen=True, slots=True)
class Built:
    """A programme with its rounds (ids, the oldest first) and structures (ids by code).

    ``draft`` is an assessment of ``adviser`` in an open round, ``other`` one of the other side; all is answered in both.
    ``revealed`` is one of ``adviser`` in the last of the rounds: it may be corrected.
    """

    size: int
    rounds: tuple[int, ...]
    structures: tuple[int, ...]
    manager: User
    adviser: User
    draft: Assessment
    other: Assessment
    revealed: Assessment


def start() -> Instrument:
    """Make the tables in an empty database, and publish the instrument that comes with the program.

    SQLite starts from nothing; a PostgreSQL given to a benchmark is a throw-away one and must be empty.
    """
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        connection.close()
        Path(str(name)).unlink(missing_ok=True)
    elif connection.introspection.table_names():
        sys.exit(f"The database {name} is not empty: give the benchmark a throw-away one.")
    call_command("migrate", verbosity=0)
    (value,) = instrument_files.load_folder(instrument_files.SHIPPED).values()
    return instruments.publish(value=value, by=None, at=NOW)


def finish() -> None:
    """Remove what was built; a PostgreSQL made for this run goes with its server."""
    connection.close()
    if connection.vendor == "sqlite":
        Path(str(connection.settings_dict["NAME"])).unlink(missing_ok=True)


def build(instrument: Instrument, size: int, rounds: int) -> Built:
    """Make a programme of ``size`` structures, assessed by both sides in each of ``rounds`` rounds."""
    code = f"p{size}x{rounds}"
    programme = Programme.objects.create(code=code, country="CD", name_en=code, name_fr=code)
    structures = _structures(programme, size)
    made = [_round(programme, instrument, number, "closed") for number in range(rounds)]
    answering = _Answering(instrument)
    for number, round_ in enumerate(made):
        said = f"\r  building {size} structures × {rounds} rounds: {number + 1}"
        print(said, end="", file=sys.stderr, flush=True)
        answering.fill(_assessments(round_, structures, state="published"))
    manager, adviser = (_person(f"{role}@{code}.example", role, programme) for role in ("manager", "adviser"))
    live = _round(programme, instrument, rounds, "open")
    other, draft = _assessments(live, structures[:1], state="draft", rater=adviser)
    answering.fill([other, draft])
    revealed = _reveal(made[-1], adviser)
    with connection.cursor() as cursor:
        # What autovacuum does to a table that grew, now and not in the middle of a measurement.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    print(file=sys.stderr)
    return Built(
        size=size,
        rounds=tuple(each.pk for each in made),
        structures=tuple(each.pk for each in sorted(structures, key=lambda each: each.code)),
        manager=manager,
        adviser=adviser,
        draft=draft,
        other=other,
        revealed=revealed,
    )


def build_open(instrument: Instrument, size: int) -> tuple[User, Round]:
    """Make a programme of ``size`` structures with an open round that nobody has answered, and an adviser who may."""
    code = f"open{size}"
    programme = Programme.objects.create(code=code, country="CD", name_en=code, name_fr=code)
    _structures(programme, size)
    return _person(f"adviser@{code}.example", "adviser", programme), _round(programme, instrument, 0, "open")


def _reveal(round_: Round, adviser: User) -> Assessment:
    """Make the first assessment of a round one that ``adviser`` sent and both sides have seen."""
    seen = Assessment.objects.filter(round=round_, side="partners").first()
    assert seen is not None
    seen.state, seen.rater, seen.rater_user, seen.sent_by = "revealed", adviser.email, adviser, adviser
    seen.save()
    return seen


def readings(count: int, width: int) -> list[list[Reading]]:
    """Return ``count`` rows of answers as they are built here."""
    chance = random.Random(SEED)
    understood = {word: read(word) for word in WORDS}
    return [[understood[word] for word in _words(chance, width)] for _ in range(count)]


def _words(chance: random.Random, count: int) -> list[str]:
    return chance.choices(tuple(WORDS), tuple(WORDS.values()), k=count)


class _Answering:
    """Writes answers in bulk; from round to round most of a structure's answers stay as they are."""

    def __init__(self, instrument: Instrument) -> None:
        self.chance = random.Random(SEED)
        self.criteria = list(Criterion.objects.filter(instrument=instrument).values_list("pk", flat=True))
        self.fields = [field for field in Answer._meta.concrete_fields if not field.primary_key]
        names = [field.attname for field in self.fields]
        self.places = names.index("assessment_id"), names.index("criterion_id")
        self.facts = {word: self._facts(word) for word in WORDS}
        self.before: dict[tuple[int, str], list[str]] = {}

    def fill(self, assessments: Sequence[Assessment]) -> None:
        """Answer every criterion of these assessments."""
        _insert(Answer._meta.db_table, [field.column for field in self.fields], self._rows(assessments))

    def _rows(self, assessments: Iterable[Assessment]) -> Iterator[list[object]]:
        of_assessment, of_criterion = self.places
        for assessment in assessments:
            for criterion, word in zip(self.criteria, self._said(assessment), strict=True):
                row = self.facts[word].copy()
                row[of_assessment], row[of_criterion] = assessment.pk, criterion
                yield row

    def _said(self, assessment: Assessment) -> list[str]:
        fresh = _words(self.chance, len(self.criteria))
        before = self.before.get((assessment.structure_id, assessment.side), fresh)
        said = [
            new if self.chance.random() < CHANGED else old for old, new in zip(before, fresh, strict=True)
        ]
        self.before[assessment.structure_id, assessment.side] = said
        return said

    def _facts(self, word: str) -> list[object]:
        """Return the columns of an answer that is this word, as the driver takes them."""
        reading = read(word)
        answer = Answer(
            verbatim=word,
            status=reading.status.value,
            level=reading.level,
            lo=reading.lo,
            hi=reading.hi,
            certainty=reading.certainty.value if reading.certainty else None,
            na_reason="The mandate does not ask for it." if word == "n/a" else "",
            basis="Minutes of the last meeting.",
            saved_at=NOW,
        )
        return [field.get_db_prep_save(getattr(answer, field.attname), connection) for field in self.fields]


def _insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert many rows: COPY on PostgreSQL, executemany on SQLite."""
    names = ", ".join(columns)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lines = ("\t".join("\\N" if value is None else str(value) for value in row) for row in rows)
            cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", StringIO("\n".join(lines)))
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def _structures(programme: Programme, size: int) -> list[Structure]:
    return Structure.objects.bulk_create(
        Structure(
            programme=programme,
            code=f"S{number}",
            slug=f"s{number}",
            name_en=f"Structure {number}",
            name_fr=f"Structure {number} (fr)",
            sector=SECTORS[number % len(SECTORS)],
            folded=f"s{number} structure {number}",
        )
        for number in range(size)
    )


def _round(programme: Programme, instrument: Instrument, number: int, state: str) -> Round:
    return Round.objects.create(
        programme=programme,
        label=f"r{number}",
        name_en=f"Round {number}",
        name_fr=f"Cycle {number}",
        reference_on=date(2000 + number, 1, 31),
        instrument=instrument,
        state=state,
    )


def _assessments(
    round_: Round, structures: Sequence[Structure], *, state: str, rater: User | None = None
) -> list[Assessment]:
    """Make one assessment for each structure and side, by one rater of that side."""
    at = None if state == "draft" else NOW
    return Assessment.objects.bulk_create(
        Assessment(
            round=round_,
            structure=structure,
            side=side,
            rater=rater.email if rater else f"{side}@raters.example",
            rater_user=rater,
            state=state,
            started_at=NOW,
            sent_at=at,
            revealed_at=at,
        )
        for structure in structures
        for side in SIDES
    )


def _person(email: str, role: str, programme: Programme) -> User:
    user = people.save_person(email=email, name=role, language="en", password=None, by=None, at=NOW)
    Membership.objects.create(
        user=user,
        programme=programme,
        role=role,
        side="partners",
        asked_at=NOW,
        confirmed_at=NOW,
        invited_at=NOW,
    )
    return user

"""``make bench``: how long the main pages take as structures grow, on the database that DATABASE_URL names.

Builds structures × rounds × 19 answers × 2 sides in bulk, then asks for each page in this process: SQL queries, median
and 95th percentile in milliseconds, compressed bytes. A figure of one machine; compare it with the floor beside it.
"""

import argparse
import gzip
import os
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ssr_assess.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from coordination.actions import instruments, people  # noqa: E402
from coordination.documents import instruments as instrument_files  # noqa: E402
from coordination.models import (  # noqa: E402
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
WORDS = (
    ("Yes", 4, 4, 4, "plain"),
    ("Mostly", 3, 3, 3, "plain"),
    ("Partly?", 2, 1, 3, "doubtful"),
    ("No", 0, 0, 0, "plain"),
)
SIZES = (10, 100)


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    _empty()
    call_command("migrate", verbosity=0)
    (value,) = instrument_files.load_folder(instrument_files.SHIPPED).values()
    instrument = instruments.publish(value=value, by=None, at=NOW)
    print(f"{'page':<22}{'structures':>11}{'queries':>9}{'median ms':>11}{'p95 ms':>9}{'bytes':>9}")
    for size in SIZES:
        _measure(*_build(instrument, size, options.rounds), size, options.runs)


def _empty() -> None:
    """Start from nothing on SQLite; a PostgreSQL given to a benchmark is a throw-away one and must be empty."""
    name = settings.DATABASES["default"]["NAME"]
    if connection.vendor == "sqlite":
        connection.close()
        Path(str(name)).unlink(missing_ok=True)
    elif connection.introspection.table_names():
        sys.exit(f"The database {name} is not empty: give the benchmark a throw-away one.")


def _build(instrument: Instrument, size: int, rounds: int) -> tuple[User, User, Assessment]:
    """Make a programme of ``size`` structures with all their answers; return a manager, an adviser and a draft."""
    code = f"p{size}"
    programme = Programme.objects.create(code=code, country="CD", name_en=code, name_fr=code)
    criteria = list(Criterion.objects.filter(instrument=instrument))
    structures = Structure.objects.bulk_create(
        Structure(
            programme=programme,
            code=f"S{n}",
            slug=f"s{n}",
            name_en=f"S{n}",
            name_fr=f"S{n}",
            sector="ssr",
            folded=f"s{n}",
        )
        for n in range(size)
    )
    for number in range(rounds):
        round_ = Round.objects.create(
            programme=programme,
            label=f"r{number}",
            name_en=f"Round {number}",
            name_fr=f"Cycle {number}",
            reference_on=date(2010 + number, 1, 31),
            instrument=instrument,
        )
        assessments = Assessment.objects.bulk_create(
            Assessment(
                round=round_,
                structure=structure,
                side=side,
                rater="benchmark",
                state="published",
                started_at=NOW,
                sent_at=NOW,
                revealed_at=NOW,
            )
            for structure in structures
            for side in ("government", "partners")
        )
        Answer.objects.bulk_create(
            (
                _answer(
                    assessment, criterion, WORDS[(assessment.pk * 7 + criterion.position * 3) % len(WORDS)]
                )
                for assessment in assessments
                for criterion in criteria
            ),
            batch_size=2000,
        )
        print(f"\r  building {size} structures: round {number + 1} of {rounds}", end="", file=sys.stderr)
    print(file=sys.stderr)
    manager, adviser = (_person(f"{role}@{code}.example", role, programme) for role in ("manager", "adviser"))
    live = Round.objects.create(
        programme=programme,
        label="open",
        name_en="Open",
        name_fr="Ouvert",
        reference_on=date(2030, 1, 31),
        instrument=instrument,
    )
    draft = Assessment.objects.create(
        round=live,
        structure=structures[0],
        side="partners",
        rater=adviser.email,
        rater_user=adviser,
        started_at=NOW,
    )
    return manager, adviser, draft


def _answer(assessment: Assessment, criterion: Criterion, word: tuple[str, int, int, int, str]) -> Answer:
    verbatim, level, lo, hi, certainty = word
    return Answer(
        assessment=assessment,
        criterion=criterion,
        verbatim=verbatim,
        status="answered",
        level=level,
        lo=lo,
        hi=hi,
        certainty=certainty,
        saved_at=NOW,
    )


def _person(email: str, role: str, programme: Programme) -> User:
    user = people.save_person(email=email, name=role, language="en", password=None, by=None, at=NOW)
    Membership.objects.create(user=user, programme=programme, role=role, side="partners")
    return user


def _measure(manager: User, adviser: User, draft: Assessment, size: int, runs: int) -> None:
    reader, writer = Client(), Client()
    reader.force_login(manager)
    writer.force_login(adviser)
    level = iter(range(10**6))
    version = iter(range(10**6))

    def save() -> bytes:
        data = {
            "C1-choice": str(next(level) % 5),
            "C1-version": str(next(version)),
            "op_id": str(uuid.uuid4()),
        }
        address = f"/assessments/{draft.pk}/answers/C1/"
        return _content(writer.post(address, data, headers={"accept": "application/json"}))

    pages: dict[str, Callable[[], bytes]] = {
        "floor: healthz": lambda: _content(reader.get("/healthz")),
        "floor: method page": lambda: _content(reader.get("/method/")),
        "Compare": lambda: _content(reader.get("/compare/?round=r1")),
        "Over time": lambda: _content(reader.get("/over-time/")),
        "Structure": lambda: _content(reader.get("/structures/s0/")),
        "Score a section": lambda: _content(writer.get(f"/assessments/{draft.pk}/coordination/")),
        "save one answer": save,
    }
    for name, page in pages.items():
        page()
        with CaptureQueriesContext(connection) as queries:
            size_compressed = len(gzip.compress(page()))
        number = len(queries)  # now: the next request empties the list
        times = []
        for _run in range(runs):
            start = time.perf_counter()
            page()
            times.append((time.perf_counter() - start) * 1000)
        p95 = sorted(times)[int(0.95 * (len(times) - 1))]
        figures = f"{number:>9}{statistics.median(times):>11.1f}{p95:>9.1f}{size_compressed:>9}"
        print(f"{name:<22}{size:>11}{figures}")


def _content(response: object) -> bytes:
    status, content = response.status_code, response.content  # type: ignore[attr-defined]
    if status != 200:
        sys.exit(f"{status}: {content[:300]!r}")
    return bytes(content)


if __name__ == "__main__":
    main()

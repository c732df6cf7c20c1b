"""``manage.py demo``: load the examples and make demonstration people; run again, it changes nothing."""

import secrets
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from coordination.actions import memberships, people, rounds
from coordination.documents.fixture import shifting
from coordination.management import published_card
from coordination.models import Commitment, Membership, Programme, User

PROGRAMME = "cod"
#: The deck, what an analyst reads in its text, and invented rounds after it.
FIXTURES = ("drc-2008.json", "drc-ownership-coding.json")
ROUNDS = "demo-rounds.json"
#: An invented year of partners, activities, promises and meetings, told as if today were in this month.
YEAR = "demo-life.json"
TOLD_IN = date(2011, 2, 1)
#: A promise of that year, and when it was made: as stored, it says how far the year was moved before.
SIGNPOST = ("L-06", date(2010, 10, 12))
#: How long the open round lasts from the day of the first load.
LASTS = timedelta(weeks=3)
PEOPLE = (
    ("adviser", "partners", "adviser.partners@demo.example", "Amina Adviser"),
    ("manager", "partners", "manager.partners@demo.example", "Paul Manager"),
    ("adviser", "government", "adviser.government@demo.example", "Grace Conseillère"),
    ("manager", "government", "manager.government@demo.example", "Joseph Directeur"),
    ("viewer", None, "viewer@demo.example", "Vera Viewer"),
    ("administrator", None, "administrator@demo.example", "Alain Administrator"),
)


class Command(BaseCommand):
    """Sets up what a newcomer needs to look around."""

    help = "Load the DRC examples and make demonstration people. Refused with production's settings."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, make people, print one line for each: role, side, e-mail, password."""
        if settings.PRODUCTION:
            raise CommandError("These are production's settings: no demonstration people are made here.")
        folder = Path(settings.BASE_DIR) / "fixtures"
        kept = Path(settings.VAR_DIR)
        kept.mkdir(exist_ok=True)
        for name in FIXTURES:
            self._load(folder / name)
        rounds_of_people = kept / ROUNDS
        rounds_of_people.write_bytes(published_card.prepared((folder / ROUNDS).read_bytes(), PROGRAMME))
        self._load(rounds_of_people)
        programme = Programme.objects.get(code=PROGRAMME)
        passwords = _passwords()
        year = kept / YEAR
        year.write_bytes(shifting.moved((folder / YEAR).read_bytes(), _months(programme)))
        self._load(year)
        there = {}
        for role, side, email, name in PEOPLE:
            user = self._person(programme, role, side, email, name, passwords[email])
            there[role, side or ""] = user
            self.stdout.write("\t".join((role, side or "-", email, passwords[email])))
        published_card.play(programme, there)
        self._set_last_day(programme)

    def _load(self, path: Path) -> None:
        try:
            call_command("load_fixture", path, verbosity=0, stdout=self.stderr)
        except CommandError as error:
            # Somebody worked with the demonstration, or the file is newer: what is there stays.
            self.stderr.write(f"{error}\nThe data of this copy is kept as it is.")

    def _person(
        self, programme: Programme, role: str, side: str | None, email: str, name: str, password: str
    ) -> User:
        user = User.objects.filter(email=email).first()
        if user is None or not user.check_password(password):
            language = "fr" if side == "government" else "en"
            user = people.save_person(
                email=email, name=name, language=language, password=password, by=None, at=timezone.now()
            )
        if not Membership.objects.filter(user=user, programme=programme).exists():
            memberships.give_place(
                user=user, programme=programme, role=role, side=side, by=None, at=timezone.now()
            )
        return user

    def _set_last_day(self, programme: Programme) -> None:
        """Let the open round of the example last some weeks from today, as its manager would."""
        manager = next(email for role, _side, email, _name in PEOPLE if role == "manager")
        for round_ in programme.rounds.filter(state="open", last_on=None):
            rounds.move_last_day(
                round_=round_,
                last_on=timezone.localdate() + LASTS,
                by=User.objects.get(email=manager),
                at=timezone.now(),
            )


def _months(programme: Programme) -> int:
    """Return how far the invented year is moved: to today, or where it was moved to when it was first loaded."""
    code, made_on = SIGNPOST
    stored = Commitment.objects.filter(programme=programme, code=code, origin="invented").first()
    here, there = (stored.made_on, made_on) if stored else (timezone.localdate(), TOLD_IN)
    return max(0, (here.year - there.year) * 12 + here.month - there.month)


def _passwords() -> dict[str, str]:
    """Return the demonstration passwords of this copy: made once, kept in ``var/``."""
    path = Path(settings.VAR_DIR) / "demo-passwords"
    path.parent.mkdir(exist_ok=True)
    kept = dict(line.split("\t") for line in path.read_text().splitlines()) if path.exists() else {}
    for _role, _side, email, _name in PEOPLE:
        kept.setdefault(email, "-".join(secrets.token_hex(2) for _ in range(5)))
    path.write_text("".join(f"{email}\t{password}\n" for email, password in kept.items()))
    path.chmod(0o600)
    return kept

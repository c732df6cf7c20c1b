"""Programmes: starting one with its first people, and what stands for it as a whole among what is assessed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import available_timezones

from django.db import transaction

from coordination.actions import first_run, instruments, journal, links, memberships, people, saving
from coordination.documents import instruments as instrument_files
from coordination.documents.countries import countries
from coordination.domain.bilingual import PROVINCE_LENGTH, TEXT_LENGTH, fold
from coordination.domain.memberships import Invited
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.domain.vocabulary import SECTORS, SIDES
from coordination.models import Instrument, Membership, Programme, Structure, User
from coordination.models.constraints import check
from coordination.permissions import is_administrator
from coordination.queries import programme_settings
from coordination.queries.programme_settings import said

#: No structure's code makes an address that begins so.
SLUG = "_programme"
NAME_EN = "The programme as a whole"
NAME_FR = "Le programme dans son ensemble"


@dataclass(frozen=True, slots=True)
class Started:
    """A programme with its first people, and the tokens of the links that were made for those without a password."""

    programme: Programme
    places: tuple[Membership, ...]
    tokens: tuple[tuple[User, str], ...]


@transaction.atomic
def start(
    *,
    programme: Programme,
    administrator: Invited,
    managers: Mapping[str, Invited],
    prints_links: bool,
    opened: str = "",
    by: User | None,
    at: datetime,
) -> Started:
    """Start a programme with its administrator and the first manager of each side, whose places count at once.

    Its code is made here, from its country. Who has no account yet gets one without a password, and where
    ``prints_links`` a link to be shown to ``by``: this once, while nothing was answered, also for a manager.

    Where nobody administers a programme yet, ``by`` is nobody and ``opened`` what the code of the first run gave
    (``first_run.open_with``); the administrator then gets a link to be shown in any case, and the questionnaires that
    come with the program are published where there is none.

    Raises:
        ValidationError: a field of the programme or of a person is not acceptable.
        Refused: the code opens nothing any more, ``by`` administers no programme, a side has no manager, one person is
            named twice, or the account of one is closed: nobody could help who is locked out there.
    """
    journal.lock()
    _require_starter(opened, by, at)
    if set(managers) != set(SIDES):
        raise Refused((Problem(rule=Rule.MANAGER_OF_EACH_SIDE),))
    programme.code = _free_code(programme.country)
    check(programme)
    programme.save(force_insert=True)
    facts = {"code": programme.code, "name_en": programme.name_en, "name_fr": programme.name_fr}
    journal.record(
        by=by, at=at, verb="started", noun="programme", key=programme.code, programme=programme, after=facts
    )
    add_whole(programme=programme, by=by, at=at)
    named = {"administrator": administrator, **managers}
    users = {who: people.account(invited=each, by=by, at=at) for who, each in named.items()}
    if closed := [who for who, user in users.items() if not user.is_active]:
        raise Refused(tuple(Problem(rule=Rule.ACCOUNT_CLOSED, path=f"{who}_email") for who in closed))
    made = memberships.first_places(
        programme=programme, administrator=users.pop("administrator"), managers=users, by=by, at=at
    )
    tokens = [
        (place.user, links.print_first_link(place=place, by=by, at=at))
        for place in made
        if (prints_links or (by is None and place.side is None))
        and not place.user.has_usable_password()
        and place.user.memberships.count() == 1
    ]
    return Started(programme, made, tuple(tokens))


def _require_starter(opened: str, by: User | None, at: datetime) -> None:
    """Let an administrator start another programme, and whoever has the code the first."""
    if by is not None:
        if not is_administrator(User.objects.get(pk=by.pk)):
            raise Refused((Problem(rule=Rule.NOT_ADMINISTERED),))
        return
    first_run.take(opened=opened, by=by, at=at)
    if not Instrument.objects.exists():
        for each in instrument_files.load_folder(instrument_files.SHIPPED).values():
            instruments.publish(value=each, by=by, at=at)


def _free_code(country: str) -> str:
    """Return the country's two letters, with a number where another programme has them."""
    taken = set(Programme.objects.values_list("code", flat=True))
    plain = country.lower()
    return next(each for each in (plain, *(f"{plain}-{n}" for n in range(2, 1000))) if each not in taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeFacts:
    """What is a programme's own, as it was typed; ``provinces`` is one name a line."""

    name_en: str
    name_fr: str
    country: str
    time_zone: str
    languages: str
    kind: str
    government_en: str = ""
    government_fr: str = ""
    partners_en: str = ""
    partners_fr: str = ""
    sectors: Collection[str] = ()
    provinces: str = ""

    @property
    def areas(self) -> tuple[str, ...]:
        """The provinces, each once."""
        lines = (saving.clean(each) for each in self.provinces.splitlines())
        return tuple(dict.fromkeys(filter(None, lines)))

    @property
    def columns(self) -> dict[str, object]:
        """What is kept, cleaned; a text in one language stands for both."""
        texts = {
            "name": saving.both(self.name_en, self.name_fr),
            "government": saving.both(self.government_en, self.government_fr),
            "partners": saving.both(self.partners_en, self.partners_fr),
        }
        written: dict[str, object] = {
            f"{name}_{language}": text.get(language)
            for name, text in texts.items()
            for language in ("en", "fr")
        }
        offered = [each for each in SECTORS if each in self.sectors]
        return written | {
            "country": self.country,
            "time_zone": self.time_zone,
            "languages": self.languages,
            "kind": self.kind,
            # All of them, those too that the program will know one day.
            "sectors": "" if len(offered) == len(SECTORS) else " ".join(offered),
            "provinces": "\n".join(self.areas),
        }


@transaction.atomic
def change(*, programme: Programme, facts: ProgrammeFacts, shown: str, by: User, at: datetime) -> Programme:
    """Change what is a programme's own; ``shown`` is the fingerprint of what the form was made from.

    Raises:
        Refused: somebody changed it meanwhile, it has no name, the country or the time zone is none, the sides are
            called alike, a name of an area is too long, or a real programme would be a real one no longer.
    """
    draft = saving.stored(Programme.objects.all(), programme, before=said)
    draft.require_unchanged(now=programme_settings.fingerprint(draft.row), base=shown, name=draft.row.code)
    _check(draft, facts)
    draft.put(facts.columns)
    return draft.keep(noun="programme", key=draft.row.code, programme=draft.row, after=said, by=by, at=at)


def _check(draft: saving.Draft[Programme], facts: ProgrammeFacts) -> None:
    problems, columns = draft.problems, facts.columns
    if not columns["name_en"]:
        problems.add(Rule.NAME_MISSING, "name_en")
    known = {draft.row.country, *(each.code for each in countries())}
    if facts.country not in known:
        problems.add(Rule.UNKNOWN_COUNTRY, "country", facts.country)
    if facts.time_zone not in available_timezones():
        problems.add(Rule.UNKNOWN_ZONE, "time_zone", facts.time_zone)
    if draft.row.kind == Programme.Kind.REAL and facts.kind != Programme.Kind.REAL:
        problems.add(Rule.PROGRAMME_REAL, "kind")
    _check_names(draft, facts)


def _check_names(draft: saving.Draft[Programme], facts: ProgrammeFacts) -> None:
    problems, columns = draft.problems, facts.columns
    for language in ("en", "fr"):
        government, partners = (str(columns[f"{side}_{language}"]) for side in SIDES)
        if government and fold(government) == fold(partners):
            problems.add(Rule.LABELS_EQUAL, f"partners_{language}", partners)
    for area in facts.areas:
        if len(area) > PROVINCE_LENGTH:
            problems.add(Rule.PROVINCE_TOO_LONG, "provinces", area, limit=f"{PROVINCE_LENGTH}")
    if len(str(columns["provinces"])) > TEXT_LENGTH:
        problems.add(Rule.PROVINCES_TOO_LONG, "provinces", limit=f"{TEXT_LENGTH}")


@transaction.atomic
def save(*, programme: Programme, by: User | None, at: datetime) -> Programme:
    """Keep what a programme is called and where it is; the command line may begin one so, with nobody in it.

    Raises:
        ValidationError: a field of the programme is not acceptable.
        Refused: a person begins one here: it would have nobody (see ``start``).
    """
    if programme._state.adding:
        draft = saving.new(programme)
        if by is not None:
            draft.problems.add(Rule.ADMINISTRATOR_COMES_FIRST, "", programme.code)
    else:
        stored = saving.stored(Programme.objects.all(), programme, before=said)
        draft = replace(stored, row=programme)
    draft.keep(noun="programme", key=str(programme), programme=programme, after=said, by=by, at=at)
    add_whole(programme=programme, by=by, at=at)
    return programme


@transaction.atomic
def add_whole(
    *, programme: Programme, taken: Collection[str] = (), by: User | None, at: datetime
) -> Structure:
    """Return the one row that stands for the programme as a whole; make it where there is none.

    Its code is the programme's in capitals, with a number where a structure has that code, or (``taken``) will.
    """
    there = Structure.everything.filter(programme=programme)
    found = there.filter(is_programme=True).first()
    if found:
        return found
    codes = {*taken, *there.values_list("code", flat=True)}
    plain = programme.code.upper()[:40]
    code = next(each for each in (plain, *(f"{plain[:36]}-{n}" for n in range(2, 1000))) if each not in codes)
    made = Structure(
        programme=programme,
        code=code,
        slug=SLUG,
        name_en=NAME_EN,
        name_fr=NAME_FR,
        sector=Structure.Sector.SSR,
        is_programme=True,
        folded=fold(f"{code} {NAME_EN} {NAME_FR}"),
    )
    check(made)
    made.save()
    journal.record(
        by=by, at=at, verb="saved", noun="structure", key=code, programme=programme, after={"name": NAME_EN}
    )
    return made

"""An administrator who wants to read what is sealed, with an accomplice: every step open to the two, and what they know.

The accomplice has a viewer's place and a password that nobody else ever knew. Both know every link that a page shows
them and every mail to an address of theirs (``@evil.example``). The managers are honest: each confirms the own people
as they were, and for a side without a manager the first one that the administrator names.

>>> story.after(step), story.reads(), story.lost()
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from coordination.actions import (
    archive,
    assessments,
    closings,
    factors,
    links,
    memberships,
    people,
    programmes,
)
from coordination.domain.memberships import Invited
from coordination.domain.problems import Refused
from coordination.domain.vocabulary import SIDES
from coordination.models import Assessment, Contact, Link, Membership, Programme, User, Weighting
from coordination.permissions import (
    Action,
    assessments_visible_to,
    can,
    contacts_visible_to,
    standings,
    weightings_visible_to,
)
from coordination.queries import factors as factor_queries
from coordination.queries import links as link_queries
from coordination.queries import people as queries
from tests import factors as given
from tests import make
from tests.actions.test_fixtures import file_of, one_of

EVIL = "@evil.example"
PASSWORD = "lualaba-sankuru-lomami-26"
#: Stands in everything sealed, and nowhere else.
SECRET = "Under-the-seal"
#: Whose places there are, by the name before the @; Felix was confirmed by the partners and has no password yet.
PEOPLE = ("amina", "paul", "felix", "grace", "joseph", "vera", "alain", "puppet")
Sealed = Mapping[str, frozenset[int]]


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back."""
    with transaction.atomic():
        before = transaction.savepoint()
        yield
        transaction.savepoint_rollback(before)


@dataclass(frozen=True, kw_only=True)
class Story:
    """Where the two have come: what they know of passwords and links, by the number of the account."""

    numbers: Mapping[str, int]
    sealed: Sealed
    is_mailed: bool
    began: datetime
    hour: int = 24
    passwords: dict[int, str] = field(default_factory=dict)
    held: dict[int, str] = field(default_factory=dict)
    #: What was found already, by all that it depends on.
    found: dict[object, list[str]] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        """When the next step is taken."""
        return self.began + timedelta(hours=self.hour)

    def user(self, name: str) -> User:
        """Return the account as it is now."""
        return User.objects.get(pk=self.numbers[name])

    def place(self, name: str) -> Membership | None:
        """Return the person's place in the programme, if there still is one."""
        return queries.place_of(self.user(name), make.cod())

    def is_theirs(self, name: str) -> bool:
        """Whether the two can sign in to this account, be it that they come round every second factor."""
        user = self.user(name)
        return user.is_active and (name == "alain" or self.passwords.get(user.pk) == user.password)

    def after(self, step: "Step") -> "Story | None":
        """Return where the step leads; None where it is refused, and leads nowhere."""
        story = replace(self, hour=self.hour + 24, passwords=dict(self.passwords), held=dict(self.held))
        try:
            with transaction.atomic():
                step.act(story)
        except (Refused, ValidationError):
            return None
        return story

    def mailed(self, user: User, token: str) -> None:
        """Let a mail arrive."""
        if user.email.endswith(EVIL):
            self.held[user.pk] = token

    def use_links(self) -> None:
        """Choose a password through every link that works."""
        for pk, token in list(self.held.items()):
            user = User.objects.get(pk=pk)
            with suppress(Refused):
                links.choose_password(user=user, token=token, password=PASSWORD, at=self.at)
                self.passwords[pk] = User.objects.get(pk=pk).password
        self.held.clear()

    def reads(self) -> list[str]:
        """Return what the two can read that is sealed, once they have used all that they hold."""
        with undone():
            late = replace(self, hour=self.hour + 24, passwords=dict(self.passwords), held=dict(self.held))
            late.use_links()
            return [found for name in PEOPLE if late.is_theirs(name) for found in late.read_by(name)]

    def read_by(self, name: str) -> list[str]:
        """Return what is sealed and this account may read, as the permissions have it."""
        user = self.user(name)
        rows = list(Assessment.objects.select_related("round").filter(pk__in=self.sealed["assessments"]))
        states = tuple((row.pk, row.state, row.round.state) for row in rows)
        known = (name, standings(user), states)
        if known not in self.found:
            self.found[known] = list(self._read_by(user, rows))
        return self.found[known]

    def _read_by(self, user: User, rows: Sequence[Assessment]) -> Iterator[str]:
        own = {each.programme_id: each for each in standings(user)}
        opened = {"revealed", "published"} & {row.state for row in rows}
        if opened:
            yield f"what is {opened}"
        if any(can(own.get(row.round.programme_id), Action.READ, row) for row in rows):
            yield f"answers, by the rights of {user}"
        contacts = contacts_visible_to(user, make.cod())
        doors = {
            "assessments": assessments_visible_to(user),
            "weights": weightings_visible_to(user),
            "contacts": contacts,
        }
        for kind, door in doors.items():
            if door.filter(pk__in=self.sealed[kind]).exists():
                yield f"{kind} as {user}"

    def lost(self) -> list[str]:
        """Return what nobody can help any more: a programme without an administrator, a side that gets no manager.

        Where neither side has a manager only the command line names one, and the README says so.
        """
        known = queries.places_of(make.cod())
        what = tuple(sorted(str((e.user_id, e.role, e.side, e.is_active, e.counts)) for e in known))
        if what not in self.found:
            managed = any(each.is_manager for each in known)
            self.found[what] = [
                f"no help for {side}" for side in SIDES if managed and not self._is_helped(side)
            ]
        return self.found[what] + [
            f"no administrator of {each.code}"
            for each in Programme.objects.exclude(code="caf")
            if not queries.has_administrator(each)
        ]

    def _is_helped(self, side: str) -> bool:
        """Whether an administrator and a manager together bring somebody new to the side, as its manager."""
        with undone():
            rows = Membership.objects.filter(programme=make.cod(), user__is_active=True).order_by("pk")
            administrator = rows.filter(role="administrator").first()
            managers = [row.user for row in rows.filter(role="manager", confirmed_at__isnull=False)]
            if administrator is None:
                return False
            helper = Invited("helper@ssr.example", "Helper", "en")
            archive.take_out(programme=make.cod(), by=administrator.user, at=self.at)
            asked, late = replace(self, hour=self.hour + 24), replace(self, hour=self.hour + 48)
            give_ = {"programme": make.cod(), "role": "manager", "side": side, "by": administrator.user}
            place = people.invite(invited=helper, at=asked.at, **give_)  # type: ignore[arg-type]
            return any(late.confirms(by, place) for by in managers)

    def confirms(self, by: User, place: Membership) -> bool:
        """Let a person confirm a place, if they may."""
        with suppress(Refused), transaction.atomic():
            shown = queries.fingerprint(place)
            memberships.confirm_place(place=place, shown=shown, by=by, at=self.at)
            return True
        return False

    def key(self) -> tuple[object, ...]:
        """Return all that counts from here on, the same whichever way led here."""
        places = Membership.objects.order_by("pk").values_list(
            "user", "programme__code", "role", "side", "asked_by", "asked_at", "confirmed_at", "reads_since"
        )
        times = sorted({each for row in places for each in row[5:] if each})
        users = User.objects.filter(pk__in=self.numbers.values()).order_by("pk")
        last: dict[int, list[tuple[object, ...]]] = {}
        for link in Link.objects.order_by("pk"):
            kind = (link.way, link.programme_id, link.side, link.used_at is not None)
            last.setdefault(link.user_id, []).append(kind)
        return (
            tuple((*row[:5], *(times.index(each) if each else None for each in row[5:])) for row in places),
            tuple((u.email, u.is_active, self.passwords.get(u.pk) == u.password) for u in users),
            tuple((u.has_usable_password(), last.get(u.pk, [()])[-1]) for u in users),
            tuple(next((k for k in reversed(last.get(u.pk, [])) if k[-1]), None) for u in users),
            frozenset(u.pk for u in users if factor_queries.has_one(u)),
            frozenset(u.pk for u in users if u.pk in self.held and link_queries.works(u, self.held[u.pk])),
            tuple(Assessment.objects.order_by("pk").values_list("state", flat=True)),
            make.cod().archived_at is None,
        )


@dataclass(frozen=True)
class Step:
    """Something that the two do, or bring an honest manager to do."""

    name: str
    act: Callable[[Story], None]

    def __str__(self) -> str:
        return self.name


# --- what an administrator does


def give(name: str, role: str, side: str | None, giver: str = "alain") -> Step:
    """Give a place, or another role or side; who has no password gets a link where there is mail."""

    def act(story: Story) -> None:
        if not story.is_theirs(giver):
            return
        user, by = story.user(name), story.user(giver)
        memberships.give_place(user=user, programme=make.cod(), role=role, side=side, by=by, at=story.at)
        if story.is_mailed and not user.has_usable_password():
            story.mailed(user, links.make_link(user=user, way="mail", by=by, at=story.at))

    who = "" if giver == "alain" else f"{giver}: "
    return Step(f"{who}make {name} {role} {side or ''}".strip(), act)


def end(name: str, by: str = "alain") -> Step:
    """End a place."""

    def act(story: Story) -> None:
        if story.is_theirs(by) and (place := story.place(name)):
            memberships.end_place(place=place, by=story.user(by), at=story.at)

    return Step(f"end {name}" if by == "alain" else f"the accomplice ends {name}", act)


def account(name: str, *, is_active: bool) -> Step:
    """Close an account, or open it again."""

    def act(story: Story) -> None:
        user = story.user(name)
        facts = {"email": user.email, "name": user.name, "language": user.language}
        people.save_person(**facts, is_active=is_active, by=story.user("alain"), at=story.at)

    return Step(f"{'open' if is_active else 'close'} {name}", act)


def readdress(name: str, by: str = "alain") -> Step:
    """Give an account an address of theirs."""

    def act(story: Story) -> None:
        email = f"{name}{story.hour}{EVIL}"
        if not story.is_theirs(by):
            return
        people.change_email(user=story.user(name), email=email, by=story.user(by), at=story.at)

    return Step(f"{by} gives {name} another e-mail", act)


def start(*named: str) -> Step:
    """Start a programme with these as first managers; the links of who is new are shown, or mailed."""

    def act(story: Story) -> None:
        if not story.is_theirs("alain"):
            return
        emails = [story.user(name).email for name in named]
        invited = [Invited(email, "Somebody", "en") for email in (story.user("alain").email, *emails)]
        made = programmes.start(
            programme=Programme(country="CD", name_en="E", name_fr="E", time_zone="Africa/Kinshasa"),
            administrator=invited[0],
            managers=dict(zip(SIDES, invited[1:], strict=True)),
            prints_links=not story.is_mailed,
            by=story.user("alain"),
            at=story.at,
        )
        story.held.update({user.pk: token for user, token in made.tokens})

    return Step(f"start a programme of {' and '.join(named)}", act)


# --- what both can do


def print_link(name: str, by: str) -> Step:
    """Have a link shown; where there is mail none is."""

    def act(story: Story) -> None:
        place = story.place(name)
        if place and not story.is_mailed and story.is_theirs(by):
            story.held[place.user_id] = links.print_link(place=place, by=story.user(by), at=story.at)

    return Step(f"{by} prints a link for {name}", act)


def _load(story: Story) -> None:
    """Load a file in which the government has sent on what only the partners have: both would be revealed."""
    if not story.is_theirs("alain"):
        return
    round_ = make.round_("march-2011")
    make.load(
        file_of(round_, one_of("government", "sent", structure="CCRSS"), state="open"), by=story.user("alain")
    )


def renew(name: str, by: str) -> Step:
    """Have an invitation sent again."""

    def act(story: Story) -> None:
        if (place := story.place(name)) and story.is_theirs(by):
            memberships.renew(place=place, by=story.user(by), at=story.at)
            if story.is_mailed and not place.user.has_usable_password():
                link = links.make_link(user=place.user, way="mail", by=story.user(by), at=story.at)
                story.mailed(place.user, link)

    return Step(f"invite {name} again", act)


def reset(name: str, by: str) -> Step:
    """Have a link mailed to who has come in."""

    def act(story: Story) -> None:
        if (place := story.place(name)) and story.is_theirs(by) and story.is_mailed:
            story.mailed(place.user, links.reset(place=place, by=story.user(by), at=story.at))

    return Step(f"mail {name} a link", act)


def forget_factors(name: str, by: str) -> Step:
    """Have somebody's second factors removed."""

    def act(story: Story) -> None:
        if (place := story.place(name)) and story.is_theirs(by):
            factors.forget_factors(place=place, by=story.user(by), at=story.at)

    return Step(f"{by} forgets the factors of {name}", act)


def _archive(story: Story) -> None:
    if story.is_theirs("alain"):
        archive.archive(programme=make.cod(), by=story.user("alain"), at=story.at)


def _take_out(story: Story) -> None:
    if story.is_theirs("alain"):
        archive.take_out(programme=make.cod(), by=story.user("alain"), at=story.at)


def _forget(story: Story) -> None:
    for name in PEOPLE:
        if story.is_mailed and (found := links.ask_for_link(email=story.user(name).email, at=story.at)):
            story.mailed(*found)


def _confirm_all(story: Story) -> None:
    if story.is_theirs("puppet"):
        for place in Membership.objects.select_related("user", "programme").filter(programme=make.cod()):
            story.confirms(story.user("puppet"), place)


def _hold_round(story: Story) -> None:
    """Set aside every draft of the accomplice's side, and close the round."""
    if story.is_theirs("puppet"):
        by = story.user("puppet")
        for row in Assessment.objects.filter(pk__in=story.sealed["assessments"], state="draft"):
            place = story.place("puppet")
            if (
                place
                and place.side == row.side
                and can(next(iter(standings(by)), None), Action.SET_ASIDE, row)
            ):
                assessments.set_aside(assessment=row, reason="Gone.", reveals=True, by=by, at=story.at)
        if (one := story.place("puppet")) and one.role == "manager" and one.confirmed_at:
            round_ = make.round_("march-2011")
            closings.close(round_=round_, side=one.side or "", closes=True, by=by, at=story.at)


# --- what honest managers do when asked


def confirm_own(manager: str, *own: str) -> Step:
    """Let a manager confirm people anew, whom they know by an address that is what it was."""

    def act(story: Story) -> None:
        for name in own:
            if (place := story.place(name)) and place.user.email == f"{name}@{make.DOMAIN}":
                story.confirms(story.user(manager), place)

    return Step(f"{manager} confirms who was there before", act)


def confirm_first(manager: str, side: str) -> Step:
    """Let a manager confirm the first manager of the other side, whoever it is."""

    def act(story: Story) -> None:
        for place in Membership.objects.select_related("user", "programme").filter(side=side):
            story.confirms(story.user(manager), place)

    return Step(f"{manager} confirms a first manager of the {side}", act)


def take(side: str, manager: str, other: str) -> Step:
    """Be rid of the only manager of a side, name the accomplice, and let the other side's manager confirm."""

    def act(story: Story) -> None:
        steps = (end(manager), give("puppet", "manager", side), confirm_first(other, side))
        for hour, step in enumerate(steps):
            step.act(replace(story, hour=story.hour + hour))

    return Step(f"take the {side}", act)


PLACES = (("adviser", "partners"), ("manager", "partners"), ("manager", "government"), ("viewer", None))
STEPS: tuple[Step, ...] = (
    *(give("puppet", role, side) for role, side in (*PLACES, ("administrator", None))),
    *(give(name, role, side) for name in ("amina", "paul", "felix") for role, side in PLACES),
    give("vera", "manager", "partners"),
    give("joseph", "manager", "partners"),
    give("joseph", "viewer", None),
    *(end(name) for name in ("amina", "paul", "felix", "joseph", "puppet", "alain")),
    *(account(name, is_active=yes) for name in ("amina", "paul", "joseph") for yes in (False, True)),
    account("alain", is_active=False),
    end("alain", "puppet"),
    give("vera", "adviser", "partners", "puppet"),
    give("vera", "manager", "partners", "puppet"),
    give("amina", "manager", "partners", "puppet"),
    give("felix", "manager", "partners", "puppet"),
    readdress("amina", "puppet"),
    readdress("felix", "puppet"),
    Step("put the programme into the archive", _archive),
    Step("take the programme out of the archive", _take_out),
    renew("felix", "alain"),
    reset("amina", "alain"),
    *(forget_factors(name, by) for name, by in (("amina", "puppet"), ("amina", "alain"), ("vera", "alain"))),
    *(readdress(name) for name in ("amina", "paul", "felix", "joseph", "puppet", "alain")),
    start("puppet", "felix"),
    start("amina", "felix"),
    *(print_link(name, "alain") for name in PEOPLE),
    *(print_link(name, "puppet") for name in ("amina", "paul", "felix", "vera", "alain")),
    Step("choose passwords", Story.use_links),
    Step("load an invented answer of the other side", _load),
    Step("forget every password", _forget),
    Step("the accomplice confirms", _confirm_all),
    Step("the accomplice holds the round", _hold_round),
    confirm_own("paul", "amina", "felix", "vera"),
    confirm_own("joseph", "grace"),
    confirm_first("joseph", "partners"),
    confirm_first("paul", "government"),
    take("partners", "paul", "joseph"),
    take("government", "joseph", "paul"),
)


def begin(*, is_mailed: bool) -> Story:
    """Make what is sealed on both sides, Felix whom the partners confirmed, and the accomplice."""
    cast, round_ = make.cast(), make.open_round()
    make.place(make.newcomer("felix"), "adviser", "partners")
    puppet = people.account(invited=Invited(f"puppet{EVIL}", "Puppet", "en"), by=None, at=make.AT)
    memberships.give_place(
        user=puppet, programme=make.cod(), role="viewer", side=None, by=cast.alain, at=make.AT
    )
    for writer, structure in ((cast.amina, "CCRSS"), (cast.grace, "GTSE/CPSE")):
        draft = make.begin(writer, "CMJ", round_)
        sent = make.start(writer, structure, round_)
        make.answer_all(sent)
        for row, code in ((draft, "C1"), (sent, "C2")):
            make.answer(row, code, "Partly?", basis=f"{SECRET} of {writer.name}")
        make.send(sent)
        make.contact(writer, subject=f"{SECRET} agreed by {writer.name}", sharing="side")
    for manager, side in ((cast.paul, "partners"), (cast.joseph, "government")):
        make.weigh(round_, side, reason=f"{SECRET} of the {side}", by=manager)
    numbers = {user.email.split("@")[0]: user.pk for user in User.objects.all()}
    sealed = {
        "assessments": frozenset(Assessment.objects.filter(round=round_).values_list("pk", flat=True)),
        "weights": frozenset(Weighting.objects.filter(round=round_).values_list("pk", flat=True)),
        "contacts": frozenset(Contact.objects.filter(sharing="side").values_list("pk", flat=True)),
    }
    story = Story(
        numbers={name: numbers[name] for name in PEOPLE},
        sealed=sealed,
        is_mailed=is_mailed,
        began=timezone.now(),
    )
    for person in (cast.amina, cast.vera):
        given.app(person)
    story.held[puppet.pk] = links.make_link(user=puppet, way="mail", by=None, at=make.AT)
    story.use_links()
    return story

"""Mails on their way to people: links to choose a password (or on a page for who hands them over), what rounds await."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import BoundedSemaphore

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connections
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from coordination.actions import links as actions
from coordination.actions import mails
from coordination.actions import reminders as reminder_actions
from coordination.domain.bilingual import Text
from coordination.models import Assessment, Membership, Programme, Round, RoundMail, Structure, User
from coordination.presenters import factors as factors_words
from coordination.presenters import keyed_in as keyed_in_words
from coordination.presenters import links as links_words
from coordination.presenters import publications as publications_words
from coordination.presenters import roster as roster_words
from coordination.presenters import rounds as round_words
from coordination.queries import links, people, publications, reminders, unsent
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue

logger = logging.getLogger("coordination")
_mailing, _waiting = ThreadPoolExecutor(max_workers=1), BoundedSemaphore(100)


class KeepingBackend(BaseEmailBackend):
    """Sends nothing: keeps each mail, to be read in the browser of the demonstration."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the mails.

        Raises:
            ImproperlyConfigured: these are production's settings, where secret links are kept nowhere.
        """
        if settings.PRODUCTION:
            raise ImproperlyConfigured("In production no mail is kept.")
        for each in email_messages:
            text, to = str(each.body), ", ".join(each.recipients())
            mails.keep(to=to, subject=str(each.subject), text=text, at=timezone.now())
        return len(email_messages)


def site(request: HttpRequest) -> str:
    """Return where the program is found from outside: as set up, else as this request found it."""
    return settings.SITE_ADDRESS or request.build_absolute_uri("/").rstrip("/")


def address(home: str, user: User, token: str) -> str:
    """Return the address under which the person chooses a password."""
    return home + reverse("password-new", args=[links.number(user), token])


def announce(request: HttpRequest, place: Membership) -> list[str]:
    """Tell the person of a place that was just given, where mail is set up; return the sentences on what comes next.

    They are the same whether the person was known before or not.
    """
    step = people.next_step(place)
    return links_words.of_new_place(invite(request, place), has_side=place.side is not None, step=step)


def invite(request: HttpRequest, place: Membership | None, language: str = "") -> str:
    """Tell the person of their place, where mail is set up, in this language, else in theirs; return what became of it.

    It is “sent”, “not_sent” or “not_mailed”; for nobody the same as for somebody.
    """
    if not settings.MAIL_REACHES_PEOPLE:
        return "not_mailed"
    return "sent" if place is None or _mail_place(site(request), place, language) else "not_sent"


def reset(request: HttpRequest, place: Membership, token: str) -> bool:
    """Mail the link with which the person chooses a new password; whether it went out."""
    link = address(site(request), place.user, token)
    return _send(place.user, "coordination/mail/link.txt", {"link": link})


def tell(request: HttpRequest, user: User, what: str) -> None:
    """Tell a person that their account changed, where mail is set up; ``what`` is a key of `presenters.factors`."""
    if settings.MAIL_REACHES_PEOPLE:
        with override(user.language):
            said = factors_words.mailed(what)
        address = f"{site(request)}{reverse('account')}"
        _send(user, "coordination/mail/account.txt", {"said": said, "site": address})


def tell_of_place(request: HttpRequest, place: Membership, what: str, *, to: str = "") -> None:
    """Tell a person, where mail is set up, that somebody else changed their place; ``what`` as `presenters.roster` says.

    ``to`` is an e-mail that is no longer theirs: who takes somebody's account over does not do it unseen.
    """
    if settings.MAIL_REACHES_PEOPLE:
        programme = Text(place.programme.name_en, place.programme.name_fr)
        with override(place.user.language):
            said = roster_words.mailed(what, programme)
        context: dict[str, object] = {"said": said, "site": site(request)}
        _send(place.user, "coordination/mail/place_changed.txt", context, to=to)


def tell_of_card(request: HttpRequest, round_: Round, structure: Structure, what: str) -> None:
    """Tell the people of both sides, in its own time, that a card was revealed, published or corrected.

    ``what`` is a key of `presenters.publications`. The mail names the card and holds no answer; there is none where no
    mail is set up.
    """
    if settings.MAIL_REACHES_PEOPLE:
        home = site(request)
        _later(lambda: mail_of_card(round_, structure, what, home))


def mail_of_card(round_: Round, structure: Structure, what: str, home: str) -> None:
    """Tell the people of both sides what became of a card, each in their language."""
    card = Text(structure.name_en, structure.name_fr), Text(round_.name_en, round_.name_fr)
    address = home + reverse("structure-card", args=[structure.slug, round_.label])
    for user in publications.told(round_.programme_id):
        with override(user.language):
            said, subject = publications_words.mailed(what, *card), publications_words.subject(what)
        _send(user, "coordination/mail/card.txt", {"said": said, "site": address}, subject=subject)


def tell_of_paper(request: HttpRequest, row: Assessment, what: str, to: Sequence[User]) -> None:
    """Tell these people, where mail is set up, what became of answers from paper; ``what`` as `presenters.keyed_in`."""
    if settings.MAIL_REACHES_PEOPLE:
        home = f"{site(request)}{reverse('assessment-submit', args=[row.pk])}"
        structure = Text(row.structure.name_en, row.structure.name_fr)
        round_ = Text(row.round.name_en, row.round.name_fr)
        for user in to:
            with override(user.language):
                said, subject = keyed_in_words.mailed(what, structure, round_), keyed_in_words.subject(what)
            _send(user, "coordination/mail/card.txt", {"said": said, "site": home}, subject=subject)


def mail_later(email: str, home: str) -> None:
    """Mail a link to who has this e-mail, in its own time: nobody can tell from ours whether there is somebody."""
    _later(lambda: mail_asked(email, home))


def new_device_later(user: User, home: str, at: datetime) -> None:
    """Tell a person, in its own time, that somebody signed in to their account on a device that is new."""
    _later(lambda: mail_new_device(user, home, at))


def mail_new_device(user: User, home: str, at: datetime) -> None:
    """Tell a person when their account was used on a new device, and what to do if it was not them."""
    programme = Programme.objects.filter(memberships__user=user).order_by("pk").first()
    context = {
        "at": timezone.localtime(at, programme.zone if programme else None),
        "forgotten": f"{home}{reverse('password-forgotten')}",
    }
    _send(user, "coordination/mail/new_device.txt", context)


def agreed_later(programme: Programme, round_: RoundValue, structure: StructureValue, home: str) -> None:
    """Tell the people of both sides, in their own time, that a card is agreed; no answer stands in a mail."""
    if settings.MAIL_REACHES_PEOPLE:
        _later(lambda: mail_agreed(programme, round_, structure, home))


def mail_agreed(programme: Programme, round_: RoundValue, structure: StructureValue, home: str) -> None:
    """Tell the people of both sides that a card is agreed, each in their language, and where it is read."""
    link = home + reverse("agreement-detail", args=[round_.label, structure.slug])
    for user in people.on_sides(programme):
        names = {"round": round_.name.get(user.language), "structure": structure.title.get(user.language)}
        _send(user, "coordination/mail/agreed.txt", {**names, "link": link})


def mail_asked(email: str, home: str) -> None:
    """Mail a link to who has this e-mail, if anybody has."""
    found = actions.ask_for_link(email=email, at=timezone.now())
    if found is not None:
        user, token = found
        _send(user, "coordination/mail/link.txt", {"link": address(home, user, token)})


def _later(step: Callable[[], None]) -> None:
    if _waiting.acquire(blocking=False):
        _mailing.submit(_in_own_time, step)


def _in_own_time(step: Callable[[], None]) -> None:
    try:
        step()
    except Exception:
        logger.exception("a mail could not be sent")
    finally:
        connections.close_all()
        _waiting.release()


def _mail_place(home: str, place: Membership, language: str) -> bool:
    user, link = place.user, ""
    if not user.is_active:
        return True
    if not user.has_usable_password():
        token = actions.make_link(user=user, way="mail", by=place.asked_by, at=timezone.now())
        link = address(home, user, token)
    french = (language or user.language) == "fr"
    context = {
        "programme": place.programme.name_fr if french else place.programme.name_en,
        "link": link,
        "site": f"{home}{reverse('sign-in')}",
        "is_waiting": place.confirmed_at is None,
    }
    return _send(user, "coordination/mail/place.txt", context, language)


def _send(
    user: User,
    template: str,
    context: dict[str, object],
    language: str = "",
    *,
    subject: str = "",
    to: str = "",
) -> bool:
    with override(language or user.language):
        body = render_to_string(template, {"name": user.name, **context})
        subject = subject or links_words.subject()
    try:
        # A line break in a name would end the head of the mail.
        EmailMessage(" ".join(subject.split()), body, to=[to or user.email]).send()
    except (OSError, ValueError) as error:  # what a mail server, a network or an address can say
        logger.warning("a mail to a person could not be sent: %s", type(error).__name__)
        return False
    return True


def send_about_rounds(home: str) -> tuple[int, int]:
    """Send the mails about rounds that wait, where mail is set up; return how many went out and how many could not.

    One that could not waits for the next time; one that somebody else sends meanwhile is left to them.
    """
    sent = failed = 0
    for each in reminders.waiting(timezone.now()) if settings.MAIL_REACHES_PEOPLE else ():
        if not reminder_actions.take(mail=each, at=timezone.now()):
            continue
        if _send_about_round(each, home):
            sent += 1
        else:
            failed += 1
            reminder_actions.put_back(mail=each, at=timezone.now())
    return sent, failed


def _send_about_round(mail: RoundMail, home: str) -> bool:
    """Send one mail; where nothing is left to send meanwhile, there is nothing to say."""
    user, round_ = mail.user, mail.round
    name = Text(round_.name_en, round_.name_fr)
    context: dict[str, object] = {
        "round": name,
        "programme": Text(round_.programme.name_en, round_.programme.name_fr),
        "label": round_.label,
        "site": home,
    }
    if mail.kind == RoundMail.Kind.UNSENT:
        context["left"] = unsent.of(user)
        if not context["left"]:
            return True
    if mail.kind == RoundMail.Kind.CLOSED:
        context["revealed"] = ", ".join(reminders.revealed(round_, mail.made_at))
    with override(user.language):
        subject = round_words.subject(mail.kind, name)
    return _send(user, f"coordination/mail/round_{mail.kind}.txt", context, subject=subject)

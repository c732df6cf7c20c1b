"""Links to choose a password on their way to people: by mail, or on a page for who hands them over."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connections
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from coordination.actions import links as actions
from coordination.models import Membership, User
from coordination.presenters import factors as factors_words
from coordination.presenters import links as links_words
from coordination.queries import links, people

logger = logging.getLogger("coordination")
_mailing, _waiting = ThreadPoolExecutor(max_workers=1), BoundedSemaphore(100)


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
    became = "not_mailed"
    if settings.MAIL_REACHES_PEOPLE:
        became = "sent" if _mail_place(site(request), place) else "not_sent"
    return links_words.of_new_place(became, has_side=place.side is not None, step=people.next_step(place))


def tell(request: HttpRequest, user: User, what: str) -> None:
    """Tell a person that their account changed, where mail is set up; ``what`` is a key of `presenters.factors`."""
    if settings.MAIL_REACHES_PEOPLE:
        with override(user.language):
            said = factors_words.mailed(what)
        address = f"{site(request)}{reverse('account')}"
        _send(user, "coordination/mail/account.txt", {"said": said, "site": address})


def mail_later(email: str, home: str) -> None:
    """Mail a link to who has this e-mail, in its own time: nobody can tell from ours whether there is somebody."""
    if _waiting.acquire(blocking=False):
        _mailing.submit(_in_own_time, lambda: mail_asked(email, home))


def mail_asked(email: str, home: str) -> None:
    """Mail a link to who has this e-mail, if anybody has."""
    found = actions.ask_for_link(email=email, at=timezone.now())
    if found is not None:
        user, token = found
        _send(user, "coordination/mail/link.txt", {"link": address(home, user, token)})


def _in_own_time(step: Callable[[], None]) -> None:
    try:
        step()
    except Exception:
        logger.exception("a link could not be mailed")
    finally:
        connections.close_all()
        _waiting.release()


def _mail_place(home: str, place: Membership) -> bool:
    user, link = place.user, ""
    if not user.is_active:
        return True
    if not user.has_usable_password():
        token = actions.make_link(user=user, way="mail", by=place.asked_by, at=timezone.now())
        link = address(home, user, token)
    french = user.language == "fr"
    context = {
        "programme": place.programme.name_fr if french else place.programme.name_en,
        "link": link,
        "site": f"{home}{reverse('sign-in')}",
        "is_waiting": place.confirmed_at is None,
    }
    return _send(user, "coordination/mail/place.txt", context)


def _send(user: User, template: str, context: dict[str, object]) -> bool:
    with override(user.language):
        body = render_to_string(template, {"name": user.name, **context})
        subject = links_words.subject()
    try:
        EmailMessage(subject, body, to=[user.email]).send()
    except (OSError, ValueError) as error:  # what a mail server, a network or an address can say
        logger.warning("a mail to a person could not be sent: %s", type(error).__name__)
        return False
    return True

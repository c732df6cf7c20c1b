"""Where what a page says next waits, under the name that all our cookies have."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class OwnCookie(CookieStorage):
    """Django's signed cookie."""

    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class Messages(FallbackStorage):
    """A cookie; what does not fit waits in the session."""

    storage_classes = (OwnCookie, SessionStorage)

"""Second factors: what a person has, and whether one is missing."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator

from coordination.models import Membership, Role, User

#: What is a second factor of its own; recovery codes stand in for one of these.
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
KEPT = Authenticator.objects.filter(type__in=KINDS)
#: Who does nothing without one, where the installation asks for it.
ROLES = (Role.MANAGER, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorValue:
    """An authenticator app or a passkey; an app has no name."""

    id: int
    is_app: bool
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """What a person has; ``codes_left`` is the number of unused recovery codes."""

    all: tuple[FactorValue, ...]
    codes_left: int

    @property
    def has_app(self) -> bool:
        """Whether there is an authenticator app."""
        return any(each.is_app for each in self.all)

    @property
    def has_passkey(self) -> bool:
        """Whether there is a passkey."""
        return any(not each.is_app for each in self.all)


def of_user(user: User) -> Factors:
    """Return the person's second factors, in the order in which they were added; one query."""
    rows = list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return Factors(
        tuple(
            FactorValue(
                id=row.pk,
                is_app=row.type == Authenticator.Type.TOTP,
                name=row.data.get("name", ""),
                added_at=row.created_at,
                used_at=row.last_used_at,
            )
            for row in rows
            if row.type in KINDS
        ),
        app_settings.RECOVERY_CODE_COUNT - codes.data["used_mask"].bit_count() if codes else 0,
    )


def has_one(user: User) -> bool:
    """Whether the person has a second factor; one query."""
    return bool(KEPT.filter(user=user).exists())


def is_missing(user: User) -> bool:
    """Whether the person manages or administers somewhere, and has no second factor; one query."""
    places = Membership.objects.filter(user=user, role__in=ROLES)
    return places.exclude(user__in=KEPT.values("user")).exists()

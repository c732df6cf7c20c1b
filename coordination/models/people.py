"""Who uses the program, and in which role and on which side of which programme."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from coordination.domain.vocabulary import SIDES
from coordination.models.constraints import plain_text
from coordination.models.programmes import Programme


class Side(models.TextChoices):
    """The two sides of a partnership."""

    GOVERNMENT = "government", _("government")
    PARTNERS = "partners", _("partners")


class Role(models.TextChoices):
    """What a person does in a programme."""

    ADVISER = "adviser", _("adviser")
    MANAGER = "manager", _("manager")
    VIEWER = "viewer", _("viewer")
    ADMINISTRATOR = "administrator", _("administrator")


class UserManager(BaseUserManager["User"]):
    """Finds people by e-mail whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the person whose e-mail is ``username``, in any case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person, known by e-mail."""

    email = models.EmailField(_("e-mail"), unique=True, max_length=254)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(
        _("language"), max_length=2, choices=[("en", _("English")), ("fr", _("French"))], default="en"
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    #: Sessions and links made under another number have ended.
    session_number = models.PositiveIntegerField(default=0, editable=False)
    #: When the person ended the guided tour of an example, at its end or before it began.
    tour_ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower_case"),
            *plain_text("user", email=254, name=120),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bind sessions to the number beside the password: they end when it moves on."""
        key_salt = "coordination.models.people.User.session"
        text = f"{self.session_number} {self.password}"
        return salted_hmac(key_salt, text, secret=secret, algorithm="sha256").hexdigest()

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """No person has a Django permission: ``coordination.permissions`` is the only table."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """As ``has_perm``."""
        return False


class Membership(models.Model):
    """A person's role and side in one programme; a place on a side counts from its confirmation on.

    Who was confirmed where their side had no manager of its own reads what that side wrote before ``reads_since`` only
    from its reveal on.
    """

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("programme")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    side = models.CharField(_("side"), max_length=20, choices=Side, null=True, blank=True)
    asked_at = models.DateTimeField(_("asked for on"), editable=False)
    asked_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("asked for by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    reads_since = models.DateTimeField(
        _("reads what was written since"), null=True, blank=True, editable=False
    )
    #: The name in the invitation: whose account it is stays untold until the person has come in.
    invited_name = models.CharField(max_length=120, blank=True, default="", editable=False)
    #: When the invitation went out last; its link is valid from then on.
    invited_at = models.DateTimeField(editable=False)
    #: When the person was here last, to five minutes; None until they have come in.
    seen_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "programme"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["adviser", "manager"], side__isnull=False, side__in=[*SIDES])
                | models.Q(role__in=["viewer", "administrator"], side__isnull=True),
                name="membership_side_fits_role",
                violation_error_message=_(
                    "An adviser or a manager has a side; a viewer or an administrator has none."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=False, confirmed_at__gte=models.F("asked_at"))
                | models.Q(confirmed_at__isnull=True, confirmed_by__isnull=True, side__isnull=False),
                name="membership_waits_or_counts",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("user")),
                name="membership_confirmed_by_another",
            ),
            *plain_text("membership", invited_name=120),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.programme} · {self.get_role_display()}"

    @property
    def is_invited(self) -> bool:
        """Whether the person was invited and has not come in yet: nothing of their account is told."""
        return self.seen_at is None and bool(self.invited_name)

    @property
    def shown_name(self) -> str:
        """The name that others read: as invited, until the person has come in."""
        return self.invited_name if self.is_invited else self.user.name


class FormerPlace(models.Model):
    """That a place ended, as those who looked after it knew it: it gives no right, and none is asked of it.

    The latest end of each person in each programme; the journal has them all.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role)
    side = models.CharField(max_length=20, choices=Side, null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("former place")
        verbose_name_plural = _("former places")
        constraints = [
            models.UniqueConstraint(fields=["user", "programme"], name="former_place_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["adviser", "manager"], side__isnull=False, side__in=[*SIDES])
                | models.Q(role__in=["viewer", "administrator"], side__isnull=True),
                name="former_place_side_fits_role",
            ),
            *plain_text("formerplace", email=254, name=120, reason=300),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.programme} · {self.get_role_display()}"


class Former(models.TextChoices):
    """How pages name somebody whose place has ended: by the role they had, as far as it is known."""

    ADVISER = "adviser", _("a former adviser")
    MANAGER = "manager", _("a former manager")
    VIEWER = "viewer", _("a former viewer")
    ADMINISTRATOR = "administrator", _("a former administrator")
    MEMBER = "member", _("a former member")


class Link(models.Model):
    """That a link was made through which a person chooses a password; the link itself is kept nowhere.

    The latest one of a person is the one that works. The latest one used says through whose hands the present password
    was chosen: mailed, given by whoever runs the server, or printed on a page, by a manager of ``side`` in
    ``programme`` or, without a side, by an administrator of it; or in one that was removed since, and is not named.
    """

    class Way(models.TextChoices):
        """How it reached the person."""

        MAIL = "mail", _("mailed")
        PRINT = "print", _("printed")
        SERVER = "server", _("given by whoever runs the server")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    way = models.CharField(max_length=20, choices=Way)
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    side = models.CharField(max_length=20, choices=Side, null=True, blank=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("link to choose a password")
        verbose_name_plural = _("links to choose a password")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(way="print", side__isnull=True)
                | models.Q(way="print", programme__isnull=False, side__in=[*SIDES])
                | models.Q(way__in=["mail", "server"], programme__isnull=True, side__isnull=True),
                name="link_printed_in_a_programme",
            ),
            models.CheckConstraint(
                condition=models.Q(used_at__isnull=True) | models.Q(used_at__gte=models.F("made_at")),
                name="link_made_before_used",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_way_display()}"

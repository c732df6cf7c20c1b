"""Who uses the program, and in which role and on which side of which programme."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """No person has a Django permission: ``coordination.permissions`` is the only table."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """As ``has_perm``."""
        return False


class Membership(models.Model):
    """A person's role and side in one programme."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("programme")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    side = models.CharField(_("side"), max_length=20, choices=Side, null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "programme"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(
                    role__in=["adviser", "manager"], side__isnull=False, side__in=["government", "partners"]
                )
                | models.Q(role__in=["viewer", "administrator"], side__isnull=True),
                name="membership_side_fits_role",
                violation_error_message=_(
                    "An adviser or a manager has a side; a viewer or an administrator has none."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.programme} · {self.get_role_display()}"

"""Django's admin for people and programmes; scores, journal and instruments are read-only there.

No rules of its own: who may open it is ``permissions``' answer, and it writes through ``actions``.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coordination.actions import people, reference
from coordination.domain.problems import Problem
from coordination.domain.texts import fault
from coordination.models import (
    Assessment,
    Instrument,
    JournalEntry,
    Membership,
    Programme,
    Round,
    User,
)
from coordination.permissions import (
    assessments_visible_by_themselves_to,
    is_administrator,
    people_administered_by,
    programmes_administered_by,
)

# Django's groups are not used: ``coordination.permissions`` is the only table of rights.
admin.site.unregister(Group)


def _programmes(request: HttpRequest) -> QuerySet[Programme]:
    return programmes_administered_by(request.user)  # type: ignore[arg-type]


class Readable(admin.ModelAdmin):  # type: ignore[type-arg]
    """What administrators may look at and nobody changes here."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Administrators see it."""
        return is_administrator(request.user)  # type: ignore[arg-type]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators see it."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes here: what was used stays."""
        return False


def _sound(text: str) -> None:
    """Refuse beside its field marks that turn the reading direction, and a text of which nobody sees anything."""
    rule = fault(text, len(text), lines=True)
    if rule in ("nothing_to_see", "control_character"):
        raise forms.ValidationError(Problem(rule, value=text).text(get_language() or "en"))


class Editable(Readable):
    """What administrators keep."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Every text is one that people can read."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.CharField):
            field.validators = [*field.validators, _sound]
        return field

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Administrators add."""
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators change."""
        return self.has_module_permission(request)

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """Store through the action, which journals."""
        reference.save(item=obj, by=request.user, at=timezone.now())  # type: ignore[arg-type]


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """A person, and a new password if one is given."""

    new_password = forms.CharField(
        label=_("new password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Leave empty to keep the present one."),
    )

    class Meta:
        model = User
        fields = ("email", "name", "language", "is_active")

    def clean_email(self) -> str:
        """E-mails are kept in lower case."""
        return str(self.cleaned_data["email"]).lower()

    def clean_new_password(self) -> str:
        """Refuse a weak password here, beside its field."""
        password = str(self.cleaned_data.get("new_password") or "")
        if password:
            validate_password(password, self.instance)
        return password


@admin.register(User)
class UserAdmin(Editable):
    """People."""

    form = PersonForm
    list_display = ("name", "email", "is_active")
    search_fields = ("name", "email")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Not those whom other administrators look after: a new password would open their programme."""
        return people_administered_by(request.user)  # type: ignore[arg-type]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The e-mail is a person's key: it is given once."""
        return ("email",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Store through the action, which journals."""
        saved = people.save_person(
            email=obj.email,
            name=obj.name,
            language=obj.language,
            is_active=obj.is_active,
            password=form.cleaned_data.get("new_password") or None,
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
        )
        obj.pk = saved.pk


@admin.register(Membership)
class MembershipAdmin(Editable):
    """Places: who is what, and on which side."""

    list_display = ("user", "programme", "role", "side")
    list_filter = ("programme", "role", "side")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        """Those of the programmes that one administers."""
        return Membership.objects.filter(programme__in=_programmes(request))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Nobody gives a place to the own account, or in a programme of others."""
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.exclude(pk=request.user.pk or 0)
        if db_field.name == "programme":
            kwargs["queryset"] = _programmes(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        """Nobody changes the own place."""
        return super().has_change_permission(request, obj) and (obj is None or obj.user_id != request.user.pk)


@admin.register(Programme)
class ProgrammeAdmin(Editable):
    """Programmes."""

    list_display = ("code", "name_en", "name_fr", "country")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Programme]:
        """Those that one administers."""
        return _programmes(request)


@admin.register(Round)
class RoundAdmin(Readable):
    """Rounds: managers open and close them, on their own page."""

    list_display = ("label", "programme", "reference_on", "sides", "state", "origin")
    list_select_related = ("programme",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Round]:
        """Those of the programmes that one administers."""
        return Round.objects.filter(programme__in=_programmes(request))


@admin.register(Instrument)
class InstrumentAdmin(Readable):
    """Instruments: published means frozen."""

    list_display = ("code", "version", "status", "content_hash")
    fields = list_display


@admin.register(Assessment)
class AssessmentAdmin(Readable):
    """Published assessments: what an administrator may read of scores."""

    list_display = ("structure", "round", "side", "state", "sent_at")
    fields = list_display
    list_select_related = ("structure", "round__programme")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assessment]:
        """The door to scores; several of a side are not told apart."""
        return assessments_visible_by_themselves_to(request.user)  # type: ignore[arg-type]


@admin.register(JournalEntry)
class JournalAdmin(Readable):
    """The journal without what was written, nor its hashes: from a hash a short answer could be guessed."""

    list_display = ("sequence", "at", "by", "verb", "noun", "programme")
    fields = list_display
    list_select_related = ("by", "programme")

    def get_queryset(self, request: HttpRequest) -> QuerySet[JournalEntry]:
        """What was done in the programmes that one administers, or in none: who sent when is news elsewhere."""
        here = Q(programme__in=_programmes(request)) | Q(programme__isnull=True)
        return JournalEntry.objects.filter(here)

"""What every page of the administration has in common: who may open it, and how it answers a refusal."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from coordination.domain.bilingual import fault
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import Programme, User
from coordination.permissions import is_administrator, programmes_administered_by
from coordination.presenters import problems
from coordination.views import kept


def reader(request: HttpRequest) -> User:
    """Return who is signed in: nobody else comes here."""
    assert isinstance(request.user, User)
    return request.user


def programmes(request: HttpRequest) -> QuerySet[Programme]:
    """Return the programmes that the reader administers."""
    return programmes_administered_by(reader(request))


class AdminForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of the administration: Django's form of a row can say of which model only while types are checked."""


class Readable(admin.ModelAdmin):  # type: ignore[type-arg]
    """What administrators may look at and nobody changes here."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Administrators see it."""
        return isinstance(request.user, User) and is_administrator(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators see it."""
        return self.has_module_permission(request)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Take no condition from an address: whoever asks for rows by a field that no page shows reads that field."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes here: what was used stays."""
        return False


def sound(text: str) -> None:
    """Refuse beside its field marks that turn the reading direction, and a text of which nobody sees anything."""
    rule = fault(text, len(text), lines=True)
    if rule in (Rule.NOTHING_TO_SEE, Rule.CONTROL_CHARACTER):
        raise forms.ValidationError(problems.text(Problem(rule=rule, value=text)))


class Editable(Readable):
    """What administrators keep."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Every text is one that people can read."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.CharField):
            field.validators = [*field.validators, sound]
        return field

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Administrators add."""
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators change."""
        return self.has_module_permission(request)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Answer as Django does, and a refusal with its sentences: nothing was changed."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            return refusal(request, refused)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Each page says which action stores its records: Django's own way would bypass the journal."""
        raise NotImplementedError


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Show the page again as it was filled in, with the sentences of what was refused."""
    for problem in refused.problems:
        messages.error(request, problems.text(problem))
    return kept.again(request)

"""Programmes: started with their first people, and kept."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coordination import mail
from coordination.actions import programmes as actions
from coordination.admin.doors import AdminForm, Editable, programmes, reader, sound
from coordination.domain.memberships import Invited
from coordination.domain.problems import Problem, Rule
from coordination.domain.vocabulary import SIDES
from coordination.models import Programme, User
from coordination.presenters import problems
from coordination.views.people import shown_links

#: The first people of a programme, as their fields are called.
ADMINISTRATOR = "administrator"
LANGUAGES = User.language.field.choices or ()


def _email(label: Any) -> forms.EmailField:
    return forms.EmailField(label=label, max_length=254)


def _name(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=120, validators=[sound])


def _language(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=LANGUAGES)


class StartProgrammeForm(AdminForm):
    """A programme, its administrator, and the first manager of each side."""

    administrator_email = _email(_("e-mail of its administrator"))
    administrator_name = _name(_("name of its administrator"))
    administrator_language = _language(_("language of its administrator"))
    government_email = _email(_("e-mail of the government’s first manager"))
    government_name = _name(_("name of the government’s first manager"))
    government_language = _language(_("language of the government’s first manager"))
    partners_email = _email(_("e-mail of the partners’ first manager"))
    partners_name = _name(_("name of the partners’ first manager"))
    partners_language = _language(_("language of the partners’ first manager"))

    class Meta:
        model = Programme
        fields = ("code", "country", "name_en", "name_fr", "time_zone")

    def invited(self, who: str) -> Invited:
        """Return one of the first people, as typed."""
        typed = self.cleaned_data
        return Invited(typed[f"{who}_email"], typed[f"{who}_name"], typed[f"{who}_language"])

    def clean(self) -> dict[str, Any] | None:
        """One person has one place."""
        found = super().clean()
        emails = [
            str(self.cleaned_data[f"{who}_email"]).lower()
            for who in (ADMINISTRATOR, *SIDES)
            if f"{who}_email" in self.cleaned_data
        ]
        if len(set(emails)) < len(emails):
            raise forms.ValidationError(problems.text(Problem(rule=Rule.SAME_PERSON_TWICE)))
        return found


@admin.register(Programme)
class ProgrammeAdmin(Editable):
    """Programmes."""

    list_display = ("code", "name_en", "name_fr", "country")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Programme]:
        """Those that one administers."""
        return programmes(request)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A new programme starts with its first people."""
        if obj is None:
            kwargs["form"] = StartProgrammeForm
        return super().get_form(request, obj, change, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Its administrator is whoever starts it, unless another is typed."""
        maker = reader(request)
        return {
            "administrator_email": maker.email,
            "administrator_name": maker.name,
            "administrator_language": maker.language,
            "government_language": "fr",
            "partners_language": "en",
        }

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Start it, or store it, through the action."""
        if change:
            actions.save(programme=obj, by=reader(request), at=timezone.now())
            return
        obj.started = actions.start(
            programme=obj,
            administrator=form.invited(ADMINISTRATOR),
            managers={side: form.invited(side) for side in SIDES},
            prints_links=not settings.MAIL_REACHES_PEOPLE,
            by=reader(request),
            at=timezone.now(),
        )

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show the links of its first people once, or mail them."""
        messages.success(request, gettext("The programme is started."))
        if settings.MAIL_REACHES_PEOPLE:
            for place in obj.started.places:
                if place.user_id != reader(request).pk:
                    said = " ".join(mail.announce(request, place))
                    messages.info(request, f"{place.user.email}: {said}")
        elif obj.started.tokens:
            return shown_links(request, obj.started.tokens, back="admin:coordination_programme_changelist")
        return redirect("admin:coordination_programme_changelist")

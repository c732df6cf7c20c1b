"""People and their places in the programmes that one administers."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coordination import mail
from coordination.actions import memberships, people
from coordination.admin.doors import AdminForm, Editable, programmes, reader, refusal, sound
from coordination.domain.memberships import Invited
from coordination.domain.problems import Refused
from coordination.models import Membership, User
from coordination.permissions import people_administered_by


class PersonForm(AdminForm):
    """A person's account, without their password: that is their own affair."""

    class Meta:
        model = User
        fields = ("email", "name", "language", "is_active")
        help_texts = {
            "email": _(
                "If the e-mail changes, the account has no password until the person chooses one through a link. On a"
                " side, one of its managers confirms them again."
            ),
            "is_active": _(
                "A person on a side who may sign in again waits for one of its managers to confirm them."
            ),
        }

    def clean_email(self) -> str:
        """E-mails are kept in lower case."""
        return str(self.cleaned_data["email"]).lower()


@admin.register(User)
class UserAdmin(Editable):
    """People who have places in one's own programmes and nowhere else; new ones come with their place."""

    form = PersonForm
    list_display = ("name", "email", "is_active")
    search_fields = ("name", "email")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Not those whom other administrators look after, too."""
        return people_administered_by(reader(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A person comes with a place: see there."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Store through the actions, which journal."""
        by, at = reader(request), timezone.now()
        if "email" in form.changed_data:
            stored = User.objects.get(pk=obj.pk)
            people.change_email(user=stored, email=obj.email, by=by, at=at)
        people.save_person(
            email=obj.email, name=obj.name, language=obj.language, is_active=obj.is_active, by=by, at=at
        )


class PlaceForm(AdminForm):
    """Another role or side."""

    class Meta:
        model = Membership
        fields: tuple[str, ...] = ("role", "side")


class NewPlaceForm(PlaceForm):
    """A place for whoever has this e-mail: nobody is picked from a list."""

    email = forms.EmailField(label=_("e-mail"), max_length=254)
    name = forms.CharField(
        label=_("name"),
        max_length=120,
        validators=[sound],
        help_text=_("A person who already has an account keeps their name and language."),
    )
    language = forms.ChoiceField(label=_("language"), choices=User.language.field.choices or ())

    class Meta(PlaceForm.Meta):
        fields = ("programme", "role", "side")

    field_order = ("email", "name", "language", "programme", "role", "side")


@admin.register(Membership)
class MembershipAdmin(Editable):
    """Places: who is what, and on which side."""

    list_display = ("email", "programme", "role", "side", "counts")
    list_filter = ("role", "side")
    list_select_related = ("user", "programme")
    actions = None

    @admin.display(description=_("e-mail"), ordering="user__email")
    def email(self, obj: Membership) -> str:
        """Whose place it is."""
        return obj.user.email

    @admin.display(description=_("counts"), boolean=True)
    def counts(self, obj: Membership) -> bool:
        """Whether it gives more than a viewer's rights already."""
        return obj.confirmed_at is not None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        """Those of the programmes that one administers."""
        return Membership.objects.filter(programme__in=programmes(request))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A new place asks for the person, another role or side does not."""
        return super().get_form(request, obj, change, form=PlaceForm if obj else NewPlaceForm, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """As the form has them; of a place that is there, also whose and where."""
        return ("email", "programme", "role", "side") if obj else NewPlaceForm.field_order

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A place stays whose and where it is."""
        return ("email", "programme") if obj else ()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Nobody gives a place in a programme of others."""
        if db_field.name == "programme":
            kwargs["queryset"] = programmes(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        """Nobody changes the own place."""
        return super().has_change_permission(request, obj) and (obj is None or obj.user_id != request.user.pk)

    def has_delete_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        """Nobody ends the own place."""
        return self.has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Give the place through the action."""
        by, at, role, side = reader(request), timezone.now(), obj.role, obj.side or None
        if change:
            place = memberships.give_place(
                user=obj.user, programme=obj.programme, role=role, side=side, by=by, at=at
            )
        else:
            typed = form.cleaned_data
            invited = Invited(typed["email"], typed["name"], typed["language"])
            place = people.invite(
                invited=invited, programme=obj.programme, role=role, side=side, by=by, at=at
            )
        obj.pk, obj.user, obj.confirmed_at, obj.asked_by = place.pk, place.user, place.confirmed_at, by

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing besides the journal: Django's own log would name who is known already."""

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Say what comes next, the same whether the e-mail was known or not."""
        said = gettext("The place is given to %(email)s.") % {"email": obj.user.email}
        messages.success(request, " ".join([said, *mail.announce(request, obj)]))
        return redirect("admin:coordination_membership_changelist")

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask, then end the place; a refusal is answered with its sentences."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except Refused as refused:
            return refusal(request, refused)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """End the place through the action, which journals and ends the person's sessions."""
        memberships.end_place(place=obj, by=reader(request), at=timezone.now())

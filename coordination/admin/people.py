"""People's accounts, as far as the page of people does not keep them: name, language, and whether they may sign in."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.actions import people
from coordination.admin.doors import AdminForm, Editable, reader
from coordination.models import User
from coordination.permissions import people_administered_by


class PersonForm(AdminForm):
    """A person's account, without e-mail and password: see the page of people, and their own affair."""

    class Meta:
        model = User
        fields = ("name", "language", "is_active")
        help_texts = {
            "is_active": _(
                "A person on a side who may sign in again waits for one of its managers to confirm them."
            ),
        }


@admin.register(User)
class UserAdmin(Editable):
    """People who have places in one's own programmes and nowhere else; new ones come by an invitation."""

    form = PersonForm
    list_display = ("name", "email", "is_active")
    search_fields = ("name", "email")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """As the form has them, under whose they are."""
        return ("email", *PersonForm.Meta.fields)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The e-mail is changed on the page of people, which says what happens then."""
        return ("email",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Not those whom other administrators look after, too, nor whoever has not come in yet."""
        return people_administered_by(reader(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A person comes with a place: see the page of people."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Store through the action, which journals."""
        people.save_person(
            email=obj.email,
            name=obj.name,
            language=obj.language,
            is_active=obj.is_active,
            by=reader(request),
            at=timezone.now(),
        )

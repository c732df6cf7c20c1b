"""Inviting somebody, and changing or ending a place."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.domain.memberships import OF_A_SIDE
from coordination.domain.vocabulary import SIDES
from coordination.forms.fields import Form
from coordination.presenters import sentences
from coordination.presenters.roster import DOES
from coordination.queries.roster import ROLES

LANGUAGES = (("en", "English"), ("fr", "Français"))


class PlaceForm(Form):
    """A role, and a side where the role has one; a manager gives those of the own side only."""

    role = forms.ChoiceField(label=_("Role"))
    side = forms.ChoiceField(
        label=_("Side"),
        required=False,
        choices=[(each, each) for each in SIDES],
    )

    def __init__(self, *args: Any, own_side: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own_side = own_side
        offered = [each for each in ROLES if own_side is None or each[0] in OF_A_SIDE]
        self.roles = [(code, name, DOES[code]) for code, name in offered]
        self.offer("role", offered)
        if own_side is not None:
            del self.fields["side"]

    @property
    def sides(self) -> list[tuple[str, str]]:
        """Each side that is offered, with its name."""
        return [(each, sentences.side(each)) for each in SIDES] if "side" in self.fields else []

    def clean(self) -> dict[str, Any]:
        """Give a role of a side its side, and no other role one."""
        given = super().clean() or self.cleaned_data
        role, side = given.get("role"), self.own_side or given.get("side")
        if role in OF_A_SIDE and not side and "side" not in self.errors:
            self.add_error("side", _("An adviser or a manager has a side: choose it."))
        given["side"] = side if role in OF_A_SIDE else None
        return given


class InviteForm(PlaceForm):
    """Whom to invite, to which place, in which language."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=LANGUAGES)


class AddressForm(Form):
    """Another e-mail of a person."""

    email = forms.EmailField(
        label=_("New e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )


class EndForm(Form):
    """Why a place ends."""

    reason = forms.CharField(label=_("Reason"), max_length=300)

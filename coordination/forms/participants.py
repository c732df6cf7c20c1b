"""Who else takes part in an activity: rows of a partner, what it does, and its share."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from coordination.queries.participations import ROLES, ParticipantValue

#: So many rows are empty beside those that are filled in; and no form has more.
EMPTY, MOST = 3, 40
ROW = re.compile(r"(?:with|role|share)_(\d{1,2})", re.ASCII)
SHARE = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """What a person chose and typed in one row."""

    partner: int
    role: str
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class RowFields:
    """The three fields of a row, as a page shows them."""

    partner: forms.BoundField
    role: forms.BoundField
    share: forms.BoundField

    @property
    def all(self) -> tuple[forms.BoundField, ...]:
        """The fields in the order in which they are read."""
        return self.partner, self.role, self.share


def count(sent: Iterable[str] | None, kept: Sequence[ParticipantValue]) -> int:
    """Return how many rows a form has: those that were sent, or those kept and some empty ones."""
    if sent is None:
        return min(len(kept) + EMPTY, MOST)
    numbers = [int(found[1]) + 1 for name in sent if (found := ROW.fullmatch(name))]
    return min(max(numbers, default=EMPTY), MOST)


def beyond(kept: Sequence[ParticipantValue]) -> tuple[ParticipantRow, ...]:
    """Return those for whom no form has room: they stay."""
    return tuple(
        ParticipantRow(partner=each.partner_id, role=each.role, share=each.share) for each in kept[MOST:]
    )


def initial(kept: Sequence[ParticipantValue]) -> dict[str, Any]:
    """Return what the rows show of those who are kept."""
    found: dict[str, Any] = {}
    for number, each in enumerate(kept[:MOST]):
        share = "" if each.share is None else f"{each.share.normalize():f}"
        found |= {f"with_{number}": each.partner_id, f"role_{number}": each.role, f"share_{number}": share}
    return found


def fields(number: int, partners: Sequence[tuple[Any, Any]]) -> Mapping[str, forms.Field]:
    """Return the fields of a row."""
    return {
        f"with_{number}": forms.TypedChoiceField(
            label=gettext_lazy("Who else"),
            coerce=int,
            empty_value=None,
            required=False,
            choices=partners,
            error_messages={"invalid_choice": gettext_lazy("This partner is not in the programme.")},
        ),
        f"role_{number}": forms.ChoiceField(
            label=pgettext_lazy("takes part", "What it does"), choices=[("", "–"), *ROLES], required=False
        ),
        f"share_{number}": forms.CharField(
            label=gettext_lazy("Share in per cent, if known"),
            max_length=6,
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        ),
    }


def read(form: forms.Form, number: int) -> ParticipantRow | None:
    """Return what one row says, None where it says nothing; what is missing or wrong is noted beside its field."""
    given = form.cleaned_data
    partner, role = given.pop(f"with_{number}", None), given.pop(f"role_{number}", "")
    text = given.pop(f"share_{number}", "").strip()
    if form.has_error(f"with_{number}") or not (partner or role or text):
        return None
    if not partner:
        form.add_error(f"with_{number}", _("Choose who it is, or empty this row."))
    if not role:
        form.add_error(f"role_{number}", _("Choose what it does in the activity."))
    share = _share(form, number, text)
    return ParticipantRow(partner, role, share) if partner and role else None


def _share(form: forms.Form, number: int, text: str) -> Decimal | None:
    found = SHARE.fullmatch(text)
    if text and not found:
        form.add_error(f"share_{number}", _("Write a number such as 40 or 12.5, or nothing."))
    return Decimal(f"{found[1]}.{found[2] or 0}") if found else None

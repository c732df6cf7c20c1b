"""Lines of money of an activity: rows of what it is, how much of which currency, when, and whose."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from coordination.domain import money
from coordination.domain.currencies import figures, read_amount
from coordination.domain.problems import Refused
from coordination.domain.validation import ProblemList
from coordination.forms.fields import HOW_A_DATE, PartialDateField
from coordination.presenters import problems
from coordination.queries.money import KINDS, MoneyValue

#: So many rows are empty beside those that are filled in; and no form has more.
EMPTY, MOST = 2, 60
NAMES = ("money", "amount", "in", "paid", "by")
ROW = re.compile(rf"(?:{'|'.join(NAMES)})_(\d{{1,2}})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRow:
    """What a person chose and typed in one row."""

    kind: str
    amount: Decimal
    currency: str
    on: str
    partner: int | None


def count(sent: Iterable[str] | None, kept: Sequence[MoneyValue]) -> int:
    """Return how many rows a form has: those that were sent, or those kept and some empty ones."""
    if sent is None:
        return min(len(kept) + EMPTY, MOST)
    numbers = [int(found[1]) + 1 for name in sent if (found := ROW.fullmatch(name))]
    return min(max(numbers, default=EMPTY), MOST)


def beyond(kept: Sequence[MoneyValue]) -> tuple[MoneyRow, ...]:
    """Return the lines that no form has room for: they stay as they are."""
    return tuple(
        MoneyRow(
            kind=each.kind,
            amount=each.amount,
            currency=each.currency,
            on=each.on,
            partner=each.partner_id,
        )
        for each in kept[MOST:]
    )


def initial(kept: Sequence[MoneyValue]) -> dict[str, Any]:
    """Return what the rows show of the lines that are kept."""
    found: dict[str, Any] = {}
    for number, each in enumerate(kept[:MOST]):
        amount = figures(each.amount, get_language() or "en")
        values = (each.kind, amount, each.currency, each.on, each.partner_id)
        found |= {f"{name}_{number}": value for name, value in zip(NAMES, values, strict=True)}
    return found


def fields(number: int, partners: Sequence[tuple[Any, Any]]) -> Mapping[str, forms.Field]:
    """Return the fields of a row."""
    plain = {"autocomplete": "off"}
    return {
        f"money_{number}": forms.ChoiceField(
            label=pgettext_lazy("money", "What it is"), choices=[("", "–"), *KINDS], required=False
        ),
        f"amount_{number}": forms.CharField(
            label=gettext_lazy("Amount"),
            max_length=40,
            required=False,
            widget=forms.TextInput(attrs=plain),
        ),
        f"in_{number}": forms.CharField(
            label=gettext_lazy("Currency"),
            max_length=3,
            required=False,
            widget=forms.TextInput(attrs={**plain, "autocapitalize": "characters"}),
        ),
        f"paid_{number}": PartialDateField(
            label=gettext_lazy("Date, if known"), help_text="" if number else HOW_A_DATE
        ),
        f"by_{number}": forms.TypedChoiceField(
            label=gettext_lazy("Whose money, if known"),
            coerce=int,
            empty_value=None,
            required=False,
            choices=partners,
            error_messages={"invalid_choice": gettext_lazy("This partner is not in the programme.")},
        ),
    }


def shown(form: forms.Form, number: int) -> list[forms.BoundField]:
    """Return the fields of a row in the order in which they are read."""
    return [form[f"{name}_{number}"] for name in NAMES]


def read(form: forms.Form, number: int) -> MoneyRow | None:
    """Return what one row says, None where it says nothing; what is missing or wrong is noted beside its field."""
    given = {name: form.cleaned_data.pop(f"{name}_{number}", None) for name in NAMES}
    if not any(given.values()):
        return None
    if not given["money"]:
        form.add_error(f"money_{number}", _("Choose what it is, or empty this row."))
    if not given["amount"]:
        form.add_error(f"amount_{number}", _("Write the amount, or empty this row."))
        return None
    try:
        amount = read_amount(given["amount"])
    except Refused as refused:
        form.add_error(f"amount_{number}", problems.texts(refused.problems))
        return None
    return _checked(form, given, amount, number)


def _checked(form: forms.Form, given: Mapping[str, Any], amount: Decimal, number: int) -> MoneyRow | None:
    """Return a row with its amount, None without what it is; what is wrong with the rest is noted."""
    row = MoneyRow(
        kind=given["money"] or "",
        amount=amount,
        currency=(given["in"] or "").strip().upper(),
        on=given["paid"] or "",
        partner=given["by"],
    )
    found = ProblemList()
    money.check(found, row, row.on, number)
    for each in found.first:
        form.add_error(each.path, problems.text(each))
    return row if row.kind else None

"""An activity: what is needed first, the rest below it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coordination.domain.bilingual import NAME_LENGTH, TEXT_LENGTH, Text
from coordination.domain.currencies import read_amount
from coordination.domain.problems import Refused
from coordination.forms import money, participants
from coordination.forms.fields import HOW_A_DATE, BilingualForm, PartialDateField
from coordination.presenters import problems
from coordination.queries.activities import ANSWERS, KINDS, REQUESTS, STATUSES, Choices
from coordination.queries.bilateral import BilateralTest

Options = list[tuple[Any, Any]]

FIRST = ("kind", "partner", "recipient", "function", "place", "since", "until")
PLANNED = ("status", "planned_since", "planned_until")
MORE = ("standard", "equipment", "structure", "value", "currency", "request")
TESTED = ("t1", "t2", "t3")
LAST = ("note",)
ELSEWHERE = ("identifier", "source")
ONE_OR_NONE = _(
    "One language is enough. Without a name it is made of what is given, the function and the institution."
)
NONE = _("Without a name it is made of what is given, the function and the institution.")
NOTHING = ("", "–")


def _chosen(label: Any, gone: Any, *, required: bool = False) -> forms.TypedChoiceField:
    """Return the choice of one row by its number; ``gone`` says that there is none of that number."""
    return forms.TypedChoiceField(
        label=label,
        coerce=int,
        empty_value=None,
        required=required,
        error_messages={"invalid_choice": gone},
    )


class ActivityForm(BilingualForm):
    """What one partner does for one national institution."""

    alone = {"name": _("Name")}

    kind = forms.ChoiceField(label=_("What is given"), choices=[NOTHING, *KINDS])
    partner = _chosen(_("Partner"), _("This partner is not in the programme."), required=True)
    recipient = _chosen(
        _("Institution that receives it"),
        _("This is not a national partner of the programme."),
    )
    function = _chosen(_("Function"), _("This function is not recorded in the programme."))
    place = forms.CharField(
        label=_("Where"),
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"list": "areas"}),
    )
    since = PartialDateField(label=_("Since"), help_text=HOW_A_DATE)
    until = PartialDateField(label=_("Until"), help_text=HOW_A_DATE)
    status = forms.ChoiceField(label=_("Status"), choices=[("", _("not known")), *STATUSES], required=False)
    planned_since = PartialDateField(label=_("Planned from"), help_text=HOW_A_DATE)
    planned_until = PartialDateField(label=_("Planned until"), help_text=HOW_A_DATE)
    standard = _chosen(_("Standard"), _("This standard is not recorded in the programme."))
    equipment = _chosen(_("Equipment family"), _("This equipment family is not recorded in the programme."))
    structure = _chosen(_("Coordinated through"), _("This structure is not in the programme."))
    value = forms.CharField(
        label=_("Value"),
        max_length=40,
        required=False,
        help_text=_("Such as 1,500,000.50: comma, point or spaces as you are used to."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    currency = forms.CharField(
        label=_("Currency"),
        max_length=3,
        required=False,
        help_text=_("Three letters, such as CDF, USD or EUR."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    request = forms.ChoiceField(
        label=_("At whose request"), choices=[("", _("not known")), *REQUESTS], required=False
    )
    t1 = forms.ChoiceField(required=False)
    t2 = forms.ChoiceField(required=False)
    t3 = forms.ChoiceField(required=False)
    note = forms.CharField(
        label=_("Note"), max_length=TEXT_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    identifier = forms.CharField(
        label=_("Identifier elsewhere"),
        max_length=NAME_LENGTH,
        required=False,
        help_text=_("What it is called where it is published, such as its IATI identifier."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off"}),
    )
    source = forms.CharField(label=_("File or registry"), max_length=NAME_LENGTH, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=NAME_LENGTH, required=False)
    name_fr = forms.CharField(label=_("Name in French"), max_length=NAME_LENGTH, required=False)
    base_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, choices: Choices, tests: tuple[BilateralTest, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = (
            ("international", _("International partners")),
            ("national", _("National partners")),
        )
        grouped = [
            (group, _named((pk, name) for pk, side, name in choices.partners if side == code))
            for code, group in partners
        ]
        everybody = [NOTHING, *grouped]
        self.offer("partner", everybody)
        self._add_rows(everybody)
        self.offer("recipient", [NOTHING, *_named(choices.recipients)])
        self.offer("function", [NOTHING, *_named(choices.functions)])
        self.offer("standard", [NOTHING, *_named(choices.standards)])
        self.offer("equipment", [NOTHING, *_named(choices.equipment)])
        self.offer("structure", [NOTHING, *choices.structures])
        names = self.written("name")
        self.fields[names[-1]].help_text = ONE_OR_NONE if len(names) > 1 else NONE
        self._ask_tests(tests)

    def _add_rows(self, everybody: Options) -> None:
        """Add the rows of who else takes part and of money: those that are sent, else those that are kept."""
        known, sent = self.initial or {}, self.data if self.is_bound else None
        kept, lines = known.get("participants", ()), known.get("money", ())
        self.row_count, self.line_count = participants.count(sent, kept), money.count(sent, lines)
        self.more_participants, self.more_lines = participants.beyond(kept), money.beyond(lines)
        self.initial = {**participants.initial(kept), **money.initial(lines), **known}
        for number in range(self.row_count):
            self.fields.update(participants.fields(number, everybody))
        for number in range(self.line_count):
            self.fields.update(money.fields(number, everybody))

    def _ask_tests(self, tests: Iterable[BilateralTest]) -> None:
        language = get_language() or "en"
        for test in tests:
            field = self.fields[test.code.lower()]
            field.label = f"{test.code} {test.name.get(language)}".strip()
            field.help_text = test.question.get(language)
            self.offer(test.code.lower(), [("", _("not asked")), *ANSWERS])

    def clean_value(self) -> Decimal | None:
        """Return the value as a number, None where there is none."""
        if not self.cleaned_data["value"]:
            return None
        try:
            return read_amount(self.cleaned_data["value"])
        except Refused as refused:
            raise forms.ValidationError(problems.texts(refused.problems)) from None

    def clean(self) -> dict[str, Any]:
        """Read the rows of who else takes part, and those of money."""
        given = super().clean() or self.cleaned_data
        rows = [participants.read(self, number) for number in range(self.row_count)]
        given["participants"] = (*(row for row in rows if row is not None), *self.more_participants)
        lines = [money.read(self, number) for number in range(self.line_count)]
        given["money"] = (*(line for line in lines if line is not None), *self.more_lines)
        return given

    @property
    def beside(self) -> list[participants.RowFields]:
        """The rows of who else takes part."""
        return [
            participants.RowFields(
                partner=self[f"with_{number}"], role=self[f"role_{number}"], share=self[f"share_{number}"]
            )
            for number in range(self.row_count)
        ]

    @property
    def money(self) -> list[list[forms.BoundField]]:
        """The rows of money."""
        return [money.shown(self, number) for number in range(self.line_count)]

    @property
    def planned(self) -> list[forms.BoundField]:
        """How far it is, and when it is to run."""
        return [self[name] for name in PLANNED]

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields that every activity needs."""
        return [self[name] for name in FIRST]

    @property
    def more(self) -> list[forms.BoundField]:
        """The fields of what is given, how and at whose request."""
        return [self[name] for name in MORE]

    @property
    def tested(self) -> list[forms.BoundField]:
        """The three tests."""
        return [self[name] for name in TESTED]

    @property
    def last(self) -> list[forms.BoundField]:
        """Note, names, and where it was published."""
        return [self[name] for name in (*LAST, *self.written("name"), *ELSEWHERE)]

    @property
    def has_more(self) -> bool:
        """Whether something stands in the fields after the first, or is wrong there."""
        rows = [field for row in self.beside for field in row.all]
        rows += [field for line in self.money for field in line]
        others = [*self.planned, *rows, *self.more, *self.tested, *self.last]
        return any(field.errors or field.value() not in (None, "") for field in others)


def _named(options: Iterable[tuple[int, Text]]) -> Options:
    """Return numbers and names in the reader's language."""
    language = get_language() or "en"
    return [(pk, name.get(language)) for pk, name in options]

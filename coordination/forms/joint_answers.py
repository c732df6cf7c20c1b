"""What somebody proposes to both sides in a meeting, and why a side does not go along."""

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from coordination.domain.answers import LEVEL_CHOICES, Reading
from coordination.domain.bilingual import TEXT_LENGTH
from coordination.domain.instruments import InstrumentValue
from coordination.domain.problems import Refused
from coordination.domain.written_answers import WrittenAnswer, understand
from coordination.forms.fields import Form
from coordination.presenters import problems

#: What a button proposes: the levels that both sides admit, that the sides differ, or an answer of one's own.
GROUND, DIFFERS, OWN = "ground", "differs", "own"
#: Where a problem of an answer stands in this form.
_FIELDS = {"choice": "lo", "word": "lo", "range_lo": "lo", "range_hi": "hi", "na_reason": "basis"}


class ProposalForm(Form):
    """A joint answer to one criterion; ``do``, the pressed button, says which of what was filled in counts."""

    use_required_attribute = False

    do = forms.ChoiceField(choices=[(each, each) for each in (GROUND, DIFFERS, OWN)])
    base = forms.CharField(required=False, max_length=40)
    ground = forms.RegexField(re.compile(r"^[0-4]-[0-4]$"), required=False)
    lo = forms.ChoiceField(label=_("Level, or the lowest"), required=False)
    hi = forms.ChoiceField(label=_("up to (where it is a range)"), required=False)
    basis = forms.CharField(
        label=_("Why? (both sides read this)"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, data: Any = None, *, code: str, base: str, instrument: InstrumentValue, language: str
    ) -> None:
        super().__init__(data, prefix=code, initial={"base": base})
        self.words = [level.name.get(language) for level in instrument.levels]
        self.language = language
        levels = list(zip(LEVEL_CHOICES, self.words, strict=True))
        other = [("unknown", _("not known")), ("not_applicable", _("does not apply"))]
        self.offer("lo", [("", "–"), *levels, *other])
        self.offer("hi", [("", "–"), *levels])
        #: None where both sides differ.
        self.reading: Reading | None = None

    def renew(self, base: str) -> None:
        """Write what was sent over what stands there now."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data[self.add_prefix("base")] = base
        self.data = data

    def clean(self) -> dict[str, Any]:
        """Understand what is proposed; what was filled in for another button does not count."""
        given = super().clean() or self.cleaned_data
        if self.errors or given["do"] == DIFFERS:
            return given
        try:
            self.reading = understand(self._written(given), level_words=self.words, language=self.language)
        except Refused as refused:
            for problem in refused.problems:
                self.add_error(_FIELDS[problem.path], problems.text(problem))
        return given

    def _written(self, given: dict[str, Any]) -> WrittenAnswer:
        lo, hi = (
            given["ground"].split("-")
            if given["do"] == GROUND and given["ground"]
            else (given["lo"], given["hi"])
        )
        if not hi or lo not in LEVEL_CHOICES:
            return WrittenAnswer(choice=lo, na_reason=given["basis"])
        return WrittenAnswer(range_lo=int(lo), range_hi=int(hi))


class DissentForm(Form):
    """Why a side does not go along."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("Why does your side not go along? (kept beside the answer, for both sides to read)"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why: the reason is kept beside the answer.")},
    )

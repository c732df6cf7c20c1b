"""A web address that somebody enters."""

import re
from typing import Any

from django import forms

from coordination.domain.bilingual import LINK_LENGTH
from coordination.domain.links import address
from coordination.domain.problems import Problem, Rule
from coordination.presenters import problems


class LinkField(forms.CharField):
    """A web address that a file could carry as well; “example.org/minutes” is taken for one by https."""

    widget = forms.URLInput

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LINK_LENGTH, **options)

    def to_python(self, value: Any) -> str:
        """Return the address as browsers send it, empty for nothing; raises ValidationError for what is none."""
        text = str(super().to_python(value))
        if not text:
            return ""
        host = re.split("[/?#]", text, maxsplit=1)[0]
        found = address(f"https://{text}" if "." in host and ":" not in host else text)
        if found is None:
            said = problems.text(Problem(rule=Rule.WRONG_LINK, value=text))
            raise forms.ValidationError(said, code=Rule.WRONG_LINK)
        return found

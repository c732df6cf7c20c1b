"""What a password has to be, wherever somebody chooses one; Django asks each validator of the settings."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from coordination.domain.passwords import why_not
from coordination.presenters import problems
from coordination.queries import people

#: The most characters of a password, wherever one is entered: none is hashed that is longer.
LONGEST = 128


class MaximumLengthValidator:
    """Refuses a password that no form would take again."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError for a password that is too long."""
        if len(password) > LONGEST:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """Say the limit."""
        return gettext("A password can have at most %(most)d characters.") % {"most": LONGEST}


class ContextValidator:
    """Refuses a password that somebody who knows the person and the programme would try."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for words of the context, rows of the keyboard and repetitions."""
        problem = why_not(password, people.words_around(user) if user else ())
        if problem:
            raise ValidationError(problems.text(problem), code=problem.rule.value)

    def get_help_text(self) -> str:
        """Say what to take instead."""
        return gettext("Take several words that have nothing to do with you or the programme.")

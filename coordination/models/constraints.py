"""Facts about text that both databases keep: no code but those there are, no over-long text, no NUL.

PostgreSQL refuses a NUL by itself; SQLite takes it, and takes any length whatever the column says.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Concat, Length
from django.db.models.sql.compiler import SQLCompiler

from coordination.domain.bilingual import fault, is_seen
from coordination.domain.rules import Rule
from coordination.domain.validation import ProblemList

NO_NUL = ProhibitNullCharactersValidator.message
AsSql = tuple[str, tuple[str | int, ...]]


class HasNoNul(models.Func):
    """True where the text holds no NUL character."""

    output_field = models.BooleanField()
    arity = 1

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> AsSql:
        """SQL for SQLite, whose text may hold a NUL."""
        return self.as_sql(compiler, connection, template="instr(%(expressions)s, char(0)) = 0")

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> AsSql:
        """SQL for PostgreSQL, whose text cannot hold a NUL: true."""
        return self.as_sql(compiler, connection, template="%(expressions)s IS NOT NULL")


class IsPlainCode(models.Func):
    """True where the text is a code as `domain.bilingual.CODE` has it."""

    output_field = models.BooleanField()
    arity = 1

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> AsSql:
        """SQL for SQLite, whose own patterns know no repetition."""
        plain = "(%(expressions)s GLOB '[A-Za-z0-9]*' AND %(expressions)s NOT GLOB '*[^A-Za-z0-9_-]*')"
        sql, params = self.as_sql(compiler, connection, template=plain)
        return sql, (*params, *params)  # the text stands there twice

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> AsSql:
        """SQL for PostgreSQL."""
        plain = "%(expressions)s ~ '^[A-Za-z0-9][A-Za-z0-9_-]*$'"
        return self.as_sql(compiler, connection, template=plain)


def known_codes(model: str, **allowed: Iterable[str]) -> list[models.BaseConstraint]:
    """Return, for each ``field=codes``, the constraint that keeps it to them; “” is one where it may be empty."""
    return [
        models.CheckConstraint(
            condition=models.Q(**{f"{field}__in": [*codes]}), name=f"{model}_{field}_is_known"
        )
        for field, codes in allowed.items()
    ]


def in_order(model: str, first: str, last: str) -> models.CheckConstraint:
    """Return the constraint that what began may have ended when it did: each is a day, a month, a year, or “”.

    A year or a month stands for any of its days: “2010-06-01” until “2010” is in order.
    """
    last_day = Concat(models.F(last), models.Value("-99-99"), output_field=models.CharField())
    return models.CheckConstraint(
        condition=models.Q(**{last: ""}) | models.Q(**{first: ""}) | models.Q(**{f"{first}__lte": last_day}),
        name=f"{model}_{first}_before_{last}",
    )


def plain_text(model: str, **limits: int) -> list[models.BaseConstraint]:
    """Return, for each ``field=longest`` (characters), the constraint that keeps its text short and free of NUL."""
    return [
        models.CheckConstraint(
            condition=models.Q(models.lookups.LessThanOrEqual(Length(field), longest))
            & models.Q(HasNoNul(models.F(field))),
            name=f"{model}_{field}_plain_text",
        )
        for field, longest in limits.items()
    ]


def check(row: models.Model, *, exclude: Collection[str] = (), asks: bool = True) -> None:
    """Refuse a row that a field or a constraint does not take, a NUL in any text included.

    ``full_clean`` alone would carry a NUL to PostgreSQL, which cannot even be asked about it. Unless it ``asks`` the
    database about each constraint, which takes a query for each, they are held only when the row is stored.

    Raises:
        ValidationError: what only a mistake in the program can bring here.
        Refused: a text of which a reader sees nothing, or one with marks that make it read as what it is not.
    """
    texts = [field.name for field in row._meta.fields if isinstance(getattr(row, field.name, None), str)]
    wrong = {name: NO_NUL for name in texts if "\x00" in getattr(row, name)}
    if wrong:
        raise ValidationError(wrong)
    problems = ProblemList()
    for name in texts:
        text = getattr(row, name)
        if text.strip() and not is_seen(text):
            problems.add(Rule.NOTHING_TO_SEE, name)
        # A browser ends lines with a return.
        elif fault(text.replace("\r", ""), len(text), lines=True) == Rule.CONTROL_CHARACTER:
            problems.add(Rule.CONTROL_CHARACTER, name, text)
    problems.close()
    row.full_clean(exclude=set(exclude), validate_constraints=asks)

"""Amounts of money in the database."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class AmountField(models.DecimalField):  # type: ignore[type-arg]
    """An amount with its decimals, kept as a whole number of hundredths.

    SQLite keeps decimals as floating numbers, exact to 15 figures only: fewer than the franc needs.
    """

    def get_internal_type(self) -> str:
        """The kind of column: a whole number of eight bytes."""
        return "BigIntegerField"

    def from_db_value(self, value: int | None, *_expression_and_connection: object) -> Decimal | None:
        """Return the amount of a stored number."""
        return None if value is None else Decimal(value).scaleb(-self.decimal_places)

    def get_db_prep_value(
        self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> int | None:
        """Return the number that is stored of an amount."""
        amount = self.to_python(value)
        return None if amount is None else int(amount.scaleb(self.decimal_places).to_integral_exact())

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> int | None:
        """Return the same: a decimal's own way of saving is for columns of decimals."""
        return self.get_db_prep_value(value, connection)

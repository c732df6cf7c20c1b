"""What may be said of commitments: how many are due.

Source: METHOD.md, section 9.7.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCounted:
    """So many open commitments are overdue, and so many more due within ``days``."""

    kind: ClassVar[str] = "commitments-due"

    overdue: int
    soon: int
    days: int

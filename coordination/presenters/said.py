"""A claim as it is said: its sentence, under the kind by which a page marks it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence and the kind of its claim; a page puts the kind into ``data-claim``."""

    kind: str
    text: str

    def __str__(self) -> str:
        return self.text

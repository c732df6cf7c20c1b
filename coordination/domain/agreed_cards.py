"""The agreed card: what both sides say together on each criterion, or that they differ.

Source: METHOD.md, section 5.5.
"""

from dataclasses import dataclass

from coordination.domain.answers import Reading, Status
from coordination.domain.voices import hull_reading
from coordination.domain.written_answers import in_button_words


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedAnswer:
    """What the agreed card says on one criterion.

    Where both sides recorded that they differ it is no joint answer: ``reading`` is the hull, all that either of them
    admits. ``basis`` is why, for what is not applicable its reason too. Raises ValueError for an answer that differs and
    is not applicable: what applies to neither side is nothing that they could see differently.
    """

    reading: Reading
    basis: str = ""
    differs: bool = False

    def __post_init__(self) -> None:
        if self.differs and self.reading.status is Status.NOT_APPLICABLE:
            raise ValueError(f"what is not applicable to both sides does not differ: {self!r}")


def where_they_differ(government: Reading, partners: Reading, *, basis: str = "") -> AgreedAnswer:
    """Return what stands on the agreed card where both sides recorded that they differ: the hull of their readings.

    Its words are those of a button, as nobody typed them: what each side wrote stands with that side.
    Not applicable for both is agreed, whatever was recorded, and needs a ``basis`` to be kept. Raises ValueError for an
    unparsed reading.
    """
    hull = in_button_words(hull_reading(government, partners))
    return AgreedAnswer(reading=hull, basis=basis, differs=hull.status is not Status.NOT_APPLICABLE)

"""The next step about a structure, as the list of all structures offers it: exactly one for each reader."""

from dataclasses import dataclass
from enum import StrEnum


class RowStep(StrEnum):
    """What a reader can do next about a structure; the first that applies."""

    CONTINUE = "continue"
    SEND = "send"
    START = "start"
    CONFIRM = "confirm"
    PUBLISH = "publish"
    COMMIT = "commit"
    SEE_BOTH = "see-both"
    SEE_ANSWERS = "see-answers"
    SEE_STRUCTURE = "see-structure"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDraft:
    """A draft that the reader may send (``is_own``: and write), with so many of the criteria asked answered."""

    assessment_id: int
    answered: int
    asked: int
    is_own: bool

    @property
    def is_complete(self) -> bool:
        """Whether every criterion asked has an answer."""
        return self.answered >= self.asked


def row_step(
    *,
    draft: OpenDraft | None,
    can_start: bool,
    can_confirm: bool,
    can_publish: bool,
    can_commit: bool,
    sides_heard: int,
) -> RowStep:
    """Return the step; ``can_confirm``: a joint answer waits for the reader, ``can_publish``: so does the whole card.

    ``can_commit``: the reader may promise, and a weak answer has no commitment yet. A draft of somebody else that is not
    complete asks for nothing from the reader.
    """
    if draft is not None and draft.is_complete:
        return RowStep.SEND
    if draft is not None and draft.is_own:
        return RowStep.CONTINUE
    if can_start:
        return RowStep.START
    if can_confirm:
        return RowStep.CONFIRM
    if can_publish:
        return RowStep.PUBLISH
    if can_commit:
        return RowStep.COMMIT
    return (RowStep.SEE_STRUCTURE, RowStep.SEE_ANSWERS, RowStep.SEE_BOTH)[sides_heard]

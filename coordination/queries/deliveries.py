"""What was stored by its number: whether it was, and which version an answer has since."""

from uuid import UUID

from coordination.models import Delivery, Operation, User


def is_stored(op_id: UUID, *, user: User) -> bool:
    """Whether the person stored this already, by its form or by the page's script."""
    return any(model.objects.filter(pk=op_id, by=user).exists() for model in (Delivery, Operation))


def version_after(op_id: UUID, code: str, *, user: User) -> int | None:
    """Return the version that an answer got by an earlier save of the person; None where that never arrived."""
    found = Operation.objects.filter(pk=op_id, by=user).first()
    version = found.reply["versions"].get(code) if found else None
    return int(version) if version is not None else None

"""What merging two partners moves, in the reader's language."""

from django.utils.translation import gettext as _

from coordination.queries.merging import MergePlan


def moved(plan: MergePlan) -> tuple[tuple[str, int], ...]:
    """Return the name of each kind with how many move."""
    return (
        (_("seats"), plan.seats),
        (_("of these, joined with a seat that is there"), plan.joined),
        (_("activities given"), plan.given),
        (_("activities received"), plan.received),
        (_("parts in activities of others"), plan.parts),
        (_("lines of money"), plan.money),
        (_("commitments"), plan.commitments),
        (_("contacts that you may read"), plan.contacts),
    )

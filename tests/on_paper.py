"""Answers on paper, as an adviser keys them in and somebody else confirms them."""

from datetime import date

from coordination.actions import keyed_in
from coordination.models import Assessment, Round, User
from tests import make

ILUNGA = "Colonel Ilunga"


def keyed(
    by: User,
    round_: Round,
    *,
    structure: str = "CMJ",
    rater: str = ILUNGA,
    filled_on: date = date(2011, 3, 1),
) -> Assessment:
    """Begin the answers of somebody on paper, for the side of who keys them in."""
    return keyed_in.start(
        round_=round_,
        structure=make.structure(structure),
        side=by.memberships.get(programme=round_.programme).side or "",
        rater=rater,
        filled_on=filled_on,
        by=by,
        at=make.AT,
    )


def handed(by: User, round_: Round, *, structure: str = "CMJ") -> Assessment:
    """Key all answers in and hand them over to be confirmed."""
    row = keyed(by, round_, structure=structure)
    make.answer_all(row)
    return make.send(row)


def confirm(row: Assessment, by: User) -> Assessment:
    """Confirm the answers as they stand."""
    row.refresh_from_db()
    return keyed_in.confirm(assessment=row, base_version=row.version, by=by, at=make.AT)

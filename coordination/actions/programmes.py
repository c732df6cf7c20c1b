"""Programmes: what stands for the programme as a whole among what is assessed."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from coordination.actions import journal
from coordination.domain.texts import fold
from coordination.models import Programme, Structure, User
from coordination.models.constraints import check

#: No structure's code makes an address that begins so.
SLUG = "_programme"
NAME_EN = "The programme as a whole"
NAME_FR = "Le programme dans son ensemble"


@transaction.atomic
def add_whole(
    *, programme: Programme, taken: Collection[str] = (), by: User | None, at: datetime
) -> Structure:
    """Return the one row that stands for the programme as a whole; make it where there is none.

    Its code is the programme's in capitals, with a number where a structure has that code, or (``taken``) will.
    """
    there = Structure.objects.filter(programme=programme)
    found = there.filter(is_programme=True).first()
    if found:
        return found
    codes = {*taken, *there.values_list("code", flat=True)}
    plain = programme.code.upper()[:40]
    code = next(each for each in (plain, *(f"{plain[:36]}-{n}" for n in range(2, 1000))) if each not in codes)
    made = Structure(
        programme=programme,
        code=code,
        slug=SLUG,
        name_en=NAME_EN,
        name_fr=NAME_FR,
        sector=Structure.Sector.SSR,
        is_programme=True,
        folded=fold(f"{code} {NAME_EN} {NAME_FR}"),
    )
    check(made)
    made.save()
    journal.record(
        by=by, at=at, verb="saved", noun="structure", key=code, programme=programme, after={"name": NAME_EN}
    )
    return made

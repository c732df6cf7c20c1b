"""Activities to be found: rows of the deck's programme, made past the actions so that a test says only what counts.

>>> overlaps.row("MONUC", since="2006", until="2008", standard="fr")
"""

from typing import Any

from coordination.models import Activity, Contact, Function, Partner, Programme, Standard
from tests import make

POLICE = "PNC"


def forget_the_deck() -> None:
    """Take away the activities and functions that the deck's fixture brings: a test then finds its own only."""
    Activity.objects.all().delete()
    Function.objects.all().delete()
    Contact.objects.all().delete()


def function(
    code: str = "public-order", *, is_planned: bool = True, programme: Programme | None = None
) -> Function:
    """Return a function of the programme by its code; make it where there is none."""
    name = code.replace("-", " ").capitalize()
    return Function.objects.get_or_create(
        programme=programme or make.cod(),
        code=code,
        defaults={
            "name_en": name,
            "name_fr": f"{name} (fr)",
            "sector": "police",
            "is_planned": is_planned,
        },
    )[0]


def partner(
    code: str, *, side: str = "international", kind: str = "bilateral", programme: Programme | None = None
) -> Partner:
    """Return a partner of the programme by its code; make it where there is none."""
    return Partner.objects.get_or_create(
        programme=programme or make.cod(),
        code=code,
        defaults={"name_en": code, "name_fr": f"{code} (fr)", "side": side, "kind": kind},
    )[0]


def standard(code: str, kind: str = "standard", *, programme: Programme | None = None) -> Standard:
    """Return a standard or a family of equipment by its code; make it where there is none."""
    return Standard.objects.get_or_create(
        programme=programme or make.cod(),
        code=code,
        defaults={"name_en": f"Norm {code}", "name_fr": f"Norme {code}", "kind": kind},
    )[0]


def row(
    of: str,
    *,
    to: str = POLICE,
    function_: str | None = "public-order",
    standard_: str = "",
    equipment: str = "",
    since: str = "",
    until: str = "",
    programme: Programme | None = None,
    **facts: Any,
) -> Activity:
    """Make an activity of a partner for an institution; texts are codes, of what is made where there is none."""
    there = programme or make.cod()
    number = Activity.objects.count() + 1
    return Activity.objects.create(
        programme=there,
        code=f"T-{number}",
        name_en=f"Activity {number}",
        name_fr=f"Activité {number}",
        partner=partner(of, programme=there),
        kind="training",
        recipient=partner(to, side="national", kind="service", programme=there),
        function=function(function_, programme=there) if function_ else None,
        standard=standard(standard_, programme=there) if standard_ else None,
        equipment=standard(equipment, "equipment", programme=there) if equipment else None,
        since=since,
        until=until,
        folded="",
        **facts,
    )

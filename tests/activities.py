"""Activities, functions and standards made through actions, in the deck's programme.

>>> activities.add("MONUC", "Police HQ", "Riot control", standard="French riot standard", since="2006")
"""

from typing import Any

from coordination.actions import activities, functions
from coordination.actions.activities import ActivityFacts
from coordination.models import Activity, Function, Partner, Programme, Standard, User
from tests import make


def partner(code: str) -> Partner:
    """Return a partner of the deck by its code."""
    return Partner.objects.get(programme=make.cod(), code=code)


def function(
    name: str = "Riot control", *, name_fr: str = "", programme: Programme | None = None, **more: Any
) -> Function:
    """Return a function by its English name; keep it where there is none."""
    programme = programme or make.cod()
    found = Function.objects.filter(programme=programme, name_en=name).first()
    known: dict[str, Any] = {"sector": "police", "is_planned": True} | more
    return found or functions.save_function(
        programme=programme, name_en=name, name_fr=name_fr, **known, by=make.cast().paul, at=make.AT
    )


def standard(name: str, kind: str = "standard", *, programme: Programme | None = None) -> Standard:
    """Return a standard, or a family of equipment, by its English name; keep it where there is none."""
    programme = programme or make.cod()
    found = Standard.objects.filter(programme=programme, name_en=name, kind=kind).first()
    return found or functions.save_standard(
        programme=programme, name_en=name, name_fr="", kind=kind, by=make.cast().paul, at=make.AT
    )


def facts(
    of: str = "MONUC",
    to: str = "Police HQ",
    serving: str = "",
    *,
    trained_to: str = "",
    equipped_with: str = "",
    **more: Any,
) -> ActivityFacts:
    """Return what is known of an activity: partners by their codes, what it serves by English names."""
    known: dict[str, Any] = {
        "kind": "training",
        "partner": partner(of),
        "recipient": partner(to),
        "function": function(serving) if serving else None,
        "standard": standard(trained_to) if trained_to else None,
        "equipment": standard(equipped_with, "equipment") if equipped_with else None,
    }
    return ActivityFacts(**known | more)


def add(*names: str, by: User | None = None, **more: Any) -> Activity:
    """Record an activity, by Paul unless told otherwise; for the rest see ``facts``."""
    return activities.add(
        programme=make.cod(), facts=facts(*names, **more), by=by or make.cast().paul, at=make.AT
    )


def change(activity: Activity, changed: ActivityFacts, *, base_version: int | None = None) -> Activity:
    """Put an activity right, over what stands there unless told otherwise; by Paul."""
    return activities.change(
        activity=activity,
        facts=changed,
        base_version=activity.version if base_version is None else base_version,
        by=make.cast().paul,
        at=make.AT,
    )

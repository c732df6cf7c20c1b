"""Observations of risks and signs, and facts of structures, made by people."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from coordination.actions import risks, structures
from coordination.actions.structures import StructureFacts
from coordination.models import Observation, Structure, User
from coordination.queries.structures import fingerprint, kept
from tests import make


def observe(
    item: str = "R1",
    status: str = "observed",
    *,
    structure: str | Structure | None = "CMJ",
    evidence: str = "Three different advices on the same decree.",
    observed_on: date | None = None,
    by: User | None = None,
    at: datetime = make.AT,
) -> Observation:
    """Record what was seen, in CMJ and as of the day of recording; by Amina unless told otherwise."""
    return risks.observe(
        programme=make.cod(),
        item=item,
        status=status,
        structure=make.structure(structure) if isinstance(structure, str) else structure,
        evidence=evidence,
        observed_on=observed_on or timezone.localdate(at),
        by=by or make.cast().amina,
        at=at,
    )


def facts(structure: Structure, **changed: Any) -> StructureFacts:
    """Return the facts of a structure, some of them changed."""
    relatives = {"parent": structure.parent, "predecessor": structure.predecessor}
    return replace(StructureFacts(**kept(structure) | relatives), **changed)


def change(
    structure: str | Structure, *, shown: str | None = None, by: User | None = None, **changed: Any
) -> Structure:
    """Change some facts of a structure; by Amina unless told otherwise."""
    row = make.structure(structure) if isinstance(structure, str) else structure
    return structures.change(
        structure=row,
        facts=facts(row, **changed),
        shown=fingerprint(row) if shown is None else shown,
        by=by or make.cast().amina,
        at=make.AT,
    )


def add(code: str = "CTP", *, by: User | None = None, **given: Any) -> Structure:
    """Add a structure; by Amina unless told otherwise."""
    return structures.add(
        programme=make.cod(),
        code=code,
        facts=StructureFacts(**{"name_en": "Police committee", "name_fr": "", "sector": "police"} | given),
        by=by or make.cast().amina,
        at=make.AT,
    )

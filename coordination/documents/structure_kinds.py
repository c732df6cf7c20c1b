"""The library of kinds of structures that many countries have: a name and a short name to begin with, no answers."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from coordination.domain.bilingual import Text

KINDS = Path(__file__).parents[2] / "fixtures" / "structure-kinds.json"


@dataclass(frozen=True, slots=True)
class StructureKind:
    """A kind of structure; people adjust both names to what theirs is called."""

    code: Text
    name: Text
    sector: str


@lru_cache(maxsize=1)
def structure_kinds() -> tuple[StructureKind, ...]:
    """Return the kinds as the file lists them."""
    found = json.loads(KINDS.read_text(encoding="utf-8"))
    return tuple(StructureKind(Text(**each["code"]), Text(**each["name"]), each["sector"]) for each in found)

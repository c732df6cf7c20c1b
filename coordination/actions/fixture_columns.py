"""The columns that the entries of a file fill in, for rows that are made and for rows that are put right.

``origin`` is where the file's things come from, for entries that say nothing of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coordination.actions.activities import ActivityFacts
from coordination.documents.fixture.document import (
    ActivityEntry,
    CommitmentEntry,
    ContactEntry,
    FunctionEntry,
    PartnerEntry,
    StandardEntry,
    StructureEntry,
)
from coordination.domain.bilingual import fold
from coordination.models import (
    Contact,
    Criterion,
    Function,
    Partner,
    Programme,
    Round,
    Standard,
    Structure,
)

#: The columns of a row by name; each model takes its own.
Columns = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relatives:
    """What rows refer to, by natural keys; the programme as a whole stands under the empty code."""

    partners: Mapping[str, Partner]
    structures: Mapping[str, Structure]
    functions: Mapping[str, Function]
    standards: Mapping[str, Standard]
    rounds: Mapping[str, Round]
    criteria: Mapping[tuple[int, str], Criterion]

    @classmethod
    def of(cls, programme: Programme) -> "Relatives":
        """Return those of a programme; six queries."""
        rounds = {row.label: row for row in Round.objects.filter(programme=programme)}
        asked = Criterion.objects.filter(instrument__in={row.instrument_id for row in rounds.values()})
        structures = Structure.objects.filter(programme=programme)
        return cls(
            partners={row.code: row for row in Partner.objects.filter(programme=programme)},
            structures={"" if row.is_programme else row.code: row for row in structures},
            functions={row.code: row for row in Function.objects.filter(programme=programme)},
            standards={row.code: row for row in Standard.objects.filter(programme=programme)},
            rounds=rounds,
            criteria={(row.instrument_id, row.code): row for row in asked},
        )

    def structure(self, code: str) -> Structure | None:
        """Return a structure, None where the file names none."""
        return self.structures[code] if code else None


def of_partner(value: PartnerEntry, origin: str) -> Columns:
    """Return the columns of a partner; its former names are rows of their own."""
    return {
        "name_en": value.name.en,
        "name_fr": value.name.fr,
        "side": value.side,
        "kind": value.kind,
        "quote": value.quote,
        "slide": value.slide,
        "objectives_en": value.objectives.en if value.objectives else "",
        "objectives_fr": value.objectives.fr if value.objectives else "",
        "aim": value.aim,
        "since": value.since,
        "until": value.until,
        "origin": value.origin or origin,
    }


def of_structure(value: StructureEntry) -> Columns:
    """Return the columns of a structure, its parent and predecessor apart."""
    months = Structure._meta.get_field("dormant_after").get_default()
    return {
        "name_en": value.name.en,
        "name_fr": value.name.fr,
        "sector": value.sector,
        "mandate_en": value.mandate.en if value.mandate else "",
        "mandate_fr": value.mandate.fr if value.mandate else "",
        "founded": value.founded,
        "closed": value.closed,
        "slide": value.slide,
        "dormant_after": value.dormant_after or months,
        "folded": fold(f"{value.code} {value.name.en} {value.name.fr}"),
    }


def of_relatives(value: StructureEntry, references: Relatives) -> Columns:
    """Return which structure stands above one, and which came before it."""
    return {
        "parent": references.structure(value.parent),
        "predecessor": references.structure(value.predecessor),
    }


def of_function(value: FunctionEntry, origin: str) -> Columns:
    """Return the columns of a function."""
    return {
        "name_en": value.name.en,
        "name_fr": value.name.fr,
        "sector": value.sector,
        "is_planned": value.is_planned,
        "origin": value.origin or origin,
    }


def of_standard(value: StandardEntry, origin: str) -> Columns:
    """Return the columns of a standard or family of equipment."""
    return {
        "name_en": value.name.en,
        "name_fr": value.name.fr,
        "kind": value.kind,
        "origin": value.origin or origin,
    }


def of_activity_facts(value: ActivityEntry, references: Relatives) -> ActivityFacts:
    """Return the facts of an activity, with who takes part in it."""
    return ActivityFacts.of_entry(
        value,
        partners=references.partners,
        functions=references.functions,
        structures=references.structures,
        standards=references.standards,
    )


def of_activity(value: ActivityEntry, origin: str, references: Relatives) -> Columns:
    """Return the columns of an activity."""
    return of_activity_facts(value, references).columns | {
        "quote": value.quote,
        "quote_fr": value.quote_fr,
        "slide": value.slide,
        "origin": value.origin or origin,
    }


def of_commitment(
    value: CommitmentEntry, origin: str, references: Relatives, contact: Contact | None
) -> Columns:
    """Return the columns of a commitment; the days that it was due before are rows of their own."""
    round_ = references.rounds[value.round] if value.round else None
    # An answer without a structure is about the programme as a whole.
    is_of_answer = bool(value.criterion)
    return {
        "text_en": value.text.en,
        "text_fr": value.text.fr,
        "owner": references.partners[value.owner],
        "structure": references.structures[value.structure]
        if is_of_answer
        else references.structure(value.structure),
        "round": round_,
        "voice": value.voice,
        "criterion": references.criteria[round_.instrument_id, value.criterion] if round_ else None,
        "person": value.person,
        "contact": contact,
        "made_on": value.made_on,
        "due_on": value.due_on,
        "state": value.state,
        "settled_on": value.settled_on,
        "outcome": value.outcome,
        "origin": value.origin or origin,
    }


def of_contact(value: ContactEntry, origin: str, references: Relatives) -> Columns:
    """Return the columns of a contact, which everyone in the programme reads; its partners are rows of their own."""
    return {
        "kind": value.kind,
        "state": value.state,
        "on": value.on,
        "at": value.at,
        "ends": value.ends,
        "subject": value.subject,
        "people": value.people,
        "structure": references.structure(value.structure),
        "agreed": value.agreed,
        "origin": value.origin or origin,
    }

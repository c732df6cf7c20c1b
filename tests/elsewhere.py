"""Another programme with all that one can have, and what of it stands for each number or code of the own one."""

from collections.abc import Mapping
from dataclasses import dataclass

from coordination.models import (
    Activity,
    Commitment,
    Contact,
    Function,
    Membership,
    Observation,
    Partner,
    Seat,
    Structure,
)
from tests import activities, evidence, joint_answers, make


@dataclass(frozen=True)
class Elsewhere:
    """By the name that a part of an address has, and by what a form chooses."""

    parts: Mapping[str, object]
    numbers: Mapping[str, int]


def elsewhere() -> Elsewhere:
    """Make the deck's and the years' records once more, and in ``caf`` a round and a draft of Nadia's."""
    for path in (make.DRC, make.DEMO, make.LIFE):
        document = make.document(path)
        make.load(document | {"programme": document["programme"] | {"code": "oth"}})
    caf, other, nadia = make.programme("caf"), make.programme("oth"), make.cast().nadia
    draft = make.begin(nadia, "CNS", make.open_round("partners", name="Elsewhere", programme=caf))
    begun = make.begin(nadia, "CNS", draft.round, criterion="C1")
    zoe = make.place(make.person("zoe"), "manager", "partners", programme=caf)
    alone = make.open_round("partners", name="Elsewhere alone", programme=caf, by=zoe)
    sent = make.sent(nadia, "CNS", alone)
    published = make.publish(alone, "CNS", by=zoe)
    of_side = {row.side: row.pk for row in Partner.objects.filter(programme=other)}
    talk = make.open_round(name="Answered elsewhere", programme=other)
    pia, gilles = (
        make.place(make.person(name), "adviser", side, programme=other)
        for name, side in (("pia", "partners"), ("gilles", "government"))
    )
    for person in (pia, gilles):
        make.sent(person, "CMJ", talk)
    cmj = make.structure("CMJ", programme=other)
    parts: dict[str, object] = {
        "slug": "cns",
        "label": "elsewhere",
        "assessment_id": draft.pk,
        "file_id": evidence.give(begun).pk,
        "correction_id": make.correct(sent, "C1", "No", by=zoe).pk,
        "content_hash": published.content_hash,
        "partner_id": of_side["international"],
        "seat_id": Seat.objects.filter(structure__programme=other)[0].pk,
        "activity_id": Activity.objects.filter(programme=other)[0].pk,
        "commitment_id": Commitment.objects.filter(programme=other)[0].pk,
        "record_id": of_side["international"],
        "contact_id": Contact.objects.filter(programme=other)[0].pk,
        "observation_id": Observation.objects.filter(programme=other)[0].pk,
        "joint_answer_id": joint_answers.propose(pia, talk, structure=cmj).pk,
        "comment_id": joint_answers.comment(pia, talk, structure=cmj).pk,
        "place_id": Membership.objects.get(user=nadia).pk,
    }
    numbers = {
        "partner": of_side["international"],
        "recipient": of_side["national"],
        "structure": Structure.objects.filter(programme=other, is_programme=False)[0].pk,
        "function": Function.objects.filter(programme=other)[0].pk,
        "standard": activities.standard("Elsewhere", programme=other).pk,
        "equipment": activities.standard("Elsewhere", "equipment", programme=other).pk,
    }
    return Elsewhere(parts, numbers)

"""The published card of the demonstration: played through the same actions as people's, all of it invented.

One structure of an invented round comes in as both sides sent it. Its people then comment, agree criterion by
criterion, dissent once, publish it together and correct one answer.
"""

import json
from collections.abc import Mapping

from django.utils import timezone

from coordination.actions import comments, corrections, joint_answers, publications
from coordination.actions.joint_answers import Proposal
from coordination.documents.publications import content_hash
from coordination.domain.answers import read
from coordination.domain.assessments import GivenAnswer
from coordination.domain.vocabulary import SIDES
from coordination.models import Answer, Assessment, JointAnswer, Programme, Round, Structure, User
from coordination.permissions import standings
from coordination.queries import joint_answers as stored
from coordination.queries import snapshots

ROUND, STRUCTURE = "january-2009", "CCRSS"
#: What both sides answer together; None: they differ.
TOGETHER: Mapping[str, str | None] = {
    "C1": "Partly",
    "C2": "Partly",
    "C3": None,
    "C4": "Not yet",
    "C5": "Not yet",
    "C6": "Not yet",
    "C7": "Mostly",
    "O1": "Mostly?",
    "O2": "Partly",
    "O3": "Not yet",
    "O4": "Not yet",
    "O5": "Not yet?",
    "O6": "Not yet",
    "O7": "Partly?",
}
BASIS = "Invented: as both sides read it together in their meeting."
COMMENTED = ("C4", "Invented: the joint arrangement was announced again in November, still without a date.")
DISSENTED = (
    "C1",
    "Inventé\u202f: le texte adopté est sur la table à chaque réunion depuis décembre, et chacun s’y réfère.",
)
CORRECTED = ("C6", "Not yet")
EVIDENCE = "Invented: the list of who does what of 20 January 2009, found since."
REASON = "Invented: the list had been started before that day; the answer had missed it."


def prepared(data: bytes, programme: str) -> bytes:
    """Return the file of the invented rounds with the card as both sides sent it, so that loading it reveals both.

    Where the card was played, it is left out: what people said of it since is not the file's. A copy that an earlier
    version made keeps the round as it is.
    """
    here = {"round__programme__code": programme, "round__label": ROUND, "structure__code": STRUCTURE}
    is_played = JointAnswer.objects.filter(**here).exists()
    if not is_played and Assessment.objects.filter(**here).exists():
        return data
    document = json.loads(data)
    for round_ in document["rounds"]:
        if round_["label"] == ROUND:
            card = [each for each in round_["assessments"] if each["structure"] == STRUCTURE]
            for assessment in card:
                assessment["state"] = "sent"
            round_["assessments"] = [
                each for each in round_["assessments"] if not (is_played and each in card)
            ]
    return json.dumps(document, ensure_ascii=False).encode()


def play(programme: Programme, people: Mapping[tuple[str, str], User]) -> None:
    """Take the card from its reveal to a corrected publication, where both sides see it and nobody has begun that.

    ``people`` are those of the demonstration by role and side.
    """
    rounds = Round.objects.select_related("programme", "instrument")
    round_ = rounds.filter(programme=programme, label=ROUND).first()
    structure = Structure.objects.filter(programme=programme, code=STRUCTURE).first()
    if round_ is None or structure is None:
        return
    here = Assessment.objects.filter(round=round_, structure=structure)
    if set(here.values_list("side", "state")) != {(side, "revealed") for side in SIDES}:
        return
    if JointAnswer.objects.filter(round=round_, structure=structure).exists():
        return
    code, said = COMMENTED
    comments.comment(
        round_=round_,
        structure=structure,
        criterion=code,
        text=said,
        side="partners",
        role="adviser",
        by=people["adviser", "partners"],
        at=timezone.now(),
    )
    managers = {side: people["manager", side] for side in SIDES}
    _agree(round_, structure, managers)
    for side, manager in managers.items():
        _publish(round_, structure, side, manager)
    _correct(here.get(side="partners"), managers["partners"])


def _agree(round_: Round, structure: Structure, managers: Mapping[str, User]) -> None:
    for code, word in TOGETHER.items():
        row = joint_answers.propose(
            round_=round_,
            structure=structure,
            proposal=Proposal(
                criterion=code,
                reading=read(word) if word else None,
                basis=BASIS,
                base=stored.stamp(None),
            ),
            side="partners",
            confirms=True,
            by=managers["partners"],
            at=timezone.now(),
        )
        if code == DISSENTED[0]:
            joint_answers.dissent(
                joint_answer=row,
                side="government",
                reason=DISSENTED[1],
                by=managers["government"],
                at=timezone.now(),
            )
        joint_answers.confirm(
            joint_answer=row, side="government", by=managers["government"], at=timezone.now()
        )


def _publish(round_: Round, structure: Structure, side: str, manager: User) -> None:
    standing = next(each for each in standings(manager) if each.programme_id == round_.programme_id)
    snapshot = snapshots.content(round_, structure, user=manager, standing=standing)
    publications.publish(
        round_=round_,
        structure=structure,
        side=side,
        seen=content_hash(snapshot),
        by=manager,
        at=timezone.now(),
    )


def _correct(assessment: Assessment, manager: User) -> None:
    code, word = CORRECTED
    answer = Answer.objects.get(assessment=assessment, criterion__code=code)
    corrections.correct(
        assessment=assessment,
        entry=GivenAnswer(criterion=code, reading=read(word), base_version=answer.version),
        evidence=EVIDENCE,
        reason=REASON,
        by=manager,
        at=timezone.now(),
    )

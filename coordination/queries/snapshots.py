"""What would be published of a card as it stands: the values that its snapshot is written from."""

from collections.abc import Mapping, Sequence

from coordination.documents import publications
from coordination.documents.publications import (
    PublishedAnswer,
    PublishedCard,
    PublishedDissent,
    PublishedFile,
    PublishedSection,
    PublishedSource,
    PublishedVoice,
)
from coordination.domain.bilingual import Text
from coordination.domain.instruments import CriterionValue, InstrumentValue, Section
from coordination.domain.lifecycle import OneSided
from coordination.domain.scoring import blank, text
from coordination.domain.vocabulary import AGREED
from coordination.models import Assessment, Dissent, JointAnswer, Programme, Round, Structure, User
from coordination.permissions import Standing
from coordination.queries import cards, instruments, voices
from coordination.queries.cards import Card
from coordination.queries.voices import Voice, VoiceAnswer

Dissents = Mapping[str, Sequence[PublishedDissent]]


def content(
    round_: Round, structure: Structure, *, user: User, standing: Standing, alone: OneSided | None = None
) -> str:
    """Return the snapshot of a card as it stands, the same for every reader who sees both sides; seven queries.

    Where one side is ``alone`` with it, of what that side sent.
    """
    dissents = _dissents(round_, structure)
    heard = (
        voices.sent_by(alone.sender, structure, round_, user=user, standing=standing)
        if alone
        else voices.of_structure(structure, round_, user=user, standing=standing)
    )
    instrument, programme = instruments.value(round_.instrument_id), round_.programme
    return publications.write(
        PublishedCard(
            programme=programme.code,
            programme_name=Text(programme.name_en, programme.name_fr),
            structure=structure.code,
            structure_name=Text(structure.name_en, structure.name_fr),
            round=round_.label,
            round_name=Text(round_.name_en, round_.name_fr),
            reference_on=round_.reference_on.isoformat(),
            sides=round_.sides,
            not_submitted_by=alone.missing if alone else "",
            instrument=instrument.code,
            version=instrument.version,
            fingerprint=instrument.content_hash,
            voices=tuple(
                _voice(each, structure, programme, dissents if each.side == AGREED else {})
                for each in heard
                if each.side != Assessment.Voice.ANALYST
            ),
        )
    )


def _dissents(round_: Round, structure: Structure) -> Dissents:
    """Return what each side does not hold with, by criterion, the government first."""
    found: dict[str, list[PublishedDissent]] = {}
    standing = {"joint_answer__round": round_, "joint_answer__structure": structure}
    rows = Dissent.objects.filter(**standing, joint_answer__state=JointAnswer.State.STANDING)
    for row in rows.order_by("side").select_related("joint_answer__criterion"):
        said_on = row.at.astimezone(round_.programme.zone).date().isoformat()
        found.setdefault(row.joint_answer.criterion.code, []).append(
            PublishedDissent(row.side, row.reason, said_on)
        )
    return found


def _voice(voice: Voice, structure: Structure, programme: Programme, dissents: Dissents) -> PublishedVoice:
    asked = voice.instrument.codes_asked(is_programme=structure.is_programme)
    sections = [
        _section(
            voice,
            section,
            [each for each in section.criteria if each.code in {*asked, *voice.answers}],
            dissents,
        )
        for section in voice.instrument.sections
    ]
    return PublishedVoice(
        side=voice.side,
        name=programme.called(voice.side),
        assessors=0 if voice.is_agreed else voice.raters,
        sections=tuple(each for each in sections if each.answers),
    )


def _section(
    voice: Voice, section: Section, criteria: Sequence[CriterionValue], dissents: Dissents
) -> PublishedSection:
    readings = {code: each.reading for code, each in voice.answers.items()}
    card = cards.card(readings, voice.instrument, section.code)
    return PublishedSection(
        code=section.code,
        name=section.name,
        score=_score(card),
        answers=tuple(
            _answer(each, voice.answers.get(each.code), voice.instrument, dissents.get(each.code, ()))
            for each in criteria
        ),
    )


def _score(card: Card) -> Text | None:
    low, high = card.composite.low, card.composite.high
    if not card.is_known or low is None or high is None:
        return None
    return Text(text(low, high, "en"), text(low, high, "fr"))


def _answer(
    criterion: CriterionValue,
    given: VoiceAnswer | None,
    instrument: InstrumentValue,
    dissents: Sequence[PublishedDissent],
) -> PublishedAnswer:
    if given is None:
        return PublishedAnswer(
            criterion=criterion.code, name=criterion.name, short=criterion.short, reading=blank()
        )
    doubts = {each.code: each.name for each in instrument.doubt_reasons}
    kinds = {each.code: each.name for each in instrument.evidence_kinds}
    return PublishedAnswer(
        criterion=criterion.code,
        name=criterion.name,
        short=criterion.short,
        reading=given.reading,
        sides_differ=given.sides_differ,
        doubts=tuple(doubts.get(code, Text(code, code)) for code in given.doubt_reasons),
        na_reasons=given.na_reasons,
        bases=given.bases,
        sources=tuple(
            PublishedSource(
                title=each.title,
                kind=kinds.get(each.kind, Text(each.kind, each.kind)),
                dated_on=each.dated_on.isoformat() if each.dated_on else "",
                link=each.link,
            )
            for each in given.sources
        ),
        # In the order of what they are: it tells nothing of who gave which.
        files=tuple(
            PublishedFile(kind=each.kind.value, size=each.size, sha256=each.sha256, note=each.note)
            for each in sorted(given.files, key=lambda file: (file.sha256, file.note))
        ),
        dissents=tuple(dissents),
    )

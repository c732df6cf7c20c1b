"""The snapshot of a published card: canonical JSON, whose SHA-256 is the hash that both sides publish.

It holds what was read on the day, names included, so that it stays readable whatever becomes of the rows: no
assessor's name, several assessors of a side as one voice, their texts in alphabetical order.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from coordination.domain.answers import Certainty, Reading, Status
from coordination.domain.bilingual import Text

FORMAT = "ssr-published-card/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSource:
    """What an answer rests on; ``dated_on`` is an ISO date or empty."""

    title: str
    kind: Text
    dated_on: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFile:
    """A photo or a PDF that an answer rests on: what kind, how many bytes, their SHA-256, and what it shows."""

    kind: str
    size: int
    sha256: str
    note: str


@dataclass(frozen=True, slots=True)
class PublishedDissent:
    """Why a side does not hold with a joint answer; ``said_on`` is an ISO date."""

    side: str
    reason: str
    said_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedAnswer:
    """One voice's answer on one criterion; of several assessors their median, in their words.

    ``sides_differ``: both sides agreed that they do not agree, and it is all that either of them admits.
    """

    criterion: str
    name: Text
    short: Text
    reading: Reading
    sides_differ: bool = False
    doubts: tuple[Text, ...] = ()
    na_reasons: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    sources: tuple[PublishedSource, ...] = ()
    files: tuple[PublishedFile, ...] = ()
    dissents: tuple[PublishedDissent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSection:
    """One section by one voice; ``score`` is what pages showed of it, None where it was not known."""

    code: str
    name: Text
    score: Text | None
    answers: tuple[PublishedAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedVoice:
    """All that one side, or both together, answered; ``name`` is what the programme calls the side, if it does.

    What both say together has no assessors.
    """

    side: str
    name: Text
    assessors: int
    sections: tuple[PublishedSection, ...]

    def answer(self, criterion: str) -> PublishedAnswer | None:
        """Return the answer on a criterion, None where there is none."""
        answers = (each for section in self.sections for each in section.answers)
        return next((each for each in answers if each.criterion == criterion), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCard:
    """The answers on one structure in one round, as they were published.

    ``not_submitted_by`` is the side that was asked and did not send before the round closed; empty where there is none.
    """

    programme: str
    programme_name: Text
    structure: str
    structure_name: Text
    round: str
    round_name: Text
    reference_on: str
    sides: str
    instrument: str
    version: str
    fingerprint: str
    voices: tuple[PublishedVoice, ...]
    not_submitted_by: str = ""


def write(card: PublishedCard) -> str:
    """Return the snapshot: one line, names in order, no space between them; the same card gives the same bytes."""
    return json.dumps(_card(card), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def content_hash(snapshot: str) -> str:
    """Return the SHA-256 (hex) of a snapshot, as `sha256sum` prints it for the file."""
    return hashlib.sha256(snapshot.encode()).hexdigest()


def read(snapshot: str) -> PublishedCard:
    """Return a stored snapshot as values."""
    found = json.loads(snapshot)
    return PublishedCard(
        programme=found["programme"]["code"],
        programme_name=_text(found["programme"]["name"]),
        structure=found["structure"]["code"],
        structure_name=_text(found["structure"]["name"]),
        round=found["round"]["label"],
        round_name=_text(found["round"]["name"]),
        reference_on=found["round"]["reference_date"],
        sides=found["round"]["sides"],
        instrument=found["questionnaire"]["code"],
        version=found["questionnaire"]["version"],
        fingerprint=found["questionnaire"]["content_hash"],
        voices=tuple(_read_voice(each) for each in found["voices"]),
        not_submitted_by=found.get("not_submitted_by", ""),
    )


# --- writing


def _card(card: PublishedCard) -> dict[str, object]:
    # Said only where it is so: the content of all other cards, and with it their hash, stays as it was.
    silent = {"not_submitted_by": card.not_submitted_by} if card.not_submitted_by else {}
    return silent | {
        "format": FORMAT,
        "programme": {"code": card.programme, "name": _both(card.programme_name)},
        "structure": {"code": card.structure, "name": _both(card.structure_name)},
        "round": {
            "label": card.round,
            "name": _both(card.round_name),
            "reference_date": card.reference_on,
            "sides": card.sides,
        },
        "questionnaire": {
            "code": card.instrument,
            "version": card.version,
            "content_hash": card.fingerprint,
        },
        "voices": [_voice(each) for each in card.voices],
    }


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "fr": text.fr}


def _voice(voice: PublishedVoice) -> dict[str, object]:
    return {
        "side": voice.side,
        "name": _both(voice.name),
        "assessors": voice.assessors,
        "sections": [
            {
                "code": section.code,
                "name": _both(section.name),
                "score": _both(section.score) if section.score else None,
                "answers": [_answer(each) for each in section.answers],
            }
            for section in voice.sections
        ],
    }


def _answer(answer: PublishedAnswer) -> dict[str, object]:
    given = answer.reading
    # As above: said only where there are some.
    filed = {"files": [asdict(each) for each in answer.files]} if answer.files else {}
    return filed | {
        "criterion": answer.criterion,
        "name": _both(answer.name),
        "short_name": _both(answer.short),
        "verbatim": given.verbatim,
        "understood": {
            "status": given.status.value,
            "level": given.level,
            "lowest": given.lo,
            "highest": given.hi,
            "certainty": given.certainty.value if given.certainty else None,
        },
        "sides_differ": answer.sides_differ,
        "doubts": [_both(each) for each in answer.doubts],
        "does_not_apply_because": [*answer.na_reasons],
        "reasons": [*answer.bases],
        "evidence": [
            {"title": each.title, "kind": _both(each.kind), "dated_on": each.dated_on, "link": each.link}
            for each in answer.sources
        ],
        "dissents": [
            {"side": each.side, "reason": each.reason, "said_on": each.said_on} for each in answer.dissents
        ],
    }


# --- reading


def _text(found: Mapping[str, str]) -> Text:
    return Text(found["en"], found["fr"])


def _texts(found: Iterable[Mapping[str, str]]) -> tuple[Text, ...]:
    return tuple(_text(each) for each in found)


def _read_voice(found: Mapping[str, Any]) -> PublishedVoice:
    return PublishedVoice(
        side=found["side"],
        name=_text(found["name"]),
        assessors=found["assessors"],
        sections=tuple(
            PublishedSection(
                code=each["code"],
                name=_text(each["name"]),
                score=_text(each["score"]) if each["score"] else None,
                answers=tuple(_read_answer(answer) for answer in each["answers"]),
            )
            for each in found["sections"]
        ),
    )


def _read_answer(found: Mapping[str, Any]) -> PublishedAnswer:
    understood = found["understood"]
    return PublishedAnswer(
        criterion=found["criterion"],
        name=_text(found["name"]),
        short=_text(found["short_name"]),
        reading=Reading(
            verbatim=found["verbatim"],
            status=Status(understood["status"]),
            level=understood["level"],
            lo=understood["lowest"],
            hi=understood["highest"],
            certainty=Certainty(understood["certainty"]) if understood["certainty"] else None,
        ),
        sides_differ=found["sides_differ"],
        doubts=_texts(found["doubts"]),
        na_reasons=tuple(found["does_not_apply_because"]),
        bases=tuple(found["reasons"]),
        sources=tuple(
            PublishedSource(
                title=each["title"], kind=_text(each["kind"]), dated_on=each["dated_on"], link=each["link"]
            )
            for each in found["evidence"]
        ),
        files=tuple(PublishedFile(**each) for each in found.get("files", ())),
        dissents=tuple(
            PublishedDissent(each["side"], each["reason"], each["said_on"]) for each in found["dissents"]
        ),
    )

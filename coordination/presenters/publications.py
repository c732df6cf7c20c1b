"""A published card as its page shows it, and what a card still waits for before it is published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coordination.documents.publications import (
    PublishedAnswer,
    PublishedCard,
    PublishedSection,
    PublishedVoice,
)
from coordination.domain.bilingual import Text
from coordination.domain.lifecycle import CardState
from coordination.presenters import days, sentences
from coordination.queries.publications import Publishing


@dataclass(frozen=True, slots=True, kw_only=True)
class CardCriterion:
    """One criterion as every voice answered it; a voice without an answer is left out."""

    code: str
    name: Text
    short: Text
    answers: tuple[tuple[PublishedVoice, PublishedAnswer], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSection:
    """One section: each voice's score as it was shown, and its criteria."""

    code: str
    name: Text
    scores: tuple[tuple[PublishedVoice, str], ...]
    criteria: tuple[CardCriterion, ...]


def sections(card: PublishedCard) -> list[CardSection]:
    """Return a card section by section, the voices beside each other."""
    names = {each.code: each.name for voice in card.voices for each in voice.sections}
    return [_section(card, code, name) for code, name in names.items()]


def _section(card: PublishedCard, code: str, name: Text) -> CardSection:
    parts = [(voice, each) for voice in card.voices for each in voice.sections if each.code == code]
    first: dict[str, PublishedAnswer] = {}
    for _voice, part in parts:
        for answer in part.answers:
            first.setdefault(answer.criterion, answer)
    return CardSection(
        code=code,
        name=name,
        scores=tuple((voice, _score(part)) for voice, part in parts),
        criteria=tuple(
            CardCriterion(
                code=each.criterion,
                name=each.name,
                short=each.short,
                answers=tuple(
                    (voice, given) for voice, _part in parts if (given := voice.answer(each.criterion))
                ),
            )
            for each in first.values()
        ),
    )


def _score(part: PublishedSection) -> str:
    return sentences.local(part.score) if part.score else _("not known")


def missing(found: Publishing) -> str:
    """Say what keeps a card from being published now; empty where nothing does."""
    if found.state is None:
        return _("The sides do not see each other’s answers yet.")
    if found.is_ready:
        return ""
    if found.state is not CardState.REVEALED:
        return _("These answers are already published.")
    return ngettext(
        "%(number)s of %(asked)s criteria waits for a joint answer.",
        "%(number)s of %(asked)s criteria wait for a joint answer.",
        len(found.waiting),
    ) % {"number": len(found.waiting), "asked": found.asked}


def consents(given: Mapping[str, date], sides: Sequence[str]) -> list[str]:
    """Say of each side of a card that is not yet published whether and when it agreed."""
    return [
        _("%(side)s: agreed to publish on %(date)s") % {"side": _named(side), "date": days.day(given[side])}
        if side in given
        else _("%(side)s: has not yet agreed to publish") % {"side": _named(side)}
        for side in sides
    ]


#: What became of a card, by what is done to it: the subject of a mail, and its sentence.
MAILED = {
    "published": (
        gettext_lazy("Answers are published"),
        gettext_lazy("The answers on %(structure)s are published. Round: %(round)s."),
    ),
    "corrected": (
        gettext_lazy("A published answer is corrected"),
        gettext_lazy(
            "A published answer on %(structure)s is corrected, with a reason and evidence. Round: %(round)s."
        ),
    ),
}


def subject(what: str) -> str:
    """Return the subject of the mail that tells of it."""
    return str(MAILED[what][0])


def mailed(what: str, structure: Text, round_: Text) -> str:
    """Return the sentence of the mail, without any answer."""
    names = {"structure": sentences.local(structure), "round": sentences.local(round_)}
    return str(MAILED[what][1]) % names


def _named(side: str) -> str:
    name = sentences.side(side)
    return name[:1].upper() + name[1:]

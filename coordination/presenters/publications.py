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
from coordination.domain.lifecycle import CardState, OneSided
from coordination.presenters import days, rounds, sentences
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


def explained(found: Publishing) -> str:
    """Say what publishing a card does, and whose it is."""
    if found.alone:
        return {
            "government": _(
                "The partners did not submit this structure before the round closed. A manager of the government "
                "publishes what the government sent: with that the partners read it, too, and can no longer answer. It "
                "is marked “not submitted by the partners”, frozen as it is, for everybody who may read the programme, "
                "for ever. Corrections are marked beside it and never change it."
            ),
            "partners": _(
                "The government did not submit this structure before the round closed. A manager of the partners "
                "publishes what the partners sent: with that the government reads it, too, and can no longer answer. "
                "It is marked “not submitted by the government”, frozen as it is, for everybody who may read the "
                "programme, for ever. Corrections are marked beside it and never change it."
            ),
        }[found.alone.sender]
    if len(found.of_sides) > 1:
        return _(
            "A manager of each side agrees to exactly what stands below. With the second consent it is published: "
            "frozen as it is, for everybody who may read the programme, for ever. Corrections are marked beside it and "
            "never change it."
        )
    return _(
        "This round asks one side only: its manager publishes what stands below. It is then frozen as it is, for "
        "everybody who may read the programme, for ever. Corrections are marked beside it and never change it."
    )


def not_submitted(card: PublishedCard) -> str:
    """Say which side did not submit the answers of a published card; empty where none was silent."""
    return rounds.not_submitted([card.not_submitted_by]) if card.not_submitted_by else ""


def missing(found: Publishing) -> str:
    """Say what keeps a card from being published now; empty where nothing does."""
    if found.state is None:
        return _("The sides do not see each other’s answers yet.")
    if found.is_ready:
        return ""
    if found.alone:
        return _alone(found.alone)
    if found.state is not CardState.REVEALED:
        return _("These answers are already published.")
    return ngettext(
        "%(number)s of %(asked)s criteria waits for a joint answer.",
        "%(number)s of %(asked)s criteria wait for a joint answer.",
        len(found.waiting),
    ) % {"number": len(found.waiting), "asked": found.asked}


def _alone(of: OneSided) -> str:
    """Say since when the other side is told that it did not submit, and from when on it is published without it."""
    words = {
        "government": _(
            "The partners are told since %(told)s that they did not submit these answers. They can still ask to reopen "
            "the round; the government may publish alone from %(day)s on."
        ),
        "partners": _(
            "The government is told since %(told)s that it did not submit these answers. It can still ask to reopen "
            "the round; the partners may publish alone from %(day)s on."
        ),
    }[of.sender]
    return words % {"told": days.moment(of.told_at), "day": days.moment(of.publishable_at)}


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
    "revealed": (
        gettext_lazy("Both sides can now read the answers"),
        gettext_lazy("Both sides can now read the answers on %(structure)s. Round: %(round)s."),
    ),
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

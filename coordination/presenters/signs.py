"""Signs and risks in words: what was seen beside what a source states, and what answers prompt."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.domain.claims.signs import (
    InternationalLead,
    RiskPromptKind,
    RisksCounted,
    RisksSeen,
    SignsCounted,
)
from coordination.presenters import sentences
from coordination.presenters.said import Said
from coordination.presenters.sentences import local
from coordination.queries.ownership import TrapSigns
from coordination.queries.prompts import Prompted


@dataclass(frozen=True, slots=True)
class TrapWords:
    """How many signs of each trap."""

    substitution: Said
    without_partnership: Said


@dataclass(frozen=True, slots=True)
class NamedCriteria:
    """What is said of some criteria, each with its code and short name."""

    text: str
    criteria: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptWords:
    """What one voice's answers prompt, in a word and with the criteria it rests on."""

    prompted: Prompted
    kind: str
    voice: str
    word: str
    named: tuple[NamedCriteria, ...]
    shares: str


def of_traps(found: TrapSigns) -> TrapWords:
    """Return the number of signs of each trap in words."""
    return TrapWords(counted(found.substitution), counted(found.without_partnership))


def counted(claim: SignsCounted) -> Said:
    """Say how many signs were seen, and apart from it how many a source states."""
    parts = [each for each in (_seen(claim), _stated(claim)) if each]
    return Said(claim.kind, sentences.listed(parts) or _("not looked at yet; no source states any"))


def _seen(claim: SignsCounted) -> str:
    if not claim.looked_at:
        return ""
    observed, unknown, rest = len(claim.observed), len(claim.unknown), claim.total - claim.looked_at
    words = ngettext("%(count)s of %(all)s signs seen", "%(count)s of %(all)s signs seen", observed)
    parts = [words % {"count": observed, "all": claim.total}]
    if unknown:
        words = ngettext("%(count)s sign not known", "%(count)s signs not known", unknown)
        parts.append(words % {"count": unknown})
    if rest:
        words = ngettext("%(count)s not looked at yet", "%(count)s not looked at yet", rest)
        parts.append(words % {"count": rest})
    said = ", ".join(parts)
    if not claim.invented:
        return said
    marked = ngettext(
        "one of these observations is invented for the demonstration",
        "%(count)s of these observations are invented for the demonstration",
        claim.invented,
    )
    return f"{said} ({marked % {'count': claim.invented}})"


def _stated(claim: SignsCounted) -> str:
    facts = {"count": len(claim.stated), "asked": len(claim.asked), "all": claim.total}
    if claim.stated and claim.asked:
        return _("the source states %(count)s, and asks about %(asked)s") % facts
    if claim.asked:
        return _("the source asks about %(asked)s of %(all)s") % facts
    if not claim.stated:
        return ""
    words = (
        _("the source states %(count)s") if claim.looked_at else _("the source states %(count)s of %(all)s")
    )
    return words % facts


def risks_counted(claim: RisksCounted) -> Said:
    """Say in how many structures a risk was seen, and in how many the answers are worth a look."""
    words = _(
        "Of %(total)s structures, %(seen)s with the risk observed or a warning recorded; %(flagged)s where the answers "
        "are worth a look."
    )
    facts = {"total": claim.total, "seen": claim.seen, "flagged": claim.flagged}
    return Said(claim.kind, words % facts)


def risks_seen(claim: RisksSeen) -> Said:
    """Say how many risks were seen anywhere, and in how many structures answers are worth a look, if there are any."""
    if not claim.structures:
        alone = ngettext(
            "%(seen)s of %(risks)s risks is observed or warned of; there is no structure yet.",
            "%(seen)s of %(risks)s risks are observed or warned of; there is no structure yet.",
            claim.seen,
        )
        return Said(claim.kind, alone % {"seen": claim.seen, "risks": claim.risks})
    words = ngettext(
        "%(seen)s of %(risks)s risks is observed or warned of; in %(flagged)s of %(structures)s structures the answers "
        "are worth a look.",
        "%(seen)s of %(risks)s risks are observed or warned of; in %(flagged)s of %(structures)s structures the answers "
        "are worth a look.",
        claim.seen,
    )
    facts = {
        "seen": claim.seen,
        "risks": claim.risks,
        "flagged": claim.flagged,
        "structures": claim.structures,
    }
    return Said(claim.kind, words % facts)


def international_lead(claim: InternationalLead) -> Said:
    """Say that an international chairs or leads, or may."""
    words = {
        InternationalLead.LEADS: _("An international chairs or leads: look at the signs of substitution."),
        InternationalLead.MAY_LEAD: _(
            "An international may chair or lead, the dates do not tell: look at the signs of substitution."
        ),
    }
    return Said(claim.value, words[claim])


def prompt(prompted: Prompted) -> PromptWords:
    """Say what one voice's answers prompt."""
    claim = prompted.claim
    names = {code: local(name) for code, name in prompted.names.items()}

    def named(text: str, codes: Sequence[str]) -> list[NamedCriteria]:
        listed = tuple((code, names.get(code, code)) for code in codes)
        return [NamedCriteria(text, listed)] if listed else []

    return PromptWords(
        prompted=prompted,
        kind=claim.kind.value,
        voice=sentences.side(prompted.voice),
        word={
            RiskPromptKind.LOOK: _("worth a look"),
            RiskPromptKind.CANNOT_TELL: _("the answers do not tell"),
            RiskPromptKind.NO_FLAG: _("answers raise no flag"),
            RiskPromptKind.NOTHING_APPLIES: _("no linked criterion applies"),
        }[claim.kind],
        named=(
            *named(_("Partly or lower:"), claim.weak),
            *named(_("missing or doubtful answers:"), claim.open),
            *named(_("assessors differ:"), claim.differing),
        ),
        shares=sentences.listed(
            _("%(name)s: answered by %(answered)s of %(asked)s assessors")
            % {"name": names.get(each.code, each.code), "answered": each.answered, "asked": each.asked}
            for each in claim.shares
        ),
    )

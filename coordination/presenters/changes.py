"""Changes between rounds in words: each claim has its sentence, and says what it rests on."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from coordination.domain.change import Cause
from coordination.domain.claims.change import (
    VERDICTS,
    ChangeClaim,
    ChangeKind,
    CriterionClaim,
    CriterionKind,
    Points,
    Scope,
)
from coordination.domain.instruments import CriterionValue
from coordination.presenters import sentences
from coordination.presenters.said import Said
from coordination.presenters.sentences import local
from coordination.queries.changes import Change
from coordination.queries.rounds import RoundValue
from coordination.queries.structure_rows import StructureRow

CAUSES = {
    Cause.REAL: gettext_lazy("real change"),
    Cause.INFORMATION: gettext_lazy("better information"),
    Cause.RATER: gettext_lazy("another assessor"),
    Cause.INSTRUMENT: gettext_lazy("another questionnaire"),
    Cause.ERROR: gettext_lazy("error in the earlier answer"),
}
#: The kinds that stand without naming a criterion or a reason.
_KINDS = {
    ChangeKind.BETTER: pgettext_lazy("change", "better"),
    ChangeKind.WORSE: pgettext_lazy("change", "worse"),
    ChangeKind.HIGHER_NEW_ASSESSORS: gettext_lazy("answers are higher (new assessors)"),
    ChangeKind.LOWER_NEW_ASSESSORS: gettext_lazy("answers are lower (new assessors)"),
    ChangeKind.HIGHER_EXPLAINED: gettext_lazy("answers are higher for stated reasons"),
    ChangeKind.LOWER_EXPLAINED: gettext_lazy("answers are lower for stated reasons"),
    ChangeKind.UP_WITHOUT_WEIGHT: gettext_lazy("up only on criteria without weight"),
    ChangeKind.DOWN_WITHOUT_WEIGHT: gettext_lazy("down only on criteria without weight"),
    ChangeKind.MIXED: pgettext_lazy("change", "mixed"),
    ChangeKind.NO_CLEAR_CHANGE: gettext_lazy("no clear change"),
    ChangeKind.TOO_FEW_IN_COMMON: gettext_lazy("too few criteria in common"),
    ChangeKind.NONE_HAS_WEIGHT: gettext_lazy("none of the common criteria has weight"),
    ChangeKind.NOT_COMPARABLE: gettext_lazy("not comparable"),
}
MARKS = {ChangeKind.BETTER: "▲", ChangeKind.WORSE: "▼"}


def group(kind: ChangeKind) -> str:
    """Return the words under which several structures stand in a list."""
    return str(_KINDS[kind])


def cause(code: str) -> str:
    """Return the reason why an answer differs from the one before."""
    return str(CAUSES[Cause(code)]) if code else _("no reason given")


def short(claim: ChangeClaim) -> Said:
    """Return what is said of a structure, and on which criteria."""
    return Said(claim.kind.value, _on_base(claim) + _median(claim) + _depends(claim))


def brief(claim: ChangeClaim) -> Said:
    """Return the same for a mark: of its base only how many criteria, without the scores on these."""
    number = len(claim.common)
    if _base(claim) and claim.scope is not Scope.WHOLE:
        words = ngettext("%(said)s on %(number)s criterion", "%(said)s on %(number)s criteria", number)
        said = words % {"said": _kind(claim), "number": number}
        return Said(claim.kind.value, said + _median(claim) + _depends(claim))
    return short(claim)


def long(claim: ChangeClaim, assessors: int) -> Said:
    """Return the same with points and shares, and what counts as unchanged or became known.

    Of several ``assessors``, in whichever round there are more, points are over the answers of all; scores are medians.
    """
    points = ""
    if claim.points:
        words = _(", %(points)s points")
        if assessors > 1:
            words = _(", %(points)s points over the answers of all assessors")
        points = words % {"points": sentences.points(*claim.points)}
    more = (_median(claim), _depends(claim), _weightings(claim), unchanged(claim), _news(claim))
    return Said(claim.kind.value, _on_base(claim) + points + "".join(more))


def criteria(named: Iterable[CriterionValue]) -> str:
    """Return criteria by their short names, each with its code."""
    return ", ".join(f"{sentences.inside(local(each.short))} ({each.code})" for each in named)


def _on_base(claim: ChangeClaim) -> str:
    base = _base(claim)
    return _("%(said)s, %(base)s") % {"said": _kind(claim), "base": base} if base else _kind(claim)


def _kind(claim: ChangeClaim) -> str:
    if claim.kind in (ChangeKind.HIGHER_EXPLAINED, ChangeKind.LOWER_EXPLAINED):
        return _explained(claim.kind is ChangeKind.HIGHER_EXPLAINED, claim.reasons)
    if claim.kind in (ChangeKind.UP_WITHOUT_WEIGHT, ChangeKind.DOWN_WITHOUT_WEIGHT):
        return _without_weight(claim)
    if claim.kind is ChangeKind.MIXED:
        names = {"rose": criteria(claim.rose), "fell": criteria(claim.fell)}
        return _("mixed (higher on: %(rose)s; lower on: %(fell)s)") % names
    if claim.kind is ChangeKind.TOO_FEW_IN_COMMON:
        numbers = {"common": len(claim.common), "of": claim.of}
        return _("too few criteria in common (%(common)s of %(of)s)") % numbers
    if claim.kind is ChangeKind.NOT_COMPARABLE:
        return _("not comparable: another questionnaire")
    return str(_KINDS[claim.kind])


def _explained(is_up: bool, reasons: Sequence[Cause]) -> str:
    words = (
        _("answers are higher, at least in part because of %(reasons)s")
        if is_up
        else _("answers are lower, at least in part because of %(reasons)s")
    )
    named = {
        Cause.INFORMATION: _("better information"),
        Cause.RATER: _("another assessor"),
        Cause.INSTRUMENT: _("another questionnaire"),
        Cause.ERROR: _("an error in the earlier answer"),
    }
    return words % {"reasons": ", ".join(named[each] for each in reasons)}


def _without_weight(claim: ChangeClaim) -> str:
    is_up = claim.kind is ChangeKind.UP_WITHOUT_WEIGHT
    named = claim.rose if is_up else claim.fell
    if is_up:
        words = ngettext(
            "no change under these weights, up under every weighting that gives weight to: %(names)s",
            "no change under these weights, up under every weighting that gives weight to at least one of these: "
            "%(names)s",
            len(named),
        )
    else:
        words = ngettext(
            "no change under these weights, down under every weighting that gives weight to: %(names)s",
            "no change under these weights, down under every weighting that gives weight to at least one of these: "
            "%(names)s",
            len(named),
        )
    return words % {"names": criteria(named)}


def _base(claim: ChangeClaim) -> str:
    """Return the criteria that a verdict rests on, with the scores on these where they are not those shown."""
    number = len(claim.common)
    if not number or claim.kind in (ChangeKind.TOO_FEW_IN_COMMON, ChangeKind.NONE_HAS_WEIGHT):
        return ""
    if claim.scope is Scope.WHOLE:
        return "" if number == claim.of else _("on the %(number)s criteria that apply") % {"number": number}
    words = (
        _("on the %(number)s criteria that apply in both rounds: %(old)s → %(new)s")
        if claim.scope is Scope.PART
        else _("on the %(number)s criteria that both questionnaires let compare: %(old)s → %(new)s")
    )
    old, new = (_score(each) for each in claim.scores)
    return words % {"number": number, "old": old, "new": new}


def _score(points: Points | None) -> str:
    return _("not known") if points is None else sentences.points(*points)


def _median(claim: ChangeClaim) -> str:
    if not claim.median:
        return ""
    rose = claim.median > 0
    if claim.differ:
        return _("; the median rose; assessors differ") if rose else _("; the median fell; assessors differ")
    return (
        _("; the median rose; answers are doubtful") if rose else _("; the median fell; answers are doubtful")
    )


def _depends(claim: ChangeClaim) -> str:
    """Say under which weights in question it would be better, or worse."""
    words = ""
    for listed, said in (
        (claim.up_under, _("; better under %(weights)s, not under all weights in question")),
        (claim.down_under, _("; worse under %(weights)s, not under all weights in question")),
    ):
        if listed:
            words += said % {"weights": ", ".join(sentences.weights(each) for each in listed)}
    return words


def _weightings(claim: ChangeClaim) -> str:
    if claim.is_under_all_weights:
        return _("; however you weigh the criteria")
    if named := claim.rising or claim.falling:
        words = ngettext(
            "; under every weighting that gives weight to: %(names)s",
            "; under every weighting that gives weight to at least one of these: %(names)s",
            len(named),
        )
        return words % {"names": criteria(named)}
    up, down = claim.shares or (0, 0)
    shares = {
        name: sentences.share(each, is_certain=True) for name, each in (("up", up), ("down", down)) if each
    }
    if up and down:
        return _("; up in at least %(up)s, down in at least %(down)s of weightings") % shares
    if up:
        return _("; up in at least %(up)s of weightings") % shares
    return _("; down in at least %(down)s of weightings") % shares if down else ""


def unchanged(claim: ChangeClaim) -> str:
    """Return which criteria count as unchanged, to follow what is said of the change; empty where none does."""
    if not claim.unchanged or claim.kind not in (*VERDICTS, ChangeKind.MIXED, ChangeKind.NO_CLEAR_CHANGE):
        return ""
    words = _("; counted as unchanged, because the reason given is not a real change: %(names)s")
    return words % {"names": criteria(claim.unchanged)}


def _news(claim: ChangeClaim) -> str:
    number = claim.became_known
    if not number:
        return ""
    words = ngettext(
        "; one answer became known, which is no change",
        "; %(count)d answers became known, which is no change",
        number,
    )
    return words % {"count": number}


def verdict(change: Change | None) -> Said:
    """Return what is said of a step; of the first round that it is the first."""
    return short(change.claim) if change else Said("first-round", _("first round"))


def since(row: StructureRow, round_: RoundValue) -> Said:
    """Return what is said of a structure since the round before."""
    if row.change or row.before is None:
        return verdict(row.change)
    if row.before.instrument_id != round_.instrument_id:
        return Said("another-questionnaire", _("another version of the questionnaire"))
    return Said("not-assessed-before", _("not assessed in the round before"))


def effect(claim: CriterionClaim) -> Said:
    """Return what became of the answer behind a commitment."""
    if claim.kind in (CriterionKind.HIGHER_EXPLAINED, CriterionKind.LOWER_EXPLAINED):
        said = _explained(claim.kind is CriterionKind.HIGHER_EXPLAINED, claim.reasons)
        return Said(claim.kind.value, said)
    words = {
        CriterionKind.BETTER: _KINDS[ChangeKind.BETTER],
        CriterionKind.WORSE: _KINDS[ChangeKind.WORSE],
        CriterionKind.HIGHER_NEW_ASSESSORS: _KINDS[ChangeKind.HIGHER_NEW_ASSESSORS],
        CriterionKind.LOWER_NEW_ASSESSORS: _KINDS[ChangeKind.LOWER_NEW_ASSESSORS],
        CriterionKind.NO_CLEAR_CHANGE: _KINDS[ChangeKind.NO_CLEAR_CHANGE],
        CriterionKind.BECAME_KNOWN: _("the answer became known, which is no change"),
        CriterionKind.APPLIES_ONCE: _("the criterion applies in one of the two rounds only"),
        CriterionKind.NOT_COMPARED: _("not compared: the questionnaire has changed"),
        CriterionKind.NOT_YET_ANSWERED: _("not yet answered again"),
    }[claim.kind]
    return Said(claim.kind.value, str(words))

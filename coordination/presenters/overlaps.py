"""Overlaps, incompatibilities and gaps in words: each claim has its sentence, and each finding its activities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.domain.claims.overlaps import (
    IdPair,
    NoActivityKnown,
    NoRecordedActivity,
    OverlapClaim,
    PairsInTime,
    PartnersMeet,
    StandardsDiffer,
)
from coordination.domain.dates import as_day
from coordination.domain.overlaps import OverlapKind
from coordination.presenters import days, sentences
from coordination.presenters.said import Said
from coordination.presenters.sentences import local
from coordination.queries.dismissals import DismissalValue
from coordination.queries.findings import FindingValue, RowValue

#: So many pairs are named in a sentence; of more it says how many.
PAIRS = 6


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One activity of a finding: its period and standard, and what it lacks."""

    row: RowValue
    facts: tuple[str, ...]
    lacks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingWords:
    """A finding in sentences, with its activities; ``lead`` has all the sentences."""

    kind: OverlapKind
    fingerprint: str
    is_certain: bool
    sentences: tuple[Said, ...]
    lead: str
    lines: tuple[FindingLine, ...]
    more: int
    dismissal: DismissalValue | None


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one kind, under its name."""

    kind: OverlapKind
    name: str
    said: tuple[FindingWords, ...]


def kinds() -> list[tuple[OverlapKind, str]]:
    """Return the kinds of findings with their names."""
    return [
        (OverlapKind.OVERLAP, _("Overlaps")),
        (OverlapKind.INCOMPATIBILITY, _("Incompatibilities")),
        (OverlapKind.GAP, _("Gaps")),
    ]


def groups(found: Sequence[FindingValue]) -> list[Group]:
    """Group findings by kind, omitting empty kinds."""
    return [
        Group(kind, name, listed)
        for kind, name in kinds()
        if (listed := tuple(said(each) for each in found if each.kind is kind))
    ]


def said(found: FindingValue) -> FindingWords:
    """Return one finding in words."""
    # A year or a month alone leaves doubt, but where a date is missing altogether, that is what to find out.
    in_part = not found.is_certain and all(row.since and row.until for row in found.rows)
    told = tuple(Said(claim.kind, _sentence(claim, found)) for claim in found.claims)
    return FindingWords(
        kind=found.kind,
        fingerprint=found.fingerprint,
        is_certain=found.is_certain,
        sentences=told,
        lead=" ".join(each.text for each in told),
        lines=tuple(_line(row, in_part=in_part) for row in found.rows),
        more=found.row_count - len(found.rows),
        dismissal=found.dismissal,
    )


def _sentence(claim: OverlapClaim, found: FindingValue) -> str:
    if isinstance(claim, PartnersMeet):
        return _partners(claim, found)
    return _standards(claim, found) if isinstance(claim, StandardsDiffer) else _gap(claim, found)


def _partners(claim: PartnersMeet, found: FindingValue) -> str:
    named = (who for row in found.rows for who in ((row.partner_id, row.partner), *row.others))
    names = {pk: local(name) for pk, name in named}
    where, met = {"where": _where(found)}, claim.pairs
    parts = []
    if met.certain:
        words = _("%(where)s – supported at the same time by: %(pairs)s.")
        parts.append(words % {**where, "pairs": _pairs(met.certain, names)})
    if met.possible:
        words = (
            _("Perhaps at the same time: %(pairs)s.")
            if met.certain
            else _("%(where)s – perhaps supported at the same time by: %(pairs)s.")
        )
        parts.append(words % {**where, "pairs": _pairs(met.possible, names)})
    if met.never:
        parts.append(_("Not at the same time: %(pairs)s.") % {"pairs": _pairs(met.never, names)})
    return " ".join(parts)


def _standards(claim: StandardsDiffer, found: FindingValue) -> str:
    words = _("%(where)s – training follows %(count)s standards: %(names)s.")
    names = {row.standard_id: local(row.standard) for row in found.rows if row.standard and row.standard_id}
    if claim.is_equipment:
        words = _("%(where)s – equipment is of %(count)s families: %(names)s.")
        names = {
            row.equipment_id: local(row.equipment) for row in found.rows if row.equipment and row.equipment_id
        }
    known = [names[each] for each in claim.listed if each in names]
    if more := len(claim.listed) - len(known):
        known.append(ngettext("%(count)s more", "%(count)s more", more) % {"count": more})
    facts = {"where": _where(found), "count": len(claim.listed), "names": sentences.listed(known)}
    return " ".join([words % facts, *_times(claim.pairs, names)])


def _times(met: PairsInTime, names: Mapping[int, str]) -> list[str]:
    """Say which are followed at the same time, which perhaps, and which not."""
    said_of = (
        (met.certain, _("At the same time: %(pairs)s.")),
        (met.possible, _("Perhaps at the same time: %(pairs)s.")),
        (met.never, _("Not at the same time: %(pairs)s.")),
    )
    return [words % {"pairs": _pairs(pairs, names)} for pairs, words in said_of if pairs]


def _pairs(pairs: Sequence[IdPair], names: Mapping[int, str]) -> str:
    """Name the pairs, or all parties where every two of them are one; those that are not named are counted."""
    parties = sorted({one for pair in pairs for one in pair})
    if len(parties) > 2 and len(pairs) == len(parties) * (len(parties) - 1) // 2:
        known = [names[each] for each in parties if each in names]
        if more := len(parties) - len(known):
            known.append(ngettext("%(count)s more", "%(count)s more", more) % {"count": more})
        return _("any two of %(names)s") % {"names": sentences.listed(known)}
    known = [
        _("%(first)s and %(second)s") % {"first": names[first], "second": names[second]}
        for first, second in pairs
        if first in names and second in names
    ][:PAIRS]
    if more := len(pairs) - len(known):
        known.append(ngettext("%(count)s more pair", "%(count)s more pairs", more) % {"count": more})
    return sentences.listed(known)


def _gap(claim: NoRecordedActivity | NoActivityKnown, found: FindingValue) -> str:
    facts = {"function": local(found.function), "day": days.day(claim.on)}
    if isinstance(claim, NoRecordedActivity):
        return _("%(function)s – no recorded activity on %(day)s; it is in the common plan.") % facts
    words = _(
        "%(function)s – no recorded activity is known to support it on %(day)s; it is in the common plan."
    )
    parts = [words % facts]
    if claim.open_dates:
        words = ngettext(
            "An activity for this function may be running then: its dates do not say.",
            "%(count)s activities for this function may be running then: their dates do not say.",
            claim.open_dates,
        )
        parts.append(words % {"count": claim.open_dates})
    if claim.open_functions:
        words = ngettext(
            "An activity that may be running then has no function recorded.",
            "%(count)s activities that may be running then have no function recorded.",
            claim.open_functions,
        )
        parts.append(words % {"count": claim.open_functions})
    return " ".join(parts)


def _where(found: FindingValue) -> str:
    names = [found.function, *([found.recipient] if found.recipient else [])]
    return ", ".join(map(local, names))


def _line(row: RowValue, *, in_part: bool) -> FindingLine:
    facts = [_period(row.since, row.until)] if row.since or row.until else []
    if row.others:
        facts.append(
            _("with %(names)s") % {"names": sentences.listed(local(name) for _pk, name in row.others)}
        )
    facts += [row.status_name] if row.status_name else []
    if row.standard:
        facts.append(_("standard: %(name)s") % {"name": local(row.standard)})
    if row.equipment:
        facts.append(_("equipment family: %(name)s") % {"name": local(row.equipment)})
    lacks = [_lacks(row, in_part=in_part)] if row.function else [_("function not recorded")]
    if row.is_end_planned:
        lacks.append(_("end only planned"))
    return FindingLine(row, tuple(facts), sentences.listed(filter(None, lacks)))


def _period(since: str, until: str) -> str:
    ends = {"since": days.partial_date(since), "until": days.partial_date(until)}
    if since and until:
        return _("%(since)s to %(until)s") % ends
    return days.since_when(since) if since else days.until_when(until)


def _lacks(row: RowValue, *, in_part: bool) -> str:
    """Name the missing date, or the one known only in part where that leaves the doubt."""
    has_start, has_end = bool(row.since), bool(row.until)
    words = {
        (False, False): _("start and end not known"),
        (False, True): _("start not known"),
        (True, False): _("end not known"),
    }
    if in_part:
        has_start, has_end = (as_day(each) is not None for each in (row.since, row.until))
        words = {
            (False, False): _("exact dates of start and end not known"),
            (False, True): _("exact date of the start not known"),
            (True, False): _("exact date of the end not known"),
        }
    return words.get((has_start, has_end), "")

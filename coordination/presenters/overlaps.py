"""Overlaps, incompatibilities and gaps in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.domain.bilingual import Text
from coordination.domain.dates import as_day
from coordination.domain.overlaps import OverlapKind
from coordination.presenters import sentences
from coordination.presenters.sentences import local
from coordination.queries.dismissals import DismissalValue
from coordination.queries.overlaps import FindingValue, RowValue


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One activity of a finding: its period and standard, and any missing date."""

    row: RowValue
    facts: tuple[str, ...]
    lacks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingWords:
    """A finding as a sentence, with its activities; ``why`` says why it is only possible."""

    kind: OverlapKind
    fingerprint: str
    is_certain: bool
    lead: str
    why: str
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


def groups(found: Sequence[FindingValue], on: date) -> list[Group]:
    """Group findings by kind, omitting empty kinds; ``on`` is the day of the gaps."""
    return [
        Group(kind, name, listed)
        for kind, name in kinds()
        if (listed := tuple(said(each, on) for each in found if each.kind is kind))
    ]


def said(found: FindingValue, on: date) -> FindingWords:
    """Return one finding in words."""
    # A year or a month alone leaves doubt, but where a date is missing altogether, that is what to find out.
    in_part = not found.is_certain and all(row.since and row.until for row in found.rows)
    return FindingWords(
        kind=found.kind,
        fingerprint=found.fingerprint,
        is_certain=found.is_certain,
        lead=_lead(found, on),
        why=_why(found),
        lines=tuple(_line(row, in_part=in_part) for row in found.rows),
        more=found.row_count - len(found.rows),
        dismissal=found.dismissal,
    )


def _lead(found: FindingValue, on: date) -> str:
    if found.kind is OverlapKind.GAP:
        return _gap(found, on)
    return _overlap(found) if found.kind is OverlapKind.OVERLAP else _incompatibility(found)


def _overlap(found: FindingValue) -> str:
    if found.partner_count == 2:
        words = (
            _("Two partners support %(function)s in %(recipient)s at the same time: %(names)s.")
            if found.is_certain
            else _("Two partners may support %(function)s in %(recipient)s at the same time: %(names)s.")
        )
    else:
        words = (
            _("%(count)s partners support %(function)s in %(recipient)s in periods that meet: %(names)s.")
            if found.is_certain
            else _(
                "%(count)s partners may support %(function)s in %(recipient)s in periods that meet: %(names)s."
            )
        )
    return words % _facts(found, (row.partner for row in found.rows), found.partner_count)


def _incompatibility(found: FindingValue) -> str:
    said = []
    if found.standard_count > 1:
        words = _("Training for %(function)s in %(recipient)s follows %(count)s standards: %(names)s.")
        standards = (row.standard for row in found.rows if row.standard)
        said.append(words % _facts(found, standards, found.standard_count))
    if found.equipment_count > 1:
        words = _("Equipment for %(function)s in %(recipient)s is of %(count)s families: %(names)s.")
        families = (row.equipment for row in found.rows if row.equipment)
        said.append(words % _facts(found, families, found.equipment_count))
    return " ".join(said)


def _gap(found: FindingValue, on: date) -> str:
    words = (
        _("Nobody supports %(function)s on %(day)s; it is in the common plan.")
        if found.is_certain
        else _("It is not known whether anybody supports %(function)s on %(day)s; it is in the common plan.")
    )
    return words % {"function": sentences.inside(local(found.function)), "day": sentences.day(on)}


def _facts(found: FindingValue, names: Iterable[Text], count: int) -> dict[str, object]:
    """Return the names for a sentence: those of the rows shown, and the number of others."""
    listed = list(dict.fromkeys(local(name) for name in names))
    if more := count - len(listed):
        listed.append(ngettext("%(count)s more", "%(count)s more", more) % {"count": more})
    return {
        "function": sentences.inside(local(found.function)),
        "recipient": local(found.recipient) if found.recipient else "",
        "count": count,
        "names": sentences.listed(listed),
    }


def _why(found: FindingValue) -> str:
    if found.is_certain:
        return ""
    if found.kind is OverlapKind.GAP:
        return _("Possible, not certain: an activity below may run on that day; its dates do not tell.")
    return _(
        "Possible, not certain: the dates below do not tell whether the activities run at the same time."
    )


def _line(row: RowValue, *, in_part: bool) -> FindingLine:
    facts = [_period(row.since, row.until)] if row.since or row.until else []
    if row.standard:
        facts.append(_("standard: %(name)s") % {"name": local(row.standard)})
    if row.equipment:
        facts.append(_("equipment family: %(name)s") % {"name": local(row.equipment)})
    return FindingLine(row, tuple(facts), _lacks(row, in_part=in_part))


def _period(since: str, until: str) -> str:
    ends = {"since": sentences.partial_date(since), "until": sentences.partial_date(until)}
    if since and until:
        return _("%(since)s to %(until)s") % ends
    return (_("since %(since)s") if since else _("until %(until)s")) % ends


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

"""Activities in time, in words: what a bar shows is its title too, and how many findings a function has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.charts import gantt
from coordination.charts.gantt import Axis, GanttLane
from coordination.domain.claims.overlaps import FindingsCounted
from coordination.presenters import days, sentences
from coordination.presenters.said import Said
from coordination.presenters.sentences import local
from coordination.queries.spans import FunctionInTime, SpanValue


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneWords:
    """One activity beside its bar: who gives what, when, and the title of the bar."""

    id: int
    partner: str
    name: str
    period: str
    title: str
    lane: GanttLane
    is_invented: bool


@dataclass(frozen=True, slots=True)
class RecipientLanes:
    """The activities of one function for one institution."""

    recipient: str
    lanes: tuple[LaneWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttWords:
    """One function: what was found of it, its activities by institution, and those without any date."""

    id: int
    name: str
    counted: Said | None
    axis: Axis
    recipients: tuple[RecipientLanes, ...]
    undated: tuple[LaneWords, ...]
    more: int


def by_function(listed: Sequence[FunctionInTime], today: date) -> list[GanttWords]:
    """Return the functions as they are drawn, all on the same axis."""
    axis = gantt.axis([each.span for one in listed for each in one.dated], today)
    return [_function(each, axis) for each in listed]


def _function(one: FunctionInTime, axis: Axis) -> GanttWords:
    lanes: dict[str, list[LaneWords]] = {}
    for each in one.dated:
        lanes.setdefault(local(each.row.recipient) if each.row.recipient else "–", []).append(
            _lane(each, axis)
        )
    said = counted(one.counted)
    return GanttWords(
        id=one.id,
        name=local(one.name),
        counted=said if said.text else None,
        axis=axis,
        recipients=tuple(RecipientLanes(name, tuple(each)) for name, each in lanes.items()),
        undated=tuple(_lane(each, axis) for each in one.undated),
        more=one.more,
    )


def _lane(value: SpanValue, axis: Axis) -> LaneWords:
    row, span = value.row, value.span
    period = days.period(row.since, row.until)
    who = ", ".join((local(row.partner), *(local(name) for _pk, name in row.others)))
    facts = [f"{who} – {local(row.name)}", period]
    facts += [row.status_name] if row.status_name else []
    if row.is_end_planned:
        facts.append(_("end only planned"))
    if span.shared:
        together = sentences.listed(
            _("%(since)s to %(until)s")
            % {
                "since": days.day(date.fromordinal(start)),
                "until": days.day(date.fromordinal(end)),
            }
            for start, end in span.shared
        )
        facts.append(_("beside another partner: %(days)s") % {"days": together})
    return LaneWords(
        id=row.id,
        partner=who,
        name=local(row.name),
        period=period,
        title=" · ".join(facts),
        lane=gantt.lane(span, axis),
        is_invented=row.is_invented,
    )


def headline(claim: FindingsCounted) -> Said:
    """Say where aid overlaps, clashes or is missing; that nothing of the kind is found, or nothing recorded."""
    said = counted(claim)
    if not said.text and not claim.is_recorded:
        return Said(claim.kind, _("No activity is recorded yet."))
    return Said(claim.kind, said.text or _("No overlap, clash or gap is found in the recorded activities."))


def counted(claim: FindingsCounted) -> Said:
    """Say how many findings there are of each kind, omitting kinds without any."""
    parts = [each for each in (_overlaps(claim), _incompatibilities(claim), _gaps(claim)) if each]
    return Said(claim.kind, f"{sentences.listed(parts)}." if parts else "")


def _overlaps(claim: FindingsCounted) -> str:
    if not claim.overlaps:
        if not claim.possible_overlaps:
            return ""
        words = ngettext("%(count)s possible overlap", "%(count)s possible overlaps", claim.possible_overlaps)
        return words % {"count": claim.possible_overlaps}
    words = ngettext("%(count)s overlap", "%(count)s overlaps", claim.overlaps)
    return _with_possible(words % {"count": claim.overlaps}, claim.possible_overlaps)


def _incompatibilities(claim: FindingsCounted) -> str:
    if not claim.incompatibilities:
        return ""
    words = ngettext(
        "%(count)s difference of standards or equipment",
        "%(count)s differences of standards or equipment",
        claim.incompatibilities,
    )
    return words % {"count": claim.incompatibilities}


def _gaps(claim: FindingsCounted) -> str:
    day = days.day(claim.on)
    if not claim.gaps:
        if not claim.possible_gaps:
            return ""
        words = ngettext(
            "%(count)s planned function possibly without a recorded activity on %(day)s",
            "%(count)s planned functions possibly without a recorded activity on %(day)s",
            claim.possible_gaps,
        )
        return words % {"count": claim.possible_gaps, "day": day}
    words = ngettext(
        "%(count)s planned function without a recorded activity on %(day)s",
        "%(count)s planned functions without a recorded activity on %(day)s",
        claim.gaps,
    )
    return _with_possible(words % {"count": claim.gaps, "day": day}, claim.possible_gaps)


def _with_possible(said: str, more: int) -> str:
    if not more:
        return said
    words = ngettext("%(said)s, and %(more)s more possible", "%(said)s, and %(more)s more possible", more)
    return words % {"said": said, "more": more}

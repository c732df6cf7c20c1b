"""One structure over the rounds in a small panel: its course in words, its change, and what its flags stand for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.charts import panel as panels
from coordination.charts.panel import Panel, PanelStep
from coordination.presenters import days, drawn, sentences, timeline
from coordination.presenters.drawn import ChangeMark
from coordination.presenters.said import Said
from coordination.presenters.sentences import local
from coordination.queries.changes import Change
from coordination.queries.events import StructureEvent
from coordination.queries.series import Point, Track
from coordination.queries.structures import StructureValue
from coordination.queries.timeline import Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelMark:
    """A panel of one voice; ``title`` says its course."""

    title: Said
    voice: str
    panel: Panel


@dataclass(frozen=True, slots=True, kw_only=True)
class StructurePanel:
    """A structure's panel with its change since a round (empty: it has one only), and its flags by number."""

    structure: StructureValue
    change: ChangeMark
    since: str
    mark: PanelMark
    key: tuple[tuple[int, tuple[Said, ...]], ...]
    is_invented: bool


def all_drawn(line: Timeline) -> list[StructurePanel]:
    """Return the panels of the structures drawn, all between the same two days."""
    if not line.tracks:
        return []
    first, last = line.rounds[0].reference_on, line.rounds[-1].reference_on
    said = timeline.courses(line)
    changed = {structure.id: each for structure, each in line.overall}
    return [
        _panel(
            track,
            words,
            line.voice,
            line.events[track.structure.id],
            (first, last),
            change=changed.get(track.structure.id),
        )
        for track, words in zip(line.tracks, said, strict=True)
    ]


def _panel(
    track: Track,
    words: Said,
    voice: str,
    happened: Sequence[StructureEvent],
    span: tuple[date, date],
    *,
    change: Change | None,
) -> StructurePanel:
    told = _told(track, happened)
    steps = [_step(point, track.structure.code, voice) for point in track.points]
    found = panels.drawn(steps, *span, [on for on, _said in told])
    return StructurePanel(
        structure=track.structure,
        change=drawn.change(change.claim if change else None),
        since=local(change.since.name) if change else "",
        mark=PanelMark(title=words, voice=voice, panel=found),
        key=tuple((flag.number, tuple(told[at][1] for at in flag.events)) for flag in found.flags),
        is_invented=any(each.is_invented for each in steps),
    )


def _step(point: Point, structure: str, voice: str) -> PanelStep:
    is_known = point.is_known
    return PanelStep(
        on=point.round.reference_on,
        low=point.composite.low if is_known else None,
        high=point.composite.high if is_known else None,
        words=sentences.interval(point),
        has_line=bool(point.change and point.change.claim.has_line),
        is_invented=point.round.mark(structure, voice) is not None,
    )


def _told(track: Track, happened: Sequence[StructureEvent]) -> list[tuple[date, Said]]:
    """Return what flags say, in order of time."""
    found = [(each.on, event(each)) for each in happened]
    for point in track.points:
        if point.change and point.change.claim.are_new:
            words = _("%(round)s: more than half of the assessors are new")
            said = Said("new-assessors", words % {"round": local(point.round.name)})
            found.append((point.round.reference_on, said))
    return sorted(found, key=lambda each: each[0])


def event(of: StructureEvent) -> Said:
    """Return what happened and when, as far as the day is known."""
    when = sentences.capitalised(days.partial_date(of.since))
    if of.chair is not None:
        return Said(
            "chair", _("%(when)s: new in the chair: %(name)s") % {"when": when, "name": local(of.chair)}
        )
    words = ngettext(
        "%(when)s: dormant, no meeting recorded for %(months)s month",
        "%(when)s: dormant, no meeting recorded for %(months)s months",
        of.months,
    )
    return Said("dormant", words % {"when": when, "months": of.months})


def rows(line: Timeline) -> list[list[str]]:
    """Return what the flags say as rows of text for a file."""
    return [
        [track.structure.code, str(said)]
        for track in line.tracks
        for _on, said in _told(track, line.events[track.structure.id])
    ]

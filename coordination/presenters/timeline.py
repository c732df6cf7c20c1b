"""Over time in words: changes, structure by structure, and the reasons given."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coordination.charts import trend
from coordination.domain.change import Cause, StructureChange, Verdict
from coordination.presenters import sentences
from coordination.presenters.drawings import Drawing
from coordination.presenters.sentences import interval, local, verdict
from coordination.queries.comparison import Change
from coordination.queries.round_pairs import Bridge, Pairing
from coordination.queries.series import Point, Track
from coordination.queries.timeline import Timeline

CAUSES = {
    Cause.REAL: gettext_lazy("real change"),
    Cause.INFORMATION: gettext_lazy("better information"),
    Cause.RATER: gettext_lazy("another rater"),
    Cause.INSTRUMENT: gettext_lazy("another instrument"),
    Cause.ERROR: gettext_lazy("error in the earlier answer"),
}


def cause(code: str) -> str:
    """Return the reason why an answer differs from the one before."""
    return str(CAUSES[Cause(code)]) if code else _("cause not stated")


def title(line: Timeline) -> str:
    """Return the finding that heads the chart."""
    groups = {
        Verdict.IMPROVEMENT: _("Certain improvement: %(names)s."),
        Verdict.DECLINE: _("Certain decline: %(names)s."),
    }
    changes = [
        (f"{track.structure.code} ({local(point.round.name)})", point.change.figures.verdict)
        for track in line.tracks
        for point in track.points
        if point.change
    ]
    if not changes:
        return _("One round so far: nothing to compare yet.")
    said = []
    for kind, words in groups.items():
        names = [name for name, verdict in changes if verdict is kind]
        if names:
            said.append(words % {"names": ", ".join(names)})
    return " ".join(said) or _("No certain change.")


def described(line: Timeline) -> list[str]:
    """Return the text equivalent of the chart: one sentence for each structure."""
    return [_course(track) for track in line.tracks]


def _course(track: Track) -> str:
    parts = []
    for point in track.points:
        words = f"{local(point.round.name)} {interval(point)}"
        if point.change:
            words += f" ({verdict(point.change)}{_news(point.change)})"
        parts.append(words)
    return sentences.said_of(track.structure.code, sentences.listed(parts))


def _news(change: Change) -> str:
    number = change.figures.new_information
    if not number:
        return ""
    words = ngettext("one answer became known", "%(count)d answers became known", number) % {"count": number}
    return f", {words}"


def drawings(line: Timeline) -> dict[str, Drawing]:
    """Return the charts of Over time by name."""
    if not line.tracks:
        return {}
    names = [local(each.name) for each in line.rounds]
    return {
        "trend": Drawing(
            title=title(line),
            sentences=tuple(described(line)),
            height=trend.height(len(line.tracks)),
            figure=lambda: trend.figure(_panels(line.tracks), names, _("0–100")),
        )
    }


def _panels(tracks: Sequence[Track]) -> list[trend.Panel]:
    """Return what the chart draws."""
    return [trend.Panel(name=track.structure.code, steps=tuple(map(_step, track.points))) for track in tracks]


def _step(point: Point) -> trend.TrendPoint:
    low, high = point.composite.low, point.composite.high
    return trend.TrendPoint(
        round=local(point.round.name),
        low=None if low is None else float(low),
        high=None if high is None else float(high),
        is_known=point.is_known,
        words=interval(point),
        is_certain=bool(
            point.change and point.change.figures.verdict in (Verdict.IMPROVEMENT, Verdict.DECLINE)
        ),
    )


def paired(pairing: Pairing) -> list[str]:
    """Return the sentences on one structure between two rounds."""
    if pairing.change is None:
        return [_("The instruments of the two rounds are not comparable; both answers are shown.")]
    said = [sentences.said_of(f"{interval(pairing.old)} → {interval(pairing.new)}", _said(pairing.change))]
    if pairing.common < len(pairing.cells):
        said.append(
            _("Compared on %(common)s of %(all)s criteria.")
            % {"common": pairing.common, "all": len(pairing.cells)}
        )
    if pairing.has_changed_raters:
        said.append(_("More than half of the raters changed: part of the difference may be theirs."))
        if pairing.matched:
            said.append(
                _("Among those who rated both times: %(verdict)s.")
                % {"verdict": sentences.VERDICTS[pairing.matched.verdict]}
            )
    return said


def reasons(line: Timeline) -> str:
    """Count the changes between the two rounds by reason."""
    counts: Counter[Cause | None] = Counter()
    for pairing in line.pairings:
        for by_cause in pairing.causes.values():
            counts.update(by_cause)
    if not counts:
        return ""
    listed = ", ".join(
        f"{cause(each.value if each else '')} {number}" for each, number in counts.most_common()
    )
    return _("Reasons given for what went up, went down or became known: %(listed)s.") % {"listed": listed}


def bridges(line: Timeline) -> list[str]:
    """Say how well crosswalks fit the bridge rounds between two versions of the instrument."""
    return [_bridge(bridge) for bridge in line.bridges]


def _bridge(bridge: Bridge) -> str:
    said = _(
        "Bridge round %(first)s / %(second)s: %(inside)s of %(all)s pairs of answers given in both versions lie "
        "inside the crosswalk."
    ) % {
        "first": local(bridge.old.name),
        "second": local(bridge.new.name),
        "inside": bridge.pairs - bridge.outside,
        "all": bridge.pairs,
    }
    if not bridge.wider:
        return said
    listed = sentences.listed(
        f"{code} {', '.join(f'{low}–{high}' for low, high in crosswalk)}" for code, crosswalk in bridge.wider
    )
    wider = _("A new version needs a wider one, by level from No to Yes: %(listed)s.") % {"listed": listed}
    return f"{said} {wider}"


def _said(change: StructureChange) -> str:
    words = str(sentences.VERDICTS[change.verdict])
    if change.low is not None and change.high is not None:
        words += _(", %(points)s points") % {"points": sentences.points(change.low, change.high)}
    if change.share_up == 1 or change.share_down == 1:
        words += _("; whatever the weights")
    elif change.share_up:
        words += _("; up in at least %(share)s of all weightings") % {
            "share": sentences.share(change.share_up, is_certain=True)
        }
    elif change.share_down:
        words += _("; down in at least %(share)s of all weightings") % {
            "share": sentences.share(change.share_down, is_certain=True)
        }
    number = change.new_information
    if number:
        words += _("; ") + ngettext(
            "one answer became known, which is no change",
            "%(count)d answers became known, which is no change",
            number,
        ) % {"count": number}
    return words


def corrections(line: Timeline) -> list[str]:
    """Count the answers of each round corrected after both sides had seen them."""
    shown = {each.id: each for each in line.rounds}
    return [
        ngettext(
            "%(round)s: %(count)d answer was corrected after both sides had seen it.",
            "%(round)s: %(count)d answers were corrected after both sides had seen them.",
            number,
        )
        % {"round": local(shown[round_id].name), "count": number}
        for round_id, number in line.corrected.items()
        if number and round_id in shown
    ]

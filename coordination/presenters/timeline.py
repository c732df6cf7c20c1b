"""Changes in words: what heads the page, its chart, two rounds side by side, and the reasons given."""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.charts import trend
from coordination.domain.change import Cause
from coordination.domain.claims.change import ChangeClaim, ChangeKind
from coordination.domain.claims.timeline import Course, Headline, HeadlineKind, course, headline
from coordination.presenters import changes, sentences
from coordination.presenters.drawings import Drawing
from coordination.presenters.said import Said
from coordination.presenters.sentences import interval, local
from coordination.queries.round_pairs import Bridge, Pairing
from coordination.queries.series import Point, Track
from coordination.queries.timeline import Timeline

#: A headline has no more words than these; where all names would be more, it counts.
WORDS = 25


def title(line: Timeline) -> Said:
    """Return the finding that heads the chart, from each structure's first round to its last."""
    tracks = [(track, track.overall) for track in line.tracks if track.overall]
    found = headline([(track.structure.code, overall.claim) for track, overall in tracks], len(line.rounds))
    if found.kind is HeadlineKind.ONE_ROUND:
        return Said(found.kind.value, _("One round so far: nothing to compare yet."))
    if found.kind is HeadlineKind.NO_STRUCTURE_TWICE:
        said = ngettext(
            "No structure was assessed in both rounds.",
            "No structure was assessed twice.",
            len(line.rounds) - 1,
        )
        return Said(found.kind.value, said)
    ends = {(overall.since.id, overall.to.id): overall for _track, overall in tracks}
    if len(ends) == 1:
        (overall,) = ends.values()
        period = f"{local(overall.since.name)} → {local(overall.to.name)}"
    else:
        period = _("first → last round of each")
    if line.is_cut:
        numbers = {"period": period, "shown": len(tracks), "total": line.total}
        period = _("%(period)s; %(shown)s of %(total)s structures") % numbers
    return Said(found.kind.value, next(_titles(found, period)))


def _titles(found: Headline, period: str) -> Iterator[str]:
    """Yield the headline with all names, then with fewer, until it is short enough."""
    for most in (None, 3, 1, 0):
        groups = sentences.listed(_group(kind, named, most) for kind, named in found.groups)
        words = _("%(groups)s (%(period)s).") % {"groups": groups[:1].upper() + groups[1:], "period": period}
        if len(words.split()) <= WORDS or most == 0:
            yield words


def _group(kind: ChangeKind, named: Sequence[tuple[str, ChangeClaim]], most: int | None) -> str:
    """Return “better: CMJ, FARDC (4 of 7 criteria)”; of more than so many the rest is counted."""
    shown = list(named if most is None else named[:most])
    names = [_named(name, claim) for name, claim in shown]
    if rest := len(named) - len(shown):
        names.append(
            ngettext("%(count)s other", "%(count)s others", rest) % {"count": rest} if names else f"{rest}"
        )
    return _("%(kind)s: %(names)s") % {"kind": changes.group(kind), "names": ", ".join(names)}


def _named(name: str, claim: ChangeClaim) -> str:
    if len(claim.common) == claim.of or claim.kind is ChangeKind.NOT_COMPARABLE:
        return name
    numbers = {"name": name, "common": len(claim.common), "of": claim.of}
    return _("%(name)s (%(common)s of %(of)s criteria)") % numbers


def described(line: Timeline) -> list[Said]:
    """Return the text equivalent of the chart: one sentence for each structure."""
    return [_course(track) for track in line.tracks]


def _course(track: Track) -> Said:
    if len(track.points) > trend.FEW:
        words = _long_course(track)
    else:
        words = sentences.listed(_stop(point) for point in track.points)
    return Said(Course.kind, sentences.said_of(track.structure.code, words))


def _stop(point: Point) -> str:
    """Return one round of a course: “January 2009 82–86 (better)”."""
    words = f"{local(point.round.name)} {score(point)}"
    if point.change:
        words += f" ({changes.short(point.change.claim)}{_news(point.change.claim)})"
    return words


def _long_course(track: Track) -> str:
    found = course(
        [
            (point.composite.low, point.composite.high)
            for point in track.points
            if point.is_known and point.composite.low is not None and point.composite.high is not None
        ],
        [point.change.claim for point in track.points if point.change],
    )
    parts = [
        " ".join((local(point.round.name), score(point))) for point in (track.points[0], track.points[-1])
    ]
    if found.lowest is not None and found.highest is not None:
        low, high = (sentences.points(each, each) for each in (found.lowest, found.highest))
        between = _("known scores of all %(count)s rounds from %(low)s to %(high)s")
        parts.append(between % {"count": len(track.points), "low": low, "high": high})
    numbers = {"steps": found.steps, "better": found.better, "worse": found.worse}
    parts.append(_("of %(steps)s steps %(better)s better, %(worse)s worse") % numbers)
    if track.overall:
        parts.append(_("from first to last: %(said)s") % {"said": changes.short(track.overall.claim)})
    return sentences.listed(parts)


def score(point: Point) -> str:
    """Return the score of a point; of several assessors it is the median, and says so."""
    return f"{interval(point)} ({words})" if (words := several(point)) else interval(point)


def several(point: Point) -> str:
    """Return “median of 3 assessors”; empty for one."""
    return _("median of %(count)s assessors") % {"count": point.assessors} if point.assessors > 1 else ""


def _news(claim: ChangeClaim) -> str:
    number = claim.became_known
    if not number:
        return ""
    words = ngettext("one answer became known", "%(count)d answers became known", number) % {"count": number}
    return f", {words}"


def drawings(line: Timeline) -> dict[str, Drawing]:
    """Return the charts of Changes by name."""
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
        has_line=bool(point.change and point.change.claim.has_line),
    )


def paired(pairing: Pairing) -> list[Said]:
    """Return the sentences on one structure between two rounds."""
    claim = pairing.claim
    if claim.kind is ChangeKind.NOT_COMPARABLE:
        words = _("The questionnaires of the two rounds are not comparable; both answers are shown.")
        return [Said(claim.kind.value, words)]
    scores = f"{score(pairing.old)} → {score(pairing.new)}"
    said = [Said(claim.kind.value, sentences.said_of(scores, changes.long(claim).text))]
    if claim.are_new:
        said.append(Said("new-assessors", _("More than half of those who answered are new.")))
    if pairing.matched:
        words = _("Among the assessors of both rounds: %(said)s.") % {"said": changes.short(pairing.matched)}
        said.append(Said("assessors-of-both", words))
    return said


def reasons(line: Timeline) -> Said | None:
    """Count the changes between the two rounds by reason."""
    counts: Counter[Cause | None] = Counter()
    for pairing in line.pairings:
        for by_cause in pairing.causes.values():
            counts.update(by_cause)
    if not counts:
        return None
    listed = ", ".join(
        f"{changes.cause(each.value if each else '')} {number}" for each, number in counts.most_common()
    )
    words = _("Reasons given for what went up, went down or became known: %(listed)s.") % {"listed": listed}
    return Said("reasons", words)


def bridges(line: Timeline) -> list[Said]:
    """Say how well crosswalks fit the bridge rounds between two versions of the questionnaire."""
    return [Said(bridge.fit.kind, _bridge(bridge)) for bridge in line.bridges]


def _bridge(bridge: Bridge) -> str:
    fit = bridge.fit
    numbers = {"first": local(bridge.old.name), "second": local(bridge.new.name)}
    numbers |= {"inside": f"{fit.inside}", "all": f"{fit.pairs}"}
    if not fit.pairs:
        return _("Bridge round %(first)s / %(second)s: no pair was answered in both.") % numbers
    words = _(
        "Bridge round %(first)s / %(second)s: inside the crosswalk are %(inside)s of %(all)s pairs answered in both."
    )
    if not fit.wider:
        return words % numbers
    listed = sentences.listed(
        f"{changes.criteria([criterion])} {', '.join(f'{low}–{high}' for low, high in crosswalk)}"
        for criterion, crosswalk in fit.wider
    )
    wider = _("A new version needs a wider one, by level from No to Yes: %(listed)s.") % {"listed": listed}
    return f"{words % numbers} {wider}"


def corrections(line: Timeline) -> list[Said]:
    """Count the answers of each round corrected after both sides had seen them."""
    shown = {each.id: each for each in line.rounds}
    return [
        Said(
            "corrected",
            ngettext(
                "%(round)s: %(count)d answer was corrected after both sides had seen it.",
                "%(round)s: %(count)d answers were corrected after both sides had seen them.",
                number,
            )
            % {"round": local(shown[round_id].name), "count": number},
        )
        for round_id, number in line.corrected.items()
        if number and round_id in shown
    ]

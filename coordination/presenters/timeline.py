"""Changes in words: what heads the page, the courses, two rounds side by side, and the reasons given."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.domain.claims.change import ChangeClaim, ChangeKind
from coordination.domain.claims.timeline import Course, Headline, HeadlineKind, course, headline
from coordination.presenters import changes, headlines, sentences
from coordination.presenters.said import Said
from coordination.presenters.sentences import interval, local
from coordination.queries.round_pairs import Bridge, Pairing
from coordination.queries.series import Point, Track
from coordination.queries.timeline import Timeline

#: Of more rounds than these a course says only the first, the last and the extremes.
FEW = 6


def title(line: Timeline) -> Said:
    """Return the finding that heads the page, over all chosen structures: what changed to the last round of each."""
    found = headline([(structure.code, each.claim) for structure, each in line.overall], len(line.rounds))
    if found.kind is not HeadlineKind.CHANGES:
        return unchanged(found, len(line.rounds))
    return Said(found.kind.value, titled(found, _period(line)))


def unchanged(found: Headline, rounds: int) -> Said:
    """Return the finding where no structure was assessed twice in so many rounds."""
    if found.kind is HeadlineKind.ONE_ROUND:
        return Said(found.kind.value, _("One round so far: nothing to compare yet."))
    said = ngettext(
        "No structure was assessed in both rounds.", "No structure was assessed twice.", rounds - 1
    )
    return Said(found.kind.value, said)


def _period(line: Timeline) -> str:
    """Return between which rounds the headline compares."""
    ends = {(each.since.id, each.to.id): each for _structure, each in line.overall}
    if len(ends) > 1:
        return _("round before → last round of each") if line.is_step else _("first → last round of each")
    (only,) = ends.values()
    return f"{local(only.since.name)} → {local(only.to.name)}"


def titled(found: Headline, period: str) -> str:
    """Return the headline of changes in this period, with as many names as there is room for."""
    return headlines.fitting(_titles(found, period))


def _titles(found: Headline, period: str) -> Iterator[str]:
    """Yield the headline with all names, then with fewer, then with the last groups only counted together."""
    for most in (None, 3, 1, 0):
        yield _title([_group(kind, named, most) for kind, named in found.groups], period)
    for shown in range(len(found.groups) - 1, 0, -1):
        said = [_group(kind, named, 0) for kind, named in found.groups[:shown]]
        rest = sum(len(named) for _kind, named in found.groups[shown:])
        yield _title([*said, _("otherwise: %(count)s") % {"count": rest}], period)


def _title(groups: Sequence[str], period: str) -> str:
    said = sentences.capitalised(sentences.listed(groups))
    return _("%(groups)s – %(period)s.") % {"groups": said, "period": period}


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


def courses(line: Timeline) -> list[Said]:
    """Return the text equivalent of the panels: one sentence for each structure drawn."""
    return [_course(track) for track in line.tracks]


def shown(line: Timeline) -> Said | None:
    """Say how many of all structures are drawn; nothing where all are."""
    return Said("drawn", sentences.drawn(line.drawn, line.total)) if line.is_cut else None


def _course(track: Track) -> Said:
    if len(track.points) > FEW:
        words = _long_course(track)
    else:
        words = sentences.listed([*map(_stop, track.points), *_from_first_to_last(track)])
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
    return sentences.listed([*parts, *_from_first_to_last(track)])


def _from_first_to_last(track: Track) -> list[str]:
    """Return what is said from the first round to the last, where there are others in between."""
    if track.overall is None or len(track.points) == 2:
        return []
    return [_("from first to last: %(said)s") % {"said": changes.short(track.overall.claim)}]


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


def paired(pairing: Pairing) -> list[Said]:
    """Return the sentences on one structure between two rounds."""
    claim = pairing.claim
    if claim.kind is ChangeKind.NOT_COMPARABLE:
        words = _("The questionnaires of the two rounds are not comparable; both answers are shown.")
        return [Said(claim.kind.value, words)]
    scores = f"{score(pairing.old)} → {score(pairing.new)}"
    assessors = max(pairing.old.assessors, pairing.new.assessors)
    said = [Said(claim.kind.value, sentences.said_of(scores, changes.long(claim, assessors).text))]
    if claim.are_new:
        said.append(Said("new-assessors", _("More than half of those who answered are new.")))
    if pairing.matched:
        words = _("Among the assessors of both rounds: %(said)s.") % {"said": changes.short(pairing.matched)}
        said.append(Said("assessors-of-both", words))
    return said


def reasons(line: Timeline) -> Said | None:
    """Count the changes between the two rounds by reason, over all chosen structures."""
    if line.both is None or not line.both.causes:
        return None
    counts = sorted(line.both.causes.items(), key=lambda each: -each[1])
    listed = ", ".join(f"{changes.cause(each.value if each else '')} {number}" for each, number in counts)
    words = _("Answers that went up, went down or became known, over all structures, by reason: %(listed)s.")
    return Said("reasons", words % {"listed": listed})


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

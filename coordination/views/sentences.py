"""Values put into words, in the reader's language: findings, intervals, changes, tables for files."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from coordination.charts import trend
from coordination.domain.change import CellChange, Verdict
from coordination.domain.comparison import Finding, FindingKind
from coordination.domain.instruments import Criterion, Text
from coordination.domain.scoring import Band, text
from coordination.models import Side
from coordination.queries.cards import Card
from coordination.queries.comparison import Change, Row, Scoreboard
from coordination.queries.timeline import Timeline, Track

NARROW = "\u202f"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A finding: what stands first in bold, what follows, and the criteria to find out, if any."""

    lead: str
    rest: str
    ask: tuple[tuple[Criterion, str], ...] = ()


def local(value: Text) -> str:
    """Return the text in the reader's language."""
    return value.get(get_language() or "en")


def sides() -> list[tuple[str, str]]:
    """Return the two voices with their names."""
    return [(each.value, side(each.value)) for each in Side]


def side(code: str) -> str:
    """Return the name of a voice."""
    return {"government": _("government"), "partners": _("partners")}[code]


def noun(code: str) -> str:
    """Return the name of a kind of thing that a fixture holds."""
    return {
        "instrument": _("instrument"),
        "programme": _("programme"),
        "partner": _("partner"),
        "structure": _("coordination structure"),
        "seat": _("seat"),
        "statement": _("statement of a source"),
        "round": _("round"),
        "assessment": _("assessment"),
    }[code]


def interval(card: Card) -> str:
    """Return the composite as a reader sees it: “93–100”, “79”, “not known”."""
    low, high = card.composite.low, card.composite.high
    if not card.is_known or low is None or high is None:
        return _("not known")
    return text(low, high, get_language() or "en")


def bands(card: Card) -> str:
    """Return the band, or the two bands between which the composite lies."""
    if card.bands is None:
        return _("not known")
    names = {
        Band.VERY_WEAK: _("very weak"),
        Band.WEAK: _("weak"),
        Band.MEDIUM: _("medium"),
        Band.STRONG: _("strong"),
    }
    low, high = card.bands
    if low == high:
        return names[low]
    return _("%(low)s to %(high)s") % {"low": names[low], "high": names[high]}


def count(card: Card) -> str:
    """Return the ordinal headline: “5 to 7 of 7 Yes”."""
    figures = card.composite
    if figures.yes is None:
        return _("no criterion applies")
    low, high = figures.yes
    if not card.is_known:
        return _("%(answered)s of %(base)s answered") % {"answered": figures.answered, "base": figures.base}
    if low == high:
        return _("%(count)s of %(base)s Yes") % {"count": low, "base": figures.base}
    return _("%(low)s to %(high)s of %(base)s Yes") % {"low": low, "high": high, "base": figures.base}


def weakest(card: Card, levels: Sequence[Text]) -> str:
    """Return the weakest link: “Mostly or Yes”, “Not yet”; empty where the composite is not known."""
    ends = card.composite.weakest
    if ends is None or not card.is_known:
        return ""
    low, high = (local(levels[end]) for end in ends)
    if low == high:
        return low
    if ends[1] - ends[0] == 1:
        return _("%(low)s or %(high)s") % {"low": low, "high": high}
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def rank(row: Row) -> str:
    """Return the place among the assessable structures: “1st”, “1st or 2nd”, “1st to 3rd”."""
    if row.rank is None:
        return _("not placed")
    best, worst = row.rank
    if best == worst:
        return _ordinal(best)
    joined = _("%(low)s or %(high)s") if worst - best == 1 else _("%(low)s to %(high)s")
    return joined % {"low": _ordinal(best), "high": _ordinal(worst)}


def _ordinal(number: int) -> str:
    if (get_language() or "en").startswith("fr"):
        return "1er" if number == 1 else f"{number}e"
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


#: Lazy, so that one word is looked up for each cell and not all of them.
VERDICTS = {
    Verdict.IMPROVEMENT: gettext_lazy("certain improvement"),
    Verdict.DECLINE: gettext_lazy("certain decline"),
    Verdict.MIXED: gettext_lazy("mixed: some criteria certainly up, others certainly down"),
    Verdict.NONE: gettext_lazy("no certain change"),
    Verdict.NOT_COMPARABLE: gettext_lazy("not comparable"),
}
CELL_CHANGES = {
    CellChange.NEW_INFORMATION: gettext_lazy("new information"),
    CellChange.LOST_INFORMATION: gettext_lazy("lost information"),
    CellChange.BASE_CHANGED: gettext_lazy("base changed"),
    CellChange.UP: gettext_lazy("up"),
    CellChange.DOWN: gettext_lazy("down"),
    CellChange.SAME: gettext_lazy("same"),
    CellChange.SAME_DOUBT: gettext_lazy("same doubt"),
    CellChange.BETTER_KNOWN: gettext_lazy("better known"),
    CellChange.LESS_KNOWN: gettext_lazy("less known"),
    CellChange.NO_CERTAIN_CHANGE: gettext_lazy("no certain change"),
}


def verdict(change: Change | None) -> str:
    """Return what may be said of a change."""
    return _("first round") if change is None else str(VERDICTS[change.figures.verdict])


def cell_change(change: CellChange) -> str:
    """Return what happened to one answer."""
    return str(CELL_CHANGES[change])


def findings(board: Scoreboard) -> list[Sentence]:
    """Return the findings of Compare as sentences."""
    by_code = {criterion.code: criterion for criterion in board.criteria}
    return [_finding(each, by_code) for each in board.findings]


def _finding(finding: Finding, criteria: dict[str, Criterion]) -> Sentence:
    first = finding.structures[0]
    names = {"first": first, "second": finding.structures[-1]}
    listed = ", ".join(local(criteria[code].short).lower() for code in finding.codes)
    if finding.kind is FindingKind.CANNOT_BE_PLACED:
        rest = ngettext(
            "One answer is open: find it out first.",
            "%(count)d answers are open: find them out first.",
            len(finding.codes),
        ) % {"count": len(finding.codes)}
        if not finding.codes:
            rest = _("Too few of its criteria apply.")
        ask = tuple(
            (criteria[code], local(question))
            for code in finding.codes
            if (question := _question(criteria[code]))
        )
        return Sentence(_("%(first)s cannot be placed.") % names, rest, ask)
    if finding.kind is FindingKind.WEAK:
        lead = _("%(first)s is certainly weak") % names
        return Sentence(lead, _("(Partly or below) on: %(listed)s.") % {"listed": listed})
    lead, rest = {
        FindingKind.DOMINATES: (
            _("%(first)s is ahead of %(second)s"),
            _("on every criterion, whatever the weights, the scale and the open answers."),
        ),
        FindingKind.AHEAD_CERTAIN: (
            _("%(first)s is ahead of %(second)s"),
            _("whatever the open answers turn out to be, with equal weights."),
        ),
        FindingKind.UNDECIDED: (
            _("%(first)s and %(second)s: undecided."),
            _("The open answers allow either order."),
        ),
        FindingKind.SAME_COMPOSITE: (
            _("%(first)s and %(second)s reach the same figure"),
            _("by different answers."),
        ),
        FindingKind.TIED: (_("%(first)s and %(second)s: same answers."), ""),
        FindingKind.NOT_COMPARABLE: (
            _("%(first)s and %(second)s cannot be compared:"),
            _(
                "they have too few criteria in common, or criteria that apply to only one of them turn the order."
            ),
        ),
    }[finding.kind]
    return Sentence(lead % names, rest)


def _question(criterion: Criterion) -> Text | None:
    return criterion.find_out or criterion.ask


def trend_title(line: Timeline) -> str:
    """Return the finding that heads the chart of Over time."""
    groups = {
        Verdict.IMPROVEMENT: _("Certain improvement: %(names)s."),
        Verdict.DECLINE: _("Certain decline: %(names)s."),
    }
    said = []
    for kind, words in groups.items():
        names = [
            f"{track.structure.code} ({local(point.round.name)})"
            for track in line.tracks
            for point in track.points
            if point.change and point.change.figures.verdict is kind
        ]
        if names:
            said.append(words % {"names": ", ".join(names)})
    if said:
        return " ".join(said)
    compared = any(point.change for track in line.tracks for point in track.points)
    return _("No certain change.") if compared else _("One round so far: nothing to compare yet.")


def trend_sentences(line: Timeline) -> list[str]:
    """Return the text equivalent of the chart: one sentence for each structure."""
    return [_track(track) for track in line.tracks]


def _track(track: Track) -> str:
    parts = []
    for point in track.points:
        words = f"{local(point.round.name)} {interval(point.card)}"
        if point.change:
            words += f" ({verdict(point.change)}{_news(point.change)})"
        parts.append(words)
    return _("%(name)s: %(course)s.") % {"name": track.structure.code, "course": _("; ").join(parts)}


def _news(change: Change) -> str:
    number = change.figures.new_information
    if not number:
        return ""
    words = ngettext("one answer became known", "%(count)d answers became known", number) % {"count": number}
    return f", {words}"


def trend_values(tracks: Sequence[Track], line: Timeline) -> tuple[list[trend.Panel], list[str], str]:
    """Return what the chart of Over time draws."""
    panels = [
        trend.Panel(
            name=track.structure.code,
            steps=tuple(
                trend.Step(
                    round=local(point.round.name),
                    low=None if point.card.composite.low is None else float(point.card.composite.low),
                    high=None if point.card.composite.high is None else float(point.card.composite.high),
                    is_known=point.card.is_known,
                    words=interval(point.card),
                    is_certain=bool(
                        point.change
                        and point.change.figures.verdict in (Verdict.IMPROVEMENT, Verdict.DECLINE)
                    ),
                )
                for point in track.points
            ),
        )
        for track in tracks
    ]
    return panels, [local(each.name) for each in line.rounds], _("0–100")

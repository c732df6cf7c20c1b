"""What is printed: a table of pages, the saves, the computation, and which targets were reached."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.benchmark.by_hand import ByHand
from tests.benchmark.computing import Computed
from tests.benchmark.growing import PROGRAMMES, SAVES_A_YEAR, SAVES_IN_TEN_YEARS, Grown
from tests.benchmark.pages import Measured
from tests.benchmark.saving import Pair, Saves

MOST_QUERIES = 12
#: How many times its floor a page may take where nothing was written since the page before, and where an answer was.
MOST_SAME, MOST_CHANGED = 3, 6
#: How many milliseconds longer than hello a page of few structures may take, where nothing was written.
MOST_BEYOND_HELLO = 25
#: The pages that these are about.
HELD = ("Home", "Compare", "Both views", "Changes", "Two views", "Structure")
MOST_SAVES = 5
#: How many times a careful page that saves one row a save over HTTP may take.
MOST_OVER_HTTP = 2
#: How much longer a save may take among many assessments than among few and still be called flat.
FLAT = 1.25
MOST_FIGURES, MOST_PAIRS = 50, 1_000  # Milliseconds.


@dataclass(frozen=True, slots=True)
class Target:
    """What was to be reached, and what was measured."""

    name: str
    is_reached: bool
    measured: str


def pages(measured: Sequence[Measured]) -> Iterator[str]:
    """Yield the table of pages."""
    yield (
        f"{'page':<12}{'structures × rounds':>20}{'queries':>9}{'anew':>6}{'median ms':>11}{'p95':>8}{'changed':>9}"
        f"{'first':>8}{'bytes':>8}{'aggregate ms':>14}{'hello ms':>10}{'ratio':>7}{'changed':>9}"
    )
    for each in measured:
        head = f"{each.page:<12}{f'{each.size} × {each.rounds}':>20}"
        if each.status != 200:
            yield f"{head}  answers {each.status}"
            continue
        yield (
            f"{head}{each.queries:>9}{each.anew:>6}{each.times.median:>11.1f}{each.times.p95:>8.1f}"
            f"{each.changed.median:>9.1f}{each.first:>8.1f}{each.compressed:>8}{each.aggregate.median:>14.2f}"
            f"{each.hello.median:>10.2f}{each.ratio:>7.1f}{each.changed_ratio:>9.1f}"
        )
    yield "changed, anew: after one answer was corrected; ratio: how many times (aggregate + hello); bytes: gzip."


def saves(measured: Sequence[Saves]) -> Iterator[str]:
    """Yield the table of saves."""
    yield (
        f"{'one answer saved among':<32}{'queries':>9}{'median ms':>11}{'p95':>8}{'floor ms':>14}{'ratio':>7}"
        f"{'processor ms':>14}{'floor':>8}{'ratio':>7}"
    )
    for each in measured:
        for how, pair in (("by the action", each.action), ("over HTTP", each.http)):
            yield (
                f"{f'{each.assessments} assessments, {how}':<32}{pair.queries:>9}{pair.whole.median:>11.2f}"
                f"{pair.whole.p95:>8.2f}{pair.floor.median:>14.2f}{pair.ratio:>7.1f}"
                f"{pair.whole.work:>14.2f}{pair.floor.work:>8.2f}{pair.work:>7.1f}"
            )


def growth(grown: Grown) -> Iterator[str]:
    """Yield what the journal and the operations grow by."""
    yield f"{'grows by':<32}{'bytes an answer':>17}{'in ten years':>14}"
    for name, size in (
        ("journal, with its indexes", grown.journal),
        ("operations, if none were removed", grown.operations),
    ):
        yield f"{name:<32}{size:>17,.0f}{size * SAVES_IN_TEN_YEARS / 1e9:>11.1f} GB"
    yield f"{SAVES_IN_TEN_YEARS:,} saves: {PROGRAMMES} programmes, {SAVES_A_YEAR:,} saves each a year."


def by_hand(found: Sequence[ByHand]) -> Iterator[str]:
    """Yield how many times faster Compare is than a page written by hand over the same tables."""
    for each in found:
        yield (
            f"{f'by hand, {each.size} structures':<32}{each.by_hand.median:>11.1f} ms, ours {each.ours.median:.1f} ms:"
            f" {each.ratio:.1f} times faster"
        )


def computation(found: Computed) -> Iterator[str]:
    """Yield the table of pure computation."""
    yield f"{'computed':<52}{'median ms':>11}{'p95':>8}"
    for name, times in (
        ("composites of 1000 × 20", found.composites),
        ("changes of 1000 × 19", found.changes),
        ("ranks of 1000", found.ranks),
        ("places of 1000, never seen", found.cold),
        ("places of 1000, kept", found.kept),
        ("places of 1000, after a change", found.changed),
    ):
        yield f"{name:<52}{times.median:>11.2f}{times.p95:>8.2f}"


def targets(measured: Sequence[Measured], saved: Sequence[Saves], found: Computed) -> Iterator[str]:
    """Yield one line for each target."""
    every = [
        *_queries(measured),
        *_pages(measured),
        *_saves(saved),
        *_computed(found),
    ]
    yield from _lines(every)


def save_targets(saved: Sequence[Saves]) -> Iterator[str]:
    """Yield one line for each target of saves."""
    yield from _lines([*_saves(saved)])


def _lines(every: Sequence[Target]) -> Iterator[str]:
    for each in every:
        yield f"{'reached' if each.is_reached else 'NOT reached':<12} {each.name}: {each.measured}"


def _is_largest(each: Measured, measured: Sequence[Measured]) -> bool:
    return each.size == max(other.size for other in measured)


def _queries(measured: Sequence[Measured]) -> Iterator[Target]:
    numbers: dict[str, list[int]] = {}
    for each in sorted(measured, key=lambda each: (each.size, each.rounds)):
        if each.status == 200:
            numbers.setdefault(each.page, []).append(each.anew)
    broken = sorted({f"{each.page} answers {each.status}" for each in measured if each.status != 200})
    # Of few structures a page may read more at once, so that a correction is worth a question more.
    grown = [f"{page} {found}" for page, found in numbers.items() if max(found) > found[0]]
    many = [f"{page} {max(found)}" for page, found in numbers.items() if max(found) > MOST_QUERIES]
    most = max(each.anew for each in measured)
    yield Target("every page answers", not broken, ", ".join(broken) or f"{len(measured)} of {len(measured)}")
    yield Target("queries do not grow with structures and rounds", not grown, ", ".join(grown) or "none")
    yield Target(f"at most {MOST_QUERIES} queries", not many, ", ".join(many) or f"at most {most}")


def _pages(measured: Sequence[Measured]) -> Iterator[Target]:
    """Yield what is held of the pages of most and of fewest structures."""
    for each in measured:
        if each.page in HELD and each.status == 200:
            if _is_largest(each, measured):
                yield _times(each, "unchanged", each.times.median, MOST_SAME)
                yield _times(each, "after a correction", each.changed.median, MOST_CHANGED)
            if each.size == min(other.size for other in measured):
                beyond = each.times.median - each.hello.median
                name = (
                    f"{each.page} at {each.size} × {each.rounds} within {MOST_BEYOND_HELLO} ms beyond hello"
                )
                yield Target(name, beyond <= MOST_BEYOND_HELLO, f"{beyond:.1f} ms")


def _times(each: Measured, how: str, median: float, most: int) -> Target:
    return Target(
        f"{each.page} at {each.size} structures, {how}, within {most} × (aggregate + hello)",
        median <= most * each.floor,
        f"{median:.1f} ms = {median / each.floor:.1f} × ({each.aggregate.median:.2f} + {each.hello.median:.2f})",
    )


def _saves(saved: Sequence[Saves]) -> Iterator[Target]:
    for each in saved:
        yield Target(
            f"a save among {each.assessments} assessments at most {MOST_SAVES} × the smallest",
            each.action.ratio <= MOST_SAVES,
            _said(each.action),
        )
        yield Target(
            f"the same over HTTP at most {MOST_OVER_HTTP} × a careful page that saves one row",
            each.http.ratio <= MOST_OVER_HTTP,
            _said(each.http),
        )
    few, many = saved[0], saved[-1]
    growth = many.action.whole.median / few.action.whole.median
    yield Target(
        f"a save as fast among {many.assessments} assessments as among {few.assessments}",
        growth <= FLAT,
        f"{many.action.whole.median:.2f} ms against {few.action.whole.median:.2f} ms ({growth:.2f} ×, at most {FLAT})",
    )


def _said(pair: Pair) -> str:
    whole, floor = pair.whole.median, pair.floor.median
    return f"{whole:.2f} ms = {pair.ratio:.1f} × {floor:.2f} ms; of the processor {pair.work:.1f} ×"


def _computed(found: Computed) -> Iterator[Target]:
    figures = found.composites.median + found.changes.median
    yield Target(
        f"all figures of 1000 × 20 in at most {MOST_FIGURES} ms", figures <= MOST_FIGURES, f"{figures:.1f} ms"
    )
    slowest = max(found.cold.median, found.changed.median)
    yield Target(f"1000 × 1000 pairs in at most {MOST_PAIRS} ms", slowest <= MOST_PAIRS, f"{slowest:.0f} ms")
    yield Target(
        "places kept, and right after a change",
        found.is_right and found.kept.median < found.cold.median,
        f"{found.kept.median:.2f} ms; {'right' if found.is_right else 'WRONG'} after a change",
    )

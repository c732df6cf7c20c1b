"""The brief of a comparison: findings, the matrix of each view, the next steps."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from coordination.documents.papers import Paper, PaperCell, PaperList, PaperPart, PaperTable
from coordination.domain.bilingual import Text
from coordination.presenters import both_views, briefs, drawn, marks, recommendations, sentences
from coordination.presenters.sentences import local
from coordination.queries import claims as found
from coordination.queries.comparison import Scoreboard
from coordination.queries.structure_rows import StructureRow

#: How many structures a view has on paper; below the table it is said how many more there are.
MOST_ROWS = 60


def of_comparison(boards: Sequence[Scoreboard], *, programme: Text, source: str, today: date) -> Paper:
    """Return what the boards of a comparison say, one for each view; ``source`` is the address of its page."""
    names_sides = len(boards) > 1
    told = both_views.told([(each, found.claims(each)) for each in boards], names_sides=names_sides)
    said = [sided(each.voice, each.said.text) for each in told.headline]
    rest = dict.fromkeys(sided(each.voice, each.said.text) for each in (*told.unordered, *told.rest))
    rounds = dict.fromkeys(local(each.name) for board in boards for each in board.shown_rounds)
    return Paper(
        language=(get_language() or "en")[:2],
        programme=local(programme),
        dated=briefs.dated(today),
        title=_("Coordination structures compared"),
        subtitle=", ".join(rounds),
        findings=tuple(said) or (_("No assessment can be read here yet."),),
        facts=tuple(facts(boards)),
        parts=tuple(_parts(boards, [each for each in rest if each not in said], names_sides=names_sides)),
        foot=tuple(foot(boards)),
        marking=marks.of_paper(
            (row.round.mark(row.structure.code, board.voice), row.card.raters)
            for board in boards
            for row in board.rows[:MOST_ROWS]
        ),
        source=source,
    )


def facts(boards: Sequence[Scoreboard]) -> Iterable[tuple[str, str]]:
    """Say whose views these are, and by which weights."""
    # Where nobody is heard there is no view.
    if voices := [sentences.side(each.voice) for each in boards if each.voice]:
        yield _("Seen by"), ", ".join(voices)
    for board in boards[:1]:
        yield _("Weights"), sentences.weights(board.weights)


def sided(voice: str, said: str) -> str:
    """Return what is said with whose view it is; without where it needs no name."""
    if not voice:
        return said
    return _("%(voice)s: %(answer)s") % {
        "voice": sentences.capitalised(sentences.side(voice)),
        "answer": said,
    }


def _parts(boards: Sequence[Scoreboard], said: Sequence[str], *, names_sides: bool) -> Iterable[PaperPart]:
    if said:
        yield PaperList(title=_("Findings"), points=tuple(said))
    for board in boards:
        if board.rows:
            yield _matrix(board)
    advised = [
        (board.voice if names_sides else "", recommendations.of(board, found.steps(board)))
        for board in boards
    ]
    points = [sided(voice, f"{advice.lead} {advice.why}") for voice, advice in both_views.steps(advised)]
    points = points or list(_without_steps(boards, names_sides=names_sides))
    if points:
        yield PaperList(title=_("Next steps"), points=briefs.limited(points))
    without = dict.fromkeys(each.code for board in boards for each in board.without)
    if without:
        yield PaperList(title=_("Not assessed here"), points=(", ".join(without),))


def _without_steps(boards: Sequence[Scoreboard], *, names_sides: bool) -> Iterable[str]:
    """Say why no step follows from the answers of each view; nothing of one that has no answers."""
    for board in boards:
        if why := recommendations.nothing(found.without_steps(board) if board.rows else None):
            yield sided(board.voice if names_sides else "", why.text)


def _matrix(board: Scoreboard) -> PaperTable:
    more = board.total - MOST_ROWS
    title = _("Seen by: %(voice)s") % {"voice": sentences.side(board.voice)}
    if more > 0:
        title = _("%(title)s (%(number)s of %(total)s structures)") % {
            "title": title,
            "number": MOST_ROWS,
            "total": board.total,
        }
    return PaperTable(
        title=title,
        head=heads(board),
        rows=tuple(in_cells(each) for each in board.rows[:MOST_ROWS]),
        is_dense=True,
    )


def heads(board: Scoreboard) -> tuple[str, ...]:
    """Return what heads the columns of a matrix."""
    codes = (each.code for each in board.criteria)
    return (_("Structure"), *codes, pgettext("noun", "Score"), pgettext("noun", "Change"))


def in_cells(row: StructureRow) -> tuple[PaperCell, ...]:
    """Return a row of a matrix: the structure, its answers, its score and what changed."""
    change = drawn.change(row.change.claim if row.change else None)
    return (
        PaperCell(words=row.structure.code),
        *(
            briefs.answer(drawn.chip(each.panel, each.reading, sides_differ=each.sides_differ))
            for each in row.card.cells
        ),
        PaperCell(words=sentences.interval(row.card), is_strong=True),
        PaperCell(words=" ".join(f"{change.said} {change.more}".split())),
    )


def foot(boards: Sequence[Scoreboard]) -> Iterable[str]:
    """Name the criteria, say what a score is, and which questionnaire was asked."""
    criteria = {each.code: local(each.short) for board in boards for each in board.criteria}
    if criteria:
        yield sentences.listed(f"{code} {short}" for code, short in criteria.items())
        yield sentences.convention()
    for board in boards[:1]:
        if board.instrument:
            yield briefs.questionnaire(board.instrument)

"""The brief of a comparison as slides: each finding with the rows it rests on, then each view whole."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from coordination.documents.papers import Paper, PaperCell, PaperList, PaperTable
from coordination.documents.slides import Deck, Slide, SlideBars, SlideLane, SlidePicture
from coordination.domain.claims.answers import Unranked, Weak, WeakToMost
from coordination.domain.claims.comparison import Finding
from coordination.domain.claims.pairs import PairClaim
from coordination.presenters import both_views, comparison_briefs, recommendations, sentences, slides
from coordination.presenters import claims as claims_words
from coordination.presenters.both_views import CompareSaid, SidedSaid
from coordination.presenters.portfolio import WORDS
from coordination.presenters.sentences import local
from coordination.queries import claims as found
from coordination.queries.comparison import Scoreboard
from coordination.queries.structure_rows import StructureRow

#: A finding by what stands first in its sentence and what follows.
Claims = Mapping[tuple[str, str], Finding]


def of_comparison(boards: Sequence[Scoreboard], paper: Paper) -> Deck:
    """Return the brief of a comparison as slides; ``boards`` are those that the paper was made of."""
    names_sides = len(boards) > 1
    of_each = [(board, found.claims(board)) for board in boards]
    claims = {
        (sentence.lead, sentence.rest): each.claim
        for board, listed in of_each
        for each, sentence in zip(listed, claims_words.of(listed, board.criteria), strict=True)
    }
    told = both_views.told(of_each, names_sides=names_sides)
    return slides.deck(paper, [*_findings(told, claims, boards), *_parts(paper, told, boards)])


def _parts(paper: Paper, told: CompareSaid, boards: Sequence[Scoreboard]) -> Iterator[Slide]:
    """Yield the parts of the paper but its list of findings, each of which has its slide."""
    steps = _steps(boards)
    said = {comparison_briefs.sided(each.voice, each.said.text) for each in (*told.unordered, *told.rest)}
    matrices = iter(
        [_turned(board, [(board.voice, row) for row in _rows(board)]) for board in boards if board.rows]
    )
    for part in paper.parts:
        if isinstance(part, PaperTable):
            yield Slide(title=part.title, picture=next(matrices))
        elif not (isinstance(part, PaperList) and part.points and said.issuperset(part.points)):
            yield from slides.of_part(part, part.title, steps)


def _steps(boards: Sequence[Scoreboard]) -> slides.Parted:
    """Return what to do and why by the sentence of both, with and without the side that it is of."""
    return {
        comparison_briefs.sided(voice, point): (comparison_briefs.sided(voice, lead), why)
        for board in boards
        for point, (lead, why) in slides.parted(recommendations.of(board, found.steps(board))).items()
        for voice in ("", board.voice)
    }


def _findings(told: CompareSaid, claims: Claims, boards: Sequence[Scoreboard]) -> Iterator[Slide]:
    whole = {(each.voice, both_views.brief(each.said)): each for each in told.rest}
    heads = (whole.get((each.voice, each.said), each) for each in told.headline)
    for each in dict.fromkeys([*heads, *told.unordered, *told.rest]):
        seen = [board for board in boards if each.voice in ("", board.voice)]
        heading, picture = _picture(claims[each.said.lead, each.said.rest], seen)
        yield Slide(
            title=_title(each),
            heading=heading,
            picture=picture,
            notes=(_("Findings"), comparison_briefs.sided(each.voice, each.said.text)),
        )


def _title(of: SidedSaid) -> str:
    """Return the sentence, or its first part where that stands alone and a title has no room for all."""
    is_long = sentences.length(of.said.text) > WORDS
    said = (both_views.brief(of.said) if is_long else None) or of.said
    return comparison_briefs.sided(of.voice, said.text)


def _picture(claim: Finding, boards: Sequence[Scoreboard]) -> tuple[str, SlidePicture]:
    """Return the answers of the structures that a finding is about, or of one about all of them the scores."""
    rows = [(board.voice, row) for name in _about(claim) for board in boards for row in _of(board, name)]
    is_alike = len({comparison_briefs.heads(board) for board in boards}) == 1
    if rows and is_alike:
        return _seen_by(boards), _turned(boards[0], rows, names_sides=len(boards) > 1)
    return _scores(boards)


def _about(claim: Finding) -> tuple[str, ...]:
    if isinstance(claim, PairClaim):
        return claim.first, claim.second
    return (claim.structure,) if isinstance(claim, Unranked | Weak | WeakToMost) else ()


def _of(board: Scoreboard, name: str) -> list[StructureRow]:
    """Return the row of a structure, if the paper has it."""
    return [row for row in _rows(board) if row.structure.code == name]


def _rows(board: Scoreboard) -> Sequence[StructureRow]:
    return board.rows[: comparison_briefs.MOST_ROWS]


def _seen_by(boards: Sequence[Scoreboard]) -> str:
    voices = ", ".join(sentences.side(board.voice) for board in boards)
    return _("Seen by: %(voice)s") % {"voice": voices}


def _turned(
    board: Scoreboard, rows: Sequence[tuple[str, StructureRow]], *, names_sides: bool = False
) -> PaperTable:
    """Return rows of a matrix as columns: a slide has room for the names of the criteria, and for a few structures."""
    _structure, *codes = comparison_briefs.heads(board)
    names = {each.code: f"{each.code} {local(each.short)}" for each in board.criteria}
    columns = [comparison_briefs.in_cells(row) for _voice, row in rows]
    return PaperTable(
        title="",
        head=(
            _("Criterion"),
            *(
                comparison_briefs.sided(voice if names_sides else "", row.structure.code)
                for voice, row in rows
            ),
        ),
        rows=tuple(
            (PaperCell(words=names.get(code, code)), *(column[at] for column in columns))
            for at, code in enumerate(codes, 1)
        ),
        is_dense=True,
    )


def _lane(row: StructureRow, voice: str) -> SlideLane:
    """Return the score of a structure, with the side that it is of where both are drawn."""
    score = row.card.composite
    return SlideLane(
        name=row.structure.code,
        words=sentences.interval(row.card),
        low=None if score.low is None else float(score.low),
        high=None if score.high is None else float(score.high),
        seen_by=sentences.capitalised(sentences.side(voice)) if voice else "",
    )


def _scores(boards: Sequence[Scoreboard]) -> tuple[str, SlidePicture]:
    """Return the scores of the structures that charts draw, those of both sides below each other."""
    names = dict.fromkeys(row.structure.code for board in boards for row in board.drawn)
    lanes = [
        _lane(row, board.voice if len(boards) > 1 else "")
        for name in names
        for board in boards
        for row in board.drawn
        if row.structure.code == name
    ]
    return _of_so_many(boards), SlideBars(lanes=tuple(lanes))


def _of_so_many(boards: Sequence[Scoreboard]) -> str:
    """Say whose view it is, and of how many structures some are drawn, where it is not all."""
    heading, number = _seen_by(boards), max(len(board.drawn) for board in boards)
    if (total := max(board.total for board in boards)) <= number:
        return heading
    said = _("%(title)s (%(number)s of %(total)s structures)")
    return said % {"title": heading, "number": number, "total": total}

"""The values of the pages as those of the API: whatever is told here was asked of the same queries."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from coordination.api.values import (
    ApiActivity,
    ApiAnswer,
    ApiAssessment,
    ApiCell,
    ApiChange,
    ApiClaim,
    ApiCompared,
    ApiCriterion,
    ApiFile,
    ApiProgramme,
    ApiQuestionnaire,
    ApiRound,
    ApiSource,
    ApiStructure,
    ApiText,
)
from coordination.documents.fixture.document import AnswerEntry, AssessmentEntry
from coordination.domain.bilingual import Text
from coordination.domain.evidence import FileValue, name_of
from coordination.domain.instruments import InstrumentValue
from coordination.presenters import cells, changes, sentences
from coordination.presenters import claims as claims_words
from coordination.queries import (
    activities,
    claims,
    comparison,
    instruments,
    read_apart,
    rounds,
    structures,
    timeline,
)
from coordination.queries.activities import ActivityFilters, ActivityValue
from coordination.queries.comparison import Scoreboard
from coordination.queries.filters import Filters
from coordination.queries.structure_rows import StructureRow
from coordination.views import filters
from coordination.views.decorators import Member

#: What claims are marked by where any answer of their round is invented for the demonstration.
INVENTED = "invented"


def programmes(_request: HttpRequest, member: Member) -> Sequence[ApiProgramme]:
    """Return the programme of the token."""
    row = member.programme
    name = ApiText(row.name_en, row.name_fr)
    return [
        ApiProgramme(code=row.code, country=row.country, name=name, time_zone=row.time_zone, kind=row.kind)
    ]


def all_structures(_request: HttpRequest, member: Member) -> Sequence[ApiStructure]:
    """Return the structures as their page lists them."""
    return [
        ApiStructure(
            code=each.code,
            name=_text(each.name),
            sector=each.sector,
            founded=each.founded,
            closed=each.closed,
        )
        for each in structures.index(member.programme)
    ]


def questionnaires(_request: HttpRequest, member: Member) -> Sequence[ApiQuestionnaire]:
    """Return the questionnaires of the programme's rounds."""
    found = instruments.of_rounds(rounds.index(member.user, member.programme))
    return [_questionnaire(each.value) for _id, each in sorted(found.items())]


def all_rounds(_request: HttpRequest, member: Member) -> Sequence[ApiRound]:
    """Return the rounds, oldest first."""
    return [
        ApiRound(
            label=each.label,
            name=_text(each.name),
            reference_on=each.reference_on,
            last_on=each.last_on,
            sides=each.sides,
            state=each.state,
            questionnaire=each.instrument,
            views=each.voices,
            is_invented=each.is_invented,
        )
        for each in rounds.index(member.user, member.programme)
    ]


def assessments(request: HttpRequest, member: Member) -> Sequence[ApiAssessment]:
    """Return what is revealed or published, of one round, structure or side where that is asked for."""
    asked = {name: request.GET.get(name, "") for name in ("structure", "side")}
    found = read_apart.listed(member.user, member.programme, round_=request.GET.get("round", ""), **asked)
    if found is None:
        raise Http404
    return [_assessment(label, each) for label, each in found]


def compared(request: HttpRequest, member: Member) -> Sequence[ApiCompared]:
    """Return the matrix of one view."""
    board = _board(request, member)
    return [_compared(board, row) for row in board.rows]


def all_claims(request: HttpRequest, member: Member) -> Sequence[ApiClaim]:
    """Return the findings about what Compare shows."""
    board = _board(request, member)
    found = claims.claims(board)
    is_invented = any(INVENTED in each.origins for each in board.shown_rounds)
    return [
        ApiClaim(
            kind=said.kind,
            sentence=said.text,
            view=board.voice,
            is_invented=is_invented,
            operands=_operands(each.claim),
        )
        for each, said in zip(found, claims_words.of(found, board.criteria), strict=True)
    ]


def all_changes(request: HttpRequest, member: Member) -> Sequence[ApiChange]:
    """Return each structure round by round."""
    line = timeline.timeline(_asked(request), is_whole=True, **filters.reader(member))
    return [
        ApiChange(
            structure=track.structure.code,
            round=point.round.label,
            reference_on=point.round.reference_on,
            view=line.voice,
            low=_figure(point.composite.low),
            high=_figure(point.composite.high),
            score=sentences.interval(point),
            change=changes.verdict(point.change).text,
            is_invented=point.round.mark(track.structure.code, line.voice) is not None,
        )
        for track in line.tracks
        for point in track.points
    ]


def all_activities(request: HttpRequest, member: Member) -> Sequence[ApiActivity]:
    """Return the activities, those with certain words where they are asked for."""
    asked = ActivityFilters(search=request.GET.get("search", ""))
    found, _total = activities.listed(member.programme, asked)
    return [_activity(each) for each in found]


def _asked(request: HttpRequest) -> Filters:
    # The pages are those of the answer, not of the matrix.
    return replace(filters.filters(request), page=1)


def _board(request: HttpRequest, member: Member) -> Scoreboard:
    return comparison.scoreboard(_asked(request), is_whole=True, **filters.reader(member))


def _text(text: Text) -> ApiText:
    return ApiText(text.en, text.fr)


def _figure(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _questionnaire(value: InstrumentValue) -> ApiQuestionnaire:
    return ApiQuestionnaire(
        code=value.code,
        version=value.version,
        criteria=tuple(
            ApiCriterion(
                code=each.code,
                section=each.section,
                name=_text(each.name),
                levels=tuple(_text(anchor.text) for anchor in each.anchors),
            )
            for each in value.criteria
        ),
    )


def _assessment(label: str, entry: AssessmentEntry) -> ApiAssessment:
    return ApiAssessment(
        round=label,
        structure=entry.structure,
        side=entry.side,
        # A document knows no state between the two; nothing that is only sent comes here.
        state="published" if entry.state == "published" else "revealed",
        origin=entry.origin,
        sent_on=entry.sent_on,
        answers=tuple(map(_answer, entry.answers)),
    )


def _answer(entry: AnswerEntry) -> ApiAnswer:
    reading = entry.reading
    return ApiAnswer(
        criterion=entry.criterion,
        written=reading.verbatim,
        status=reading.status.value,
        level=reading.level,
        lo=reading.lo,
        hi=reading.hi,
        certainty=reading.certainty.value if reading.certainty else None,
        reason=entry.basis or entry.na_reason,
        sources=tuple(
            ApiSource(title=each.title, kind=each.kind, dated_on=each.dated_on, link=each.link)
            for each in entry.sources
        ),
        files=tuple(_file(each, entry.criterion) for each in entry.files),
    )


def _file(file: FileValue, criterion: str) -> ApiFile:
    return ApiFile(
        name=name_of(file, criterion),
        kind="picture" if file.is_picture else "pdf",
        size=file.size,
        sha256=file.sha256,
        note=file.note,
        address=reverse("api-evidence", args=[file.id]),
    )


def _compared(board: Scoreboard, row: StructureRow) -> ApiCompared:
    return ApiCompared(
        structure=row.structure.code,
        round=row.round.label,
        view=board.voice,
        low=_figure(row.card.composite.low),
        high=_figure(row.card.composite.high),
        score=sentences.interval(row.card),
        place=sentences.rank(row),
        assessors=row.card.raters,
        is_invented=row.round.mark(row.structure.code, board.voice) is not None,
        cells=tuple(
            ApiCell(
                criterion=cell.criterion.code,
                lo=cell.reading.lo,
                hi=cell.reading.hi,
                in_words=cells.in_words(cell),
            )
            for cell in row.card.cells
        ),
    )


def _activity(value: ActivityValue) -> ApiActivity:
    return ApiActivity(
        code=value.code,
        name=_text(value.name),
        kind=value.kind,
        partner=_text(value.partner),
        recipient=_text(value.recipient) if value.recipient else None,
        structure=value.structure_code,
        place=value.place,
        since=value.since,
        until=value.until,
        value=value.value,
        currency=value.currency,
        is_invented=value.is_invented,
    )


def _operands(claim: Any) -> dict[str, Any]:
    return dict(_parts(claim))


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    for each in fields(value):
        yield each.name, _plain(getattr(value, each.name))


def _plain(value: Any) -> Any:
    """Return an operand as JSON has it: numbers, names, lists of them, and parts by their names."""
    if is_dataclass(value) and not isinstance(value, type):
        return dict(_parts(value))
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, tuple | list | frozenset | set):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, bool | int | float) else str(value)

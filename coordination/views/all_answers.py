"""All answers of a programme as a file, one a row: CSV however many there are, a workbook of so many at most."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coordination import attempts
from coordination.actions import exports
from coordination.documents import long_workbooks, tables, workbooks
from coordination.documents.long_workbooks import LongSheet
from coordination.documents.tables import Value
from coordination.documents.workbooks import About
from coordination.domain.bilingual import Text
from coordination.domain.limits import Tried
from coordination.presenters import all_answers as words
from coordination.presenters import provenance
from coordination.presenters.provenance import Provenance, RowsTold
from coordination.queries import all_answers
from coordination.queries.all_answers import AllAnswers
from coordination.views import errors
from coordination.views.decorators import Member, in_programme

CSV_TYPE = "text/csv; charset=utf-8"
#: A workbook is sent once it is whole, and the proxy waits a minute: so many rows take a third of it on two cores.
MOST_IN_A_WORKBOOK = 200_000
#: A workbook of fewer bytes is no file of its own.
IN_MEMORY = 1024 * 1024
Rows = list[Sequence[Value]]


@require_safe
@in_programme
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """Offer the answers of a round and a structure, or all, as files."""
    found = _asked(request, member)
    number = found.number()
    context = {
        "found": found,
        "number": number,
        "said": words.grouped(number),
        "too_many": words.too_many(number, MOST_IN_A_WORKBOOK) if number > MOST_IN_A_WORKBOOK else "",
        "columns": words.columns(),
        "query": request.GET.urlencode(),
    }
    return render(request, "coordination/answers/list.html", context)


@require_safe
@in_programme
def index_file(request: HttpRequest, member: Member, kind: str) -> HttpResponse:
    """Send the answers that the page offers; a workbook of more than it can have is 400."""
    found = _asked(request, member)
    if kind == "xlsx" and (number := found.number()) > MOST_IN_A_WORKBOOK:
        said = [words.too_many(number, MOST_IN_A_WORKBOOK)]
        return errors.page(request, status=400, title=_("Too many answers for an Excel file"), sentences=said)
    attempts.require(request, Tried.EXPORT)
    language = get_language() or "en"
    name = f"answers-{language}.{kind}"
    if request.method == "HEAD":
        # Who only asks for the headers takes none.
        response: HttpResponseBase = HttpResponse()
    else:
        exports.note(name=name, programme=member.programme, by=member.user, at=timezone.now())
        parts = _parts(found, language)
        response = _csv(parts, language) if kind == "csv" else _workbook(request, member, found, parts)
    response["Content-Type"] = CSV_TYPE if kind == "csv" else workbooks.MEDIA_TYPE
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    # What decorates a view is written for answers that are whole, and looks at none of what they send.
    return cast(HttpResponse, response)


def _asked(request: HttpRequest, member: Member) -> AllAnswers:
    asked = {name: request.GET.get(name, "") for name in ("round", "structure")}
    found = all_answers.asked(
        member.user, member.programme, round_=asked["round"], structure=asked["structure"]
    )
    if found is None:
        raise Http404
    return found


def _parts(found: AllAnswers, language: str) -> Iterator[Rows]:
    """Yield the head, then the rows part by part, each said in the language of who asked."""
    with override(language):
        head: Rows = [[each.head for each in words.columns()]]
    yield head
    for sheets in found.parts():
        # A stream is sent when the request is over: which language is spoken then is nobody's choice.
        with override(language):
            part = list(words.rows(found, sheets))
        yield part


def _csv(parts: Iterator[Rows], language: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(tables.csv_parts(parts, is_french=language.startswith("fr")))


def _workbook(request: HttpRequest, member: Member, found: AllAnswers, parts: Iterator[Rows]) -> FileResponse:
    """Write the workbook into a file that goes when it is sent."""
    today, counted = timezone.localdate(), _Counted(parts, get_language() or "en")
    next(counted.rows)

    def about() -> About:
        source = Provenance(
            address=request.build_absolute_uri(), filters=words.filters(found), readers=provenance.results()
        )
        programme = Text(member.programme.name_en, member.programme.name_fr)
        notes = words.notes(found)
        return provenance.about_rows(
            source, programme, words.title(), counted.told(), notes=notes, today=today
        )

    with ExitStack() as kept:
        file = kept.enter_context(SpooledTemporaryFile(IN_MEMORY))
        sheet = LongSheet(words.title(), words.columns(), counted.rows)
        long_workbooks.write(file, sheet, about, on=today)
        file.seek(0)
        # The response closes it.
        kept.pop_all()
    return FileResponse(file)


class _Counted:
    """Rows one by one, the head first, hashed as CSV and counted as they pass."""

    def __init__(self, parts: Iterator[Rows], language: str) -> None:
        self._hash, self._number, self._is_french = hashlib.sha256(), -1, language.startswith("fr")
        self.rows = self._passing(parts)

    def told(self) -> RowsTold:
        """Return how many rows there were below the head, and their hash with it."""
        return RowsTold(self._number, self._hash.hexdigest())

    def _passing(self, parts: Iterator[Rows]) -> Iterator[Sequence[Value]]:
        self._hash.update(tables.csv_bytes([], is_french=self._is_french))
        for part in parts:
            self._number += len(part)
            _mark, written = tables.csv_parts([part], is_french=self._is_french)
            self._hash.update(written)
            yield from part

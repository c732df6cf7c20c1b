"""The files that answers rest on, for who may read those answers."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from coordination.api.doors import by_token
from coordination.queries import evidence_files, read_apart
from coordination.views.decorators import Member
from coordination.views.evidence import taken_out


@require_safe
@by_token
def evidence(_request: HttpRequest, member: Member, file_id: UUID) -> HttpResponse:
    """Answer a file of a revealed or published answer; 404 for any other, one's own drafts included."""
    row = read_apart.file(file_id, user=member.user, programme=member.programme)
    found = evidence_files.content(row) if row else None
    if found is None:
        raise Http404
    return taken_out(found)

"""What every list and form of records does alike: search, pages, and refusals beside the field."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpRequest, QueryDict
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

from coordination.domain import dates
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from coordination.forms.fields import Form
from coordination.models import User
from coordination.presenters import problems
from coordination.queries.paging import Paged

Kept = TypeVar("Kept")
#: The cookie that tells scripts whose pages the browser shows.
READER = f"{settings.COOKIE_PREFIX}reader"
#: The most characters that are searched for.
LONGEST_SEARCH = 200


def search_asked(request: HttpRequest) -> str:
    """Return what the reader searches for, as far as it can be searched for."""
    return request.GET.get("q", "").replace("\x00", "")[:LONGEST_SEARCH]


def page_asked(request: HttpRequest) -> int:
    """Return the page asked for, 1 without; 404 for what is no page."""
    page = request.GET.get("page", "1")
    if not (page.isascii() and page.isdigit() and len(page) < 7):
        raise Http404
    return max(1, int(page))


def choice_asked(request: HttpRequest, name: str, choices: list[str]) -> str:
    """Return one of the choices, or empty for all; 404 for anything else."""
    value = request.GET.get(name, "")
    if value and value not in choices:
        raise Http404
    return value


def day_asked(request: HttpRequest, name: str = "on") -> date | None:
    """Return the day asked for, written in any way that people write one; None without, 404 for what is no day."""
    text = request.GET.get(name, "")
    day = dates.as_day(dates.read(text) or "")
    if text and day is None:
        raise Http404
    return day


def number_asked(given: QueryDict, name: str) -> int | None:
    """Return the number of the row asked for, None without; 404 for what cannot be one."""
    text = given.get(name, "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return int(text) if text else None


def pager(request: HttpRequest, found: Paged[Any]) -> dict[str, object]:
    """Return what `components/pager.html` needs."""
    return pages(request, found.page, found.pages)


def pages(request: HttpRequest, page: int, last: int) -> dict[str, object]:
    """Return a page of so many, and where those beside it are."""
    return {
        "page": page,
        "pages": last,
        "next": page_address(request, page + 1) if page < last else "",
        "previous": page_address(request, page - 1) if page > 1 else "",
    }


def refuse(form: Form, refused: Refused, *, renewed: Mapping[str, object] | None = None) -> None:
    """Put each problem beside the field of its path, or above the form.

    Where somebody changed it meanwhile, the form takes what is ``renewed``, the version that stands there now: who has
    read it may send again.
    """
    for problem in refused.problems:
        form.add_error(
            form.field_of(problem.path), ValidationError(problems.text(problem), code=problem.rule)
        )
    if renewed and is_stale(form):
        data = QueryDict(mutable=True)
        data.update(form.data)
        for name, value in renewed.items():
            data[name] = str(value)
        form.data = data


def is_stale(form: Form) -> bool:
    """Whether somebody changed what the form is about since it was shown."""
    return form.has_error(NON_FIELD_ERRORS, code=Rule.CHANGED_MEANWHILE)


def save_form(
    request: HttpRequest,
    form: Form | None,
    act: Callable[[dict[str, Any]], Kept],
    *,
    renewed: Mapping[str, object] | None = None,
) -> Kept | None:
    """Hand what a valid form says to an action, and return what it kept; None where the page is shown (again).

    What refuses it stands beside its field then, and the form takes what is ``renewed``.
    """
    if request.method != "POST" or form is None or not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Refused as refused:
        refuse(form, refused, renewed=renewed)
        return None


def page_address(request: HttpRequest, page: int) -> str:
    """Return the address of another page of the same list."""
    query = request.GET.copy()
    query["page"] = str(page)
    return f"?{query.urlencode()}"


def reader_mark(request: HttpRequest) -> str:
    """Return a mark of who is signed in that is the same after signing in again and tells nothing; empty for nobody."""
    user = getattr(request, "user", None)
    return salted_hmac("reader", str(user.pk)).hexdigest()[:16] if isinstance(user, User) else ""


def back_address(request: HttpRequest) -> str:
    """Return the page the reader came from, without the language of its address."""
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if not safe or not address.startswith("/"):
        return "/"
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "lang"]
    return urlunsplit(parts._replace(query=urlencode(kept)))

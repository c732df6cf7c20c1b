"""Functions of the common plan, standards and equipment families: kept on one page."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.actions import functions as actions
from coordination.forms.fields import Form
from coordination.forms.functions import FunctionForm, StandardForm, StandardNamesForm
from coordination.models import Function, Standard
from coordination.permissions import Action
from coordination.queries import functions, structures
from coordination.queries.functions import FunctionValue, StandardValue
from coordination.views import responses
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import number_asked, save_form


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """List functions, standards and equipment families; add one, or put its names right, on the same page."""
    posted: dict[str, Form] = {}
    if request.method == "POST":
        member.require(Action.KEEP)
        what, row = _asked(request, member)
        form = _form(member, what, row, request.POST)
        if _saved(request, member, what, row, form):
            return responses.done(request, _("It is recorded."), "function-list")
        posted[_name(what, row.pk if row else None)] = form
    language = get_language() or "en"
    context = {
        "functions": [
            (each, _of(member, each, posted)) for each in functions.index(member.programme, language)
        ],
        "standards": [
            (each, _of(member, each, posted)) for each in functions.standards(member.programme, language)
        ],
        "new_function": posted.get("function-new") or _form(member, "function", None, None),
        "new_standard": posted.get("standard-new") or _form(member, "standard", None, None),
        "can_keep": member.may(Action.KEEP),
    }
    return responses.form_page(request, "coordination/functions/list.html", context)


def _asked(request: HttpRequest, member: Member) -> tuple[str, Function | Standard | None]:
    """Return which kind of thing is posted, and which one; none for a new one. 404 for what is not here."""
    what, number = request.POST.get("what", ""), number_asked(request.POST, "id")
    if what not in ("function", "standard"):
        raise Http404
    if number is None:
        return what, None
    if what == "function":
        return what, get_object_or_404(Function, programme=member.programme, pk=number)
    return what, get_object_or_404(Standard, programme=member.programme, pk=number)


def _name(what: str, number: int | None) -> str:
    """Return what tells the forms of the page apart: the ids of their fields begin with it."""
    return f"{what}-{number or 'new'}"


def _form(
    member: Member,
    what: str,
    row: Function | Standard | FunctionValue | StandardValue | None,
    data: Any,
) -> Form:
    number = getattr(row, "pk", None) or getattr(row, "id", None)
    initial: dict[str, object] = {"is_planned": True}
    if isinstance(row, FunctionValue):
        initial = {"sector": row.sector, "is_planned": row.is_planned}
    if isinstance(row, FunctionValue | StandardValue):
        initial |= {"name_en": row.name.en, "name_fr": row.name.fr, "base_version": row.version}
    kind = FunctionForm if what == "function" else StandardForm if row is None else StandardNamesForm
    name = _name(what, number)
    form = kind(data, initial=initial, auto_id=f"{name}-%s", languages=member.programme.spoken)
    if what == "function":
        kept = [row.sector] if isinstance(row, FunctionValue | Function) else []
        form.offer("sector", structures.sector_choices(member.programme, *kept))
    return form


def _of(member: Member, value: FunctionValue | StandardValue, posted: dict[str, Form]) -> Form:
    """Return the form of one row: as it was posted, or with what is kept."""
    what = "function" if isinstance(value, FunctionValue) else "standard"
    return posted.get(_name(what, value.id)) or _form(member, what, value, None)


def _saved(
    request: HttpRequest, member: Member, what: str, row: Function | Standard | None, form: Form
) -> bool:
    """Store what a valid form says; put what refuses it beside its field."""

    def keep(given: dict[str, Any]) -> Function | Standard:
        named = {
            "programme": member.programme,
            "name_en": given["name_en"],
            "name_fr": given["name_fr"],
            "base_version": given["base_version"],
            "by": member.user,
            "at": timezone.now(),
        }
        if what == "function":
            function = row if isinstance(row, Function) else None
            sector, is_planned = given["sector"], given["is_planned"]
            return actions.save_function(function=function, sector=sector, is_planned=is_planned, **named)
        standard = row if isinstance(row, Standard) else None
        return actions.save_standard(standard=standard, kind=given.get("kind", ""), **named)

    renewed = {"base_version": functions.version(row)} if row else None
    return save_form(request, form, keep, renewed=renewed) is not None

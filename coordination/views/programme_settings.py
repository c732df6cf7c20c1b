"""What is a programme's own, its archive, and the removal of an example: for its administrator."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.actions import archive as archive_actions
from coordination.actions import programmes as actions
from coordination.domain.bilingual import Text
from coordination.domain.problems import Refused
from coordination.forms.programme_settings import SettingsForm
from coordination.models import Programme
from coordination.permissions import Action
from coordination.presenters import problems, sentences
from coordination.queries import programme_settings
from coordination.views import errors, responses
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import is_stale, save_form

PAGE = "coordination/programmes/settings.html"


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def settings(request: HttpRequest, member: Member) -> HttpResponse:
    """Show and change what is the programme's own."""
    member.require(Action.ADMINISTER)
    row = member.programme
    posted = request.POST if request.method == "POST" else None
    form = _form(row, posted)

    def keep(given: dict[str, Any]) -> Programme:
        shown = given.pop("shown")
        facts = actions.ProgrammeFacts(**given)
        return actions.change(programme=row, facts=facts, shown=shown, by=member.user, at=timezone.now())

    fresh = {"shown": programme_settings.fingerprint(row)}
    if save_form(request, form, keep, renewed=fresh) is not None:
        return responses.done(request, _("The settings are saved."), "programme-settings")
    status = 200 if posted is None else 409 if is_stale(form) else 400
    return _page(request, row, form, status=status)


@require_POST
@in_programme
def archive(request: HttpRequest, member: Member) -> HttpResponse:
    """Put the programme into the archive, or take it out again."""
    member.require(Action.ADMINISTER)
    state = request.POST.get("state", "")
    if state not in ("archived", "open"):
        return errors.bad_request(request)
    act = archive_actions.archive if state == "archived" else archive_actions.take_out
    act(programme=member.programme, by=member.user, at=timezone.now())
    said = (
        _("The programme is archived.") if state == "archived" else _("The programme is out of the archive.")
    )
    return responses.done(request, said, "programme-settings")


@require_POST
@in_programme
def remove(request: HttpRequest, member: Member) -> HttpResponse:
    """Remove an example or training programme whole."""
    member.require(Action.ADMINISTER)
    row, typed = member.programme, request.POST.get("typed", "")
    name = sentences.local(Text(row.name_en, row.name_fr))
    try:
        archive_actions.remove(programme=row, typed=typed, by=member.user, at=timezone.now())
    except Refused as refused:
        said = problems.texts(refused.problems)
        return _page(request, row, _form(row, None), status=409, refused=said, typed=typed)
    return responses.done(request, _("This programme is removed: %(name)s.") % {"name": name}, "home")


@require_safe
@in_programme
def archived(request: HttpRequest, member: Member) -> HttpResponse:
    """List the reader's archived programmes, to be read."""
    return render(request, "coordination/programmes/archived.html", {"programmes": member.archived})


def _form(row: Programme, data: Any) -> SettingsForm:
    initial = programme_settings.kept(row) | {"shown": programme_settings.fingerprint(row)}
    is_real = row.kind == Programme.Kind.REAL
    return SettingsForm(data, initial=initial, country=row.country, is_real=is_real, languages=row.spoken)


def _page(
    request: HttpRequest,
    row: Programme,
    form: SettingsForm,
    *,
    status: int,
    refused: Any = (),
    typed: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "row": row,
        "is_real": row.kind == Programme.Kind.REAL,
        "refused": refused,
        "typed": typed,
    }
    return render(request, PAGE, context, status=status)

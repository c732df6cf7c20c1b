"""For spreadsheets and programs: a person's tokens, and how to read with one."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coordination import mail
from coordination.actions import tokens as actions
from coordination.domain.bilingual import Text
from coordination.forms.tokens import TokenForm
from coordination.queries import tokens
from coordination.views import responses
from coordination.views.decorators import Member, in_programme, require_proof


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def page(request: HttpRequest, member: Member) -> HttpResponse:
    """List the reader's tokens of this programme; make one for who just proved who they are, shown in this answer."""
    if request.method == "POST":
        require_proof(request)
    now = timezone.now()
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        lasts = timedelta(days=form.cleaned_data["days"])
        name = form.cleaned_data["name"]
        # Shown in this answer: a redirect would have to keep the secret somewhere on its way.
        secret = actions.make(programme=member.programme, name=name, lasts=lasts, by=member.user, at=now)
        mail.tell(request, member.user, "token")
        form = TokenForm()
    context = {
        "form": form,
        "secret": secret,
        "tokens": tokens.of_person(member.user, member.programme, at=now),
        "programme": Text(member.programme.name_en, member.programme.name_fr),
        "address": request.build_absolute_uri(reverse("api-structures")),
        "description": request.build_absolute_uri(reverse("api-description")),
    }
    template = "coordination/tokens/page.html"
    return render(request, template, context) if secret else responses.form_page(request, template, context)


@require_POST
@in_programme
def end(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """End one of the reader's own tokens."""
    if not actions.end(programme=member.programme, number=number, by=member.user, at=timezone.now()):
        raise Http404
    return responses.done(request, _("The token is ended. Nothing reads with it any more."), "token-list")

"""Partners: the register, one partner, its names, and who sits and works where."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.actions import merging as merging_actions
from coordination.actions import partners as actions
from coordination.actions.partners import PartnerFacts
from coordination.documents.tables import Table, TableFile
from coordination.domain.bilingual import Text
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.forms.partners import AddPartnerForm, ChangePartnerForm, MergeForm, PartnerForm
from coordination.models import Partner
from coordination.permissions import Action
from coordination.presenters import merging as merging_words
from coordination.presenters import problems, provenance, sentences
from coordination.queries import matrices, merging, names, partners, twins, withdrawals
from coordination.queries import seats as seats_query
from coordination.queries.matrices import Matrix, SeatRole, SupportCell
from coordination.queries.paging import Paged
from coordination.queries.twins import Twin
from coordination.views import responses
from coordination.views.decorators import Member, in_programme
from coordination.views.parameters import (
    choice_asked,
    day_asked,
    number_asked,
    page_asked,
    pager,
    save_form,
    search_asked,
)

FORM = "coordination/partners/form.html"
#: What refuses a name or code because of a partner that is there.
TAKEN = frozenset({Rule.PARTNER_EXISTS, Rule.PARTNER_ON_OTHER_SIDE, Rule.PARTNER_ALIKE})


@require_safe
@in_programme
def index(request: HttpRequest, member: Member) -> HttpResponse:
    """List the partners, searched, of one kind and side."""
    search = search_asked(request)
    kind = choice_asked(request, "kind", Partner.Kind.values)
    side = choice_asked(request, "side", Partner.Side.values)
    found = partners.index(
        member.programme,
        today=timezone.localdate(),
        language=get_language() or "en",
        search=search,
        kind=kind,
        side=side,
        page=page_asked(request),
    )
    context = {
        "register": found,
        "search": search,
        "kind": kind,
        "side": side,
        "kinds": partners.KINDS,
        "sides": partners.SIDES,
        "pager": pager(request, found),
        "can_keep": member.may(Action.KEEP),
        "withdrawn": withdrawals.counted(member.user, member.programme, "partners"),
    }
    return render(request, "coordination/partners/list.html", context)


@require_safe
@in_programme
def detail(request: HttpRequest, member: Member, partner_id: int) -> HttpResponse:
    """Show what a partner wants, what it does, and whether it delivers."""
    row = get_object_or_404(
        Partner.objects.select_related("programme"), programme=member.programme, pk=partner_id
    )
    context = {
        "one": partners.one(member.user, row, today=timezone.localdate()),
        "can_keep": member.may(Action.KEEP),
    }
    return render(request, "coordination/partners/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def add(request: HttpRequest, member: Member) -> HttpResponse:
    """Record a partner."""
    member.require(Action.KEEP)
    form = AddPartnerForm(request.POST or None, languages=member.programme.spoken)

    def keep(given: dict[str, Any]) -> Partner:
        return actions.add(
            programme=member.programme,
            facts=_facts(given),
            code=given["code"],
            is_another=given["is_another"],
            by=member.user,
            at=timezone.now(),
        )

    made = save_form(request, form, keep)
    if made is not None:
        said = _("The partner is recorded.")
        return responses.undoable(request, said, "partners", made.pk, "partner-detail", made.pk)
    return responses.form_page(request, FORM, {"form": form, "twins": _twins(member, form, None)})


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def edit(request: HttpRequest, member: Member, partner_id: int) -> HttpResponse:
    """Change what is known of a partner; rename it."""
    row = get_object_or_404(Partner, programme=member.programme, pk=partner_id)
    member.require(Action.KEEP)
    form = ChangePartnerForm(
        request.POST or None, initial=partners.kept(row), languages=member.programme.spoken
    )

    def keep(given: dict[str, Any]) -> Partner:
        return actions.change(
            partner=row,
            facts=_facts(given),
            former_until=given["former_until"],
            base_version=given["base_version"],
            is_another=given["is_another"],
            by=member.user,
            at=timezone.now(),
        )

    if save_form(request, form, keep, renewed={"base_version": row.version}) is not None:
        said = _("The changes are saved.")
        if form.cleaned_data["former_until"]:
            # The former name is kept for ever.
            return responses.done(request, said, "partner-detail", row.pk)
        return responses.undoable(request, said, "partners", row.pk, "partner-detail", row.pk)
    context = {"partner_id": row.pk, "name": names.name(row), "twins": _twins(member, form, row)}
    return responses.form_page(request, FORM, {"form": form, **context})


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def merge(request: HttpRequest, member: Member, partner_id: int) -> HttpResponse:
    """Choose the partner that this one turned out to be; show what moves; then make the two one, as it was shown."""
    row = get_object_or_404(
        Partner.objects.select_related("programme"), programme=member.programme, pk=partner_id
    )
    member.require(Action.KEEP)
    number = number_asked(request.POST if request.method == "POST" else request.GET, "into")
    into = get_object_or_404(Partner, programme=member.programme, pk=number) if number is not None else None
    plan = merging.plan(member.user, row, into) if into else None
    form = MergeForm(request.POST if request.method == "POST" else None)
    found: tuple[Problem, ...] = plan.problems if plan else ()
    if into and plan and not found and request.method == "POST" and form.is_valid():
        try:
            merging_actions.merge(
                partner=row, into=into, **form.cleaned_data, by=member.user, at=timezone.now()
            )
        except Refused as refused:
            found = refused.problems
        else:
            return responses.done(request, _("The two partners are one now."), "partner-detail", into.pk)
    context = {
        "partner_id": row.pk,
        "name": names.name(row),
        "into": into.pk if into else None,
        "others": [
            each
            for each in seats_query.choices(member.programme, get_language() or "en")
            if each[0] != row.pk
        ],
        "plan": plan,
        "moved": merging_words.moved(plan) if plan else (),
        "form": form,
        "problems": problems.texts(found),
    }
    status = 409 if found else 400 if request.method == "POST" else 200
    return render(request, "coordination/partners/merge.html", context, status=status)


def _is_taken(form: PartnerForm) -> bool:
    """Whether a form was refused for a name or code that another has."""
    refused = form.errors.as_data().values() if form.is_bound else ()
    return any(each.code in TAKEN for one in refused for each in one)


def _twins(member: Member, form: PartnerForm, row: Partner | None) -> tuple[Twin, ...]:
    """Return the partners of whose name or code the form was refused, and let it ask where they are only alike."""
    if not _is_taken(form):
        return ()
    if form.has_error("is_another"):
        form.ask_if_another()
    english, french, code = (
        str(form[name].value() or "") if name in form.fields else ""
        for name in ("name_en", "name_fr", "code")
    )
    found = twins.of_name(member.programme, Text(english, french), code=code, but=row.pk if row else None)
    return tuple(each for each in found if not each.is_withdrawn)


def _facts(given: dict[str, Any]) -> PartnerFacts:
    return PartnerFacts(
        name_en=given["name_en"],
        name_fr=given["name_fr"],
        kind=given["kind"],
        side=given["side"],
        objectives_en=given["objectives_en"],
        objectives_fr=given["objectives_fr"],
        aim=given["aim"],
        since=given["since"],
        until=given["until"],
    )


@require_safe
@in_programme
def seats(request: HttpRequest, member: Member) -> HttpResponse:
    """Show who sits where on a day: partners against structures."""
    return _matrix(request, member, matrices.of_seats, "coordination/partners/seats.html")


@require_safe
@in_programme
def seats_file(request: HttpRequest, member: Member, kind: str) -> HttpResponse:
    """Answer who sits where on the same day, of all partners that match, as a file."""
    asked = _asked(request)
    found = matrices.of_seats(member.programme, page=None, **asked)
    return _file(request, member, lambda: _table(found, asked["on"], _role), "who-sits-where", kind)


@require_safe
@in_programme
def functions(request: HttpRequest, member: Member) -> HttpResponse:
    """Show who does what where on a day: partners against functions."""
    return _matrix(request, member, matrices.of_functions, "coordination/partners/functions.html")


@require_safe
@in_programme
def functions_file(request: HttpRequest, member: Member, kind: str) -> HttpResponse:
    """Answer who does what where on the same day, of all partners that match, as a file."""
    asked = _asked(request)
    found = matrices.of_functions(member.programme, page=None, **asked)
    return _file(request, member, lambda: _table(found, asked["on"], _support), "who-does-what-where", kind)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """Return the day, the search and the side of a matrix; 404 for what is no day or no side."""
    return {
        "on": day_asked(request) or timezone.localdate(),
        "language": get_language() or "en",
        "search": search_asked(request),
        "side": choice_asked(request, "side", Partner.Side.values),
    }


def _matrix(
    request: HttpRequest, member: Member, query: Callable[..., Matrix[Any]], template: str
) -> HttpResponse:
    asked = _asked(request)
    found = query(member.programme, page=page_asked(request), **asked)
    context = asked | {
        "matrix": found,
        "sides": partners.SIDES,
        "pager": pager(
            request, Paged(listed=found.rows, total=found.total, page=found.page, pages=found.pages)
        ),
        "query": request.GET.urlencode(),
    }
    return render(request, template, context)


def _file(
    request: HttpRequest, member: Member, of: Callable[[], TableFile], name: str, kind: str
) -> HttpResponse:
    """Return a matrix as a file; it says which search and side it was asked for."""
    side = request.GET.get("side", "")
    chosen = [
        (_("Search"), search_asked(request)),
        (_("Side"), side and str(Partner.Side(side).label)),
    ]
    asked = responses.FileAsked(
        name=name, kind=kind, filters=[each for each in chosen if each[1]], readers=provenance.records()
    )
    return responses.tables_file(request, member, of, asked)


def _table(found: Matrix[Any], on: date, words: Callable[[Any], str]) -> TableFile:
    """Return a matrix for a file."""
    columns = [sentences.local(each.name) or _("no function recorded") for each in found.head]
    rows = [
        [sentences.local(row.partner), row.side, *("; ".join(map(words, cell.entries)) for cell in row.cells)]
        for row in found.rows
    ]
    return TableFile([Table(_("Partners"), [_("Partner"), _("Side"), *columns], rows)], [(_("As of"), on)])


def _role(entry: SeatRole) -> str:
    return entry.role if entry.is_certain else _("%(what)s (possible)") % {"what": entry.role}


def _support(entry: SupportCell) -> str:
    received = sentences.local(entry.recipient) if entry.recipient else ""
    what = ", ".join(filter(None, (entry.kind, received, entry.place)))
    if entry.is_invented:
        what = f"{what} ({_('invented for the demonstration')})"
    return what if entry.is_certain else _("%(what)s (possible)") % {"what": what}

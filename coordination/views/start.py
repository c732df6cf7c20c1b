"""Starting a programme: its name and first people, what is assessed, who takes part; and what is still to do."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from coordination import attempts, mail
from coordination.actions import people as people_actions
from coordination.actions import programmes
from coordination.actions import structures as structure_actions
from coordination.actions.people import AskedPlace
from coordination.actions.programmes import Started
from coordination.actions.structures import ListedStructure, StructureFacts
from coordination.attempts import TooManyError
from coordination.documents.structure_kinds import structure_kinds
from coordination.domain.bilingual import fold
from coordination.domain.limits import Tried
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.domain.structure_lines import StructureLine, read_lines
from coordination.domain.vocabulary import SECTORS, SIDES
from coordination.forms.start import ADMINISTRATOR, AdvisersForm, FirstRunForm, LinesForm, StartForm
from coordination.models import Membership, Programme, Role, Structure, User
from coordination.permissions import Action, is_administrator
from coordination.presenters import checklist as words
from coordination.presenters import limits as limits_words
from coordination.presenters import problems
from coordination.presenters import start as start_words
from coordination.queries import checklist as queries
from coordination.queries import first_run
from coordination.queries.checklist import Checklist, Lacking
from coordination.queries.structures import sector_choices
from coordination.views import responses
from coordination.views.decorators import PROGRAMME_KEY, Member, in_programme, member_of, proved, visit
from coordination.views.parameters import save_form

#: In the session of who typed the code of the first run: what it gave.
OPENED_KEY = "first_run"


def _or_sign_in(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Lead who is signed out to the sign-in page, whatever they ask for, once somebody administers a programme."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User) or first_run.is_needed():
            return view(request)
        carried = responses.signed_out(request) if request.method == "POST" else None
        return carried or redirect_to_login(request.get_full_path())

    return guarded


@_or_sign_in
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Start a programme: an administrator another one, whoever has the code the first one here."""
    user = request.user if isinstance(request.user, User) else None
    if user is not None and is_administrator(user):
        visit(request).member = member_of(request)
        return _start(request, StartForm(request.POST or None, initial=_of_maker(user)), user)
    if user is not None and not first_run.is_needed():
        raise PermissionDenied
    return _first(request)


def _first(request: HttpRequest) -> HttpResponse:
    """Ask for the code, then for the programme; who typed the programme meanwhile keeps it."""
    typed = request.POST.get("code", "")
    if typed:
        try:
            attempts.require(request, Tried.CODE)
        except TooManyError as found:
            if "country" not in request.POST:
                raise
            said = limits_words.too_many(found.what, found.seconds)
            return _closed(request, StartForm(request.POST), said, status=429)
        request.session[OPENED_KEY] = first_run.opened_by(typed[:1000], timezone.now())
    is_open = first_run.is_open(request.session.get(OPENED_KEY, ""), timezone.now())
    if "country" in request.POST:
        form = StartForm(request.POST)
        if is_open:
            return _start(request, form, None)
        return _closed(request, form, problems.text(Problem(rule=Rule.CODE_OPENS_NOTHING)), status=400)
    if is_open:
        if request.method == "POST":
            return redirect("start")
        return _start(request, StartForm(initial=_of_languages()), None)
    code = FirstRunForm(request.POST or None)
    if code.is_bound and code.is_valid():
        code.add_error("code", problems.text(Problem(rule=Rule.CODE_OPENS_NOTHING)))
    return responses.form_page(request, "coordination/start/code.html", {"form": code})


def _closed(request: HttpRequest, form: StartForm, said: str, *, status: int) -> HttpResponse:
    """Show the programme as it was typed, and ask for another code: this one opens nothing, for the reason said."""
    form.is_valid()
    form.add_error("code", said)
    return render(request, "coordination/start/programme.html", {"form": form}, status=status)


def _start(request: HttpRequest, form: StartForm, by: User | None) -> HttpResponse:
    def keep(given: Mapping[str, Any]) -> Started:
        return programmes.start(
            programme=_programme(form),
            administrator=form.invited(ADMINISTRATOR),
            managers={side: form.invited(side) for side in SIDES},
            prints_links=not settings.MAIL_REACHES_PEOPLE,
            opened=request.session.get(OPENED_KEY, ""),
            by=by,
            at=timezone.now(),
        )

    started = save_form(request, form, keep)
    if started is None:
        return responses.form_page(request, "coordination/start/programme.html", {"form": form})
    request.session.pop(OPENED_KEY, None)
    return _started(request, started, by)


def _programme(form: StartForm) -> Programme:
    """Return the programme as typed: one name stands for both languages."""
    given = form.cleaned_data
    return Programme(
        country=given["country"],
        name_en=given["name_en"] or given["name_fr"],
        name_fr=given["name_fr"] or given["name_en"],
        time_zone=form.zone(),
        languages=given["languages"],
        sectors=" ".join(each for each in SECTORS if each in given["sectors"]),
        kind=given["kind"],
    )


def _announced(request: HttpRequest, started: Started, by: User | None) -> list[tuple[str, str]]:
    """Mail the first people who are not at this page, and return what was said of each, by e-mail."""
    if not settings.MAIL_REACHES_PEOPLE:
        return []
    others = [each for each in started.places if each.user != by and (by or each.side)]
    return [(each.user.email, " ".join(mail.announce(request, each))) for each in others]


def _started(request: HttpRequest, started: Started, by: User | None) -> HttpResponse:
    """Show the links of the first people, this once, and say what comes next."""
    home = mail.site(request)
    links = [(user, mail.address(home, user, token)) for user, token in started.tokens]
    administrator = next(each.user for each in started.places if each.side is None)
    is_own = administrator == by
    if is_own:
        request.session[PROGRAMME_KEY] = started.programme.code
    # At the first run nobody is signed in: the administrator's own link stands apart.
    own = administrator if by is None else None
    context = {
        "programme": started.programme,
        "own": next((link for user, link in links if user == own), ""),
        "links": [(user, link) for user, link in links if user != own],
        "said": _announced(request, started, by),
        "is_own": is_own,
        "is_first": by is None,
    }
    return render(request, "coordination/start/started.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_programme
def structures(request: HttpRequest, member: Member) -> HttpResponse:
    """Add structures as they are typed, one a line, or taken from the library and adjusted."""
    member.require(Action.KEEP)
    initial = {"sector": Structure.Sector.SSR.value}
    offered = {"sectors": sector_choices(member.programme), "kinds": start_words.kinds(structure_kinds())}
    if "fill" in request.POST:
        typed, ticked = request.POST.get("lines", ""), request.POST.getlist("kinds")
        filled = start_words.with_kinds(typed, ticked, structure_kinds())
        form = LinesForm(
            **offered, initial=initial | {"lines": filled, "sector": request.POST.get("sector", "ssr")}
        )
        return _structures_page(request, member, form, status=200)
    form = LinesForm(request.POST or None, **offered, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            added = _add(member, form.cleaned_data)
        except Refused as refused:
            form.add_error("lines", [start_words.of_line(each) for each in refused.problems])
        else:
            to = "start-people" if member.is_administrator else "home"
            return responses.done(request, start_words.added(len(added)), to)
    return _structures_page(request, member, form, status=400 if request.method == "POST" else 200)


def _add(member: Member, given: Mapping[str, Any]) -> tuple[Structure, ...]:
    lines = read_lines(given["lines"], start_words.sectors())
    listed = [
        ListedStructure(path=str(each.number), code=each.code, facts=_facts(each, given["sector"]))
        for each in lines
    ]
    return structure_actions.add_all(
        programme=member.programme, listed=listed, by=member.user, at=timezone.now()
    )


def _facts(line: StructureLine, sector: str) -> StructureFacts:
    """Return what a line says; a name that the library knows stands in both languages."""
    known = next((each.name for each in structure_kinds() if fold(line.name) in each.name.folded), None)
    return StructureFacts(
        name_en=known.en if known else line.name,
        name_fr=known.fr if known else line.name,
        sector=line.sector or sector,
    )


def _structures_page(request: HttpRequest, member: Member, form: LinesForm, *, status: int) -> HttpResponse:
    context = {"form": form, "can_load": member.may(Action.LOAD), **checklist(member)}
    return render(request, "coordination/start/structures.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@proved
@in_programme
def people(request: HttpRequest, member: Member) -> HttpResponse:
    """Invite an adviser of each side; managers of the side confirm them."""
    member.require(Action.ADMINISTER)
    form = AdvisersForm(request.POST or None, sides=SIDES, initial=_of_languages())

    def keep(_given: Mapping[str, Any]) -> tuple[Membership, ...]:
        return people_actions.invite_all(
            asked=[AskedPlace(form.invited(side), Role.ADVISER.value, side) for side in form.named()],
            programme=member.programme,
            by=member.user,
            at=timezone.now(),
        )

    invited = save_form(request, form, keep)
    if invited is None:
        context = {"form": form, "is_mailed": settings.MAIL_REACHES_PEOPLE, **checklist(member)}
        return responses.form_page(request, "coordination/start/people.html", context)
    for each in invited:
        said = " ".join(mail.announce(request, each))
        messages.success(request, start_words.invited(each.user.email, said))
    return redirect("home")


def checklist(member: Member) -> dict[str, object]:
    """Return what a page needs to show what is to do before the first answer; no list once it is given."""
    found = queries.checklist(member.user, member.programme, member.standing)
    if found is None:
        return {"has_structures": True}
    addresses = _addresses(member, found)
    points = words.items(found, is_administrator=member.is_administrator, may=addresses)
    return {
        "has_structures": found.structures > 0,
        "checklist": [(each, "" if each.is_done else addresses.get(each.code, "")) for each in points],
        "checklist_said": words.progress(found),
        "checklist_done": len(found.done),
        "checklist_total": len(points),
    }


def begin(member: Member) -> dict[str, object]:
    """Return what a page needs that can show nothing before there is a structure and a round; nothing once both are."""
    found = queries.lacking(member.programme)
    if found is None:
        return {}
    route, can = {
        Lacking.STRUCTURE: ("start-structures", member.may(Action.KEEP)),
        Lacking.ROUND: ("round-list", member.may(Action.HOLD_ROUND)),
    }[found]
    return {"begin": words.begin(found, is_own=can), "begin_at": reverse(route) if can else ""}


def _addresses(member: Member, of: Checklist) -> dict[str, str]:
    """Return where the reader goes for each point that they can take on."""
    people_page = "start-people" if member.is_administrator and of.missing else "person-list"
    found = {
        "structures": ("start-structures", member.may(Action.KEEP)),
        "people": (people_page, member.is_administrator or member.may(Action.LOOK_AFTER)),
        "round": ("round-list", member.may(Action.HOLD_ROUND)),
        "answer": ("assessment-list", member.may(Action.START) and of.round is not None),
    }
    return {code: reverse(route) for code, (route, can) in found.items() if can}


def _of_languages() -> dict[str, str]:
    """Return the languages that the first people of the sides likely read: who starts reads it, too."""
    reads = (get_language() or "en")[:2]
    return {f"{who}_language": reads for who in (ADMINISTRATOR, *SIDES)}


def _of_maker(user: User) -> dict[str, str]:
    """Return the administrator of a further programme, unless another is typed: whoever starts it."""
    return _of_languages() | {
        "administrator_email": user.email,
        "administrator_name": user.name,
        "administrator_language": user.language,
    }

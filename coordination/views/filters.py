"""What the dashboards share: the filters of the address, and what is said where they cannot be followed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.documents.tables import TableFile
from coordination.domain import weights
from coordination.domain.instruments import CriterionValue
from coordination.domain.problems import Problem, Refused
from coordination.domain.vocabulary import BOTH, SIDES, WHOLE
from coordination.forms.comparison import FilterForm
from coordination.forms.fields import Form
from coordination.models import Structure
from coordination.presenters import problems, provenance, sentences
from coordination.queries.filters import Filters, NoSuch
from coordination.views import errors, responses
from coordination.views.decorators import Member, visit
from ssr_assess.postgresql.replica import read

P = ParamSpec("P")
#: The pages of which the reader may choose the weights.
WEIGHTED = ("compare", "changes")
#: The pages that can show both views at once; the others choose one.
OF_BOTH = (
    *("compare", "compare-csv", "compare-xlsx", "compare-json", "compare-chart"),
    *("compare-brief", "compare-brief-pdf", "compare-brief-word", "compare-brief-slides"),
)
#: The pages over several rounds, and how an address may name the first and the last of these, too.
RANGED = ("changes", "changes-csv", "changes-xlsx", "changes-json")
RANGE = {"from": "since", "to": "until"}
COORDINATION = "coordination"
WEIGHTS = ("weights", "w", "why", "importance")
#: What goes along from one result to the next: every filter but the page of a list, and what is shown of two rounds.
CARRIED = tuple(
    name for name in FilterForm.base_fields if name not in ("page", "find", "first", "second", "because")
)


class Unreadable(Exception):
    """The query string is not what a dashboard understands; ``said`` are its problems in words."""

    def __init__(self, said: Sequence[str]) -> None:
        super().__init__(*said)
        self.said = tuple(said)


def filters(request: HttpRequest) -> Filters:
    """Return what the address asks for; both views at once only where a page has them.

    Raises:
        Unreadable: a part of it is not known here.
    """
    form = FilterForm(request.GET)
    if not form.is_valid():
        raise Unreadable(problems_of(form))
    asked = form.filters()
    page = request.resolver_match.url_name if request.resolver_match else ""
    return replace(asked, voice=None) if asked.voice == BOTH and page not in OF_BOTH else asked


def dashboard_file(
    request: HttpRequest, member: Member, of: Callable[[], TableFile], name: str, kind: str
) -> HttpResponse:
    """Return a dashboard's tables as a file (csv, xlsx or json) that says how they were chosen."""
    form = FilterForm(request.GET)
    chosen = [
        (str(form[each].label), ", ".join(request.GET.getlist(each)))
        for each in form.fields
        if each != "page" and any(request.GET.getlist(each))
    ]
    asked = responses.FileAsked(name=name, kind=kind, filters=chosen, readers=provenance.results())
    # That somebody took it is counted and journaled.
    with read(from_replica=False):
        return responses.tables_file(request, member, of, asked)


def problems_of(form: Form) -> list[str]:
    """Return what is wrong with an address, field by field."""
    return [
        _("%(field)s: %(problem)s") % {"field": form[field].label, "problem": " ".join(map(str, said))}
        for field, said in form.errors.items()
    ]


def follows_filters(
    view: Callable[Concatenate[HttpRequest, Member, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Member, P], HttpResponse]:
    """Answer 400 to an address that cannot be read and 404 to one that names what is not there, in words.

    Addresses from the time when success criteria were asked of structures lead to where they are answered now, and
    those that name the view, or the rounds between which something changed, by another name to the same with ours.
    """

    @wraps(view)
    def guarded(request: HttpRequest, member: Member, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            if _former(request):
                return _renamed(request)
            if request.GET.get("section") == WHOLE and "chart" not in kwargs:
                return _success(request)
            return view(request, member, *args, **kwargs)
        except Unreadable as unreadable:
            said, status = list(unreadable.said), 400
        except Refused as refused:
            if _takes_weights(request):
                return _without_weights(request, refused, lambda: view(request, member, *args, **kwargs))
            said, status = problems.texts(refused.problems), 400
        except NoSuch as missing:
            said, status = [_missing(missing)], 404
        title = _("This address cannot be read") if status == 400 else _("Not found")
        return errors.page(request, status=status, title=title, sentences=said)

    return cast(Callable[Concatenate[HttpRequest, Member, P], HttpResponse], guarded)


def _takes_weights(request: HttpRequest) -> bool:
    """Whether the address is one of a page with fields for weights, which can say what is wrong beside them."""
    is_page = request.resolver_match is not None and request.resolver_match.url_name in WEIGHTED
    return is_page and request.GET.get("section", COORDINATION) == COORDINATION


def _without_weights(
    request: HttpRequest, refused: Refused, page: Callable[[], HttpResponse]
) -> HttpResponse:
    """Answer 400 with the page under equal weights; its filters hold what was entered, and say what is wrong."""
    notes = visit(request)
    notes.asked, notes.refused = request.GET, refused.problems
    plain = request.GET.copy()
    for name in WEIGHTS:
        plain.pop(name, None)
    request.GET = plain  # type: ignore[assignment]
    response = page()
    response.status_code = 400
    return response


def names_its_voice(
    opening: Callable[..., str],
) -> Callable[
    [Callable[Concatenate[HttpRequest, Member, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, Member, P], HttpResponse],
]:
    """Lead an address without a voice to the same one with the voice it opens on, so that it shows everybody the same.

    Whoever comes from both views to a page of one comes to the same one, whatever their side. Where ``opening`` finds
    nobody heard there is nothing to name: the page says so itself.
    """

    def guard(
        view: Callable[Concatenate[HttpRequest, Member, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, Member, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, member: Member, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            asked = filters(request)
            voice = "" if asked.voice else opening(asked, **reader(member))
            if not voice:
                return view(request, member, *args, **kwargs)
            query = request.GET.copy()
            query["view"] = voice
            return redirect(f"{request.path}?{query.urlencode()}")

        return cast(Callable[Concatenate[HttpRequest, Member, P], HttpResponse], guarded)

    return guard


def carried(request: HttpRequest) -> str:
    """Return the query string that shows another result with these filters; none where they could not be followed."""
    notes = visit(request)
    if notes.is_refused or notes.refused:
        return ""
    # Weights that a side recorded are those of a round: another result shows another one.
    of_a_round = WEIGHTS if request.GET.get("weights") in SIDES else ()
    kept = [
        (name, value)
        for name in CARRIED
        if name not in of_a_round
        for value in request.GET.getlist(name)
        if value
    ]
    return f"?{urlencode(kept)}" if kept else ""


def _former(request: HttpRequest) -> dict[str, str]:
    """Return the names in the address that have another one here, and that one."""
    page = request.resolver_match.url_name if request.resolver_match else None
    names = {"voice": "view"} | (RANGE if page in RANGED else {})
    return {name: today for name, today in names.items() if name in request.GET}


def _renamed(request: HttpRequest) -> HttpResponse:
    """Return the way to the same address in today's words."""
    query = request.GET.copy()
    for name, today in _former(request).items():
        former = query.pop(name)
        query.setdefault(today, former[-1])
    return redirect(f"{request.path}?{query.urlencode()}", permanent=True)


def _success(request: HttpRequest) -> HttpResponse:
    """Return the way to the success criteria of the same round."""
    kept = urlencode({"round": request.GET["round"]}) if request.GET.get("round") else ""
    asked = str(request.resolver_match.url_name) if request.resolver_match else ""
    ending = next((each for each in ("-csv", "-xlsx", "-json") if asked.endswith(each)), "")
    return redirect(f"{reverse(f'success{ending}')}{'?' if kept else ''}{kept}")


def _missing(missing: NoSuch) -> str:
    names = {"name": missing.name}
    return {
        "round": _("There is no round “%(name)s” in this programme. Choose one in the list of rounds."),
        "structure": _("There is no structure “%(name)s” in this programme. Choose among those listed."),
        "criterion": _("There is no criterion “%(name)s” in the questionnaire. Choose one of those listed."),
        "page": _("There is no page %(name)s. Go back to the first page."),
        "weights": _("No weights of this side (%(name)s) can be read for this round. Choose equal weights."),
        "chart": _("There is no chart “%(name)s” here."),
    }[missing.what] % (names if missing.what != "weights" else {"name": sentences.side(missing.name)})


def reader(member: Member) -> dict[str, Any]:
    """Return who asks, as the queries want to know it: not of which side, for both see the same."""
    return {"user": member.user, "programme": member.programme}


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightLine:
    """A field for the weight of one criterion: what stands in it, and what is wrong with that."""

    criterion: CriterionValue
    text: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightEntry:
    """The weights that a reader enters: as written, and what is wrong with their sum, reason or order."""

    lines: tuple[WeightLine, ...]
    reason: str
    importance: str
    is_chosen: bool
    is_refused: bool
    sum_said: str
    reason_said: str
    importance_said: str


def _entry(view: Any, asked: QueryDict, refused: Sequence[Problem]) -> WeightEntry:
    """Return the fields of weights as they were filled in."""
    written = weights.texts(weights.SEPARATOR.join(asked.getlist("w")))
    of_field = {problem.path: problems.text(problem) for problem in refused}
    criteria = getattr(view, "criteria", ())
    lines = tuple(
        WeightLine(
            criterion=criterion,
            text=written[place - 1] if place <= len(written) else "",
            said=of_field.pop(f"{weights.PATH}.{place}", ""),
        )
        for place, criterion in enumerate(criteria, 1)
    )
    return WeightEntry(
        lines=lines,
        reason=asked.get("why", ""),
        importance=asked.get("importance", ""),
        is_chosen=asked.get("weights") == "entered",
        is_refused=bool(refused),
        sum_said=of_field.get(weights.PATH, ""),
        reason_said=of_field.get("why", ""),
        importance_said=of_field.get("importance", ""),
    )


def frame(request: HttpRequest, view: Any) -> dict[str, Any]:
    """Return what the filters and links of every dashboard need; ``view`` is a board."""
    notes = visit(request)
    return {
        "entry": _entry(view, notes.asked or request.GET, notes.refused),
        "view": view,
        "voices": sentences.voices(view.offered.rounds, view.asked.voice or ""),
        "sectors": [(each, Structure.Sector(each).label) for each in view.offered.sectors],
        "query": request.GET.urlencode(),
        "address": request.build_absolute_uri(),
    }

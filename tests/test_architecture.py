"""The guards of the grid: imports run one way, only actions write, every view is guarded.

Each guard is a function from source text (or routes) to sentences; it is asked about the product, and about a
bad example that it must refuse.
"""

import ast
import inspect
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import URLPattern, path
from django.utils.module_loading import import_string
from django.views.decorators.http import require_POST, require_safe

from coordination import urls
from coordination.api import description
from coordination.api.doors import by_token
from coordination.middleware import SignInMiddleware
from coordination.models import Programme
from coordination.views.decorators import Member, by_secret, in_programme

ROOT = Path(__file__).parents[1]
APP = ROOT / "coordination"

#: Room → the rooms it may import, besides itself: the table of design/architecture.md.
BELOW: Mapping[str, frozenset[str]] = {
    "domain": frozenset(),
    "models": frozenset({"domain"}),
    "permissions": frozenset({"models", "domain"}),
    "documents": frozenset({"domain"}),
    "queries": frozenset({"models", "permissions", "documents", "domain"}),
    "actions": frozenset({"queries", "documents", "models", "permissions", "domain"}),
    "backups": frozenset({"documents", "domain"}),
    "charts": frozenset({"domain"}),
    "presenters": frozenset({"documents", "charts", "queries", "domain"}),
    "forms": frozenset({"presenters", "queries", "domain"}),
}
BELOW |= {"mail": frozenset(BELOW)}
BELOW |= {"attempts": frozenset(BELOW)}
BELOW |= {"provider": frozenset({"mail"})}
ABOVE = frozenset({"views", *BELOW})
#: Doors and frames: they may use everything above, and nothing below may use them.
BELOW |= dict.fromkeys(
    ("views", "middleware", "context_processors", "templatetags", "admin", "admin_site", "management", "urls")
    + ("apps", "adapters", "observation", "api"),
    ABOVE,
)
BELOW |= {"urls": ABOVE | {"api"}, "admin": ABOVE | {"admin_site"}, "migrations": frozenset({"models"})}

#: Room → what it may import from elsewhere, besides the standard library, where that is limited.
LIBRARIES: Mapping[str, frozenset[str]] = {
    "domain": frozenset({"numpy"}),
    "charts": frozenset({"plotly"}),
    "documents": frozenset({"numpy", "openpyxl", "docx", "pptx", "icalendar", "weasyprint", "PIL", "pypdf"}),
}
#: What reads or writes the outside world: nothing for a value.
INPUT_OUTPUT = frozenset(
    {"glob", "http", "io", "logging", "os", "pathlib", "pickle", "shutil", "socket", "sqlite3"}
    | {"subprocess", "tempfile", "urllib"}
)

#: Rooms where a write can only be a mistake, because model objects come there.
WRITES_NOTHING = frozenset(BELOW) - {"actions", "backups", "migrations", "domain", "charts", "documents"}
WRITES = frozenset(
    {
        "save",
        "create",
        "delete",
        "bulk_create",
        "bulk_update",
        "get_or_create",
        "update_or_create",
        "save_base",
    }
    | {"asave", "acreate", "adelete", "abulk_create", "abulk_update", "aget_or_create", "aupdate_or_create"}
    | {"save_model", "delete_model", "delete_queryset", "_raw_delete", "select_for_update"}
)

#: Routes open to those who are not signed in; `assessment-save` answers them itself, in JSON.
PUBLIC = frozenset(
    {"sign-in", "sign-out", "language", "display", "moved", "health-alive", "health-ready", "metrics"}
    | {"assessment-save", "assessment-begin-save", "password-new", "password-forgotten"}
    | {"start", "sign-in-second", "offline", "service-worker", "api-description"}
)
#: Routes for a program that cannot sign in: whose they are is told by a secret in the address.
BY_SECRET = frozenset({"feed-calendar"})
#: Routes for a program: whose it is is told by the token that it sends.
BY_TOKEN = frozenset(f"api-{name}" for name in (*description.LISTINGS, "evidence"))
#: Routes for which it is enough to be signed in, as the middleware sees to.
SIGNED_IN = frozenset(
    {
        "password",
        "account",
        "account-again",
        "account-app",
        "account-passkey",
        "account-codes",
        "account-remove",
    }
    | {"account-sessions"}
)


def sources() -> list[Path]:
    """Every Python file of the app, relative to the project."""
    return sorted(each.relative_to(ROOT) for each in APP.rglob("*.py"))


def module_name(file: Path) -> str:
    """`coordination/actions/journal.py` → `coordination.actions.journal`."""
    parts = file.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = frozenset(module_name(each) for each in sources())


@lru_cache(maxsize=1)
def nodes(source: str) -> tuple[ast.AST, ...]:
    """Return every node of a source; kept until another is asked about, for the guards ask one after the other."""
    return tuple(ast.walk(ast.parse(source)))


def room(module: str) -> str:
    """`coordination.actions.journal` → `actions`."""
    return (module.split(".") + [""])[1]


# --- imports


@dataclass(frozen=True)
class Import:
    """One import as it stands: the module it reaches, its line, and whether it stands inside a function."""

    target: str
    line: int
    inside: bool


def imports(source: str, modules: Iterable[str] = MODULES) -> Iterator[Import]:
    """Find every import, at whatever depth; `from a import b` reaches `a.b` where that is a module."""
    inside = {
        id(node)
        for function in nodes(source)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for node in ast.walk(function)
    }
    for node in nodes(source):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno, id(node) in inside)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            for alias in node.names:
                longer = f"{base}.{alias.name}"
                yield Import(longer if longer in modules else base, node.lineno, id(node) in inside)


def wrong_imports(module: str, source: str) -> list[str]:
    """Say every import that does not run one way, at the top of the file, by its full name."""
    here = room(module)
    found = []
    for each in imports(source):
        if each.inside:
            found.append(f"line {each.line}: {each.target} is imported inside a function")
        if reason := _wrong(here, each.target):
            found.append(f"line {each.line}: {reason}: {each.target}")
    return found + list(_by_another_way(here, source))


def _wrong(here: str, target: str) -> str:
    """Return why this room may not import the module, or nothing."""
    there = target.split(".")[0]
    if target.startswith("."):
        return "a relative import"
    if there == "coordination":
        is_allowed = not here or room(target) in BELOW[here] | {here}
    elif here in LIBRARIES:
        is_allowed = there in LIBRARIES[here] | sys.stdlib_module_names
    else:
        is_allowed = there not in {"tests", "plotly"}
    if not is_allowed:
        return f"{here} may not import it"
    return "a value does not read or write" if here == "domain" and there in INPUT_OUTPUT else ""


def _by_another_way(here: str, source: str) -> Iterator[str]:
    """Imports that the import statement does not show, and reading and writing without any."""
    hidden = {"import_module", "__import__"} | (set() if here == "migrations" else {"get_model"})
    for node in nodes(source):
        if isinstance(node, ast.Call):
            name = _called(node)
            if name in hidden:
                yield f"line {node.lineno}: {name} imports behind the reader's back"
            if here == "domain" and name in {"open", "print", "input"}:
                yield f"line {node.lineno}: a value does not read or write: {name}()"


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def cycle(graph: Mapping[str, Iterable[str]]) -> list[str]:
    """Return one way round in a graph of imports, or nothing."""
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> list[str]:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return []
        for target in graph.get(name, ()):
            if found := walk(target, [*way, name]):
                return found
        done.add(name)
        return []

    return next((found for name in graph if (found := walk(name, []))), [])


@cache
def told() -> Mapping[str, Mapping[str, list[str]]]:
    """Return what each guard says of each file that it minds: every file is read once for all of them."""
    found: dict[str, dict[str, list[str]]] = {}

    def tell(guard: str, file: Path, said: list[str]) -> None:
        of_guard = found.setdefault(guard, {})
        if said:
            of_guard[str(file)] = said

    for file in sources():
        source, module = (ROOT / file).read_text(), module_name(file)
        tell("imports", file, wrong_imports(module, source))
        tell("reached", file, [each.target for each in imports(source)])
        if room(module) in WRITES_NOTHING:
            tell("writes", file, writes(source))
        tell("locks", file, strong_locks(source))
        tell("words", file, [module] if speaks_out_of_place(module, source) else [])
    return found


def test_every_file_is_read() -> None:
    assert len(told()["reached"]) > 400


def test_imports_run_one_way() -> None:
    assert told()["imports"] == {}


def test_every_room_is_known() -> None:
    assert {room(module) for module in MODULES if "." in module} <= set(BELOW)


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("coordination.domain.scoring", "from coordination.models import Answer"),
        ("coordination.domain.scoring", "from django.db.models import F"),
        ("coordination.domain.scoring", "import plotly.graph_objects"),
        ("coordination.domain.scoring", "from pathlib import Path"),
        ("coordination.domain.scoring", "def f():\n    print('x')"),
        ("coordination.models.rounds", "from coordination.queries import rounds"),
        ("coordination.permissions", "from coordination.queries.rounds import RoundValue"),
        ("coordination.queries.rounds", "from coordination.actions import rounds"),
        ("coordination.queries.rounds", "from coordination.presenters import sentences"),
        ("coordination.presenters.sides", "from coordination.models import Round"),
        ("coordination.presenters.sides", "from coordination.views import filters"),
        ("coordination.documents.fixture.reading", "from coordination.queries import rounds"),
        ("coordination.actions.rounds", "from coordination.views.decorators import Place"),
        ("coordination.actions.rounds", "from coordination import views"),
        ("coordination.charts.intervals", "from coordination.queries import comparison"),
        ("coordination.documents.tables", "from coordination.models import Answer"),
        ("coordination.documents.tables", "from django.db import connection"),
        ("coordination.forms.rounds", "from coordination.actions import rounds"),
        ("coordination.views.home", "from coordination.urls import urlpatterns"),
        ("coordination.views.home", "from plotly import graph_objects"),
        ("coordination.views.home", "from .guards import Place"),
        ("coordination.views.home", "def f():\n    from coordination.domain import scoring"),
        ("coordination.views.home", "f = lambda: __import__('coordination.urls')"),
        ("coordination.views.home", "import importlib\nimportlib.import_module('coordination.urls')"),
        ("coordination.queries.rounds", "from django.apps import apps\napps.get_model('coordination.Round')"),
        ("coordination.views.home", "from tests import make"),
        (
            "coordination.domain.scoring",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from coordination.models import Answer",
        ),
    ],
)
def test_the_guard_of_imports_can_fail(module: str, line: str) -> None:
    assert wrong_imports(module, line)


def test_the_guard_of_imports_lets_good_ones_pass() -> None:
    assert not wrong_imports("coordination.domain.scoring", "import numpy\nfrom fractions import Fraction")
    assert not wrong_imports("coordination.actions.rounds", "from coordination.actions import journal")
    assert not wrong_imports(
        "coordination.charts.intervals", "import plotly\nfrom coordination.domain import cards"
    )
    assert not wrong_imports("coordination.urls", "from coordination.views import home")


def test_no_import_goes_round() -> None:
    graph = {
        module_name(file): [
            target for target in told()["reached"].get(str(file), []) if target != module_name(file)
        ]
        for file in sources()
    }
    assert cycle(graph) == []


def test_the_guard_of_cycles_can_fail() -> None:
    assert cycle({"a": ["b"], "b": ["c"], "c": ["b"]}) == ["b", "c", "b"]
    assert cycle({"a": ["b", "c"], "b": ["c"], "c": []}) == []


# --- only actions write


def writes(source: str) -> list[str]:
    """Say every call that writes to the database without going through an action."""
    of_actions = {
        alias.asname or alias.name
        for node in nodes(source)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("coordination.actions")
        for alias in node.names
    }
    return [
        f"line {node.lineno}: {ast.unparse(node.func)}()"
        for node in nodes(source)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if _is_write(node.func.attr, node)
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id in of_actions)
    ]


def _is_write(name: str, node: ast.Call) -> bool:
    if name in WRITES:
        return True
    if name in {
        "update",
        "aupdate",
    }:  # a dictionary or a set is given what it takes in, a queryset only names
        return not node.args and any(keyword.arg for keyword in node.keywords)
    if name in {"execute", "executemany"}:
        said = node.args[0] if node.args else None
        if isinstance(said, ast.JoinedStr) and said.values:
            said = said.values[0]
        questions = ("SELECT", "SET TRANSACTION ISOLATION LEVEL")
        return not (isinstance(said, ast.Constant) and str(said.value).lstrip().upper().startswith(questions))
    return name == "raw"


def test_only_actions_write() -> None:
    assert told()["writes"] == {}


@pytest.mark.parametrize(
    "line",
    [
        "assessment.save()",
        "Assessment.objects.create(state='draft')",
        "Assessment.objects.filter(pk=1).update(state='sent')",
        "Assessment.objects.all().delete()",
        "Answer.objects.bulk_create([])",
        "Answer.objects.bulk_update([], ['level'])",
        "Round.objects.get_or_create(label='x')",
        "Round.objects.update_or_create(label='x')",
        "user.memberships.create(role='manager')",
        "form.save()",
        "super().save_model(request, obj, form, change)",
        "async def f():\n    await row.asave()",
        "cursor.execute('UPDATE coordination_answer SET level = 4')",
        "cursor.execute(sql)",
        "cursor.execute(f'{sql} SELECT')",
        "cursor.execute(f'UPDATE {table}')",
        "from coordination.queries import rounds\nrounds.save(item=1)",
    ],
)
def test_the_guard_of_writes_can_fail(line: str) -> None:
    assert writes(line)


@pytest.mark.parametrize(
    "line",
    [
        "from coordination.actions import reference\nreference.save(item=item, by=by, at=at)",
        "found.update({'a': 1})",
        "cursor.execute('SELECT 1')",
        "cursor.execute(f'SELECT {rest}', params)",
        "cursor.execute('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')",
    ],
)
def test_the_guard_of_writes_lets_good_lines_pass(line: str) -> None:
    assert writes(line) == []


# --- a locked row can still be referred to


def strong_locks(source: str) -> list[str]:
    """Say every lock of rows that would stop others from committing a mere reference to one of them.

    Foreign keys are checked when a transaction commits. A row locked with its key, or a relative locked along with it,
    then makes two writers who wait in the journal's line wait for each other.
    """
    return [
        f"line {node.lineno}: {ast.unparse(node.func)}()"
        for node in nodes(source)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "select_for_update"
        and {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
        != {"no_key": "True", "of": "('self',)"}
    ]


def test_a_locked_row_can_be_referred_to() -> None:
    assert told()["locks"] == {}


@pytest.mark.parametrize(
    "line",
    [
        "Round.objects.select_for_update().get(pk=1)",
        "Round.objects.select_for_update(no_key=True).get(pk=1)",
        "Round.objects.select_for_update(of=('self',)).select_related('programme').get(pk=1)",
    ],
)
def test_the_guard_of_locks_can_fail(line: str) -> None:
    assert strong_locks(line)


def days_without_a_place(source: str) -> list[str]:
    """Say every day that is taken from a moment as Greenwich counts it.

    In Kinshasa it is tomorrow an hour earlier: what was promised today would be settled yesterday.
    """
    return [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in nodes(source)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "date"
        and not node.args
        and not ast.unparse(node.func.value).split(".")[-1].isupper()
        and ".astimezone(" not in ast.unparse(node.func.value)
    ]


def test_a_day_is_the_programmes() -> None:
    files = [*(ROOT / each for each in sources()), *(ROOT / "tests").rglob("*.py")]
    assert {str(each): found for each in files if (found := days_without_a_place(each.read_text()))} == {}


@pytest.mark.parametrize("line", ["at.date()", "timezone.now().date()"])
def test_the_guard_of_days_can_fail(line: str) -> None:
    assert days_without_a_place(line)


def actions() -> list[Any]:
    """Every public function of the room of actions.

    Not those of `rows`, `journal_lines`, `saving`, `soundness`, `steps`, `to_answer`, `written`, `participations`,
    `money`, `evidence_bytes`, `evidence_parents`, `record_rows`, `record_activities`, `record_beside` and `recorder`:
    they are parts of actions, called inside a transaction; nor those of `fixture_columns`, which write nothing.
    """
    names = {name for name in MODULES if name.startswith("coordination.actions.")}
    parts = {
        f"coordination.actions.{name}"
        for name in (
            *("rows", "journal_lines", "saving", "soundness", "steps", "to_answer", "written"),
            *("participations", "money", "evidence_bytes", "evidence_parents", "record_rows"),
            *("record_activities", "record_beside", "recorder"),
            "fixture_columns",
        )
    }
    modules = [import_module(name) for name in sorted(names - parts)]
    return [
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and function.__module__ == module.__name__
    ]


def test_an_action_is_told_by_name_who_does_it_and_when() -> None:
    assert actions()
    for action in actions():
        name, parameters = f"{action.__module__}.{action.__name__}", inspect.signature(action).parameters
        assert {each.kind for each in parameters.values()} <= {inspect.Parameter.KEYWORD_ONLY}, name
        if parameters:  # the lock of the journal does nothing that somebody could have done
            assert {"by", "at"} <= set(parameters), name


# --- each room holds what it says

#: What views share: files of views/ to which no address leads.
SHARED_BY_VIEWS = frozenset({"decorators", "parameters", "filters", "responses", "errors"})
#: Reached only where the settings name an issuer, and tried there: tests/views/test_identities.py.
BY_SETTING = frozenset({"identities"})
#: Where words may come from the catalogue of translations: a routed view or a command says in a line what was done.
SPEAKS = frozenset(
    {"presenters", "forms", "models", "views", "admin", "admin_site", "apps", "management", "migrations"}
)
CATALOGUE = ("gettext", "ngettext", "pgettext", "npgettext")
#: Django looks these up by their name in their place.
DJANGOS_NAMES = frozenset({"Meta", "Migration", "Command", "Media"})


def unrouted(files: Iterable[str], routes: Iterable[URLPattern]) -> set[str]:
    """Return the files of views/ that no address leads to."""
    modules = {str(route.callback.__module__).rpartition(".")[2] for route in routes}
    return set(files) - modules - {"__init__"}


def speaks_out_of_place(module: str, source: str) -> bool:
    """Whether a module takes words from the catalogue although its room says nothing to people."""
    taken = (
        alias.name
        for node in nodes(source)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.utils.translation")
        for alias in node.names
    )
    return room(module) not in SPEAKS and any(name.startswith(CATALOGUE) for name in taken)


def names_with_two_meanings(sources: Mapping[str, str]) -> dict[str, list[str]]:
    """Return every class name that stands in more than one module, with those modules."""
    found: dict[str, list[str]] = {}
    for module, source in sources.items():
        for node in ast.parse(source).body:
            if isinstance(node, ast.ClassDef) and node.name not in DJANGOS_NAMES:
                found.setdefault(node.name, []).append(module)
    return {name: modules for name, modules in found.items() if len(modules) > 1}


def test_an_address_leads_to_every_view() -> None:
    files = [each.stem for each in (APP / "views").glob("*.py")]
    assert unrouted(files, urls.urlpatterns) == SHARED_BY_VIEWS | BY_SETTING


def test_the_guard_of_addresses_can_fail() -> None:
    assert unrouted(["rounds", "sentences"], urls.urlpatterns) == {"sentences"}


def test_words_come_from_the_rooms_that_speak() -> None:
    assert told()["words"] == {}


def test_the_guard_of_words_can_fail() -> None:
    said = "from django.utils.translation import gettext as _"
    assert speaks_out_of_place("coordination.queries.rounds", said)
    assert not speaks_out_of_place("coordination.presenters.rounds", said)


def test_a_class_name_has_one_meaning() -> None:
    named = {
        module_name(file): (ROOT / file).read_text() for file in sources() if "migrations" not in file.parts
    }
    assert names_with_two_meanings(named) == {}


def test_the_guard_of_class_names_can_fail() -> None:
    assert names_with_two_meanings(
        {"a": "class Row: ...", "b": "class Row: ...", "c": "class Cell: ..."}
    ) == {"Row": ["a", "b"]}


# --- every view is guarded


def guard(route: URLPattern) -> str:
    """Return what stands before a view: `secret`, `token`, `public`, `place`, or nothing."""
    view: Any = route.callback
    is_public = not getattr(view, "login_required", True)
    codes = set()
    while view is not None:
        codes.add(getattr(view, "__code__", None))
        view = getattr(view, "__wrapped__", None)
    # Who has no account comes past the middleware only where the view says so: else the secret would guard nothing.
    if is_public and by_token(_example).__code__ in codes:  # type: ignore[attr-defined]
        return "token"
    if is_public:
        return "secret" if by_secret(_example).__code__ in codes else "public"  # type: ignore[attr-defined]
    return "place" if in_programme(_example).__code__ in codes else ""  # type: ignore[attr-defined]


def _example(request: HttpRequest, place: Member) -> HttpResponse:
    return HttpResponse()


def test_every_view_is_guarded() -> None:
    for route in urls.urlpatterns:
        if route.name in PUBLIC:
            assert guard(route) == "public", route
        elif route.name in BY_TOKEN:
            assert guard(route) == "token", route
        elif route.name in BY_SECRET:
            assert guard(route) == "secret", route
        elif route.name in SIGNED_IN:
            assert guard(route) == "", route
        else:
            assert guard(route) == "place", route


def test_who_is_not_signed_in_is_stopped_before_any_view() -> None:
    (guard,) = [
        each
        for each in map(import_string, settings.MIDDLEWARE)
        if isinstance(each, type) and issubclass(each, LoginRequiredMiddleware)
    ]
    assert guard is SignInMiddleware


def test_the_guard_of_views_can_fail() -> None:
    def unguarded(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert guard(path("x/", unguarded)) == ""
    assert guard(path("x/", in_programme(_example))) == "place"
    # Open to everybody is not guarded by a secret, although both let a program in that cannot sign in.
    assert guard(path("x/", login_not_required(unguarded))) == "public"
    assert guard(path("x/<str:secret>", by_secret(_example))) == "secret"
    assert guard(path("x/", require_safe(by_token(_example)))) == "token"


# --- every view says which methods it answers


def methods(route: URLPattern) -> frozenset[str]:
    """Return the methods that a view states with one of Django's decorators; none where it states nothing."""
    view: Any = route.callback
    statement = require_safe(_example).__code__
    while view is not None:
        if getattr(view, "__code__", None) is statement:
            return frozenset(inspect.getclosurevars(view).nonlocals["request_method_list"])
        view = getattr(view, "__wrapped__", None)
    return frozenset()


def test_every_view_states_its_methods() -> None:
    for route in urls.urlpatterns:
        assert methods(route) in ({"GET", "HEAD"}, {"GET", "HEAD", "POST"}, {"POST"}), route


def test_the_guard_of_methods_can_fail() -> None:
    assert methods(path("x/", in_programme(_example))) == frozenset()
    assert methods(path("x/", login_not_required(in_programme(_example)))) == frozenset()
    assert methods(path("x/", require_POST(in_programme(_example)))) == {"POST"}
    assert methods(path("x/", login_not_required(require_safe(by_secret(_example))))) == {"GET", "HEAD"}


# --- templates make no query (the guard itself stands in conftest.py)


@pytest.mark.django_db
def test_the_guard_of_templates_can_fail(queries_while_rendering: list[str]) -> None:
    programmes = Programme.objects.all()
    with pytest.raises(AssertionError):
        Template("{% for each in rows %}{{ each }}{% endfor %}").render(Context({"rows": programmes}))
    Template("{% if rows == 1 or rows|length %}x{% endif %}").render(Context({"rows": programmes}))
    assert len(queries_while_rendering) == 2
    queries_while_rendering.clear()


@pytest.mark.django_db
def test_a_template_may_show_what_is_finished() -> None:
    programmes = list(Programme.objects.all())
    shown = Template("{% for each in rows %}{{ each.code }} {% endfor %}")
    assert "cod" in shown.render(Context({"rows": programmes}))

"""Whatever a program asks the API for, the response is one that the description promises, and no fault of ours."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import checks
from schemathesis.specs.openapi import checks as of_openapi

from coordination.api import description
from tests import make
from tests.api.reading import LISTS, token
from tests.evidence import give
from tests.extent import PROVES, examples

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not PROVES, reason="hundreds of requests made up from the description: at each proof"),
]
#: Beside whatever can be made up: what the filters of a list are asked with, so that there is something to answer.
KNOWN = {
    "round": ("january-2008", "january-2010", "march-2011"),
    "structure": ("CMJ", "GTSE/CPSE"),
    "side": ("government", "partners"),
    "view": ("government", "partners", "agreed", "analyst", "both"),
    "sector": ("security", "justice"),
    "section": ("coordination", "ownership", "success"),
    "set": ("cmj", "gtse-cpse"),
    "weights": ("government", "partners"),
    "why": ("1", "on"),
    "importance": ("1", "on"),
    "since": ("january-2008",),
    "until": ("january-2010",),
    "search": ("police", "l’ordre", "'"),
    "page": ("1", "2"),
    "limit": ("1", "200"),
}
HELD = (
    checks.not_a_server_error,
    of_openapi.status_code_conformance,
    of_openapi.content_type_conformance,
    of_openapi.response_headers_conformance,
    of_openapi.response_schema_conformance,
)
#: How many requests a list is asked: of each kind, as described and against it.
REQUESTS = examples(2)


def asked(name: str) -> st.SearchStrategy[dict[str, str]]:
    """What a list may be asked with that means something to it, and the file that there is."""
    takes = (*description.LISTINGS[name].takes, "page", "limit") if name in description.LISTINGS else ()
    return st.fixed_dictionaries(
        {}, optional={each: st.sampled_from(KNOWN[each]) for each in takes if each in KNOWN}
    )


@pytest.fixture
def kept_open() -> Iterator[None]:
    """The connection of the test outlives each request, as with the tests' own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.takes_long
@pytest.mark.usefixtures("kept_open")
def test_every_response_conforms_to_the_description(cast: make.Cast) -> None:
    make.load_demo()
    draft = make.begin(cast.amina, "CMJ", make.open_round(), criterion="C1")
    file = give(draft)
    make.send(draft, accept_blanks=True)
    make.sent(cast.grace, "CMJ", draft.round)
    headers = {"Authorization": f"Bearer {token(cast.amina)}", "Accept-Encoding": "identity"}
    schema = schemathesis.openapi.from_dict(description.document())
    schema.app = get_wsgi_application()
    answered: dict[str, set[int]] = {}

    def ask(name: str, operation: Any, mode: schemathesis.GenerationMode) -> None:
        @settings(
            max_examples=REQUESTS, database=None, deadline=None, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy(generation_mode=mode), known=st.none() | asked(name))
        def one(case: Any, known: dict[str, str] | None) -> None:
            if known is not None:
                case.query = known
                case.path_parameters = {"file": str(file.pk)} if name == "evidence" else {}
            response = case.call_and_validate(
                base_url="http://testserver", headers=headers, checks=list(HELD)
            )
            answered.setdefault(name, set()).add(response.status_code)

        one()

    for name in (*LISTS, "evidence"):
        path = f"{description.ROOT}{name}" + ("/{file}" if name == "evidence" else "")
        for mode in schemathesis.GenerationMode:
            ask(name, schema[path]["GET"], mode)
    # Not all of it was refused.
    assert all(200 in found for found in answered.values()), answered

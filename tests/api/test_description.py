"""The description is of what is answered: the same values make both, and each answer is held against it."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from coordination import urls
from coordination.api import description
from coordination.api.listings import MOST, USUAL
from coordination.forms.comparison import FilterForm
from tests import make
from tests.api.reading import LISTS, ask, token

KINDS: Mapping[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


def wrong(value: Any, schema: Mapping[str, Any], parts: Mapping[str, Any], at: str = "") -> list[str]:
    """Where a value is not as it is described."""
    if "$ref" in schema:
        return wrong(value, parts[schema["$ref"].rpartition("/")[2]], parts, at)
    if "anyOf" in schema:
        found = [wrong(value, each, parts, at) for each in schema["anyOf"]]
        return [] if [] in found else found[0]
    kind = schema.get("type")
    if kind is None:
        return []
    if not isinstance(value, KINDS[kind]) or (isinstance(value, bool) and kind != "boolean"):
        return [f"{at}: {value!r} is no {kind}"]
    if kind == "array":
        return [said for each in value for said in wrong(each, schema["items"], parts, f"{at}[]")]
    if kind == "object" and "properties" in schema:
        names = schema["properties"]
        unlike = {*schema["required"]} - {*value} | {*value} - {*names}
        deeper = [
            said
            for name in value
            if name in names
            for said in wrong(value[name], names[name], parts, f"{at}.{name}")
        ]
        return [*(f"{at}.{name} is missing or unknown" for name in sorted(unlike)), *deeper]
    return []


def described(name: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    whole = Client().get("/api/v1/openapi.json").json()
    answer = whole["paths"][f"/api/v1/{name}"]["get"]["responses"]["200"]
    return answer["content"]["application/json"]["schema"], whole["components"]["schemas"]


@pytest.mark.django_db
def test_every_answer_is_as_it_is_described() -> None:
    make.load_demo()
    cast = make.cast()
    secret = token(cast.amina)
    for name in LISTS:
        answer = ask(secret, name).json()  # type: ignore[attr-defined]
        assert answer["results"], name
        assert wrong(answer, *described(name)) == []


def test_the_description_can_be_contradicted() -> None:
    schema, parts = described("structures")
    answer = {"total": 1, "page": 1, "pages": 1, "results": [{"code": 3}]}
    assert len(wrong(answer, schema, parts)) == 5
    assert wrong({**answer, "results": [], "more": 1}, schema, parts) == [".more is missing or unknown"]


def test_every_list_is_described_and_every_filter_is_known() -> None:
    routes = [str(route.name) for route in urls.urlpatterns]
    names = {each.removeprefix("api-") for each in routes if each.startswith("api-")}
    assert names - {"description", "evidence"} == {*description.LISTINGS} == {*LISTS}
    assert {*description.OF_RESULTS, *description.OF_CHANGES} <= {*FilterForm.base_fields}
    whole = Client().get("/api/v1/openapi.json").json()
    assert whole["openapi"] == "3.1.0"
    (limit,) = [
        each for each in whole["paths"]["/api/v1/rounds"]["get"]["parameters"] if each["name"] == "limit"
    ]
    assert (limit["schema"]["maximum"], limit["schema"]["default"]) == (MOST, USUAL)

"""The description of the API (OpenAPI 3.1), made of the same values as its answers."""

from functools import cache
from typing import Any, Literal, NamedTuple

from pydantic import TypeAdapter

from coordination.api.values import (
    ApiActivity,
    ApiAssessment,
    ApiChange,
    ApiClaim,
    ApiCompared,
    ApiError,
    ApiPage,
    ApiProgramme,
    ApiQuestionnaire,
    ApiRound,
    ApiStructure,
)
from coordination.domain.evidence import MEDIA_TYPES

ROOT = "/api/v1/"
REFERENCE = "#/components/schemas/{model}"
JSON = "application/json"
WRITTEN: Literal["serialization"] = "serialization"
#: The filters of Compare and Changes that a program can use; the rest is about what a page shows.
OF_RESULTS = ("round", "view", "sector", "section", "set", "weights", "w", "why", "importance")
OF_CHANGES = (*OF_RESULTS[1:], "since", "until")


class Listing(NamedTuple):
    """A list that can be asked for: what stands in it, and by what it can be filtered."""

    value: Any
    takes: tuple[str, ...] = ()


LISTINGS: dict[str, Listing] = {
    "programmes": Listing(ApiProgramme),
    "structures": Listing(ApiStructure),
    "questionnaires": Listing(ApiQuestionnaire),
    "rounds": Listing(ApiRound),
    "assessments": Listing(ApiAssessment, ("round", "structure", "side")),
    "comparison": Listing(ApiCompared, OF_RESULTS),
    "claims": Listing(ApiClaim, OF_RESULTS),
    "changes": Listing(ApiChange, OF_CHANGES),
    "activities": Listing(ApiActivity, ("search",)),
}
_REFUSED = {
    "400": "A part of the address cannot be read.",
    "401": "The token is not known, has expired or was ended.",
    "404": "There is nothing there that the person of the token may see, or no such page.",
    "429": "Too many wrong tokens came from this connection.",
}


@cache
def of_page(name: str) -> TypeAdapter[Any]:
    """Return what writes and checks the pages of a list."""
    page: Any = ApiPage
    return TypeAdapter(page[LISTINGS[name].value])


@cache
def document() -> dict[str, Any]:
    """Return the description."""
    adapters: dict[str, TypeAdapter[Any]] = {
        **{name: of_page(name) for name in LISTINGS},
        "error": TypeAdapter(ApiError),
    }
    places, schemas = TypeAdapter.json_schemas(
        [(name, WRITTEN, adapter) for name, adapter in adapters.items()], ref_template=REFERENCE
    )
    schema = {name: places[name, WRITTEN] for name in adapters}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "SSR partnership assessment",
            "version": "1",
            "description": "Read-only. A token acts as its person in one programme and never reads sealed answers.",
        },
        "security": [{"token": []}],
        "paths": {
            **{f"{ROOT}{name}": {"get": _operation(name, schema)} for name in LISTINGS},
            f"{ROOT}evidence/{{file}}": {"get": _file(schema)},
        },
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    takes = LISTINGS[name].takes
    return {
        "operationId": name,
        "summary": (LISTINGS[name].value.__doc__ or "").strip(),
        "parameters": [
            _parameter("page", {"type": "integer", "minimum": 1, "default": 1}),
            _parameter("limit", {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}),
            *(_parameter(each, {"type": "string"}) for each in takes),
            {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}},
            {"name": "Accept-Language", "in": "header", "schema": {"type": "string"}},
        ],
        "responses": {
            "200": {
                "description": "One page of the list.",
                "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": {JSON: {"schema": schema[name]}},
            },
            "304": {"description": "Nothing changed since the answer with this ETag."},
            **_refused(schema),
        },
    }


def _file(schema: dict[str, Any]) -> dict[str, Any]:
    number = {"name": "file", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    return {
        "operationId": "evidence",
        "summary": "A file given as evidence of a revealed or published answer, as its `address` names it.",
        "parameters": [number, {"name": "Accept-Language", "in": "header", "schema": {"type": "string"}}],
        "responses": {
            "200": {
                "description": "The bytes of the file.",
                "content": {kind: {} for kind in MEDIA_TYPES.values()},
            },
            **_refused(schema),
        },
    }


def _refused(schema: dict[str, Any]) -> dict[str, Any]:
    return {
        status: {"description": said, "content": {JSON: {"schema": schema["error"]}}}
        for status, said in _REFUSED.items()
    }


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema}

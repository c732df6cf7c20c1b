"""Lines of the log: one of JSON each, without secrets and without what somebody wrote."""

import json
import logging
from typing import Any

import pytest

from ssr_assess import env
from ssr_assess.logs import JsonLines, WithoutSecrets, trace_of, without_secrets

pytestmark = pytest.mark.knows_no_database

NOTE = "the chief of police said"


def line_of(message: str, fault: BaseException | None = None, **more: object) -> dict[str, Any]:
    """Return what is written of a record."""
    info = (type(fault), fault, fault.__traceback__) if fault else None
    record = logging.LogRecord("there", logging.ERROR, "", 0, message, (), info)
    vars(record).update(more)
    assert WithoutSecrets().filter(record)
    line = JsonLines().format(record)
    assert "\n" not in line
    found: dict[str, Any] = json.loads(line)
    return found


def raised(fault: BaseException, cause: BaseException | None = None) -> BaseException:
    try:
        raise fault from cause
    except type(fault) as found:
        return found


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("GET /compare/?code=abc&state=x HTTP/1.1", "GET /compare/?… HTTP/1.1"),
        ("/password/new/MTA/abc-def/?lang=fr", "/password/new/…?…"),
        ("what is this? nothing=1", "what is this? nothing=1"),
        ("answered ?", "answered ?"),
    ],
)
def test_what_follows_an_address_is_left_out(text: str, left: str) -> None:
    assert without_secrets(text) == left


def test_a_line_is_one_line_whatever_was_sent() -> None:
    said = line_of("a\nb\u2028c\r\x00", path='/calendar/abcdef\\"x.ics', client="\n{")
    assert said["message"] == "a\nb\u2028c\r\x00"
    assert "abcdef" not in said["path"]


@pytest.mark.parametrize(
    "fault",
    [ValueError(NOTE), KeyError(NOTE), type("DataError", (Exception,), {})(NOTE), LookupError(f"x {NOTE}")],
    ids=lambda fault: type(fault).__name__,
)
def test_a_message_that_may_quote_somebody_is_left_out_and_so_is_its_causes(fault: BaseException) -> None:
    found = raised(RuntimeError(NOTE), raised(fault))
    said = line_of("failed", found)["trace"]
    assert NOTE not in said
    assert said.index(type(fault).__name__) < said.index("RuntimeError")
    assert said.count("test_logs.py") == 2


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (AttributeError("None has no attribute 'x'"), "AttributeError: None has no attribute 'x'\n"),
        (ConnectionRefusedError(111, "Connection refused"), "[Errno 111] Connection refused\n"),
        (
            type("OperationalError", (Exception,), {})(f"server closed\nLINE 1: {NOTE}"),
            "OperationalError: server closed\n",
        ),
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_message_that_names_code_or_a_place_is_kept(fault: BaseException, said: str) -> None:
    found = raised(fault)
    assert trace_of((type(found), found, found.__traceback__)).endswith(said)


def test_a_fault_that_is_its_own_cause_has_an_end() -> None:
    fault = raised(ValueError("x"))
    fault.__context__ = raised(KeyError("y"))
    fault.__context__.__context__ = fault
    assert trace_of((type(fault), fault, None)).count("ValueError") == 1


@pytest.mark.parametrize(
    ("given", "production", "expected"),
    [("", True, "json"), ("", False, "text"), ("json", False, "json"), ("text", True, "text")],
)
def test_lines_are_for_programs_in_production_unless_it_is_said_otherwise(
    given: str, production: bool, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG_FORMAT", given)
    assert env.log_format(production=production) == expected


def test_another_form_of_lines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_FORMAT", "xml")
    with pytest.raises(env.ImproperlyConfigured):
        env.log_format(production=True)

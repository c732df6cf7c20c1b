"""What is written to the log: lines of JSON in production, lines for people elsewhere; never a secret.

A line says who (the number of an account), what, when (UTC) and from where, with the number of the request, which the
answer and its page of error carry, too. In JSON no message of a fault is repeated that may quote what people wrote.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from uuid import uuid4

#: What opens a calendar or an account: whatever follows the beginning of its address (`coordination/urls.py`), however
#: it is misspelt or cut short, and a calendar's secret itself where that beginning is lost; and what follows “?”.
SECRET = re.compile(
    r"(calendar(?:/|%2f)+)(?:[^\"'<>\n]*(?:\.|%2e)ics|[^\s\"'<>]+)"
    r"|(password(?:/|%2f)+new(?:/|%2f)+)[^\s\"'<>?]+"
    r"|[\w-]{10,}(?=(?:\.|%2e)ics)"
    r"|([?])[\w.%-]+=[^\s\"'<>]*",
    re.IGNORECASE,
)
#: What a record may say besides its message, in this order.
FIELDS = ("method", "path", "view", "status", "ms", "person", "client")
#: A number that a proxy of ours gave: of nginx, or a UUID.
WELL_FORMED = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: So much of its end finds a request's lines, and can be said on the telephone.
REFERENCE = 8
#: Faults whose message names code or a place of the machine, never what somebody wrote; of others only the kind is told.
NAMES_CODE = (AttributeError, TypeError, NameError, ImportError, RecursionError, MemoryError)
NAMES_A_PLACE = frozenset(
    {"OperationalError", "InterfaceError", "ImproperlyConfigured", "TemplateDoesNotExist"}
)

_number: ContextVar[str] = ContextVar("request", default="")

Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def begin_request(given: str = "") -> str:
    """Return the number of the request that begins in this thread: the one given, where it is well-formed."""
    number = given if WELL_FORMED.fullmatch(given) else uuid4().hex
    _number.set(number)
    return number


def reference() -> str:
    """Return by what the lines of this thread's request are found, to be shown on its page; else nothing."""
    return _number.get()[-REFERENCE:]


def without_secrets(text: str) -> str:
    """Return the text with “…” in place of what opens a calendar or an account, or follows an address."""
    return SECRET.sub(lambda found: f"{found[1] or found[2] or found[3] or ''}…", text)


class WithoutSecrets(logging.Filter):
    """Leaves out what opens a calendar or an account, in the message and in the trace below it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record before anything is written; none is held back."""
        record.msg, record.args = without_secrets(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_secrets(record.exc_text)
        return True


class JsonLines(logging.Formatter):
    """One line of JSON for each record."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; its texts hold no secret, whoever wrote them."""
        said: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := getattr(record, "request_number", "") or _number.get():
            said["request"] = number
        said |= {name: getattr(record, name) for name in FIELDS if getattr(record, name, None) is not None}
        if record.exc_info:
            said["trace"] = trace_of(record.exc_info)
        return json.dumps(
            {name: without_secrets(each) if isinstance(each, str) else each for name, each in said.items()}
        )


def trace_of(fault: Fault) -> str:
    """Return where the fault arose and what led to it, with no message that may quote what somebody wrote."""
    return "".join(_told(each) for each in reversed([*_chain(fault[1])]))


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield fault
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)


def _told(fault: BaseException) -> str:
    kind = type(fault)
    frames = "".join(traceback.format_tb(fault.__traceback__))
    return f"{frames}{kind.__module__}.{kind.__qualname__}{_message(fault)}\n"


def _message(fault: BaseException) -> str:
    kind = type(fault)
    is_of_the_machine = isinstance(fault, OSError) and kind.__module__ == "builtins"
    if not (isinstance(fault, NAMES_CODE) or is_of_the_machine or kind.__name__ in NAMES_A_PLACE):
        return ""
    # PostgreSQL adds lines with the statement, and with it its values.
    return f": {str(fault).strip().partition(chr(10))[0]}"

"""What is written to the log: never a secret that stands in an address."""

import logging
import re

#: What opens a calendar or an account: whatever follows the beginning of its address (`coordination/urls.py`), however
#: it is misspelt or cut short, and a calendar's secret itself where that beginning is lost.
SECRET = re.compile(
    r"(calendar(?:/|%2f)+)(?:[^\"'<>\n]*(?:\.|%2e)ics|[^\s\"'<>]+)"
    r"|(password(?:/|%2f)+new(?:/|%2f)+)[^\s\"'<>?]+"
    r"|[\w-]{10,}(?=(?:\.|%2e)ics)",
    re.IGNORECASE,
)


def without_secrets(text: str) -> str:
    """Return the text with “…” in place of what opens a calendar or an account."""
    return SECRET.sub(lambda found: f"{found[1] or found[2] or ''}…", text)


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

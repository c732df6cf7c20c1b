"""What is written to the log: never a secret that stands in an address."""

import logging
import re

#: The parts of addresses that open a calendar or an account, as `coordination/urls.py` has them.
SECRET = re.compile(r"(/calendar/)[^/\s\"']+?(\.ics)|(/password/new/)[^\s\"'?]+")


class WithoutSecrets(logging.Filter):
    """Writes “/calendar/….ics” or “/password/new/…” in place of what was asked for, in the message and below it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record before anything is written; none is held back."""
        record.msg, record.args = SECRET.sub(r"\1\3…\2", record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = SECRET.sub(r"\1\3…\2", record.exc_text)
        return True

"""The door for a WSGI server: gunicorn ssr_assess.wsgi."""

import logging
import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from ssr_assess.logs import WithoutSecrets
from ssr_assess.postgresql.base import DatabaseWrapper

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ssr_assess.settings")

application = get_wsgi_application()

# A request waits for nothing without an end; a command such as migrate may.
if isinstance(connections["default"], DatabaseWrapper):
    DatabaseWrapper.limit_waiting()

# The server's own lines, of errors and (where asked for) of each request, open no calendar either.
for name in ("gunicorn.error", "gunicorn.access"):
    logging.getLogger(name).addFilter(WithoutSecrets())

"""The lines of the server itself (gunicorn), in the form of the program's own."""

import datetime
import logging
from collections.abc import Mapping
from typing import Any

from gunicorn.glogging import Logger as GunicornLogger

from ssr_assess.env import env, log_format
from ssr_assess.logs import JsonLines, WithoutSecrets, without_secrets

IS_JSON = log_format(production=env.bool("PRODUCTION", default=False)) == "json"


class ServerLogger(GunicornLogger):
    """Writes no secret, and in JSON where the program does; see ``deploy/server.py``."""

    def setup(self, cfg: Any) -> None:
        """Set the handlers up as the server does, then give them our form."""
        super().setup(cfg)
        for logger in (self.error_log, self.access_log):
            for handler in logger.handlers:
                handler.addFilter(WithoutSecrets())
                if IS_JSON:
                    handler.setFormatter(JsonLines())
        if IS_JSON:
            # What Python warns of is a line like any other.
            logging.captureWarnings(True)
            logging.getLogger("py.warnings").handlers = self.error_log.handlers
            logging.getLogger("py.warnings").propagate = False

    def access(
        self, resp: Any, req: Any, environ: Mapping[str, Any], request_time: datetime.timedelta
    ) -> None:
        """Tell of a request, where that is asked for (``--access-logfile``), what the program's line tells."""
        if not IS_JSON:
            super().access(resp, req, environ, request_time)
            return
        if not self.access_log_enabled:
            return
        method, path = environ.get("REQUEST_METHOD"), without_secrets(str(environ.get("PATH_INFO", "")))
        status = str(resp.status).split(maxsplit=1)[0]
        self.access_log.log(
            logging.INFO,
            "%s %s %s",
            method,
            path,
            status,
            extra={
                "method": method,
                "path": path,
                "status": int(status) if status.isdigit() else None,
                "ms": round(request_time.total_seconds() * 1000),
                "request_number": {name.lower(): value for name, value in resp.headers}.get("x-request-id"),
            },
        )

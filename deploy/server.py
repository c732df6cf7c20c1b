"""Gunicorn's settings, for the demonstration and for production: ``gunicorn --config deploy/server.py``."""

import gc
import os
import signal
from typing import Any

from ssr_assess import metrics

wsgi_app = "ssr_assess.wsgi:application"
# Threads, as gthread has them, and one more for who asks whether the program is alive.
worker_class = "ssr_assess.worker.Worker"
# Processes; where the machine is larger, its environment says how many.
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
# A port that is taken is an error, and a worker that goes takes no waiting connection with it.
reuse_port = False
# As much as it takes: an address that is too long gets the application's own page, not the server's bare one.
limit_request_line = 8190
control_socket_disable = True
loglevel = "warning"
logger_class = "ssr_assess.server_logs.ServerLogger"


def post_worker_init(worker: object) -> None:
    """Leave Ctrl-C to the master, which then stops the workers; and what is loaded by now out of looks for garbage.

    A terminal sends it to every process. A worker that is already stopping when the master's own signal comes
    can wait for itself until it is killed, half a minute later.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A look at everything, now and then in the middle of a page, takes 85 ms in place of 150.
    gc.collect()
    gc.freeze()


def pre_fork(server: Any, worker: Any) -> None:
    """Give the worker a row of the counts that no other worker has."""
    taken = {each.row for each in server.WORKERS.values()}
    worker.row = min(set(range(len(taken) + 1)) - taken)


def post_fork(server: Any, worker: Any) -> None:
    """Let the worker count in its row."""
    metrics.counts.take_row(worker.row)

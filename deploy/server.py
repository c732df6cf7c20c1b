"""Gunicorn's settings, for the demonstration and for production: ``gunicorn --config deploy/server.py``."""

import signal

wsgi_app = "ssr_assess.wsgi:application"
worker_class = "gthread"
workers = 2
threads = 4
# Each worker has its own queue of connections: with a common one, one worker may take all the work.
reuse_port = True
control_socket_disable = True
loglevel = "warning"


def post_worker_init(worker: object) -> None:
    """Leave Ctrl-C to the master, which then stops the workers.

    A terminal sends it to every process. A worker that is already stopping when the master's own signal comes
    can wait for itself until it is killed, half a minute later.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)

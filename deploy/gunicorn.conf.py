"""How gunicorn serves Alongside: two processes of four threads, on this machine's loopback address.

A larger installation sets ``WEB_CONCURRENCY`` (processes), ``THREADS``, and ``BIND`` for its proxy to talk to. They are
read in course/settings.py, so that whatever is wrong is told in one message.
"""

import gc
import os
from typing import Any
from wsgiref.util import setup_testing_defaults

from course import settings

bind = settings.BIND
workers = settings.WEB_CONCURRENCY
worker_class = "gthread"
threads = settings.THREADS

# The application is imported once; the workers share its memory until one writes to it.
preload_app = True

# No second door: gunicorn 27 opens a socket for its remote control unless told not to.
control_socket_disable = True

# A page takes milliseconds; a worker silent for 30 seconds is stuck. On SIGTERM no new request is taken, and those
# under way get as long to finish: a save may wait that long for a locked database.
timeout = 30
graceful_timeout = 30
keepalive = 5

# Worker heartbeats are file times: keep them off a disk that may be busy.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None

# Requests are logged by course/operation/logs.py, without what is personal; gunicorn's own words take the same form.
accesslog = None
logconfig_dict = settings.LOGGING


def see_the_sign_in_page(application: Any) -> None:
    """Django imports views, forms and templates when the first page is asked for; ask here, once for all workers."""
    from django.conf import settings

    asked = {
        "PATH_INFO": "/account/login/",
        "HTTP_HOST": (settings.ALLOWED_HOSTS or ["localhost"])[0],
        "wsgi.url_scheme": "https",
    }
    setup_testing_defaults(asked)
    application(asked, lambda *_: None).close()


def put_down_what_importing_read() -> None:
    """Let go of the code that compiled libraries ran while they were imported; whoever runs it again reads it again.

    The parent answers no request, so it would hold those pages for nothing. Linux only; elsewhere nothing happens.
    """
    import ctypes

    pageout = 21
    libc = ctypes.CDLL(None)
    try:
        with open("/proc/self/maps") as maps:
            code = [
                line.split()[0].split("-") for line in maps if " r-xp " in line and "site-packages" in line
            ]
    except OSError:
        return
    for start, end in code:
        libc.madvise(ctypes.c_void_p(int(start, 16)), ctypes.c_size_t(int(end, 16) - int(start, 16)), pageout)


def when_ready(server: Any) -> None:
    """Just before the workers are forked: share no database connection with them, and as much memory as possible."""
    from django.db import connections

    see_the_sign_in_page(server.app.wsgi())
    connections.close_all()
    gc.collect()
    # What is frozen is not touched by the garbage collector, and so not copied.
    gc.freeze()
    put_down_what_importing_read()


def post_fork(server: Any, worker: Any) -> None:
    """Look for garbage seldom enough to save time, often enough that little of it waits (docs/performance.md)."""
    gc.set_threshold(1_000, 10, 10)

"""The real product as a process of its own, for tests that measure, kill or flood it.

An ``Installation`` is a folder and a database; a ``Server`` is gunicorn on it with the shipped configuration; a
``Visitor`` is a browser without a screen. Measuring processes reads Linux's ``/proc``.
"""

from tests.live.installation import Installation
from tests.live.server import MAKE_RUN, Server, gunicorn
from tests.live.visitor import LostReply, Reply, Visitor

__all__ = ["MAKE_RUN", "Installation", "LostReply", "Reply", "Server", "Visitor", "gunicorn"]

"""``python -m tests.browser LEARNERS``: set the stage in this installation; see ``tests.browser.stage``."""

import sys

import django

django.setup()

from tests.browser import stage  # noqa: E402  # rows can be imported only now

print(stage.set_up(learners=int(sys.argv[1])))

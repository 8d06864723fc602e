"""``python -m tests.browser.end_stage ATTEMPT [SECONDS]``: let this attempt end then; below 0, it has ended already.

Prints, as JSON, its state, by what it ended, and the newest answers by slot.
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402  # rows can be imported only now

from quizzes.attempts import with_answers  # noqa: E402
from quizzes.models import Attempt  # noqa: E402


def tell(attempt: Attempt) -> dict[str, object]:
    answers = {item.slot: item.code for item in with_answers(attempt.items.all()) if item.code}
    return {"state": attempt.state, "ended_by": attempt.ended_by, "answers": answers}


found = Attempt.objects.get(pk=sys.argv[1])
if len(sys.argv) > 2:
    found.deadline = timezone.now() + timedelta(seconds=int(sys.argv[2]))
    found.save(update_fields=["deadline"])
print(json.dumps(tell(found)))

"""Question kinds. To add one: a module here, a template, and its line in ``KINDS``."""

from quizzes.kinds import long, matching, multiple, number, ordering, short, single, true_false
from quizzes.kinds.base import Body, Kind, Option, Posted, Problem, Refused, Response, Told

__all__ = ["KINDS", "Body", "Kind", "Option", "Posted", "Problem", "Refused", "Response", "Told"]

KINDS: dict[str, Kind] = {
    "single": single,
    "multiple": multiple,
    "true_false": true_false,
    "matching": matching,
    "ordering": ordering,
    "short": short,
    "number": number,
    "long": long,
}

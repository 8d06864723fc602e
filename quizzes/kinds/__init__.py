"""Question kinds. To add one: a module here, a template, and its line in ``KINDS``."""

from quizzes.kinds import multiple, single
from quizzes.kinds.base import Body, Kind, Option, Posted, Problem, Response

__all__ = ["KINDS", "Body", "Kind", "Option", "Posted", "Problem", "Response"]

KINDS: dict[str, Kind] = {
    "single": single,
    "multiple": multiple,
}

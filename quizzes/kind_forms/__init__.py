"""How a trainer fills in the body of a question, kind by kind. A kind that is not here is written in files alone."""

from quizzes.kind_forms import choices, long, matching, number, ordering, short, true_false
from quizzes.kind_forms.base import Part

__all__ = ["KIND_FORMS", "Part"]

KIND_FORMS: dict[str, Part] = {
    "single": choices.Single(),
    "multiple": choices.Multiple(),
    "true_false": true_false.TrueFalse(),
    "matching": matching.Matching(),
    "ordering": ordering.Ordering(),
    "short": short.Short(),
    "number": number.Number(),
    "long": long.Long(),
}

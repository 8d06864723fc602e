"""Whether a question measures what it asks about, and not how well somebody takes tests. Pure.

The rules are those that reviews of item writing agree on (Haladyna, Downing and Rodriguez, "A Review of Multiple-Choice
Item-Writing Guidelines for Classroom Assessment", 2002): each finding is advice, and none keeps a question from being
published.
"""

from quizzes.item_writing.balance import Balance, balance_of
from quizzes.item_writing.items import RULES, Finding, Item, Rule, Severity
from quizzes.item_writing.options import in_options
from quizzes.item_writing.texts import in_texts

__all__ = ["RULES", "Balance", "Finding", "Item", "Rule", "Severity", "balance_of", "check"]


def check(item: Item) -> list[Finding]:
    """What could be written better, in the order of the form. Takes drafts that are not finished, too."""
    return [*in_texts(item), *in_options(item)]

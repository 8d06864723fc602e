"""Rows of what is asked and graded."""

from quizzes.models.attempts import Answer, Attempt, AttemptEvent, AttemptItem
from quizzes.models.bank import Question, QuestionVersion
from quizzes.models.exams import BlueprintRow, Exam, FormItem, Section
from quizzes.models.item_reviews import ItemReview
from quizzes.models.marks import AttemptCompetencyScore, Mark, MarkDraft, Regrade
from quizzes.models.signoff import SignOff

__all__ = [
    "Answer",
    "Attempt",
    "AttemptCompetencyScore",
    "AttemptEvent",
    "AttemptItem",
    "BlueprintRow",
    "Exam",
    "FormItem",
    "ItemReview",
    "Mark",
    "MarkDraft",
    "Question",
    "QuestionVersion",
    "Regrade",
    "Section",
    "SignOff",
]

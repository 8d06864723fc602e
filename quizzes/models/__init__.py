"""Rows of what is asked and graded."""

from quizzes.models.attempts import Answer, Attempt, AttemptItem
from quizzes.models.bank import Question, QuestionVersion
from quizzes.models.exams import BlueprintRow, Exam
from quizzes.models.marks import AttemptCompetencyScore, Mark

__all__ = [
    "Answer",
    "Attempt",
    "AttemptCompetencyScore",
    "AttemptItem",
    "BlueprintRow",
    "Exam",
    "Mark",
    "Question",
    "QuestionVersion",
]

"""The admin of questions and exams. Attempts and answers are not here: they are reviewed, not administered."""

from quizzes.admin import exams, questions

__all__ = ["exams", "questions"]

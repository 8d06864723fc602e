"""The question bank and the exams as files: read, checked, and written to rows."""

from quizzes.content.loader import QuizLoader

__all__ = ["QuizLoader"]

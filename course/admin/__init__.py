"""The admin of the spine: outline, cohorts, people. What ``lessons`` and ``quizzes`` build theirs on is in ``base``."""

from course.admin import cohorts, notices, outline, people, program

__all__ = ["cohorts", "notices", "outline", "people", "program"]

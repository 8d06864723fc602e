"""The admin of the spine: outline, cohorts, people. What ``lessons`` and ``quizzes`` build theirs on is in ``base``."""

"""The project package and the spine: people, cohorts, the outline Course → Lesson → Step, progress and access.

The row ``Lesson`` (a titled run of steps) lives here; what is *inside* a lesson lives in the app ``lessons``, and what is
asked and graded in ``quizzes``. Both import this package; this package imports neither and names them only as strings.
"""

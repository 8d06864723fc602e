"""The project package and the spine: people, cohorts, the outline Course → Lesson → Step.

The row ``Lesson`` (a titled run of steps) lives here. What is *inside* a lesson lives in the app ``lessons``; what is
asked and graded, in ``quizzes``. Both import this package; it imports neither and names them only as strings.
"""

"""The project package and the spine: people, cohorts, the outline Course → Lesson → Step.

The row ``Lesson`` (a titled run of steps) lives here. What is *inside* a lesson lives in the app ``lessons``; what is
asked and graded, in ``quizzes``. Both import this package; it imports neither and names them only as strings.

A concern that needs several modules has a package, and holds its pages, forms and verbs together: ``joining`` (cohorts,
invitations, due dates, leaving), ``learners`` (one learner as staff see them), ``sign_in``, ``oidc``, ``mailing``,
``record`` (who did what), ``hours`` (and statements), ``privacy``, ``content`` (text files in and out), ``backup``,
``doctor``, ``operation`` (settings, keys, logs, health). Rows are in ``models``; the rest serves every page.
"""

"""Figures about exams, questions and gains, each with its formula, unit, limits and source. Pure.

One definition for each figure: pages, exports and snapshots take it from here, and docs/statistics.md tells it to those
who read it.

- ``responses``: the input, one sitting a learner; ``items.analyze`` and ``exam.figures`` take it whole.
- ``items``, ``options``: item analysis and the distractor table. ``exam``, ``reliability``: the scores of a whole exam.
- ``gain``: before and after. ``small_numbers``: how many are too few to judge by, and to be told without names.
- ``moments``, ``student_t``: what these stand on.

Nothing here is ever NaN or raises for too few learners or for learners who are all alike: such a figure is None.
"""

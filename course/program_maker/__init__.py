"""A made-up program of any size, to try the product out and to measure it: ``manage.py make_program``.

The same size, seed and day in an empty database give the same program, but for the cohorts' join codes. Rows are what
the verbs would have left, frozen and added up by the same helpers, but written many at a time.
"""

"""What a person may expect of us with their data: a notice and their consent, a copy, erasure, and an end to keeping.

docs/privacy.md is the table of all that is kept. Apps add their part through ``PERSONAL_DATA``, ``ERASURE`` and
``RETENTION`` in settings.
"""

"""Lesson Markdown: ``render`` makes safe HTML of it, ``lint`` says what is wrong with it and where.

Pure: no ORM, no clock. The words that rendering adds ("Sources", "opens another site") are in the active language:
activate the course's.
"""

from lessons.markdown.lint import Problem, lint
from lessons.markdown.materials import Materials
from lessons.markdown.page import Reference, Rendered
from lessons.markdown.render import render

__all__ = ["Materials", "Problem", "Reference", "Rendered", "lint", "render"]

"""From a text that somebody has, in whatever state, to the parts of a topic. Pure: nothing is stored, no clock.

Nothing that a reader could see is lost: it is in a part of the topic, or in the list of what was left out, with the
reason. The trainer confirms; what is unknown is asked, never made up.
"""

from lessons.pasting.compose import compose
from lessons.pasting.convert import convert
from lessons.pasting.shapes import Left, Pasted, Source, Stated, Table, Why

__all__ = ["Left", "Pasted", "Source", "Stated", "Table", "Why", "compose", "convert"]

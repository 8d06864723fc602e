"""How a due date is said: plainly, with the days that are left, and without blame once it has passed. Pure."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def due(day: date, today: date) -> str:
    """``Due November 30, in 8 days``; afterwards that it was due, and can still be done."""
    left = (day - today).days
    said = {"day": date_format(day, "F j"), "left": left}
    if left < 0:
        return _("Was due on %(day)s. You can still do it.") % said
    if left == 0:
        return _("Due today")
    if left == 1:
        return _("Due tomorrow, %(day)s") % said
    return ngettext("Due %(day)s, in %(left)d day", "Due %(day)s, in %(left)d days", left) % said

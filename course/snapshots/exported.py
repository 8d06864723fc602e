"""What files of figures say about when these were counted."""

from django.utils.translation import gettext_lazy as _

from course.export.table import Column

AS_OF = Column(
    "as_of",
    _("As of"),
    _("When the figures were counted; what came later is not in them. Empty: when this was made"),
    lambda row: row.as_of,
    is_moment=True,
)
NOT_COUNTED = _(
    "These figures stand on many attempts and have not been counted yet. Open the page that shows them and choose"
    " “Count now”."
)

"""Pictures of figures: drawn on the server as SVG, each with its table. Pure: plain numbers and translated words in,
coordinates out.

A view, or what serves it, makes the chart. The template shows it, and says everything in the reader's language::

    from course.charts import histogram

    scores = histogram(ident="scores", title=_("Scores"), percents=[55, 72.5, 90], pass_mark=75)

    {% block head %}<link rel="stylesheet" href="{% static 'css/charts.css' %}">{% endblock %}
    {% include "course/charts/histogram.html" with chart=scores %}

Each function has the template of its name: ``histogram`` (scores), ``dumbbell`` (before and after), ``scatter``
(difficulty and discrimination of questions) and ``progress`` (a share for each week). ``ident`` begins the ids of the
chart; no other chart of the page has it. ``title`` stands above the picture, which needs no heading of its own, and
``note``, under the title, gives the reason of its figures. ``with chart=scores open=True`` shows the table at once; on
paper it always shows. ``table_below=True`` leaves out the table of before and after, and says where it is, for a page
that shows these figures right below. Where there is nothing to draw, a sentence says so, or the words of ``empty=…``.

Each picture is drawn twice, for wide and for narrow columns (``drawings``); the style sheet shows the one that fits.
"""

from course.charts.gain_rows import BeforeAfter
from course.charts.gains import Dumbbell, dumbbell
from course.charts.items import Item, Scatter, scatter
from course.charts.scores import Histogram, histogram, histogram_of, spread
from course.charts.weeks import Progress, Week, progress

__all__ = [
    "BeforeAfter",
    "Dumbbell",
    "Histogram",
    "Item",
    "Progress",
    "Scatter",
    "Week",
    "dumbbell",
    "histogram",
    "histogram_of",
    "progress",
    "scatter",
    "spread",
]

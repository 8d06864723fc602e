"""What a learner wrote, as staff may know of it: how many. Nothing is opened, and no title told."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from course.models import Enrollment, Person
from lessons.models import Reflection, SharedReflection


def reflections_panel(enrollment: Enrollment, viewer: Person) -> SafeString:
    """How many reflections were written, and how many are shared with trainers now. One statement."""
    handed = SharedReflection.objects.filter(reflection=OuterRef("pk"), withdrawn_at=None)
    written = Reflection.objects.filter(enrollment=enrollment, revision__gt=0).annotate(handed=Exists(handed))
    counts = written.aggregate(written=Count("pk"), shared=Count("pk", filter=Q(handed=True)))
    return render_to_string("lessons/_learner_reflections.html", {**counts, "inbox": viewer.trains})

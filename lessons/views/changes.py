"""What changed in a topic since the learner finished it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from course import places
from course.access import SignedIn, signed_in
from course.models import Enrollment
from lessons.changes import acknowledge, news_for
from lessons.forms import ChangesForm


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def changes(request: SignedIn, course: str, lesson: str, step: str) -> HttpResponse:
    """Show it; POST says that it was read. Where nothing is new, the topic itself is shown."""
    place = places.find(request.user, course, lesson, step)
    news = news_for(place)
    if news is None:
        return redirect(place.step)
    form = ChangesForm(request.POST or None, most=news.live.number)
    if request.method == "POST" and form.is_valid():
        enrollment = get_object_or_404(Enrollment, pk=place.enrollment_id)
        acknowledge(enrollment, place.step, version=form.cleaned_data["version"], at=timezone.now())
        return redirect(place.step)
    return render(request, "lessons/changes.html", {"place": place, "news": news})

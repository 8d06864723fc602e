"""The page of a step of kind ``topic``."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from course import registry
from course.operation.prepared import Prepared
from course.places import Place
from lessons.cards import ScenarioCard, cards_for
from lessons.checks.pages import answered, reading
from lessons.confidential import confidential
from lessons.estimate_words import in_words
from lessons.models import Topic, TopicVersion
from lessons.reading_time import Estimate, estimate, parse_range


def _live_topic(step: int) -> QuerySet[Topic]:
    return Topic.objects.select_related("live").filter(step=step, live__isnull=False)


_topic = Prepared(_live_topic)


class TopicStep:
    """A topic: its text, its reflections, and what other apps add."""

    @staticmethod
    @confidential
    def page(request: HttpRequest, place: Place) -> HttpResponse:
        topic = _topic.first(step=place.step.pk)
        if topic is None or topic.live is None:
            raise Http404
        if request.headers.get("HX-Request") and (panel := answered(topic.live, request.GET)):
            return HttpResponse(panel)
        cards = cards_for(place, topic)
        context = {
            "place": place,
            "topic": topic,
            "version": topic.live,
            "reading": reading(topic.live, request.GET),
            "cards": cards,
            "panels": registry.step_panels(place),
            "estimate_words": in_words(estimate_of(topic.live, cards, place.course.words_per_minute)),
        }
        return render(request, "lessons/topic.html", context)


def estimate_of(version: TopicVersion, cards: list[ScenarioCard], words_per_minute: int) -> Estimate:
    """How long the topic takes, with its reason: its words, its own activity, and its scenarios' ranges."""
    activities = [(card.version.minutes_low, card.version.minutes_high) for card in cards]
    if version.activity:
        activities.append(parse_range(version.activity))
    return estimate(version.words, words_per_minute=words_per_minute, activities=activities)

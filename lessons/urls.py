"""Addresses of topics and reflections."""

from django.urls import include, path

from lessons.views import topics

urlpatterns = [
    path("courses/<slug:course>/<slug:lesson>/<slug:step>/read/", topics.read_topic, name="read_topic"),
    path("", include("lessons.reflection_urls")),
]

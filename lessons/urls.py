"""Addresses of topics, of what they share, and of reflections."""

from django.urls import include, path

from lessons.views import changes, images, materials, pages, topics

urlpatterns = [
    path("courses/<slug:course>/glossary/", materials.glossary, name="glossary"),
    path("courses/<slug:course>/resources/", materials.resources, name="resources"),
    path("courses/<slug:course>/about/", pages.about, name="about"),
    path("courses/<slug:course>/about/<slug:key>/", pages.about_page, name="about_page"),
    path("courses/<slug:course>/guides/", pages.guides, name="guides"),
    path("courses/<slug:course>/guides/<slug:lesson>/", pages.guide, name="guide"),
    path("courses/<slug:course>/<slug:lesson>/<slug:step>/read/", topics.read_topic, name="read_topic"),
    path("courses/<slug:course>/<slug:lesson>/<slug:step>/changes/", changes.changes, name="topic_changes"),
    path("images/<str:digest>/<str:file>", images.image, name="image"),
    path("", include("lessons.reflection_urls")),
]

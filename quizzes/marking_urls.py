"""Addresses of marking, below ``/marking/``."""

from django.urls import path

from quizzes import marking_views

urlpatterns = [
    path("", marking_views.exams, name="marking"),
    path("exams/<int:pk>/", marking_views.exam, name="marking_exam"),
    path("exams/<int:pk>/release/", marking_views.release, name="release_marks"),
    path("answers/<int:pk>/", marking_views.answer, name="mark"),
]

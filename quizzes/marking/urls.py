"""Addresses of marking, below ``/marking/``."""

from django.urls import path

from quizzes.marking import views

urlpatterns = [
    path("", views.exams, name="marking"),
    path("exams/<int:pk>/", views.exam, name="marking_exam"),
    path("exams/<int:pk>/release/", views.release, name="release_marks"),
    path("answers/<int:pk>/", views.answer, name="mark"),
]

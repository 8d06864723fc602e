"""Addresses of the learner's exam, and of the review below ``/review/``."""

from django.urls import include, path

from quizzes import sheet_views, views

urlpatterns = [
    path("exams/<int:pk>/start/", views.start_exam, name="start_exam"),
    path("attempts/<int:pk>/", views.attempt, name="attempt"),
    path("attempts/<int:pk>/<int:slot>/", views.item, name="item"),
    path("attempts/<int:pk>/all/", sheet_views.show_sheet, name="sheet"),
    path("attempts/<int:pk>/check/", views.check, name="check"),
    path("attempts/<int:pk>/submit/", views.submit, name="submit"),
    path("attempts/<int:pk>/result/", views.result, name="result"),
    path("attempts/<int:pk>/pause/", views.pause, name="paused"),
    path("attempts/<int:pk>/go-on/", views.unpause, name="unpause"),
    path("review/", include("quizzes.review_urls")),
]

"""Addresses of the review, below ``/review/``."""

from django.urls import include, path

from quizzes.marking import points_views
from quizzes.review import views, void_views

urlpatterns = [
    path("", views.review, name="review"),
    path("exams/", include("quizzes.analysis.urls")),
    path("attempts.csv", views.attempts_file, {"kind": "csv"}, name="review_csv"),
    path("attempts.xlsx", views.attempts_file, {"kind": "xlsx"}, name="review_xlsx"),
    path("<int:pk>/", views.attempt, name="review_attempt"),
    path("<int:pk>/set-aside/", void_views.void_attempt, name="void_attempt"),
    path("<int:pk>/story.csv", views.story_csv, name="story_csv"),
    path("<int:pk>/<int:slot>/points/", points_views.change_points, name="change_points"),
]

"""Addresses of the review, below ``/review/``."""

from django.urls import path

from quizzes import points_views, review_views

urlpatterns = [
    path("", review_views.review, name="review"),
    path("attempts.csv", review_views.attempts_csv, name="review_csv"),
    path("<int:pk>/", review_views.attempt, name="review_attempt"),
    path("<int:pk>/story.csv", review_views.story_csv, name="story_csv"),
    path("<int:pk>/<int:slot>/points/", points_views.change_points, name="change_points"),
]

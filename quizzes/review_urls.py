"""Addresses of the review, below ``/review/``."""

from django.urls import path

from quizzes import review_views

urlpatterns = [
    path("", review_views.review, name="review"),
    path("attempts.csv", review_views.attempts_csv, name="review_csv"),
    path("<int:pk>/", review_views.attempt, name="review_attempt"),
]

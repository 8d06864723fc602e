"""Addresses of the learner's exam, and of the review below ``/review/``."""

from django.urls import include, path

from quizzes import learner_views, pause_views, sheet_views, views
from quizzes.room import views as due_views

urlpatterns = [
    path("exams/<int:pk>/start/", views.start_exam, name="start_exam"),
    path("attempts/<int:pk>/", views.attempt, name="attempt"),
    path("attempts/<int:pk>/<int:slot>/", views.item, name="item"),
    path("attempts/<int:pk>/all/", sheet_views.show_sheet, name="sheet"),
    path("attempts/<int:pk>/check/", views.check, name="check"),
    path("attempts/<int:pk>/submit/", views.submit, name="submit"),
    path("attempts/<int:pk>/result/", views.result, name="result"),
    path("attempts/<int:pk>/pause/", pause_views.pause, name="paused"),
    path("attempts/<int:pk>/go-on/", pause_views.unpause, name="unpause"),
    path("exams/due/", due_views.exams_due, name="exams_due"),
    path("exams/<int:pk>/learners/", learner_views.exam_learners, name="exam_learners"),
    path("learners/<int:pk>/exams/<int:exam>/", learner_views.learner_exam, name="learner_exam"),
    path("review/gain/", include("quizzes.gain.urls")),
    path("review/", include("quizzes.review.urls")),
    path("marking/", include("quizzes.marking.urls")),
    path("", include("quizzes.signoff.urls")),
]

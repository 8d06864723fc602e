"""Addresses of the gain, below ``/review/gain/``."""

from django.urls import path

from quizzes.gain import views

urlpatterns = [
    path("", views.show_gain, name="gain"),
    path("gains.csv", views.gain_file, {"kind": "csv"}, name="gain_csv"),
    path("gains.xlsx", views.gain_file, {"kind": "xlsx"}, name="gain_xlsx"),
]

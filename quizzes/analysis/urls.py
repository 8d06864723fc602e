"""Addresses of item analysis, below ``/review/exams/``."""

from django.urls import path

from quizzes.analysis import views

urlpatterns = [
    path("", views.exams, name="analysis"),
    path("<int:pk>/items/", views.items, name="analysis_items"),
    path("<int:pk>/questions.csv", views.items_file, {"kind": "csv"}, name="analysis_csv"),
    path("<int:pk>/questions.xlsx", views.items_file, {"kind": "xlsx"}, name="analysis_xlsx"),
    path("<int:pk>/items/<int:question>/", views.item, name="analysis_item"),
    path("<int:pk>/items/<int:question>/keep/<int:version>/", views.keep, name="analysis_keep"),
]

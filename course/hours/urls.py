"""Addresses of hours and statements."""

from django.urls import path

from course.hours import views

urlpatterns = [
    path("hours/beat/<int:step>/", views.beat, name="beat"),
    path("hours/<int:pk>/", views.my_hours, name="my_hours"),
    path("learners/<int:pk>/hours/", views.learner_hours, name="learner_hours"),
    path("profile/time/", views.measured_time, name="measured_time"),
]

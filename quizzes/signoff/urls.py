"""Addresses of sign-off."""

from django.urls import path

from quizzes.signoff import staff_views, views

urlpatterns = [
    path("sign-off/<int:pk>/", views.my_sign_off, name="my_sign_off"),
    path("sign-off/records/<int:pk>/", views.sign_off_record, name="sign_off_record"),
    path("sign-off/records/<int:pk>/sign-off.pdf", views.sign_off_pdf, name="sign_off_pdf"),
    path("sign-offs/", staff_views.sign_offs, name="sign_offs"),
    path("sign-offs/<int:pk>/", staff_views.sign_off, name="sign_off"),
    path("cohorts/<int:pk>/sign-offs/open/", staff_views.open_sign_offs, name="open_sign_offs"),
    path("learners/<int:pk>/sign-offs/", staff_views.learner_sign_offs, name="learner_sign_offs"),
]

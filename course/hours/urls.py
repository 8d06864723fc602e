"""Addresses of hours and statements."""

from django.urls import path

from course.hours import statement_views, verify_views, views

urlpatterns = [
    path("hours/beat/<int:step>/", views.beat, name="beat"),
    path("hours/<int:pk>/", views.my_hours, name="my_hours"),
    path("learners/<int:pk>/hours/", views.learner_hours, name="learner_hours"),
    path("profile/time/", views.measured_time, name="measured_time"),
    path("hours/<int:pk>/statement/", statement_views.statement, name="statement"),
    path("statements/<int:pk>/", statement_views.statement_page, name="statement_page"),
    path("statements/<int:pk>/statement.pdf", statement_views.statement_pdf, name="statement_pdf"),
    path("statements/<int:pk>/revoke/", statement_views.revoke_statement, name="revoke_statement"),
    path("verify/", verify_views.verify, name="verify"),
    path("verify/<str:code>/", verify_views.verify_code, name="verify_code"),
]

"""Every address of the product. The apps are named as strings only."""

from django.contrib import admin
from django.urls import include, path

from course import views
from course.joining import (
    assignment_views,
    cohort_views,
    due_views,
    enrollment_views,
    invitation_views,
    roster_views,
)
from course.learners import staff_views
from course.mailing import mail_views
from course.operation import health
from course.record import record_views
from course.room import views as room_views
from course.sign_in import device_views

urlpatterns = [
    path("", views.home, name="home"),
    path("count/", room_views.count_standing, name="count_standing"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("join/", views.join_by_code, name="join"),
    path("join/<str:code>/", views.join_by_code, name="join_link"),
    path("profile/", views.profile, name="profile"),
    path("profile/devices/", device_views.devices, name="devices"),
    path("profile/devices/end-others/", device_views.end_other_devices, name="end_other_devices"),
    path("profile/devices/<uuid:public_id>/end/", device_views.end_device, name="end_device"),
    path("profile/record/", record_views.my_record, name="my_record"),
    path("record/", record_views.record, name="record"),
    path("record.csv", record_views.record_csv, name="record_csv"),
    path("profile/quiet/", room_views.quiet_days, name="quiet_days"),
    path("profile/mail/", mail_views.mail_settings, name="mail_settings"),
    path("mail-off/<str:token>/", mail_views.mute_mail, name="mute_mail"),
    path("invited/<str:token>/", invitation_views.invited, name="invited"),
    path("cohorts/", cohort_views.show_cohorts, name="cohorts"),
    path("cohorts/list.csv", roster_views.roster_template, name="roster_template"),
    path("cohorts/<int:pk>/", cohort_views.cohort, name="cohort"),
    path("cohorts/<int:pk>/learners.csv", cohort_views.cohort_file, {"kind": "csv"}, name="cohort_csv"),
    path("cohorts/<int:pk>/learners.xlsx", cohort_views.cohort_file, {"kind": "xlsx"}, name="cohort_xlsx"),
    path("cohorts/<int:pk>/progress/", room_views.progress, name="progress"),
    path("cohorts/<int:pk>/code/", cohort_views.cohort_code, name="cohort_code"),
    path("cohorts/<int:pk>/invite/", roster_views.show_roster, name="roster"),
    path("cohorts/<int:pk>/invitations/", roster_views.show_invitations, name="invitations"),
    path("cohorts/<int:pk>/due/", due_views.due_dates, name="due_dates"),
    path("assignments/", assignment_views.show_assignments, name="assignments"),
    path("assignments/<int:pk>/end/", assignment_views.end_assignment, name="end_assignment"),
    path("invitations/<int:pk>/", roster_views.change_invitation, name="change_invitation"),
    path("join-requests/<int:pk>/", cohort_views.decide_request, name="decide_request"),
    path("learners/", staff_views.learners, name="learners"),
    path("learners.csv", staff_views.learners_file, {"kind": "csv"}, name="learners_csv"),
    path("learners.xlsx", staff_views.learners_file, {"kind": "xlsx"}, name="learners_xlsx"),
    path("learners/<int:pk>/", staff_views.learner, name="learner"),
    path("learners/<int:pk>/end/", staff_views.end_accommodation, name="end_accommodation"),
    path("learners/<int:pk>/place/", enrollment_views.enrollment, name="enrollment"),
    path("", include("course.hours.urls")),
    path("", include("course.export.urls")),
    path("privacy/", include("course.privacy.urls")),
    path("account/", include("course.sign_in.account_urls")),
    path("courses/<slug:course>/", views.show_outline, name="outline"),
    # Before the steps, since some of its addresses look like one: see ``lessons.views.pages``.
    path("", include("lessons.urls")),
    path("courses/<slug:course>/<slug:lesson>/<slug:step>/", views.step, name="step"),
    path("", include("quizzes.urls")),
    path("admin/", admin.site.urls),
]

handler429 = "course.views.too_many"

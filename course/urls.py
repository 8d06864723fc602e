"""Every address of the product. The apps are named as strings only."""

from django.contrib import admin
from django.urls import include, path

from course import device_views, record_views, staff_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("join/", views.join_by_code, name="join"),
    path("join/<str:code>/", views.join_by_code, name="join_link"),
    path("profile/", views.profile, name="profile"),
    path("profile/devices/", device_views.devices, name="devices"),
    path("profile/devices/end-others/", device_views.end_other_devices, name="end_other_devices"),
    path("profile/devices/<uuid:public_id>/end/", device_views.end_device, name="end_device"),
    path("profile/record/", record_views.my_record, name="my_record"),
    path("record/", record_views.record, name="record"),
    path("record.csv", record_views.record_csv, name="record_csv"),
    path("learners/", staff_views.learners, name="learners"),
    path("learners/<int:pk>/", staff_views.learner, name="learner"),
    path("learners/<int:pk>/end/", staff_views.end_accommodation, name="end_accommodation"),
    path("account/", include("course.account_urls")),
    path("courses/<slug:course>/", views.show_outline, name="outline"),
    path("courses/<slug:course>/<slug:lesson>/<slug:step>/", views.step, name="step"),
    path("", include("lessons.urls")),
    path("", include("quizzes.urls")),
    path("admin/", admin.site.urls),
]

handler429 = "course.views.too_many"

"""Every address of the product. The apps are named as strings only."""

from django.contrib import admin
from django.urls import include, path

from course import health, staff_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("join/", views.join_by_code, name="join"),
    path("join/<str:code>/", views.join_by_code, name="join_link"),
    path("profile/", views.profile, name="profile"),
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

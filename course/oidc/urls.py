from django.urls import path

from course.oidc import views

urlpatterns = [
    path("", views.connections, name="socialaccount_connections"),
    path("start/", views.start, name="oidc_start"),
    path("callback/", views.callback, name="oidc_callback"),
]

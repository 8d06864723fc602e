"""The addresses below /privacy/, which stay open to people who have not agreed to the notice."""

from django.urls import path

from course.privacy import views

urlpatterns = [
    path("", views.privacy, name="privacy"),
    path("notice/", views.notice, name="notice"),
    path("notice/agree/", views.agree, name="agree"),
    path("download/", views.own_data, name="own_data"),
    path("erase/", views.erase, name="erase"),
    path("erased/", views.erased, name="erased"),
]

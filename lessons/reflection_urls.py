"""Addresses of reflections and of what was shared."""

from django.urls import path

from lessons.views import inbox, reflections, walks

_ONE = "reflections/<int:enrollment>/<int:scenario>/"

urlpatterns = [
    path("reflections/", reflections.my_reflections, name="reflections"),
    path(_ONE, reflections.reflection, name="reflection"),
    path(f"{_ONE}walk/", walks.walk_scenario, name="walk"),
    path(f"{_ONE}history/", reflections.reflection_history, name="reflection_history"),
    path(f"{_ONE}share/", reflections.share_reflection, name="share_reflection"),
    path(f"{_ONE}withdraw/", reflections.withdraw_reflection, name="withdraw_reflection"),
    path("shared/", inbox.inbox, name="inbox"),
    path("shared/<int:pk>/", inbox.shared_reflection, name="shared_reflection"),
]

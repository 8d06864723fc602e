"""Addresses of what is about all tables that can be taken along."""

from django.urls import path

from course.export import api_views, dictionary_views, token_views

urlpatterns = [
    path("exports/dictionary/", dictionary_views.dictionary, name="dictionary"),
    path("exports/dictionary.csv", dictionary_views.dictionary_file, {"kind": "csv"}, name="dictionary_csv"),
    path(
        "exports/dictionary.xlsx", dictionary_views.dictionary_file, {"kind": "xlsx"}, name="dictionary_xlsx"
    ),
    path("profile/tokens/", token_views.show_tokens, name="tokens"),
    path("profile/tokens/<int:pk>/revoke/", token_views.revoke_token, name="revoke_token"),
    path("api/v1/", api_views.tables, name="api_tables"),
    path("api/v1/<str:name>", api_views.table, name="api_table"),
]

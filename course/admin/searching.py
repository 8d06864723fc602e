"""Searching a list of the admin: with a few words, and with nothing that a database would choke on."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.views.main import SEARCH_VAR, ChangeList, ChangeListSearchForm
from django.utils.translation import gettext_lazy as _

from course.text import CleanCharField


class SearchForm(ChangeListSearchForm):
    """At most 200 characters: every word becomes a condition on every searched column."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        too_long = _("Not searched: type at most 200 characters.")
        self.fields[SEARCH_VAR] = CleanCharField(
            max_length=200, required=False, strip=False, error_messages={"max_length": too_long}
        )


class SearchableList(ChangeList):
    search_form_class = SearchForm

"""Searching a list of the admin: with a few words, and with nothing that a database would choke on."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList, ChangeListSearchForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from course.text import CleanCharField

BEYOND = re.compile("[0-9]{19}|\x00")
"""More digits than a key of a row can have, or what no text in a database holds."""


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

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        """Raises IncorrectLookupParameters, which shows the whole list, for a value that no row can have."""
        asked = [
            value for name, values in self.filter_params.items() if name != SEARCH_VAR for value in values
        ]
        if any(BEYOND.search(value) for value in asked):
            raise IncorrectLookupParameters
        return super().get_queryset(request, exclude_parameters)

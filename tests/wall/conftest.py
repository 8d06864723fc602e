"""The clock stands still, so that a page opened again tells of the same moment."""

import pytest
from django.utils import timezone

from tests.conftest import NOW


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)

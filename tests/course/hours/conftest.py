import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Nobody pays for the tries of the test before."""
    cache.clear()

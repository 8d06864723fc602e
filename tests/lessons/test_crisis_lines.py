"""The numbers that ship are looked up again every year. This test goes by the real clock, on purpose."""

from datetime import date, timedelta
from pathlib import Path

import yaml
from django.conf import settings

RESOURCES = Path(settings.BASE_DIR) / "content" / "peer-specialist" / "resources.yaml"
YEAR = timedelta(days=365)


def test_every_crisis_line_that_ships_was_checked_within_a_year() -> None:
    listed = yaml.safe_load(RESOURCES.read_text(encoding="utf-8"))["resources"]
    crisis = {
        each["key"]: date.fromisoformat(str(each["checked"])) for each in listed if each["group"] == "crisis"
    }
    assert "lifeline-988" in crisis
    today = date.today()
    old = sorted(key for key, checked in crisis.items() if today - checked >= YEAR)
    early = sorted(key for key, checked in crisis.items() if checked > today + timedelta(days=1))
    assert not old, (
        f"A year has gone by since somebody looked up: {', '.join(old)}. For each one, open its page and call or text "
        f"the number. Mend what changed in {RESOURCES.name}, set `checked` to the day, and read "
        "pages/help-right-now.md again."
    )
    assert not early, f"These say that they were checked on a day still to come: {', '.join(early)}"

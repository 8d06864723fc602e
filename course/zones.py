"""Time zones as choices: those of the United States first, by their plain names."""

from functools import cache
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

_names = cache(available_timezones)  # which reads hundreds of files


def time_zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Grouped choices of IANA names for a select."""
    usual = [
        ("America/New_York", _("Eastern")),
        ("America/Chicago", _("Central")),
        ("America/Denver", _("Mountain")),
        ("America/Phoenix", _("Mountain, Arizona")),
        ("America/Los_Angeles", _("Pacific")),
        ("America/Anchorage", _("Alaska")),
        ("Pacific/Honolulu", _("Hawaii")),
        ("America/Puerto_Rico", _("Puerto Rico")),
    ]
    listed = {name for name, _label in usual}
    others = sorted(name for name in _names() if "/" in name and not name.startswith("Etc/"))
    rest = [(name, name.replace("_", " ")) for name in others if name not in listed]
    return [(_("United States"), usual), (_("Everywhere"), [*rest, ("UTC", "UTC")])]

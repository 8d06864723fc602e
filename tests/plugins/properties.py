"""How hypothesis runs here: no deadline, since a busy machine is no bug, and far more examples in the long form."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("short", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", settings.get_profile("short"), max_examples=2000)
settings.load_profile("long" if os.environ.get("ALONGSIDE_LONG") else "short")

"""The file in which a person takes their data with them. Made in memory: no copy touches a disk here."""

from __future__ import annotations

import json
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from course.privacy import readable

FORMAT = 1


def zipped(data: dict[str, Any], *, at: datetime) -> bytes:
    """A ZIP with ``my-data.json`` for programs and ``my-data.html`` for people, of the same content."""
    import zipfile  # rarely needed, so not in every web process from its start

    told = {"format": FORMAT, "made_at": at, **data}
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        text = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        archive.writestr("my-data.json", text)
        archive.writestr("my-data.html", readable.page(data, at=at))
    return file.getvalue()

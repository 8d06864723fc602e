"""The files of images. They never change, so a browser asks for each only once."""

import re

from django.http import Http404, StreamingHttpResponse
from django.http.response import HttpResponseBase

from course.access import SignedIn, signed_in
from lessons.images import files
from lessons.models import Image

TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif"}
A_YEAR = 365 * 24 * 60 * 60


@signed_in  # type: ignore[arg-type]  # to Django's types a stream is no HttpResponse
def image(request: SignedIn, digest: str, file: str) -> HttpResponseBase:
    """One size of an image of a course that this person takes or teaches."""
    if not re.fullmatch(r"[0-9a-f]{64}", digest) or not files.FILE.fullmatch(file):
        raise Http404
    if not Image.objects.visible_to(request.user).filter(digest=digest).exists():
        raise Http404
    try:
        content = (files.folder_of(digest) / file).read_bytes()
    except OSError:
        raise Http404 from None
    # A stream, though it is one piece: images are packed already, and pages alone are compressed on their way.
    response = StreamingHttpResponse([content], content_type=TYPES[file.rpartition(".")[2]])
    response.headers["Content-Length"] = str(len(content))
    response.headers["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    return response

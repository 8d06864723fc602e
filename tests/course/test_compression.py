"""Pages travel compressed, in a way that the browser takes, and arrive unchanged."""

import gzip

import brotli
import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("accepts", "name"), [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip")]
)
def test_a_page_is_compressed_as_the_browser_asks(as_ada: Client, accepts: str, name: str) -> None:
    plain = as_ada.get("/courses/peer/")
    packed = as_ada.get("/courses/peer/", headers={"accept-encoding": accepts})
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}[name]
    assert packed.headers["Content-Encoding"] == name
    assert int(packed.headers["Content-Length"]) == len(packed.content) < len(plain.content)
    assert unpack(packed.content).startswith(b"<!DOCTYPE html>")
    assert b"The Role of a Peer Specialist" in unpack(packed.content)


@pytest.mark.parametrize("accepts", ["", "identity", "gzip;q=0", "zstd"])
def test_a_browser_that_takes_neither_gets_the_plain_page(as_ada: Client, accepts: str) -> None:
    page = as_ada.get("/courses/peer/", headers={"accept-encoding": accepts})
    assert "Content-Encoding" not in page.headers
    assert "Accept-Encoding" in page.headers["Vary"]


def test_a_small_answer_is_left_alone(client: Client, db: None) -> None:
    assert "Content-Encoding" not in client.get("/profile/", headers={"accept-encoding": "gzip"}).headers

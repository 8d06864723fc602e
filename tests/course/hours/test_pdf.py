"""The PDF of a statement: tagged, in any script that it claims, and made quickly or not at all."""

import io
import sys
import unicodedata
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from course.hours import pdf
from course.models import Certificate, Competency, Enrollment, Step
from tests.course.hours.room import issued

NAMES = {
    "Latin": "Zoë Ćwikła-Nguyễn Thị Ánh",
    "Latin, combining": "A\u030ake Z\u0323\u0301o Tȟatȟáŋka Yáʼátʼééh Kaʻiulani",
    "Cyrillic": "Ольга Іваненко",
    "Greek": "Νίκος Καζαντζάκης",
    "Hebrew": "דוד לוי",
    "Arabic": "محمد الفاتح",
    "Urdu": "محمد اقبال ٹڈڑ",
    "Hindi": "अदिति शर्मा",
    "Chinese": "王小明",
    "Traditional Chinese": "陳龍",
    "Japanese": "田中さくら",
    "Thai": "ณัฐวุฒิ ศรีสุข",
}


def read(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def tags(reader: PdfReader) -> list[str]:
    """Every kind of structure element, in reading order."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                found.append(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.root_object["/StructTreeRoot"])
    return found


def test_it_is_tagged_has_a_language_and_a_title_and_says_what_standard_it_keeps(
    enrollment: Enrollment,
) -> None:
    Step.objects.get(slug="roles").competencies.set(Competency.objects.all())
    reader = read(pdf.make(issued(enrollment)))
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Statement of completion: Ada Lindgren"
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()
    kinds = tags(reader)
    assert kinds.count("/H1") == 1
    assert kinds.count("/Table") == kinds.count("/H2") == 2
    assert kinds.count("/TH") >= 4


def test_it_says_what_the_page_says(enrollment: Enrollment, as_ada: Client) -> None:
    certificate = issued(enrollment, with_scores=False)
    response = as_ada.get(reverse("statement_pdf", args=[certificate.pk]))
    assert response["Content-Type"] == "application/pdf"
    text = " ".join(" ".join(page.extract_text() for page in read(response.content).pages).split())
    for words in (
        "Ada Lindgren",
        "Peer specialist course",
        "Harbor Peer Network",
        "November 12, 2026",
        "12 min",
        "certifies nobody",
        certificate.code,
        certificate.facts["content_version"],
    ):
        assert words in text


@pytest.mark.parametrize("script", NAMES)
def test_a_name_in_this_script_is_set_in_real_letters(enrollment: Enrollment, script: str) -> None:
    name = unicodedata.normalize("NFC", NAMES[script])
    certificate = Certificate(**vars_of(issued(enrollment)), name=name)
    reader = read(pdf.make(certificate))
    assert reader.metadata is not None
    assert reader.metadata.title == f"Statement of completion: {name}"


def vars_of(certificate: Certificate) -> dict[str, Any]:
    return {field: getattr(certificate, field) for field in ("facts", "issued_at", "code", "enrollment")}


def test_a_letter_that_no_font_has_is_never_a_box_the_page_says_what_to_do(
    enrollment: Enrollment, as_ada: Client
) -> None:
    certificate = issued(enrollment, name="Ada \U0001e900\U00012000")
    response = as_ada.get(reverse("statement_pdf", args=[certificate.pk]), follow=True)
    assert "holds a letter that the PDF cannot show" in response.text
    assert "\U00012000" in response.text


def test_a_typesetter_that_fails_is_no_crash(
    enrollment: Enrollment, as_ada: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    certificate = issued(enrollment)
    for executable in ("/bin/false", "/nowhere/python"):
        monkeypatch.setattr(sys, "executable", executable)
        response = as_ada.get(reverse("statement_pdf", args=[certificate.pk]), follow=True)
        assert "The PDF could not be made just now." in response.text
    assert "Ada" not in caplog.text


def test_a_revoked_statement_has_no_pdf(enrollment: Enrollment, as_ada: Client) -> None:
    certificate = issued(enrollment)
    Certificate.objects.update(revoked_at=certificate.issued_at, revoked_reason="A mistake.")
    response = as_ada.get(reverse("statement_pdf", args=[certificate.pk]))
    assert response.status_code == 302


def test_the_web_process_never_loads_the_typesetter(enrollment: Enrollment, as_ada: Client) -> None:
    as_ada.get(reverse("statement_pdf", args=[issued(enrollment).pk]))
    assert "typst" not in sys.modules

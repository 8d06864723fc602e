"""The plug: a kind is a module, a template and a line in the registry, and everything else takes it from there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any, cast
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client, override_settings

from course.models import Competency, Enrollment
from quizzes import attempts
from quizzes.kinds import KINDS, Body, Kind, Posted, Problem, Response, Told, parts
from quizzes.models import BlueprintRow, Exam, Question
from quizzes.review import detail
from quizzes.review.detail import Verdict
from tests.conftest import NOW
from tests.content_folder import make_folder, question
from tests.quizzes.exam_room import address
from tests.quizzes.kind_bodies import SAMPLES, add_item

TEMPLATE = """<fieldset aria-labelledby="{{ prefix }}stem">
  <p>{{ asked }}</p>
  {% for light in lights %}<label class="choice"><input type="radio" name="{{ prefix }}light" value="{{ light }}"
    {% if light == response.light %}checked{% endif %}><span>{{ light }}</span></label>{% endfor %}
</fieldset>"""


class LightBody(parts.Strict):
    right: parts.Words
    lights: list[parts.Words]


def traffic_light() -> Kind:
    """A whole kind: one light of several is right."""
    module = cast(Any, ModuleType("traffic_light"))
    module.label, module.template, module.by_hand = "Traffic light", "toys/traffic_light.html", False
    module.schema = LightBody

    def check(body: object, points: Decimal | None = None) -> list[Problem]:
        return parts.problems(LightBody, body)

    def keys(body: Body) -> list[str]:
        return list(body["lights"])

    def shown(body: Body, order: Sequence[str]) -> Mapping[str, Any]:
        return {"lights": order, "asked": "Which light?"}

    def parse(body: Body, data: Posted) -> Response:
        if data.get("light", "") not in ["", *keys(body)]:
            raise ValueError("No such light.")
        return {"light": data["light"]} if data.get("light") else {}

    def grade(body: Body, points: Decimal, response: Response) -> Decimal:
        return points if response.get("light") == body["right"] else Decimal(0)

    def code(response: Response) -> str:
        return response.get("light", "")

    def texts(body: Body, response: Response) -> list[str]:
        return [response["light"]] if response else []

    def unfinished(body: Body, response: Response) -> str:
        return ""

    def tell(body: Body, response: Response) -> list[Told]:
        return [
            Told(light, light == response.get("light"), light == body["right"], f"{light} it is.")
            for light in body["lights"]
        ]

    def key_of(body: Body) -> Response:
        return {"light": body["right"]}

    for function in (check, keys, shown, parse, grade, code, texts, unfinished, tell, key_of):
        setattr(module, function.__name__, function)
    return cast(Kind, module)


@pytest.fixture(autouse=True)
def _plugged_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    (tmp_path / "templates/toys").mkdir(parents=True)
    (tmp_path / "templates/toys/traffic_light.html").write_text(TEMPLATE)
    monkeypatch.setitem(KINDS, "traffic_light", traffic_light())
    engine: Any = settings.TEMPLATES[0]
    folders = [*engine["DIRS"], tmp_path / "templates"]
    with override_settings(TEMPLATES=[{**engine, "DIRS": folders}]):
        yield


YAML = """\
  - key: light
    kind: traffic_light
    competency: samhsa-1
    basis: practice
    stem: When do you walk?
    lights: [Red, Amber, Green]
    right: Green
    explanation: Green means go.
"""


@pytest.mark.django_db
def test_a_kind_that_is_plugged_in_is_loaded_from_a_file(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "content")
    folder.write("bank/one.yaml", "questions:\n" + question("q-1") + question("q-2") + YAML)
    folder.load()
    loaded = Question.objects.select_related("live").get(key="light")
    assert loaded.live is not None
    assert loaded.live.body == {"lights": ["Red", "Amber", "Green"], "right": "Green"}


@pytest.mark.django_db
def test_what_its_schema_does_not_know_is_named_with_file_and_line(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "content")
    wrong = YAML.replace("right: Green", "rigth: Green")
    folder.write("bank/one.yaml", "questions:\n" + question("q-1") + question("q-2") + wrong)
    lines = folder.read("bank/one.yaml").splitlines()
    first, line = lines.index("  - key: light") + 1, lines.index("    rigth: Green") + 1
    assert sorted(folder.mistakes()) == [
        f"bank/one.yaml:{first}: questions[2].right: This is missing.",
        f"bank/one.yaml:{line}: questions[2].rigth: Unknown key. Did you mean “right”?",
    ]


@pytest.fixture
def asked(enrollment: Enrollment, exam: Exam, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Ada's attempt at an exam that asks it: every question of the bank, so that it is drawn."""
    body = {"lights": ["Red", "Amber", "Green"], "right": "Green"}
    competency = Competency.objects.get()
    monkeypatch.setitem(SAMPLES, "traffic_light", [("When do you walk?", body)])
    made = add_item(exam.step.lesson.course, competency, "traffic_light")
    BlueprintRow.objects.update(count=7)
    attempt = attempts.start(enrollment, exam, at=NOW, seed=3)
    return attempt.items.get(version__question=made)


def test_it_is_asked_answered_graded_and_reviewed(as_ada: Client, as_sam: Client, asked: Any) -> None:
    page = as_ada.get(address(asked)).content.decode()
    assert "Which light?" in page
    assert "it is." not in page
    form = {"save_id": str(uuid4()), "revision": "0", "light": "Green", "go": "save"}
    as_ada.post(address(asked), form)
    page = " ".join(as_ada.get(address(asked)).content.decode().split())
    assert 'value="Green" checked' in page
    attempt = attempts.submit(asked.attempt, at=NOW)
    line = next(each for each in detail.lines(attempt) if each.item.pk == asked.pk)
    assert (line.verdict, line.score.points) == (Verdict.MATCHES, Decimal(3))
    reviewed = as_sam.get(f"/review/{attempt.pk}/").content.decode()
    assert "Green it is." in reviewed
    assert asked.answers.get().response_code == "Green"

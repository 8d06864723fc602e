import os, pytest
from pathlib import Path
from django.utils import timezone
from course.content.load import load
from course import people
from course.models import *
from lessons.models import Topic, Scenario
from quizzes.models import Exam, Question
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

SHOTS = Path("/tmp/w/shots")
pytestmark = pytest.mark.django_db(transaction=True)


def test_shots(live_server, browser):
    program = Program.objects.create(name="Harbor", slug="harbor", crisis_contacts="Local line 555-0100")
    load(Path("content/peer-specialist"), at=timezone.now())
    course = Course.objects.get()
    spring = Cohort.objects.create(
        program=course.program, course=course, name="Spring", join_code="SPRG-2345"
    )
    tess = Person.objects.create_user("tess@example.org", "x", name="Tess Moreau")
    people.assign(tess, "trainer", course=course)
    alma = Person.objects.create_user("alma@example.org", "x", name="Alma Castro", is_superuser=True)
    tim = Person.objects.create_user("tim@example.org", "x", name="Tim Roth")
    people.assign(tim, "trainer", cohort=spring)
    for n in ("Ada Lindgren", "Ben Okafor"):
        people.join(
            Person.objects.create_user(n.split()[0] + "@example.org", "x", name=n), spring, at=timezone.now()
        )
    topic = Topic.objects.first()
    scenario = Scenario.objects.first()
    q = Question.objects.first()
    exam = Exam.objects.first()
    pages = {
        "index": "/admin/",
        "topics": "/admin/lessons/topic/",
        "topic": f"/admin/lessons/topic/{topic.pk}/change/",
        "topic-new": "/admin/lessons/topic/add/",
        "scenario": f"/admin/lessons/scenario/{scenario.pk}/change/",
        "questions": "/admin/quizzes/question/",
        "question": f"/admin/quizzes/question/{q.pk}/change/",
        "question-new": "/admin/quizzes/question/add/",
        "exam": f"/admin/quizzes/exam/{exam.pk}/change/",
        "exams": "/admin/quizzes/exam/",
        "lesson": f"/admin/course/lesson/{course.lessons.first().pk}/change/",
        "cohort": f"/admin/course/cohort/{spring.pk}/change/",
        "course": f"/admin/course/course/{course.pk}/change/",
        "person": f"/admin/course/person/{tess.pk}/change/",
        "people": "/admin/course/person/",
        "assignment": "/admin/course/assignment/add/",
        "history": f"/admin/lessons/topic/{topic.pk}/history/",
        "preview": f"/admin/lessons/topic/{topic.pk}/preview/",
        "qpreview": f"/admin/quizzes/question/{q.pk}/preview/",
    }
    nojs = browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    c = Client()
    c.force_login(tess)
    nojs.add_cookies([{"name": "sessionid", "value": c.cookies["sessionid"].value, "url": live_server.url}])
    p = nojs.new_page()
    p.goto(live_server.url + pages["topic"])
    p.get_by_label("Text", exact=True).fill("## Brand new\n\nHello preview.")
    p.get_by_role("button", name="Preview").click()
    p.wait_for_timeout(1500)
    fr = p.frame(name="preview")
    print("FRAME", fr.url, "Hello preview." in fr.content(), p.url)
    p.screenshot(path=str(SHOTS / "nojs-preview.png"))
    p.get_by_label("Sources", exact=True).fill("")
    p.get_by_role("button", name="Publish").click()
    p.wait_for_timeout(1000)
    print("AFTER", p.locator(".notice").first.inner_text(), p.url)
    p.screenshot(path=str(SHOTS / "nojs-published.png"))
    p.get_by_label("Text", exact=True).fill("# Bad\n\n[^x]")
    p.get_by_role("button", name="Publish").click()
    p.wait_for_timeout(1000)
    p.screenshot(path=str(SHOTS / "nojs-refused.png"), full_page=True)
    nojs.close()
    only = os.environ.get("ONLY")
    for who, names in (
        (tess, pages),
        (alma, ["index", "person", "people", "assignment", "course"]),
        (tim, ["topic", "exam", "index", "lesson", "cohort"]),
    ):
        c = Client()
        c.force_login(who)
        for scheme in ("light", "dark"):
            for width in (360, 1440):
                ctx = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
                ctx.add_cookies(
                    [{"name": "sessionid", "value": c.cookies["sessionid"].value, "url": live_server.url}]
                )
                page = ctx.new_page()
                page.on("console", lambda m: print("CONSOLE", m.type, m.text))
                for name in names:
                    if only and name not in only.split(","):
                        continue
                    if who is tess and name in ("person", "people", "assignment"):
                        continue
                    r = page.goto(live_server.url + pages[name])
                    assert r.status == 200, (name, r.status)
                    w = page.evaluate("document.documentElement.scrollWidth")
                    if w > width:
                        print("WIDE", who, name, width, w)
                    res = Axe().run(page)
                    for v in res.response["violations"]:
                        print(
                            "AXE",
                            who,
                            scheme,
                            width,
                            name,
                            v["id"],
                            v["impact"],
                            [n["html"][:150] for n in v["nodes"]][:4],
                        )
                    page.screenshot(
                        path=str(SHOTS / f"{who.name.split()[0].lower()}-{name}-{width}-{scheme}.png"),
                        full_page=True,
                    )
                ctx.close()

"""The first lesson carries every item of the two source documents that it grew from.

A row: an item of a source document in a few words of ours, the file that carries it, a phrase of that file.
"""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from course.content.documents import Folder
from course.content.outline_files import read_outline
from lessons.markdown import Reference, Rendered, render
from lessons.readability import grade

CONTENT = Path(__file__).resolve().parents[2] / "content" / "peer-specialist"
LESSON = CONTENT / "lessons" / "01-foundations-of-peer-support"

COURSE = "course"
ROLE = "the-role-of-a-peer-specialist"
DUTIES = "what-peer-specialists-do"
QUALITIES = "characteristics-and-qualifications"
TOPICS = [ROLE, DUTIES, QUALITIES]

THE_ROLE_OF_A_PEER_SPECIALIST = [
    ("title: the role", ROLE, "title: The Role of a Peer Specialist"),
    ("lesson: foundations", COURSE, "title: Foundations of Peer Support"),
    ("activity: reflection on a scenario, 5 to 7 minutes", ROLE, 'minutes: "5-7"'),
    ("objective: define the role and its duties", ROLE, "Say what a peer specialist is, and what the job"),
    ("objective: tell it from clinical work", ROLE, "Tell peer support apart from the work of clinicians"),
    ("objective: tell it from case management", ROLE, "clinicians, case managers, and sponsors"),
    ("objective: why lived experience matters", ROLE, "Explain why lived experience matters"),
    ("definition: the full name of the role", ROLE, "Also called a peer support specialist"),
    ("definition: a professional", ROLE, "A trained professional"),
    ("definition: lived experience in recovery", ROLE, "who has lived through recovery"),
    ("definition: supports, encourages, guides", ROLE, "to encourage, support, and guide"),
    ("definition: people on their own journey", ROLE, "people who are finding their own way"),
    ("unlike clinicians: no diagnosis, prescribing, therapy", ROLE, "A peer specialist does none of these"),
    ("offers connection, hope, empowerment", ROLE, "hope, and help for people to find their own power"),
    ("through shared experience", ROLE, "grows from having been there too"),
    ("mark: recovery from substance use, mental health, or both", ROLE, "a mental health condition, or both"),
    ("mark: mutual and empowering", ROLE, "Mutual, with power shared"),
    ("mark: equals", ROLE, "meet as equals"),
    ("mark: no authority figure", ROLE, "you are not in charge of anyone"),
    ("mark: strengths-based", ROLE, "Built on the person's strengths"),
    ("mark: person-centered", ROLE, "The person names the goal"),
    ("mark: people see their own strengths", ROLE, "see what they already do well"),
    ("mark: non-directive", ROLE, "You do not steer"),
    ("mark: voluntary", ROLE, "anyone may say no to peer support"),
    ("mark: each defines their own recovery", ROLE, "decides for themselves what recovery means"),
    ("quotation: beside, not in front", ROLE, "I'll walk next to you. You pick the road."),
    ("the field depends on peers", ROLE, "Recovery programs lean on peers"),
    ("understanding that others often cannot offer", ROLE, "other helpers often cannot match"),
    ("rests on trust and lived experience", ROLE, "rests on trust, on what you have lived"),
    ("rests on shared understanding", ROLE, "an understanding that you and the other person share"),
    ("people feel seen, heard, supported", ROLE, "feel noticed, listened to, and backed up"),
    ("what peer support is and is not", ROLE, "what peer support is, and about what it is not"),
    ("staying within ethics and profession", ROLE, "you stay within your ethics and your job"),
    ("not a clinician, case manager, sponsor", ROLE, "not a clinician, a case manager, or a sponsor"),
    ("one of a kind in recovery support", ROLE, "Each has a place in a person's recovery"),
    ("table: role", ROLE, "| Role | What they do | What they leave to others |"),
    ("table: peer does: shares lived experience", ROLE, "Draws on what they have lived"),
    ("table: peer does: builds trust", ROLE, "Earns trust"),
    ("table: peer does: encourages and supports", ROLE, "Gives encouragement and emotional support"),
    ("table: peer leaves: diagnosis, treatment, advice", ROLE, "Diagnosis, treatment, and medical advice"),
    ("table: clinician: who that is", ROLE, "therapist, counselor, or psychiatrist"),
    ("table: clinician does: therapy, diagnosis", ROLE, "therapy, or diagnoses mental health conditions"),
    ("table: clinician does: prescribes", ROLE, "Some can prescribe medicine"),
    ("table: clinician leaves: own story", ROLE, "telling a recovery story of their own"),
    ("table: clinician leaves: mutual support", ROLE, "support that goes both ways"),
    ("table: case manager does: resources", ROLE, "Links people to resources"),
    ("table: case manager does: coordination", ROLE, "makes services work together"),
    ("table: case manager does: benefits", ROLE, "get the benefits they are due"),
    ("table: case manager leaves: peer support", ROLE, "emotional support as a peer"),
    ("table: case manager leaves: own story", ROLE, "stories from their own life"),
    ("table: sponsor: 12-step", ROLE, "Sponsor (in a 12-step program)"),
    ("table: sponsor does: steps of one pathway", ROLE, "along one pathway, step by step"),
    ("table: sponsor leaves: all pathways", ROLE, "working with every pathway"),
    ("table: sponsor leaves: non-directive support", ROLE, "support that does not direct"),
    ("never: medical or clinical advice", ROLE, "Gives advice about medicine or clinical care"),
    ("never: pressure toward one model", ROLE, "toward one treatment or one kind of recovery"),
    ("never: act as therapist or case manager", ROLE, "Takes over the work of a therapist or a case manager"),
    ("never: directives", ROLE, "Hands out orders where the choice is the person's own"),
    ("always: hope through lived experience", ROLE, "Offers hope, drawn from what they have lived"),
    ("always: where people are, no judgment", ROLE, "where the person is today, and does not judge"),
    ("always: their own goals", ROLE, "Helps people put their own goals into words"),
    ("always: support within boundaries", ROLE, "Gives emotional support, and keeps healthy limits"),
    ("lived experience is the foundation", ROLE, "This work stands on lived experience"),
    ("understanding that clinicians often lack", ROLE, "that clinical staff often lack"),
    ("a similar path: connection and hope", ROLE, "the bond can run deeper, and so can the hope"),
    ("helps: trust at once", ROLE, "Trust comes sooner"),
    ("helps: someone who understands", ROLE, "People can tell that you get it"),
    ("helps: less stigma", ROLE, "Stigma loses its grip"),
    ("helps: isolation", ROLE, "Recovery can be lonely"),
    ("helps: not alone", ROLE, "nobody has to do it alone"),
    ("helps: self-determination", ROLE, "The choice stays with the person"),
    ("helps: no prescribed solutions", ROLE, "You do not hand over a fix"),
    ("helps: own path", ROLE, "find a way that is theirs"),
    ("helps: hope", ROLE, "Hope gets a face"),
    ("helps: success makes it seem possible", ROLE, "It is easier to picture a good life"),
    ("example: early recovery, hopeless", ROLE, "four weeks into recovery, and he sees no future"),
    ("example: challenges and successes", ROLE, "what was hard, and what got better"),
    ("example: recovery is possible", ROLE, "he has seen that recovery can happen"),
    ("example: different paces", ROLE, "moves at a different speed for each of us"),
    ("quotation: stuck, then through, and so can you", ROLE, "a time when I couldn't see a way forward"),
    ("quotation: belief in the other person", ROLE, "I believe there's one for you, too"),
    ("mutuality makes it work and empowers", ROLE, "A bond that runs both ways"),
    ("mutuality leaves people stronger", ROLE, "it leaves people stronger"),
    ("takeaway: sharing builds trust and connection", ROLE, "so that trust and connection can grow"),
    ("takeaway: not clinical care", ROLE, "a different thing from clinical care"),
    ("takeaway: mutual understanding, encouragement", ROLE, "people who understand and encourage each other"),
    ("takeaway: a unique role", ROLE, "Your role is like no other"),
    ("takeaway: no diagnosis, treatment, set solutions", ROLE, "do not hand out ready-made answers"),
    ("takeaway: self-determination", ROLE, "People direct their own recovery"),
    ("Next opens the exam", ROLE, "opens the [Pre-Course Knowledge Exam](step:pre-course-knowledge-exam)"),
    ("the exam follows the topic", COURSE, "- exam: pre-course-knowledge-exam"),
    ("reference: SAMHSA core competencies", ROLE, "Core Competencies for Peer Workers in Behavioral Health"),
    ("reference: SAMHSA's site", ROLE, "https://www.samhsa.gov"),
    ("reference: N.A.P.S. guidelines", ROLE, "National Association of Peer Supporters (N.A.P.S.)"),
    ("reference: recovery-oriented SAMHSA source", ROLE, "SAMHSA's Working Definition of Recovery"),
]

PEER_SPECIALISTS_SPEAKING_FROM_EXPERIENCE = [
    ("lived recovery experience", DUTIES, "know recovery from the inside"),
    ("trained and certified", DUTIES, "trained for this work, and many are certified"),
    ("helps peers gain hope", DUTIES, "help the people they support find hope"),
    ("helps peers reach life and recovery goals", DUTIES, "goals of their own, in recovery and in life"),
    ("active in own recovery", DUTIES, "active in their own recovery"),
    ("mental or substance use disorders", DUTIES, "condition, a substance use disorder, or both"),
    ("real-world knowledge", DUTIES, "real-world know-how"),
    ("teaches building a better life", DUTIES, "building a better life"),
    ("may volunteer", DUTIES, "others are volunteers"),
    ("may be paid and hired for it", DUTIES, "paid staff, hired to give peer support"),
    ("names differ by setting", DUTIES, "changes from place to place"),
    ("name: peer support specialist", DUTIES, "peer support specialist"),
    ("name: recovery support leader", DUTIES, "recovery support leader"),
    ("name: recovery coach", DUTIES, "recovery coach"),
    ("a shared commitment", DUTIES, "Under every name, two habits stay the same"),
    ("strength-based", DUTIES, "Strength-based"),
    ("solution-focused", DUTIES, "Solution-focused"),
    ("duty 1: each recovery is unique", DUTIES, "Treat each recovery as one of a kind"),
    ("duty 2: role model", DUTIES, "Be a role model"),
    ("duty 2: own story shows what is possible", DUTIES, "tell parts of your own story"),
    ("duty 3: goals, problems, symptoms", DUTIES, "set goals, solve problems, and handle symptoms"),
    ("duty 3: how that stays non-clinical", DUTIES, "The work stays peer work as long as"),
    ("duty 4: empower", DUTIES, "Help people find their power"),
    ("duty 4: strengths and skills", DUTIES, "their strengths, their skills"),
    ("duty 4: supports and resources", DUTIES, "the people on their side, and the resources"),
    ("duty 5: recovery-oriented tools", DUTIES, "Use recovery tools"),
    ("duty 5: for challenges", DUTIES, "can help with a hard spot"),
    ("duty 6: wellness plans", DUTIES, "Back up wellness plans"),
    ("duty 6: self-directed", DUTIES, "The person writes and runs the plan"),
    ("duty 7: decisions", DUTIES, "Support decisions"),
    ("duty 7: the ability to choose", DUTIES, "grow the skill of choosing"),
    ("duty 7: informed and independent", DUTIES, "the choice is informed and their own"),
    ("duty 8: start and sustain groups", DUTIES, "Start groups and keep them going"),
    ("duty 8: self-help and educational", DUTIES, "Some are for self-help and some are for learning"),
    ("duty 9: sounding board", DUTIES, "someone to think out loud with"),
    ("duty 9: shoulder", DUTIES, "someone to lean on"),
    ("duty 10: advocate against stigma", DUTIES, "Speak up against stigma"),
    ("duty 10: of behavioral health disorders", DUTIES, "mental health and substance use conditions"),
    ("a special person", QUALITIES, "someone a bit special"),
    ("quality: plan", QUALITIES, "| Planning |"),
    ("quality: schedule", QUALITIES, "| Scheduling |"),
    ("quality: backup plans", QUALITIES, "| Backup plans |"),
    ("quality: organized", QUALITIES, "| Being organized |"),
    ("quality: time management", QUALITIES, "| Managing time |"),
    ("quality: strong in recovery", QUALITIES, "| Strength in your own recovery |"),
    ("quality: great listener", QUALITIES, "| Listening |"),
    ("a unique skill set", QUALITIES, "a set of skills you rarely find in one person"),
    ("autonomy", QUALITIES, "That takes a lot of independence"),
    ("rules and regulations", QUALITIES, "a willingness to keep to rules and regulations"),
    ("both together", QUALITIES, "You need both"),
    ("acceptance of own condition", QUALITIES, "come to terms with your own mental health condition"),
    ("dealing with stigma", QUALITIES, "Find a way to deal with it"),
    ("stigma from society, on disability", QUALITIES, "Society puts it on people with disabilities"),
    ("advocating for oneself", QUALITIES, "stand up for themselves"),
    ("advocating for the people supported", QUALITIES, "stand up for the people they work with"),
    ("toward respect and acceptance", QUALITIES, "The aim is respect and acceptance"),
    ("acceptance of oneself, with the condition", QUALITIES, "condition, and I am worth as much as anyone"),
    ("because of life experience", QUALITIES, "Because of the life you have had"),
    ("expertise", QUALITIES, "you are an expert in something"),
    ("not replicated by professional training", QUALITIES, "expertise that no training can copy"),
]

ITEMS = THE_ROLE_OF_A_PEER_SPECIALIST + PEER_SPECIALISTS_SPEAKING_FROM_EXPERIENCE


def source(slug: str) -> str:
    path = CONTENT / "course.yaml" if slug == COURSE else LESSON / f"{slug}.md"
    return path.read_text(encoding="utf-8")


def flat(text: str) -> str:
    """The words alone: no wrapping, case, emphasis or mark of a quotation."""
    return " ".join(re.sub(r"\*+|^\s*>", "", text, flags=re.MULTILINE).split()).casefold()


def parts(slug: str) -> tuple[dict[str, Any], str]:
    """The front matter and the body of a topic."""
    _, front, body = source(slug).split("---\n", 2)
    return yaml.safe_load(front), body


def rendered(slug: str) -> Rendered:
    front, body = parts(slug)
    references = [Reference(**reference) for reference in front["references"]]
    return render(body, references=references, resolve=lambda step: f"/{step}/")


@pytest.mark.parametrize(("item", "slug", "phrase"), ITEMS, ids=[f"{row[1]}: {row[0]}" for row in ITEMS])
def test_an_item_of_the_source_documents_is_carried(item: str, slug: str, phrase: str) -> None:
    assert flat(phrase) in flat(source(slug)), f"{slug} no longer carries: {item}"


def test_no_item_is_listed_twice() -> None:
    assert len({(slug, flat(phrase)) for _, slug, phrase in ITEMS}) == len(ITEMS)


def test_all_ten_duties_stand_in_one_numbered_list() -> None:
    _, body = parts(DUTIES)
    assert re.findall(r"^(\d+)\. ", body, flags=re.MULTILINE) == [str(number) for number in range(1, 11)]


def test_the_lesson_begins_with_the_topics_of_the_sources_and_the_course_ends_on_an_exam() -> None:
    lessons = yaml.safe_load(source(COURSE))["lessons"]
    exam = {"exam": "pre-course-knowledge-exam"}
    last = {"exam": "post-course-knowledge-exam", "requires": "pre-course-knowledge-exam"}
    assert lessons[0]["steps"][:4] == [{"topic": ROLE}, exam, {"topic": DUTIES}, {"topic": QUALITIES}]
    assert lessons[-1]["steps"][-1] == last


def test_the_course_says_that_it_does_not_certify_anyone() -> None:
    assert "does not certify you" in flat(yaml.safe_load(source(COURSE))["summary"])


@pytest.mark.parametrize("slug", TOPICS)
def test_a_topic_has_a_scenario_of_its_own(slug: str) -> None:
    scenario, *_stories = parts(slug)[0]["scenarios"]
    assert 90 <= len(scenario["situation"].split()) <= 200
    assert 1 <= len(scenario["questions"]) <= 3


@pytest.mark.parametrize("slug", TOPICS)
def test_a_topic_has_600_to_1200_words(slug: str) -> None:
    assert 600 <= rendered(slug).words <= 1200


@pytest.mark.parametrize("slug", TOPICS)
def test_a_topic_reads_at_grade_8_or_below(slug: str) -> None:
    assert grade(rendered(slug).text) <= 8


def test_the_course_is_read_at_the_speed_of_the_source() -> None:
    """175 words a minute is what a course has where its file names no other."""
    course = read_outline(Folder(CONTENT)).course
    assert course is not None
    assert course.words_per_minute == 175

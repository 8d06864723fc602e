"""Questions of the bank, held against the rules of item writing and against each other; and what was kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from course.checking import keeps
from course.checking.findings import likeness
from course.models import Course, KeptFinding, Person
from quizzes import item_writing, look_alikes
from quizzes.item_writing import Finding, Item
from quizzes.models import Question, QuestionVersion

LOOK_ALIKE = "look-alike"
OWN_RULES = (LOOK_ALIKE, *item_writing.RULES)
"""Those of this check; what is kept of them stands beside what is kept of the check of words."""
NEAREST = 40
"""Of so many questions that share most words, the texts are read to compare one with them."""
MOST_WORDS = 12
_CHUNK = 500

Kept = Mapping[tuple[int, str, str, str], KeptFinding]
"""By the course, the question's key, the rule, and what is alike in the words."""


@dataclass(frozen=True)
class Checked:
    """A finding about a question; ``keep`` says who decided, and why, that it stays."""

    question: Question
    finding: Finding
    keep: KeptFinding | None

    @property
    def rule(self) -> str:
        return self.finding.rule

    @property
    def severity(self) -> str:
        return self.finding.severity.value

    @property
    def kept(self) -> bool:
        return self.keep is not None

    @property
    def place(self) -> str:
        return _("question %(key)s, %(where)s") % {"key": self.question.key, "where": self.where}

    @property
    def where(self) -> str:
        """``choices 2, why``: counted from 1, as the form counts."""
        name, *within = map(str, self.finding.where)
        numbered = " ".join([name, *(str(int(part) + 1) for part in within if part.isdecimal())])
        return ", ".join([numbered, *(part for part in within if not part.isdecimal())])

    @property
    def message(self) -> str:
        return f"{self.finding.title}. {self.finding.says} {self.finding.advice}"


@dataclass(frozen=True)
class Alike:
    """Two questions that read nearly alike: ``likeness`` from 0 to 1. ``words`` begin the stems."""

    likeness: float
    question: Question
    other: Question
    words: str
    other_words: str
    keep: KeptFinding | None

    @property
    def percent(self) -> int:
        return round(self.likeness * 100)


def newest(questions: QuerySet[Question]) -> QuerySet[QuestionVersion]:
    """The draft of each, or else what is live; those that are retired are left out."""
    found = QuestionVersion.objects.filter(
        pk=Coalesce(F("question__draft_id"), F("question__live_id")),
        question__in=questions.order_by().filter(retired=False).values("pk"),
    )
    return found.select_related("question").order_by("question__key")


def item_of(version: QuestionVersion) -> Item:
    """What a version says, stored or not."""
    return Item(
        key=version.question.key,
        kind=version.question.kind,
        stem=version.stem,
        body=version.body,
        explanation=version.explanation,
        reference=version.reference,
    )


# --- Item writing ----------------------------------------------------------------------------------------------------


def check(version: QuestionVersion, kept: Iterable[KeptFinding] | None = None) -> list[Checked]:
    """What was found in one version. One statement, unless what is ``kept`` in the question is given."""
    question = version.question
    rows = _rows(course=question.course_id).filter(address=question.key) if kept is None else kept
    return list(_checked(version, _kept(rows)))


def checked(questions: QuerySet[Question]) -> Iterator[tuple[QuestionVersion, list[Checked]]]:
    """The same for each of these, read in portions. A statement, and one for what was kept."""
    kept = _kept(_rows(course__in=questions.order_by().values("course")))
    for version in newest(questions).iterator(chunk_size=_CHUNK):
        yield version, list(_checked(version, kept))


def content_findings(course: Course) -> Iterator[Checked]:
    """The part of questions in checking a course's content; see ``course.registry``."""
    for _version, found in checked(Question.objects.filter(course=course)):
        yield from found


def with_hints(questions: QuerySet[Question]) -> list[int]:
    """The ids of those in which something was found that nobody decided to keep."""
    return [
        version.question_id for version, found in checked(questions) if any(not each.kept for each in found)
    ]


def _checked(version: QuestionVersion, kept: Kept) -> Iterator[Checked]:
    for finding in item_writing.check(item_of(version)):
        question = version.question
        keep = kept.get((question.course_id, question.key, finding.rule, likeness(finding.words)))
        yield Checked(question, finding, keep)


def _rows(**of: Any) -> QuerySet[KeptFinding]:
    """What is kept of this check in questions. ``of`` names the course, or courses."""
    rows = KeptFinding.objects.filter(kind="question", rule__in=OWN_RULES, **of)
    return rows.exclude(because="").select_related("by")


def _kept(rows: Iterable[KeptFinding]) -> Kept:
    return {(row.course_id, row.address, row.rule, likeness(row.words)): row for row in rows}


# --- Look-alikes -----------------------------------------------------------------------------------------------------


def alike_to(version: QuestionVersion) -> list[Alike]:
    """Questions of the course that read like this version, stored or not, the most alike first. Two statements.

    The database finds the few that share the longest words of the stem, so that the bank is not read.
    """
    question = version.question
    rest = Question.objects.filter(course=question.course_id).exclude(pk=question.pk)
    text = look_alikes.text_of(version.stem, version.body)
    found = {each.question.key: each for each in _nearest(version.stem, rest)}
    texts = {key: look_alikes.text_of(each.stem, each.body) for key, each in found.items()}
    near = look_alikes.alike_to(text, texts)
    if not near:
        return []
    both = [question.key, *(key for _how, key in near)]
    kept = _kept(_rows(course=question.course_id).filter(rule=LOOK_ALIKE, address__in=both))
    stems = {key: found[key].stem for _how, key in near} | {question.key: version.stem}
    return [_alike(how, question, found[key].question, stems, kept) for how, key in near]


def alike_in(course: Course) -> list[Alike]:
    """All pairs of the course's bank, the most alike first. Two statements."""
    texts, rows, stems = dict[str, str](), dict[str, Question](), dict[str, str]()
    for version in newest(Question.objects.filter(course=course)).iterator(chunk_size=_CHUNK):
        rows[version.question.key], stems[version.question.key] = version.question, _begin(version.stem)
        texts[version.question.key] = look_alikes.text_of(version.stem, version.body)
    kept = _kept(_rows(course=course).filter(rule=LOOK_ALIKE))
    return [_alike(how, rows[one], rows[other], stems, kept) for how, one, other in look_alikes.pairs(texts)]


def _nearest(stem: str, questions: QuerySet[Question]) -> Iterable[QuestionVersion]:
    words = sorted(look_alikes.words(stem), key=lambda word: (-len(word), word))[:MOST_WORDS]
    if not words:
        return []
    holds = [
        Case(When(stem__icontains=word, then=Value(1)), default=Value(0), output_field=IntegerField())
        for word in words
    ]
    shared = sum(holds[1:], start=holds[0])
    least = max(1, len(words) // 3)
    found = newest(questions).annotate(shared=shared).filter(shared__gte=least)
    return found.order_by("-shared", "question__key")[:NEAREST]


def _alike(how: float, one: Question, other: Question, stems: Mapping[str, str], kept: Kept) -> Alike:
    holder, named = _by_key(one, other)
    keep = kept.get((holder.course_id, holder.key, LOOK_ALIKE, likeness(named.key)))
    return Alike(how, one, other, _begin(stems[one.key]), _begin(stems[other.key]), keep)


def _begin(stem: str) -> str:
    return Truncator(stem).words(24)


def kept_alike(one: Question, other: Question) -> KeptFinding | None:
    holder, named = _by_key(one, other)
    return _rows(course=one.course_id).filter(address=holder.key, rule=LOOK_ALIKE, words=named.key).first()


def _by_key(one: Question, other: Question) -> tuple[Question, Question]:
    return (one, other) if one.key < other.key else (other, one)


# --- Keeping ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def keep(question: Question, finding: Finding, *, reason: str, author: Person, at: datetime) -> KeptFinding:
    """Let a finding stand, for these words. Whoever said so first is remembered."""
    return _keep(question, finding.rule, finding.words, reason, author=author, at=at)


@transaction.atomic
def keep_alike(one: Question, other: Question, *, reason: str, author: Person, at: datetime) -> KeptFinding:
    """Let two questions be alike, whatever becomes of their wording: two forms of an exam may ask either."""
    holder, named = _by_key(one, other)
    return _keep(holder, LOOK_ALIKE, named.key, reason, author=author, at=at)


def _keep(
    question: Question, rule: str, words: str, reason: str, *, author: Person, at: datetime
) -> KeptFinding:
    rows = _rows(course=question.course_id).filter(address=question.key, rule=rule)
    known = next((row for row in rows if likeness(row.words) == likeness(words)), None)
    if known is not None:
        return known
    return keeps.keep(
        question,
        course=question.course_id,
        kind="question",
        address=question.key,
        rule=rule,
        words=words,
        because=reason,
        by=author,
        at=at,
    )


def reopen(kept: KeptFinding, question: Question, *, author: Person, at: datetime) -> None:
    """Take back that a finding stands. ``question`` is that on whose page it was said."""
    keeps.take_back(kept, question, by=author, at=at)

"""Figures about the bank and the exams of a content folder, as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from course.content.course_facts import Facts, Takes
from course.content.outline_files import Outline
from course.content.tables import Cell, Table, share
from quizzes import forms_ab
from quizzes.bank_figures import Tagged, beside, grid, key_places, situations
from quizzes.content.bank_files import Bank, ParsedQuestion
from quizzes.content.exam_files import ParsedExam, plan_of
from quizzes.draw import Entry
from quizzes.item_writing import Item, balance_of
from quizzes.kinds import KINDS
from quizzes.step_time import minutes_for

BASES, EXPECTED = ("source", "practice"), ("easy", "medium", "hard")


def facts(bank: Bank, exams: Sequence[ParsedExam], outline: Outline) -> Facts:
    questions = {each.file.key: tagged(each) for each in bank.questions}
    sizes = {exam.slug: _size(exam, exams) for exam in exams}
    steps = {slug: Takes(0, *minutes_for(size)) for slug, size in sizes.items()}
    tables = [*_of_bank(list(questions.values()), outline), *_of_exams(questions, exams, outline)]
    return Facts(steps, tables if questions else [])


def tagged(question: ParsedQuestion) -> Tagged:
    file, reference = question.file, question.file.reference
    source = reference.model_dump() if reference else {}
    return Tagged(
        item=Item(file.key, file.kind, file.stem, question.body, file.explanation, source),
        competency=file.competency,
        domain=file.domain or "",
        basis=file.basis,
        expected=file.expected,
        critical=file.critical,
    )


def forms_of(
    exam: ParsedExam, questions: Mapping[str, Tagged], exams: Sequence[ParsedExam], course: str
) -> dict[str, list[str]]:
    """The keys of forms A and B as a first load of the folder fills them."""
    shown = {row.question for each in exams if each.file.purpose == "check" for row in plan_of(each)}
    bank = [
        Entry(key, each.competency, each.domain, each.expected, key in shown)
        for key, each in questions.items()
    ]
    assert exam.file.forms is not None
    built = forms_ab.build(
        plan_of(exam), bank, anchors=exam.file.forms.anchors, seed=f"{course} {exam.slug}", keep={}
    )
    return {form: [item.key for item in items] for form, items in built.items()}


def _size(exam: ParsedExam, exams: Sequence[ParsedExam]) -> int:
    """How many questions it asks."""
    shared = exam.file.forms.same_as if exam.file.forms else None
    owner = next((each for each in exams if each.slug == shared), exam)
    return sum(row.count for row in plan_of(owner))


def _of_bank(questions: Sequence[Tagged], outline: Outline) -> Iterator[Table]:
    yield _coverage(questions, outline)
    yield _counts(questions)
    yield _places(questions)
    yield _tells(questions)


def _coverage(questions: Sequence[Tagged], outline: Outline) -> Table:
    """A row for each competency, a column for each domain, of every framework of which a question names one."""
    counts = grid(questions)
    rows, columns = _listed({each.competency for each in questions}, outline), _domains(questions, outline)
    cells = [(title, [counts[code, domain] for domain in columns]) for code, title in rows.items()]
    cells.append(("all", [sum(counts[code, domain] for code in rows) for domain in columns]))
    return Table(
        title="Questions by competency and domain",
        columns=("competency", *columns.values(), "all"),
        rows=[(title, *figures, sum(figures)) for title, figures in cells],
    )


def _domains(questions: Sequence[Tagged], outline: Outline) -> dict[str, str]:
    named = {each.domain for each in questions}
    return {**_listed(named - {""}, outline), **({"": "no domain"} if "" in named else {})}


def _listed(named: Collection[str], outline: Outline) -> dict[str, str]:
    """All that the frameworks of these codes hold, in order, each with its code and title."""
    entries = outline.competencies or ()
    frameworks = {entry.framework for entry in entries if entry.code in named}
    return {entry.code: f"{entry.code} {entry.title}" for entry in entries if entry.framework in frameworks}


def _counts(questions: Sequence[Tagged]) -> Table:
    ways: dict[str, tuple[Callable[[Tagged], str], Sequence[str]]] = {
        "kind": (lambda each: each.item.kind, list(KINDS)),
        "basis": (lambda each: each.basis, BASES),
        "expected to be": (lambda each: each.expected, EXPECTED),
        "critical": (lambda each: "yes" if each.critical else "no", ("yes", "no")),
    }
    rows: list[Sequence[Cell]] = []
    for name, (of, order) in ways.items():
        found = Counter(map(of, questions))
        rows += [(name, value, found[value], share(found[value], len(questions))) for value in order]
    return Table("What the questions are", ("by", "value", "questions", "share"), rows)


def _places(questions: Sequence[Tagged]) -> Table:
    rows: list[Sequence[Cell]] = []
    for size, counts in key_places(each.item for each in questions).items():
        rows += [(size, place, count, share(count, sum(counts))) for place, count in enumerate(counts, 1)]
    return Table(
        title="Where the right choice stands",
        columns=("choices", "place", "questions", "share"),
        rows=rows,
        note="Single-choice questions, as written; learners see the choices shuffled.",
    )


def _tells(questions: Sequence[Tagged]) -> Table:
    items = [each.item for each in questions]
    balance, (told, asked) = balance_of(items), situations(items)
    ratio = "–" if balance.ratio is None else f"{balance.ratio:.2f}"
    return Table(
        title="What tells the right choice",
        columns=("what", "figure"),
        rows=[
            (
                "Length of right choices by that of wrong ones, mean over questions (0.80 to 1.25 is wanted)",
                ratio,
            ),
            ("Single-choice questions", balance.questions),
            ("of them with the right choice longer than each other", balance.longest),
            ("so many would be by chance", f"{balance.by_chance:.1f}"),
            ("Questions with choices", asked),
            ("of them with a situation before the question", f"{told} ({share(told, asked)})"),
        ],
    )


def _of_exams(
    questions: Mapping[str, Tagged], exams: Sequence[ParsedExam], outline: Outline
) -> Iterator[Table]:
    assert outline.course is not None
    codes = [entry.code for entry in outline.competencies or ()]
    for exam in exams:
        if exam.file.forms and not exam.file.forms.same_as:
            forms = forms_of(exam, questions, exams, outline.course.slug)
            yield _form_table(exam, forms, questions, codes)
    if checks := [each for each in exams if each.file.purpose == "check"]:
        yield _check_table(checks, questions)


def _form_table(
    exam: ParsedExam,
    forms: Mapping[str, Sequence[str]],
    questions: Mapping[str, Tagged],
    codes: Sequence[str],
) -> Table:
    ways: dict[str, tuple[Callable[[Tagged], str], Sequence[str]]] = {
        "competency": (lambda each: each.competency, codes),
        "domain": (lambda each: each.domain or "none", codes),
        "expected to be": (lambda each: each.expected, EXPECTED),
        "kind": (lambda each: each.item.kind, list(KINDS)),
    }
    both = len({*forms["A"]} & {*forms["B"]})
    rows: list[Sequence[Cell]] = [
        (name, *each) for name, (of, order) in ways.items() for each in beside(forms, questions, of, order)
    ]
    return Table(
        title=f"Forms of {exam.slug}",
        columns=("by", "value", "form A", "form B"),
        rows=[
            *rows,
            ("questions", "all", len(forms["A"]), len(forms["B"])),
            ("questions", "in both", both, both),
        ],
        note="As a first load of these files fills them.",
    )


def _check_table(checks: Sequence[ParsedExam], questions: Mapping[str, Tagged]) -> Table:
    """Questions that rows name; what a check draws by competency differs from attempt to attempt."""
    rows: list[Sequence[Cell]] = []
    for exam in checks:
        named = [questions[row.question] for row in plan_of(exam) if row.question]
        critical = sum(each.critical for each in named)
        rows.append((exam.slug, sum(row.count for row in plan_of(exam)), len(named), critical))
    sums = [sum(int(row[place]) for row in rows) for place in (1, 2, 3)]
    return Table(
        title="Checks of lessons",
        columns=("check", "questions", "of them named", "of these critical"),
        rows=[*rows, ("all", *sums)],
    )

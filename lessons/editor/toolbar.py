"""The buttons above a text: data. A new one is a line in ``TOPIC``; a test renders and checks what each writes.

``text`` is what is written; ``{}`` in it becomes what was selected, or ``words`` where nothing was, and is selected
afterward, so that one may write over it. ``each`` goes before each of its lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Button:
    """``does``: write its text (a part of a line, or a ``block`` with blank lines around it), open something, or go.

    ``key`` with Ctrl (or Command) presses it. ``about`` says what it is for. A button that ``asks`` shows what there
    is to pick from; what is picked takes the place of ``{}``. ``puts`` is on the button that does it, ``none`` is said
    where there is nothing, and ``leads`` are the words of a link to where one can make some.
    """

    name: str
    label: Words
    text: str = ""
    words: Words = ""
    each: str = ""
    does: Literal["write", "block", "table", "source", "step", "place", "go"] = "block"
    key: str = ""
    about: Words = ""
    asks: Words = ""
    puts: Words = ""
    none: Words = ""
    leads: Words = ""
    listed_in: str = ""

    def example(self) -> str:
        """What it writes where nothing is selected."""
        lines = str(self.words).split("\n")
        return self.text.replace("{}", "\n".join(f"{self.each}{line}" for line in lines))


BOLD = Button("bold", _("Bold"), "**{}**", _("these words matter"), does="write", key="b")
LIST = Button("list", _("List"), "{}", _("One thing\nAnother"), "- ")
QUOTE = Button(
    "quote",
    _("Quote"),
    "{}",
    _("I'll walk next to you. You pick the road.\n-- A peer specialist"),
    "> ",
    about=_("The last line may say whose words they are."),
)

SHORT: Sequence[Button] = (BOLD, LIST, QUOTE)
"""For scenarios, which are short Markdown."""

EXAMPLE_OF_A_TABLE = """Table: Who does what

| Role | What they do |
| --- | --- |
| Peer specialist | Shares what they have lived. |
| Case manager | Links people to services. |"""

TOPIC: Sequence[Button] = (
    BOLD,
    Button(
        "heading",
        _("Heading"),
        "## {}",
        _("What this part is about"),
        about=_("Smaller ones begin with ###."),
    ),
    LIST,
    Button(
        "table",
        _("Table"),
        EXAMPLE_OF_A_TABLE,
        does="table",
        about=_("Paste one, or fill in boxes: no signs are needed."),
    ),
    Button(
        "never",
        _("Never"),
        '!!! never "A peer specialist never"\n{}',
        _("Gives advice about medicine.\nPushes a person toward one treatment."),
        "    - ",
        about=_("The title has the word “never” in it."),
    ),
    Button(
        "always",
        _("Always"),
        '!!! always "A peer specialist always"\n{}',
        _("Starts from where the person is today.\nKeeps healthy limits."),
        "    - ",
        about=_("Right below a never box it stands beside it."),
    ),
    QUOTE,
    Button(
        "takeaways",
        _("Takeaways"),
        '!!! takeaways "Keep with you"\n{}',
        _("You share what you have lived so that trust can grow.\nThe person decides."),
        "    - ",
    ),
    Button(
        "example",
        _("Example"),
        '!!! example "Four weeks in"\n{}',
        _("Ray is four weeks into recovery, and he sees no future for himself."),
        "    ",
    ),
    Button(
        "definition",
        _("Definition"),
        '!!! definition "Peer specialist"\n{}',
        _("A trained professional who has lived through recovery, and who uses that experience on purpose."),
        "    ",
    ),
    Button(
        "dialogue",
        _("Dialogue"),
        '!!! dialogue "At the bus stop"\n{}',
        _(
            "Maya: I am done with all of it.\n"
            "You: - You will feel better tomorrow.\n"
            "You: + That sounds heavy. I have time."
        ),
        "    ",
        about=_("Who speaks, a colon, the words. Before them, + is what to try and - what to avoid."),
    ),
    Button(
        "content-note",
        _("Content note"),
        '!!! content-note "Before you read"\n{}',
        _("This part tells of an overdose. You can skip it."),
        "    ",
        about=_("Before a hard subject. A heading must follow, for a reader to skip to."),
    ),
    Button(
        "source",
        _("Source"),
        "[^{}]",
        "key",
        does="source",
        about=_("Its key, from the list of sources."),
        asks=_("Which source says so?"),
        puts=_("Cite it"),
        none=_("There is none yet. List it under Sources first: key | title | publisher | year | address."),
        listed_in="id_references",
    ),
    Button(
        "step",
        _("Link"),
        "[{}](step:name-of-the-step)",
        _("What Peer Specialists Do"),
        does="step",
        about=_("To a step of this course."),
        asks=_("Where does the link lead?"),
        puts=_("Put the link in"),
        none=_("This course has no other step yet."),
    ),
    Button(
        "image",
        _("Image"),
        "{}",
        "![Two people on a park bench, turned toward each other](images/bench.jpg)",
        does="place",
        about=_("One of the course’s images, on a line of its own."),
        asks=_("Which image stands here?"),
        puts=_("Put the image in"),
        none=_("This course has no image yet."),
        leads=_("Upload an image"),
    ),
    Button(
        "local",
        _("Local block"),
        "[local: {}]",
        "training-and-certification",
        does="place",
        about=_("A place for what the rules of your state say, with their source."),
        asks=_("Which local block stands here?"),
        puts=_("Put it in"),
        none=_("This course has no local block yet."),
        leads=_("Local blocks"),
    ),
    Button(
        "resources",
        _("Resources"),
        "[resources: {}]",
        "crisis",
        does="place",
        about=_("Places to turn to, listed once for the whole course."),
        asks=_("Which resources stand here?"),
        puts=_("Put them in"),
        none=_("This course has no resources yet."),
        leads=_("Resources"),
    ),
    Button(
        "check",
        _("Self-check"),
        "[check: {}]",
        "check-1",
        does="place",
        about=_("A question for oneself. Without a place of its own it stands after the text."),
        asks=_("Which self-check stands here?"),
        puts=_("Put it here"),
        none=_("This topic has no self-check yet."),
        leads=_("Write self-checks"),
    ),
    Button(
        "scenario",
        _("Scenario"),
        does="go",
        about=_("A situation to reflect on, with a page of its own."),
        leads=_("New scenario"),
    ),
)

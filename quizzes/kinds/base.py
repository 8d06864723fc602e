"""What a question kind must be able to do. A kind is a module with these names in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from pydantic import BaseModel

# What a question version's ``body`` column holds.
Body = Mapping[str, Any]
# What a learner gave, JSON-able. An empty mapping means that nothing is given.
Response = Mapping[str, Any]
Posted = MultiValueDict[str, str]


class Option(NamedTuple):
    """A choice as a learner sees it: nothing here tells whether it is right."""

    key: str
    text: str


class Told(NamedTuple):
    """One line of what may be seen once the keys may: a choice, a row, a step, or the answer itself.

    ``given`` and ``right`` are yes or no for what can be chosen; else what was given, and what would be right, in words
    (empty for nothing). ``text`` names the line, empty where the answer is all there is; ``why`` may be empty.
    """

    text: str
    given: bool | str
    right: bool | str
    why: str


class Refused(ValueError):
    """A form is ours, and yet what was typed cannot be kept. ``typed`` is the response to show again."""

    def __init__(self, says: str, typed: Response) -> None:
        super().__init__(says)
        self.typed = typed


class Problem(NamedTuple):
    """A mistake in a body: ``where`` leads to it, such as ``("choices", 1, "text")``; ``says`` is a sentence."""

    where: tuple[str | int, ...]
    says: str

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.where))}: {self.says}" if self.where else self.says


class Kind(Protocol):
    @property
    def label(self) -> str | Promise:
        """The kind's name for authors."""
        ...

    @property
    def template(self) -> str:
        """The template of the answer's inputs. It is given what ``shown`` says, the ``response``, and ``prefix``.

        Every name and every id in it begins with ``prefix``; ``{{ prefix }}stem`` is the id of the question's words.
        """
        ...

    @property
    def by_hand(self) -> bool:
        """Whether a person gives the points. ``grade`` then says 0 until they have."""
        ...

    @property
    def schema(self) -> type[BaseModel]:
        """What a body is: its keys and their types, for whoever reads bodies from files."""
        ...

    def check(self, body: object, points: Decimal | None = None) -> list[Problem]:
        """Everything that is wrong with a body; empty when it may be used. ``points`` are the question's, if known."""
        ...

    def keys(self, body: Body) -> list[str]:
        """The keys of the options as authored, to be put in an order."""
        ...

    def shown(self, body: Body, order: Sequence[str]) -> Mapping[str, Any]:
        """The template's context, in this order of keys: nothing in it tells what is right.

        It and ``tell`` also take a body that its author has not finished.
        """
        ...

    def parse(self, body: Body, data: Posted) -> Response:
        """What a posted form says, its names without a prefix. What is unfinished is kept as it is.

        Raises ValueError with a sentence when the form is not one of ours, and Refused when its text cannot be kept.
        """
        ...

    def grade(self, body: Body, points: Decimal, response: Response) -> Decimal:
        """Exact points, from 0 to ``points``; nothing given earns 0."""
        ...

    def code(self, response: Response) -> str:
        """The response in one short line of at most 200 characters, for tables; empty when nothing is given."""
        ...

    def texts(self, body: Body, response: Response) -> list[str]:
        """The response in words, one for each thing chosen."""
        ...

    def unfinished(self, body: Body, response: Response) -> str:
        """What is missing or cannot be read in a response that is kept, in a sentence; empty when it is whole."""
        ...

    def tell(self, body: Body, response: Response) -> list[Told]:
        """The response beside what is right, and why. Only for pages that may show the keys."""
        ...

    def key_of(self, body: Body) -> Response:
        """A response that earns every point; empty where a person gives them. Never for a learner's page."""
        ...

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
        """The template of the answer's inputs. It is given ``options`` and the ``response`` to show."""
        ...

    @property
    def schema(self) -> type[BaseModel]:
        """What a body is: its keys and their types, for whoever reads bodies from files."""
        ...

    def check(self, body: object) -> list[Problem]:
        """Everything that is wrong with a body; empty when it may be used."""
        ...

    def keys(self, body: Body) -> list[str]:
        """The keys of the options as authored, to be put in an order."""
        ...

    def options(self, body: Body, order: Sequence[str]) -> list[Option]:
        """What is offered, in this order of keys."""
        ...

    def parse(self, body: Body, data: Posted) -> Response:
        """What a posted form says. Raises ValueError with a sentence when the form is not one of ours."""
        ...

    def grade(self, body: Body, points: Decimal, response: Response) -> Decimal:
        """Exact points, from 0 to ``points``; nothing given earns 0."""
        ...

    def code(self, response: Response) -> str:
        """The response in one short line, for tables; empty when nothing is given."""
        ...

    def texts(self, body: Body, response: Response) -> list[str]:
        """The response in words, one for each thing chosen."""
        ...

    def key_of(self, body: Body) -> Response:
        """The response that earns every point. Never for a learner's page."""
        ...

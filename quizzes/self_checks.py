"""Self-checks in a topic, made of question kinds: nothing is scored, drawn from the bank, or stored.

A check is one mapping, as an author writes it in a topic's file: ``key``, ``kind``, ``stem``, the kind's own keys, and
``explanation``. Settings name ``SelfChecks``; topics reach it through ``course.registry``.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ValidationError

from course.content.schema import MarkdownText, Slug, Strict
from course.inline_markdown import to_html
from quizzes.kinds import KINDS, Body, Posted, multiple, parts

HEAD = ("key", "kind", "stem", "explanation")

if TYPE_CHECKING:
    from quizzes.self_check_forms import CheckForm

Check = Mapping[str, Any]


class CheckHead(Strict):
    key: Slug
    kind: str
    stem: MarkdownText
    explanation: MarkdownText


def _without_points(policy: str) -> str:
    if policy != multiple.DEFAULT:
        raise ValueError(_("A self-check gives no points. Remove this."))
    return policy


class MultipleCheck(multiple.MultipleBody):
    policy: Annotated[str, AfterValidator(_without_points)] = multiple.DEFAULT  # type: ignore[assignment]


BODIES: Mapping[str, type[BaseModel]] = {
    "single": KINDS["single"].schema,
    "multiple": MultipleCheck,
    "true_false": KINDS["true_false"].schema,
}
"""The kinds in which one chooses among what is shown, so that every choice has a word of its own to say."""


class SelfChecks:
    """See ``course.protocols.SelfChecks`` for what each does."""

    @staticmethod
    def kinds() -> list[tuple[str, str]]:
        return [(kind, str(KINDS[kind].label)) for kind in BODIES]

    @staticmethod
    @cache
    def schema(kind: str) -> type[BaseModel]:
        return type("CheckFile", (BODIES[kind], CheckHead), {"__module__": __name__})

    @staticmethod
    def in_order(check: Check) -> dict[str, Any]:
        """As it is stored and written: without what is the same as nothing said. One with mistakes stays as it is."""
        try:
            said = SelfChecks.schema(check["kind"]).model_validate(_trimmed(check)).model_dump()
        except (KeyError, TypeError, ValidationError):
            return dict(check)
        said.pop("policy", None)
        for choice in said.get("choices", []):
            if not choice["right"]:
                del choice["right"]
        explanation = said.pop("explanation")
        return {**said, "explanation": explanation}

    @staticmethod
    def problems(check: Check) -> list[str]:
        from quizzes.self_check_forms import as_sentence

        found = parts.problems(SelfChecks.schema(check["kind"]), check)
        return [as_sentence(check["kind"], problem) for problem in found]

    @staticmethod
    def rendered(check: Check) -> dict[str, str]:
        return {"stem": to_html(check["stem"]), "explanation": to_html(check["explanation"])}

    @staticmethod
    def words(check: Check) -> str:
        kind, body = KINDS[check["kind"]], _body(check)
        options = kind.shown(body, kind.keys(body))["options"]
        return "\n".join(option.text for option in options)

    @staticmethod
    def panel(
        check: Check, html: Mapping[str, str], sent: Posted, *, digest: str, reveal: bool = False
    ) -> SafeString:
        kind, body, prefix = KINDS[check["kind"]], _body(check), f"check-{check['key']}-"
        context: dict[str, Any] = {"key": check["key"], "digest": digest, "html": html, "prefix": prefix}
        context |= {**kind.shown(body, kind.keys(body)), "template": kind.template, "response": {}}
        if reveal:
            context |= {"reveal": kind.tell(body, {})}
        elif sent.get("check") == check["key"]:
            context |= _answered(check, body, sent, prefix)
        return render_to_string("quizzes/self_check.html", context)

    @staticmethod
    def form(kind: str) -> type[CheckForm]:
        from quizzes.self_check_forms import check_form

        return check_form(kind)


def _answered(check: Check, body: Body, sent: Posted, prefix: str) -> dict[str, Any]:
    """What became of an answer. What would be right is told for a right one, or to whoever asks for it then."""
    kind = KINDS[check["kind"]]
    own: Posted = MultiValueDict(
        {name.removeprefix(prefix): sent.getlist(name) for name in sent if name.startswith(prefix)}
    )
    try:
        response = kind.parse(body, own)
    except ValueError as problem:
        return {"problem": str(problem)}
    if not response:
        return {"problem": _("Choose an answer first.")}
    points = kind.grade(body, Decimal(1), response)
    whole, lines = points == 1 or sent.get("tell") == "1", kind.tell(body, response)
    chosen = [line for line in lines if line.given]
    return {
        "answered": True,
        "response": response,
        "is_right": points == 1,
        "wants_more": points < 1 and all(line.right for line in chosen),
        "told": lines if whole else chosen,
        "whole": whole,
        "tell": _query(check["key"], prefix, own),
    }


def _query(key: str, prefix: str, own: Posted) -> str:
    """The same answer again, for a link that asks to be told."""
    query = QueryDict(mutable=True)
    query["check"], query["tell"] = key, "1"
    for name in own:
        query.setlist(f"{prefix}{name}", own.getlist(name))
    return query.urlencode()


def _trimmed(value: Any) -> Any:
    """Texts without the line end that YAML leaves."""
    if isinstance(value, dict):
        return {key: _trimmed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_trimmed(inner) for inner in value]
    return value.strip() if isinstance(value, str) else value


def _body(check: Check) -> dict[str, Any]:
    return {name: value for name, value in check.items() if name not in HEAD}

"""Writing what the files of the materials say to rows; what was edited in the admin since the last load stays."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import QuerySet

from course.content.report import Did
from course.content.taking import Loading, Named, take_facts, update_row
from course.inline_markdown import to_html
from course.versions import digest
from lessons.materials.read import Parsed, ParsedMaterials
from lessons.models import GlossaryTerm, LocalBlock, LocalRule, Resource
from lessons.models.materials import Material

R = TypeVar("R", bound=Material)


def write_materials(parsed: ParsedMaterials, loading: Loading) -> None:
    """Add and change; retire what files brought before and do not have now."""
    mine = {"course": loading.course}
    terms = [_with(each, definition_html=to_html(each.facts["definition"])) for each in parsed.terms]
    write_rows(loading, "term", terms, _by_key(GlossaryTerm.objects.filter(**mine)), GlossaryTerm, mine)
    resources = [_with(each) for each in parsed.resources]
    write_rows(loading, "resource", resources, _by_key(Resource.objects.filter(**mine)), Resource, mine)
    blocks = [_with(each) for each in parsed.blocks]
    known = _by_key(LocalBlock.objects.filter(**mine))
    unused = {key for key, row in known.items() if row.retired}
    added = write_rows(loading, "local block", blocks, dict(known), LocalBlock, mine)
    if parsed.rules or known:
        _write_rules(parsed, loading, known | added, unused)


def _write_rules(
    parsed: ParsedMaterials, loading: Loading, blocks: Mapping[str, LocalBlock], unused: Collection[str]
) -> None:
    """``unused`` are the keys of blocks that nobody was shown before: no file can name a rule for them."""
    found = LocalRule.objects.filter(block__course=loading.course).select_related("block")
    rows = {f"{row.state}/{row.block.key}": row for row in found}
    for state, rules in parsed.rules.items():
        for each in rules:
            name = f"{state}/{each.key}"
            owner = {"block": blocks[each.key], "state": state}
            row = {name: rows.pop(name)} if name in rows else {}
            write_rows(loading, "local rule", [(name, each, {})], row, LocalRule, owner)
    _retire(loading, "local rule", {name: row for name, row in rows.items() if row.block.key not in unused})


def _by_key(rows: QuerySet[Any]) -> dict[str, Any]:
    return {row.key: row for row in rows}


def _with(parsed: Parsed, **derived: Any) -> tuple[str, Parsed, Mapping[str, Any]]:
    """A thing with its name in the report and what follows from its facts."""
    return parsed.key, parsed, {**derived, "key": parsed.key}


def write_rows(
    loading: Loading,
    kind: str,
    parsed: Iterable[tuple[str, Parsed, Mapping[str, Any]]],
    rows: dict[str, R],
    model: type[R],
    owner: Mapping[str, Any],
) -> dict[str, R]:
    """``rows`` are those that there are, by name; ``owner`` is what a new one belongs to. Returns those made."""
    made = {}
    for name, each, derived in parsed:
        facts = {**each.facts, "retired": False}
        row = rows.pop(name, None)
        if row is None:
            made[name] = model._default_manager.create(
                **owner, **facts, **derived, loaded_digest=digest(facts)
            )
            loading.report.add(Did.ADDED, kind, name)
            continue
        takes, remember = take_facts(
            loading,
            Named(kind, name, each.place),
            database=row.facts(),
            file=facts,
            loaded=row.loaded_digest,
        )
        update_row(row, loaded_digest=remember, **({**facts, **derived} if takes else {}))
    _retire(loading, kind, rows)
    return made


def _retire(loading: Loading, kind: str, rows: Mapping[str, Material]) -> None:
    for name, row in rows.items():
        if row.loaded_digest and update_row(row, retired=True):
            update_row(row, loaded_digest=digest(row.facts()))
            loading.report.add(Did.RETIRED, kind, name)

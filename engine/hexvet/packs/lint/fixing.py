"""Mending what lint can mend: one value is set or taken out, and every other character stays.

All changes are made at once, in the text as people wrote it, and the result is read again: it
must hold exactly the values that were wanted. Comments stay, also those of lines that go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from hexvet.documents import Document, parse_document
from hexvet.packs.lint.model import REMOVED, Fix
from hexvet.toml_places import Spot, locate
from hexvet.workspace.toml_values import Path, toml_key, toml_value

_COMMENT = re.compile(r"^[ \t]*(?:#.*)$", re.MULTILINE)


class Edit(NamedTuple):
    """The characters `start` to `end` of a source give way to `text`."""

    start: int
    end: int
    text: str


def fixed(document: Document, fixes: Iterable[Fix]) -> tuple[str, int]:
    """The document's text with as many of the fixes as can be made safely, and their number."""
    wanted = list(
        {fix.where.path: fix for fix in fixes if fix.where.file == document.file}.values()
    )
    if not wanted or not _even_line_ends(document.text):
        return document.text, 0
    root = locate(document.source)
    edits = [(fix, edit) for fix in wanted if (edit := _edit(document.source, root, fix))]
    edits = _apart(edits)
    text = _applied(document, edits)
    if text is not None:
        return text, len(edits)
    kept: list[tuple[Fix, Edit]] = []
    for pair in edits:
        if _applied(document, [*kept, pair]) is not None:
            kept.append(pair)
    return _applied(document, kept) or document.text, len(kept)


def _even_line_ends(text: str) -> bool:
    """Whether all lines end alike, so that positions can be carried over."""
    return text.count("\r\n") in (0, text.count("\n"))


def _apart(edits: list[tuple[Fix, Edit]]) -> list[tuple[Fix, Edit]]:
    """The edits in order, without those that overlap an earlier one."""
    kept: list[tuple[Fix, Edit]] = []
    for fix, edit in sorted(edits, key=lambda pair: pair[1]):
        if not kept or edit.start >= kept[-1][1].end:
            kept.append((fix, edit))
    return kept


def _applied(document: Document, edits: Sequence[tuple[Fix, Edit]]) -> str | None:
    """The new text; None when it would not hold exactly what is wanted."""
    source, data = document.source, document.data
    for fix, edit in reversed(edits):
        source = source[: edit.start] + edit.text + source[edit.end :]
        data = _changed(data, fix.where.path, fix.value)
    found = parse_document(source, document.file)
    if not isinstance(found, Document) or repr(found.data) != repr(data):
        return None
    mark = "\ufeff" if document.text.startswith("\ufeff") else ""
    return mark + (source.replace("\n", "\r\n") if "\r\n" in document.text else source)


def _changed(data: Mapping[str, object], path: Path, value: object) -> dict[str, object]:
    """A copy with one value changed, added or taken out; a table that is left empty goes too."""
    name, rest = str(path[0]), path[1:]
    below = data.get(name)
    if rest:
        value = _changed(below, rest, value) if isinstance(below, Mapping) else value
        if value == {} and below:
            value = REMOVED if path[0] == "override" else value
    copy = {**data, name: value}
    return {key: one for key, one in copy.items() if one is not REMOVED}


# where to change what -------------------------------------------------------------------------
def _edit(source: str, root: Spot, fix: Fix) -> Edit | None:
    """The change of the text; None when the value does not stand as lint expects it."""
    parent = root
    for name in fix.where.path[:-1]:
        if name not in parent.children:
            return None
        parent = parent.children[name]
    spot = parent.children.get(fix.where.path[-1])
    if spot is None:
        return _added(source, parent, fix)
    if fix.value is not REMOVED:
        inside = source[slice(*spot.value)]
        return None if "#" in inside else Edit(*spot.value, toml_value(fix.value))
    if _is_header(source, spot):
        return _without_table(source, spot)
    return _without_pair(source, parent, spot)


def _is_header(source: str, spot: Spot) -> bool:
    before = source[: spot.value[0]].rstrip(" \t")
    return before.endswith("[") and spot.value[1] == spot.key[1]


def _added(source: str, parent: Spot, fix: Fix) -> Edit | None:
    """A new pair at the end of a table that stands on one line, or under a header."""
    ends = [child.value[1] for child in parent.children.values()]
    if not ends or fix.value is REMOVED:
        return None
    pair = f"{toml_key(str(fix.where.path[-1]))} = {toml_value(fix.value)}"
    if source[parent.value[0]] == "{":
        return Edit(max(ends), max(ends), f", {pair}")
    if not _is_header(source, parent):
        return None
    at = _line_end(source, max(ends))
    return Edit(at, at, f"\n{pair}")


def _line_start(source: str, at: int) -> int:
    return source.rfind("\n", 0, at) + 1


def _line_end(source: str, at: int) -> int:
    end = source.find("\n", at)
    return len(source) if end < 0 else end


def _without_pair(source: str, parent: Spot, spot: Spot) -> Edit:
    if source[parent.value[0]] == "{":
        return _without_item(parent, spot)
    start, end = _line_start(source, spot.key[0]), _line_end(source, spot.value[1])
    comment = source[spot.value[1] : end].strip()
    return Edit(start, end, comment) if comment else Edit(start, min(end + 1, len(source)), "")


def _without_item(parent: Spot, spot: Spot) -> Edit:
    """A pair of an inline table, with the comma beside it."""
    beside = sorted(parent.children.values(), key=lambda child: child.key)
    at = beside.index(spot)
    if at:
        return Edit(beside[at - 1].value[1], spot.value[1], "")
    end = beside[1].key[0] if len(beside) > 1 else spot.value[1]
    return Edit(spot.key[0], end, "")


def _without_table(source: str, spot: Spot) -> Edit | None:
    """A table with its header; what stood in it as a comment stays."""
    start = _line_start(source, spot.value[0])
    end = _line_end(source, max([spot.value[1], *(one.value[1] for one in spot.children.values())]))
    if any(_is_header(source, one) for one in spot.children.values()):
        return None
    ends = [spot.value[1] + 1, *sorted(one.value[1] for one in spot.children.values())]
    told = [source[at : _line_end(source, at)].strip() for at in ends]
    told += [found[0].strip() for found in _COMMENT.finditer(source, start, end)]
    kept = "\n".join(text for text in told if text.startswith("#"))
    return Edit(start, end, kept) if kept else Edit(start, min(end + 1, len(source)), "")

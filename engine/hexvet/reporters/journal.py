"""The journal: a line an entry, or one entry whole. Made while it is read, never held."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from hexvet.journal.model import Edit, Entry, Json
from hexvet.problems import Problem
from hexvet.reporters.csv import safe
from hexvet.reporters.json import problem_of, text_of
from hexvet.reporters.markdown import escaped
from hexvet.reporters.typesetting import (
    PLAIN,
    Column,
    Page,
    clean,
    counted,
    display_width,
    fit,
    pad,
    wrapped,
)
from hexvet.version import VERSION

FORMAT = 1
"""The version of the JSON's shape."""

HEADINGS = ("entry", "at", "kind", "by", "role", "about", "what", "reason", "as_of", "files",
            "sha256")  # fmt: skip

_LONGEST_VALUE = 60
_ARROW = "->"


# in words ---------------------------------------------------------------------------------------
def what(entry: Entry) -> str:
    """What an entry did, on one line and without the reason."""
    told = _move(entry.details) or _revision(entry) or _recovered(entry.details)
    if told:
        return told
    if entry.kind == "undo":
        return f"takes back entry {', '.join(entry.concerns('entry'))}"
    if entry.kind == "waiver":
        checks, action = ", ".join(entry.concerns("check")), entry.details.get("action")
        named = f"{', '.join(entry.concerns('waiver'))}{f' for {checks}' if checks else ''}"
        return f"{action}: {named}" if isinstance(action, str) else named
    if len(entry.edits) == 1:
        return change_text(entry.edits[0])
    if entry.edits:
        return f"{len(entry.edits):,} values: {', '.join(_name(edit) for edit in entry.edits[:20])}"
    return _files(entry)


def change_text(edit: Edit) -> str:
    """`stage: "vetting" -> "selection"`, long values cut."""
    before, after = (_value(text) for text in (edit.before, edit.after))
    return f"{_name(edit)}: {before} {_ARROW} {after}"


def _name(edit: Edit) -> str:
    return ".".join(map(str, edit.path))


def _value(text: str | None) -> str:
    return "nothing" if text is None else fit(clean(text[:500]), _LONGEST_VALUE, "...")


def _move(details: Mapping[str, Json]) -> str:
    """`vetting -> selection` of a decision."""
    if "move" not in details:
        return ""
    ends = (details.get("from"), details.get("to"))
    before, after = (_standing(end) for end in ends)
    over = details.get("overridden")
    against = f", against {counted(len(over), 'outcome')}" if isinstance(over, list) else ""
    return f"{details['move']}: {before} {_ARROW} {after}{against}"


def _standing(end: Json) -> str:
    if not isinstance(end, Mapping):
        return "?"
    words = [end.get("stage"), None if end.get("lifecycle") == "active" else end.get("lifecycle")]
    return ", ".join(str(word) for word in words if word) or "no stage"


def _revision(entry: Entry) -> str:
    number = entry.details.get("revision")
    if entry.kind != "rules" or number is None:
        return ""
    rules = entry.details.get("rules")
    told = f"revision {number} of {', '.join(entry.concerns('pack'))}"
    if not isinstance(rules, list) and entry.files:
        told += ", new" if entry.files[0].before is None else ""
    elif isinstance(rules, list):
        told += f": {counted(len(rules), 'rule')}"
    return f"{told}{_flips(entry)}"


def _flips(entry: Entry) -> str:
    """`, 4 verdicts flip`, where that was worked out."""
    flips = entry.details.get("flipped")
    verb = "flips" if flips == 1 else "flip"
    return f", {counted(flips, 'verdict')} {verb}" if isinstance(flips, int) else ""


def _recovered(details: Mapping[str, Json]) -> str:
    parts = []
    if isinstance(torn := details.get("torn"), Mapping):
        parts.append(f"{torn.get('bytes')} bytes set aside in {torn.get('file')}")
    if isinstance(broken := details.get("broken"), list):
        parts.append(f"accepted what is broken: {', '.join(map(str, broken[:3]))}")
    for name in ("completed", "left"):
        if isinstance(files := details.get(name), list):
            parts.append(f"{name} {', '.join(map(str, files))}")
    return "; ".join(parts)


def _files(entry: Entry) -> str:
    if not entry.files:
        return ""
    if len(entry.files) == 1:
        change = entry.files[0]
        changed = "laid out anew" if entry.details.get("layout") else "changed"
        how = "new" if change.before is None else "gone" if change.after is None else changed
        return f"{change.file} {how}{_flips(entry)}"
    return counted(len(entry.files), "file")


def subject(entry: Entry) -> str:
    """The projects that it is about, or the first other thing."""
    named = entry.concerns("project") or entry.concerns("pack") or entry.about[:1]
    return " ".join(named)


def who(entry: Entry) -> str:
    """`anna (mayor)`."""
    return f"{entry.by} ({entry.role})" if entry.role else entry.by


# many entries -----------------------------------------------------------------------------------
_WIDE = 100
_WIDTHS = {"at": (10, 16), "kind": (10, 10), "about": (14, 22), "by": (9, 18)}
"""How wide the columns are on a page of less than `_WIDE` columns, and on another one."""


def table(entries: Iterable[Entry], last: int, page: Page = PLAIN) -> Iterator[str]:
    """A line an entry under headings, each ended; `last` is the highest number that can come.

    Widths are the same for all, so that nothing has to be known of what follows. Times are UTC.
    """
    wide = page.width == 0 or page.width >= _WIDE
    columns = [Column("entry", max(len("entry"), len(str(last))), right=True)]
    columns += (Column(name, widths[wide]) for name, widths in _WIDTHS.items())
    columns.append(Column("what"))
    yield f"{page.ink('strong', _row(columns, [c.heading for c in columns], page))}\n"
    for entry in entries:
        cells = _cells(entry)
        yield f"{_row(columns, [cells[c.heading] for c in columns], page)}\n"


def _cells(entry: Entry) -> dict[str, str]:
    told = "; ".join(part for part in (what(entry), entry.reason) if part)
    return {
        "entry": str(entry.number),
        "at": f"{entry.at:%Y-%m-%d %H:%M}",
        "kind": entry.kind,
        "about": clean(subject(entry)),
        "by": clean(who(entry)),
        "what": clean(told),
    }


def _row(columns: Sequence[Column], cells: Sequence[str], page: Page) -> str:
    texts = []
    for column, cell in zip(columns, cells, strict=True):
        if column.most:
            mark = "" if column.heading == "at" else page.mark
            text = fit(cell, column.most, mark)
            texts.append(pad(text, column.most, right=column.right))
        else:
            used = sum(display_width(text) + 1 for text in texts)
            texts.append(fit(cell, max(page.width - used, 8), page.mark) if page.width else cell)
    return " ".join(texts).rstrip()


def json(entries: Iterable[Entry], problems: Sequence[Problem] = ()) -> Iterator[str]:
    """A document with one entry a line; `problems` may grow while the entries are read."""
    yield f'{{\n"format": {FORMAT},\n"hexvet": {text_of(VERSION)},\n"entries": ['
    comma = ""
    for entry in entries:
        yield f"{comma}\n  {text_of(data(entry))}"
        comma = ","
    yield "\n],\n" if comma else "],\n"
    told = ",\n  ".join(text_of(problem_of(problem)) for problem in problems)
    yield f'"problems": [\n  {told}\n]\n}}\n' if told else '"problems": []\n}\n'


def data(entry: Entry) -> dict[str, object]:
    """One entry for programs; every key is there."""
    return {
        "entry": entry.number,
        "at": f"{entry.at:%Y-%m-%dT%H:%M:%SZ}",
        "kind": entry.kind,
        "by": entry.by,
        "role": entry.role,
        "about": list(entry.about),
        "reason": entry.reason,
        "as_of": entry.as_of.isoformat() if entry.as_of else None,
        "details": entry.details,
        "inputs": entry.inputs or None,
        "edits": [{"file": e.file, "path": list(e.path), "before": e.before, "after": e.after}
                  for e in entry.edits],
        "files": [{"file": f.file, "before": f.before, "after": f.after} for f in entry.files],
        "prev": entry.prev,
        "sha256": entry.sha256,
    }  # fmt: skip


def csv_rows(entries: Iterable[Entry]) -> Iterator[str]:
    """One row an entry, lines ended as RFC 4180 has it."""
    yield _csv(HEADINGS)
    for entry in entries:
        yield _csv([safe(cell) for cell in _record(entry)])


def _record(entry: Entry) -> list[str]:
    return [
        str(entry.number),
        f"{entry.at:%Y-%m-%dT%H:%M:%SZ}",
        entry.kind,
        entry.by,
        entry.role,
        " ".join(entry.about),
        what(entry),
        entry.reason,
        entry.as_of.isoformat() if entry.as_of else "",
        " ".join(change.file for change in entry.files),
        entry.sha256,
    ]


def _csv(cells: Sequence[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow(cells)
    return stream.getvalue()


def md(entries: Iterable[Entry]) -> Iterator[str]:
    """A table in Markdown."""
    headings = ("Entry", "At (UTC)", "Kind", "About", "By", "What", "Reason")
    yield f"| {' | '.join(headings)} |\n|{'---|' * len(headings)}\n"
    for entry in entries:
        cells = (str(entry.number), f"{entry.at:%Y-%m-%d %H:%M}", entry.kind, subject(entry),
                 who(entry), what(entry), entry.reason)  # fmt: skip
        yield f"| {' | '.join(map(escaped, cells))} |\n"


# one entry --------------------------------------------------------------------------------------
def whole(entry: Entry, signature: str = "", page: Page = PLAIN) -> str:
    """Everything that one entry says; `signature` is the file of its signature."""
    lines = [
        page.ink("strong", f"Entry {entry.number}, {entry.kind}, {entry.at:%Y-%m-%d %H:%M:%S} UTC")
    ]
    facts = [
        ("by", who(entry)),
        ("about", ", ".join(name.replace(":", " ", 1) for name in entry.about)),
        ("what", what(entry) if len(entry.edits) != 1 else ""),
        ("reason", entry.reason),
        ("judged on", entry.as_of.isoformat() if entry.as_of else ""),
    ]
    for name, text in facts:
        lines += wrapped(text, page, 12, first=f"  {name}") if text else []
    for edit in entry.edits:
        lines += ["", page.ink("strong", clean(f"  {edit.file}  {_name(edit)}"))]
        lines += wrapped(edit.before or "nothing", page, 12, first="    before")
        lines += wrapped(edit.after or "nothing", page, 12, first="    after")
    lines += _seals(entry, signature, page)
    return "\n".join([*lines, ""])


def _detail(value: Json) -> str:
    """A text as it is, texts parted by semicolons, all else as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "; ".join(map(str, value))
    return text_of(value)


def _seals(entry: Entry, signature: str, page: Page) -> Iterator[str]:
    yield ""
    for at, (name, value) in enumerate(entry.details.items()):
        first = "" if at else "  details"
        yield from wrapped(f"{name}: {_detail(value)}", page, 12, first=first)
    for change in entry.files:
        digests = f" {_ARROW} ".join(
            (one or "nothing")[:12] for one in (change.before, change.after)
        )
        yield from wrapped(f"{change.file}: {digests}", page, 12, first="  file")
    if entry.inputs:
        yield f"  inputs    {entry.inputs}"
    yield f"  digest    {entry.sha256}"
    yield f"  before    {entry.prev}"
    yield from wrapped(signature or "none", page, 12, first="  signature")

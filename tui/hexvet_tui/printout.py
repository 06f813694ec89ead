"""A screen as facts and tables: what its plain twin, every export and a copy are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from hexvet.reporters.typesetting import clean, display_width, pad
from hexvet_tui import revisions

if TYPE_CHECKING:
    from hexvet_tui.scene import Scene

Value: TypeAlias = "str | int | float | None"


STAMPED = ("as of", "rules")
"""The facts that every row of a CSV file repeats."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `empty` is said in its place when it has no rows."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    empty: str = "nothing"


@dataclass(frozen=True, slots=True)
class Printout:
    """A screen: its title, what it says once, and its tables. Texts are as people wrote them.

    `main` is the place of the table that a format with room for one table holds.
    """

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    sheets: tuple[Sheet, ...] = field(default=())
    main: int = 0


def stamp(scene: Scene) -> tuple[tuple[str, str], ...]:
    """What every printout begins with: the city, the day, the rules with their hash."""
    assessment = scene.session.assessment
    if assessment is None:
        return ()
    rules = "; ".join(
        f"{pack.id} {pack.version} sha256 {pack.sha256[:12]}" for pack in assessment.packs
    )
    said = revisions.words(scene.session)
    revision = (("revision", said),) if said else ()
    return (
        ("city", assessment.workspace.city),
        ("as of", assessment.as_of.isoformat()),
        ("rules", rules or "none in force"),
        *revision,
    )


def shown(value: Value) -> str:
    """A value as text; `-` for none."""
    return "-" if value is None else clean(str(value))


# formats --------------------------------------------------------------------------------------
def as_text(printout: Printout) -> str:
    """Lines that can be read aloud: no frames, nothing cut."""
    lines = [clean(printout.title), ""]
    width = max((display_width(label) for label, _ in printout.facts), default=0)
    lines += [f"{pad(label, width)}  {clean(text)}".rstrip() for label, text in printout.facts]
    for sheet in printout.sheets:
        lines += ["", *_grid(sheet)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _grid(sheet: Sheet) -> list[str]:
    title = [clean(sheet.title).upper()] if sheet.title else []
    if not sheet.rows:
        return [*title, sheet.empty]
    table = [[column.upper() for column in sheet.columns], *(map(shown, row) for row in sheet.rows)]
    rows = [list(row) for row in table]
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(pad(cell, width) for cell, width in zip(row, widths, strict=True)) for row in rows
    ]
    return [*title, *lines]


def as_markdown(printout: Printout) -> str:
    """CommonMark with tables; whatever people wrote shows as they wrote it."""
    from hexvet.reporters.markdown import escaped

    lines = [f"# {escaped(printout.title)}", ""]
    lines += [f"- {escaped(label)}: {escaped(text)}" for label, text in printout.facts]
    for sheet in printout.sheets:
        lines += ["", f"## {escaped(sheet.title)}", ""] if sheet.title else [""]
        if not sheet.rows:
            lines.append(escaped(sheet.empty))
            continue
        lines += [_cells(sheet.columns), "|" + "---|" * len(sheet.columns)]
        lines += [_cells([escaped(shown(value)) for value in row]) for row in sheet.rows]
    return "\n".join(lines) + "\n"


def _cells(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def as_csv(printout: Printout) -> str:
    """The main table and nothing else, so that spreadsheets and importers can read it (RFC 4180).

    The day and the rules that it rests on are its last columns.
    """
    import csv
    import io

    from hexvet.reporters.csv import safe

    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    sheet = printout.sheets[printout.main] if printout.sheets else Sheet("", (), ())
    stamped = [(name, safe(text)) for name, text in printout.facts if name in STAMPED]
    stamped = [pair for pair in stamped if pair[0] not in sheet.columns]
    writer.writerow([*map(safe, sheet.columns), *(name for name, _ in stamped)])
    writer.writerows([*map(_cell, row), *(text for _, text in stamped)] for row in sheet.rows)
    return stream.getvalue()


def _cell(value: Value) -> str:
    from hexvet.reporters.csv import safe

    return safe(value) if isinstance(value, str) else "" if value is None else str(value)


def as_json(printout: Printout) -> str:
    """One object: title, facts, and each table as a list of objects."""
    import json

    tables = [
        {
            "title": sheet.title,
            "rows": [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows],
        }
        for sheet in printout.sheets
    ]
    whole: Mapping[str, Any] = {
        "title": printout.title,
        "facts": dict(printout.facts),
        "tables": tables,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


_PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color: #20262e; background: #fbfbf9 }}
table {{ border-collapse: collapse; margin: 1rem 0 }}
th, td {{ padding: .25rem .75rem; border-bottom: 1px solid #b4bcc7; text-align: left }}
dt {{ float: left; clear: left; width: 8rem; color: #5a6573 }}
dd {{ margin-left: 9rem }}
</style>
<h1>{title}</h1>
"""


def as_html(printout: Printout) -> str:
    """A page of its own, without scripts and without anything from elsewhere."""
    from html import escape

    def safe(text: str) -> str:
        return escape(clean(text))

    parts = [_PAGE.format(title=safe(printout.title)), "<dl>\n"]
    parts += [f"<dt>{safe(label)}<dd>{safe(text)}\n" for label, text in printout.facts]
    parts.append("</dl>\n")
    for sheet in printout.sheets:
        parts += [f"<h2>{safe(sheet.title)}</h2>\n"] if sheet.title else []
        parts.append(_html_table(sheet, safe) if sheet.rows else f"<p>{safe(sheet.empty)}</p>\n")
    return "".join(parts) + "</html>\n"


def _html_table(sheet: Sheet, safe: Callable[[str], str]) -> str:
    head = "".join(f"<th>{safe(column)}" for column in sheet.columns)
    rows = ("".join(f"<td>{safe(shown(value))}" for value in row) for row in sheet.rows)
    return f"<table>\n<tr>{head}\n" + "".join(f"<tr>{row}\n" for row in rows) + "</table>\n"


FORMATS: Mapping[str, tuple[str, Callable[[Printout], str]]] = {
    "md": ("Markdown", as_markdown),
    "csv": ("CSV", as_csv),
    "json": ("JSON", as_json),
    "html": ("HTML", as_html),
    "txt": ("plain text", as_text),
}
"""Ending of the file, name, and the function that makes it."""

"""The packs in use and those that come with hexvet, and the vocabulary that they ask for."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from hexvet.language.formatting import format_number
from hexvet.model import ANYTHING, INFINITY, Field
from hexvet.packs.model import Pack
from hexvet.reporters.typesetting import PLAIN, Column, Page, clean, counted, grid, paragraphs
from hexvet.reporters.wording import in_force_text

_FIELDS = (
    Column("FIELD", 24),
    Column("OF"),
    Column("KIND"),
    Column("RANGE", 24, shrinks=True),
    Column("CLAUSE", 10),
    Column("QUESTION"),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A pack that can be used: whether the workspace uses it, whether it judges on the date."""

    pack: Pack
    in_use: bool
    in_force: bool


def render(packs: Sequence[Listed], as_of: datetime.date, page: Page = PLAIN) -> str:
    """A block a pack."""
    return paragraphs([_block(one, as_of, page) for one in packs] or [["There is no pack."]])


def _block(one: Listed, as_of: datetime.date, page: Page) -> list[str]:
    pack = one.pack
    use = "in use" if one.in_use else "not in use"
    force = "in force" if one.in_force else f"not in force on {as_of}"
    counts = (
        ("field", pack.fields),
        ("section", pack.sections),
        ("check", pack.checks),
        ("gate", pack.gates),
        *((("inference rule", pack.inferences),) if pack.inferences else ()),
        ("test", pack.tests),
    )
    criteria = f"{len(pack.criteria):,} criteria"
    told = ", ".join([*(counted(len(of), word) for word, of in counts), criteria])
    since = in_force_text(pack.effective_from, pack.effective_to)
    return [
        f"{page.ink('strong', clean(f'{pack.id} {pack.version}'))}  {clean(pack.title)}",
        f"  {use}, {force} ({since})",
        f"  {told}",
        "  " + clean(f"{pack.file}, sha256 {pack.sha256[:12]}"),
    ]


def vocabulary(packs: Sequence[Pack], page: Page = PLAIN) -> str:
    """Every field of some packs: whose it is, its kind, range, clause and question."""
    blocks = []
    for pack in packs:
        rows = [_field(field) for field in pack.fields.values()]
        lines = grid(_FIELDS, rows, [[""] * len(_FIELDS)] * len(rows), page) if rows else []
        blocks.append([page.ink("strong", clean(f"{pack.id} {pack.version}")), *lines])
    return paragraphs(blocks)


def _field(field: Field) -> list[str]:
    return [
        clean(field.name),
        field.of,
        field.kind,
        clean(range_text(field)),
        clean(field.clause or "-"),
        clean(field.ask or field.title),
    ]


def range_text(field: Field) -> str:
    """What may be answered: `0 to 100 USD`, the allowed texts, the columns of a table."""
    if field.values:
        return " | ".join(field.values)
    if field.columns:
        return f"columns {', '.join(field.columns)}"
    unit = f" {field.unit}" if field.unit else ""
    if field.range == ANYTHING:
        return unit.strip() or "-"
    low, high = field.range
    if high == INFINITY:
        return f"from {format_number(low, field.kind)}{unit}"
    if low == -INFINITY:
        return f"up to {format_number(high, field.kind)}{unit}"
    return f"{format_number(low, field.kind)} to {format_number(high, field.kind)}{unit}"

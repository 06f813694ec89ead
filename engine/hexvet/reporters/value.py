"""What one expression comes to, for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from hexvet.language.formatting import format_cell, format_interval, format_number
from hexvet.model import INFINITY, Interval
from hexvet.reporters.json import Json, number, text_of
from hexvet.reporters.typesetting import PLAIN, Page, clean, wrapped
from hexvet.reporters.wording import glyph, style

Answer: TypeAlias = "bool | str | Interval | None"

_TRUTHS = {True: "passed", False: "failed", None: "unknown"}


@dataclass(frozen=True, slots=True)
class Value:
    """The value of an expression: a truth or a text (None when unknown), or an interval.

    `decided` says of an amount whether all its evidence is there. `reasons` are the deciding
    leaves of a truth with theirs; `names` what the words in it mean now.
    """

    text: str
    kind: str
    answer: Answer
    decided: bool
    needs: tuple[str, ...]
    reasons: tuple[tuple[str, bool | None], ...] = ()
    names: Mapping[str, str] | None = None


def render_json(value: Value) -> str:
    """`{"value", "low", "high", "type", "needs"}`; value is null when it is not one value."""
    needs: Json = list(value.needs)
    answer = value.answer
    result: dict[str, Json] = {"value": None, "low": None, "high": None}
    if isinstance(answer, Interval):
        low, high = (_end(end, value.kind) for end in answer)
        exact = answer.low == answer.high
        result = {"value": low if exact else None, "low": low, "high": high}
    elif answer is not None:
        result["value"] = answer
    return text_of({**result, "type": value.kind, "needs": needs}) + "\n"


def _end(end: float, kind: str) -> Json:
    if kind == "date":
        shown = "no date" if abs(end) == INFINITY else format_number(end, "date")
        return None if shown == "no date" else shown
    return number(end)


def render(value: Value, page: Page = PLAIN) -> str:
    """The value, its type, and why."""
    lines = [f"{page.ink('strong', clean(_words(value)))}  ({value.kind})"]
    for text, holds in value.reasons:
        verdict = _TRUTHS[holds]
        lines.append(f"  {page.ink(style(verdict), glyph(verdict))} {clean(text)}")
    for name, meaning in (value.names or {}).items():
        lines += wrapped(f"{name} is {meaning}", page, 4)
    if value.needs:
        lines += wrapped(", ".join(value.needs), page, 9, first="  needs")
    return "\n".join([*lines, ""])


def _words(value: Value) -> str:
    answer = value.answer
    if isinstance(answer, Interval):
        words = format_interval(answer, value.kind)
        open_ = not value.decided and answer.low != answer.high
        return f"unknown ({words})" if open_ and words != "unknown" else words
    return format_cell(answer, value.kind)

"""Reading TOML tables against a declared shape, with every mistake reported at once.

A shape is plain data: a mapping from key to `Key`. One call reads one table:

    WAIVER = {
        "check": Key("text", required=True),
        "role": Key("text", required=True, choices=("mayor", "council")),
        "days": Key("integer", low=1, high=365),
        "by": Key("list", each=Key("text")),
        "waivable": Key("truth table", keys={"max_days": Key("integer", required=True)}),
    }
    mistakes = Mistakes(document)
    values = read_record(mistakes, ("waiver", "w1"), WAIVER)
    mistakes.in_order                                    # tuple[Problem, ...]

`values` holds what is right and nothing else: a key that is missing or wrong is absent. A table
of tables named by id (`[check.ID]`) is `Key("table", each=Key("table", keys=...))`; a table
whose content somebody else reads is `Key("table")`. `Codes` says which problem codes are used.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from hexvet.documents import UNPRINTABLE, UNSEEN, Document, printable
from hexvet.model import INFINITY
from hexvet.problems import Problem, nearest, suggestion

Path: TypeAlias = tuple[str | int, ...]

MOST_PROBLEMS = 10_000
"""How many problems of one file are listed; a file with more is not the right file."""

LARGEST_NUMBER = 1e15
"""Numbers beyond it, in either direction, are mistakes: floats no longer hold every cent."""

LONGEST_TEXT = 10_000
"""The longest text that is read, in characters."""


class Codes(NamedTuple):
    """The problem codes that a reader uses; those of workspace files unless told."""

    unknown_key: str = "WS010"
    missing_key: str = "WS011"
    wrong_type: str = "WS012"
    not_a_choice: str = "WS013"
    out_of_range: str = "WS014"
    not_finite: str = "WS015"
    control_characters: str = "WS018"
    length: str = "WS019"
    too_many: str = "WS025"


WORKSPACE_CODES = Codes()


@dataclass(frozen=True, slots=True)
class Key:
    """What may stand under one key.

    `kinds` is one or more of text, truth, number, integer, date, list, table, any, parted by
    spaces. `each` is the shape of a list's items or of the tables in a table named by id,
    `keys` the shape of a table. Texts are `line`s unless `line` is False.
    """

    kinds: str
    required: bool = False
    choices: tuple[str, ...] = ()
    low: float = -INFINITY
    high: float = INFINITY
    each: Key | None = None
    keys: Mapping[str, Key] | None = None
    line: bool = True
    longest: int = LONGEST_TEXT
    blank: bool = False
    help: str = ""


Shape = Mapping[str, Key]


@dataclass(slots=True)
class Mistakes:
    """Collects the problems of one document and stops, with a word about it, at the limit."""

    document: Document
    codes: Codes = WORKSPACE_CODES
    problems: list[Problem] = field(default_factory=list)

    @property
    def in_order(self) -> tuple[Problem, ...]:
        """The problems in the order of the file, the note about more of them last."""
        last = self.codes.too_many
        return tuple(
            sorted(self.problems, key=lambda p: (p.code == last, p.place.line, p.place.column))
        )

    @property
    def full(self) -> bool:
        """Whether no more problems are listed."""
        return len(self.problems) > MOST_PROBLEMS

    def add(
        self,
        code: str,
        message: str,
        path: Path,
        hint: str = "",
        *,
        key: bool = False,
        offset: int | None = None,
        severity: Literal["error", "warning"] = "error",
    ) -> None:
        """Adds one problem at the value of `path`, or at its key."""
        if self.full:
            return
        place = self.document.place(path, key=key, offset=offset)
        if len(self.problems) == MOST_PROBLEMS:
            code, message, hint = self.codes.too_many, "more problems follow in this file", ""
        self.problems.append(Problem(code, message, place, hint, severity))

    def unknown_key(self, path: Path, known: Iterable[str], hint: str = "") -> None:
        """Reports the key at the end of `path`, with the nearest of the known ones: what it stands
        for, unless that is given beside it."""
        if self.full:
            return
        name = str(path[-1])
        known = list(known)
        near = nearest(name, known)
        if near and self._collides(path, near):
            hint = f"'{near}' stands here already: take this one out"
        elif near:
            hint = f"did you mean '{near}'?"
        hint = hint or f"known here: {listed(known)}"
        self.add(self.codes.unknown_key, f"unknown key {shown(name)}", path, hint, key=True)

    def _collides(self, path: Path, name: str) -> bool:
        """Whether a key cannot be called so: that is given, and has no room for its entries."""
        if self.document.span((*path[:-1], name)) is None:
            return False
        mine, other = (_at(self.document.data, (*path[:-1], key)) for key in (path[-1], name))
        tables = isinstance(mine, dict) and isinstance(other, dict)
        return not tables or bool(mine.keys() & other.keys())  # type: ignore[attr-defined]

    def not_a_choice(self, path: Path, said: str, choices: Iterable[str]) -> None:
        """Reports a text that is not one of the allowed ones."""
        if self.full:
            return
        choices = list(choices)
        near = suggestion(said, choices)
        hint = f"{near} (one of {listed(choices)})" if near else f"one of {listed(choices)}"
        message = f"{shown(said)} is not an allowed value"
        self.add(self.codes.not_a_choice, message, path, hint)

    def control_characters(self, path: Path, text: str, *, line: bool) -> bool:
        """Whether a text holds characters that could steer a terminal; reports the first."""
        if text.isprintable():
            return False
        found = next((at for at in UNPRINTABLE.finditer(text) if line or at[0] not in "\n\r"), None)
        if found is None:
            return False
        name = "a line break" if found[0] in "\n\r" else f"U+{ord(found[0]):04X}"
        self.add(
            self.codes.control_characters,
            f"control character in a text: {name}",
            path,
            "remove it",
            offset=found.start(),
        )
        return True


def read_record(
    mistakes: Mistakes, path: Path, shape: Shape, table: object = None
) -> dict[str, object]:
    """The right values of the table at `path`; reports the others and the unknown keys.

    `table` spares the walk from the document's root when the caller has it at hand.
    """
    if table is None:
        table = _at(mistakes.document.data, path)
    if not isinstance(table, dict):
        mistakes.add(mistakes.codes.wrong_type, f"expected a table, got {described(table)}", path)
        return {}
    values: dict[str, object] = {}
    for name, value in table.items():
        key = shape.get(name)
        if key is None:
            mistakes.unknown_key((*path, name), shape)
        else:
            _read(mistakes, (*path, name), key, value, values)
    for name, key in shape.items():
        if key.required and name not in table:
            message = f"the key '{name}' is missing"
            hint = key.help or f"add {name} = {_sample(key)}"
            mistakes.add(mistakes.codes.missing_key, message, path, hint, key=True)
    return values


def described(value: object) -> str:
    """What a TOML value is, in words, for "expected a number, got ..."."""
    if isinstance(value, str):
        return f"the text {shown(value)}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"the number {shown(value)}"
    if isinstance(value, datetime.datetime):
        return f"the date and time {value.isoformat(' ')}"
    if isinstance(value, datetime.date):
        return f"the date {value.isoformat()}"
    if isinstance(value, datetime.time):
        return f"the time {value.isoformat()}"
    return "a list" if isinstance(value, list) else "a table"


def shown(value: object) -> str:
    """A value for a message: short, on one line, texts in quotes."""
    if isinstance(value, str):
        text = printable(value.replace("\n", " "))
        return f"'{text[:60]}…'" if len(text) > 60 else f"'{text}'"
    if isinstance(value, int) and abs(value) >= 10**20:
        return "a number of more than 20 digits"
    return f"{value}"


def listed(words: Iterable[str]) -> str:
    """Some words with commas; the first ten of many."""
    words = [printable(word)[:60] for word in words]
    return ", ".join(words) if len(words) <= 10 else f"{', '.join(words[:10])}, …"


def _at(data: object, path: Path) -> object:
    for name in path:
        data = data[name]  # type: ignore[index]
    return data


def _read(mistakes: Mistakes, path: Path, key: Key, value: object, into: dict[str, object]) -> None:
    """Puts the value into the record when it is right; nested values as far as they are."""
    kind = _kind(value, key.kinds)
    if not kind:
        wanted = " or ".join(_WORDS.get(word, word) for word in key.kinds.split())
        message = f"expected {wanted}, got {described(value)}"
        mistakes.add(mistakes.codes.wrong_type, message, path, key.help)
    elif kind == "table" and isinstance(value, dict):
        into[str(path[-1])] = _table(mistakes, path, key, value)
    elif kind == "list" and isinstance(value, list):
        into[str(path[-1])] = _items(mistakes, path, key, value)
    elif _fits(mistakes, path, key, value):
        into[str(path[-1])] = value


def _table(
    mistakes: Mistakes, path: Path, key: Key, value: dict[str, object]
) -> Mapping[str, object]:
    if key.keys is not None:
        return read_record(mistakes, path, key.keys, value)
    if key.each is None:
        return value
    named: dict[str, object] = {}
    for name, inner in value.items():
        _read(mistakes, (*path, name), key.each, inner, named)
    return named


def _items(mistakes: Mistakes, path: Path, key: Key, value: list[object]) -> list[object]:
    if key.each is None:
        return value
    numbered: dict[str, object] = {}
    for index, inner in enumerate(value):
        _read(mistakes, (*path, index), key.each, inner, numbered)
    return list(numbered.values())


def _fits(mistakes: Mistakes, path: Path, key: Key, value: object) -> bool:
    if isinstance(value, str):
        return _text_fits(mistakes, path, key, value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number_fits(mistakes, path, key, value)
    return True


def _text_fits(mistakes: Mistakes, path: Path, key: Key, value: str) -> bool:
    if key.choices:
        if value not in key.choices:
            mistakes.not_a_choice(path, value, key.choices)
        return value in key.choices
    if len(value) > key.longest:
        message = f"a text of {len(value):,} characters; at most {key.longest:,} are read"
        mistakes.add(mistakes.codes.length, message, path)
        return False
    if not key.blank and UNSEEN.fullmatch(value):
        mistakes.add(mistakes.codes.length, "an empty text", path, key.help)
        return False
    return not mistakes.control_characters(path, value, line=key.line)


def _number_fits(mistakes: Mistakes, path: Path, key: Key, value: float) -> bool:
    if not abs(value) <= LARGEST_NUMBER:
        message = f"{shown(value)} is too large or not a number"
        mistakes.add(mistakes.codes.not_finite, message, path, "numbers go up to 1e15")
        return False
    if not key.low <= value <= key.high:
        hint = f"from {key.low:g} to {key.high:g}"
        mistakes.add(mistakes.codes.out_of_range, f"{shown(value)} is out of range", path, hint)
        return False
    return True


def _kind(value: object, kinds: str) -> str:
    """Which of the allowed kinds a value has; empty when none."""
    allowed = kinds.split()
    return next((kind for kind in (*_kinds_of(value), "any") if kind in allowed), "")


def _kinds_of(value: object) -> tuple[str, ...]:
    if isinstance(value, bool):
        return ("truth",)
    if isinstance(value, int):
        return ("integer", "number")
    if isinstance(value, datetime.datetime):
        return ("datetime",)
    names = {str: "text", float: "number", datetime.date: "date", list: "list", dict: "table"}
    return (names.get(type(value), ""),)


_WORDS = {
    "text": "a text in quotes",
    "truth": "true or false",
    "number": "a number",
    "integer": "a whole number",
    "date": "a date like 2018-01-31",
    "list": "a list in [ ]",
    "table": "a table",
}


def _sample(key: Key) -> str:
    if key.choices:
        return f"'{key.choices[0]}'"
    samples = {"text": "'...'", "truth": "true", "date": "2018-01-31", "list": "[...]"}
    return samples.get(key.kinds.split()[0], "...")

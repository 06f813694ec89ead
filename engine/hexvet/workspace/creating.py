"""New workspaces and new projects: files that a person fills in by removing a `#`."""

from __future__ import annotations

import datetime
import os
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from hexvet.documents import UNPRINTABLE, Document, printable, read_document
from hexvet.model import ANYTHING, Column, Field, Interval, Kind
from hexvet.problems import Place, Problem, Unusable, way_out
from hexvet.records import shown
from hexvet.workspace.folders import (
    ASSESSMENTS,
    ID_FORM,
    PRIVATE,
    PROJECTS,
    RESERVED_IDS,
    RULES,
    SETTINGS,
    WAIVERS,
    is_id,
    proposed_id,
    toml_files,
)
from hexvet.workspace.projects import RESERVED, stem_of
from hexvet.workspace.settings import FORMAT
from hexvet.workspace.toml_values import toml_text, toml_value
from hexvet.workspace.writing import locked, write_text

EXAMPLE = "example-project"
_WIDTH = 96
_HOW: dict[Kind, str] = {
    "truth": "true or false",
    "number": "a number like 12 or 1_500.5",
    "share": "a share from 0 to 1: 25 % is 0.25",
    "money": "an amount like 1_500_000",
    "date": "a date like 2018-01-31",
    "text": "a text in quotes",
    "table": "rows",
}
_BLANKS: dict[Kind, str] = {"text": '""', "table": "[]"}

_SETTINGS = """\
# The city, the rule packs that judge its projects, and what is known about its programme.
# A line that starts with # is not read. Remove the # and the space after it to answer.

format = {format}
city = {city}
packs = {packs}              # from rules/ in this folder, else from those that come with hexvet

[programme]
{how}
{fields}
# Who decides and answers. As long as nobody is named, what --by says is recorded as it is said.
# [people.short-name]
# name = ""
# roles = ["mayor"]    # appointee, director, fund, coalition, analyst, auditor; packs name more
# login = ""           # the name under which the person is logged in
"""

_PROJECT = """\
# A project that is a candidate for reform.
title = {title}
{top}
{how}
{fields}"""

_HOW_TO = """\
# An answer is a value:       cost = 1_500_000
# or a value with its source: cost = { value = 1_500_000, source = "charter p. 3", by = "mayor",
#                                      as_of = 2018-01-31, confidence = "high", note = "..." }
# or a range:                 cost = { low = 1_200_000, high = 1_800_000 }
# Leave a question commented out while its answer is unknown: unknown is neither zero nor no.
"""

_LEDGER = """\
# Recorded permissions to go on although a check is not passed. Each one ends.
#
# [waiver.short-name]
# check = "la-model/name-of-the-check"
# project = "id-of-the-project"          # leave it out for a check of the programme
# role = "mayor"                         # the office that grants it
# name = ""                              # the person
# reason = ""
# granted = 2018-01-31
# expires = 2018-06-30
"""

_IGNORED = f"{PRIVATE}/\n"


def init_workspace(
    root: Path,
    city: str,
    fields: Iterable[Field],
    packs: Sequence[str] = ("la-model",),
    headings: Mapping[str, str] = MappingProxyType({}),
) -> tuple[str, ...]:
    """Makes a workspace with one example project; returns the names of the files made.

    Folders that are there stay, and so do files; `fields` is the vocabulary of the packs,
    `headings` as for `new_project`.
    Raises `Unusable` when there is a `hexvet.toml` already or something cannot be written.
    """
    _check_text(city, "the name of the city")
    if os.path.lexists(root / SETTINGS):
        message = "there is a workspace here already"
        raise Unusable([Problem("WS031", message, Place(SETTINGS), "choose another folder")])
    fields = list(fields)
    files = {
        SETTINGS: settings_text(city, packs, fields, headings),
        WAIVERS: _LEDGER,
        ".gitignore": _IGNORED,
        f"{ASSESSMENTS}/.gitkeep": "",
        f"{RULES}/.gitkeep": "",
    }
    if not os.path.lexists(root / PROJECTS):
        text = project_text("Example project", fields, headings, example=True)
        files[f"{PROJECTS}/{EXAMPLE}.toml"] = text
    made = [name for name in files if not os.path.lexists(root / name)]
    _make_folders(root, made)
    # The settings come last: until they are there, the folder is no workspace.
    for name in reversed(made):
        write_text(root / name, files[name], None, shown_as=name)
    return tuple(made)


def new_project(
    root: Path,
    id: str,
    title: str,
    fields: Iterable[Field],
    headings: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Writes `projects/ID.toml` with every question in it; returns the file's name.

    `headings` (field's name to heading, in the headings' order) groups the questions; the
    others stand below the name of their pack.

    Raises `Unusable` when the id is taken, is not fit to be one, or cannot be written.
    """
    if not is_id(id) or id in RESERVED_IDS:
        hint = f"use {ID_FORM}; for example {proposed_id(id)}"
        problem = Problem("WS020", f"{shown(id)} is not fit to be an id", Place(PROJECTS), hint)
        raise Unusable([problem])
    _check_text(title, "the title")
    file = f"{PROJECTS}/{id}.toml"
    _make_folders(root, [file])
    with locked(root, purpose="hexvet new project"):
        taken = _user_of(root, id)
        if taken:
            message = f"the id '{id}' is taken"
            raise Unusable([Problem("WS021", message, Place(taken), "choose another id")])
        write_text(root / file, project_text(title, fields, headings), None, shown_as=file)
    return file


def settings_text(
    city: str,
    packs: Sequence[str],
    fields: Iterable[Field],
    headings: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The text of a new `hexvet.toml`."""
    return _SETTINGS.format(
        format=FORMAT,
        city=toml_text(city),
        packs=toml_value(list(packs)),
        how=_HOW_TO,
        fields=_questions([field for field in fields if field.of == "programme"], headings),
    )


def project_text(
    title: str,
    fields: Iterable[Field],
    headings: Mapping[str, str] = MappingProxyType({}),
    *,
    example: bool = False,
) -> str:
    """The text of a new project: it begins at the first stage, all else is commented out."""
    fields = [field for field in fields if field.of == "project"]
    stage = next((field for field in fields if field.name == "stage" and field.values), None)
    top = ['# summary = ""']
    if example:
        top.append("illustration = true        # an invented example: delete this file when done")
    if stage:
        top.append(f"stage = {toml_text(stage.values[0])}        # {' | '.join(stage.values)}")
    return _PROJECT.format(
        title=toml_text(title),
        top="\n".join(top) + "\n",
        how=_HOW_TO,
        fields=_questions([field for field in fields if field is not stage], headings),
    )


def _questions(fields: Sequence[Field], headings: Mapping[str, str]) -> str:
    """A commented block for each field, under its heading."""
    groups: dict[str, list[Field]] = {heading: [] for heading in headings.values()}
    for field in fields:
        heading = headings.get(field.name, stem_of(field.where.file))
        groups.setdefault(heading, []).append(field)
    parts: list[str] = []
    for heading, asked in groups.items():
        if asked:
            parts.append(f"# {f' {printable(heading)} ':-^{_WIDTH - 2}}\n")
        parts += [_question(field) for field in asked]
    return "\n".join(parts)


def _question(field: Field) -> str:
    lines = [field.title]
    lines += [text for text in (field.ask, field.help) if text]
    lines.append(_how(field))
    lines += [f"{value}: {meaning}" for value, meaning in field.anchors.items()]
    comment = "".join(_comment(line) for line in lines)
    if field.kind == "table" and field.columns:
        cells = ", ".join(_cell(column) for column in field.columns.values())
        return f"{comment}# {field.name} = [\n#   {{ {cells} }},\n# ]\n"
    return f"{comment}# {field.name} = {_BLANKS.get(field.kind, '')}".rstrip() + "\n"


def _how(field: Field) -> str:
    """How the answer is written: kind, unit, range, allowed values, columns."""
    if field.kind == "table":
        told = (f"{c.name}: {_allowed(c.values, c.kind)}" for c in field.columns.values())
        return f"Write rows, or [] when there are none. Columns: {'; '.join(told)}"
    unit = f" in {field.unit}" if field.unit else ""
    return f"Write {_allowed(field.values, field.kind)}{unit}{_limits(field.kind, field.range)}"


def _allowed(values: Sequence[str], kind: Kind) -> str:
    return " | ".join(toml_text(value) for value in values) if values else _HOW[kind]


def _limits(kind: Kind, range: Interval) -> str:
    if kind == "share" or range == ANYTHING:
        return ""

    def end(value: float) -> str:
        return str(datetime.date.fromordinal(int(value))) if kind == "date" else f"{value:,.15g}"

    low = f", from {end(range.low)}" if range.low > ANYTHING.low else ""
    high = f", at most {end(range.high)}" if range.high < ANYTHING.high else ""
    return low + high


def _cell(column: Column) -> str:
    return f"{column.name} = {_BLANKS.get(column.kind, '...')}"


def _comment(text: str) -> str:
    """A text of a pack as lines of comment; whatever it holds, it cannot get out of them."""
    plain = UNPRINTABLE.sub(" ", text)
    lines = textwrap.wrap(plain, _WIDTH - 2, break_on_hyphens=False) or [""]
    return "".join(f"# {line}\n" for line in lines)


def _check_text(text: str, name: str) -> None:
    longest = RESERVED["title"].longest
    if not text.strip() or len(text) > longest or UNPRINTABLE.search(text):
        message = f"{name} is empty, too long or holds control characters"
        hint = f"use 1 to {longest} characters on one line"
        raise Unusable([Problem("WS019", message, Place(SETTINGS), hint)])


def _make_folders(root: Path, files: Iterable[str]) -> None:
    for file in files:
        try:
            (root / file).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"cannot make a folder for it: {error.strerror or error}"
            raise Unusable([Problem("WS032", message, Place(file), way_out(error))]) from error


def _user_of(root: Path, id: str) -> str:
    """The file of the project that has this id, or nothing."""
    names, _ = toml_files(root, PROJECTS)
    for name in names:
        document = read_document(root / name, name)
        data: Mapping[str, object] = document.data if isinstance(document, Document) else {}
        if data.get("id", stem_of(name)) == id:
            return name
    return ""

"""A pack of the city's own that has all rules of a shipped one and says some of them otherwise."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from hexvet.documents import Document, parse_document
from hexvet.drafting.judging import Draft
from hexvet.granting import Objection
from hexvet.packs.composing import Composition
from hexvet.packs.loading import Library, shipped_folder
from hexvet.packs.scaffolds import Wish, header
from hexvet.problems import Problem, Unusable
from hexvet.workspace.folders import RULES, proposed_id
from hexvet.workspace.toml_values import same_data, set_value, toml_key, toml_value

if TYPE_CHECKING:
    from hexvet.loading import Workspace

_CHANGED: tuple[str, ...] = ("severity", "value", "weight", "fill", "limit", "title", "label")
"""What a city most often says otherwise; the first that a rule has begins its override."""
_REASON = "Say here why our city does it differently."
_COPY = "c copies the pack instead, and there it can"
_HEAD = re.compile(r".*?^\[pack\].*?(?=^\[)", re.DOTALL | re.MULTILINE)
"""A pack's text as far as its first rule."""
_NONE: Mapping[str, str] = MappingProxyType({})


Said: TypeAlias = "Mapping[tuple[str, str], Mapping[str, object]]"
"""What a pack says otherwise: the values of `("override", target)`, or of a new `(kind, name)`."""


@dataclass(frozen=True, slots=True)
class Extension:
    """What is to stand in a file of rules/. `row` (from 0) is that of the first value that it says
    otherwise. `replaces` is the id of the pack in whose place a new one is to be used."""

    file: str
    pack: str
    text: str = field(repr=False)
    row: int
    replaces: str = ""


def extension(
    workspace: Workspace, draft: Draft, kind: str, name: str, texts: Mapping[str, str] = _NONE
) -> Extension | Objection:
    """A file that extends a shipped pack and says otherwise all that the draft of it does; where
    the draft changes nothing, one of its rules, to be changed there.

    It is the workspace's own that extends the pack already, else a new one; `texts` holds files as
    they are being edited, by name. Raises `Unusable` when a value cannot be put into that file.
    """
    library = Library((workspace.root / RULES, shipped_folder()), workspace.root, tests=False)
    loaded = library.load_file(draft.path)
    library.hold(draft.path, parse_document(draft.text, draft.name))
    drafted = library.load_file(draft.path)
    base, new = loaded.composition, drafted.composition
    if base is None or new is None or loaded.pack is None or drafted.pack is None:
        return Objection(f"{draft.name} does not load", "F8 goes to its first mistake")
    said = _otherwise(base, new)
    if isinstance(said, Objection):
        return said
    found = _own(workspace, base.document.file) or _new(workspace, library, base)
    text = texts.get(found.file) or found.text
    target = _target(base, kind, name)
    if not said and target and ("override", target) in _spots(text):
        message = f"{found.file} overrides {target} already"
        return Objection(message, "open it, and change it there")
    return _with(replace(found, text=text), said or _first(base, kind, name, target))


def replaced(workspace: Workspace, text: str) -> str:
    """The id of the pack in use that the text of a new pack extends, and so takes the place of;
    empty when there is none. Where the text is broken, what stands above its first rule tells."""
    document = parse_document(text, "")
    if not isinstance(document, Document) and (head := _HEAD.match(text)):
        document = parse_document(head[0], "")
    header = document.data.get("pack") if isinstance(document, Document) else None
    bases = header.get("extends") if isinstance(header, Mapping) else None
    ids = [str(one).partition("@")[0] for one in bases] if isinstance(bases, list) else []
    return next((one for one in workspace.files.settings.packs if one in ids), "")


# what it says otherwise -------------------------------------------------------------------------
def _otherwise(old: Composition, new: Composition) -> Said | Objection:
    """Every value that is not what it was, rule by rule; or what no extension can say."""
    for word in ("pack", "renamed", "test"):
        if not same_data(old.document.data.get(word), new.document.data.get(word)):
            return Objection(f"no extension changes [{word}] of a pack", _COPY)
    said: dict[tuple[str, str], Mapping[str, object]] = {}
    for (kind, name), was in old.entries.items():
        now = new.entries.get((kind, name))
        gone = [key for key in was.values if now is None or key not in now.values]
        if now is None or gone:
            what = f"{kind} {name}" if now is None else f"{gone[0]} of {kind} {name}"
            return Objection(f"an extension takes nothing away, such as {what}", _COPY)
        values = {key: value for key, value in now.values.items()
                  if key not in was.values or not same_data(was.values[key], value)}  # fmt: skip
        if values:
            said["override", _target(old, kind, name)] = values
    return said | {slot: one.values for slot, one in new.entries.items() if slot not in old.entries}


def _first(base: Composition, kind: str, name: str, target: str) -> Said:
    """The value of a rule that a city most often says otherwise, as it is."""
    if not target:
        return {}
    values = base.entries[kind, name].values
    key = next((one for one in _CHANGED if one in values), "")
    return {("override", target): {key: values[key]} if key else {}}


def _target(base: Composition, kind: str, name: str) -> str:
    """`la-model/time_limited`, with its kind where another kind has the name, too; empty when it
    has no such rule."""
    entry = base.entries.get((kind, name))
    if entry is None:
        return ""
    same = [one for one in base.entries.values() if one.name == name and one.kind != "test"]
    return f"{entry.pack}/{entry.kind}.{name}" if len(same) > 1 else f"{entry.pack}/{name}"


# where it says so -------------------------------------------------------------------------------
def _own(workspace: Workspace, file: str) -> Extension | None:
    """The pack in use that lies in the workspace's rules/ and is made of that file."""
    shipped = shipped_folder().resolve()
    for one in workspace.loaded:
        found = one.composition
        if found is None or file not in one.documents or found.document.file == file:
            continue
        path = workspace.root / found.document.file
        if path.is_file() and path.parent.resolve() != shipped:
            id_ = str(found.header.get("id", ""))
            return Extension(found.document.file, id_, found.document.text, 0)
    return None


def _new(workspace: Workspace, library: Library, base: Composition) -> Extension:
    pack = str(base.header.get("id", ""))
    city = proposed_id(workspace.city).replace("_", "-").strip("-")
    id_ = city if city[:1].isalpha() else f"city-{city}"[:60]
    if library.find(id_) is not None:
        id_ = f"{id_[:30]}-{pack[:29]}"
    wish = Wish("pack", id_, datetime.date.min, workspace.city)
    named = workspace.files.settings.packs
    file = f"{RULES}/{id_.replace('-', '_')}.toml"
    return Extension(file, id_, header(wish, base), 0, pack if pack in named else "")


def _with(found: Extension, said: Said) -> Extension:
    """The file with what is said otherwise; the first value of it may be changed."""
    text = found.text.rstrip() + "\n"
    for path, values in said.items():
        text = _put(text, found.file, path, values)
    row = text.count("\n") - 1
    for path, values in [*said.items()][:1]:
        key = next(iter(values), "reason")
        row = _read(text, found.file).place((*path, key)).line - 1
    return replace(found, text=text, row=row)


def _put(text: str, file: str, path: tuple[str, str], values: Mapping[str, object]) -> str:
    """With one table more, or with its values where it is there."""
    if path not in _spots(text):
        reason = {"reason": _REASON} if path[0] == "override" else {}
        return f"{text}\n{_table(path, {**values, **reason})}"
    for key, value in values.items():
        text = set_value(_read(text, file), (*path, key), value)
    return text


def _table(path: tuple[str, str], values: Mapping[str, object]) -> str:
    size = max(map(len, values), default=0)
    rows = [f"{toml_key(key):<{size}} = {toml_value(value)}" for key, value in values.items()]
    return "\n".join([f"[{'.'.join(map(toml_key, path))}]", *rows, ""])


def _read(text: str, file: str) -> Document:
    document = parse_document(text, file)
    if isinstance(document, Problem):
        raise Unusable([document])
    return document


def _spots(text: str) -> set[tuple[str, str]]:
    """Kind and name of all tables of a text, as far as it is TOML."""
    document = parse_document(text, "")
    data = document.data if isinstance(document, Document) else {}
    return {(kind, name) for kind, table in data.items() if isinstance(table, Mapping)
            for name in table}  # fmt: skip

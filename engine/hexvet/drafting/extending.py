"""A pack of the city's own that has all rules of a shipped one and says one of them otherwise."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hexvet.documents import Document, parse_document
from hexvet.granting import Objection
from hexvet.packs.composing import Composition
from hexvet.packs.loading import Library, shipped_folder
from hexvet.packs.scaffolds import Wish, header
from hexvet.workspace.folders import RULES, proposed_id
from hexvet.workspace.toml_values import toml_text, toml_value

if TYPE_CHECKING:
    from hexvet.loading import Workspace

_CHANGED: tuple[str, ...] = ("severity", "value", "weight", "fill", "limit", "title", "label")
"""What a city most often says otherwise; the first that a rule has begins its override."""
_REASON = "Say here why our city does it differently."


@dataclass(frozen=True, slots=True)
class Extension:
    """What to write: `added` behind `before`, in a file of rules/. `replaces` is the id of the
    pack in whose place a new one is to be used."""

    file: str
    pack: str
    before: str = field(repr=False)
    added: str
    replaces: str = ""

    @property
    def behind(self) -> int:
        """How many rows from the end of the text the first value stands that may be changed."""
        return max(0, self.added.count("\n") - 1)

    def text(self, before: str = "") -> str:
        """The whole text; `before` is the file as it is being edited, when it is."""
        return f"{(before or self.before).rstrip()}\n\n{self.added}".rstrip() + "\n"


def extension(workspace: Workspace, pack: str, kind: str, name: str) -> Extension | Objection:
    """A file that extends a shipped pack and overrides one of its rules: the workspace's own that
    does so already, else a new one. Without a rule of that name nothing is overridden yet."""
    library = Library((workspace.root / RULES, shipped_folder()), workspace.root, tests=False)
    base = library.load(pack)
    if base.composition is None or base.pack is None:
        return Objection(f"'{pack[:60]}' does not load", "F8 goes to its first mistake")
    file = base.composition.document.file
    added = _override(base.composition, kind, name)
    own = _own(workspace, file)
    if own is None:
        return _new(workspace, library, base.composition, pack, added)
    target = _target(base.composition, kind, name)
    if target in _overrides(own):
        message = f"{own.document.file} overrides {target} already"
        return Objection(message, "open it, and change it there")
    id_ = str(own.header.get("id", ""))
    return Extension(own.document.file, id_, own.document.text, added)


def replaced(workspace: Workspace, text: str) -> str:
    """The id of the pack in use that the text of a new pack extends, and so takes the place of;
    empty when there is none."""
    document = parse_document(text, "")
    header = document.data.get("pack") if isinstance(document, Document) else None
    bases = header.get("extends") if isinstance(header, Mapping) else None
    ids = [str(one).partition("@")[0] for one in bases] if isinstance(bases, list) else []
    return next((one for one in workspace.files.settings.packs if one in ids), "")


def _own(workspace: Workspace, file: str) -> Composition | None:
    """The pack in use that lies in the workspace's rules/ and is made of that file."""
    shipped = shipped_folder().resolve()
    for one in workspace.loaded:
        found = one.composition
        if found is None or file not in one.documents or found.document.file == file:
            continue
        path = workspace.root / found.document.file
        if path.is_file() and path.parent.resolve() != shipped:
            return found
    return None


def _overrides(own: Composition) -> Mapping[str, object]:
    found = own.document.data.get("override")
    return found if isinstance(found, Mapping) else {}


def _new(
    workspace: Workspace, library: Library, base: Composition, pack: str, added: str
) -> Extension:
    city = proposed_id(workspace.city).replace("_", "-").strip("-")
    id_ = city if city[:1].isalpha() else f"city-{city}"[:60]
    if library.find(id_) is not None:
        id_ = f"{id_[:30]}-{pack[:29]}"
    wish = Wish("pack", id_, datetime.date.min, workspace.city)
    named = workspace.files.settings.packs
    file = f"{RULES}/{id_.replace('-', '_')}.toml"
    head = header(wish, base)
    return Extension(file, id_, head, added, pack if pack in named else "")


def _target(base: Composition, kind: str, name: str) -> str:
    """`la-model/time_limited`, with its kind where another kind has the name, too."""
    entry = base.entries.get((kind, name))
    if entry is None:
        return ""
    same = [one for one in base.entries.values() if one.name == name and one.kind != "test"]
    return f"{entry.pack}/{entry.kind}.{name}" if len(same) > 1 else f"{entry.pack}/{name}"


def _override(base: Composition, kind: str, name: str) -> str:
    target = _target(base, kind, name)
    if not target:
        return ""
    values = base.entries[kind, name].values
    key = next((one for one in _CHANGED if one in values), "")
    pairs = [(key, toml_value(values[key]))] if key else []
    size = max(len(key), len("reason"))
    rows = [f"{name:<{size}} = {said}" for name, said in (*pairs, ("reason", toml_text(_REASON)))]
    return "\n".join([f"[override.{toml_text(target)}]", *rows, ""])

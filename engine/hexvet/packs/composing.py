"""One pack out of several files: what it extends, what it adds, what it overrides.

Every entry keeps the file and key that set each of its values. Load order never changes the
result: two packs that declare the same name are an error, not a silent choice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from hexvet.documents import Document
from hexvet.model import Where
from hexvet.packs.entries import Entry, Override, changed_by, clash_of, later
from hexvet.packs.renaming import current, read_renamed
from hexvet.packs.safeguards import check_override
from hexvet.packs.schema import CODES, FORMAT, PACK, TABLES
from hexvet.problems import Place, Problem, suggestion
from hexvet.records import Key, Mistakes, read_record

__all__ = ["Composition", "Entry", "Find", "Override", "compose", "place_of"]

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
PACK_ID = re.compile(r"[a-z][a-z0-9-]{0,59}")
_VOCABULARY = ("field", "let", "param")
_REFERENCE = re.compile(r"([a-z][a-z0-9-]*)(?:@(\d+))?")
_TARGET = re.compile(r"([a-z][a-z0-9-]*)/(?:([a-z]+)\.)?([a-z][a-z0-9_]*)")
_TEST_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_TOP = ("pack", "override", "renamed", *TABLES)


@dataclass(frozen=True, slots=True)
class Composition:
    """All entries of a pack and of what it extends; `header` is the pack's own.

    `renamed` leads from old full ids to those that hold now. `portfolio` is the place of the
    condition that says which projects belong together: of the pack, or of one that it extends.
    """

    header: Mapping[str, object]
    document: Document
    entries: Mapping[tuple[str, str], Entry]
    documents: Mapping[str, Document]
    problems: tuple[Problem, ...]
    renamed: Mapping[str, str] = field(default_factory=dict)
    portfolio: Where | None = None

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """The entries of one kind, in the order of the files."""
        return (entry for entry in self.entries.values() if entry.kind == kind)


Find = Callable[[str, Document], "Document | Problem | None"]
"""Finds the file of a pack by id, seen from the file that extends it."""


def compose(
    document: Document, find: Find, above: tuple[str, ...] = (), *, tests: bool = True
) -> Composition:
    """The pack of a file with everything that it extends, and all mistakes in any of them.

    Without `tests` its worked examples are not looked at: judging does not need them.
    """
    composer = _Composer(document, find, above)
    composer.read_header()
    composer.extend()
    composer.read_entries(tests=tests)
    composer.rename()
    composer.override()
    return Composition(
        composer.header,
        document,
        composer.entries,
        composer.documents,
        (*composer.inherited, *composer.mistakes.problems),
        composer.renamed,
        composer.portfolio,
    )


class _Composer:
    def __init__(self, document: Document, find: Find, above: tuple[str, ...]) -> None:
        self.document, self.find, self.above = document, find, above
        self.mistakes = Mistakes(document, CODES)
        self.header: Mapping[str, object] = {}
        self.entries: dict[tuple[str, str], Entry] = {}
        self.documents = {document.file: document}
        self.inherited: list[Problem] = []
        self.renamed: dict[str, str] = {}
        self.changed: dict[tuple[str, str], str] = {}
        self.portfolio: Where | None = None

    @property
    def id(self) -> str:
        return str(self.header.get("id", ""))

    def read_header(self) -> None:
        for name in self.document.data:
            if name not in _TOP:
                self.mistakes.unknown_key((name,), _TOP)
        if not isinstance(self.document.data.get("pack"), dict):
            hint = "start the file with [pack] and id, title, version, format"
            self.mistakes.add("RP012", "there is no [pack] table", (), hint)
            return
        self.header = read_record(self.mistakes, ("pack",), PACK)
        if self.id and not PACK_ID.fullmatch(self.id):
            hint = "small letters, digits and hyphens, a letter first"
            self.mistakes.add("RP018", f"'{self.id[:60]}' is not an id", ("pack", "id"), hint)
        if self.header.get("format", FORMAT) != FORMAT:
            message = f"format {self.header['format']} is not known; this program reads 1"
            self.mistakes.add("RP029", message, ("pack", "format"), "use a newer program")

    def extend(self) -> None:
        references = self.header.get("extends", [])
        assert isinstance(references, list)
        for index, reference in enumerate(references):
            path = ("pack", "extends", index)
            found = self.base(str(reference), path)
            if found is not None:
                self.inherited += found.problems
                self.documents.update(found.documents)
                self.merge(found, path)
                self.merge_renamed(found, path)
                self.merge_portfolio(found, path)
        if "portfolio" in self.header:
            self.portfolio = Where(self.document.file, ("pack", "portfolio"))

    def base(self, reference: str, path: tuple[str | int, ...]) -> Composition | None:
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            hint = "write the pack's id and major version: 'base@1'"
            self.mistakes.add("RP026", f"'{reference[:60]}' does not name a pack", path, hint)
            return None
        if match[1] in (self.id, *self.above):
            chain = " -> ".join((*self.above, self.id, match[1]))
            self.mistakes.add("RP026", f"packs extend each other in a circle: {chain}", path)
            return None
        found = self.find(match[1], self.document)
        if found is None:
            hint = "put its file beside this one"
            self.mistakes.add("RP026", f"there is no pack '{match[1]}'", path, hint)
            return None
        if isinstance(found, Problem):
            self.inherited.append(found)
            return None
        composed = compose(found, self.find, (*self.above, self.id))
        self.same_major(composed, match, path)
        return composed

    def same_major(
        self, base: Composition, match: re.Match[str], path: tuple[str | int, ...]
    ) -> None:
        version = str(base.header.get("version", ""))
        if match[2] and version.partition(".")[0] != match[2]:
            message = f"this asks for {match[1]} version {match[2]}, but it is {version}"
            self.mistakes.add("RP026", message, path)

    def merge(self, base: Composition, path: tuple[str | int, ...]) -> None:
        for slot, entry in base.entries.items():
            if entry.kind == "test":
                continue
            present = self.named(*slot)
            kept = entry if present is None else later(present, entry)
            if kept is None and present is not None:
                self.mistakes.add("RP024", *clash_of(present, entry, path))
            elif kept is not None:
                self.entries[slot] = kept

    def merge_renamed(self, base: Composition, path: tuple[str | int, ...]) -> None:
        for old, new in base.renamed.items():
            other = self.renamed.setdefault(old, new)
            if other != new:
                message = f"'{old}' is called '{other}' by one pack and '{new}' by another"
                self.mistakes.add("RP024", message, path, "extend one of the two")

    def merge_portfolio(self, base: Composition, path: tuple[str | int, ...]) -> None:
        own = "portfolio" in self.header
        if not own and base.portfolio and self.portfolio not in (None, base.portfolio):
            message = "two packs say which projects belong together"
            self.mistakes.add("RP024", message, path, "say it here: portfolio = '...'")
        self.portfolio = self.portfolio or base.portfolio

    def named(self, kind: str, name: str) -> Entry | None:
        """The entry that has the name already; fields, lets and params share theirs."""
        kinds = _VOCABULARY if kind in _VOCABULARY else (kind,)
        return next((self.entries[k, name] for k in kinds if (k, name) in self.entries), None)

    def read_entries(self, *, tests: bool) -> None:
        for kind, shape in TABLES.items():
            if kind == "test" and not tests:
                continue
            tables = self.document.data.get(kind, {})
            if not isinstance(tables, dict):
                hint = f"write [{kind}.some_id]"
                self.mistakes.add("RP013", f"'{kind}' holds tables named by id", (kind,), hint)
                continue
            for name in tables:
                values = read_record(self.mistakes, (kind, name), shape, tables[name])
                self.add(kind, name, values)

    def add(self, kind: str, name: str, values: Mapping[str, object]) -> None:
        pattern = _TEST_NAME if kind == "test" else NAME
        if not pattern.fullmatch(name):
            hint = "small letters, digits and underscores, a letter first"
            path = (kind, name)
            self.mistakes.add("RP018", f"'{name[:60]}' is not an id", path, hint, key=True)
        slot = (kind, name)
        clash = self.named(kind, name)
        if clash is None:
            self.entries[slot] = Entry(kind, name, self.id, values, Where(self.document.file, slot))
            return
        if clash.pack != self.id:
            message = f"{clash.kind} '{name}' is already in {clash.pack}"
            hint = f'change it with [override."{clash.id}"], or choose another name'
        else:
            message, hint = f"'{name}' is also a {clash.kind}", "each name means one thing"
        self.mistakes.add("RP024", message, slot, hint, key=True)

    def rename(self) -> None:
        ids = [(e.kind, e.id) for e in self.entries.values() if e.kind != "test"]
        self.renamed = read_renamed(self.mistakes, self.id, ids, self.renamed)

    def override(self) -> None:
        overrides = self.document.data.get("override", {})
        if not isinstance(overrides, dict):
            hint = 'write [override."pack/id"]'
            self.mistakes.add("RP013", "'override' holds tables named by id", ("override",), hint)
            return
        for target, values in overrides.items():
            entry = self.target(target)
            if entry is not None and self.once(entry, target):
                self.apply(entry, ("override", target), values)

    def target(self, target: str) -> Entry | None:
        path = ("override", target)
        found = self.meant(target) or self.formerly(target)
        if len(found) == 1:
            return found[0]
        if found:
            kinds = " or ".join(f'"{e.pack}/{e.kind}.{e.name}"' for e in found)
            message = f"'{target[:80]}' is {' and '.join(e.kind for e in found)}"
            self.mistakes.add("RP027", message, path, f"write {kinds}", key=True)
            return None
        hint = suggestion(target, [entry.id for entry in self.entries.values()])
        hint = hint or 'overrides name an entry of an extended pack: "base/some_check"'
        self.mistakes.add("RP027", f"nothing to override: '{target[:80]}'", path, hint, key=True)
        return None

    def meant(self, target: str) -> list[Entry]:
        """The entries that `pack/name` or `pack/kind.name` can mean."""
        match = _TARGET.fullmatch(target)
        return [
            entry
            for entry in self.entries.values()
            if match and entry.pack == match[1] and entry.name == match[3]
            and match[2] in (None, entry.kind) and entry.kind != "test"
        ]  # fmt: skip

    def formerly(self, target: str) -> list[Entry]:
        """The entries that had that id before they were renamed."""
        match = _TARGET.fullmatch(target)
        if match is None:
            return []
        old = f"{match[1]}/{match[3]}"
        found = [
            entry
            for entry in self.entries.values()
            if entry.id == current(self.renamed, old, entry.kind)
            and match[2] in (None, entry.kind) and entry.kind != "test"
        ]  # fmt: skip
        if len(found) == 1:
            message, hint = f"'{old}' is called '{found[0].id}' now", "use the new id"
            path = ("override", target)
            self.mistakes.add("RP039", message, path, hint, key=True, severity="warning")
        return found

    def once(self, entry: Entry, target: str) -> bool:
        """Whether this file overrides the entry for the first time; reports it otherwise."""
        other = self.changed.setdefault((entry.kind, entry.name), target)
        if other == target:
            return True
        message = f"'{target[:80]}' and '{other[:80]}' are the same {entry.kind}"
        path = ("override", target)
        self.mistakes.add("RP024", message, path, "put both into one table", key=True)
        return False

    def apply(self, entry: Entry, path: tuple[str, str], given: object) -> None:
        optional = {name: replace(key, required=False) for name, key in TABLES[entry.kind].items()}
        shape = {**optional, "reason": Key("text", line=False)}
        values = read_record(self.mistakes, path, shape, given)
        if entry.pack == self.id:
            message = "this entry is in the same file"
            self.mistakes.add("RP027", message, path, "change it there", key=True)
        if "reason" not in values:
            hint = "add reason = '…', so that the next reader knows why"
            self.mistakes.add("RP028", f"the override of {entry.id} has no reason", path, hint)
        reason = str(values.pop("reason", ""))
        here = Where(self.document.file, path)
        changed = changed_by(entry, values, Override(self.id, reason, tuple(values), here))
        if entry.kind == "check":
            check_override(
                entry.written,
                changed.values,
                values,
                lambda code, message, key, hint: self.mistakes.add(
                    code, message, (*path, key), hint
                ),
            )
        self.entries[entry.kind, entry.name] = changed


def place_of(documents: Mapping[str, Document], where: Where) -> Place:
    """The line and column of a key in one of several files."""
    document = documents.get(where.file)
    return Place(where.file) if document is None else document.place(where.path)

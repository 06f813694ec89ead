"""Two packs beside each other, rule by rule, in words that need no programmer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hexvet.differences.inference_phrases import concluded
from hexvet.differences.phrases import phrase, subject_of
from hexvet.packs.composing import Composition, Entry
from hexvet.packs.loading import Loaded
from hexvet.packs.renaming import current
from hexvet.packs.schema import TABLES

_RULES = ("field", "param", "let", "gate", "section", "criterion", "check", "tally", "infer")
_SILENT = {"title", "label", "message", "remedy", "rationale", "clause", "note", "help", "ask",
           "source", "reading", "short", "anchors", "owner", "license", "version", "decided_by",
           "overridden_by", "depends_on"}  # fmt: skip
"""Keys that never change a verdict: they are read by people, or say who decides."""

_NO_VERDICTS = ("test", "tally", "infer")
"""Entries that judge nothing: inference makes findings of verdicts."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different. `old` and `new` are texts to put side by side, or empty.

    `kind` is field, param, check and so on, or pack for its header; `verdicts` tells whether it
    can change a verdict at all.
    """

    kind: str
    name: str
    key: str
    text: str
    old: str = ""
    new: str = ""
    verdicts: bool = True


def changes_between(old: Loaded, new: Loaded) -> tuple[Change, ...]:
    """Every difference between two packs that load, in the order of the kinds and of the new
    file; what was taken away comes last of its kind."""
    before, after = old.composition, new.composition
    if before is None or after is None:
        return ()
    found = list(_of_header(before.header, after.header))
    names = Names(before, after)
    # the tests of another pack stay with it: they are not taken away
    same = before.header.get("id") == after.header.get("id")
    for kind in (*_RULES, *(("test",) if same else ())):
        found += _of_kind(kind, names)
    return tuple(found)


class Names:
    """Which entry of the old pack is which of the new one: by name, or by a new name."""

    def __init__(self, before: Composition, after: Composition) -> None:
        self.before = dict(before.entries)
        self.after = dict(after.entries)
        self.renamed: dict[tuple[str, str], tuple[str, str]] = {}
        for slot, entry in self.before.items():
            if slot not in self.after:
                self._follow(slot, entry, after.renamed)

    def _follow(self, slot: tuple[str, str], entry: Entry, renamed: Mapping[str, str]) -> None:
        """By what the new pack says about old ids, or because all the rest is the same."""
        said = current(renamed, entry.id, entry.kind).partition("/")[2]
        if (entry.kind, said) in self.after:
            self.renamed[entry.kind, said] = slot
            return
        for other, candidate in self.after.items():
            fresh = other not in self.before and other not in self.renamed
            if fresh and other[0] == slot[0] and candidate.values == entry.values:
                self.renamed[other] = slot
                return

    def old_of(self, slot: tuple[str, str]) -> Entry | None:
        """The old entry of a new one."""
        return self.before.get(slot) or self.before.get(self.renamed.get(slot, ("", "")))

    def new_name(self, kind: str, name: str) -> str:
        """What an old entry is called in the new pack; empty when it is gone."""
        if (kind, name) in self.after:
            return name
        return next((n for (k, n), old in self.renamed.items() if old == (kind, name)), "")


def _of_header(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Change]:
    name = str(new.get("id", ""))
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            text = phrase("pack", key, old.get(key), new.get(key))
            verdicts = key in ("effective", "score", "extends")
            yield Change("pack", name, key, f"pack: {text}", verdicts=verdicts)


def _of_kind(kind: str, names: Names) -> Iterator[Change]:
    for slot, entry in names.after.items():
        if slot[0] != kind:
            continue
        before = names.old_of(slot)
        if before is None:
            text = f"{_named(entry)} added{_gist(entry)}"
            yield Change(kind, entry.name, "", text, verdicts=kind not in _NO_VERDICTS)
            continue
        if before.name != entry.name:
            text = f"{kind} {before.name} is now called {entry.name}"
            yield Change(kind, entry.name, "", text, verdicts=False)
        yield from _of_entry(before, entry)
    for slot, entry in names.before.items():
        if slot[0] == kind and not names.new_name(*slot):
            text = f"{_named(entry)} removed{_gist(entry)}"
            yield Change(kind, entry.name, "", text, verdicts=kind not in _NO_VERDICTS)


def _named(entry: Entry) -> str:
    label = str(entry.values.get("title") or entry.values.get("label") or "")
    return f"{entry.kind} {entry.name}{f' ({label})' if label else ''}"


def _gist(entry: Entry) -> str:
    """What a check or an inference rule does, for one that is new or gone."""
    if entry.kind == "infer":
        return f": {concluded(entry.values.get('then'))}"
    if entry.kind != "check":
        return ""
    severity = str(entry.values.get("severity"))
    article = "" if severity == "advice" else "a "
    return f": {article}{severity} at {entry.values.get('gate')}"


def _of_entry(before: Entry, after: Entry) -> Iterator[Change]:
    if before.values == after.values:
        return
    if after.kind == "test":
        yield Change("test", after.name, "", f"test {after.name} changed", verdicts=False)
        return
    for key in (*TABLES[after.kind],):
        old, new = before.values.get(key), after.values.get(key)
        if old != new and not _together(key, after):
            text = phrase(after.kind, key, old, new, after.values)
            told = f"{subject_of(after)}: {text}"
            sides = _sides(key, old, new)
            verdicts = key not in _SILENT and after.kind not in _NO_VERDICTS
            yield Change(after.kind, after.name, key, told, *sides, verdicts=verdicts)


def _together(key: str, entry: Entry) -> bool:
    """A param's `value` and `values` are told as one."""
    return entry.kind == "param" and key == "value" and "values" in entry.values


def _sides(key: str, old: object, new: object) -> tuple[str, str]:
    """Texts that are put side by side: expressions, messages and other prose."""
    if isinstance(old, str) and isinstance(new, str) and key not in ("severity", "gate", "unknown"):
        return old, new
    return "", ""

"""What holds after all overrides: each value with the line that set it, and what it replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hexvet.model import Where
from hexvet.packs.composing import Composition, Entry, place_of
from hexvet.packs.renaming import current
from hexvet.problems import Place, suggestion


class NoSuchEntry(LookupError):
    """The pack has no entry of that name, or several; the message says which there are."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One value at one place. `pack` set it; `reason` is why, empty for the first one."""

    value: object
    pack: str
    place: Place
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EffectiveKey:
    """One key: what holds, and what it replaced, latest first."""

    name: str
    holds: Setting
    replaced: tuple[Setting, ...] = ()


@dataclass(frozen=True, slots=True)
class EffectiveEntry:
    """One `[kind.name]` as it is after all overrides; kind `pack` is the header."""

    id: str
    kind: str
    place: Place
    keys: tuple[EffectiveKey, ...]


def effective(composition: Composition, wanted: str = "") -> tuple[EffectiveEntry, ...]:
    """The entries that `wanted` names, in the order of the files; the tests are left out.

    It is the pack's id (or empty) for everything, that of an extended pack, `pack/name`, `name`,
    or either with the kind in front of the name (`check.name`). An old id leads to the new one.
    Raises NoSuchEntry.
    """
    own = str(composition.header.get("id", ""))
    entries = [entry for entry in composition.entries.values() if entry.kind != "test"]
    if wanted not in ("", own):
        entries = _named(composition, entries, wanted)
        return tuple(_entry(composition, entry) for entry in entries)
    return (_header(composition, own), *(_entry(composition, entry) for entry in entries))


def _named(composition: Composition, entries: list[Entry], wanted: str) -> list[Entry]:
    whole = [entry for entry in entries if entry.pack == wanted]
    found = whole or [entry for entry in entries if wanted in _names(entry)]
    if not found:
        found = [e for e in entries if current(composition.renamed, wanted, e.kind) == e.id]
    if not found:
        known = {name for entry in entries for name in _names(entry)}
        hint = suggestion(wanted, known)
        raise NoSuchEntry(f"there is nothing called '{wanted[:80]}'{hint and '; '}{hint}")
    if len({entry.pack for entry in found}) > 1:
        several = ", ".join(f"{entry.pack}/{entry.kind}.{entry.name}" for entry in found)
        raise NoSuchEntry(f"'{wanted[:80]}' is {several}; name one of them")
    return found


def _names(entry: Entry) -> tuple[str, ...]:
    kind = f"{entry.kind}.{entry.name}"
    return (entry.id, entry.name, kind, f"{entry.pack}/{kind}")


def _header(composition: Composition, own: str) -> EffectiveEntry:
    document = composition.document
    keys = tuple(
        EffectiveKey(name, Setting(value, own, document.place(("pack", name), key=True)))
        for name, value in composition.header.items()
    )
    return EffectiveEntry(own, "pack", document.place(("pack",), key=True), keys)


def _entry(composition: Composition, entry: Entry) -> EffectiveEntry:
    keys = tuple(_key(composition, entry, name) for name in entry.values)
    return EffectiveEntry(entry.id, entry.kind, place_of(composition.documents, entry.where), keys)


def _key(composition: Composition, entry: Entry, name: str) -> EffectiveKey:
    settings = list(_settings(composition, entry, name))
    return EffectiveKey(name, settings[-1], tuple(reversed(settings[:-1])))


def _settings(composition: Composition, entry: Entry, name: str) -> Iterator[Setting]:
    """What a key was set to, the first one first."""
    if name in entry.written:
        place = _place(composition, Where(entry.where.file, (*entry.where.path, name)))
        yield Setting(entry.written[name], entry.pack, place)
    for override in entry.overrides:
        if name in override.keys:
            where = Where(override.where.file, (*override.where.path, name))
            value = _value(composition, where)
            yield Setting(value, override.pack, _place(composition, where), override.reason)


def _place(composition: Composition, where: Where) -> Place:
    return composition.documents[where.file].place(where.path, key=True)


def _value(composition: Composition, where: Where) -> object:
    """What stands at a place of a file."""
    found: object = composition.documents[where.file].data
    for step in where.path:
        assert isinstance(found, Mapping)
        found = found[str(step)]
    return found

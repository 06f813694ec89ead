"""The entries of packs: one `[kind.name]` each, with who changed it, where and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from hexvet.model import Where

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Override:
    """One pack's change of another's entry: which keys it sets, where, and why."""

    pack: str
    reason: str
    keys: tuple[str, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Entry:
    """One `[kind.name]` with its values; `origins` tells where overridden keys were set.

    `overrides` are all changes in the order in which they were made, each with its reason;
    `declared` holds the values of the pack that wrote the entry, once something changed them.
    """

    kind: str
    name: str
    pack: str
    values: Mapping[str, object]
    where: Where
    origins: Mapping[str, Where] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    declared: Mapping[str, object] | None = None

    @property
    def written(self) -> Mapping[str, object]:
        """The values as the entry's own pack has them, before any override."""
        return self.values if self.declared is None else self.declared

    @property
    def id(self) -> str:
        """The full id: `pack/name`."""
        return f"{self.pack}/{self.name}"

    def at(self, *path: str | int) -> Where:
        """The key below this entry, in the file that set it."""
        origin = self.origins.get(str(path[0])) if path else None
        if origin is not None:
            return Where(origin.file, (*origin.path, *path[1:]))
        return Where(self.where.file, (*self.where.path, *path))


def changed_by(entry: Entry, values: Mapping[str, object], override: Override) -> Entry:
    """The entry with one override more."""
    file, path = override.where.file, override.where.path
    return replace(
        entry,
        values={**entry.values, **values},
        origins={**entry.origins, **{name: Where(file, (*path, name)) for name in values}},
        overrides=(*entry.overrides, override),
        declared=entry.written,
    )


def later(a: Entry, b: Entry) -> Entry | None:
    """Of one entry reached over two ways, the one that has all overrides of the other.

    None when they are two entries, or when each has an override that the other has not: then
    the order of the packs would decide.
    """
    if a.where != b.where:
        return None
    more, less = (a, b) if len(a.overrides) >= len(b.overrides) else (b, a)
    return more if more.overrides[: len(less.overrides)] == less.overrides else None


def clash_of(a: Entry, b: Entry, path: Path) -> tuple[str, Path, str]:
    """Message, place and hint for two packs that claim one name."""
    if a.where == b.where:
        first, second = (one.overrides[-1].pack for one in (a, b))
        message = f"{first} and {second} override {a.id}, and neither knows of the other"
        return message, path, "let one of them extend the other"
    kinds = b.kind if a.kind == b.kind else f"{a.kind} and {b.kind}"
    message = f"{kinds} '{b.name}' is in {a.pack} and in {b.pack}"
    return message, path, "extend one of the two, or rename one"

"""The journal's records: what is asked to be recorded, and what stands in a line."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

Kind: TypeAlias = Literal[
    "decision", "waiver", "rules", "answer", "vote", "resolution", "undo", "edit", "recovery"
]
"""What an entry is about; `edit` are files changed by hand, noticed afterwards."""

KINDS: tuple[Kind, ...] = get_args(Kind)

Json: TypeAlias = "Mapping[str, Json] | list[Json] | tuple[Json, ...] | str | float | bool | None"

Path: TypeAlias = tuple[str | int, ...]
"""Where a value stands in a TOML file: its keys, and numbers of rows from 0."""

Clock: TypeAlias = Callable[[], datetime.datetime]
"""Tells the time, with its zone."""

FORMAT = 1
"""The version of the journal's lines that is read and written."""

GENESIS = "0" * 64
"""What the first line names as the digest of the line before it."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One value of a TOML file, as TOML text, before and after; None where it is absent.

    An empty `path` is the whole file, `before` and `after` its text. A value may be a table,
    written `{ key = value }`: a new one below the top level becomes a `[table]` of its own.
    """

    file: str
    path: Path
    before: str | None
    after: str | None

    def turned(self) -> Edit:
        """The edit that takes this one back."""
        return Edit(self.file, self.path, self.after, self.before)


@dataclass(frozen=True, slots=True)
class FileChange:
    """The digests of a whole file before and after an entry; None where there was no file."""

    file: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Texts by file name: all that a judgement was made from. `packs` is id to version.

    `watched` are those of the files that lie in the workspace itself: nothing is recorded when
    one of them is no longer what was judged.
    """

    files: Mapping[str, str] = field(repr=False)
    packs: Mapping[str, str]
    watched: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before it is written.

    `by` is the id of a person, or a login; `role` the office in which they act. `about` names
    what it concerns, each as `kind:id`: `project:permits`, `check:la-model/sponsor`,
    `pack:la-model`, `field:cost`, `gate:selection`, `waiver:w1`, `person:anna`, `entry:12`.
    `as_of` is the day that was judged on. `details` are further facts of this kind of entry:
    what the gates said, votes, flips. `inputs` are kept with the entry, for replay.
    """

    kind: Kind
    by: str
    role: str = ""
    about: tuple[str, ...] = ()
    reason: str = ""
    as_of: datetime.date | None = None
    details: Mapping[str, Json] = field(default_factory=dict)
    inputs: Snapshot | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal. `number` counts from 1, `at` is in UTC.

    `inputs` is the digest of the manifest of all that was judged, "" when nothing was.
    `edits` are values; files that were changed as a whole are in `files` alone. `prev` is the
    `sha256` of the entry before.
    """

    number: int
    at: datetime.datetime
    kind: Kind
    by: str
    role: str = ""
    about: tuple[str, ...] = ()
    reason: str = ""
    as_of: datetime.date | None = None
    details: Mapping[str, Json] = field(default_factory=dict)
    inputs: str = ""
    edits: tuple[Edit, ...] = ()
    files: tuple[FileChange, ...] = ()
    prev: str = GENESIS
    sha256: str = ""

    def concerns(self, kind: str) -> tuple[str, ...]:
        """The ids of one kind that it is about: `entry.concerns("project")`."""
        start = f"{kind}:"
        return tuple(name.removeprefix(start) for name in self.about if name.startswith(start))

"""What the form remembers: the place where one stopped, what is sticky, and what is on its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from hexvet.deciding.asking import Asked
    from hexvet.deciding.effects import Shift
    from hexvet.evaluation import Assessment
    from hexvet.model import Fill, Interval, Passage
    from hexvet.people import Actor

Asking: TypeAlias = Literal["settling", "pack", "across"]
"""What settles most first, the pack's order, or one question about all projects."""
ORDERS: tuple[Asking, ...] = ("settling", "pack", "across")
Deed: TypeAlias = Literal["answer", "row", "vote", "resolution", "finish", "undo"]


def key_of(project: str, field: str, party: str) -> str:
    """Under what a text that is not written is kept: each party has its own."""
    return f"{project} {field} {party}".rstrip()


@dataclass(frozen=True, slots=True)
class Spot:
    """What a line was opened for: the text belongs there, wherever the cursor goes meanwhile.

    `stood` is what that file answered then, as TOML holds it.
    """

    project: str
    one: Asked
    party: str = ""
    stood: object = None

    @property
    def key(self) -> str:
        """Under what its text is kept while it is not written."""
        return key_of(self.project, self.one.field.name, self.party)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing to write. `value` is as TOML holds it, None takes an answer away; of a vote it
    is the vote and `voter` the party, of an undo the number of the entry, and `sure` that it is
    taken back although projects stand on it. `typed` is the text that the value was read from,
    `by` who signs it: whoever answered when it was given; `ahead` where the form went on to."""

    deed: Deed
    project: str
    field: str
    value: object = None
    party: str = ""
    source: str = ""
    confidence: str = ""
    note: str = ""
    reason: str = ""
    voter: str = ""
    sure: bool = False
    typed: str = ""
    by: Actor | None = None
    ahead: tuple[str, str] = ("", "")

    @property
    def key(self) -> str:
        """As that of the spot."""
        return key_of(self.project, self.field, self.party)


@dataclass(frozen=True, slots=True)
class Glance:
    """A project's sections, the gate that it is at, and its score."""

    sections: tuple[Fill, ...] = ()
    gate: tuple[str, Passage] | None = None
    score: Interval | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What the last answer did. `words` say what was written; for an answer they are the label
    of its question, and `was` and `now` what stood there and stands, in words."""

    words: str = ""
    was: str = ""
    now: str = ""
    before: Glance = Glance()
    after: Glance = Glance()
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What a party may see, and of which moment."""

    key: tuple[int, str, str]
    assessment: Assessment = field(repr=False)


@dataclass(frozen=True, slots=True)
class VettingState:
    """`cursor` is the field in question by project, `skipped` fields wait at the end.

    `queue` holds what is to be written, signed; its first is being written now. `written` are the
    numbers of the entries of this sitting, with their project and field. `row` are the columns of
    a row that is being typed, `drafts` lines that are not written. `voter` is the party that the
    next key votes for, after the key of its question. `chosen`: whose answers these are was
    settled or asked for.
    """

    order: Asking = "settling"
    cursor: Mapping[str, str] = field(default_factory=dict)
    across: str = ""
    skipped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    whole: bool = False
    party: str = ""
    chosen: bool = False
    source: str = ""
    confidence: str = ""
    note: str = ""
    queue: tuple[Wanted, ...] = ()
    written: tuple[tuple[int, str, str], ...] = ()
    told: Told = Told()
    row: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    drafts: Mapping[str, str] = field(default_factory=dict)
    voter: tuple[str, str] = ("", "")
    seen: Seen | None = field(default=None, repr=False)

"""Which entries of the journal are asked for."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from hexvet.journal.model import Entry

_NO_RULES = ("project", "person", "entry", "party", "waiver")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What entries have to be: each term that is not empty has to hold, by one of its words.

    `rules` are ids of checks, gates, fields or packs: `pack/id`, or the id alone. `since` and
    `until` are days in UTC, both included.
    """

    kinds: Sequence[str] = ()
    people: Sequence[str] = ()
    projects: Sequence[str] = ()
    rules: Sequence[str] = ()
    since: datetime.date | None = None
    until: datetime.date | None = None


def matches(entry: Entry, wanted: Wanted) -> bool:
    """Whether an entry is among those that are asked for."""
    day: datetime.date = entry.at.date()
    return (
        (not wanted.kinds or entry.kind in wanted.kinds)
        and (not wanted.since or day >= wanted.since)
        and (not wanted.until or day <= wanted.until)
        and (not wanted.people or entry.by in wanted.people)
        and (not wanted.projects or _shares(wanted.projects, entry.concerns("project")))
        and (not wanted.rules or _names_rule(entry, wanted.rules))
    )


def _shares(wanted: Sequence[str], found: Sequence[str]) -> bool:
    return not set(wanted).isdisjoint(found)


def _names_rule(entry: Entry, rules: Sequence[str]) -> bool:
    """Whether a rule is among what an entry is about, by its full id or the short one."""
    parts = (name.partition(":") for name in entry.about)
    ids = [id_ for kind, _, id_ in parts if kind not in _NO_RULES]
    return _shares(rules, [*ids, *(id_.rpartition("/")[2] for id_ in ids)])

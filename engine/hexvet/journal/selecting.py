"""Which entries of the journal are asked for."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hexvet.journal.model import Entry
from hexvet.problems import suggestion

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
    return _shares(rules, _rules(entry))


def _rules(entry: Entry) -> list[str]:
    parts = (name.partition(":") for name in entry.about)
    ids = [id_ for kind, _, id_ in parts if kind not in _NO_RULES]
    return [*ids, *(id_.rpartition("/")[2] for id_ in ids)]


def unknown(wanted: Wanted, entries: Iterable[Entry]) -> list[tuple[str, str, str]]:
    """The words asked for that no entry has, each with what it should be and the nearest one
    that there is, "" where none is near: `("project", "harbor", "did you mean 'harbour'?")`."""
    people: set[str] = set()
    projects: set[str] = set()
    rules: set[str] = set()
    for entry in entries:
        people.add(entry.by)
        projects.update(entry.concerns("project"))
        rules.update(_rules(entry))
    asked = (
        ("person", wanted.people, people),
        ("project", wanted.projects, projects),
        ("rule", wanted.rules, rules),
    )
    return [
        (what, word, suggestion(word, sorted(known)))
        for what, words, known in asked for word in words if word not in known
    ]  # fmt: skip

"""The filter of the log: the words of `hexvet log`, as `project:permits kind:decision`."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hexvet.journal.model import Entry

LISTS = ("project", "person", "rule", "kind")
DAYS = ("since", "until")
NAMES = (*LISTS, *DAYS)


@dataclass(frozen=True, slots=True)
class Terms:
    """What entries have to be, as `hexvet log` asks it; `words` are looked for in all that an
    entry says in words."""

    projects: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: datetime.date | None = None
    until: datetime.date | None = None
    words: tuple[str, ...] = ()
    text: str = ""

    def keeps(self, entry: Entry) -> bool:
        """Whether an entry is among them."""
        from hexvet.journal.selecting import Wanted, matches

        asked = (self.kinds, self.people, self.projects, self.rules, self.since, self.until)
        return matches(entry, Wanted(*asked)) and self._says(entry)

    def _says(self, entry: Entry) -> bool:
        from hexvet.reporters.journal import what

        if not self.words:
            return True
        told = " ".join((*entry.about, what(entry), entry.reason, entry.by, entry.role)).casefold()
        return all(word in told for word in self.words)


EVERYTHING = Terms()


def parse(text: str) -> Terms | str:
    """The terms of a line, or what is wrong with it."""
    from hexvet.journal.model import KINDS
    from hexvet.problems import suggestion

    found: dict[str, list[str]] = {name: [] for name in (*LISTS, "words")}
    days: dict[str, datetime.date] = {}
    for term in text.split():
        name, colon, value = term.partition(":")
        if not colon:
            found["words"].append(term.casefold())
        elif name in DAYS:
            try:
                days[name] = datetime.date.fromisoformat(value)
            except ValueError:
                return f"{name}: wants a day such as 2026-01-31"
        elif name not in LISTS or not value:
            near = suggestion(name, NAMES) or f"there are {', '.join(NAMES)}"
            return f"'{term[:40]}' is no term of the log; {near}"
        elif name == "kind" and value not in KINDS:
            return (
                f"there is no kind '{value[:40]}'; {suggestion(value, KINDS) or ', '.join(KINDS)}"
            )
        else:
            found[name].append(value)
    lists = (tuple(found[name]) for name in (*LISTS, "words"))
    projects, people, rules, kinds, words = lists
    return Terms(projects, people, rules, kinds, days.get("since"), days.get("until"), words, text)

"""A pack as lint looks at it: its entries, its expressions, and who reads which word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from hexvet.language.nodes import Node
from hexvet.packs.chains import words_matched
from hexvet.packs.composing import Composition
from hexvet.packs.entries import Entry
from hexvet.packs.lint.meaning import Meanings, Word
from hexvet.packs.lint.model import Draft
from hexvet.packs.lint.possible import Possible
from hexvet.packs.lint.worlds import Worlds
from hexvet.packs.model import Check, Criterion, Expression, Message, Pack

KNOWS_NO_WORD: frozenset[Word] = frozenset()


@dataclass(frozen=True)
class View:
    """One pack that loads, with what several lint rules want to know about it."""

    pack: Pack
    composition: Composition

    @cached_property
    def meanings(self) -> Meanings:
        """What its expressions mean."""
        return Meanings(self.pack.lets)

    @cached_property
    def worlds(self) -> Worlds:
        """What its conditions can come to."""
        return Worlds(Possible(self.pack), self.meanings)

    @property
    def file(self) -> str:
        """The file that is linted; others are those of the packs that it extends."""
        return self.composition.document.file

    def entries(self, kind: str) -> Iterator[Entry]:
        """The entries of one kind."""
        return self.composition.of_kind(kind)

    def entry(self, kind: str, name: str) -> Entry:
        """The entry behind a rule; `name` without its pack."""
        return self.composition.entries[kind, name]

    @cached_property
    def checks(self) -> tuple[tuple[Check, Entry], ...]:
        """The checks with their entries."""
        return tuple((one, self.entry("check", one.name)) for one in self.pack.checks.values())

    @cached_property
    def criteria(self) -> tuple[tuple[Criterion, Entry], ...]:
        """The criteria with their entries."""
        return tuple(
            (one, self.entry("criterion", one.name)) for one in self.pack.criteria.values()
        )

    # who reads what ---------------------------------------------------------------------------
    def expressions(self, entry: Entry) -> tuple[Expression, ...]:
        """All expressions of one entry, those in its message too."""
        if entry.kind == "let":
            let = self.pack.lets.get(entry.name)
            return (let.expression,) if let else ()
        if entry.kind == "check":
            check = self.pack.checks[entry.id]
            rest = (check.when,) if check.when else ()
            return (check.require, *rest, *placeholders(check.message))
        if entry.kind == "criterion":
            return asked_by(self.pack.criteria[entry.id])
        if entry.kind == "tally":
            tally = self.pack.tallies[entry.id]
            return tuple(one for one in (tally.rows, tally.limit_rows) if one is not None)
        return ()

    def words(self, entry: Entry) -> frozenset[Word]:
        """The words that an entry names itself, in expressions and in other ways."""
        found = (self.meanings.words(one.node) for one in self.expressions(entry))
        named: frozenset[Word] = KNOWS_NO_WORD
        if entry.kind == "tally":
            tally = self.pack.tallies[entry.id]
            named = frozenset({("field", tally.table), ("field", tally.limit_table)})
        elif entry.kind == "infer":
            named = frozenset(words_matched(self.pack.inferences[entry.id], self.pack))
        return named.union(*found)

    @cached_property
    def reads(self) -> Mapping[Word, frozenset[Word]]:
        """The words that each rule and each let names itself."""
        found = {
            (entry.kind, entry.name): self.words(entry)
            for entry in self.composition.entries.values()
            if entry.kind in ("let", "check", "criterion", "tally", "infer")
        }
        if self.pack.portfolio is not None:
            found["pack", "portfolio"] = self.meanings.words(self.pack.portfolio.node)
        return found

    @cached_property
    def in_use(self) -> frozenset[Word]:
        """Every word that a rule needs, directly or through lets."""
        waiting = [word for word in self.reads if word[0] != "let"]
        seen: set[Word] = set()
        while waiting:
            for word in self.reads.get(waiting.pop(), KNOWS_NO_WORD) - seen:
                seen.add(word)
                waiting.append(word)
        return frozenset(seen)

    @cached_property
    def touched(self) -> frozenset[Word]:
        """The entries that the linted file declares or overrides."""
        return frozenset(
            (entry.kind, entry.name)
            for entry in self.composition.entries.values()
            if entry.where.file == self.file
            or any(where.file == self.file for where in entry.origins.values())
        )

    def concerns(self, draft: Draft) -> bool:
        """Whether a weakness is this file's: in it, or brought about by its overrides."""
        if draft.where.file == self.file:
            return True
        word = (str(draft.where.path[0]), str(draft.where.path[1]))
        around = {word, *draft.reads, *self.reads.get(word, ())}
        return not around.isdisjoint(self.touched)


def asked_by(criterion: Criterion) -> tuple[Expression, ...]:
    """The expressions that a criterion asks: its condition, and the input of its score."""
    score = () if criterion.score is None else (criterion.score.input,)
    return score if criterion.met is None else (criterion.met, *score)


def placeholders(message: Message) -> Iterator[Expression]:
    """The expressions inside a message."""
    return (part[0] for part in message.parts if not isinstance(part, str))


def of_part(code: str, message: str, home: Expression, node: Node, hint: str = "") -> Draft:
    """A weakness of a part of an expression, with the caret under it."""
    return Draft(code, message, home.where, hint, (node.start, node.end))


def of_entry(code: str, message: str, entry: Entry, key: str = "", hint: str = "") -> Draft:
    """A weakness of an entry: at one of its keys, or at its name."""
    if key:
        return Draft(code, message, entry.at(key), hint)
    return Draft(code, message, entry.where, hint, key=True)


def whole_of(home: Expression) -> tuple[int, int]:
    """The span of an expression inside its text."""
    return home.node.start, home.node.end

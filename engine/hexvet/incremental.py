"""What need not be done again when only a few projects changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import overload

from hexvet.language.nodes import Aggregate, Name, Node, walk
from hexvet.model import Project, Standing
from hexvet.packs.model import Pack


def same_answers(before: Project | None, now: Project) -> bool:
    """Whether a project says what it said before."""
    return before is now or (before is not None and before.cells == now.cells)


def same_to_the_programme(
    earlier: Mapping[str, Project], now: Mapping[str, Project], packs: Sequence[Pack]
) -> bool:
    """Whether the programme's checks see the same projects: they read few fields of them."""
    if list(earlier) != list(now):
        return False
    changed = [id_ for id_, project in now.items() if project is not earlier[id_]]
    names = {name for pack in packs for name in _read_of_all(pack)} if changed else set()
    return all(
        earlier[id_].cells.get(name) == now[id_].cells.get(name)
        for id_ in changed
        for name in names
    )


def reads_projects(pack: Pack) -> bool:
    """Whether rules of the programme look at all projects."""
    return next(_read_of_all(pack), None) is not None


def _read_of_all(pack: Pack) -> Iterator[str]:
    """The fields of projects that rules of the programme aggregate."""
    for node in _programme_nodes(pack):
        for part in walk(node):
            if isinstance(part, Aggregate) and part.source == "projects":
                yield part.column
                for inner in walk(part):
                    if isinstance(inner, Name) and inner.source == "column":
                        yield inner.name
                    elif isinstance(inner, Aggregate):
                        yield inner.table


def _programme_nodes(pack: Pack) -> Iterator[Node]:
    for check in pack.checks.values():
        if check.of == "programme":
            yield check.require.node
            if check.when is not None:
                yield check.when.node
            yield from (part[0].node for part in check.message.parts if not isinstance(part, str))
    yield from (let.expression.node for let in pack.lets.values() if let.of == "programme")


def apart(before: Sequence[Standing], now: Sequence[Standing]) -> Sequence[int]:
    """The rows in which the lines of two assessments of the same projects can differ: those
    that were made anew where the one was patched from the other, else all."""
    bases = [lines.base if isinstance(lines, Patched) else lines for lines in (before, now)]
    if bases[0] is not bases[1]:
        return range(len(now))
    anew = [lines.anew for lines in (before, now) if isinstance(lines, Patched)]
    return sorted({row for rows in anew for row in rows})


class Patched(Sequence[Standing]):
    """The lines of an earlier assessment, with some of them made anew."""

    def __init__(self, base: Sequence[Standing], anew: Mapping[int, Standing]) -> None:
        earlier: Mapping[int, Standing] = {}
        if isinstance(base, Patched):
            earlier, base = base.anew, base.base
        self.base: Sequence[Standing] = base
        self.anew: Mapping[int, Standing] = {**earlier, **anew}

    def __len__(self) -> int:
        return len(self.base)

    @overload
    def __getitem__(self, at: int) -> Standing: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Standing]: ...
    def __getitem__(self, at: int | slice) -> Standing | Sequence[Standing]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        at = at + len(self) if at < 0 else at
        return self.anew[at] if at in self.anew else self.base[at]

"""Two packs compared: the rules in words, and what they say about a portfolio."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from hexvet.differences.affected import Affected, affected
from hexvet.differences.changes import Change, Names, changes_between
from hexvet.differences.findings import Concluded
from hexvet.differences.flips import Side, flips_between
from hexvet.differences.model import Flip, Flips
from hexvet.differences.reading import Portfolio
from hexvet.judging import Judge, judge_of
from hexvet.packs.loading import Loaded
from hexvet.packs.model import Pack
from hexvet.waivers import holding


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is different between two packs on a date. `flips` is None without a portfolio, and
    `findings` until somebody works them out."""

    old: Loaded
    new: Loaded
    as_of: datetime.date
    changes: tuple[Change, ...]
    touched: Affected
    projects: tuple[tuple[str, str], ...] = ()
    sides: tuple[Side, Side] | None = None
    flips: Flips | None = None
    findings: Concluded | None = None

    @property
    def packs(self) -> tuple[Pack, Pack]:
        """Both packs."""
        assert self.old.pack is not None and self.new.pack is not None
        return self.old.pack, self.new.pack

    def flipped(self) -> Iterator[Flip]:
        """Every flip of a project's verdict: gates first, then sections, then checks."""
        for table in self.flips.tables if self.flips else ():
            yield from table.flips()


def compare(
    old: Loaded,
    new: Loaded,
    as_of: datetime.date,
    portfolios: tuple[Portfolio, Portfolio] | None = None,
) -> Comparison:
    """Compares two packs that load; with a portfolio, also what they say about it.

    `portfolios` is the same one twice unless the packs disagree about a field.
    """
    assert old.pack is not None and new.pack is not None
    renamed = _renamed(old, new)
    programmes = [p.programme.cells for p in portfolios] if portfolios else [{}, {}]
    one, other = (
        judge_of(pack, as_of, cells)
        for pack, cells in zip((old.pack, new.pack), programmes, strict=True)
    )
    touched = affected(one, other, renamed)
    found = Comparison(old, new, as_of, changes_between(old, new), touched)
    if portfolios is None:
        return found
    sides = (
        _side(one, portfolios[0], renamed),
        _side(other, portfolios[1], {}),
    )
    touched = _with_waivers(touched, sides)
    projects = tuple((p.id, p.title) for p in portfolios[1].projects.values())
    flips = flips_between(*sides, touched)
    return replace(found, touched=touched, projects=projects, sides=sides, flips=flips)


def _renamed(old: Loaded, new: Loaded) -> dict[str, str]:
    """Old short names to new ones, where they differ."""
    assert old.composition is not None and new.composition is not None
    names = Names(old.composition, new.composition)
    return {was[1]: now[1] for now, was in names.renamed.items()}


def _side(judge: Judge, portfolio: Portfolio, names: Mapping[str, str]) -> Side:
    held, _ = holding(portfolio.waivers, judge.pack.checks, list(portfolio.projects), judge.as_of)
    index = {id_: number for number, id_ in enumerate(portfolio.projects)}
    waived: dict[str, list[int]] = {}
    for check, project in held:
        if project:
            waived.setdefault(check, []).append(index[project])
    rows = [project.cells for project in portfolio.projects.values()]
    return Side(judge, rows, waived, held, names)


def _with_waivers(touched: Affected, sides: tuple[Side, Side]) -> Affected:
    """A check that is waived under one pack alone is touched too."""
    old, new = ({(side.name(c), project) for c, project in side.waivers} for side in sides)
    names = {name for name, _ in old ^ new}
    gates = {
        check.gate
        for side in sides
        for check in side.judge.pack.checks.values()
        if side.name(check.id) in names
    }
    checks = touched.checks | names
    return replace(touched, checks=checks, gates=touched.gates | gates)

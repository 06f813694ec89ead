"""What the inference rules of two packs conclude over a portfolio: what appears, what goes."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from hexvet.differences.reading import Portfolio
from hexvet.evaluation import evaluate
from hexvet.findings.inferred import Inferred
from hexvet.findings.inferring import Chainer, infer
from hexvet.loading import Workspace
from hexvet.model import Finding
from hexvet.packs.loading import Loaded


@dataclass(frozen=True, slots=True)
class Turned:
    """A finding that only one of two packs concludes: it `appears` with the new one, or goes."""

    finding: Finding
    appears: bool

    @property
    def name(self) -> str:
        """The finding's id without its pack's: by it both packs are compared."""
        return _name(self.finding)


@dataclass(frozen=True, slots=True)
class Concluded:
    """All findings that turn, those that appear first, each in the order of its pack. `troubles`
    say what could not be worked out; nothing is compared then."""

    turned: tuple[Turned, ...] = ()
    troubles: tuple[Finding, ...] = ()

    @property
    def counts(self) -> tuple[int, int]:
        """How many appear, and how many go."""
        appearing = len([one for one in self.turned if one.appears])
        return appearing, len(self.turned) - appearing


def concluded(
    workspace: Workspace,
    packs: tuple[Loaded, Loaded],
    portfolios: tuple[Portfolio, Portfolio],
    as_of: datetime.date,
    worker: Chainer,
) -> Concluded:
    """Compares what follows from either pack alone. The worker is not asked without rules.

    Two findings are the same when they have one name, severity, gate and role, and are about
    the same projects in the same order; their words may differ.
    """
    sides = [
        infer(evaluate(_under(workspace, pack, portfolio), as_of), worker)
        for pack, portfolio in zip(packs, portfolios, strict=True)
    ]
    troubles = tuple(dict.fromkeys(one for side in sides for one in side.troubles))
    if troubles:
        return Concluded(troubles=troubles)
    old, new = (_findings(side) for side in sides)
    appearing = (Turned(one, True) for one in _missing(new, old))
    return Concluded((*appearing, *(Turned(one, False) for one in _missing(old, new))))


def _under(workspace: Workspace, pack: Loaded, portfolio: Portfolio) -> Workspace:
    """The workspace as if this were its only pack."""
    assert pack.pack is not None
    return replace(
        workspace,
        packs=(pack.pack,),
        programme=portfolio.programme,
        projects=portfolio.projects,
        waivers=portfolio.waivers,
        loaded=(pack,),
        documents={**workspace.documents, **pack.documents},
    )


def _findings(side: Inferred) -> tuple[Finding, ...]:
    return tuple(one for one in side.findings if one.rule)


def _missing(these: Iterable[Finding], others: Iterable[Finding]) -> Iterator[Finding]:
    """Those of the first that the others do not have, as often as they have one less."""
    left = Counter(map(_key, others))
    for one in these:
        if left[_key(one)]:
            left[_key(one)] -= 1
        else:
            yield one


def _key(one: Finding) -> tuple[object, ...]:
    return _name(one), one.severity, one.gate, one.to, one.about


def _name(one: Finding) -> str:
    return one.id.partition("/")[2] or one.id

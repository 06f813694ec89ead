"""Changes a pack a little, again and again, and looks whether any of its tests notices.

A change that no test notices is a survivor: the tests would let it through. With each comes the
case that would catch it, found by looking at the boundary that moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from hexvet.findings.inferring import Chainer
from hexvet.packs.model import Pack
from hexvet.testing.mutants import Mutant, mutants
from hexvet.testing.noticing import noticer
from hexvet.testing.outcomes import Target, targets
from hexvet.testing.running import CaseRun, holds
from hexvet.testing.substituting import rejudged
from hexvet.testing.witnessing import Witness, witness

MOST_WITNESSED = 400
"""For so many survivors a case is looked for; the rest are only named."""


@dataclass(frozen=True, slots=True)
class Survivor:
    """A change that no test notices, and the case that would; None when none was found."""

    mutant: Mutant
    witness: Witness | None
    looked: bool = True


@dataclass(frozen=True, slots=True)
class Mutation:
    """What became of all changes: `killed` were noticed, `survivors` can be caught, and for
    those `alike` no answers were found that tell the two packs apart."""

    tried: int
    killed: int
    survivors: tuple[Survivor, ...]
    alike: tuple[Mutant, ...]
    left_out: int = 0

    @property
    def percent(self) -> float:
        """The share of the changes that were noticed, of those that can be, 0..100."""
        known = self.killed + len(self.survivors)
        return 100.0 * self.killed / known if known else 100.0


def mutation_of(
    pack: Pack, runs: Sequence[CaseRun], most: int = 0, chainer: Chainer | None = None
) -> Mutation:
    """Tries the changes of a pack on its cases, which must all pass; `most` is 0 for all.

    `chainer` runs inference rules; without it, a process is started if the pack has any.
    """
    if chainer is None:
        from hexvet.inference.worker import Worker

        with Worker() as worker:
            return mutation_of(pack, runs, most, worker)
    inferring = noticer(pack, runs, chainer)
    everything = mutants(pack)
    names = targets(pack)
    seen = [_seen(run, names) for run in runs]
    tried = killed = 0
    found: list[Survivor] = []
    for mutant in islice(everything, most or None):
        tried += 1
        if _killed(mutant, runs, seen, names) or (mutant.infers and inferring.notices(mutant)):
            killed += 1
            continue
        unseen = mutant.infers and not any(mutant.part.targets())
        look = len(found) < MOST_WITNESSED and not unseen
        caught = witness(mutant, runs) if look else None
        # Thousands of changed packs would fill the memory; only the words are needed now.
        found.append(Survivor(replace(mutant, pack=pack, roots=()), caught, look))
    return Mutation(
        tried,
        killed,
        tuple(one for one in found if one.witness is not None or not one.looked),
        tuple(one.mutant for one in found if one.witness is None and one.looked),
        sum(1 for _ in everything),
    )


Seen = frozenset[Target | str]


def _seen(run: CaseRun, names: Mapping[str, tuple[Target, ...]]) -> Seen:
    """What a case looks at: rules, and the words `missing` and `score`."""
    found: set[Target | str] = set()
    for expected in run.case.expected:
        found |= set(names.get(expected.name, (expected.name,)))
    return frozenset(found)


def _killed(
    mutant: Mutant,
    runs: Sequence[CaseRun],
    seen: Sequence[Seen],
    names: Mapping[str, tuple[Target, ...]],
) -> bool:
    touched = frozenset(mutant.part.targets())
    for run, looks in zip(runs, seen, strict=True):
        hit = not touched.isdisjoint(looks)
        hit |= "missing" in looks or (mutant.part.scored and "score" in looks)
        if hit and _notices(mutant, run, touched, looks, names):
            return True
    return False


def _notices(
    mutant: Mutant,
    run: CaseRun,
    touched: frozenset[Target],
    looks: Seen,
    names: Mapping[str, tuple[Target, ...]],
) -> bool:
    outcomes = rejudged(mutant, run.trial, run.outcomes, needs="missing" in looks)
    if outcomes is None:
        return False
    for expected in run.case.expected:
        named = names.get(expected.name, ())  # none for what is expected of inference
        relevant = expected.name in ("missing", "score") or not touched.isdisjoint(named)
        if relevant and not holds(expected, names, outcomes):
            return True
    return False

"""Puts a changed pack in the place of the one that a case was judged by."""

from __future__ import annotations

from dataclasses import replace

from hexvet.judging import param_on
from hexvet.testing.mutants import Mutant
from hexvet.testing.outcomes import Outcomes, Trial, again


def rejudged(
    mutant: Mutant, trial: Trial, before: Outcomes, *, needs: bool = False
) -> Outcomes | None:
    """What the changed pack says of a case; None when it says the same for want of the date."""
    changed = under(mutant, trial)
    return None if changed is None else again(changed, mutant.part, before, needs=needs)


def under(mutant: Mutant, trial: Trial) -> Trial | None:
    """The case before the changed pack; None when the change does not hold on its date."""
    judge, pack = trial.judge, mutant.pack
    if pack.params is not judge.pack.params:
        if mutant.since is not None and mutant.since > judge.as_of:
            return None
        cell = param_on(pack, mutant.rule, judge.as_of)
        if cell is None or cell == judge.params.get(mutant.rule):
            return None
        params = {**judge.params, mutant.rule: cell}
        return replace(trial, judge=replace(judge, pack=pack, params=params))
    if pack.lets is not judge.pack.lets:
        lets = {**judge.lets, mutant.rule: pack.lets[mutant.rule].expression.node}
        return replace(trial, judge=replace(judge, pack=pack, lets=lets))
    return replace(trial, judge=replace(judge, pack=pack))

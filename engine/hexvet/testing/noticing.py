"""Whether a test notices, by what it expects of inference, that something was changed.

Chaining is dear, so only cases are looked at in which the change can show at all: the facts that
the other patterns of a changed rule need are there, or a fact is another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain as chain_of

from hexvet.findings.inferring import Chainer
from hexvet.findings.values import worth
from hexvet.inference.model import Conclusion, Fact, Kinds, Support
from hexvet.inference.strata import may_match
from hexvet.model import Cell
from hexvet.packs.fact_kinds import kinds_of
from hexvet.packs.finding_examples import INFERRED, names_in_tests
from hexvet.packs.model import Inference, Let, Pack
from hexvet.packs.rule_names import RuleNames
from hexvet.testing.assessing import assessment_of
from hexvet.testing.inferring import Chain, Inferences, is_met
from hexvet.testing.matching import in_conditions, lets_matched, tally_rules, together
from hexvet.testing.mutants import Mutant
from hexvet.testing.outcomes import Outcomes, Part, Trial, again
from hexvet.testing.running import CaseRun
from hexvet.testing.substituting import under


@dataclass(frozen=True, slots=True)
class Noticer:
    """The cases of a pack that expect something of inference, and what runs the rules."""

    pack: Pack
    runs: tuple[CaseRun, ...]
    chainer: Chainer
    names: RuleNames = field(repr=False)
    kinds: Kinds = field(repr=False)

    def notices(self, mutant: Mutant) -> bool:
        """Whether some case would come out otherwise."""
        if mutant.rule in self.pack.inferences or mutant.rule in self.pack.tallies:
            return self.of_rules(mutant)
        chain, direct = Chain(self.chainer), lets_matched(self.pack)
        wide = mutant.rule in in_conditions(self.pack)
        return any(self.of_judging(mutant, run, chain, direct, wide) for run in self.runs)

    # changes of the rules themselves ----------------------------------------------------------
    def of_rules(self, mutant: Mutant) -> bool:
        """Only the rules that hang together with the changed one are chained again."""
        roots = [mutant.rule, *tally_rules(self.pack, mutant.rule)]
        near = frozenset(i for root in roots for i in together(self.pack, mutant.pack, root))
        rules = {id_: rule for id_, rule in mutant.pack.inferences.items() if id_ in near}
        part, chain = replace(mutant.pack, inferences=rules), Chain(self.chainer)
        fired = [run for run in self.runs if not _inferences(run).fired.isdisjoint(roots)]
        others = (run for run in self.runs if run not in fired and self.may_fire(mutant, run))
        return any(self.differs(run, part, near, chain) for run in chain_of(fired, others))

    def may_fire(self, mutant: Mutant, run: CaseRun) -> bool:
        """Whether the facts are there that a changed rule still asks for as before."""
        old, new = (pack.inferences.get(mutant.rule) for pack in (self.pack, mutant.pack))
        if old is None:
            return True
        return new is not None and self.met(old, new, _inferences(run))

    def met(self, old: Inference, new: Inference, found: Inferences) -> bool:
        """Whether each pattern that both have is met by some fact, taken by itself."""
        facts = [Conclusion(one.kind, one.values) for one in (*found.known, *found.supports)]
        same = (pattern for pattern in new.when if pattern in old.when)
        return all(any(may_match(f, pattern, self.kinds) for f in facts) for pattern in same)

    def differs(self, run: CaseRun, part: Pack, near: frozenset[str], chain: Chain) -> bool:
        """Whether a case comes out otherwise when the rules `near` are those of `part`."""
        before = _inferences(run)
        assert before.assessment is not None
        judges = tuple(replace(judge, pack=part) for judge in before.assessment.judges)
        found = chain.inferences(replace(before.assessment, packs=(part,), judges=judges))
        return not self.as_expected(run, _joined(before, found, near))

    # changes of what judges -------------------------------------------------------------------
    def of_judging(
        self,
        mutant: Mutant,
        run: CaseRun,
        chain: Chain,
        direct: Sequence[Let],
        wide: bool,
    ) -> bool:
        """Whether another outcome of a check, or another value of a let, makes a difference."""
        changed = under(mutant, run.trial)
        if changed is None:
            return False
        if not wide and _same(mutant.part, direct, run.trial, changed, run.outcomes):
            return False
        assessment = _inferences(run).assessment
        assert assessment is not None
        loaded, outcomes = assessment.workspace.loaded[0], changed.outcomes()
        made = assessment_of(run.case, changed, outcomes, loaded)
        return not self.as_expected(run, chain.inferences(made))

    def as_expected(self, run: CaseRun, found: Inferences) -> bool:
        """Whether all that a case expects of inference came out."""
        expected = (one for one in run.case.expected if one.name in INFERRED)
        return all(is_met(one, found, self.pack, self.names) for one in expected)


def noticer(pack: Pack, runs: Sequence[CaseRun], chainer: Chainer) -> Noticer:
    """For the cases of a pack, which must all pass."""
    asking = tuple(run for run in runs if run.inferences is not None)
    return Noticer(pack, asking, chainer, names_in_tests(pack), kinds_of([pack], "portfolio"))


def _inferences(run: CaseRun) -> Inferences:
    assert run.inferences is not None
    return run.inferences


def _joined(before: Inferences, found: Inferences, near: frozenset[str]) -> Inferences:
    """What other rules concluded before, with what these conclude now."""
    if found.trouble:
        return found
    kept: dict[Fact, tuple[Support, ...]] = {}
    for fact, supports in before.supports.items():
        others = tuple(one for one in supports if one.rule not in near)
        if others:
            kept[fact] = others
    return Inferences({**kept, **found.supports})


# whether facts are the same -------------------------------------------------------------------
def _same(part: Part, direct: Sequence[Let], old: Trial, new: Trial, outcomes: Outcomes) -> bool:
    """Whether every outcome of the part, and every let that is a fact, is as it was."""
    for one, other in zip(_each(old), _each(new), strict=True):
        before, after = (list(_states(t, part, outcomes)) for t in (one, other))
        if before != after or _worths(direct, one) != _worths(direct, other):
            return False
    return True


def _each(trial: Trial) -> Iterator[Trial]:
    """The case for each of its projects."""
    rows: Sequence[Mapping[str, Cell]] = trial.rows
    return (replace(trial, project=cells) for cells in rows)


def _states(trial: Trial, part: Part, outcomes: Outcomes) -> Iterator[str]:
    found = again(trial, part, outcomes, needs=False)
    return (found.state(target)[0] for target in part.targets())


def _worths(lets: Sequence[Let], trial: Trial) -> list[object]:
    own, wide = trial.judge.env(trial.project), trial.wide
    nodes = trial.pack.lets
    return [
        worth(nodes[let.name].expression.node, own if let.of == "project" else wide) for let in lets
    ]

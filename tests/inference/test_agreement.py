"""On thousands of random programs the engine says what a naive reading of the rules says."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import naive
import pytest
from random_rules import Case, case

from hexvet.inference import engine
from hexvet.inference.faults import faults
from hexvet.inference.model import Chained, Fact, InferenceUnavailable, Program
from hexvet.inference.supports import order
from hexvet.inference.worker import Worker


def sound_cases(count: int) -> Iterator[tuple[int, Case]]:
    """The first cases that can run, with their numbers."""
    seed = 0
    while count:
        made = case(seed)
        if not faults(made.program):
            yield seed, made
            count -= 1
        seed += 1


def depth(chained: Chained) -> int:
    """The length of the longest chain of first supports; RecursionError for a circle."""
    known: dict[Fact, int] = {}

    def of(fact: Fact) -> int:
        if fact not in chained.supports:
            return 0
        if fact not in known:
            known[fact] = 1 + max(map(of, chained.supports[fact][0].premises), default=0)
        return known[fact]

    return max(map(of, chained.supports), default=0)


def least_depths(chained: Chained) -> Mapping[Fact, int]:
    """How many rules in a row each fact needs, found by trying again until nothing changes."""
    known = {premise: 0 for ways in chained.supports.values() for way in ways
             for premise in way.premises if premise not in chained.supports}  # fmt: skip
    while True:
        new = {
            fact: 1 + min(
                max((known[premise] for premise in way.premises), default=0)
                for way in ways if all(premise in known for premise in way.premises)
            )
            for fact, ways in chained.supports.items()
            if any(all(premise in known for premise in way.premises) for way in ways)
        }  # fmt: skip
        if new.items() <= known.items():
            return known
        known |= new


def assert_first_support_is_least(chained: Chained) -> None:
    known = least_depths(chained)
    for fact, ways in chained.supports.items():
        ranks = [
            (max(known[p] for p in way.premises), way.rule, [order(p) for p in way.premises])
            for way in ways
        ]
        assert ranks == sorted(ranks)
        assert ranks[0][0] == known[fact] - 1


@pytest.mark.slow
def test_conclusions_and_all_supports_are_those_of_a_naive_reading(
    worker: Worker, budget: Callable[[int, int], int]
) -> None:
    seen: Counter[str] = Counter()
    looked_into = 0
    count = budget(3_000, 30_000)
    for seed, made in sound_cases(count):
        try:
            found = worker.chain(*made)
        except InferenceUnavailable as error:
            assert "more than 50,000 times" in str(error), f"seed {seed}: {error}"
            seen["floods"] += 1
            continue
        mine = {fact: set(ways) for fact, ways in found.supports.items()}
        assert mine == naive.chain(*made), f"seed {seed}"
        assert all(len(ways) == len(set(ways)) for ways in found.supports.values()), f"seed {seed}"
        if seed % 4 == 0:
            assert_first_support_is_least(found)
            looked_into += 1
            deep = depth(found)
            seen["derived"] += len(mine)
            seen["ways"] += sum(len(ways) > 1 for ways in mine.values())
            seen["chains"] += deep > 1
            seen["long chains"] += deep > 2
            seen["unless"] += any(way.absent for ways in mine.values() for way in ways)
            seen["strata"] += len(engine.prepare(made.program).strata) > 1
    assert seen["floods"] <= count / 1_000
    # The programs are worth the trouble: they derive, chain, deny and have several ways.
    least = {"derived": 1.0, "ways": 0.2, "chains": 0.05, "long chains": 0.005,
             "unless": 0.1, "strata": 0.1}  # fmt: skip
    assert {
        name: seen[name] / looked_into for name in least if seen[name] < looked_into * least[name]
    } == {}


def test_programs_are_refused_for_circles_alone() -> None:
    found = [fault for seed in range(300) for fault in faults(case(seed).program)]
    assert found
    assert {fault.path[0] for fault in found} == {"unless"}
    assert all(" -> " in fault.message for fault in found)


def test_neither_the_order_of_facts_nor_of_rules_matters() -> None:
    dice = random.Random(1)
    derived = 0
    for seed, made in sound_cases(150):
        facts = [*made.facts, *made.facts[:3]]
        dice.shuffle(facts)
        shuffled = Program(
            made.program.kinds, tuple(dice.sample(made.program.rules, len(made.program.rules)))
        )
        one, other = engine.chain(*made), engine.chain(shuffled, facts)
        assert [*one.supports.items()] == [*other.supports.items()], f"seed {seed}"
        assert repr(one.supports) == repr(other.supports), f"seed {seed}"
        derived += len(one.supports)
    assert derived > 150


def test_a_naive_reading_refuses_what_denies_itself() -> None:
    """The oracle sees a circle, too, when facts make it turn; the product refuses it before."""
    turning = [seed for seed in range(700) if naive_turns(seed)]
    assert turning
    for seed in turning:
        with pytest.raises(InferenceUnavailable, match="absent what follows"):
            engine.chain(*case(seed))


def naive_turns(seed: int) -> bool:
    made = case(seed)
    return bool(faults(made.program)) and naive.chain(*made) is None

"""`test` for programs: every case, what is not covered, which changes no test notices."""

from __future__ import annotations

import json
from collections.abc import Sequence

from hexvet.problems import Place
from hexvet.reporters.pack_tests import Tested
from hexvet.testing.covering import Coverage, Share
from hexvet.testing.explaining import reasons
from hexvet.testing.mutating import Mutation, Survivor
from hexvet.testing.running import CaseRun
from hexvet.testing.suggesting import skeleton, witness_text
from hexvet.version import VERSION

FORMAT = 1
Data = dict[str, object]


def render(found: Sequence[Tested]) -> str:
    """One JSON document."""
    packs = [_pack(tested) for tested in found]
    data = {"format": FORMAT, "hexvet": VERSION, "packs": packs}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _pack(tested: Tested) -> Data:
    run, pack = tested.run, tested.run.pack
    data: Data = {
        "name": run.name,
        "id": pack.id if pack else None,
        "version": pack.version if pack else None,
        "sha256": pack.sha256 if pack else None,
        "problems": [
            {"code": p.code, "severity": p.severity, "message": p.message, **_place(p.place)}
            for p in run.problems
        ],
        "cases": [_case(tested, one) for one in run.runs],
        "failures": len(run.failures),
        "cannot_fail": [case.id for case in run.idle],
    }
    if tested.coverage:
        data["coverage"] = _coverage(tested, tested.coverage)
    if tested.mutation:
        data["mutation"] = _mutation(tested, tested.mutation)
    return data


def _place(place: Place) -> Data:
    return {"file": place.file, "line": place.line, "column": place.column}


def _case(tested: Tested, run: CaseRun) -> Data:
    expectations: list[Data] = []
    for one in run.expectations:
        data: Data = {"rule": one.rule, "expected": one.expected, "passed": one.passed}
        if not one.passed:
            because = reasons(run, one, tested.run.loaded)
            data |= {"actual": one.actual, **_place(tested.place(one)), "because": list(because)}
        expectations.append(data)
    on = run.case.on.isoformat()
    return {"id": run.case.id, "on": on, "passed": run.passed, "expectations": expectations}


def _share(share: Share) -> Data:
    return {"covered": share.covered, "total": share.total, "percent": round(share.percent, 2)}


def _coverage(tested: Tested, coverage: Coverage) -> Data:
    pack, runs = tested.run.pack, tested.run.runs
    assert pack is not None
    return {
        "outcomes": _share(coverage.outcomes),
        "leaves": _share(coverage.ways),
        "scores": _share(coverage.scored),
        "rules": [
            {
                "kind": rule.target.kind,
                "id": rule.target.id,
                "expected": [state for state in rule.possible if state in rule.asserted],
                "only_came_out": [state for state in rule.missing if state in rule.produced],
                "missing": [
                    {"outcome": state, "test": skeleton(rule, state, pack, runs)}
                    for state in rule.missing
                ],
            }
            for rule in coverage.rules
        ],
        "undecided_leaves": [
            {"rule": one.leaf.rule, "leaf": one.leaf.text, "true": one.held, "false": one.failed}
            for one in coverage.leaves
            if not (one.held and one.failed)
        ],
        "unhit": [
            {"criterion": piece.criterion, "part": piece.piece}
            for piece in coverage.pieces
            if not piece.covered
        ],
    }


def _mutation(tested: Tested, mutation: Mutation) -> Data:
    return {
        "tried": mutation.tried,
        "noticed": mutation.killed,
        "left_out": mutation.left_out,
        "percent": round(mutation.percent, 2),
        "survivors": [_survivor(tested, one, at) for at, one in enumerate(mutation.survivors, 1)],
        "not_told_apart": [_survivor(tested, Survivor(one, None), 0) for one in mutation.alike],
    }


def _survivor(tested: Tested, survivor: Survivor, number: int) -> Data:
    mutant, pack = survivor.mutant, tested.run.pack
    assert pack is not None
    data: Data = {"rule": mutant.rule, "what": mutant.what, "change": mutant.change}
    data |= _place(tested.place_of_mutant(mutant))
    if survivor.witness:
        data["test"] = witness_text(survivor.witness, pack, f"boundary_{number}")
    return data

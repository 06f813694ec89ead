"""Decisions judged again out of the store: what is the same, what differs, what is damaged."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import hexvet
from hexvet.deciding.planning import Plan
from hexvet.deciding.recording import decision
from hexvet.findings.inferred import Inferred
from hexvet.granting import Objection
from hexvet.journal import Draft, Entry, read_entry, record
from hexvet.model import Finding
from hexvet.replaying import Difference, Replay, differences, replay

from .conftest import MAYOR, Infer, Planned, clock, write

SOUND = "The departments are ready by June"


def decided(root: Path, found: Plan | Objection) -> Entry:
    assert isinstance(found, Plan)
    assert found.objections == ()
    draft, edits = decision(hexvet.load(root), found)
    return record(root, draft, edits, clock)


def test_a_decision_comes_out_as_it_was_recorded(
    town: Path, planned: Planned, inferring: Infer
) -> None:
    entries = [
        decided(town, planned(town, "alpha", "trial")),
        decided(town, planned(town, "beta", "rollout", MAYOR, SOUND, override=True)),
        decided(town, planned(town, "beta", "withdrawn", MAYOR, "No")),
        decided(town, planned(town, "gamma", "active", MAYOR, "Yes")),
        decided(town, planned(town, "delta", "paused", MAYOR, "Later")),
    ]
    for entry in entries:
        assert replay(town, entry, inferring) == Replay(entry)


def test_what_changed_afterwards_is_of_no_account(
    town: Path, planned: Planned, inferring: Infer
) -> None:
    entry = decided(town, planned(town, "beta", "rollout", MAYOR, SOUND, override=True))
    rules = town / "rules/town.toml"
    rules.write_text(rules.read_text().replace('require = "ready"', 'require = "not ready"'))
    write(town, "beta", 'stage = "idea"', "ready = true")
    shutil.rmtree(town / "assessments")
    assert replay(town, entry, inferring).agrees
    # and neither are the packs that ship: none of them is looked up
    rules.unlink()
    assert replay(town, entry, inferring).agrees


def test_a_pack_that_ships_is_kept_with_the_decision(
    los_angeles: Path, inferring: Infer, tmp_path: Path
) -> None:
    from hexvet.deciding.planning import plan, prospect

    from .conftest import DAY

    workspace = hexvet.load(los_angeles)
    project = workspace.projects["smart-benches"]
    found = prospect(hexvet.evaluate(workspace, DAY), project, "withdrawn")
    assert not isinstance(found, Objection)
    step, judged = found
    entry = decided(los_angeles, plan(inferring(judged), project, step, MAYOR, "r"))
    kept = json.loads((los_angeles / f"journal/{entry.inputs[:2]}/{entry.inputs}.json").read_text())
    assert {"rules/la_model.toml", "rules/nirn_hexagon.toml", "hexvet.toml"} <= kept["files"].keys()
    assert replay(los_angeles, entry, inferring).agrees


def test_each_difference_is_told(town: Path, planned: Planned, inferring: Infer) -> None:
    entry = decided(town, planned(town, "beta", "rollout", MAYOR, SOUND, override=True))
    outcome = dict(entry.details["outcome"])  # type: ignore[arg-type]
    outcome["gates"] = {**outcome["gates"], "trial": {"state": "pass", "because": []}}  # type: ignore[dict-item]
    outcome["score"] = [10.0, 90.0]
    outcome["findings"] = ["town/gone"]
    outcome["packs"] = {"town": {"version": "0.9", "sha256": "0" * 64}}
    details = {**entry.details, "outcome": outcome}
    record(
        town,
        Draft("decision", "m", about=entry.about, as_of=entry.as_of, details=details,  # type: ignore[arg-type]
              inputs=None),
        [], clock,
    )  # fmt: skip
    forged = read_entry(town, 2)
    assert isinstance(forged, Entry)
    from dataclasses import replace

    found = replay(town, replace(forged, inputs=entry.inputs), inferring)
    sha256 = hexvet.load(town).packs[0].sha256
    assert found.problems == ()
    assert set(found.differences) == {
        Difference("gates.trial.state", "pass", "stop"),
        Difference("gates.trial.because", "none", "town/departments"),
        Difference("score", "10.0, 90.0", "0.0, 100.0"),
        Difference("findings", "town/gone", "none"),
        Difference("packs.town.version", "0.9", "1.0.0"),
        Difference("packs.town.sha256", "0" * 64, sha256),
    }


@pytest.mark.parametrize("how", ["changed", "gone"])
@pytest.mark.parametrize("which", ["projects/beta.toml", "rules/town.toml", "manifest"])
def test_a_store_that_was_tampered_with_is_a_clear_mistake(
    town: Path, planned: Planned, inferring: Infer, which: str, how: str
) -> None:
    entry = decided(town, planned(town, "beta", "paused", MAYOR, "Strike"))
    manifest = town / f"journal/{entry.inputs[:2]}/{entry.inputs}.json"
    path = manifest
    if which != "manifest":
        sha256 = json.loads(manifest.read_text())["files"][which]
        path = town / f"journal/{sha256[:2]}/{sha256}.toml"
    if how == "gone":
        path.unlink()
    else:
        path.chmod(0o644)
        path.write_text(path.read_text().replace("e", "E", 1))
    found = replay(town, entry, inferring)
    assert not found.agrees
    assert found.differences == ()
    (problem,) = found.problems
    assert problem.code == ("JN006" if how == "gone" else "JN007")
    assert problem.place.file == path.relative_to(town).as_posix()
    assert problem.hint


def test_what_is_no_decision_is_not_replayed(town: Path, inferring: Infer) -> None:
    entry = record(town, Draft("answer", "m"), [], clock)
    (problem,) = replay(town, entry, inferring).problems
    assert (problem.code, problem.place.line) == ("JN030", 1)
    entry = record(town, Draft("decision", "m", about=("project:alpha",)), [], clock)
    (problem,) = replay(town, entry, inferring).problems
    assert problem.code == "JN030"


def test_mistakes_that_were_there_then_are_no_hindrance(
    town: Path, planned: Planned, inferring: Infer, judge: object
) -> None:
    (town / "projects/broken.toml").write_text("title = 'Broken'\nstage = 'elsewhere'\n")
    from hexvet.deciding.planning import plan, prospect

    from .conftest import DAY

    workspace = hexvet.load(town)
    project = workspace.projects["beta"]
    found = prospect(hexvet.evaluate(workspace, DAY), project, "paused")
    assert not isinstance(found, Objection)
    step, judged = found
    entry = decided(town, plan(inferring(judged), project, step, MAYOR, "r"))
    assert replay(town, entry, inferring).agrees


def test_leaves_are_compared_by_their_path() -> None:
    old = {"a": {"b": 1, "c": [1, 2]}, "gone": True}
    new = {"a": {"b": 1, "c": (1, 2), "d": None}, "e": "x"}
    assert list(differences(old, new)) == [
        Difference("a.d", "absent", "none"),
        Difference("gone", "True", "absent"),
        Difference("e", "absent", "x"),
    ]


def test_rules_that_cannot_be_run_say_so(town: Path, planned: Planned) -> None:
    entry = decided(town, planned(town, "alpha", "trial"))
    trouble = Finding("inference/unavailable", (), "blocker", "The rules were not run: a crash.")
    found = replay(town, entry, lambda judged: Inferred(judged, (trouble,), (trouble,)))
    (problem,) = found.problems
    assert (problem.code, found.agrees) == ("JN030", False)
    assert "The rules were not run: a crash." in problem.message

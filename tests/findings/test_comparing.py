"""What a change of inference rules makes appear and go, against the story of Riverton."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import hexvet
from hexvet.cli import main
from hexvet.differences.findings import Concluded, concluded
from hexvet.differences.reading import Portfolio
from hexvet.inference.model import Chained, InferenceUnavailable
from hexvet.packs.loading import Library, Loaded

from .conftest import DAY, change
from .naive import NaiveWorker

OLD = "rules/river.toml"
Turn = tuple[str, tuple[str, ...], bool]


def loaded(city: Path, name: str) -> Loaded:
    found = Library((city / "rules",), city).load_file(city / name)
    assert found.pack is not None, found.problems
    return found


def compared(city: Path, old: str, new: str, worker: object = None) -> Concluded:
    workspace = hexvet.load(city)
    known = Portfolio(workspace.projects, workspace.programme, workspace.waivers)
    packs = loaded(city, old), loaded(city, new)
    return concluded(workspace, packs, (known, known), DAY, worker or NaiveWorker())  # type: ignore[arg-type]


def turns(found: Concluded) -> list[Turn]:
    assert not found.troubles
    return [(one.name, one.finding.about, one.appears) for one in found.turned]


@pytest.fixture
def changed(city: Path) -> Path:
    """Riverton, and a copy of its pack that is not in force."""
    shutil.copy(city / "rules" / "river.toml", city / "new.toml")
    return city


def test_the_same_rules_turn_nothing(changed: Path) -> None:
    assert turns(compared(changed, OLD, "new.toml")) == []


def test_under_another_id_the_waivers_of_the_pack_are_gone(changed: Path) -> None:
    """The mayor waived the votes of cedar under `river`; nothing can rest on that in `lake`."""
    change(changed / "new.toml", 'id = "river"', 'id = "lake"')
    assert turns(compared(changed, OLD, "new.toml")) == [("waived_base", ("cedar",), False)]


def test_a_lower_limit_makes_one_more_project_silent_for_too_long(changed: Path) -> None:
    """Cedar was last in touch 42 days ago."""
    change(changed / "new.toml", "silence = { ge = 60 }", "silence = { ge = 40 }")
    assert turns(compared(changed, OLD, "new.toml")) == [("silent_too_long", ("cedar",), True)]
    back = compared(changed, "new.toml", OLD)
    assert turns(back) == [("silent_too_long", ("cedar",), False)]
    assert back.counts == (0, 1)


def test_another_severity_is_another_finding(changed: Path) -> None:
    rule = 'then = { finding = "silent", project = "$c.project", severity = "{}"'
    new = changed / "new.toml"
    change(new, rule.replace("{}", "warning"), rule.replace("{}", "advice"))
    found = turns(compared(changed, OLD, "new.toml"))
    assert found[:2] == [("silent", ("alder",), True), ("silent", ("cedar",), True)]
    assert found[2:] == [("silent", ("alder",), False), ("silent", ("cedar",), False)]


def test_another_message_is_the_same_finding(changed: Path) -> None:
    change(changed / "new.toml", "The sponsor has gone silent.", "Nobody calls.")
    assert turns(compared(changed, OLD, "new.toml")) == []


class Lost:
    """A worker that is gone."""

    def chain_all(self, program: object, lists: object, /) -> list[Chained | InferenceUnavailable]:
        return [InferenceUnavailable("it is gone") for _ in list(lists)]  # type: ignore[call-overload]


def test_what_could_not_be_worked_out_is_not_compared(changed: Path) -> None:
    found = compared(changed, OLD, "new.toml", Lost())
    assert found.turned == ()
    assert found.troubles


def test_the_command_tells_findings_in_each_format(
    changed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    change(changed / "new.toml", "silence = { ge = 60 }", "silence = { ge = 40 }")
    monkeypatch.chdir(changed)
    words = ["diff", "river", "new.toml", "--as-of", DAY.isoformat()]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert "Findings (1 appears)\n  + cedar: " in told
    assert told.endswith("Findings: 1 appears.\n")
    assert main([*words, "-o", "json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)["findings"]
    assert (one["change"], one["finding"], one["projects"]) == (
        "appears", "silent_too_long", ["cedar"])  # fmt: skip
    assert (one["severity"], one["gate"], one["to"]) == ("blocker", "launch", "mayor")
    assert main([*words, "-o", "md"]) == 0
    assert "\n## Findings (1 appears)\n\n- appears: **cedar**: " in capsys.readouterr().out
    assert main(["diff", "river", "river", "--as-of", DAY.isoformat()]) == 0
    assert capsys.readouterr().out.endswith("Findings: none appears or goes.\n")

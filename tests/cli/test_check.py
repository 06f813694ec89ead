"""`hexvet check`: what a run's status means, what is selected, where the output goes.

Springfield on 2018-02-01: alpha passes; beta runs 30 of 24 months (a blocker) and has no note (a
warning); delta runs as long but is waived; of gamma nobody knows the end.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Command

PACK = "rules/mini.toml"


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def keep(city: Path, *names: str) -> None:
    """Removes all projects but some, and the waivers."""
    (city / "waivers.toml").unlink()
    for file in (city / "projects").iterdir():
        if file.stem not in names:
            file.unlink()


# status 0 and 1 -------------------------------------------------------------------------------
def test_a_failed_blocker_is_status_1(check: Command) -> None:
    assert check().status == 1


def test_nothing_failed_is_status_0(check: Command, city: Path) -> None:
    keep(city, "alpha")
    assert check().status == 0


def test_unknown_alone_does_not_fail(check: Command, city: Path) -> None:
    keep(city, "gamma")
    assert check().status == 0
    assert check("--fail-on", "unknown").status == 1


def test_a_waived_blocker_does_not_fail(check: Command, city: Path) -> None:
    (city / "projects/beta.toml").unlink()
    assert check().status == 0


@pytest.mark.parametrize(
    ("severity", "statuses"),
    [
        ("blocker", {"blocker": 1, "warning": 1, "advice": 1, "unknown": 1}),
        ("warning", {"blocker": 0, "warning": 1, "advice": 1, "unknown": 1}),
        ("advice", {"blocker": 0, "warning": 0, "advice": 1, "unknown": 1}),
    ],
)
def test_what_counts_is_at_or_above_the_threshold(
    severity: str, statuses: dict[str, int], check: Command, city: Path
) -> None:
    keep(city, "alpha")
    change(city / "projects/alpha.toml", 'note = "Good."\n', "")
    change(city / PACK, 'severity = "warning"', f'severity = "{severity}"')
    assert {level: check("--fail-on", level).status for level in statuses} == statuses


def test_unknown_beside_a_severity_counts_from_that_severity_on(check: Command, city: Path) -> None:
    keep(city, "gamma")
    unknown_blocker = check("--fail-on", "unknown", "--fail-on", "blocker", "--gate", "launch")
    unknown_advice = check("--fail-on", "unknown", "--fail-on", "blocker", "--gate", "intake")
    assert (unknown_blocker.status, unknown_advice.status) == (1, 0)


def test_unknown_that_a_rule_takes_for_failed_fails(check: Command, city: Path) -> None:
    keep(city, "gamma")
    change(city / PACK, 'message = "Planned', 'unknown = "fail"\nmessage = "Planned')
    assert check().status == 1


def test_a_failed_blocker_of_the_programme_fails(check: Command, city: Path) -> None:
    keep(city, "alpha")
    change(city / "hexvet.toml", '"mayor"', '"council"')
    done = check()
    assert done.status == 1
    assert "mini/sponsored at launch" in done.out
    assert "Sponsor: council." in done.out


def test_a_finding_counts_with_its_severity(check: Command, city: Path) -> None:
    keep(city, "alpha")
    (city / "waivers.toml").write_text(
        '[waiver.odd]\ncheck = "mini/nothing"\nproject = "alpha"\nrole = "mayor"\nname = "M"\n'
        'reason = "r"\ngranted = 2018-01-01\nexpires = 2018-03-01\n',
        encoding="utf-8",
    )
    assert [check("--fail-on", level).status for level in ("blocker", "warning")] == [0, 1]


# what is selected -----------------------------------------------------------------------------
def test_a_gate_narrows_what_counts(check: Command) -> None:
    assert check("--gate", "intake").status == 0
    assert check("--gate", "intake", "--fail-on", "warning").status == 1
    assert check("--gate", "launch").status == 1


def test_a_gate_narrows_what_is_shown(check: Command) -> None:
    result = json.loads(check("--gate", "intake", "-o", "json").out)
    assert {tuple(p["checks"]) for p in result["projects"]} == {("mini/noted", "mini/cheap")}
    assert {tuple(p["gates"]) for p in result["projects"]} == {("intake",)}
    assert result["programme"] == {"checks": {}}
    assert result["findings"] == []
    counts = {name: result["summary"][name] for name in ("passed", "failed", "unknown")}
    assert counts == {"passed": 6, "failed": 1, "unknown": 1}


def test_projects_are_chosen_by_id(check: Command) -> None:
    result = json.loads(check("--project", "gamma", "--project", "alpha", "-o", "json").out)
    assert [project["id"] for project in result["projects"]] == ["alpha", "gamma"]
    assert result["findings"] == []
    assert check("--project", "alpha").status == 0


def test_a_pack_on_the_command_line_judges_instead(check: Command, city: Path) -> None:
    strict = (city / PACK).read_text(encoding="utf-8").replace("= 24", "= 6")
    (city / "strict.toml").write_text(strict.replace('"mini"', '"strict"'), encoding="utf-8")
    done = check("--pack", "strict.toml", "--project", "alpha")
    assert done.status == 1
    assert "strict/time_limited" in done.out


def test_the_date_decides_which_waiver_holds(hexvet: Command, city: Path) -> None:
    assert "1 waived" in hexvet("check", "--as-of", "2018-05-01").out
    assert "0 waived" in hexvet("check", "--as-of", "2018-05-02").out


# status 3, 5, 6 -------------------------------------------------------------------------------
def test_a_pack_that_does_not_load_is_status_3(check: Command, city: Path) -> None:
    change(city / PACK, "note is known", "noote is known")
    done = check()
    assert done.status == 3
    assert done.out == ""
    assert "rules/mini.toml" in done.err
    assert "did you mean 'note'?" in done.err


@pytest.mark.parametrize("pack", ["absent", "absent.toml"])
def test_a_pack_that_is_not_there_is_status_3(pack: str, check: Command) -> None:
    assert check("--pack", pack).status == 3


def test_bad_data_is_status_5_and_the_rest_is_judged(check: Command, city: Path) -> None:
    change(city / "projects/alpha.toml", "cost = 100_000", 'cost = "much"')
    (city / "projects/omega.toml").write_text("title = ", encoding="utf-8")
    done = check()
    assert done.status == 5
    assert "projects/alpha.toml:4:8" in done.err
    assert "projects/omega.toml:1:" in done.err
    assert "2 errors in 2 files" in done.err
    assert "alpha" in done.out
    assert "xSTOP launch" in done.out


def test_a_warning_about_a_file_does_not_change_the_status(check: Command, city: Path) -> None:
    (city / "projects/old.yaml").write_text("x", encoding="utf-8")
    keep(city, "alpha", "old")
    done = check()
    assert done.status == 0
    assert "WS022 warning" in done.err


def test_no_project_is_status_6(check: Command, city: Path) -> None:
    keep(city)
    done = check()
    assert done.status == 6
    assert "no project" in done.err


def test_no_rule_is_status_6(check: Command, city: Path) -> None:
    (city / PACK).write_text(
        '[pack]\nid = "mini"\ntitle = "Empty"\nversion = "1.0.0"\nformat = 1\n', encoding="utf-8"
    )
    (city / "hexvet.toml").write_text('format = 1\ncity = "S"\npacks = ["mini"]\n', "utf-8")
    keep(city, "alpha")
    (city / "projects/alpha.toml").write_text('title = "A"\n', encoding="utf-8")
    done = check()
    assert done.status == 6
    assert "no rule" in done.err


def test_no_pack_in_force_is_status_6(hexvet: Command, city: Path) -> None:
    done = hexvet("check", "--as-of", "2014-12-31")
    assert done.status == 6
    assert done.err == (
        "hexvet: no rule pack is in force on 2014-12-31: mini holds from 2015-01-01\n"
    )


def test_a_gate_without_checks_is_status_6(check: Command, city: Path) -> None:
    change(city / PACK, "[gate.launch]", '[gate.idle]\norder = 9\ntitle = "Idle"\n\n[gate.launch]')
    assert check("--gate", "idle").status == 6


def test_a_bad_file_outweighs_a_failed_blocker_and_an_empty_portfolio(
    check: Command, city: Path
) -> None:
    keep(city)
    (city / "projects/omega.toml").write_text("title = ", encoding="utf-8")
    assert check().status == 5


# outputs --------------------------------------------------------------------------------------
def test_several_outputs_in_one_run(check: Command, city: Path) -> None:
    files = {"json": "r.json", "csv": "r.csv", "md": "r.md", "junit": "r.xml", "sarif": "r.sarif"}
    done = check("-o", "table", *(w for f, name in files.items() for w in ("-o", f"{f}={name}")))
    assert done.status == 1
    assert done.out.startswith("Springfield, as of 2018-02-01, by mini 1.2.0\n")
    assert [name for name in files.values() if not (city / name).stat().st_size] == []
    assert json.loads((city / "r.json").read_text("utf-8"))["format"] == 1


def test_a_file_is_what_standard_output_would_be(check: Command, city: Path) -> None:
    printed = check("-o", "json").out
    check("-o", "json=out.json")
    assert (city / "out.json").read_text("utf-8") == printed


def test_an_output_replaces_an_older_one(check: Command, city: Path) -> None:
    (city / "out.json").write_text("old", encoding="utf-8")
    assert check("-o", "json=out.json").status == 1
    assert (city / "out.json").read_text("utf-8").startswith("{")
    assert [file.name for file in city.iterdir() if file.name.startswith(".")] == []


def test_only_a_file_leaves_standard_output_alone(check: Command) -> None:
    assert check("-o", "json=out.json").out == ""


def test_a_device_is_written_as_it_is(check: Command) -> None:
    assert check("-o", "json=/dev/null").status == 1
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["-o", "jsn"], "did you mean 'json'?"),
        (["-o", "json", "-o", "table"], "two outputs to standard output"),
        (["-o", "json=a", "-o", "csv=a"], "two outputs to one file"),
        (["-o", "json="], "names no file"),
        (["-o", "json=absent/x.json"], "cannot write absent/x.json"),
    ],
)
def test_an_output_that_cannot_be_is_status_2(words: list[str], told: str, check: Command) -> None:
    done = check(*words)
    assert done.status == 2
    assert told in done.err
    assert done.out == ""

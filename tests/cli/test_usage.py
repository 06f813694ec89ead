"""Wrong command lines end in one clear line with a way out, and status 2; ours in status 7."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexvet.cli import main
from hexvet.cli.verbs import VERBS

from .conftest import SPRINGFIELD, Command


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["chek"], "there is no verb or folder 'chek': did you mean 'check'?"),
        (["frobnicate"], "there is no folder 'frobnicate'"),
        (["frobnicate", "now"], "there is no verb 'frobnicate'"),
        ([".", "--as-of", "2026-13-01"], "'2026-13-01' is not a date; write it like 2018-01-31"),
        ([".", "--theme", "pink"], "--theme: 'pink' is not a choice: one of dark, light"),
        (["show", "--screen", ""], "there is no screen ''"),
        (["show", "--screen", "rules", "--filter", "gate:hold"], "'rules' has no filter"),
        (["--ascii", "check"], "the verb comes first: hexvet check"),
        (["check", "--gat", "x"], "check: unknown option '--gat': did you mean '--gate'?"),
        (["check", "--project=nobody"], "there is no project 'nobody'"),
        (["check", "--project", "alpah"], "there is no project 'alpah': did you mean 'alpha'?"),
        (["check", "--gate", "lunch"], "there is no gate 'lunch': did you mean 'launch'?"),
        (["check", "--as-of", "2018-02-30"], "'2018-02-30' is not a date"),
        (["check", "--as-of", "20180201"], "write it like 2018-01-31"),
        (["check", "--fail-on", "waring"], "'waring' is not a choice: did you mean 'warning'?"),
        (["check", ".", "extra"], "'extra' is one argument too many"),
        (["check", "nowhere"], "there is no folder 'nowhere'"),
        (["check", "projets"], "there is no folder 'projets': did you mean 'projects'?"),
        (["check", "projects"], "'projects' is no workspace: it has no hexvet.toml"),
        (["check", "hexvet.toml"], "'hexvet.toml' is not a folder"),
        (["check", ".", "-w", "projects"], "two workspaces are named"),
        (["check", "--color", "red"], "'red' is not a choice"),
        (["show"], "missing: PROJECT"),
        (["show", "alpah"], "did you mean 'alpha'?"),
        (["why", "alpah"], "did you mean 'alpha'?"),
        (["why", "alpha", "time_limitd"], "did you mean 'time_limited'?"),
        (["why", "alpha", "--as-of"], "expected one argument: write --as-of DATE (see"),
        (["check", "alpha"], "'alpha' is a project, no folder: --project alpha"),
        (["check", "alpah"], "did you mean 'alpha'? --project ID; hexvet check lists all"),
        (["verify", "alpha"], "'alpha' is a project, no folder: hexvet show alpha"),
        (["needs", "permits", "-w", "."], "no folder 'permits': for a project --project ID"),
        (["fmt", "nothing.toml"], "there is no file 'nothing.toml': name a .toml file"),
        (["decide", "alpha"], "write hexvet decide PROJECT --to STAGE (see hexvet decide --help)"),
        (["new"], "write hexvet new check|"),
        (["completion", "fish"], "one of bash, zsh"),
        (["new", "projct", "x"], "did you mean 'project'?"),
        (["init"], "missing: DIR"),
        (["import", "csv", "x.csv"], "missing: --map, --into"),
    ],
)
def test_a_wrong_command_line_is_one_line_and_status_2(
    words: list[str], told: str, hexvet: Command, city: Path
) -> None:
    done = hexvet(*words)
    assert done.status == 2
    assert told in done.err
    assert done.err.startswith("hexvet")
    assert done.err.count("hexvet: ") <= 1
    assert done.err.count("\n") == 1
    assert done.out == ""


@pytest.mark.parametrize(
    "verb",
    ["why", "eval", "init", "new", "import", "diff", "answer", "vote", "resolve", "decide", "sign",
     "completion"],
)  # fmt: skip
def test_a_verb_without_what_it_needs_says_how_it_is_written(
    verb: str, hexvet: Command, city: Path
) -> None:
    done = hexvet(verb)
    assert done.status == 2
    assert done.err.startswith(f"hexvet {verb}: missing: ")
    assert f": write hexvet {verb} " in done.err
    assert done.err.endswith(f" (see hexvet {verb} --help)\n")


def test_outside_a_workspace_it_says_what_to_do(
    hexvet: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for words in (["check"], ["show", "x"], ["rank"], ["needs"], []):
        done = hexvet(*words)
        assert done.status == 2
        assert "no hexvet.toml in this folder or above it" in done.err
        assert "hexvet init DIR" in done.err


def test_the_workspace_is_found_from_a_folder_inside_it(
    hexvet: Command, city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(city / "projects")
    assert hexvet("check", "--as-of", "2018-02-01").status == 1


@pytest.mark.parametrize("words", [["check", "{}"], ["check", "-w", "{}"], ["show", "alpha", "{}"]])
def test_the_workspace_can_be_named(
    words: list[str], hexvet: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = hexvet(*(word.format(SPRINGFIELD) for word in words), "--as-of", "2018-02-01")
    assert "alpha" in done.out


def test_a_folder_called_like_a_verb_is_named_with_a_dot(
    hexvet: Command, city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    city.rename(city.parent / "check")
    monkeypatch.chdir(city.parent)
    assert hexvet("./check").out.startswith("Springfield")


def test_control_characters_of_the_command_line_are_not_echoed(hexvet: Command, city: Path) -> None:
    for words in (["check", "--project", "\x1b[31mred"], ["\x1b]0;x\x07"], ["check", "--\x9b"]):
        done = hexvet(*words)
        assert done.status == 2
        assert not {"\x1b", "\x07", "\x9b"} & set(done.err)


# help and version -----------------------------------------------------------------------------
def test_help_lists_every_verb(hexvet: Command) -> None:
    for words in (["--help"], ["-h"], ["help"]):
        done = hexvet(*words)
        assert done.status == 0
        assert [verb for verb in VERBS if f"\n  {verb} " not in done.out] == []


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(verb: str, hexvet: Command) -> None:
    assert hexvet(verb, "--help") == hexvet("help", verb)
    assert hexvet(verb, "--help").out.startswith(f"usage: hexvet {verb}")


def test_version(hexvet: Command) -> None:
    from hexvet.version import VERSION

    assert hexvet("--version").out == f"hexvet {VERSION}\n"


# the edge -------------------------------------------------------------------------------------
def test_a_fault_of_ours_is_status_7_and_one_line(
    check: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("hexvet.evaluate", fail, raising=False)
    done = check()
    assert done.status == 7
    assert done.err.startswith("hexvet: internal error: ZeroDivisionError: oops")
    assert "--debug" in done.err
    assert done.err.count("\n") == 1
    traced = check("--debug")
    assert traced.status == 7
    assert "Traceback" in traced.err


def test_ctrl_c_is_status_130_and_one_line(check: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hexvet.evaluate", interrupt, raising=False)
    done = check()
    assert (done.status, done.err) == (130, "hexvet: interrupted\n")


def test_main_takes_its_words_from_the_process_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["hexvet", "--version"])
    assert main() == 0
    assert capsys.readouterr().out.startswith("hexvet ")

"""What the verbs other than `check` say about Springfield."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from hexvet.packs.loading import shipped_folder

from .conftest import DAY, Command


def lines(text: str) -> list[str]:
    return [re.sub(r" +", " ", line).strip() for line in text.splitlines()]


# show -----------------------------------------------------------------------------------------
def test_show_tells_everything_about_a_project(hexvet: Command, city: Path) -> None:
    done = hexvet("show", "beta", "--as-of", DAY)
    shown = lines(done.out)
    assert done.status == 0
    for line in (
        "Beta (beta)",
        "stage -, score 12 (0-25) of 100 (advisory), evidence 75%",
        "projects/beta.toml, as of 2018-02-01",
        "Hexagon ?. A small pack",
        "? Benefit: unknown, benefit, score 25 (0-50)",
        "? Pays for itself in two years: unknown; needs cost",
        "x Quick: unmet (0)",
        ". Risk: unfilled, challenge, score 0",
        "xSTOP launch because of mini/time_limited",
        "x failed blocker: Time-limited scope (mini/time_limited)",
        "Planned for 30 months; the limit is 24.",
        "+ passed blocker of the programme: The mayor sponsors it (mini/sponsored)",
        "? cost What does it cost?",
        "cost 100,000 to 200,000 USD (estimate, by fund) [projects/beta.toml:4:8]",
        "ready no [projects/beta.toml:6:9]",
    ):
        assert line in shown


def test_show_tells_of_waivers_with_and_without(hexvet: Command, city: Path) -> None:
    shown = lines(hexvet("show", "delta", "--as-of", DAY).out)
    assert "+PASS launch (without waivers: stop)" in shown
    assert "w waived blocker: Time-limited scope (mini/time_limited)" in shown


def test_show_tells_of_examples_and_of_several_answers(hexvet: Command, city: Path) -> None:
    for party, value in (("fund", "true"), ("mayor", "false")):
        folder = city / "assessments" / party
        folder.mkdir(parents=True)
        answers = f'finished = true\nready = {{ value = {value}, by = "{party}" }}\n'
        (folder / "gamma.toml").write_text(answers, encoding="utf-8")
    shown = lines(hexvet("show", "gamma", "--as-of", DAY).out)
    assert "An invented example, no real project." in shown
    assert any(line.startswith("ready disputed") for line in shown)
    assert "- fund says yes [assessments/fund/gamma.toml:2:9]" in shown
    assert "- mayor says no [assessments/mayor/gamma.toml:2:9]" in shown


# why ------------------------------------------------------------------------------------------
def test_why_explains_the_first_gate_that_is_not_passed(hexvet: Command, city: Path) -> None:
    done = hexvet("why", "beta", "--as-of", DAY)
    shown = lines(done.out)
    assert done.status == 0
    assert shown[0] == "x stop beta: Launch (gate launch)"
    for line in (
        "x failed Time-limited scope (check mini/time_limited)",
        "x months_between(start, end) <= max_months",
        "evidence end = 2020-07-01",
        "projects/beta.toml:3:7",
        "remedy Set an end date, or split the work.",
        "clause P23",
    ):
        assert line in shown
    assert any(line.startswith("rule rules/mini.toml:") for line in shown)
    assert any(line.startswith("changes ") for line in shown)


def test_why_names_what_is_needed(hexvet: Command, city: Path) -> None:
    shown = lines(hexvet("why", "gamma", "time_limited", "--as-of", DAY).out)
    assert shown[0] == "? unknown gamma: Time-limited scope (check mini/time_limited)"
    assert "needs end: When does it end?" in shown


def test_why_explains_sections_and_the_programme(hexvet: Command, city: Path) -> None:
    section = hexvet("why", "alpha", "mini/benefit", "--as-of", DAY)
    programme = hexvet("why", "programme", "sponsored", "--as-of", DAY)
    assert lines(section.out)[0] == "# filled alpha: Benefit (section mini/benefit)"
    assert lines(programme.out)[0] == (
        "+ passed programme: The mayor sponsors it (check mini/sponsored)"
    )


def test_why_takes_options_between_its_arguments(hexvet: Command, city: Path) -> None:
    assert hexvet("why", "beta", "--as-of", DAY, "noted").status == 0


# rank and needs -------------------------------------------------------------------------------
def test_rank_goes_by_the_guaranteed_low_end(hexvet: Command, city: Path) -> None:
    done = hexvet("rank", "--as-of", DAY)
    rows = [line.split() for line in done.out.splitlines()[3:7]]
    assert [row[:3] for row in rows] == [
        ["1", "alpha", "100.0"],
        ["2", "delta", "75.0"],
        ["3=", "beta", "0.0"],
        ["3=", "gamma", "0.0"],
    ]
    assert "The order is advice" in done.out


def test_rank_says_when_packs_give_no_score(hexvet: Command, city: Path) -> None:
    pack = city / "rules/mini.toml"
    text = pack.read_text("utf-8").replace("format = 1\n", 'format = 1\nscore = "off"\n', 1)
    pack.write_text(text, encoding="utf-8")
    assert "The packs in force give no score" in hexvet("rank", "--as-of", DAY).out


def test_needs_puts_what_settles_most_first(hexvet: Command, city: Path) -> None:
    done = hexvet("needs", "--as-of", DAY)
    rows = [line.split()[:4] for line in done.out.splitlines()[3:8]]
    assert rows == [
        ["cost", "2", "3", "2"],
        ["end", "2", "2", "1"],
        ["note", "1", "1", "1"],
        ["ready", "1", "1", "1"],
        ["saving", "0", "1", "1"],
    ]
    assert "What does it cost?" in done.out
    assert "5 fields, 7 outcomes waiting." in done.out


def test_needs_of_a_project_names_the_outcomes(hexvet: Command, city: Path) -> None:
    shown = lines(hexvet("needs", "--project", "gamma", "--as-of", DAY).out)
    at = shown.index("end 2 outcomes, 2 by itself")
    assert shown[at + 1 : at + 4] == [
        "When does it end?",
        "mini/speed: gamma",
        "mini/time_limited: gamma",
    ]


def test_needs_at_a_gate_names_its_checks_alone(hexvet: Command, tmp_path: Path) -> None:
    """The checks that guard the first gate of the L.A. Model, by its own file."""
    there = str(tmp_path / "town")
    assert hexvet("init", there).status == 0
    assert hexvet("new", "project", "permits", "-w", there).status == 0
    shown = hexvet("needs", there, "--project", "permits", "--gate", "intake").out
    rules = tomllib.loads((shipped_folder() / "la_model.toml").read_text("utf-8"))["check"]
    named = {line.strip().partition(":")[0].partition("/")[2] for line in shown.splitlines()
             if line.strip().startswith("la-model/")}  # fmt: skip
    assert named
    assert {rules[name]["gate"] for name in named} == {"intake"}


def test_needs_of_a_full_project_says_so(hexvet: Command, city: Path) -> None:
    assert "No outcome waits for evidence." in hexvet("needs", "--project", "alpha").out


@pytest.mark.parametrize("verb", ["rank", "needs"])
def test_an_empty_portfolio_is_status_6(verb: str, hexvet: Command, city: Path) -> None:
    for file in (city / "projects").iterdir():
        file.unlink()
    assert hexvet(verb).status == 6


@pytest.mark.parametrize("words", [["show", "alpha"], ["why", "alpha"], ["rank"], ["needs"]])
def test_bad_data_is_told_and_gives_status_5(words: list[str], hexvet: Command, city: Path) -> None:
    (city / "projects/omega.toml").write_text("title = ", encoding="utf-8")
    done = hexvet(*words, "--as-of", DAY)
    assert done.status == 5
    assert "WS005" in done.err
    assert done.out


# packs ----------------------------------------------------------------------------------------
def test_packs_in_use_come_first(hexvet: Command, city: Path) -> None:
    done = hexvet("packs", "--as-of", DAY)
    shown = lines(done.out)
    assert done.status == 0
    assert shown[:3] == [
        "mini 1.2.0 A small pack",
        "in use, in force (from 2015-01-01)",
        "8 fields, 2 sections, 4 checks, 2 gates, 0 tests, 3 criteria",
    ]
    assert re.fullmatch(r"rules/mini\.toml, sha256 [0-9a-f]{12}", shown[3])
    assert any(line.startswith("la-model ") for line in shown)


def test_packs_tell_when_one_is_not_in_force(hexvet: Command, city: Path) -> None:
    assert "in use, not in force on 2014-01-01" in hexvet("packs", "--as-of", "2014-01-01").out


def test_the_vocabulary_has_kind_range_and_question(hexvet: Command, city: Path) -> None:
    shown = lines(hexvet("packs", "--fields").out)
    assert "cost project money 0 to 1,000,000 USD - What does it cost?" in shown
    assert "sponsor programme text - - Who sponsors it?" in shown
    assert "saving project money from 0 USD - What does it save in a year?" in shown


def test_packs_work_without_a_workspace(
    hexvet: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = hexvet("packs")
    assert done.status == 0
    assert "la-model" in done.out


def test_a_broken_pack_is_told_and_gives_status_3(hexvet: Command, city: Path) -> None:
    (city / "rules/mini.toml").write_text("[pack]\nid = 'mini'\nversion = 3\n", encoding="utf-8")
    done = hexvet("packs")
    assert done.status == 3
    assert "rules/mini.toml" in done.err
    assert "la-model" in done.out


# init, new, completion, the screen ------------------------------------------------------------
def test_a_new_workspace_passes_its_own_checks(
    hexvet: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = hexvet("init", "shelbyville", "--city", "Shelbyville")
    assert (made.status, made.err) == (0, "")
    assert "Next: hexvet check shelbyville" in made.out
    done = hexvet("check", "shelbyville")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("Shelbyville,")
    assert hexvet("init", "shelbyville").status == 2


def test_a_new_workspace_is_named_after_its_folder(hexvet: Command, tmp_path: Path) -> None:
    hexvet("init", tmp_path / "ogden-ville")
    assert 'city = "Ogden Ville"' in (tmp_path / "ogden-ville/hexvet.toml").read_text("utf-8")


def test_a_new_workspace_needs_a_pack_that_exists(hexvet: Command, tmp_path: Path) -> None:
    done = hexvet("init", tmp_path / "x", "--pack", "la-modle")
    assert done.status == 3
    assert "did you mean 'la-model'?" in done.err
    assert not (tmp_path / "x").exists()


def test_a_new_project_is_there_and_all_unknown(hexvet: Command, city: Path) -> None:
    made = hexvet("new", "project", "street-lights", "--title", "Street lights")
    assert made.status == 0
    assert made.out.splitlines() == [
        "Made projects/street-lights.toml",
        "Next: hexvet needs --project street-lights",
    ]
    assert hexvet("needs", "--project", "street-lights").status == 0
    assert "Street lights (street-lights)" in hexvet("show", "street-lights").out
    again = hexvet("new", "project", "street-lights")
    assert again.status == 2
    assert "is taken" in again.err


def test_a_new_project_without_a_title_is_named_after_its_id(hexvet: Command, city: Path) -> None:
    hexvet("new", "project", "street-lights")
    assert "Street lights (street-lights)" in hexvet("show", "street-lights").out


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_completion_knows_verbs_options_and_gates(shell: str, hexvet: Command) -> None:
    done = hexvet("completion", shell)
    assert done.status == 0
    for word in ("check", "needs", "--fail-on", "blocker", "--gate", "selection", "junit"):
        assert word in done.out


def test_the_screen_is_a_table_where_there_is_no_terminal(hexvet: Command, city: Path) -> None:
    done = hexvet("--as-of", DAY)
    assert done.status == 1
    assert done.out == hexvet("check", "--as-of", DAY).out
    assert done.err == ("hexvet: no terminal for the screen: this is what `hexvet check` prints\n")


def test_the_screen_opens_on_a_terminal(
    hexvet: Command, city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[Path, dict[str, object]]] = []

    def run(root: Path, **options: object) -> int:
        opened.append((root, options))
        return 0

    monkeypatch.setattr("hexvet.cli.parsing.is_terminal", lambda: True)
    monkeypatch.setattr("hexvet_tui.run", run)
    assert hexvet("--ascii", "--theme", "mono").status == 0
    wanted = {"as_of": None, "ascii": True, "theme": "mono", "slow": None, "mouse": False,
              "fresh": False, "read_only": False}  # fmt: skip
    assert opened == [(Path(), wanted)]

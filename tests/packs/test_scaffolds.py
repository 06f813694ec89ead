"""`hexvet new check|criterion|section|pack`: what it makes loads, is tested, and lints clean."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from hexvet.cli import main
from hexvet.packs.formatting import formatted
from hexvet.packs.lint.linting import lint
from hexvet.packs.loading import Library, Loaded, shipped_folder
from hexvet.testing import run_cases

DAY = "2026-10-01"


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new workspace, and the folder that one stands in."""
    folder = tmp_path / "springfield"
    assert main(["init", str(folder), "--city", "Springfield"]) == 0
    monkeypatch.chdir(folder)
    return folder


def own(city: Path, name: str = "springfield") -> Loaded:
    library = Library((city / "rules", shipped_folder()), city)
    loaded = library.load_file(city / "rules" / f"{name}.toml")
    assert loaded.pack and not loaded.problems
    return loaded


def new(*words: str) -> int:
    return main(["new", *words, "--on", DAY])


@pytest.mark.parametrize(
    ("words", "outcomes"),
    [
        (("check", "data_safe"), {"passed", "failed", "unknown"}),
        (("check", "data_safe", "--severity", "blocker", "--gate", "launch"),
         {"passed", "failed", "unknown"}),
        (("criterion", "saves_paper"), {"met", "unmet", "unknown"}),
        (("section", "climate", "--kind", "challenge"),
         {"met", "unmet", "unknown", "filled", "unfilled"}),
    ],
)  # fmt: skip
def test_what_is_made_loads_and_all_its_outcomes_are_tested(
    city: Path, words: tuple[str, ...], outcomes: set[str]
) -> None:
    assert new(*words) == 0
    run = run_cases(own(city), name="springfield", only=[])
    assert len(run.runs) == 3
    assert not run.failures and not run.problems
    test = tomllib.loads((city / "rules" / "springfield.toml").read_text())["test"][words[1]]
    expected = {v for c in test["cases"] for v in c["expect"].values() if isinstance(v, str)}
    assert expected == outcomes


@pytest.mark.parametrize("kind", ["check", "criterion"])
def test_what_is_made_lints_clean(city: Path, kind: str) -> None:
    assert new(kind, "a_new_one") == 0
    assert [flaw.message for flaw in lint(own(city))] == []


def test_a_seventh_section_is_remarked_and_nothing_else(city: Path) -> None:
    assert new("section", "climate") == 0
    assert [(flaw.code, flaw.level) for flaw in lint(own(city))] == [("RP115", "advice")]


def test_it_is_in_the_layout_and_more_can_be_added(city: Path) -> None:
    for kind in ("check", "criterion", "section"):
        assert new(kind, f"a_{kind}") == 0
    loaded = own(city)
    assert loaded.composition
    document = loaded.composition.document
    assert formatted(document) == document.text
    run = run_cases(loaded, name="springfield", only=[])
    assert len(run.runs) == 9 and not run.failures


def test_the_first_rule_makes_a_pack_that_takes_the_place_of_the_shipped_one(city: Path) -> None:
    assert new("check", "data_safe") == 0
    assert tomllib.loads((city / "hexvet.toml").read_text())["packs"] == ["springfield"]
    pack = own(city).pack
    assert pack and {"la-model/time_limited", "springfield/data_safe"} <= set(pack.checks)
    assert pack.checks["springfield/data_safe"].gate == "intake"


def test_the_settings_say_where_it_goes(city: Path) -> None:
    assert new("check", "data_safe", "--gate", "launch", "--title", "Data {are} safe") == 0
    pack = own(city).pack
    assert pack
    check = pack.checks["springfield/data_safe"]
    assert (check.gate, check.severity, check.title) == ("launch", "warning", "Data {are} safe")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "time_limited"), "there is a check 'time_limited' already, in la-model"),
        (("criterion", "savings"), "there is a criterion 'savings' already"),
        (("section", "cost"), "there is a section 'cost' already"),
        (("check", "team"), "'team' is already a word of the pack"),
        (("check", "Data-Safe"), "like data_safe"),
        (("check", "a", "--gate", "lunch"), "did you mean 'launch'?"),
        (("criterion", "a", "--section", "coast"), "did you mean 'cost'?"),
        (("pack", "la-model"), "there is a pack 'la-model' already"),
        (("pack", "My Pack"), "small letters, digits and hyphens"),
        (("check", "a", "--pack", "la-model"), "no pack 'la-model' of rules/ is in use"),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_is_written(
    city: Path, words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = (city / "hexvet.toml").read_text()
    assert new(*words) == 2
    assert said in capsys.readouterr().err
    assert not [*(city / "rules").glob("*.toml")]
    assert (city / "hexvet.toml").read_text() == settings


def test_a_second_one_of_the_same_name_is_refused(city: Path) -> None:
    assert new("check", "data_safe") == 0
    before = (city / "rules" / "springfield.toml").read_text()
    assert new("check", "data_safe") == 2
    assert (city / "rules" / "springfield.toml").read_text() == before


def test_a_check_and_a_criterion_may_share_a_name_and_its_question(city: Path) -> None:
    assert new("check", "data_safe") == 0
    assert new("criterion", "data_safe") == 0
    run = run_cases(own(city), name="springfield", only=[])
    assert len(run.runs) == 6 and not run.failures and not run.problems


def test_a_pack_that_stands_alone(city: Path) -> None:
    assert new("pack", "side-rules", "--alone") == 0
    assert tomllib.loads((city / "hexvet.toml").read_text())["packs"] == ["la-model", "side-rules"]
    loaded = own(city, "side_rules")
    assert loaded.pack and [*loaded.pack.checks] == ["side-rules/side_rules_rule"]
    assert [flaw.message for flaw in lint(loaded)] == []
    assert not run_cases(loaded, name="side-rules", only=[]).failures


def test_a_pack_that_extends_says_how_to_override(city: Path) -> None:
    assert new("pack", "our-model") == 0
    text = (city / "rules" / "our_model.toml").read_text()
    assert '# [override."la-model/some_check"]' in text and "# reason   = " in text
    assert tomllib.loads((city / "hexvet.toml").read_text())["packs"] == ["our-model"]
    assert main(["check"]) in (0, 1)


def test_a_workspace_with_schemas_gets_the_line_for_editors(city: Path) -> None:
    assert main(["schema", "all"]) == 0
    assert new("check", "data_safe") == 0
    text = (city / "rules" / "springfield.toml").read_text()
    assert text.startswith("#:schema ../schemas/pack.schema.json\n")

"""`hexvet lint` and `hexvet explain-code`: what they print, what they change, how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hexvet.cli.verbs import VERBS

from .conftest import Command

HEADER = '[pack]\nid = "odd"\ntitle = "Odd"\nversion = "1.0.0"\nformat = 1\n'
CLEAN = HEADER + "\n[field.note]\ntype = 'text'\nask = 'What is there to say?'\n"
WEAK = (
    HEADER
    + """
[gate.selection]
order = 1
[field.cost]
type = "number"
min = 0
ask = "?"
[check.c]
require = "cost >= 0"
severity = "warning"
gate = "selection"
waivable = { by = ["mayor"] }  # she alone
"""
)
BROKEN = HEADER + "\n[chek.c]\n"


@pytest.fixture(autouse=True)
def verbs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The verbs, also while the table does not list them."""
    for verb, module in (("lint", "lint"), ("explain-code", "explaining_codes")):
        monkeypatch.setitem(VERBS, verb, VERBS.get(verb, (module, f"{verb} something")))


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "odd.toml"


@pytest.mark.parametrize(
    ("text", "words", "status"),
    [
        (CLEAN, [], 0),
        (CLEAN, ["--fail-on", "advice"], 1),
        (WEAK, [], 1),
        (WEAK, ["--fail-on", "error"], 0),
        (BROKEN, ["--fail-on", "error"], 3),
        ("not toml", [], 3),
    ],
)
def test_the_status_tells_how_bad_it_is(
    hexvet: Command, pack: Path, text: str, words: list[str], status: int
) -> None:
    pack.write_text(text)
    assert hexvet("lint", pack, *words).status == status


def test_a_finding_has_code_place_caret_and_help(hexvet: Command, pack: Path) -> None:
    pack.write_text(WEAK)
    lines = hexvet("lint", "odd.toml").out.splitlines()
    at = lines.index("odd.toml:14:12  RP120 warning: this can never be false")
    assert lines[at + 1] == '  14 | require = "cost >= 0"'
    assert lines[at + 2] == "     |            ^^^^^^^^^"
    assert lines[at + 3].startswith("     = help: ")
    assert lines[-1] == "2 warnings, 2 pieces of advice in 1 pack; --fix mends 1"


def test_fix_mends_the_file_and_says_so(hexvet: Command, pack: Path) -> None:
    pack.write_text(WEAK)
    done = hexvet("lint", "odd.toml", "--fix")
    assert done.out.splitlines()[-1] == "1 warning, 2 pieces of advice in 1 pack; 1 mended"
    mended = WEAK.replace('["mayor"] }', '["mayor"], max_days = 180 }')
    assert pack.read_text() == mended


def test_fix_mends_lists_too(hexvet: Command, pack: Path) -> None:
    field = """\n[field.state]\ntype = "text"\nvalues = ["a", "b", "a"]  # three\nask = "?"\n"""
    pack.write_text(CLEAN + field)
    assert hexvet("lint", "odd.toml").status == 1
    assert hexvet("lint", "odd.toml", "--fix").status == 0
    assert pack.read_text() == CLEAN + field.replace(', "a"]', "]")


def test_json_and_sarif(hexvet: Command, pack: Path) -> None:
    pack.write_text(WEAK)
    hexvet("lint", "odd.toml", "-o", "json=a.json", "-o", "sarif=b.sarif")
    found = json.loads((pack.parent / "a.json").read_text())
    assert found["packs"] == ["odd"]
    assert found["summary"] == {"packs": 1, "error": 0, "warning": 2, "advice": 2}
    first = next(one for one in found["findings"] if one["code"] == "RP153")
    assert (first["line"], first["column"], first["fixable"]) == (17, 12, True)
    (run,) = json.loads((pack.parent / "b.sarif").read_text())["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all(rules[one["ruleIndex"]] == one["ruleId"] for one in run["results"])
    result = next(one for one in run["results"] if one["ruleId"] == "RP120")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "odd.toml"}
    assert place["region"] == {"startLine": 14, "startColumn": 12, "endColumn": 21}
    assert result["level"] == "warning"


def test_a_folder_is_all_packs_in_it(hexvet: Command, pack: Path) -> None:
    pack.write_text(WEAK)
    (pack.parent / "b.toml").write_text(CLEAN.replace('"odd"', '"even"'))
    assert "in 2 packs" in hexvet("lint", ".").out


def test_without_a_name_the_workspace_is_looked_at(hexvet: Command, city: Path) -> None:
    assert "rules/mini.toml" in hexvet("lint").out


def test_an_id_is_looked_up(hexvet: Command, city: Path) -> None:
    assert hexvet("lint", "nirn-hexagon").out.endswith("in 1 pack\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nowhere.toml"], "there is no file 'nowhere.toml'"),
        (["--fail-on", "eror"], "did you mean 'error'?"),
        (["-o", "xml"], "there is no output format 'xml'"),
    ],
)
def test_wrong_words(hexvet: Command, pack: Path, words: list[str], told: str) -> None:
    done = hexvet("lint", *words)
    assert (done.status, told in done.err) == (2, True)


def test_an_unknown_id_is_told_as_a_problem(hexvet: Command, city: Path) -> None:
    done = hexvet("lint", "la-modle")
    assert done.status == 3
    assert "did you mean 'la-model'?" in done.out


def test_an_empty_folder_is_nothing(hexvet: Command, pack: Path) -> None:
    (pack.parent / "empty").mkdir()
    assert hexvet("lint", "empty").status == 6


def test_nothing_in_a_pack_can_steer_the_terminal(hexvet: Command, pack: Path) -> None:
    pack.write_text(WEAK.replace("[check.c]", '[check."c\\u001b[31m"]'))
    done = hexvet("lint", "odd.toml")
    assert done.status == 3
    assert "\x1b" not in done.out + done.err


def test_explain_code_prints_the_page(hexvet: Command, pack: Path, root: Path) -> None:
    done = hexvet("explain-code", "rp014")
    assert done.status == 0
    assert done.out == (root / "docs" / "lint" / "RP014.md").read_text()


def test_explain_code_suggests_and_lists(hexvet: Command, pack: Path) -> None:
    done = hexvet("explain-code", "RP999")
    assert (done.status, "did you mean 'RP" in done.err) == (2, True)
    assert "RP120  a condition that can never be false\n" in hexvet("explain-code").out

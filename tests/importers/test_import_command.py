"""`hexvet import csv`: what it says, what it writes, how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hexvet.cli import main

PACK = """
[pack]
id = "small"
title = "Small"
version = "1.0.0"
format = 1
[field.cost]
type = "money"
unit = "USD"
min = 0
"""
MAP = 'format = 1\nproject = { id = "id", title = "title" }\n[field.cost]\ncolumn = "cost"\n'
LIST = "id,title,cost,colour\n1,Bridge,$5,red\n2,Tunnel,lots,\n3,Tower,lots,\n"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A workspace with a pack of its own, a map and a file beside it."""
    root = tmp_path / "city"
    (root / "rules").mkdir(parents=True)
    (root / "hexvet.toml").write_text('format = 1\ncity = "X"\npacks = ["small"]\n')
    (root / "rules" / "small.toml").write_text(PACK)
    (tmp_path / "map.toml").write_text(MAP)
    (tmp_path / "list.csv").write_text(LIST)
    return root


def run(city: Path, *more: str) -> int:
    """The exit status of an import into the city."""
    files = [city.parent / "list.csv", "--map", city.parent / "map.toml", "--into", city]
    return main(["import", "csv", *map(str, files), *more])


def test_an_import_says_what_it_did(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(city) == 0
    said = capsys.readouterr()
    assert "3 projects written (3 new, 0 changed), 0 as before" in said.out
    assert "columns not in the map: colour" in said.out
    assert "2 IM101 not a number" in said.out
    assert (
        "list.csv:3:cost: IM101 'lots': not a number; left missing, kept as a comment "
        "(1 more like it)" in said.out
    )
    assert said.err == ""
    assert (city / "projects" / "1.toml").read_text() == (
        'title = "Bridge"\ncost = { value = 5, source = "list.csv row 2" }\n'
    )


def test_a_dry_run_writes_nothing(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(city.rglob("*"))
    assert run(city, "--dry-run") == 0
    assert "3 projects would be written" in capsys.readouterr().out
    assert sorted(city.rglob("*")) == before


def test_a_second_import_changes_nothing(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(city)
    assert run(city) == 0
    assert "0 projects written (0 new, 0 changed), 3 as before" in capsys.readouterr().out


def test_projects_are_not_overwritten_unasked(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(city)
    mine = city / "projects" / "1.toml"
    mine.write_text('title = "Mine"\n')
    assert run(city) == 2
    assert "projects/1.toml  IM401 this project is already there" in capsys.readouterr().err
    assert mine.read_text() == 'title = "Mine"\n'
    assert run(city, "--overwrite") == 0
    assert "Bridge" in mine.read_text()


def test_strict_ends_with_one(city: Path) -> None:
    assert run(city, "--strict", "--dry-run") == 1


@pytest.mark.parametrize("name", ["report.txt", "report.csv", "report.json"])
def test_the_report_is_written_whole(city: Path, name: str) -> None:
    file = city.parent / name
    run(city, "--report", str(file))
    assert file.read_text().count("lots") == 2


def test_the_output_for_programs(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(city, "-o", "json")
    said = json.loads(capsys.readouterr().out)
    assert said["projects"] == {"new": ["1", "2", "3"], "changed": [], "same": []}
    assert said["counts"]["answers"] == 1
    assert said["unmapped"] == ["colour"]
    assert said["report"][0] == {
        "code": "IM101",
        "file": "list.csv",
        "row": "3",
        "column": "cost",
        "text": "lots",
        "why": "not a number",
        "done": "left missing, kept as a comment",
        "project": "2",
    }


def test_formulas_in_a_report_do_not_run(city: Path) -> None:
    (city.parent / "list.csv").write_text("id,title,cost\n1,a,=1+1\n")
    file = city.parent / "report.csv"
    run(city, "--report", str(file))
    assert ",'=1+1," in file.read_text()


@pytest.mark.parametrize(
    ("file", "text", "status", "word"),
    [
        ("map.toml", MAP.replace("cost", "costs"), 5, "did you mean 'cost'?"),
        ("map.toml", MAP.replace('"cost"', '"price"'), 5, "IM003"),
        ("map.toml", "format = ", 5, "WS005"),
        ("list.csv", "", 5, "the file is empty"),
        ("city/hexvet.toml", "format = 1", 5, "WS011"),
        ("city/rules/small.toml", PACK + "[field.x]\ntype = 'money'\nmin = 'a'\n", 3, "RP"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(
    city: Path,
    capsys: pytest.CaptureFixture[str],
    file: str,
    text: str,
    status: int,
    word: str,
) -> None:
    (city.parent / file).write_text(text)
    assert run(city) == status
    said = capsys.readouterr().err
    assert word in said
    assert Path(file).name in said
    assert not (city / "projects").exists()


def test_a_workspace_that_is_none(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (city / "hexvet.toml").unlink()
    assert run(city) == 5
    assert "WS008" in capsys.readouterr().err


def test_imported_projects_are_read_without_problems(city: Path) -> None:
    from hexvet.loading import load

    run(city)
    workspace = load(city)
    assert workspace.problems == ()
    assert sorted(workspace.projects) == ["1", "2", "3"]
    evidence = workspace.projects["1"].evidence["cost"]
    assert (evidence.cell, evidence.source) == ((5.0, 5.0), "list.csv row 2")

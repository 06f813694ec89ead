"""Editors: the schemas are current, every shipped file names its own, and Taplo agrees."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import hexvet
from hexvet.cli import main
from hexvet.editors import FILES, KINDS, schema_name, schema_text, taplo_settings

BESIDE = Path(sys.executable).parent / "taplo"
TAPLO = shutil.which("taplo") or (str(BESIDE) if BESIDE.exists() else None)
needs_taplo = pytest.mark.skipif(TAPLO is None, reason="taplo is not installed: pip install taplo")


def lint(folder: Path, *files: Path) -> subprocess.CompletedProcess[str]:
    assert TAPLO is not None
    words = [TAPLO, "lint", *map(str, files)]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)


def hand_written(root: Path) -> list[Path]:
    """The TOML files that ship and that people edit."""
    return [
        *sorted((root / "rules").glob("*.toml")),
        *(
            file
            for file in sorted((root / "sample_data" / "los-angeles").rglob("*.toml"))
            if "journal" not in file.parts  # files as they were, for replay
        ),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_the_published_schemas_are_current(root: Path, kind: str) -> None:
    folder = root / "docs" / "schemas"
    common = kind in ("pack", "waivers")
    published = (folder if common else folder / "los-angeles") / schema_name(kind)
    fields = hexvet.load(root / "sample_data" / "los-angeles").fields
    again = f"make schemas (hexvet schema {kind} -o {published.relative_to(root)})"
    assert published.read_text() == schema_text(kind, fields), again


def test_every_file_that_people_edit_names_its_schema(root: Path) -> None:
    wrong = []
    for path in hand_written(root):
        first = path.read_text().split("\n", 1)[0]
        schema = first.removeprefix("#:schema ")
        if first == schema or not (path.parent / schema).resolve().is_file():
            wrong.append(path.relative_to(root).as_posix())
    assert wrong == []


@needs_taplo
def test_taplo_accepts_every_shipped_file(root: Path) -> None:
    done = lint(root, *hand_written(root))
    assert done.returncode == 0, done.stderr[-2000:]


@needs_taplo
@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        ("projects/procurement.toml", "title ", "titel ", "'titel' was unexpected"),
        ("projects/procurement.toml", '"close"', '"closed"', "not valid under any of the schemas"),
        ("hexvet.toml", "has_council ", "has_concil ", "'has_concil' was unexpected"),
        ("waivers.toml", "expires = 2027-02-28", 'expires = "soon"', '"soon" is not'),
        ("rules/our.toml", 'severity = "warning"', 'severity = "severe"', '"severe" is not'),
        ("rules/our.toml", "require ", "requires ", "'requires' was unexpected"),
    ],
)
def test_taplo_marks_mistakes_in_a_workspace_with_schemas(
    los_angeles: Path, file: str, before: str, after: str, said: str
) -> None:
    for path in los_angeles.rglob("*.toml"):
        lines = path.read_text().splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith("#:schema")))
    (los_angeles / "rules").mkdir()
    (los_angeles / "rules" / "our.toml").write_text(OUR)
    assert main(["schema", "all", "-w", str(los_angeles)]) == 0
    whole = lint(los_angeles)
    assert whole.returncode == 0, whole.stderr
    path = los_angeles / file
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))
    broken = lint(los_angeles)
    assert broken.returncode != 0
    assert said in broken.stderr and path.name in broken.stderr


OUR = """\
[pack]
id      = "our"
title   = "Our"
version = "1.0.0"
format  = 1

[field.ready]
type = "truth"

[gate.start]
order = 1

[check.ready]
require  = "ready"
severity = "warning"
gate     = "start"
remedy   = "Get ready."
"""


@needs_taplo
def test_taplo_and_hexvet_do_not_fight_over_the_layout(los_angeles: Path) -> None:
    """With the settings that `schema all` writes, what `hexvet fmt` leaves is left alone."""
    assert main(["schema", "all", "-w", str(los_angeles)]) == 0
    settings = (los_angeles / ".taplo.toml").read_text()
    assert 'path = "schemas/project.schema.json"' in settings
    assert main(["fmt", "--check", "-w", str(los_angeles)]) == 0


def test_settings_of_editors_that_are_there_stay(los_angeles: Path) -> None:
    (los_angeles / ".taplo.toml").write_text("# ours\n")
    assert main(["schema", "all", "-w", str(los_angeles)]) == 0
    assert (los_angeles / ".taplo.toml").read_text() == "# ours\n"
    made = sorted(path.name for path in (los_angeles / "schemas").iterdir())
    assert made == sorted(map(schema_name, KINDS))
    assert hexvet.load(los_angeles).problems == ()


def test_one_schema_goes_to_standard_output(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "waivers"]) == 0
    assert capfd.readouterr().out == (root / "docs/schemas/waivers.schema.json").read_text()


# --- docs/editors.md ---------------------------------------------------------------------------


def fences(root: Path, language: str) -> list[str]:
    """The examples of a language in the documentation."""
    text = (root / "docs" / "editors.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def test_the_table_of_the_documentation_is_what_is_written(root: Path) -> None:
    text = (root / "docs" / "editors.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(.*)` \| `schemas/(.*)` \|$", text, re.MULTILINE)
    assert dict(rows) == {files: schema_name(kind) for kind, files in FILES.items()}
    settings = tomllib.loads(taplo_settings("schemas"))
    told = {rule["include"][0]: rule["schema"]["path"] for rule in settings["rule"]}
    assert told == {files: f"schemas/{schema}" for files, schema in rows}


def test_the_settings_in_the_documentation_can_be_read(root: Path) -> None:
    assert [json.loads(text) for text in fences(root, "json")]
    helix = tomllib.loads(fences(root, "toml")[1])
    (language,) = helix["language"]
    assert [language["formatter"]["command"], *language["formatter"]["args"]] == [
        "hexvet", "fmt", "-",
    ]  # fmt: skip


def test_a_formatter_reads_standard_input(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a=1\nlong=2\n")))
    assert main(["fmt", "-"]) == 0
    assert capfd.readouterr().out == "a    = 1\nlong = 2\n"


@pytest.mark.parametrize("broken", [b"a = \n", b"\xff"])
def test_a_formatter_that_cannot_read_gives_nothing_back(
    broken: bytes, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(broken)))
    assert main(["fmt", "-"]) == 5
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize("line", ["taplo lint", "hexvet fmt --check", "hexvet schema all"])
def test_the_commands_of_the_documentation_are_there(root: Path, line: str) -> None:
    assert line in "".join(fences(root, "sh"))

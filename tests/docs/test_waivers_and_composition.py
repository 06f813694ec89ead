"""docs/waivers.md and docs/composition.md show what the program accepts."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from hexvet.documents import Document, parse_document
from hexvet.ledger import STATES
from hexvet.packs.loading import Library, shipped_folder
from hexvet.records import Mistakes, read_record
from hexvet.reporters.ledger import TITLES
from hexvet.workspace.waivers import SHAPE

_FENCED = re.compile(r"^```toml\n(.*?)^```", re.M | re.S)


def blocks(root: Path, name: str) -> list[str]:
    return _FENCED.findall((root / "docs" / f"{name}.md").read_text(encoding="utf-8"))


def test_the_waiver_of_the_page_is_a_waiver(root: Path) -> None:
    waiver, _, revoked = blocks(root, "waivers")
    document = parse_document(waiver + revoked, "waivers.toml")
    assert isinstance(document, Document)
    mistakes = Mistakes(document)
    read_record(mistakes, ("waiver", "end_date-procurement"), SHAPE)
    assert mistakes.problems == []
    check = tomllib.loads(waiver)["waiver"]["end_date-procurement"]["check"]
    pack = Library([shipped_folder()]).load("la-model").pack
    assert pack is not None
    assert check in pack.checks


def test_the_extending_pack_of_the_page_loads(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "our_model.toml"
    path.write_text(blocks(root, "composition")[0])
    loaded = Library([tmp_path, shipped_folder()]).load_file(path)
    assert loaded.problems == ()
    assert loaded.pack is not None
    assert loaded.pack.checks["la-model/time_limited"].severity == "warning"


def test_the_renaming_of_the_page_is_understood(root: Path, tmp_path: Path) -> None:
    names = "[check.time_limited]\n[check.cost_cap]\n[check.elected_sponsor]\n"
    rule = 'require = "1 < 2"\nseverity = "advice"\ngate = "g"\n'
    header = '[pack]\nid = "p"\ntitle = "P"\nversion = "1.0.0"\nformat = 1\n[gate.g]\norder = 1\n'
    path = tmp_path / "p.toml"
    path.write_text(header + names.replace("]\n", f"]\n{rule}") + blocks(root, "composition")[1])
    loaded = Library([tmp_path]).load_file(path)
    assert loaded.problems == ()
    assert loaded.composition is not None
    assert dict(loaded.composition.renamed) == {
        "p/time_limit": "p/time_limited",
        "p/check.cost": "p/cost_cap",
        "old-model/sponsor": "p/elected_sponsor",
    }


@pytest.mark.parametrize("code", ["RP024", "RP033", "RP036", "RP037", "RP038", "RP039", "RP040"])
def test_the_page_names_the_codes(root: Path, code: str) -> None:
    assert code in (root / "docs" / "composition.md").read_text(encoding="utf-8")


def test_every_state_has_a_title_and_a_row(root: Path) -> None:
    assert set(TITLES) == set(STATES)
    text = (root / "docs" / "waivers.md").read_text(encoding="utf-8")
    table = text.partition("## What becomes of waivers")[2].partition("##")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    renamed = 1
    assert len(rows) == len(STATES) + renamed

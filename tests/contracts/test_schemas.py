"""The published schemas accept every file that ships, and refuse what the readers refuse."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import hexvet
from hexvet import schemas


def plain(value: Any) -> Any:
    """TOML as editors validate it: dates are texts."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def check(path: Path, schema: dict[str, Any]) -> None:
    validator = jsonschema.Draft7Validator(
        schema, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER
    )
    errors = list(validator.iter_errors(plain(tomllib.loads(path.read_text()))))
    assert not errors, f"{path.name}: {errors[0].json_path} {errors[0].message[:200]}"


def test_the_schemas_are_schemas(root: Path) -> None:
    fields = hexvet.load(root / "sample_data" / "los-angeles").fields
    for schema in (
        schemas.pack_schema(),
        schemas.settings_schema(fields),
        schemas.project_schema(fields),
        schemas.assessment_schema(fields),
        schemas.waivers_schema(),
    ):
        jsonschema.Draft7Validator.check_schema(schema)


def test_every_shipped_pack_is_valid(root: Path) -> None:
    packs = [*(root / "rules").glob("*.toml"), *(root / "sample_data").glob("*/rules/*.toml")]
    assert packs
    for path in packs:
        check(path, schemas.pack_schema())


@pytest.mark.parametrize("city", ["los-angeles", "baltimore", "melbourne-water", "tmf"])
def test_every_file_of_the_samples_is_valid(root: Path, city: str) -> None:
    folder = root / "sample_data" / city
    fields = hexvet.load(folder).fields
    check(folder / "hexvet.toml", schemas.settings_schema(fields))
    projects = sorted((folder / "projects").glob("*.toml"))[:60]
    assert projects
    for path in projects:
        check(path, schemas.project_schema(fields))
    for path in folder.glob("assessments/*/*.toml"):
        check(path, schemas.assessment_schema(fields))
    if (folder / "waivers.toml").exists():
        check(folder / "waivers.toml", schemas.waivers_schema())


@pytest.mark.parametrize(
    "text",
    [
        'title = "P"\ncots_total = 3\n',
        'title = "P"\ncost_total = "3"\n',
        'title = "P"\ncost_total = { value = 3, sorce = "x" }\n',
        'title = "P"\ncost_total = { low = 3 }\n',
        'title = "P"\nstage = "elsewhere"\n',
        "cost_total = 3\n",
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(root: Path, text: str, tmp_path: Path) -> None:
    fields = hexvet.load(root / "sample_data" / "los-angeles").fields
    path = tmp_path / "p.toml"
    path.write_text(text)
    with pytest.raises(AssertionError):
        check(path, schemas.project_schema(fields))

"""What editors of TOML are given: schemas as text, and settings that say which file has which."""

from __future__ import annotations

import json
from collections.abc import Mapping

from hexvet import schemas
from hexvet.model import Field

KINDS = ("pack", "project", "workspace", "assessment", "waivers")
"""The kinds of file that people write."""

FILES: Mapping[str, str] = {
    "pack": "rules/*.toml",
    "project": "projects/*.toml",
    "workspace": "hexvet.toml",
    "assessment": "assessments/*/*.toml",
    "waivers": "waivers.toml",
}
"""Where the files of each kind lie in a workspace."""

_SETTINGS = """\
# For Taplo and the editors that use it: which schema checks and completes which file.
# `hexvet schema all` renews the schemas after a change to the packs.
{rules}
[formatting]
align_entries = true
array_auto_collapse = false
array_auto_expand = false
column_width = 1000
"""
_RULE = """
[[rule]]
include = ["{files}"]

[rule.schema]
path = "{schema}"
"""


def schema_name(kind: str) -> str:
    """The name of a schema's file."""
    return f"{kind}.schema.json"


def schema_text(kind: str, vocabulary: Mapping[str, Field]) -> str:
    """The JSON Schema of a kind of file; that of a pack and of waivers needs no vocabulary."""
    match kind:
        case "pack":
            schema = schemas.pack_schema()
        case "waivers":
            schema = schemas.waivers_schema()
        case "project":
            schema = schemas.project_schema(vocabulary)
        case "assessment":
            schema = schemas.assessment_schema(vocabulary)
        case _:
            schema = schemas.settings_schema(vocabulary)
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def taplo_settings(folder: str) -> str:
    """`.taplo.toml` for a workspace whose schemas lie in `folder`.

    The settings of the layout keep Taplo's own from undoing that of `hexvet fmt`.
    """
    rules = "".join(
        _RULE.format(files=files, schema=f"{folder}/{schema_name(kind)}")
        for kind, files in FILES.items()
    )
    return _SETTINGS.format(rules=rules)

"""The findings of lint for other programs: JSON, and SARIF 2.1.0 (OASIS, 2020)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from json import dumps
from typing import Any, TypeAlias
from urllib.parse import quote

from hexvet.documents import UNPRINTABLE
from hexvet.packs.lint.levels import level_of
from hexvet.packs.lint.model import LEVELS, Flaw, Level
from hexvet.problems import Place
from hexvet.problems_catalogue import CODES
from hexvet.version import VERSION

Json: TypeAlias = "dict[str, Any]"

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FORMAT = 1

_LEVELS: Mapping[Level, str] = {"error": "error", "warning": "warning", "advice": "note"}


def as_json(flaws: Sequence[Flaw], packs: Sequence[str]) -> str:
    """`{format, hexvet, packs, findings, summary}`; lines and columns count from 1."""
    counts = tally(flaws)
    return _text(
        {
            "format": FORMAT,
            "hexvet": VERSION,
            "packs": [*packs],
            "findings": [_finding(flaw) for flaw in flaws],
            "summary": {"packs": len(packs), **{level: counts[level] for level in LEVELS}},
        }
    )


def tally(flaws: Sequence[Flaw]) -> Counter[Level]:
    """How many flaws there are of each level."""
    return Counter(flaw.level for flaw in flaws)


def _finding(flaw: Flaw) -> Json:
    place = flaw.place
    return {
        "code": flaw.code,
        "level": flaw.level,
        "message": flaw.message,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "width": place.width,
        "help": flaw.hint,
        "fixable": flaw.fix is not None,
    }


def as_sarif(flaws: Sequence[Flaw]) -> str:
    """A log of one run. Files are named as the command line named them."""
    codes = sorted({flaw.code for flaw in flaws})
    driver = {
        "name": "Hexvet",
        "version": VERSION,
        "semanticVersion": VERSION,
        "rules": [_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(flaw, codes.index(flaw.code)) for flaw in flaws],
    }
    return _text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str) -> Json:
    meaning = CODES.get(code, code)
    return {
        "id": code,
        "shortDescription": {"text": f"{meaning[0].upper()}{meaning[1:]}"},
        "help": {"text": f"hexvet explain-code {code} tells why, with a bad and a good example."},
        "defaultConfiguration": {"level": _LEVELS[level_of(code)]},
    }


def _result(flaw: Flaw, index: int) -> Json:
    said = f"{flaw.message}: {flaw.hint}" if flaw.hint else flaw.message
    return {
        "ruleId": flaw.code,
        "ruleIndex": index,
        "level": _LEVELS[flaw.level],
        "message": {"text": said},
        "locations": [_location(flaw.place)],
    }


def _location(place: Place) -> Json:
    physical: Json = {"artifactLocation": {"uri": quote(place.file)}}
    if place.line:
        end = place.column + max(place.width, 1)
        region = {"startLine": place.line, "startColumn": place.column, "endColumn": end}
        physical["region"] = region
    return {"physicalLocation": physical}


def _text(value: Json) -> str:
    text = dumps(value, ensure_ascii=False, indent=1)
    return UNPRINTABLE.sub(_escaped, text) + "\n"


def _escaped(found: object) -> str:
    character = str(found[0])  # type: ignore[index]
    return character if character == "\n" else f"\\u{ord(character):04x}"

"""Maps and files to import, written down in the tests themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from hexvet.documents import Document, parse_document
from hexvet.importers.maps import read_map
from hexvet.importers.model import ImportMap, ImportResult
from hexvet.importers.spreadsheet import import_csv
from hexvet.model import Column, Field, Interval, Where

MapOf = Callable[..., ImportMap]
Importer = Callable[..., ImportResult]

NOWHERE = Where("pack.toml")
VOCABULARY: Mapping[str, Field] = {
    field.name: field
    for field in (
        Field("cost", "money", NOWHERE, unit="USD", range=Interval(0, 1e12)),
        Field("share", "share", NOWHERE),
        Field("staff", "number", NOWHERE, range=Interval(0, 10_000)),
        Field("end", "date", NOWHERE),
        Field("pilot", "truth", NOWHERE),
        Field("owner", "text", NOWHERE),
        Field("office", "text", NOWHERE, values=("mayor", "council")),
        Field("council_size", "number", NOWHERE, of="programme"),
        Field(
            "funding",
            "table",
            NOWHERE,
            columns={
                "source": Column("source", "text"),
                "sector": Column("sector", "text", ("public", "private")),
                "amount": Column("amount", "money"),
            },
        ),
    )
}


def document_of(text: str) -> Document:
    """A map's document; the text may be indented."""
    document = parse_document(dedent(text), "map.toml")
    assert isinstance(document, Document), document
    return document


@pytest.fixture
def map_of() -> MapOf:
    """Reads a map from its text, against the vocabulary of these tests unless told."""

    def read(text: str, vocabulary: Mapping[str, Field] | None = VOCABULARY) -> ImportMap:
        return read_map(document_of(text), vocabulary)

    return read


@pytest.fixture
def imported(tmp_path: Path, map_of: MapOf) -> Importer:
    """Imports a file from its content; `map_text` has the map without `format = 1`."""

    def run(content: str | bytes, map_text: str) -> ImportResult:
        file = tmp_path / "list.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return import_csv(file, map_of("format = 1\n" + dedent(map_text)))

    return run

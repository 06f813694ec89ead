"""The tools for rules on the largest pack: lint, and the difference that one number makes."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from one_edit import AS_OF, ROOT, many, median

from hexvet.differences.comparing import compare
from hexvet.differences.reading import Portfolio
from hexvet.loading import load
from hexvet.packs.lint.linting import lint
from hexvet.packs.loading import Library, Loaded

PACK = ROOT / "rules" / "la_model.toml"
NUMBER = "{ 2013-01-01 = 24 }"


def loaded(text: str) -> Loaded:
    """The pack of a text, with nothing worked out in advance."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / PACK.name
        path.write_text(text, encoding="utf-8")
        return Library([path.parent]).load_file(path)


def main() -> None:
    """Prints the figures."""
    text = PACK.read_text(encoding="utf-8")
    fresh = [loaded(text) for _ in range(15)]
    rows = [
        ["lint of la-model beyond loading", f"{median(lambda n: lint(fresh[n]), 15):.0f} ms CPU"]
    ]
    workspace = many(load(ROOT / "sample_data" / "los-angeles"), 10_000)
    portfolio = Portfolio(workspace.projects, workspace.programme)
    old = loaded(text)
    for limit, told in (("23.7", "a few"), ("18", "many")):
        assert NUMBER in text
        new = loaded(text.replace(NUMBER, f"{{ 2013-01-01 = {limit} }}"))
        found = compare(old, new, AS_OF, (portfolio, portfolio))
        flips = len({int(n) for table in found.flips.tables for n in table.flipped})
        took = median(lambda n: compare(old, new, AS_OF, (portfolio, portfolio)), 7)  # noqa: B023
        what = f"diff of one number over 10,000 projects, {told} flip ({flips:,})"
        rows.append([what, f"{took:.0f} ms CPU"])
    print(json.dumps(rows))


if __name__ == "__main__":
    main()

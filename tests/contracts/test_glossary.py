"""One word for one thing: docs/glossary.md holds the words and the ones not to use."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

# Rejected as the name of something, yet good English in a sentence.
GOOD_IN_PROSE = frozenset(
    {"item", "program", "policy", "config", "dimension", "importance", "deviation"}
)
# In a grammar an item is an element of a list, and a program is what an expression compiles to;
# in inference it is the rules that run together.
GENERIC = frozenset({"item", "program"})
GRAMMARS = (
    "engine/hexvet/language/",
    "engine/hexvet/toml_places",
    "engine/hexvet/inference/",
    "engine/hexvet/packs/chains",
)
QUOTING = frozenset({"docs/coverage.md", "docs/glossary.md"})


@pytest.fixture(scope="module")
def rejected(root: Path) -> dict[str, str]:
    """Each rejected word with the word to use."""
    words: dict[str, str] = {}
    for line in (root / "docs/glossary.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3 and cells[0] != "Word" and "---" not in line:
            words |= {word.strip(): cells[0] for word in cells[2].split(",") if word.strip()}
    return words


def declared(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The names that a module gives to others: classes, functions, attributes of classes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        if isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
                    yield part.lineno, part.target.id


def words_of(name: str) -> set[str]:
    """`RulePack` and `rule_packs` are made of rule and pack."""
    parts = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_")
    return {name.lower()} | {form for part in parts for form in (part, part.removesuffix("s"))}


def generic(file: Path, root: Path) -> frozenset[str]:
    """The words that mean something else in this file."""
    return GENERIC if file.relative_to(root).as_posix().startswith(GRAMMARS) else frozenset()


def keys_of(table: object) -> Iterator[str]:
    """Every key in a TOML document."""
    if isinstance(table, dict):
        for key, value in table.items():
            yield str(key)
            yield from keys_of(value)
    if isinstance(table, list):
        for value in table:
            yield from keys_of(value)


def prose(text: str) -> str:
    """A Markdown text without code, quotations, links and what stands in quotes."""
    for pattern in (
        r"```.*?```",
        r"`[^`]*`",
        r"(?m)^>.*$",
        r"\]\([^)]*\)",
        r'"[^"\n]*"',
        r"“[^”]*”",
    ):
        text = re.sub(pattern, " ", text, flags=re.DOTALL if "```" in pattern else 0)
    return text


def test_the_table_is_read(rejected: dict[str, str]) -> None:
    assert rejected["proposal"] == "project"
    assert rejected["exemption"] == "waiver"


def test_names_in_the_code_are_in_the_glossary(rejected: dict[str, str], root: Path) -> None:
    offences = [
        f"{file.relative_to(root)}:{line}: {name}: say {rejected[word]}"
        for folder in ("engine", "tui")
        for file in sorted((root / folder).rglob("*.py"))
        for line, name in declared(ast.parse(file.read_text(encoding="utf-8")))
        if not name.startswith("_")
        for word in sorted((words_of(name) & rejected.keys()) - generic(file, root))
    ]
    assert not offences, "\n" + "\n".join(offences)


def test_no_module_bears_a_rejected_name(rejected: dict[str, str], root: Path) -> None:
    files = [*(root / "engine").rglob("*.py"), *(root / "tui").rglob("*.py")]
    assert not [file for file in files if words_of(file.stem) & rejected.keys()]


def test_the_keys_of_the_packs_are_in_the_glossary(rejected: dict[str, str], root: Path) -> None:
    offences = [
        f"{file.name}: {key}: say {rejected[key]}"
        for file in sorted((root / "rules").glob("*.toml"))
        for key in keys_of(tomllib.loads(file.read_text(encoding="utf-8")))
        if key in rejected
    ]
    assert not offences, "\n" + "\n".join(offences)


def test_the_documentation_uses_the_words(rejected: dict[str, str], root: Path) -> None:
    words = "|".join(sorted(rejected.keys() - GOOD_IN_PROSE))
    pattern = re.compile(rf"\b({words})s?\b", re.IGNORECASE)
    offences = [
        f"{file.relative_to(root)}: {found[0]}: say {rejected[found[1].lower()]}"
        for file in [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
        if file.is_file() and file.relative_to(root).as_posix() not in QUOTING
        for found in pattern.finditer(prose(file.read_text(encoding="utf-8")))
    ]
    assert not offences, "\n" + "\n".join(offences)

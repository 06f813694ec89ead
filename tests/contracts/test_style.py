"""The house style, where a program can see it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

MOST_LINES_OF_A_FUNCTION = 60
MOST_LINES_OF_A_FILE = 350

# Who may write to the terminal, and who may look at the clock.
MAY_PRINT = ("engine/hexvet/diagnostics", "engine/hexvet/reporters/", "engine/hexvet/cli/output")
MAY_READ_THE_CLOCK = (
    "engine/hexvet/cli/",
    "engine/hexvet/__init__.py",
    "tui/hexvet_tui/clock.py",
)

# Textual calls these by name: what they do is said in its documentation.
HOOKS = ("on_", "watch_", "validate_", "compute_", "compose", "render", "get_content_")

Function = ast.FunctionDef | ast.AsyncFunctionDef
Offences = Iterator[tuple[int, str]]


def functions(tree: ast.Module) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def public(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, Function | ast.ClassDef]]:
    """The classes, functions and methods that others may use, with their dotted names."""
    for node in body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield prefix + node.name, node
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public(node.body, f"{node.name}.")


def dotted(node: ast.expr) -> str:
    """`datetime.date.today` for the expression of that name; the last word for others."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def calls(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The line and the dotted name of everything that is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, dotted(node.func)


def long_functions(file: str, tree: ast.Module) -> Offences:
    """Functions that do not fit on a screen."""
    for node in functions(tree):
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if lines > MOST_LINES_OF_A_FUNCTION:
            yield node.lineno, f"{node.name} has {lines} lines"


def undocumented(file: str, tree: ast.Module) -> Offences:
    """Modules and public names without a docstring."""
    if tree.body and not ast.get_docstring(tree):
        yield 1, "the module has no docstring"
    for name, node in public(tree.body):
        last = name.rpartition(".")[2]
        if "." in name and file.startswith("tui/") and last.startswith(HOOKS):
            continue
        decorators = {dotted(d).rpartition(".")[2] for d in node.decorator_list}
        if not ast.get_docstring(node) and not decorators & {"overload", "override", "setter"}:
            yield node.lineno, f"{name} has no docstring"


def untyped(file: str, tree: ast.Module) -> Offences:
    """Public functions without a declared result."""
    for name, node in public(tree.body):
        if isinstance(node, Function) and node.returns is None:
            yield node.lineno, f"{name} declares no result"


def printing(file: str, tree: ast.Module) -> Offences:
    """Writing to the terminal outside the modules that own it."""
    if not file.startswith(MAY_PRINT):
        for line, name in calls(tree):
            if name in ("print", "sys.stdout.write", "sys.stderr.write"):
                yield line, name


def bare_excepts(file: str, tree: ast.Module) -> Offences:
    """Handlers that catch everything."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and node.type is None:
            yield node.lineno, "except:"


def clocks(file: str, tree: ast.Module) -> Offences:
    """Reading today's date: below the command line and the facade a date is an argument."""
    if not file.startswith(MAY_READ_THE_CLOCK):
        for line, name in calls(tree):
            if name.endswith((".today", ".utcnow", "datetime.now")) or name == "time.time":
                yield line, name


def vague_names(file: str, tree: ast.Module) -> Offences:
    """Modules whose name says nothing about what is in them."""
    if Path(file).stem in {"util", "utils", "helper", "helpers", "manager", "common", "misc"}:
        yield 1, "a module is named after what it holds"


RULES: list[Callable[[str, ast.Module], Offences]] = [
    long_functions,
    undocumented,
    untyped,
    printing,
    bare_excepts,
    clocks,
    vague_names,
]


@pytest.fixture(scope="module")
def modules(root: Path) -> dict[str, ast.Module]:
    """Every module of the product, parsed, by its path in the checkout."""
    files = sorted([*(root / "engine").rglob("*.py"), *(root / "tui").rglob("*.py")])
    return {
        file.relative_to(root).as_posix(): ast.parse(file.read_text(encoding="utf-8"))
        for file in files
    }


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_module_breaks_the_style(
    rule: Callable[[str, ast.Module], Offences], modules: dict[str, ast.Module]
) -> None:
    offences = [
        f"{file}:{line}: {what}"
        for file, tree in modules.items()
        for line, what in rule(file, tree)
    ]
    assert not offences, "\n" + "\n".join(offences)


def test_no_file_is_longer_than_one_can_keep_in_mind(
    modules: dict[str, ast.Module], root: Path
) -> None:
    lengths = {file: len((root / file).read_text("utf-8").splitlines()) for file in modules}
    assert {file: n for file, n in lengths.items() if n > MOST_LINES_OF_A_FILE} == {}


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (long_functions, "def long():\n" + "    pass\n" * 60),
        (undocumented, "def visible() -> None: ..."),
        (
            undocumented,
            "'''A module.'''\nclass Visible:\n    '''A class.'''\n    def do(self): ...",
        ),
        (untyped, "def visible(): ..."),
        (printing, "print('x')"),
        (bare_excepts, "try:\n    pass\nexcept:\n    pass"),
        (clocks, "datetime.date.today()"),
        (clocks, "datetime.datetime.now()"),
    ],
)
def test_the_rules_see_what_they_are_for(
    rule: Callable[[str, ast.Module], Offences], text: str
) -> None:
    assert list(rule("engine/hexvet/example.py", ast.parse(text)))

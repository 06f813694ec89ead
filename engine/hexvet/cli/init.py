"""`hexvet init`: a new workspace."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hexvet.cli.options import add_edge, add_verb
from hexvet.diagnostics import Exit, Halt, report

if TYPE_CHECKING:
    from hexvet.model import Field

DEFAULT_PACK = "la-model"

_MORE = """
Makes hexvet.toml with every question about the programme, an example project with every question
about a project (all commented out), an empty ledger of waivers and the folders. Files that are
already there stay as they are."""
_EXAMPLES = """\
  hexvet init springfield --city "Springfield"
  hexvet init . --city "Springfield" --pack la-model --pack nirn-hexagon"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "init", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("folder", metavar="DIR", type=Path, help="the folder; made when absent")
    parser.add_argument("--city", metavar="NAME",
                        help="the city's name (default: made from the folder's)")  # fmt: skip
    parser.add_argument("--pack", metavar="PACK", action="append", default=[],
                        help=f"a pack to use; repeatable (default: {DEFAULT_PACK})")  # fmt: skip
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Makes the workspace and says what was made."""
    from hexvet.cli.acting import unusable
    from hexvet.cli.output import write
    from hexvet.problems import Unusable
    from hexvet.workspace.creating import init_workspace

    packs = list(dict.fromkeys(arguments.pack)) or [DEFAULT_PACK]
    fields = fields_of(packs, arguments)
    city = arguments.city or named_after(arguments.folder.resolve().name)
    try:
        made = init_workspace(arguments.folder, city, fields, packs)
    except Unusable as error:
        raise unusable(error, "the workspace was not made", arguments.color) from error
    folder = arguments.folder.as_posix()
    told = "".join(f"  {name}\n" for name in made)
    write(f"Made a workspace in {folder}:\n{told}Next: hexvet check {folder}\n")
    return Exit.CLEAN


def fields_of(packs: list[str], arguments: Namespace) -> list[Field]:
    """The vocabulary of packs by id. Halts when one does not load."""
    from hexvet.loading import vocabulary_of
    from hexvet.packs.loading import Library, shipped_folder

    root = arguments.folder
    library = Library((root / "rules", shipped_folder()), root)
    loaded = [library.load(name) for name in packs]
    problems = [problem for one in loaded for problem in one.problems]
    report(problems, colour=arguments.color)
    found = [one.pack for one in loaded if one.pack]
    if len(found) < len(packs):
        raise Halt(Exit.BAD_PACK, "a rule pack does not load", "nothing was made")
    return list(vocabulary_of(found).values())


def named_after(name: str) -> str:
    """`los-angeles` as a name: Los Angeles."""
    return " ".join(word.capitalize() for word in name.replace("_", "-").split("-") if word)

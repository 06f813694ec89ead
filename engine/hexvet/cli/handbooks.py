"""`hexvet handbook`: a pack as a document that everybody can read."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hexvet.cli.options import add_date, add_edge, add_verb, day_of
from hexvet.diagnostics import Exit, Halt, report

if TYPE_CHECKING:
    from hexvet.packs.loading import Loaded

DEFAULT_PACK = "la-model"
FORMATS = ("md", "html")

_MORE = """
Every gate, section, criterion and check in plain words, with its source, what to do about it, what
unknown means, who may waive it, and its tests as examples; the questions stand at the end. HTML is
one page that needs nothing from elsewhere and prints well. Numbers are those of --as-of. Without
PACK it is the first pack of the workspace, or la-model."""
_EXAMPLES = """\
  hexvet handbook > la-model.md
  hexvet handbook nirn-hexagon -o html nirn.html"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "handbook", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("pack", metavar="PACK", nargs="?", default="",
                        help="a pack's id or .toml file")  # fmt: skip
    parser.add_argument("file", metavar="FILE", nargs="?", default="",
                        help="the file to write (default: standard output)")  # fmt: skip
    parser.add_argument("-o", "--output", metavar="FORMAT", choices=FORMATS,
                        help="md or html (default: by the name of FILE, else md)")  # fmt: skip
    parser.add_argument("-w", "--workspace", metavar="DIR", dest="at",
                        help="the workspace, when it is not this folder or one above")  # fmt: skip
    add_date(parser)
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Writes the document."""
    from hexvet.cli.output import deliver
    from hexvet.handbook import render

    chosen = Namespace(**{**vars(arguments), "pack": [arguments.pack] if arguments.pack else []})
    loaded = loaded_packs(chosen)[0]
    by_name = "html" if arguments.file.endswith((".html", ".htm")) else "md"
    text = render(loaded, day_of(arguments), arguments.output or by_name)
    deliver(text, arguments.file)
    return Exit.CLEAN


def loaded_packs(arguments: Namespace) -> list[Loaded]:
    """The packs of --pack, of the workspace, or the one that cities begin with.

    Halts when one does not load.
    """
    from hexvet.cli.sources import enclosing, root_of
    from hexvet.packs.loading import Library, shipped_folder
    from hexvet.workspace.settings import read_settings

    root = root_of(arguments) if arguments.at else enclosing()
    library = Library((*([root / "rules"] if root else []), shipped_folder()), root)
    names = list(arguments.pack)
    if root and not names:
        names = list(read_settings(root).packs)
    loaded = [
        library.load_file(Path(name)) if name.endswith(".toml") else library.load(name)
        for name in names or [DEFAULT_PACK]
    ]
    report([p for one in loaded for p in one.problems], colour=arguments.color)
    if not all(one.pack for one in loaded):
        raise Halt(Exit.BAD_PACK, "a rule pack does not load", "nothing was written")
    return loaded

"""`hexvet packs`: which packs there are."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hexvet.cli.options import add_date, add_edge, add_packs, add_verb, add_workspace, day_of
from hexvet.diagnostics import Exit, report

if TYPE_CHECKING:
    from hexvet.packs.loading import Library, Loaded

_MORE = """
Those that the workspace uses first, then those in its rules/ and those that come with hexvet:
version, since when in force, how many rules, the file and the digest of its text."""
_EXAMPLES = """\
  hexvet packs
  hexvet packs --pack la-model --fields"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "packs", run, more=_MORE, examples=_EXAMPLES)
    add_workspace(parser, positional=True)
    parser.add_argument("--fields", action="store_true",
                        help="list the vocabulary: every field with its kind, range, clause and "
                        "question")  # fmt: skip
    add_date(parser)
    add_packs(parser)
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Writes the packs or their vocabulary."""
    from hexvet.cli.output import page, write
    from hexvet.evaluation import in_force
    from hexvet.reporters.catalogue import Listed, render, vocabulary

    found, used = loaded_packs(arguments)
    problems = [problem for one in found for problem in one.problems]
    report(problems, colour=arguments.color)
    as_of = day_of(arguments)
    packs = [one.pack for one in found if one.pack]
    if arguments.fields:
        chosen = [pack for pack in packs if pack.id in used] or packs
        write(vocabulary(chosen, page(arguments)))
    else:
        listed = [Listed(pack, pack.id in used, in_force(pack, as_of)) for pack in packs]
        write(render(listed, as_of, page(arguments)))
    return Exit.BAD_PACK if any(p.severity == "error" for p in problems) else Exit.CLEAN


def loaded_packs(arguments: Namespace) -> tuple[list[Loaded], list[str]]:
    """The packs asked for, or all that there are, the used ones first; and the ids in use."""
    root, used = _root(arguments)
    library = _library(root)
    if arguments.pack:
        return [_load(library, name) for name in arguments.pack], used
    names = dict.fromkeys((*used, *_ids(library)))
    return [library.load(name) for name in names], used


def _root(arguments: Namespace) -> tuple[Path | None, list[str]]:
    """The workspace and the packs that it uses; none when no workspace is around."""
    from hexvet.cli.sources import enclosing, root_of
    from hexvet.workspace.settings import read_settings

    named = arguments.at or getattr(arguments, "workspace", None)
    root = root_of(arguments) if named else enclosing()
    if root is None:
        return None, []
    settings = read_settings(root)
    report(settings.problems, colour=arguments.color)
    return root, list(settings.packs)


def _library(root: Path | None) -> Library:
    from hexvet.packs.loading import Library, shipped_folder

    folders = [root / "rules"] if root else []
    return Library((*folders, shipped_folder()), root)


def _load(library: Library, name: str) -> Loaded:
    return library.load_file(Path(name)) if name.endswith(".toml") else library.load(name)


def _ids(library: Library) -> list[str]:
    """The ids that the files of a library give themselves."""
    from hexvet.documents import Document

    found = []
    for path in library.files():
        document = library.read(path)
        header = document.data.get("pack") if isinstance(document, Document) else None
        if isinstance(header, dict) and isinstance(header.get("id"), str):
            found.append(header["id"])
    return found

"""`hexvet schema`: what editors need to complete and check the files of a workspace."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hexvet.cli.options import add_edge, add_packs, add_verb
from hexvet.diagnostics import Exit, Halt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hexvet.model import Field

KINDS = ("pack", "project", "workspace", "assessment", "waivers")
EDITORS = ".taplo.toml"
FOLDER = "schemas"

_MORE = """
A JSON Schema says which keys a file may have, which values they take and what each question
asks. Those of projects, hexvet.toml and assessments depend on the packs that the workspace uses
(or on --pack); without a workspace, on la-model.

With `all`, it writes every schema into the workspace's folder schemas/, and .taplo.toml beside
it where there is none yet, so that Taplo and the editors that use it find them."""
_EXAMPLES = """\
  hexvet schema pack -o pack.json
  hexvet schema project -w sample_data/los-angeles
  hexvet schema all"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "schema", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("kind", metavar="KIND", nargs="?", default="pack",
                        choices=(*KINDS, "config", "all"),
                        help="pack (default), project, workspace, assessment, waivers, config "
                        "(the settings of the screen), or all")  # fmt: skip
    parser.add_argument("-o", "--output", metavar="FILE",
                        help="the file to write (default: standard output); a folder for "
                        "all")  # fmt: skip
    parser.add_argument("-w", "--workspace", metavar="DIR", dest="at",
                        help="the workspace, when it is not this folder or one above")  # fmt: skip
    add_packs(parser)
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Writes one schema, or all of them."""
    from hexvet.cli.output import deliver

    if arguments.kind == "all":
        return _write_all(arguments)
    text = _text(arguments)
    deliver(text, arguments.output)
    return Exit.CLEAN


def _text(arguments: Namespace) -> str:
    from hexvet.editors import schema_text

    if arguments.kind == "config":
        from hexvet_tui.settings import schema_text as text_of_settings

        return text_of_settings()
    needs_words = arguments.kind in ("project", "workspace", "assessment")
    return schema_text(arguments.kind, _vocabulary(arguments) if needs_words else {})


def _vocabulary(arguments: Namespace) -> Mapping[str, Field]:
    """The questions of the packs in use, of --pack, or of the pack that cities begin with."""
    from hexvet.cli.handbooks import loaded_packs
    from hexvet.loading import vocabulary_of

    return vocabulary_of([loaded.pack for loaded in loaded_packs(arguments) if loaded.pack])


def _write_all(arguments: Namespace) -> int:
    """All schemas into one folder, and the editors' settings that name them."""
    from hexvet.cli.output import write, write_file
    from hexvet.cli.sources import root_of
    from hexvet.editors import schema_name, schema_text

    vocabulary = _vocabulary(arguments)
    folder = Path(arguments.output) if arguments.output else root_of(arguments) / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        from hexvet.problems import is_of_disk, way_out

        status = Exit.UNWRITABLE if is_of_disk(error) else Exit.USAGE
        why = f"cannot make the folder {folder}: {error.strerror or error}"
        raise Halt(status, why, way_out(error)) from error
    made = [(folder / schema_name(kind)).as_posix() for kind in KINDS]
    for kind, file in zip(KINDS, made, strict=True):
        write_file(file, schema_text(kind, vocabulary))
    if not arguments.output:
        made += _settings_of_editors(root_of(arguments))
    write("Made " + "\n     ".join(made) + "\n")
    return Exit.CLEAN


def _settings_of_editors(root: Path) -> list[str]:
    """Writes `.taplo.toml`, unless the workspace has one."""
    from hexvet.cli.output import write_file
    from hexvet.editors import taplo_settings

    path = root / EDITORS
    if path.exists():
        return []
    write_file(str(path), taplo_settings(FOLDER))
    return [path.as_posix()]

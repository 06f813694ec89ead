"""`hexvet new check|criterion|section|pack`: a rule to begin with, and its tests."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hexvet.cli.options import add_edge, add_workspace
from hexvet.cli.options import date as date_of
from hexvet.diagnostics import Exit, Halt

if TYPE_CHECKING:
    from hexvet.loading import Workspace
    from hexvet.packs.composing import Composition
    from hexvet.packs.loading import Library, Loaded
    from hexvet.packs.scaffolds import Wish

_PURPOSES = {
    "check": "a rule that guards a gate",
    "criterion": "a reason to fill a section",
    "section": "a side of the hexagon, with a first criterion",
    "pack": "a rule pack of the city's own",
}
_DESCRIPTION = """\
Adds {purpose}, with a question and with tests for every outcome: passed, failed and
unknown. It goes to the end of the city's own pack in rules/; where the workspace has none, a pack
is made that has all rules of the one in use, and takes its place in hexvet.toml."""
_PACK = """\
Makes rules/ID.toml with a first rule and its tests. It has all rules of the first pack in use and
takes its place in hexvet.toml; with --alone it has none and is added there."""
_EXAMPLES = {
    "check": """\
  hexvet new check data_protection --gate launch --severity blocker
  hexvet new check data_protection --title "Personal data are protected" """,
    "criterion": """\
  hexvet new criterion saves_paper --section cost
  hexvet new criterion saves_paper --title "It saves paper" """,
    "section": """\
  hexvet new section climate --kind challenge
  hexvet new section climate --title "Climate and energy" """,
    "pack": """\
  hexvet new pack springfield --title "Springfield's rules"
  hexvet new pack side-rules --alone""",
}


def add_kinds(kinds: Any) -> None:
    """Adds the kinds of rule to the parser of `hexvet new`."""
    for kind, purpose in _PURPOSES.items():
        described = _PACK if kind == "pack" else _DESCRIPTION.format(purpose=purpose)
        parser = kinds.add_parser(
            kind,
            help=purpose,
            description=described,
            epilog=f"examples:\n{_EXAMPLES[kind]}",
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        parser.add_argument("id", metavar="ID", help="its id")
        parser.add_argument("--title", metavar="TEXT", default="",
                            help="its title (default: made from the id)")  # fmt: skip
        _add_options(parser, kind)
        parser.add_argument("--on", metavar="DATE", type=date_of,
                            help="the date of its tests (default: today)")  # fmt: skip
        add_workspace(parser)
        add_edge(parser)
        parser.set_defaults(run=run, kind=kind)


def _add_options(parser: ArgumentParser, kind: str) -> None:
    if kind == "check":
        parser.add_argument("--gate", metavar="GATE", default="",
                            help="the gate that it guards (default: the first)")  # fmt: skip
        parser.add_argument("--severity", choices=("blocker", "warning", "advice"),
                            default="warning", help="default: warning")  # fmt: skip
    elif kind == "criterion":
        parser.add_argument("--section", metavar="SECTION", default="",
                            help="its section (default: the first)")  # fmt: skip
    elif kind == "section":
        parser.add_argument("--kind", choices=("benefit", "challenge", "opportunity"),
                            dest="section_kind", default="benefit",
                            help="default: benefit")  # fmt: skip
    else:
        parser.add_argument("--alone", action="store_true",
                            help="do not take over the rules of the pack in use")  # fmt: skip
        return
    parser.add_argument("--pack", metavar="PACK", default="",
                        help="the pack in rules/ that it goes to, when there are "
                        "several")  # fmt: skip


def run(arguments: Namespace) -> int:
    """Makes it and says where."""
    from hexvet.cli.acting import unusable
    from hexvet.cli.filing import filed
    from hexvet.cli.output import write
    from hexvet.problems import Unusable
    from hexvet.workspace.folders import RULES, SETTINGS, toml_files
    from hexvet.workspace.writing import locked

    workspace = _workspace(arguments)
    before = toml_files(workspace.root, RULES)[0]
    try:
        with locked(workspace.root, purpose=f"hexvet new {arguments.kind}"):
            made = _make(arguments, workspace)
    except Unusable as error:
        raise unusable(error, f"the {arguments.kind} was not made", arguments.color) from error
    filed(
        workspace.root,
        [made, SETTINGS],
        [] if made in before else [made],
        f"hexvet new {arguments.kind}",
    )
    shown = (workspace.root / made).as_posix()
    write(f"Made {arguments.kind} {arguments.id} in {shown}\nNext: hexvet test {shown}\n")
    return Exit.CLEAN


def _workspace(arguments: Namespace) -> Workspace:
    """The workspace with the packs that it uses, whatever --pack says."""
    from hexvet.cli.sources import load

    return load(Namespace(**{**vars(arguments), "pack": []}))


def _make(arguments: Namespace, workspace: Workspace) -> str:
    from hexvet.packs.loading import Library, shipped_folder

    library = Library((workspace.root / "rules", shipped_folder()), workspace.root)
    wish = _wish(arguments)
    if arguments.kind == "pack":
        return _make_pack(wish, workspace, library, alone=arguments.alone)
    own = _own_pack(arguments, workspace, library)
    if own is None:
        return _make_first(wish, workspace, library)
    return _append(wish, own, workspace, library)


def _wish(arguments: Namespace) -> Wish:
    from hexvet.cli.options import day_of
    from hexvet.packs.scaffolds import Wish

    chosen = {
        name: getattr(arguments, name)
        for name in ("gate", "section", "severity", "section_kind")
        if hasattr(arguments, name)
    }
    on = day_of(Namespace(as_of=arguments.on))
    return Wish(arguments.kind, arguments.id, on, arguments.title, **chosen)


def _own_pack(arguments: Namespace, workspace: Workspace, library: Library) -> Loaded | None:
    """The pack in rules/ that the workspace uses, or that --pack names. Halts at several."""
    used = [library.load(pack.id) for pack in workspace.packs]
    own = {
        str(one.pack.id): one
        for one in used
        if one.pack and one.composition and _path(workspace, one.composition).is_file()
    }
    if arguments.pack:
        if arguments.pack not in own:
            hint = f"there are: {', '.join(own) or 'none'}"
            message = f"no pack '{arguments.pack[:60]}' of rules/ is in use"
            raise Halt(Exit.USAGE, message, hint)
        return own[arguments.pack]
    if len(own) > 1:
        raise Halt(Exit.USAGE, f"there are {len(own)} packs in rules/", f"--pack {' | '.join(own)}")
    return next(iter(own.values()), None)


def _path(workspace: Workspace, composition: Composition) -> Path:
    """Where the pack's file lies if it is one of the workspace's own."""
    from hexvet.packs.loading import shipped_folder

    path = workspace.root / composition.document.file
    return Path() if path.parent.resolve() == shipped_folder().resolve() else path


def _append(wish: Wish, own: Loaded, workspace: Workspace, library: Library) -> str:
    """Adds the rule to the end of a file."""
    from hexvet.packs.scaffolds import scaffold
    from hexvet.workspace.writing import write_text

    assert own.pack is not None and own.composition is not None
    document = own.composition.document
    ending = "\r\n" if "\r\n" in document.text else "\n"
    added = scaffold(wish, own.pack, own.composition).replace("\n", ending)
    text = f"{document.text.rstrip()}{ending}{ending}{added}"
    _loaded(text, document.file, library)
    path = _path(workspace, own.composition)
    write_text(path, text, document.sha256, shown_as=document.file)
    return document.file


def _make_first(wish: Wish, workspace: Workspace, library: Library) -> str:
    """A pack of the city's own that has all rules of the one in use, with the rule in it."""
    from hexvet.packs.scaffolds import Wish, header, scaffold

    if not workspace.packs:
        raise Halt(Exit.NOTHING, "no rule pack is in use", "make one: hexvet new pack ID")
    base = library.load(workspace.packs[0].id)
    assert base.pack is not None and base.composition is not None
    rule = scaffold(wish, base.pack, base.composition)
    id_ = _pack_id(workspace)
    head = header(Wish("pack", id_, wish.on, workspace.city), base.composition, _schema(workspace))
    return _add_pack(id_, f"{head}\n{rule}", workspace, library, base.pack.id)


def _pack_id(workspace: Workspace) -> str:
    """The city's name as the id of a pack."""
    from hexvet.workspace.folders import proposed_id

    id_ = proposed_id(workspace.city).replace("_", "-").strip("-")
    return id_ if id_[:1].isalpha() else f"city-{id_}"[:60]


def _make_pack(wish: Wish, workspace: Workspace, library: Library, *, alone: bool) -> str:
    from hexvet.packs.composing import PACK_ID
    from hexvet.packs.scaffolds import Wish, first_gate, header, refuse, scaffold

    if not PACK_ID.fullmatch(wish.id):
        hint = "small letters, digits and hyphens, a letter first"
        raise refuse("RP018", f"'{wish.id[:60]}' is not an id", "rules", hint)
    if library.find(wish.id) is not None:
        raise refuse("RP024", f"there is a pack '{wish.id}' already", "rules", "choose another id")
    base = None if alone or not workspace.packs else library.load(workspace.packs[0].id)
    schema = _schema(workspace)
    head = header(wish, base.composition if base else None, schema)
    if base is None:
        head = f"{head}\n{first_gate()}"
    grown = _loaded(head, f"{wish.id}.toml", library)
    assert grown.pack is not None and grown.composition is not None
    name = f"{wish.id.replace('-', '_')[:50]}_rule"
    first = Wish("check", name, wish.on, "A rule of our own", severity="advice")
    text = f"{head}\n{scaffold(first, grown.pack, grown.composition)}"
    replaced = base.pack.id if base and base.pack else ""
    return _add_pack(wish.id, text, workspace, library, replaced)


def _schema(workspace: Workspace) -> str:
    """The path of the pack's schema from rules/, when the workspace has one."""
    from hexvet.cli.schemas import FOLDER
    from hexvet.editors import schema_name

    file = f"{FOLDER}/{schema_name('pack')}"
    return f"../{file}" if (workspace.root / file).is_file() else ""


def _add_pack(id_: str, text: str, workspace: Workspace, library: Library, replaced: str) -> str:
    """Writes a new file in rules/ and names the pack in hexvet.toml."""
    from hexvet.packs.formatting import formatted
    from hexvet.packs.scaffolds import refuse
    from hexvet.workspace.toml_values import set_value
    from hexvet.workspace.writing import write_text

    file = f"rules/{id_.replace('-', '_')}.toml"
    if library.find(id_) is not None:
        raise refuse("RP024", f"there is a pack '{id_}' already", file, "choose another id")
    text = formatted(_loaded(text, file, library).documents[file])
    settings = workspace.files.settings
    assert settings.document is not None
    packs = [id_ if name == replaced else name for name in settings.packs]
    changed = set_value(settings.document, ("packs",), packs if replaced else [*packs, id_])
    folder = workspace.root / "rules"
    folder.mkdir(exist_ok=True)
    write_text(workspace.root / file, text, None, shown_as=file)
    name = settings.document.file
    write_text(workspace.root / name, changed, settings.document.sha256, shown_as=name)
    return file


def _loaded(text: str, file: str, library: Library) -> Loaded:
    """A pack that is not on disk yet. Raises `Unusable` when it does not load."""
    from hexvet.documents import parse_document
    from hexvet.packs.compiling import compile_pack
    from hexvet.packs.composing import compose
    from hexvet.packs.loading import Loaded
    from hexvet.problems import Problem, Unusable

    document = parse_document(text, file)
    if isinstance(document, Problem):
        raise Unusable([document])
    composition = compose(document, lambda id_, _: library.find(id_))
    pack, problems = compile_pack(composition)
    if pack is None:
        raise Unusable(problems)
    return Loaded(pack, problems, composition.documents, composition)

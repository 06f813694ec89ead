"""`hexvet serve`: the screen in a browser on this machine."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import Any

from hexvet.cli.options import add_date, add_edge, add_verb, add_workspace
from hexvet.cli.screen import THEMES
from hexvet.diagnostics import Exit, Halt

INSTALL = "pip install 'hexvet[serve]'"
LAST_PORT = 65_535

_MORE = """
Prints an address with a secret in it: whoever has the whole address sees the workspace. Only this
machine can reach it; from another one, forward the port over SSH. Nothing can be changed there
without --write. Ctrl+C ends it."""
_EXAMPLES = """\
  hexvet serve sample_data/los-angeles
  hexvet serve --port 8642 --write"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser: ArgumentParser = add_verb(subparsers, "serve", run, more=_MORE, examples=_EXAMPLES)
    add_workspace(parser, positional=True)
    add_date(parser)
    parser.add_argument("--port", metavar="N", type=_port, default=0,
                        help="the port on 127.0.0.1 (default: a free one)")  # fmt: skip
    parser.add_argument("--write", action="store_true",
                        help="let the workspace be changed from the browser, too")  # fmt: skip
    parser.add_argument("--theme", choices=THEMES, help="the colours of the screen")
    add_edge(parser)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text[:6]) > LAST_PORT:
        raise ArgumentTypeError(f"a port is a number from 0 to {LAST_PORT}")
    return int(text[:6])


def run(arguments: Namespace) -> int:
    """Serves until it is interrupted."""
    from hexvet.cli.output import finish, write
    from hexvet.cli.sources import root_of

    root = root_of(arguments).resolve()
    try:
        from hexvet_tui.web import serving
    except ModuleNotFoundError as error:
        raise Halt(Exit.USAGE, f"hexvet serve needs {error.name}", INSTALL) from error
    try:
        listener = serving.listening(arguments.port)
    except OSError as error:
        reason = error.strerror or str(error)
        hint = "choose another one, or leave --port out for a free one"
        raise Halt(Exit.USAGE, f"port {arguments.port} cannot be used: {reason}", hint) from error
    day = arguments.as_of.isoformat() if arguments.as_of else None
    opened = serving.Opened(str(root), day, arguments.theme, False, not arguments.write)
    token = serving.new_token()
    mode = "can be changed" if arguments.write else "read-only"
    place = serving.address(listener.getsockname()[1], token)

    def told() -> None:
        write(f"{root} ({mode}): open this address, Ctrl+C ends it\n{place}\n")
        finish(Exit.CLEAN)

    serving.serve(opened, listener, token, told)
    return Exit.CLEAN

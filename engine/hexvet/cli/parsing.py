"""From the words of a command line to its arguments; one clear line where they are wrong."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter, _SubParsersAction
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import NoReturn

from hexvet.cli.verbs import VERBS
from hexvet.diagnostics import Exit, Halt
from hexvet.version import VERSION

_CHOICE = re.compile(r"invalid choice: (.*?) \(choose from (.*)\)$", re.DOTALL)

DESCRIPTION = """\
Vets a city's portfolio of reform projects against rules that are written down in plain files.
Without a verb it opens WORKSPACE on the screen."""
EPILOG = """\
WORKSPACE is the folder that holds hexvet.toml; without it, this folder or the nearest one above.
A folder that is called like a verb is written ./check.

examples:
  hexvet sample_data/los-angeles
  hexvet check sample_data/los-angeles --as-of 2026-10-01

hexvet VERB --help tells more about a verb."""


class Parser(ArgumentParser):
    """An argument parser whose complaints are one line with a way out."""

    def error(self, message: str) -> NoReturn:
        """Halts with the usage status."""
        raise Halt(Exit.USAGE, *_complaint(self, message))

    def convert_arg_line_to_args(self, arg_line: str) -> list[str]:
        """Arguments are never read from files."""
        return [arg_line]


def parse(words: Sequence[str]) -> Namespace:
    """The arguments of one command line; `run` among them is what to call."""
    words = ["--help" if word == "help" and at == 0 else word for at, word in enumerate(words)]
    if words[:1] == ["--help"] and words[1:2] and words[1] in VERBS:
        words = [words[1], "--help"]
    if not words or words[0] not in VERBS:
        return _parse_screen(words)
    parser = verb_parser(words[0])
    if words[0] in ("import", "new"):
        arguments, unknown = parser.parse_known_args(words[1:])
    else:
        arguments, unknown = parser.parse_known_intermixed_args(words[1:])
    if unknown:
        raise Halt(Exit.USAGE, *_unknown(parser, unknown))
    return arguments


def verb_parser(verb: str) -> Parser:
    """The parser of one verb; only its module is loaded."""
    whole = Parser(prog="hexvet", add_help=False)
    return add_verbs(whole, [verb]).choices[verb]


def whole_parser() -> Parser:
    """The parser of the whole command, for completion and for the reference."""
    parser = screen_parser(positional=False)
    add_verbs(parser, VERBS)
    return parser


def add_verbs(parser: Parser, verbs: Iterable[str]) -> _SubParsersAction[Parser]:
    """Adds verbs to a parser."""
    subparsers = parser.add_subparsers(metavar="VERB", parser_class=Parser)
    for verb in verbs:
        import_module(f"hexvet.cli.{VERBS[verb][0]}").register(subparsers)
    return subparsers


def screen_parser(*, positional: bool = True) -> Parser:
    """The parser of `hexvet` without a verb."""
    from hexvet.cli.screen import add_options

    listed = "\n".join(f"  {verb:<14} {purpose}" for verb, (_, purpose) in VERBS.items())
    parser = Parser(
        prog="hexvet",
        usage="hexvet [WORKSPACE] [options]\n       hexvet VERB ...",
        description=f"{DESCRIPTION}\n\nverbs:\n{listed}",
        epilog=EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"hexvet {VERSION}",
                        help="print the version and stop")  # fmt: skip
    add_options(parser, positional=positional)
    return parser


def _parse_screen(words: Sequence[str]) -> Namespace:
    parser = screen_parser()
    arguments, unknown = parser.parse_known_args(words)
    verb = next((word for word in words if word in VERBS), "")
    if verb and (unknown or arguments.workspace == verb):
        raise Halt(Exit.USAGE, f"the verb comes first: hexvet {verb} ...", f"a folder is ./{verb}")
    options = [word for word in unknown if word.startswith("-")]
    if options:
        raise Halt(Exit.USAGE, *_unknown(parser, unknown))
    if unknown:
        raise Halt(Exit.USAGE, *_not_a_verb(str(arguments.workspace)))
    if arguments.workspace:
        _meant_a_verb(arguments.workspace)
    return arguments


def _meant_a_verb(word: str) -> None:
    """Halts when a word is no folder and nearly a verb."""
    import os

    from hexvet.problems import suggestion

    near = suggestion(word, VERBS)
    if near and not os.path.lexists(word):
        raise Halt(Exit.USAGE, f"there is no verb or folder '{word}'", near)


def _not_a_verb(word: str) -> tuple[str, str]:
    from hexvet.problems import suggestion

    return f"there is no verb '{word[:60]}'", suggestion(word, VERBS) or "hexvet --help lists them"


def _unknown(parser: ArgumentParser, words: Sequence[str]) -> tuple[str, str]:
    """What is said about words that no option or argument takes."""
    from hexvet.problems import suggestion

    word = next((word for word in words if word.startswith("-")), words[0])
    if not word.startswith("-"):
        return f"{parser.prog}: '{word[:60]}' is one argument too many", _see(parser)
    options = [option for action in parser._actions for option in action.option_strings]
    name = word.partition("=")[0]
    return f"{parser.prog}: unknown option '{name[:60]}'", suggestion(name, options) or _see(parser)


def _complaint(parser: ArgumentParser, message: str) -> tuple[str, str]:
    """Argparse's message and the nearest choice."""
    from hexvet.problems import suggestion

    choice = _CHOICE.search(message)
    if choice:
        word, choices = choice[1].strip("'\""), [c.strip("'\" ") for c in choice[2].split(",")]
        argument = message[: choice.start()].removeprefix("argument ").rstrip(": ")
        near = suggestion(word, choices) or f"one of {', '.join(choices)}"
        return f"{parser.prog}: {argument}: '{word[:60]}' is not a choice", near
    message = message.removeprefix("argument ")
    missing = message.replace("the following arguments are required", "missing")
    hint = f"{_synopsis(parser)} ({_see(parser)})"
    if missing == message:
        hint = "" if "; " in message else _option(parser, message) or _see(parser)
    return f"{parser.prog}: {missing[:300]}", hint


def _synopsis(parser: ArgumentParser) -> str:
    """The least that has to be said: `hexvet decide PROJECT --to STAGE`."""
    words = [parser.prog]
    for action in parser._actions:
        if isinstance(action, _SubParsersAction):
            words.append("|".join(action.choices))
        elif action.required and action.nargs != "*":
            words += [*action.option_strings[-1:], str(action.metavar or action.dest)]
    return f"write {' '.join(words)}"


def _option(parser: ArgumentParser, message: str) -> str:
    """How an option is written that argparse complains about without saying it."""
    named = message.partition(":")[0].split("/")
    for action in parser._actions:
        if message.endswith("expected one argument") and named[-1] in action.option_strings:
            return f"write {named[-1]} {action.metavar or action.dest} ({_see(parser)})"
    return ""


def _see(parser: ArgumentParser) -> str:
    return f"see {parser.prog} --help"


def is_terminal() -> bool:
    """Whether there is a terminal for keys and for the screen, which is drawn on standard error."""
    import os

    from hexvet.doctor.surroundings import places_its_cursor

    streams = (sys.stdin, sys.stdout, sys.stderr)
    open_ = all(stream is not None and stream.isatty() for stream in streams)
    return open_ and places_its_cursor(os.environ)

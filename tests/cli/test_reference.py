"""docs/reference.md has every verb, option and exit status. What is missing is printed ready to
be pasted."""

from __future__ import annotations

from argparse import Action, ArgumentParser, _HelpAction, _SubParsersAction, _VersionAction
from collections.abc import Iterator
from pathlib import Path

import pytest

from hexvet.cli.parsing import screen_parser, verb_parser
from hexvet.cli.verbs import VERBS
from hexvet.diagnostics import MEANINGS, PRECEDENCE


def leaves(parser: ArgumentParser) -> Iterator[ArgumentParser]:
    """The parser, or those of its kinds (`new project`)."""
    kinds = [a for a in parser._actions if isinstance(a, _SubParsersAction)]
    for action in kinds:
        yield from action.choices.values()
    if not kinds:
        yield parser


def row(action: Action) -> str:
    """One argument as a row of the reference's tables."""
    metavar = str(action.metavar or "")
    if action.choices and not metavar:
        metavar = "{" + ",".join(map(str, action.choices)) + "}"
    named = [f"{option} {metavar}".strip() for option in action.option_strings] or [metavar]
    help_ = str(action.help).replace("|", "\\|")
    return f"| `{', '.join(named).replace('|', chr(92) + '|')}` | {help_} |"


def expected() -> Iterator[str]:
    """Every line that the reference must have."""
    for parser in (screen_parser(), *(p for verb in VERBS for p in leaves(verb_parser(verb)))):
        yield f"### `{parser.prog}`"
        for action in parser._actions:
            if not isinstance(action, _HelpAction | _VersionAction):
                yield row(action)
    for status, meaning in MEANINGS.items():
        yield f"| {int(status)} | {meaning} |"


@pytest.fixture
def reference(root: Path) -> list[str]:
    return (root / "docs" / "reference.md").read_text(encoding="utf-8").splitlines()


def test_the_reference_has_every_verb_option_and_status(reference: list[str]) -> None:
    missing = [line for line in expected() if line not in reference]
    assert not missing, "missing in docs/reference.md:\n" + "\n".join(missing)


def test_the_reference_has_no_option_that_does_not_exist(reference: list[str]) -> None:
    real = set(expected())
    listed = [line for line in reference if line.startswith(("| `-", "### `"))]
    assert [line for line in listed if line not in real] == []


def test_the_reference_tells_the_precedence(reference: list[str]) -> None:
    order = ", ".join(str(int(status)) for status in PRECEDENCE)
    assert any(order in line for line in reference)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(verb: str) -> None:
    for parser in leaves(verb_parser(verb)):
        shown = parser.format_help()
        assert shown.startswith("usage: hexvet")
        assert parser.description
        assert all(action.help for action in parser._actions)
        assert (
            verb == "import"
            or (parser.epilog or "").count("\n  hexvet") + (parser.epilog or "").count("\n  source")
            >= 2
        )

"""`:` takes the words of the shell command, the screen's own words, and parts of names.

One line does all three: `:why procurement`, `:theme light`, `:sco` for "Sort by score". The rows
below it come from the action table, from the verbs, and from the portfolio.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

from hexvet.problems import suggestion
from hexvet_tui import actions, fuzzy, pages, reading
from hexvet_tui.effects import Dress, Work
from hexvet_tui.filter_completion import matching
from hexvet_tui.modes import Command
from hexvet_tui.prompting import Candidate, Prompt, Purpose

if TYPE_CHECKING:
    from hexvet_tui.scene import Scene
    from hexvet_tui.session import Session

MOST = 60
MOST_PROJECTS = 5_000
"""Portfolios up to this size are searched by scattered letters, larger ones by whole parts."""
LONGEST_NAME = 64
"""Characters of a name that is looked for: more is not typed to find something."""
AROUND_PAGE = 4
"""Columns that a page needs for its frame and margins."""
SHORT = {"q": "quit"}
"""What fingers write that are used to other programs."""
PALETTES = ("dark", "light", "contrast", "ansi", "mono")


def prompted(session: Session) -> Session:
    """Typing a command."""
    return session.prompted(Prompt(COMMAND))


# the screen's own words -----------------------------------------------------------------------
def _dressed(scene: Scene, rest: str) -> Session:
    if rest not in PALETTES:
        choices = f"one of {', '.join(PALETTES)}"
        wrong = f"no theme '{rest[:40]}'; {suggestion(rest, PALETTES) or choices}"
        return scene.session.said(wrong if rest else f"which theme? {choices}", "alert")
    return scene.session.said(f"theme {rest}").wanting(Dress(rest))


def _went(scene: Scene, rest: str) -> Session:
    from hexvet_tui.verbs import to_named

    if not rest:
        return scene.session.said("which project? write its id; tab completes it", "alert")
    if scene.session.columns is None or rest not in scene.session.columns.ids:
        near = suggestion(rest, scene.session.columns.ids) if scene.session.columns else ""
        return scene.session.said(f"no project '{rest[:40]}'; {near}".rstrip("; "), "alert")
    return to_named(scene.session, rest)


def _recovered(scene: Scene, rest: str) -> Session:
    from hexvet_tui.recovery.offering import recovering

    return recovering(scene, rest)


def _project_ids(scene: Scene) -> tuple[str, ...]:
    return tuple(scene.session.columns.ids) if scene.session.columns else ()


OWN: tuple[Command, ...] = (
    Command("theme", "the colours of the screen", _dressed, lambda scene: PALETTES),
    Command("recover", "what was typed and not saved by a screen that is gone", _recovered),
    Command("go", "one project, by its id", _went, _project_ids),
)


def words_of(scene: Scene) -> dict[str, Command]:
    """The screen's own words, those of the mode among them."""
    return {command.word: command for command in (*OWN, *scene.mode.commands)}


# doing ----------------------------------------------------------------------------------------
def accepted(scene: Scene, text: str) -> Session:
    """What a line means: an own word, a verb, or an action by its name."""
    text = _finished(scene, text)
    word, _, rest = text.partition(" ")
    own = words_of(scene)
    if not word:
        return scene.session
    if word in own:
        return own[word].run(scene, rest.strip())
    if word in scene.shell.verbs():
        if scene.session.is_shut and word not in reading.HARMLESS:
            return reading.refused(scene.session)
        return _printed(scene, text)
    if action := _action(scene, text):
        return _acted(scene, action)
    if _action(scene, word):
        return scene.session.said(f"'{word[:40]}' takes no words behind it", "alert")
    if word in scene.shell.outside():
        return scene.session.said(f"'{word}' belongs to a shell: hexvet {word}", "alert")
    near = suggestion(word, [*own, *scene.shell.verbs(), *(a.word.casefold() for a in scene.table)])
    return scene.session.said(f"no command '{word[:40]}'; {near or ': lists all'}", "alert")


def _action(scene: Scene, text: str) -> str:
    """The id of the action that has a name; "" when none has."""
    low, table = SHORT.get(text, text).casefold(), scene.table
    return next((a.id for a in table if low in (a.id, actions.named(a, table).casefold())), "")


def _finished(scene: Scene, text: str) -> str:
    """The line with its last name written out, where a part of it was typed and the list below
    has it: for what only reads the first one, for what writes the only one."""
    head, space, part = text.rpartition(" ")
    word = head.partition(" ")[0]
    free = not space or not part or part.startswith("-") or head.split()[-1].startswith("-")
    if free or (word not in words_of(scene) and word not in scene.shell.verbs()):
        return text
    listed = [row.text for row in candidates(scene, Prompt(COMMAND, text, len(text)))]
    begun = [name for name in listed if name.startswith(part)]
    known = part in listed or not begun
    sure = len(begun) == 1 or word in reading.HARMLESS or word in words_of(scene)
    return text if known or not sure else f"{head} {begun[0]}"


def _acted(scene: Scene, action: str) -> Session:
    from hexvet_tui.scene import Extent
    from hexvet_tui.verbs import done

    return done(action, scene, Extent(1, 1, scene.size))


def _printed(scene: Scene, text: str) -> Session:
    """A verb, run in a thread; what it prints comes as a page."""
    session = scene.session
    try:
        words = shlex.split(text)
    except ValueError as error:
        return session.said(f"{error}: '{text[:40]}'", "alert")
    as_of = session.assessment.as_of if session.assessment else None
    project = session.cursor if session.standing else ""
    shell = scene.shell
    whole = shell.completed(words, scene.root, as_of, project)

    def then(after: Session, printed: tuple[str, int]) -> Session:
        told, status = printed[0], f"exit status {printed[1]}"
        page = pages.text_page(f":{text}", told or status)
        return after.paged(page).said("" if printed[1] == 0 else status)

    return session.said(f":{text} ...").wanting(
        Work(lambda: shell.run(whole, scene.size[0] - AROUND_PAGE), then, "command")
    )


# completing -----------------------------------------------------------------------------------
def candidates(scene: Scene, prompt: Prompt) -> tuple[Candidate, ...]:
    """The rows below the line."""
    text = prompt.text[: prompt.at]
    word, space, _ = text.partition(" ")
    if not space:
        return _found(scene, text)
    start = text.rfind(" ") + 1
    own = words_of(scene)
    if word in own:
        pairs = [(value, "") for value in own[word].words(scene)]
    elif word in scene.shell.verbs():
        pairs = _arguments(scene, word, text[start:])
    else:
        return _found(scene, text)
    return tuple(Candidate(one, help_, start=start) for one, help_ in matching(text[start:], pairs))


def _found(scene: Scene, text: str) -> tuple[Candidate, ...]:
    """Actions, own words, verbs and projects, the best match first."""
    if len(text) > LONGEST_NAME:
        return ()
    scored = [
        (points, -at, row)
        for at, (name, more, row) in enumerate(_rows(scene, bool(text)))
        if (points := max(fuzzy.score(text, name), fuzzy.contained(text, more)))
    ]
    best = sorted(scored, key=lambda found: found[:2], reverse=True) if text else scored
    return tuple(row for _, _, row in best[:MOST])


def _rows(scene: Scene, searching: bool) -> Iterator[tuple[str, str, Candidate]]:
    """Names to search by their letters, texts to search by whole parts, and their rows."""
    table = scene.table
    shown = table if searching else sorted(table, key=lambda action: action.rank or 1000)
    for action in shown:
        if not action.id.startswith(("prefix_", "mode_")) and action.id != "command":
            name = actions.named(action, table)
            row = Candidate(name, action.help, actions.shown(action, table), 0, action.id)
            yield name, action.help, row
    for command in words_of(scene).values():
        yield command.word, command.help, Candidate(f"{command.word} ", command.help)
    for verb, purpose in scene.shell.verbs().items():
        yield verb, purpose, Candidate(f"{verb} ", purpose)
    columns = scene.session.columns
    if searching and columns is not None and columns.size <= MOST_PROJECTS:
        for project in columns.projects:
            row = Candidate(f"go {project.id}", project.title)
            yield project.id, project.title, row


def _arguments(scene: Scene, verb: str, typed: str) -> list[tuple[str, str]]:
    """What may stand after a verb: projects, rules, gates and packs by name, and its options."""
    if typed.startswith("-"):
        return [*scene.shell.options(verb)]
    assessment = scene.session.assessment
    if assessment is None:
        return []
    projects = [(project.id, project.title) for project in assessment.workspace.projects.values()]
    rules = [
        (full, rule.title)
        for pack in assessment.packs
        for table in (pack.checks, pack.sections)
        for full, rule in table.items()
    ]
    packs = [(pack.id, pack.title) for pack in assessment.packs]
    gates = [(gate, "gate") for gate in scene.gates]
    return [*projects, *gates, *packs, *rules]


COMMAND = Purpose(
    "command",
    "",
    accepted,
    candidates=candidates,
    listed=True,
    does="Do it",
)
"""The purpose of the command line; its label is the colon."""

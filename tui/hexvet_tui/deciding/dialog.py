"""The page of a deed and the question below it: nothing is recorded before `y`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeAlias

from hexvet_tui.clock import now as now
from hexvet_tui.effects import Work
from hexvet_tui.pages import Page
from hexvet_tui.prompting import Candidate, Choice, Prompt, Purpose, Question
from hexvet_tui.session import Session
from hexvet_tui.typesetting import Line, clean, hanging

if TYPE_CHECKING:
    from hexvet.granting import Objection
    from hexvet.journal.model import Entry
    from hexvet.loading import Workspace
    from hexvet.people import Actor
    from hexvet_tui.scene import Scene

Put: TypeAlias = "Callable[[Session, str], Session]"
"""Goes on with what was typed."""
Words: TypeAlias = Sequence[tuple[str, str]]
"""What may be typed, each with what it means."""

STYLES = {"+PASS": "pass", "~HOLD": "hold", "xSTOP": "stop", "!BLOC": "stop"}
_WIDTH = 78
_SCROLL = {"j": 1, "down": 1, "k": -1, "up": -1, "pagedown": 10, "pageup": -10}
_ON_SCREEN = (
    (r":? ?hexvet decide \S+ --to \S+ --by ROLE --reason TEXT", ""),
    (r"hexvet undo (\d+) --reason TEXT", r"u on entry \1"),
    (r"\(hexvet waive\)", "(W on the check)"),
    (r"say why with --reason", "r says why"),
    (r"say --by\b", "b says who"),
    (r"^--by ", "b says who: "),
    (r"--by ", ""),
    (r"--reason", "r"),
    (r"--override", "o"),
    (r"--until", "end (t)"),
    (r"--role", "role"),
    (r"hexvet log", "the log"),
)


class Deed(Protocol):
    """Something that will be recorded."""

    @property
    def title(self) -> str:
        """What it is, for the page's frame."""
        ...

    def told(self, width: int) -> str:
        """What it means and what will be recorded, as lines of so many columns."""
        ...

    def objections(self) -> Sequence[Objection]:
        """What stands against it; it can be recorded when nothing does."""
        ...

    def choices(self) -> Sequence[Choice]:
        """The keys that fill it in."""
        ...

    def carry_out(self) -> Entry:
        """Records it: in a thread. Raises `Unusable` when it is refused."""
        ...


@dataclass(frozen=True, slots=True)
class Drafts:
    """What was typed and not recorded yet, so that leaving loses nothing."""

    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Acting:
    """Who was said to act last, "" when it is the one with the login."""

    who: str = ""


def actor(workspace: Workspace, said: str) -> Actor | Objection:
    """Who acts: as it was said, else the one with the login."""
    from hexvet import people
    from hexvet.packs.roles import known_roles

    known = known_roles(workspace.packs)
    return people.actor_of(workspace.people, known, said or None, people.login())


def people_words(workspace: Workspace) -> Words:
    """The people of the workspace, or where it names none the roles."""
    from hexvet.packs.roles import known_roles

    if workspace.people:
        return [
            (one.id, f"{one.name}: {', '.join(one.roles)}") for one in workspace.people.values()
        ]
    return [(role, "your login in this role") for role in known_roles(workspace.packs)]


def by(session: Session, said: str, deed: Callable[[str], Deed]) -> Session:
    """With another one who acts; the next deed begins with the same."""
    who = said or session.of(Acting).who
    return shown(session.having(Acting(who)), deed(who))


# the page and its question ----------------------------------------------------------------------
def shown(session: Session, deed: Deed, top: int = 0) -> Session:
    """The deed's page, and the question what to do with it."""
    against = deed.objections()
    record = Choice("y", "record it", lambda now: _recorded(now, deed))
    leave = Choice("escape", "", lambda now: now.unpaged().said("nothing was recorded"))
    scroll = tuple(
        Choice(key, "", lambda now, step=step: shown(now, deed, _turned(deed, top, step)))  # type: ignore[misc]
        for key, step in _SCROLL.items()
    )
    choices = (*deed.choices(), *(() if against else (record,)), leave, *scroll)
    words = f"not yet, {len(against)} against it:" if against else "ready:"
    page = Page(deed.title, lambda scene, width: lines(deed, width), top)
    return session.paged(page).asked(Question(words, choices))


def _turned(deed: Deed, top: int, step: int) -> int:
    return max(0, min(top + step, len(lines(deed, _WIDTH)) - 5))


def lines(deed: Deed, width: int) -> list[Line]:
    """What it means, then what stands against it with the way out."""
    painted: list[Line] = [()]
    for text in deed.told(width - 2).splitlines():
        style = STYLES.get(text.strip()[:5], "text")
        painted.append(((f" {clean(text)}", style),))
    for one in deed.objections():
        painted.append(())
        painted += hanging((" x", "unmet"), one.message, "unmet", width - 1, 3)
        if one.hint:
            painted += hanging(("", "text"), on_screen(one.hint), "dim", width - 1, 3)
    return painted


def on_screen(hint: str) -> str:
    """A hint of the shell in the words of the screen."""
    for pattern, text in _ON_SCREEN:
        hint = re.sub(pattern, text, hint)
    return hint


def _recorded(session: Session, deed: Deed) -> Session:
    def then(after: Session, entry: Entry) -> Session:
        done = f"recorded as entry {entry.number}: {deed.title}"
        return after.having(Drafts()).said(f"{done}; u takes it back", "good")

    work = Work(deed.carry_out, then, group="recording")
    return session.unpaged().said("recording ...").wanting(work)


def typing(key: str, word: str, deed: Deed, put: Put, text: str = "", words: Words = ()) -> Choice:
    """A key that asks for a line; what is typed is kept while the deed is not recorded."""
    name = f"{deed.title} {word}"

    def candidates(scene: Scene, prompt: Prompt) -> tuple[Candidate, ...]:
        typed = prompt.text.casefold()
        return tuple(Candidate(one, told) for one, told in words if typed in one.casefold())

    def kept(now: Session, typed: str) -> Session:
        return now.having(Drafts({**now.of(Drafts).texts, name: typed}))

    def begun(now: Session) -> Session:
        draft = text or now.of(Drafts).texts.get(name, "")
        purpose = Purpose(
            f"deed {word}",
            word,
            lambda scene, typed: put(scene.session, typed),
            kept,
            lambda after, _: shown(after, deed),
            candidates,
            listed=bool(words),
        )
        return now.unpaged().prompted(Prompt(purpose, draft, len(draft)))

    return Choice(key, word, begun)


def _refused(session: Session, why: Objection) -> Session:
    """Why it cannot be; on a page when that is more than the status line holds."""
    hint = on_screen(why.hint)
    told = session.said(clean("; ".join(text for text in (why.message, hint) if text)), "alert")
    if len(told.message.text) < _WIDTH:
        return told

    def lines(scene: Scene, width: int) -> list[Line]:
        rows = hanging((" x", "unmet"), why.message, "text", width - 1, 3)
        return [(), *rows, (), *hanging(("", "dim"), hint, "dim", width - 1, 3)]

    return told.paged(Page("REFUSED", lines))


def arrived(session: Session, deed: Deed | Objection, key: str) -> Session:
    """Shows what was worked out in the background, unless something is being typed or asked."""
    from hexvet.granting import Objection

    if isinstance(deed, Objection):
        return _refused(session, deed)
    if session.prompt or session.question or session.pages:
        return session.said(f"{deed.title} is ready: {key} shows it")
    return shown(session.quiet(), deed)

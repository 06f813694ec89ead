"""The page of a deed and the question below it: nothing is recorded before `y`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, runtime_checkable

from hexvet_tui.cells import cell_len
from hexvet_tui.clock import now as now
from hexvet_tui.deciding.typed import filling, forgetting, half, halving, names
from hexvet_tui.effects import Reload, Work
from hexvet_tui.pages import Page
from hexvet_tui.prompting import Candidate, Choice, Prompt, Purpose, Question
from hexvet_tui.session import Session
from hexvet_tui.typesetting import Line, clean, cut, hanging

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
_HALF = 40
_SCROLL = {"j": 1, "down": 1, "k": -1, "up": -1, "pagedown": 10, "pageup": -10}
_ON_SCREEN = (
    (r":? ?hexvet decide \S+ --to \S+ --by ROLE --reason TEXT", ""),
    (r"hexvet undo (\d+) --reason TEXT", r"u on entry \1"),
    (r"hexvet answer \S+ finished no --party \S+", "F"),
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

    @property
    def name(self) -> str:
        """What it is, however it is filled in: what is typed is kept by it."""
        ...

    def fields(self) -> Sequence[tuple[str, str, str]]:
        """What it is filled in with: key, word and value."""
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

    def anew(self, session: Session) -> Session:
        """Opens it again on what holds now, with what was typed."""
        ...


@runtime_checkable
class Following(Protocol):
    """A deed after which something else is to be done."""

    def follow(self, session: Session) -> Session:
        """Goes on once it is recorded."""
        ...


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


def certain(found: Actor | Objection) -> Actor:
    """Who acts, when something is recorded. Raises `Unusable` where nobody may."""
    from hexvet.granting import Objection
    from hexvet.problems import Place, Problem, Unusable

    if isinstance(found, Objection):
        raise Unusable([Problem("WS020", found.message, Place("hexvet.toml"), found.hint)])
    return found


def by_whom(found: Actor | Objection) -> str:
    """Who acts, in words: `nobody` where that is not known."""
    from hexvet.granting import Objection

    return "nobody" if isinstance(found, Objection) else str(found)


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
def shown(
    session: Session, deed: Deed, top: int = 0, refused: Objection | None = None, why: str = ""
) -> Session:
    """The deed's page, and the question what to do with it; `why` stands in its place once.

    `refused` is why it could not be recorded: then it is worked out again first.
    """
    against = deed.objections()
    scroll = tuple(
        Choice(key, "", lambda now, step=step: shown(now, deed, _turned(deed, top, step), refused))  # type: ignore[misc]
        for key, step in _SCROLL.items()
    )
    choices = (*deed.choices(), _yes(deed, against, refused), *_leaving(deed), *scroll)
    if why:
        choices = tuple(replace(one, word="") for one in choices)
    state = f"not yet, {len(against)} against:" if against else "ready:"
    words = why or ("NOT recorded:" if refused else state)
    page = Page(deed.title, lambda scene, width: lines(deed, width, refused, scene.session), top)
    return session.paged(page).asked(Question(words, choices))


def _yes(deed: Deed, against: Sequence[Objection], refused: Objection | None) -> Choice:
    """Records it; after a refusal looks again; while something is against it, says what."""
    if refused is not None:
        return Choice("y", "look again", lambda now: deed.anew(now.unpaged()))
    if not against:
        return Choice("y", "record it", lambda now: _recorded(now, deed))
    first = against[0]
    told = "; ".join(part for part in (first.message, on_screen(first.hint)) if part)
    return Choice("y", "", lambda now: shown(now, deed, why=f"not yet: {told}"))


def _leaving(deed: Deed) -> tuple[Choice, ...]:
    """Escape keeps what was typed; `c` forgets it, when it is meant."""

    def left(now: Session) -> Session:
        kept = "; what was typed is kept" if names(now, deed.name) else ""
        return now.unpaged().said(f"nothing was recorded{kept}")

    def cleared(now: Session) -> Session:
        return deed.anew(forgetting(now, deed.name).having(Acting()).unpaged())

    sure = Choice("y", "forget it", cleared)
    back = Choice("escape", "", lambda now: shown(now, deed))

    def clear(now: Session) -> Session:
        if not names(now, deed.name):
            return shown(now, deed)
        return now.asked(Question("forget what was typed here?", (sure, back)))

    return Choice("escape", "", left), Choice("c", "", clear)


def _turned(deed: Deed, top: int, step: int) -> int:
    return max(0, min(top + step, len(lines(deed, _WIDTH)) - 5))


def lines(
    deed: Deed, width: int, refused: Objection | None = None, session: Session | None = None
) -> list[Line]:
    """What stands against it with the way out, what it is filled in with, then what it means."""
    painted: list[Line] = [()]
    for one in (*([refused] if refused else []), *deed.objections()):
        painted += hanging((" x", "unmet"), one.message, "unmet", width - 1, 3)
        if one.hint:
            painted += hanging(("", "text"), on_screen(one.hint), "dim", width - 1, 3)
    painted += [()] if len(painted) > 1 else []
    for key, word, value in deed.fields():
        begun = half(session, deed.name, word) if session else ""
        more = f" (half typed: {cut(begun, _HALF, '..')})" if begun else ""
        told = f"{value or '-'}{more}"
        painted += hanging((f" {key}  {word}", "key"), told, "text", width - 1, 14)
    if session is not None and names(session, deed.name):
        painted += hanging((" c", "key"), "forgets what was typed here", "dim", width - 1, 4)
    painted.append(())
    for text in deed.told(width - 2).splitlines():
        style = STYLES.get(text.strip()[:5], "text")
        if cell_len(text) < width - 1:
            painted.append(((f" {clean(text)}", style),))
        else:
            painted += hanging(("", style), text, style, width - 1, 1)
    return painted


def on_screen(hint: str) -> str:
    """A hint of the shell in the words of the screen."""
    for pattern, text in _ON_SCREEN:
        hint = re.sub(pattern, text, hint)
    return hint


def recorded(number: int, what: str) -> str:
    """What was recorded and how to take it back: short enough for every status line."""
    first, last = f"recorded as entry {number}: ", "; u takes it back"
    return f"{first}{cut(clean(what), _WIDTH - len(first) - len(last), '..')}{last}"


def _recorded(session: Session, deed: Deed) -> Session:
    def then(after: Session, entry: Entry) -> Session:
        told = recorded(entry.number, deed.title)
        after = forgetting(after, deed.name).said(told, "good", entry=entry.number)
        return deed.follow(after) if isinstance(deed, Following) else after

    def failed(after: Session, error: Exception) -> Session:
        return _not_recorded(after, deed, error)

    work = Work(deed.carry_out, then, group="recording", failed=failed)
    return session.unpaged().said("recording ...").wanting(work)


def _not_recorded(session: Session, deed: Deed, error: Exception) -> Session:
    """The page again with why, and with all that was typed; what stands there now is read."""
    from hexvet.granting import Objection
    from hexvet.problems import Unusable

    first = error.problems[0] if isinstance(error, Unusable) and error.problems else None
    words = clean(first.message if first else str(error))
    why = Objection(f"NOT recorded: {words}", first.hint if first else "")
    told = session.said(why.message, "alert", f"{deed.title}; what was typed is kept")
    return shown(told.wanting(Reload()), deed, refused=why)


def typing(
    key: str, word: str, deed: Deed, put: Put, text: str = "", words: Words = (), label: str = ""
) -> Choice:
    """A key that asks for a line; what is typed is kept while the deed is not recorded."""
    name = deed.name

    def candidates(scene: Scene, prompt: Prompt) -> tuple[Candidate, ...]:
        typed = prompt.text.casefold()
        return tuple(Candidate(one, told) for one, told in words if typed in one.casefold())

    def begun(now: Session) -> Session:
        draft = half(now, name, word) or text
        purpose = Purpose(
            f"deed {word}",
            label or word,
            lambda scene, typed: put(filling(scene.session, name, word, typed), typed),
            lambda now, typed: halving(now, name, word, typed),
            lambda after, _: shown(after, deed),
            candidates,
            listed=bool(words),
        )
        return now.unpaged().prompted(Prompt(purpose, draft, len(draft)))

    return Choice(key, word, begun)


def asking_who(deed: Any, workspace: Workspace) -> Choice:
    """The key that says who acts, of a deed with a field `who`."""

    def put(session: Session, said: str) -> Session:
        return by(session, said, lambda who: replace(deed, who=who))

    return typing("b", "by", deed, put, words=people_words(workspace))


def asking_why(deed: Any) -> Choice:
    """The key that says why, of a deed with a field `reason`."""

    def put(session: Session, text: str) -> Session:
        return shown(session, replace(deed, reason=text))

    return typing("r", "reason", deed, put, deed.reason)


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


def arrived(session: Session, deed: Deed | Objection) -> Session:
    """Shows what was worked out in the background."""
    from hexvet.granting import Objection

    if isinstance(deed, Objection):
        return _refused(session, deed)
    return shown(session.quiet(), deed)

"""The application: it holds the session, asks the source, and shows scenes on its screens."""

from __future__ import annotations

import asyncio
import signal
from functools import lru_cache
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import App
from textual.worker import Worker, WorkerState

from hexvet.problems import Unusable
from hexvet_tui import actions, changes, pages, themes, verbs
from hexvet_tui.actions import Scope
from hexvet_tui.hexagon import Form
from hexvet_tui.messages import FilesChanged, WorkspaceRead, WorkspaceUnreadable
from hexvet_tui.modes.base import ALWAYS, ModeScreen
from hexvet_tui.modes.page import PageScreen
from hexvet_tui.modes.portfolio import PortfolioScreen
from hexvet_tui.modes.project import ProjectScreen
from hexvet_tui.scene import Scene
from hexvet_tui.session import Session
from hexvet_tui.source import Source

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.model import Explanation


PROMPT_LEAVES = ("ctrl+q", "f1")
"""Keys that keep their meaning while a line is typed."""


class HexvetApp(App[None], inherit_bindings=False):
    """Wires source, session and screens. `palette` is one of `themes.PALETTES`."""

    CSS_PATH: ClassVar = ["styles/app.tcss", "styles/portfolio.tcss", "styles/project.tcss"]
    MODES: ClassVar = {"portfolio": PortfolioScreen, "project": ProjectScreen}
    DEFAULT_MODE = "portfolio"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "hexvet"

    def __init__(self, source: Source, *, ascii: bool = False, palette: str = themes.DARK) -> None:
        super().__init__(ansi_color=palette == themes.MONO)
        self.session = Session()
        self.palette = palette
        self.form: Form = "ascii" if ascii else "mono" if palette == themes.MONO else "colour"
        self._source = source
        self._stop = Event()
        self._explain = lru_cache(maxsize=512)(self._ask)
        for name in themes.PALETTES:
            self.register_theme(themes.textual_theme(name))
        self.theme = palette

    # --- what is shown ----------------------------------------------------------------------

    @property
    def scene(self) -> Scene:
        """The present moment, ready to paint."""
        return Scene(self.session, self.form, self.palette, self._explain)

    def _ask(self, subject: str, rule: str | None) -> Explanation | None:
        assessment = self.session.assessment
        return self._source.explain(assessment, subject, rule) if assessment else None

    def show(self, session: Session) -> None:
        """Take a session and show it; a changed mode brings its own screen."""
        turned = session.mode != self.session.mode
        self.session = session
        if turned and self.current_mode != session.mode:
            self.switch_mode(session.mode)
        elif isinstance(self.screen, ModeScreen):
            self.screen.present(self.scene)

    # --- keys -------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Take keys here, in the order in which they came, unless a widget has the focus.

        A key that waited for its turn in a screen's own queue could overtake the one before it.
        """
        if isinstance(event, events.Key) and self.focused is None:
            self.pressed(event.key, event.character)
        elif isinstance(event, events.Paste) and self.focused is None:
            self.pasted(event.text)
        else:
            await super().on_event(event)

    @property
    def scope(self) -> Scope:
        """Where keys belong: the page on top, or the mode of the session."""
        return "page" if isinstance(self.screen, PageScreen) else self.session.mode

    def pressed(self, key: str, character: str | None) -> None:
        """A key: for the prompt, after a prefix, or of the table."""
        session = self.session
        if session.prompt is not None and self.scope != "page" and key not in PROMPT_LEAVES:
            self.show(verbs.keyed(self.scene, key, character))
        elif session.prefix:
            self._second(session.prefix, key, character)
        else:
            action = actions.find(key, self.scope)
            if action is not None:
                self.do(action.id)

    def _second(self, prefix: str, key: str, character: str | None) -> None:
        action = actions.second(prefix, key, self.scope)
        quiet = self.session.quiet()
        if action is not None:
            self.session = quiet
            self.do(action.id)
        elif key == "escape":
            self.show(quiet)
        else:
            self.show(quiet.said(f"{prefix} {character or key} means nothing here"))

    def do(self, action: str) -> None:
        """Start an action of the table."""
        screen = self.screen
        if not isinstance(screen, ModeScreen) or (screen.small and action not in ALWAYS):
            return
        if screen.does(action):
            return
        own = {
            "quit": self.exit,
            "leave": self._leave,
            "help": self._help,
            "problems": self._problems,
            "reload": self._reload,
            "repaint": self._repaint,
            "suspend": self.action_suspend_process,
        }
        if action in own:
            own[action]()
            return
        self.session = self.session.quiet()
        session = verbs.done(action, self.scene, screen.extent)
        if session is not None:
            self.show(session)

    def pasted(self, text: str) -> None:
        """Put pasted text into the prompt."""
        prompt = self.session.prompt
        if prompt is not None:
            self.show(self.session.typed(prompt.insert(text)))

    def _leave(self) -> None:
        session = self.session.quiet().back()
        if session.mode == self.session.mode == "portfolio":
            self.exit()
        else:
            self.show(session)

    def _help(self) -> None:
        screen = self.screen
        scope = screen.SCOPE if isinstance(screen, ModeScreen) else "page"
        self.push_screen(PageScreen("HELP", lambda scene, width: pages.help_lines(scope, width)))

    def _problems(self) -> None:
        self.push_screen(PageScreen("PROBLEMS", pages.problem_lines))

    def _repaint(self) -> None:
        self.refresh(layout=True)

    # --- reading and watching ---------------------------------------------------------------

    def on_mount(self) -> None:
        """Read after the first paint; end cleanly when the terminal or the system asks for it."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            try:
                loop.add_signal_handler(number, self._signalled, number)
            except (NotImplementedError, RuntimeError, ValueError):
                continue
        self.call_after_refresh(self._read, None, ())
        self.call_after_refresh(self._watch)

    def _signalled(self, number: int) -> None:
        self.exit(return_code=128 + number)

    def _reload(self) -> None:
        self.show(self.session.quiet().said("reading ..."))
        self._read(None, ())

    @work(thread=True, exclusive=True, group="read", exit_on_error=False)
    def _read(self, before: Assessment | None, files: tuple[str, ...]) -> None:
        try:
            self.post_message(WorkspaceRead(self._source.read(before, files), files))
        except Unusable as unusable:
            self.post_message(WorkspaceUnreadable(unusable.problems, str(unusable)))
        except OSError as error:
            self.post_message(WorkspaceUnreadable((), str(error)))

    @work(thread=True, exclusive=True, group="watch", exit_on_error=False)
    def _watch(self) -> None:
        for files in self._source.changes(self._stop):
            self.post_message(FilesChanged(files))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A fault of the program itself must be seen, and must not take the screen away."""
        if event.state is WorkerState.ERROR:
            fault = event.worker.error
            text = f"internal error while reading: {type(fault).__name__}: {fault}"
            self.show(self.session.quiet().warned(text))

    def on_files_changed(self, message: FilesChanged) -> None:
        """Read again."""
        self._read(self.session.assessment, message.files)

    def on_workspace_read(self, message: WorkspaceRead) -> None:
        """Show the new outcomes, unless the edit broke a file: then keep the last good ones."""
        before, after = self.session.assessment, message.assessment
        broken = before and changes.fresh_errors(
            before.workspace.problems, after.workspace.problems
        )
        if broken:
            self.show(self.session.quiet().warned(changes.notice(broken), broken))
            return
        said = changes.told(before, after) if before else ""
        self._explain.cache_clear()
        session = self.session.quiet().with_assessment(after).warned("")
        names = [Path(file).name for file in message.files[:3]]
        files = f" ({', '.join(names)})" if names else ""
        self.show(session.said(said + files if said else "", "good"))

    def on_workspace_unreadable(self, message: WorkspaceUnreadable) -> None:
        """Keep the last good result and say what is wrong."""
        if self.session.assessment is None:
            problem = message.problems[0] if message.problems else None
            text = f"{problem.place}: {problem.message}" if problem else message.text
        else:
            text = changes.notice(message.problems) if message.problems else message.text
        self.show(self.session.quiet().warned(text, message.problems))

    def on_unmount(self) -> None:
        """Let the watching thread end."""
        self._stop.set()

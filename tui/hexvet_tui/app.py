"""The application: it holds the session, asks the source, and shows scenes on its screens."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, work
from textual.app import App
from textual.worker import Worker, WorkerState

from hexvet.problems import Unusable
from hexvet.workspace.writing import is_writable
from hexvet_tui import (
    changes,
    dispatch,
    findings,
    modes,
    performing,
    picturing,
    revisions,
    themes,
    waiting,
)
from hexvet_tui.early import Early
from hexvet_tui.hexagon import Form
from hexvet_tui.messages import (
    FilesChanged,
    WorkDone,
    WorkFailed,
    WorkspaceRead,
    WorkspaceUnreadable,
)
from hexvet_tui.modes.base import ModeScreen, screen_of
from hexvet_tui.recovery import others, returning
from hexvet_tui.recovery.keeping import Keeper
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import FIRST, Session
from hexvet_tui.settings import DEFAULT, Settings
from hexvet_tui.settings import told as settings_told
from hexvet_tui.shell import NO_SHELL, Shell
from hexvet_tui.source import Source
from hexvet_tui.terminal.attached import Attached

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.model import Explanation


UNSAFE = "drafts are not kept"
"""What the title bar says while nothing can be written beside what is typed."""
PATIENCE = 5.0
"""Seconds after which the screen is shown although nothing has been read yet."""


class HexvetApp(Attached, App[None], inherit_bindings=False):
    """Wires source, session and screens. `palette` is one of `themes.PALETTES`."""

    CSS_PATH = "styles/app.tcss"
    MODES: ClassVar = {name: partial(screen_of, name) for name in modes.IDS}
    DEFAULT_MODE = FIRST
    ENABLE_COMMAND_PALETTE = False
    TITLE = "hexvet"

    def __init__(
        self,
        source: Source,
        *,
        ascii: bool = False,
        palette: str = themes.DARK,
        settings: Settings = DEFAULT,
        shell: Shell = NO_SHELL,
        keeper: Keeper | None = None,
        read_only: bool = False,
    ) -> None:
        super().__init__(ansi_color=themes.is_ansi(palette))
        self.session = Session(read_only=read_only)
        self.keeper = keeper or Keeper(None)
        self.settings = settings
        self.palette = palette
        self._ascii = ascii
        self._source = source
        self._shell = shell
        self._stop = Event()
        self.keys = 0
        self.early = Early(self)
        self._explain = lru_cache(maxsize=512)(self._ask)
        for name in themes.PALETTES:
            self.register_theme(themes.textual_theme(name))
        self.theme = palette

    # --- what is shown ----------------------------------------------------------------------

    @property
    def form(self) -> Form:
        """What pictures are drawn with."""
        return "ascii" if self._ascii else "mono" if self.palette == themes.MONO else "colour"

    @property
    def scene(self) -> Scene:
        """The present moment, ready to paint."""
        keymap, root = self.settings.keymap, self._source.place
        size = (self.size.width, self.size.height)
        look = (self.form, self.palette, self._explain)
        return Scene(self.session, *look, keymap, root, self._shell, size, self._source.infer)

    def _ask(self, subject: str, rule: str | None) -> Explanation | None:
        assessment = self.session.assessment
        return self._source.explain(assessment, subject, rule) if assessment else None

    def show(self, session: Session, since: int = -1) -> None:
        """Take a session and show it, its mode on its own screen; then do what it wants done. It
        came of something that began after so many keys; of the last one where nothing is said."""
        effects = session.effects
        turned = session.mode != self.session.mode
        self.session = session.calm()
        self.keeper.note(self.session)
        if turned and self.current_mode != session.mode:
            self.switch_mode(session.mode)
        elif isinstance(self.screen, ModeScreen):
            self.screen.present(self.scene)
        for effect in effects:
            performing.perform(self, effect, since if since >= 0 else self.keys)
        if self.opening.shown and (session.assessment or session.notice):
            self.call_after_refresh(self.uncover)
        self.early.catch_up()

    def dress(self, short: str) -> None:
        """Another palette."""
        self.palette = themes.SHORT[short]
        self.ansi_color = themes.is_ansi(self.palette)
        self.theme = self.palette
        self.show(self.session)

    # --- keys -------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Take keys here, in the order in which they came, unless a widget has the focus.

        A key that waited for its turn in a screen's own queue could overtake the one before it.
        """
        if not self.early.took(event):
            await super().on_event(event)

    def uncover(self) -> None:
        """Show the session in place of the opening, then do what was typed meanwhile."""
        super().uncover()
        self.early.catch_up()

    def pressed(self, key: str, character: str | None) -> None:
        """A key: for a question, a line that is typed, after a prefix, or of the table."""
        self.keys += 1
        after = dispatch.pressed(self.scene, key, character, self.extent)
        if after is not self.session:
            self.show(after)

    @property
    def extent(self) -> Extent:
        """What is in view."""
        screen = self.screen
        return (
            screen.extent
            if isinstance(screen, ModeScreen)
            else Extent(1, 1, (self.size.width, self.size.height))
        )

    # --- reading and watching ---------------------------------------------------------------

    def on_mount(self) -> None:
        """Read after the first paint; say what is wrong with the settings."""
        self.on_ending(self.keeper.save)
        self.keeper.tell = partial(performing.told, self, UNSAFE)
        if wrong := settings_told(self.settings.problems):
            self.session = self.session.said(wrong[0], "alert", more="; ".join(wrong[1:]))
        self.call_after_refresh(self._read, None, ())
        self.call_after_refresh(self._watch)
        if self.opening.shown:
            self.set_timer(PATIENCE, self.uncover)

    def read_again(self) -> None:
        """Read the whole workspace anew."""
        self._read(None, ())

    # Without a description Textual writes out the arguments: an assessment of a thousand projects.
    @work(thread=True, exclusive=True, group="read", exit_on_error=False, description="read")
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
            doing = "reading" if event.worker.group == "read" else "working"
            text = f"internal error while {doing}: {type(fault).__name__}: {fault}"
            performing.happened(self, self.session.quiet().warned(text))

    def on_work_done(self, message: WorkDone) -> None:
        """Go on with the result of a work."""
        performing.happened(self, message.work.then(self.session, message.result), message.since)

    def on_work_failed(self, message: WorkFailed) -> None:
        """Say why a work could not be done."""
        after = self._looked(performing.failed(self.session, message.work, message.error))
        asked = message.since == self.keys
        self.show(waiting.arrived(self.session, after, asked=asked), message.since)

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
            performing.happened(self, self.session.quiet().warned(changes.notice(broken), broken))
            return
        self._explain.cache_clear()
        session = others.read(self._looked(self.session), after, message.files)
        session = session.with_assessment(after).warned("")
        session = modes.load(session.mode).renew(session)
        session = findings.sought(session, self._source.infer)
        session = revisions.sought(others.noticed(session, message.files), message.files)
        performing.happened(self, session if before else returning.begun(session, self.keeper))

    def _looked(self, session: Session) -> Session:
        """The session with whether the folder can be written now."""
        unwritable = not is_writable(Path(self._source.place))
        return replace(session, unwritable=unwritable)

    def on_workspace_unreadable(self, message: WorkspaceUnreadable) -> None:
        """Keep the last good result and say what is wrong."""
        if self.session.assessment is None:
            problem = message.problems[0] if message.problems else None
            text = f"{problem.place}: {problem.message}" if problem else message.text
        else:
            text = changes.notice(message.problems) if message.problems else message.text
        performing.happened(self, self.session.quiet().warned(text, message.problems))

    def exit(self, *arguments: Any, **named: Any) -> None:
        """Leave, and leave a picture of the screen for the next start."""
        picturing.keep(self)
        super().exit(*arguments, **named)

    def _fatal_error(self) -> None:
        """End after a fault of the program. Textual's own trace would print every local: the
        city's data, for minutes."""
        from rich.segment import Segments
        from rich.traceback import Traceback

        trace = Traceback(show_locals=False, width=None)
        self._exit_renderables.append(Segments(self.console.render(trace, self.console.options)))
        self._close_messages_no_wait()

    def on_unmount(self) -> None:
        """Let the watching thread end, and the process that runs the rules."""
        self._stop.set()
        self.keeper.close()
        self._source.close()

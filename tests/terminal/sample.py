"""An application with everything that is hard to send, on a terminal that is only emulated."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from emulator import Emulator
from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.drivers.headless_driver import HeadlessDriver
from textual.screen import ModalScreen
from textual.widgets import DataTable, Footer, Input, RichLog, Static

from hexvet_tui.terminal.attached import Attached

NAMES = ("Permit routing", "漢字の許可", "Cafe\u0301 licences", "Ünïcode ▒█▀", "[b]brackets[/]")


class Recorder(HeadlessDriver):
    """Everything that is written goes to the emulator of the application."""

    @property
    def is_headless(self) -> bool:
        """It counts as a terminal."""
        return False

    def write(self, data: str) -> None:
        """Show it, and keep it for counting."""
        emulator: Emulator = self._app.emulator  # type: ignore[attr-defined]
        emulator.feed(data)
        self._app.written.append(data)  # type: ignore[attr-defined]


class Question(ModalScreen[None]):
    """Dims what is below it."""

    CSS = """
    Question { align: center middle; }
    Question Static { width: 30; height: 5; border: round; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Close")]

    def compose(self) -> ComposeResult:
        """One box."""
        yield Static("Save as 漢字 r15?")


class Sample(App[None]):
    """A table, a log, a line to type in, links, wide characters, colours of any kind."""

    CSS = """
    DataTable { height: 2fr; } RichLog { height: 1fr; border: heavy; } Static#links { height: 2; }
    Footer { dock: bottom; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "question", "Question"),
        Binding("f3", "log", "Log"),
        Binding("f4", "toggle_dark", "Theme"),
        Binding("f5", "tell", "Tell"),
    ]
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, columns: int, rows: int) -> None:
        super().__init__(driver_class=Recorder)
        self.emulator = Emulator(columns, rows)
        self.written: list[str] = []

    def compose(self) -> ComposeResult:
        """All of it at once."""
        yield DataTable(cursor_type="row", zebra_stripes=True)
        yield Static(
            Text.assemble(
                ("see ", "dim"),
                ("the clause", "link https://city.gov/clause underline"),
                (" 漢", "bold red on blue"),
                ("e\u0301", "italic strike"),
                ("\u0301x", "reverse"),
            ),
            id="links",
        )
        yield RichLog()
        line = Input("漢a", select_on_focus=False)
        line.cursor_blink = False
        yield line
        yield Footer()

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.add_columns("Name", "Score", "Gate")
        table.add_rows(
            (Text(f"{NAMES[n % len(NAMES)]} {n}"), n * 7 % 100, "~HOLD") for n in range(60)
        )

    def action_question(self) -> None:
        """Open the modal screen."""
        self.push_screen(Question())

    def action_log(self) -> None:
        """One line more."""
        log = self.query_one(RichLog)
        log.write(Text(f"{NAMES[len(log.lines) % len(NAMES)]} " * 5, style="on #203040"))

    def action_toggle_dark(self) -> None:
        """Every colour changes."""
        self.theme = "textual-light" if self.theme == "textual-dark" else "textual-dark"

    def action_tell(self) -> None:
        """Several changes in one batch."""
        with self.batch_update():
            self.query_one("#links", Static).update(f"batch of {len(self.written)}" * 0 + "batched")
            self.action_log()


class AttachedSample(Attached, Sample):
    """The same, sent as differences."""


Deed = str | tuple[int, int]
"""A key to press, or a size in columns and rows."""


async def shown(app: Sample, deeds: Iterable[Deed]) -> list[list[list[object]]]:
    """The terminal's cells at the start and after each deed."""
    seen: list[list[list[object]]] = []
    size = (app.emulator.screen.columns, app.emulator.screen.lines)

    async def pilot(pilot: object) -> None:
        await pilot.pause()  # type: ignore[attr-defined]
        await pilot.pause()  # type: ignore[attr-defined]
        for deed in ["", *deeds]:
            if isinstance(deed, tuple):
                app.emulator.resize(*deed)
                await pilot.resize_terminal(*deed)  # type: ignore[attr-defined]
                await pilot.pause(0.02)  # type: ignore[attr-defined]
            elif deed:
                await pilot.press(deed)  # type: ignore[attr-defined]
            await pilot.pause()  # type: ignore[attr-defined]
            seen.append(app.emulator.cells)  # type: ignore[arg-type]
        app.exit()

    await app.run_async(auto_pilot=pilot, size=size)  # type: ignore[arg-type]
    return seen

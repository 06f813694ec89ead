"""An application on a terminal: few bytes, a clean end, a clipboard."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS
from textual import events
from textual.drivers.linux_driver import LinuxDriver

from hexvet.doctor import surroundings
from hexvet_tui.terminal import clipboard, environment
from hexvet_tui.terminal.driver import SteadyDriver
from hexvet_tui.terminal.ending import Ending, Hook
from hexvet_tui.terminal.opening import Opening
from hexvet_tui.terminal.wire import Wire, refusal

if TYPE_CHECKING:
    from textual.app import App
    from textual.driver import Driver
    from textual.screen import Screen

    Base = App[None]
else:
    Base = object


class Attached(Base):
    """Goes before Textual's `App` among the bases of an application."""

    wire: Wire
    ending: Ending
    opening: Opening

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self.wire = Wire(
            refusal(os.environ),
            surroundings.charset(os.environ),
            environment.erases_in_colour(os.environ),
        )
        self.ending = Ending(self._leave_from_anywhere)
        self.opening = Opening(None)
        self._can_leave = False
        super().__init__(*arguments, **named)

    def get_driver_class(self) -> type[Driver]:
        """The driver that notices a lost terminal, wherever Textual would take its own."""
        found = super().get_driver_class()
        return SteadyDriver if found is LinuxDriver else found

    # --- output -----------------------------------------------------------------------------

    @property
    def colours(self) -> ColorSystem:
        """The colours that the terminal has."""
        return COLOR_SYSTEMS.get(self.console.color_system or "", ColorSystem.TRUECOLOR)

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        """Display what differs. Textual decides, as always, whether it is time to.

        While the opening stands, nothing is: `paint_again` brings all when that is over.
        """
        if self.opening.shown:
            return
        if self.wire.refused or renderable is None or self.is_headless or self.is_inline:
            super()._display(screen, renderable)
            return
        cursor = screen.outer_size.clamp_offset(self.cursor_position)
        update: Any = self.wire.update(renderable, self.colours, cursor)
        if update is None:
            self.post_display_hook()
        else:
            super()._display(screen, update)
        if self.wire.refused:
            self.paint_again()

    def on_resize(self, event: events.Resize) -> None:
        """A new size, or the same again after others: the terminal may have lost cells."""
        self.wire.forget()
        if self.opening.shown and event.size != self.opening.size:
            self.uncover()
        if self.screen_stack:
            # Shrunk and grown again between two layouts, the screen would see no change.
            self.screen.refresh()

    def uncover(self) -> None:
        """Show what the application shows; nothing to do where it does already."""
        if self.opening.shown:
            self.opening.shown = False
            self.paint_again()

    def paint_again(self) -> None:
        """Send the whole screen, whatever the terminal shows."""
        self.wire.forget()
        self.refresh(layout=True)

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Give the terminal to another program. Textual itself stays out after an exception."""
        failure: Exception | None = None
        with super().suspend():
            try:
                yield
            except Exception as error:  # raised again below, when the screen is back
                failure = error
        if failure is not None:
            raise failure

    # --- the end ----------------------------------------------------------------------------

    def run(self, *arguments: Any, **named: Any) -> Any:
        """Run until the end; signals count from the first moment on."""
        self.ending.watch(self.opening.kept)
        return super().run(*arguments, **named)

    def on_mount(self) -> None:
        """Textual cannot be left before its first screen is there."""
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        self._can_leave = True
        if self.ending.status is not None:
            self.exit(return_code=self.ending.status)

    def on_ending(self, hook: Hook) -> None:
        """Have work saved when a signal comes or the terminal is gone; see `Ending.add`."""
        self.ending.add(hook)

    def _leave_from_anywhere(self, status: int) -> None:
        loop = self._loop
        if self._can_leave and loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(lambda: self.exit(return_code=status))

    # --- the clipboard ----------------------------------------------------------------------

    def copy_text(self, text: str, mode: clipboard.Mode = "auto") -> str:
        """Copy, and return what to say about it: where the text went."""
        driver = self._driver
        write = driver.write if driver is not None and not self.is_headless else None
        return clipboard.copy(text, mode, os.environ, write)

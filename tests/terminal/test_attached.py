"""An application that sends differences looks like the same application that does not."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import ClassVar
from unittest.mock import patch

import pytest
from emulator import differences
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from sample import AttachedSample, Deed, Recorder, Sample, shown
from textual._compositor import LayoutUpdate
from textual.app import App
from textual.events import Resize
from textual.geometry import Region, Size
from textual.pilot import Pilot
from textual.strip import Strip

from hexvet_tui.terminal import frames
from hexvet_tui.terminal.attached import Attached
from hexvet_tui.terminal.driver import SteadyDriver
from hexvet_tui.terminal.wire import SWITCH, Wire, refusal

KEYS = (
    "down", "down", "down", "up", "pagedown", "pageup", "end", "home", "tab", "shift+tab", "a",
    "b", "backspace", "left", "right", "f2", "escape", "f3", "f4", "f5",
)  # fmt: skip
SIZES = ((80, 24), (80, 24), (120, 36), (30, 8), (61, 17), (1, 1), (3, 200), (200, 2))


def deeds(seed: int, count: int) -> list[Deed]:
    """Keys and sizes, always the same for a seed. The last size can show everything."""
    dice = random.Random(seed)
    some: list[Deed] = [
        dice.choice(SIZES) if dice.random() < 0.1 else dice.choice(KEYS) for _ in range(count)
    ]
    return [*some, (80, 24)]


async def compared(steps: list[Deed]) -> tuple[int, int]:
    """Bytes without and with differences; fails where the screens are not the same."""
    plain, small = Sample(80, 24), AttachedSample(80, 24)
    one, other = await shown(plain, steps), await shown(small, steps)
    assert not small.wire.refused
    for step, left, right in zip(["start", *steps], one, other, strict=True):
        assert not [*differences(left, right)][:5], step
    return len("".join(plain.written)), len("".join(small.written))


def test_keys_and_sizes_leave_the_same_cells(budget: Callable[[int, int], int]) -> None:
    for seed in range(budget(1, 100)):
        plain, small = asyncio.run(compared(deeds(seed, budget(16, 80))))
        assert small < plain / 2


def test_the_way_down_to_one_cell_and_back_is_survived() -> None:
    steps: list[Deed] = [(40, 12), (7, 3), (1, 1), (2, 1), (80, 24), "down"]
    asyncio.run(compared(steps))


async def with_app(
    app: AttachedSample, test: Callable[[AttachedSample], Awaitable[None]]
) -> AttachedSample:
    """Run the application until a test of it is done."""

    async def pilot(pilot: Pilot[None]) -> None:
        await pilot.pause()
        await pilot.pause()
        await test(app)
        app.exit()

    await app.run_async(auto_pilot=pilot, size=(40, 12))
    return app


async def painted(app: AttachedSample) -> int:
    """Bytes that were written until nothing more has to be painted."""
    before = len("".join(app.written))
    await Pilot(app).pause(0.05)
    return len("".join(app.written)) - before


def test_nothing_is_sent_when_nothing_has_changed() -> None:
    async def test(app: AttachedSample) -> None:
        await painted(app)
        app.refresh(layout=True)
        assert await painted(app) == 0

    asyncio.run(with_app(AttachedSample(40, 12), test))


def test_painting_again_sends_everything() -> None:
    async def test(app: AttachedSample) -> None:
        await painted(app)
        before = app.emulator.cells
        app.emulator.feed("\x1b[2J\x1b[31mwritten by somebody else")
        app.paint_again()
        assert await painted(app) > 40 * 12
        assert not [*differences(before, app.emulator.cells)]

    asyncio.run(with_app(AttachedSample(40, 12), test))


def test_the_same_size_told_again_sends_everything() -> None:
    """A terminal that shrank and grew again between two looks at it has lost its cells."""

    async def test(app: AttachedSample) -> None:
        await painted(app)
        before = app.emulator.cells
        app.emulator.resize(1, 1)
        app.emulator.resize(40, 12)
        app.post_message(Resize(Size(40, 12), Size(40, 12)))
        await painted(app)
        assert not [*differences(before, app.emulator.cells)]

    asyncio.run(with_app(AttachedSample(40, 12), test))


def test_a_batch_is_painted_when_it_ends() -> None:
    async def test(app: AttachedSample) -> None:
        await painted(app)
        with app.batch_update():
            app.action_tell()
            app.refresh()
            assert await painted(app) == 0
        await painted(app)
        assert "batched" in app.emulator.text

    asyncio.run(with_app(AttachedSample(40, 12), test))


def test_a_fault_while_the_terminal_is_lent_brings_the_screen_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Recorder, "can_suspend", True)

    async def test(app: AttachedSample) -> None:
        await painted(app)
        before = app.emulator.cells
        driver = app._driver
        assert driver is not None
        with patch.object(driver, "start_application_mode") as started:
            with pytest.raises(RuntimeError, match="no editor"), app.suspend():
                app.emulator.feed("\x1b[2Jthe editor's own")
                raise RuntimeError("no editor")
            assert started.called
        app.paint_again()
        await painted(app)
        assert not [*differences(before, app.emulator.cells)]

    asyncio.run(with_app(AttachedSample(40, 12), test))


def test_without_a_terminal_nothing_is_different() -> None:
    async def test() -> None:
        app = AttachedSample(40, 12)
        async with app.run_test(size=(40, 12)) as pilot:
            await pilot.press("down", "f2", "escape")
        assert app.written == []
        assert app.wire.refused == ""

    asyncio.run(test())


def test_the_switch_sends_the_screen_as_textual_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "plain")
    steps: list[Deed] = ["down", "f2"]
    plain, switched = Sample(40, 12), AttachedSample(40, 12)
    asyncio.run(shown(plain, steps))
    asyncio.run(shown(switched, steps))
    assert switched.wire.refused == "HEXVET_WIRE=plain"
    assert len("".join(switched.written)) > len("".join(plain.written)) / 2
    assert switched.emulator.text == plain.emulator.text


def test_another_textual_is_told_and_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal({}) == ""
    needed = {"textual._compositor:ChopsUpdate.__init__": ("self", "regions"), "textual.no:x": ()}
    monkeypatch.setattr(frames, "NEEDED", needed)
    assert frames.lacking() == tuple(needed)
    assert "ChopsUpdate.__init__" in refusal({})
    plain, refused = Sample(40, 12), AttachedSample(40, 12)
    asyncio.run(shown(plain, ["f2"]))
    asyncio.run(shown(refused, ["f2"]))
    assert refused.emulator.text == plain.emulator.text


def test_a_frame_of_another_shape_ends_the_differences_and_not_the_application() -> None:
    class ChopsUpdate:
        chops: ClassVar = [{0: None}]
        chop_ends: ClassVar = [["ten"]]
        spans: ClassVar = [(0, 0, 10)]

    wire, update = Wire(), ChopsUpdate()
    assert wire.update(update, ColorSystem.TRUECOLOR, (0, 0)) is update
    assert wire.refused.startswith("TypeError")
    assert wire.fault == wire.refused


def test_what_is_not_sent_is_not_remembered() -> None:
    strip = Strip([Segment("abc")])
    update = LayoutUpdate([[strip]], Region(0, 0, 3, 1))
    wire = Wire()
    first = wire.update(update, ColorSystem.TRUECOLOR, (0, 0))
    again = wire.update(update, ColorSystem.TRUECOLOR, (0, 0))
    assert first is not None
    assert again is not None
    assert again.render_segments(Console()) == "\x1b[0m\x1b[1Habc"  # type: ignore[attr-defined]
    assert wire.update(update, ColorSystem.TRUECOLOR, (0, 0)) is None
    assert wire.update(update, ColorSystem.TRUECOLOR, (1, 0)) is not None


def test_a_real_terminal_gets_the_driver_that_notices_its_loss() -> None:
    class Plain(Attached, App[None]):
        pass

    assert Plain().driver_class is SteadyDriver
    assert AttachedSample(1, 1).driver_class is Recorder

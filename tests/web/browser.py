"""A browser without a window, steered over its own protocol."""

from __future__ import annotations

import asyncio
import base64
import shutil
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

BINARY = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE = 30.0
SWITCHES = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader",
    "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-dev-shm-usage", "--remote-debugging-port=0",
)  # fmt: skip


class Tab:
    """One tab. `requests` are all addresses that it asked for, `faults` what its console told."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket, self._number = socket, 0
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self.requests: list[str] = []
        self.faults: list[str] = []
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for message in self._socket:
            told = message.json()
            if "id" in told:
                self._answers[told["id"]].set_result(told)
            elif told["method"] == "Network.requestWillBeSent":
                self.requests.append(told["params"]["request"]["url"])
            elif told["method"] == "Network.webSocketCreated":
                self.requests.append(told["params"]["url"])
            elif told["method"] in ("Runtime.exceptionThrown", "Log.entryAdded"):
                self.faults.append(str(told["params"])[:500])

    async def call(self, method: str, **given: Any) -> Any:
        """One command of the protocol and its result."""
        self._number += 1
        answer = self._answers[self._number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": self._number, "method": method, "params": given})
        return (await asyncio.wait_for(answer, PATIENCE))["result"]

    async def open(self, address: str) -> None:
        """Opens an address and listens to what the page does."""
        for name in ("Page", "Network", "Runtime", "Log"):
            await self.call(f"{name}.enable")
        await self.call("Page.navigate", url=address)

    async def holds(self, script: str) -> None:
        """Waits until an expression is true in the page."""
        end = time.monotonic() + PATIENCE
        while True:
            found = await self.call("Runtime.evaluate", expression=f"Boolean({script})")
            if found["result"].get("value"):
                return
            assert time.monotonic() < end, script
            await asyncio.sleep(0.1)

    async def key(self, key: str) -> None:
        """Presses a key that writes a character."""
        await self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=key)
        await self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    async def picture(self) -> bytes:
        """What is seen, as PNG."""
        return base64.b64decode((await self.call("Page.captureScreenshot"))["data"])


@asynccontextmanager
async def tab(profile: Path, size: tuple[int, int] = (1100, 700)) -> AsyncIterator[Tab]:
    """A browser with one tab, which ends with the block."""
    assert BINARY
    words = [BINARY, *SWITCHES, f"--user-data-dir={profile}", f"--window-size={size[0]},{size[1]}"]
    process = subprocess.Popen(
        [*words, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        async with aiohttp.ClientSession() as session:
            port = await _port(profile)
            async with session.get(f"http://127.0.0.1:{port}/json") as listed:
                pages = [one for one in await listed.json() if one["type"] == "page"]
            address = pages[0]["webSocketDebuggerUrl"]
            async with session.ws_connect(address, max_msg_size=0) as socket:
                yield Tab(socket)
    finally:
        process.kill()
        process.wait()


async def _port(profile: Path) -> int:
    end = time.monotonic() + PATIENCE
    file = profile / "DevToolsActivePort"
    while not (file.exists() and file.read_text().strip()):
        assert time.monotonic() < end, "the browser did not start"
        await asyncio.sleep(0.1)
    return int(file.read_text().splitlines()[0])

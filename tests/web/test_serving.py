"""`hexvet serve`: the screen in a browser, for who has the whole address and for nobody else."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("textual_serve", reason="the extra `serve` is not installed")

import aiohttp
import browser
from emulator import Emulator

from hexvet_tui.recovery.records import read_drafts
from hexvet_tui.web.serving import Opened, command

pytestmark = [pytest.mark.slow]
Serve = Callable[..., str]
SIZE = (100, 30)


async def status(address: str, **headers: str) -> int:
    async with aiohttp.ClientSession() as session, session.get(address, headers=headers) as found:
        return found.status


class Page:
    """What the script of the page does: it sends keys and shows what comes."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.ws, self.emulator = ws, Emulator(*SIZE)

    async def shows(self, pattern: str) -> str:
        while not re.search(pattern, self.emulator.text):
            message = await self.ws.receive(timeout=30)
            if message.type is not aiohttp.WSMsgType.BINARY:
                assert message.type is aiohttp.WSMsgType.TEXT, self.emulator.text
                continue
            self.emulator.feed(message.data.decode())
        return self.emulator.text

    async def press(self, keys: str) -> None:
        await self.ws.send_json(["stdin", keys])


def socket_of(address: str) -> str:
    return f"{address}ws?width={SIZE[0]}&height={SIZE[1]}"


async def test_without_the_whole_address_nothing_is_served(serve: Serve) -> None:
    address = serve()
    base = address.rsplit("/", 2)[0]
    token = address.rsplit("/", 2)[1]
    assert len(token) >= 32
    assert await status(address) == 200
    assert await status(f"{address}static/js/textual.js") == 200
    for path in (
        "/",
        f"/{token[:-1]}/",
        f"/{token}x/",
        "/static/js/textual.js",
        "/ws",
        "/download/a",
    ):
        assert await status(base + path) == 403, path
    assert await status(f"{address}static/") == 403
    assert await status(f"{address}static/../../serving.py") in (403, 404)
    assert await status(f"{address}download/a") == 404


async def test_another_site_gets_nothing_even_with_the_address(serve: Serve) -> None:
    address = serve()
    port = address.split(":")[2].partition("/")[0]
    assert await status(address, Host=f"rebound.example:{port}") == 403
    assert await status(address, Origin="https://rebound.example") == 403
    assert await status(address, Host=f"localhost:{port}") == 200
    async with aiohttp.ClientSession() as session:
        for headers in ({"Origin": "http://rebound.example"}, {"Host": "rebound.example"}):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await session.ws_connect(socket_of(address), headers=headers)
            assert refused.value.status == 403
        wrong = re.sub(r"/[^/]{20,}/", "/wrong/", address)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(socket_of(wrong))


async def test_it_listens_on_this_machine_alone(serve: Serve) -> None:
    port = int(serve().split(":")[2].partition("/")[0])
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    listening = [row[1] for row in rows if row[3] == "0A" and row[1].endswith(f":{port:04X}")]
    assert listening == [f"0100007F:{port:04X}"]


async def test_it_is_the_screen_and_changes_nothing(serve: Serve, los_angeles: Path) -> None:
    before = {path: path.read_bytes() for path in los_angeles.rglob("*") if path.is_file()}
    address = serve()
    async with aiohttp.ClientSession() as session, session.ws_connect(socket_of(address)) as ws:
        page = Page(ws)
        assert "READ-ONLY" in await page.shows("15 projects")
        await page.press("2")
        await page.shows(r"\[2 Proj")
        await page.press("u")
        await page.shows("read-only: to change anything")
        await page.press("?")
        assert "^z" not in await page.shows("HELP")
    assert before == {path: path.read_bytes() for path in los_angeles.rglob("*") if path.is_file()}


async def test_with_write_it_is_not_read_only(serve: Serve) -> None:
    address = socket_of(serve("--write"))
    async with aiohttp.ClientSession() as session, session.ws_connect(address) as ws:
        assert "READ-ONLY" not in await Page(ws).shows("15 projects")


def test_a_port_that_is_taken_and_a_wrong_one_are_told(los_angeles: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        for port, words in ((taken.getsockname()[1], "cannot be used"), ("70000", "65535")):
            done = subprocess.run(
                [sys.executable, "-m", "hexvet", "serve", str(los_angeles), "--port", str(port)],
                capture_output=True,
                text=True,
            )
            assert done.returncode == 2
            assert words in done.stderr
            assert "Traceback" not in done.stderr


def test_without_the_extra_it_says_how_to_install_it(los_angeles: Path) -> None:
    program = (
        "import sys; sys.modules['textual_serve'] = None\n"
        "from hexvet.cli import main; sys.exit(main(['serve', sys.argv[1]]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(los_angeles)], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "pip install 'hexvet[serve]'" in done.stderr


def test_a_folder_of_any_name_is_no_command() -> None:
    line = command(Opened("/tmp/a b'; touch /tmp/x; '$(id)"))
    words = shlex.split(line)
    assert words[2:3] == ["exec"]
    assert json.loads(words[-1])["root"] == "/tmp/a b'; touch /tmp/x; '$(id)"
    assert json.loads(words[-1])["read_only"] is True


@pytest.mark.skipif(browser.BINARY is None, reason="there is no Chromium")
async def test_a_browser_shows_it_and_asks_nobody_else(serve: Serve, tmp_path: Path) -> None:
    address = serve()
    base = address.rsplit("/", 2)[0]
    async with browser.tab(tmp_path / "profile") as tab:
        await tab.open(address)
        await tab.holds("document.body.classList.contains('-first-byte')")
        await tab.holds("document.fonts.check('16px \"Roboto Mono\"')")
        await asyncio.sleep(3)
        await tab.holds("document.activeElement.tagName == 'TEXTAREA'")
        first = await tab.picture()
        await tab.key("2")
        await asyncio.sleep(1)
        second = await tab.picture()
        (tmp_path / "first.png").write_bytes(first)
        (tmp_path / "second.png").write_bytes(second)
        assert len(first) > 15_000, "an empty page is smaller"
        assert first != second
        schemes = (base, base.replace("http:", "ws:"), "data:", "about:")
        assert [one for one in tab.requests if not one.startswith(schemes)] == []
        assert any(one.startswith("ws:") for one in tab.requests)
        assert tab.faults == []


async def test_a_tab_that_is_closed_loses_nothing(serve: Serve, los_angeles: Path) -> None:
    address = socket_of(serve("--write"))
    async with aiohttp.ClientSession() as session, session.ws_connect(address) as ws:
        page = Page(ws)
        await page.shows("15 projects")
        await page.press("3")
        await page.shows(r"READING la_model\.toml")
        await page.press("e")
        await page.shows("esc ends typing")
        await page.press("# typed in a tab")
        await page.shows("# typed in a tab")
    state = los_angeles.parent / ".local/state/hexvet/workspaces"
    for _ in range(200):
        texts = [one.text.text for path in state.glob("*/*.drafts") for one in read_drafts(path)]
        if texts:
            break
        await asyncio.sleep(0.05)
    assert len(texts) == 1
    assert texts[0].startswith("# typed in a tab")

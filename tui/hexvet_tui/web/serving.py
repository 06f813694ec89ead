"""A server for this machine alone: one address with a secret in it, and nothing without it.

- It listens on 127.0.0.1. A page of another site whose name is made to point there is refused
  by the Host header (DNS rebinding), and one that only opens a websocket by its Origin.
- The first part of every path is a random token, compared in constant time: without it nothing
  is served, the websocket included. The page tells no other site where it was (Referrer-Policy).
- The page may load from this server only (Content-Security-Policy).
"""

from __future__ import annotations

import json
import secrets
import shlex
import socket
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeAlias, cast

from aiohttp import web
from aiohttp.typedefs import Middleware
from textual_serve.server import Server

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
TOKEN_BYTES = 24
TERMINAL = "TERM=xterm-256color COLORTERM=truecolor"
"""What the terminal in the page can do."""

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Opened:
    """What every tab opens. `as_of` is a date as text, or None for the present day."""

    root: str
    as_of: str | None = None
    theme: str | None = None
    mouse: bool = False
    read_only: bool = True


def command(opened: Opened) -> str:
    """The line that starts the process of a tab, for a shell."""
    words = [sys.executable, "-m", "hexvet_tui.web", json.dumps(asdict(opened))]
    return f"{TERMINAL} exec {shlex.join(words)}"


def listening(port: int) -> socket.socket:
    """A socket on the loopback; 0 takes a free port. Raises `OSError` when it is taken."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((HOST, port))
        found.listen()
    except OSError:
        found.close()
        raise
    return found


def new_token() -> str:
    """A secret for one run."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def address(port: int, token: str) -> str:
    """Where the screen is."""
    return f"http://{HOST}:{port}/{token}/"


class Guarded(Server):
    """Textual's server, behind the token and without what it would load or print."""

    def __init__(self, opened: Opened, port: int, token: str, title: str = "hexvet") -> None:
        templates = Path(__file__).parent / "templates"
        super().__init__(command(opened), HOST, port, title, templates_path=templates)
        self.token = token

    async def _make_app(self) -> web.Application:
        """Index, websocket and static files, all below the token; there are no downloads."""
        import aiohttp_jinja2
        import jinja2

        app = web.Application(middlewares=[guard(self.port, self.token)])
        loader = jinja2.FileSystemLoader(self.templates_path)
        aiohttp_jinja2.setup(app, loader=loader, autoescape=True)
        app.add_routes(
            [
                web.get(f"/{self.token}/", self.handle_index, name="index"),
                web.get(f"/{self.token}/ws", self.handle_websocket, name="websocket"),
                web.get(f"/{self.token}/focus.js", self.handle_focus),
                web.static(f"/{self.token}/static", self.statics_path, name="static"),
            ]
        )
        return app

    async def handle_focus(self, request: web.Request) -> web.StreamResponse:
        """The page's own script."""
        return web.FileResponse(Path(self.templates_path) / "focus.js")


def guard(port: int, token: str) -> Middleware:
    """The middleware that lets in what has the token and comes from here."""
    hosts = {f"{name}:{port}" for name in NAMES}
    origins = {f"http://{host}" for host in hosts}

    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if request.host not in hosts or (origin is not None and origin not in origins):
            return _refused("this server answers to its own address only")
        if not _known(request.path, token):
            return _refused("open the whole address that hexvet serve printed")
        try:
            response = await handler(request)
        except web.HTTPException as error:
            error.headers.update(_headers(port))
            raise
        if not response.prepared:
            response.headers.update(_headers(port))
        return response

    return cast(Middleware, web.middleware(guarded))


def _known(path: str, token: str) -> bool:
    given = path.lstrip("/").partition("/")[0]
    return secrets.compare_digest(given.encode("utf-8", "replace"), token.encode())


def _refused(why: str) -> web.Response:
    return web.Response(status=403, text=f"{why}\n", headers={"Cache-Control": "no-store"})


def _headers(port: int) -> dict[str, str]:
    sockets = " ".join(f"ws://{name}:{port}" for name in NAMES)
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        f"font-src 'self'; img-src 'self' data:; connect-src 'self' {sockets}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


def serve(opened: Opened, listener: socket.socket, token: str, ready: Callable[[], None]) -> None:
    """Serves until SIGINT or SIGTERM; `ready` is called once these end it in order. No request is
    written down: its path has the token."""
    server = Guarded(opened, listener.getsockname()[1], token)

    async def started(_: web.Application) -> None:
        ready()

    async def made() -> web.Application:
        app = await server._make_app()
        app.on_startup.append(started)
        return app

    web.run_app(
        made(),
        sock=listener,
        print=None,
        access_log=None,
        shutdown_timeout=2.0,
    )

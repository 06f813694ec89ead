"""What the environment says about the terminal."""

from __future__ import annotations

import pytest

from hexvet.doctor import surroundings

COLOURS = [
    ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "truecolor"),
    ({"TERM": "xterm-256color", "COLORTERM": "24bit"}, "truecolor"),
    ({"TERM": "xterm-256color"}, "256"),
    ({"TERM": "tmux-256color"}, "256"),
    ({"TERM": "tmux-256color", "COLORTERM": "truecolor", "TMUX": "/tmp/t,1,0"}, "truecolor"),
    ({"TERM": "screen-256color"}, "256"),
    ({"TERM": "screen.xterm-256color", "COLORTERM": "truecolor", "STY": "1.pts"}, "256"),
    ({"TERM": "screen", "COLORTERM": "truecolor", "STY": "1.pts"}, "16"),
    ({"TERM": "xterm-direct"}, "truecolor"),
    ({"TERM": "xterm-kitty"}, "truecolor"),
    ({"TERM": "alacritty"}, "truecolor"),
    ({"TERM": "foot-extra"}, "truecolor"),
    ({"TERM": "xterm"}, "16"),
    ({"TERM": "linux"}, "16"),
    ({"TERM": "linux", "COLORTERM": "truecolor"}, "16"),
    ({"TERM": "vt100"}, "none"),
    ({"TERM": "dumb", "COLORTERM": "truecolor"}, "none"),
    ({"COLORTERM": "truecolor"}, "none"),
    ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, "none"),
    ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": ""}, "truecolor"),
]  # fmt: skip


@pytest.mark.parametrize(("environ", "colours"), COLOURS)
def test_the_number_of_colours(environ: dict[str, str], colours: str) -> None:
    assert surroundings.colours(environ) == colours


@pytest.mark.parametrize(
    ("environ", "preferred", "charset"),
    [
        ({"LANG": "en_US.UTF-8"}, "UTF-8", "utf-8"),
        ({"LANG": "C"}, "UTF-8", "ascii"),
        ({"LANG": "POSIX"}, "utf-8", "ascii"),
        ({"LC_ALL": "C", "LANG": "en_US.UTF-8"}, "utf-8", "ascii"),
        ({"LC_ALL": "C.UTF-8", "LANG": "C"}, "UTF-8", "utf-8"),
        # Python's own doing (PEP 538): somebody asked for C, and LC_CTYPE says otherwise.
        ({"LC_CTYPE": "C.UTF-8", "LANG": "C"}, "UTF-8", "ascii"),
        ({"LC_CTYPE": "C.UTF-8"}, "UTF-8", "utf-8"),
        ({"LC_CTYPE": "C.UTF-8", "LANG": "en_US.UTF-8"}, "UTF-8", "utf-8"),
        ({}, "UTF-8", "utf-8"),
        ({"LANG": "de_DE.ISO-8859-1"}, "ISO-8859-1", "iso8859-1"),
        ({"LANG": "xx"}, "no such encoding", "ascii"),
    ],
)
def test_the_encoding(
    environ: dict[str, str], preferred: str, charset: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("locale.getpreferredencoding", lambda _: preferred)
    assert surroundings.charset(environ) == charset


@pytest.mark.parametrize(
    ("environ", "plain"),
    [
        ({"TERM": "xterm-256color", "LANG": "C.UTF-8"}, False),
        ({"TERM": "linux", "LANG": "C.UTF-8"}, True),
        ({"TERM": "xterm-256color", "LANG": "C"}, True),
        ({"LANG": "C.UTF-8"}, True),
    ],
)
def test_who_gets_ascii(
    environ: dict[str, str], plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("locale.getpreferredencoding", lambda _: "UTF-8")
    assert surroundings.needs_ascii(environ) is plain


def test_what_can_place_its_cursor() -> None:
    assert [
        surroundings.places_its_cursor({"TERM": term})
        for term in ("dumb", "", "unknown", "vt100", "linux", "xterm")
    ] == [False, False, False, True, True, True]
    assert not surroundings.places_its_cursor({})


def test_what_lies_between() -> None:
    assert surroundings.multiplexer({"TMUX": "/tmp/t,1,0", "STY": "1"}) == "tmux"
    assert surroundings.multiplexer({"STY": "1.pts"}) == "screen"
    assert surroundings.multiplexer({}) == ""
    assert surroundings.remote({"SSH_TTY": "/dev/pts/1"})
    assert surroundings.remote({"SSH_CONNECTION": "a b c d"})
    assert not surroundings.remote({"SSH_CONNECTION": ""})

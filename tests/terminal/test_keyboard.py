"""Input in any encoding, in any pieces, whole or broken."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.message import Message

from hexvet_tui.terminal.keyboard import tolerant
from hexvet_tui.terminal.sequences import ESCAPED, PASTE, PASTE_END, SteadyParser

NUMBERS = st.one_of(st.just(""), st.integers(0, 10**8).map(str))
PARAMETERS = st.lists(st.lists(NUMBERS, max_size=3).map(":".join), max_size=4).map(";".join)
SEQUENCES = st.builds(
    "\x1b[{}{}{}".format,
    st.sampled_from(["", "?", "<", ">", "48;"]),
    PARAMETERS,
    st.sampled_from([*"uABCDEFHMPQRSZcmnty~", "$y", "$", " q", "\n", "\x1b"]),
)
PIECES = st.one_of(
    SEQUENCES,
    st.sampled_from(
        [*map(str, ANSI_SEQUENCES_KEYS), "\x1b]11;rgb:0/0/0", "\x07", "\x1b\\", "\x1bP1$r"]
    ),
    st.sampled_from([PASTE, PASTE_END, "\x1b", "\x1b[", "\x1bO", "\x1b[M", "\x1b]"]),
    st.text(max_size=4),
    st.binary(max_size=6).map(lambda data: data.decode("utf-8", "replace")),
)
texts = st.lists(st.sampled_from(["a", "\x1b", "\x1b[31m", "\x1b[20", "1~", "\n", "漢"])).map(
    "".join
)


def quiet(parser: SteadyParser) -> list[Message]:
    """What comes when nothing more is sent, however long that takes."""
    got: list[Message] = []
    while parser._timeout_time is not None:
        parser._timeout_time = 0.0
        got += parser.tick()
    return got


def fed(parser: SteadyParser, pieces: Iterable[str]) -> list[Message]:
    return [message for piece in pieces if piece for message in parser.feed(piece)]


def keys_of(sent: str) -> list[str]:
    """The keys of what is sent at once, the ends of what stays unfinished among them."""
    parser = SteadyParser()
    got = [*fed(parser, [sent]), *quiet(parser)]
    return [message.key for message in got if isinstance(message, events.Key)]


def test_any_bytes_are_decoded_and_the_end_of_the_input_is_noticed() -> None:
    decoder = tolerant("utf-8")()
    assert decoder.decode(b"\x1b[M \xe9\xff") == "\x1b[M \ufffd\ufffd"
    assert decoder.decode(b"a", final=True) == "a"
    assert decoder.decode(b"\xe6\xbc") == ""
    assert decoder.decode(b"\xa2") == "漢"
    assert decoder.decode(b"", final=True) == ""
    with pytest.raises(EOFError):
        decoder.decode(b"")


@given(st.lists(PIECES, max_size=8))
@example(["\x1b[97;5:3u"])
@example(["\x1b[:u"])
@example(["\x1b[7713126H"])
@example(["\x1b[;;5171076D"])
@example(["\x1b[55296;;55296u"])
@example(["\x1b[48;0;0;0;0t", "\x1b[<0;1;1M"])
@example(["\x1b[<" + "9" * 400 + ";1;1M"])
def test_whatever_comes_the_next_key_is_the_key_that_it_is(pieces: list[str]) -> None:
    parser = SteadyParser()
    fed(parser, pieces)
    quiet(parser)
    (key,) = parser.feed("q")
    assert isinstance(key, events.Key)
    assert (key.key, key.character) == ("q", "q")


@given(
    SEQUENCES.filter(lambda one: one[-1] not in "\n\x1b$" and "M" not in one and PASTE not in one)
)
def test_a_sequence_writes_nothing_of_its_own_letters(sequence: str) -> None:
    got = fed(SteadyParser(), [sequence])
    assert len([one for one in got if isinstance(one, events.Key)]) <= sequence.count(":") + 1
    kitty = sequence.endswith("u")
    assert kitty or not any(isinstance(one, events.Key) and one.character for one in got)


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ("\x1b[97;5u", ["ctrl+a"]),
        ("\x1b[97;5:1u", ["ctrl+a"]),
        ("\x1b[97;5:2u", ["ctrl+a"]),
        ("\x1b[97;5:3u", []),
        ("\x1b[97;1:3uj", ["j"]),
        ("\x1b[97:65;2:1;65u", ["A"]),
        ("\x1b[57399u", ["0"]),
        ("\x1b[1;1:2B", ["down"]),
        ("\x1b[1;1:3B", []),
        ("\x1b[13;1:3~", []),
        ("\x1b[13;5~", ["ctrl+f3"]),
        ("\x1b[27u", ["escape"]),
        ("\x1b[:uj", ["j"]),
        ("\x1b[7713126Hj", ["j"]),
        ("\x1b[;;5171076Dj", ["j"]),
        ("\x1b[?62;22cj", ["j"]),
        ("\x1b[24;80Rj", ["j"]),
        ("\x1b[12\x1b[Bj", ["down", "j"]),
        ("\x1b[12", []),
        ("\x1b]11;rgb:ffff/0000/0000\x1b\\j", ["j"]),
        ("\x1b]11;rgb:ffff/0000/0000\x07j", ["j"]),
        ("\x1bP1$r0m\x1b\\j", ["j"]),
    ],
)
def test_what_is_let_go_unknown_or_broken_means_nothing(sent: str, keys: list[str]) -> None:
    assert keys_of(sent) == keys


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ("\x1b2", ["escape", "2"]),
        ("\x1bq", ["escape", "q"]),
        ("\x1bG", ["escape", "G"]),
        ("\x1b:", ["escape", "colon"]),
        ("\x1b/", ["escape", "slash"]),
        ("\x1b]j", ["escape", "right_square_bracket", "j"]),
        ("\x1b[", ["escape", "left_square_bracket"]),
        ("\x1b\x1b[A", ["escape", "up"]),
        ("\x1b[B", ["down"]),
        ("\x1bOP", ["f1"]),
        ("\x1b[[A", ["f1"]),
        ("\x1b[3$", ["shift+delete"]),
        ("\x1b[13~", ["f3"]),
        ("\x1bb", ["ctrl+left"]),
        ("\x1b", ["escape"]),
        ("\r\t\x7f", ["enter", "tab", "backspace"]),
    ],
)
def test_a_key_right_behind_escape_is_a_key_of_its_own(sent: str, keys: list[str]) -> None:
    assert keys_of(sent) == keys


@given(
    st.text("abc\x1b[20~", max_size=6), texts.filter(lambda one: PASTE_END not in one), st.data()
)
def test_a_paste_comes_whole_and_without_escapes_however_it_is_cut(
    typed: str, pasted: str, data: st.DataObject
) -> None:
    sent, pieces = f"{PASTE}{pasted}{PASTE_END}{typed}", []
    while sent:
        size = data.draw(st.integers(1, 9))
        pieces.append(sent[:size])
        sent = sent[size:]
    paste = fed(SteadyParser(), pieces)[0]
    assert isinstance(paste, events.Paste)
    assert paste.text == pasted.replace("\x1b", ESCAPED)


def test_a_paste_without_an_end_is_over_when_nothing_more_comes() -> None:
    parser = SteadyParser()
    assert fed(parser, [PASTE, "abc", "j"]) == []
    (paste,) = quiet(parser)
    assert isinstance(paste, events.Paste)
    assert paste.text == "abcj"
    assert [key.key for key in fed(parser, ["j"]) if isinstance(key, events.Key)] == ["j"]


@pytest.mark.parametrize(("sent", "key"), [("\x03", "ctrl+c"), ("\x11", "ctrl+q")])
def test_a_paste_without_an_end_can_be_left(sent: str, key: str) -> None:
    parser = SteadyParser()
    paste, pressed = fed(parser, [PASTE, f"a{sent}", sent])
    assert isinstance(paste, events.Paste)
    assert paste.text == f"a{sent}"
    assert isinstance(pressed, events.Key)
    assert pressed.key == key

"""Input in any encoding and in any pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexvet_tui.terminal.keyboard import ESCAPED, PASTE, PASTE_END, Pastes, tolerant

keys = st.lists(st.sampled_from(["a", "\x1b", "\x1b[B", "\x1b[20", "[200~", "漢"])).map("".join)
texts = st.lists(st.sampled_from(["a", "\x1b", "\x1b[31m", "\x1b[20", "1~", "\n", "漢"])).map(
    "".join
)


def test_any_bytes_are_decoded_and_the_end_of_the_input_is_noticed() -> None:
    decoder = tolerant("utf-8")()
    assert decoder.decode(b"\x1b[M \xe9\xff") == "\x1b[M \ufffd\ufffd"
    assert decoder.decode(b"a", final=True) == "a"
    assert decoder.decode(b"\xe6\xbc") == ""
    assert decoder.decode(b"\xa2") == "漢"
    assert decoder.decode(b"", final=True) == ""
    with pytest.raises(EOFError):
        decoder.decode(b"")


@given(st.lists(st.tuples(keys, texts), max_size=4), st.data())
def test_escapes_are_taken_out_of_pastes_and_out_of_nothing_else(
    parts: list[tuple[str, str]], data: st.DataObject
) -> None:
    """However the input is cut into pieces."""
    parts = [(t, p) for t, p in parts if PASTE not in t and PASTE_END not in p]
    sent = "".join(f"{typed}{PASTE}{pasted}{PASTE_END}" for typed, pasted in parts)
    wanted = "".join(
        f"{typed}{PASTE}{pasted.replace(chr(27), ESCAPED)}{PASTE_END}" for typed, pasted in parts
    )
    pastes, got, at = Pastes(), "", 0
    while at < len(sent):
        size = data.draw(st.integers(1, 9))
        got += pastes.feed(sent[at : at + size])
        at += size
    assert got == wanted


@given(keys)
def test_typed_keys_are_never_held_back(typed: str) -> None:
    pastes = Pastes()
    for key in typed:
        if PASTE in typed:
            break
        assert pastes.feed(key) == key


def test_a_paste_that_is_not_over_yet_is_passed_on() -> None:
    pastes = Pastes()
    assert pastes.feed(f"{PASTE}abc") == f"{PASTE}abc"
    assert pastes.feed("de\x1b[20") == "de"
    assert pastes.feed("0~") == f"{ESCAPED}[200~"
    assert pastes.feed("\x1b[201~\x1b") == f"{PASTE_END}\x1b"

"""Input that Textual's parser cannot stand: other encodings, pasted sequences, the end of it."""

from __future__ import annotations

from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Callable

PASTE, PASTE_END = "\x1b[200~", "\x1b[201~"
"""What a terminal sends around a pasted text."""
ESCAPED = "\ufffd"
"""What stands for an escape within one."""


class Pastes:
    """Takes escapes out of pasted texts, in pieces as they come.

    A pasted sequence would be read as a key, and a pasted file as thousands of them.
    """

    def __init__(self) -> None:
        self._inside = False
        self._seen = self._held = ""

    def feed(self, text: str) -> str:
        """A piece without escapes in its pasted parts. Outside of them nothing is held back."""
        out: list[str] = []
        text, self._held = self._held + text, ""
        while text:
            text = self._in(text, out) if self._inside else self._out(text, out)
        return "".join(out)

    def _out(self, text: str, out: list[str]) -> str:
        whole = self._seen + text
        at = whole.find(PASTE)
        end = len(text) if at < 0 else at + len(PASTE) - len(self._seen)
        self._inside = at >= 0
        self._seen = "" if self._inside else whole[1 - len(PASTE) :]
        out.append(text[:end])
        return text[end:]

    def _in(self, text: str, out: list[str]) -> str:
        pasted, mark, rest = text.partition(PASTE_END)
        if not mark:
            held = next(
                n for n in range(len(PASTE_END) - 1, -1, -1) if pasted.endswith(PASTE_END[:n])
            )
            self._held = PASTE_END[:held]
            pasted = pasted[: len(pasted) - held]
        self._inside = not mark
        out.append(pasted.replace("\x1b", ESCAPED) + mark)
        return rest


def tolerant(encoding: str) -> Callable[[], IncrementalDecoder]:
    """A decoder that replaces what it does not understand, also within pasted texts.

    It raises `EOFError` when it gets nothing although more may come: a terminal that can be
    read and has nothing to say is gone.
    """
    kind = getincrementaldecoder(encoding)

    class Tolerant(kind):  # type: ignore[misc, valid-type]
        def __init__(self) -> None:
            super().__init__(errors="replace")
            self._pastes = Pastes()

        def decode(self, data: bytes, final: bool = False) -> str:
            if not data and not final:
                raise EOFError
            return self._pastes.feed(str(super().decode(data, final)))

    return Tolerant


def accept_any_bytes() -> None:
    """Make Textual's driver decode tolerantly.

    Legacy mouse reports past column 95, as a re-attached tmux may send them, are not UTF-8;
    Textual 8.2.8 dies of them (Textualize/textual#6668).
    """
    from textual.drivers import linux_driver

    if hasattr(linux_driver, "getincrementaldecoder"):
        linux_driver.getincrementaldecoder = tolerant

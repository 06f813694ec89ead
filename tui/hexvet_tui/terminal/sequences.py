"""From what a terminal sends to keys, pastes and reports. Nothing that comes can break it.

Textual 8.2.8 ends of some keys in the way of Kitty, types what it does not understand of a
sequence as so many keys, and waits for ever for the end of a paste. This takes its place: what is
unknown or broken means nothing, and the key behind it is the key that it is.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from typing import TypeAlias

from textual import constants, events, messages
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._parser import ParseEOF, ParseTimeout, Peek1, Read1, TokenCallback
from textual._xterm_parser import XTermParser
from textual.keys import Keys, _character_to_key
from textual.message import Message

ESC = "\x1b"
PASTE, PASTE_END = "\x1b[200~", "\x1b[201~"
"""What a terminal sends around a pasted text."""
ESCAPED = "\ufffd"
"""What stands for an escape within one: a pasted file must not be read as keys."""
WAYS_OUT = ("\x03", "\x11")
"""Ctrl+C and Ctrl+Q: by themselves in one reading they are pressed, not pasted."""
PASTE_WAITS = 10
"""A paste of which nothing more comes is over after so many delays of an escape: a second."""
LONGEST = 1024
"""Characters of a sequence, the longest of which are answers in words."""

WORDS = r"(?:\][0-9]|P[0-9>!+$]|_G)[^\x07\x1b]*"
"""An answer in words, without its end."""
GROWS = re.compile(
    r"\x1b(?:\[(?:[0-?-]*[ -/]*|\[|M[\s\S]{0,2})"  # keys; the console's F1 to F5; the mouse
    rf"|O[0-9;]*|[]P_]|{WORDS}\x1b?)"  # the keypad; answers
)
"""The beginning of a sequence, to which more belongs."""
WHOLE = re.compile(
    r"\x1b(?:\[(?:(?![M[])[0-?-]*[ -/]*[@-~]|\[[ -~]|M[\s\S]{3})"
    rf"|O[0-9;]*[@-~]|{WORDS}(?:\x07|\x1b\\)|[^]\[OP_\x1b])"
)
"""A sequence to which nothing more belongs."""
KITTY = re.compile(
    r"\x1b\[(\d{0,7})(?::[\d:]*)?(?:;(\d{0,3})(?::(\d?))?)?(?:;([\d:]*))?([u~A-FHP-S])"
)
"""A key: its number, what is held beside it, whether it was let go, what it writes."""
RELEASED = "3"
MOUSE = re.compile(r"\x1b\[<[-\d;]+[mM]")
FRAMES = re.compile(r"\x1b\[\?2026;[1-9]\$y")
"""The answer of a terminal that draws frames at once."""

Reading: TypeAlias = "Generator[Read1 | Peek1, str, None]"


class SteadyParser(XTermParser):
    """Textual's parser for any input. `heard` is what was read before it."""

    _pasting = False

    def __init__(self, debug: bool = False, heard: str = "") -> None:
        self._heard = heard
        super().__init__(debug)

    def tick(self) -> Iterable[Message]:
        """What is due without any more characters."""
        if self._heard:
            yield from self.feed("")
        yield from super().tick()

    def feed(self, data: str) -> Iterable[Message]:
        """What some characters mean, together with those before them."""
        data, self._heard = self._heard + data, ""
        if self._pasting and data in WAYS_OUT:
            self._timeout_time = 0.0
            yield from self.tick()
        yield from super().feed(data)

    def parse(self, token_callback: TokenCallback[Message]) -> Reading:
        """Read for ever; one character belongs to a sequence, or is a key."""
        character = ""
        try:
            while True:
                character = character or (yield self.read1())
                if character != ESC:
                    meant: Iterable[Message | None] = self._written(character)
                    character = ""
                else:
                    sequence, character = yield from self._sequence()
                    pasted = sequence == PASTE
                    meant = [(yield from self._paste())] if pasted else self._meant(sequence)
                for message in filter(None, meant):
                    token_callback(message)
        except ParseEOF:
            return

    def _sequence(self) -> Generator[Read1 | Peek1, str, tuple[str, str]]:
        """An escape with what belongs to it, and a character that does not."""
        sequence = ESC
        while not _is_whole(sequence):
            try:
                character = yield self.read1(constants.ESCAPE_DELAY)
            except ParseTimeout:
                break
            longer = sequence + character
            if not _is_whole(longer) and (len(longer) > LONGEST or not GROWS.fullmatch(longer)):
                return sequence, character
            sequence = longer
        return sequence, ""

    def _paste(self) -> Generator[Read1 | Peek1, str, events.Paste]:
        """A pasted text, to its end, or until nothing more comes of it."""
        pasted: list[str] = []
        self._pasting = True
        while not (pasted[-1:] == ["~"] and "".join(pasted[-len(PASTE_END) :]) == PASTE_END):
            try:
                pasted.append((yield self.read1(PASTE_WAITS * constants.ESCAPE_DELAY)))
            except ParseTimeout:
                break
        self._pasting = False
        whole = "".join(pasted)
        text = whole.removesuffix(PASTE_END) if whole.endswith(PASTE_END) else whole.rstrip(ESC)
        return events.Paste(text.replace("\x00", "").replace(ESC, ESCAPED))

    # --- what it means ----------------------------------------------------------------------

    def _written(self, character: str) -> Iterator[Message]:
        return (key for key in self._sequence_to_key_events(character) if key.key != Keys.Ignore)

    def _meant(self, sequence: str) -> Iterable[Message | None]:
        """The keys of a sequence, or what it reports; nothing for one that is not known."""
        if sequence in SPOKEN:
            return (SPOKEN[sequence](),)
        if MOUSE.fullmatch(sequence):
            return (self.parse_mouse_code(sequence),)
        if FRAMES.fullmatch(sequence):
            return (messages.TerminalSupportsSynchronizedOutput(),)
        kitty = KITTY.fullmatch(sequence)
        keys = self._held(*kitty.groups(default="")) if kitty else None
        return _listed(sequence) if keys is None else keys

    def _held(
        self, code: str, held: str, kind: str, text: str, end: str
    ) -> Iterable[events.Key] | None:
        """A key in the way of Kitty; None for one that is not."""
        number = int(code or ("0" if end == "u" else "1"))
        writes = [part for part in text.split(":") if part]
        if f"{number}{end}" not in FUNCTIONAL_KEYS and end != "u":
            return None
        if kind == RELEASED or not all(map(_is_character, (number, *map(int, writes)))):
            return ()
        sound = f"{ESC}[{number};{held};{':'.join(writes)}{end}"
        return [key.copy() for key in self._parse_extended_key(sound) or ()]


SPOKEN: Mapping[str, Callable[[], Message]] = {
    ESC: lambda: events.Key("escape", ESC),
    "\x1b[I": events.AppFocus,
    "\x1b[O": events.AppBlur,
}
"""What has a meaning of its own."""


def _is_whole(sequence: str) -> bool:
    known = sequence in ANSI_SEQUENCES_KEYS and sequence not in (ESC, ESC + ESC)
    return known or WHOLE.fullmatch(sequence) is not None


def _is_character(number: int) -> bool:
    return 0 < number < 0xD800 or 0xDFFF < number <= sys.maxunicode


def _listed(sequence: str) -> Iterable[events.Key]:
    """The keys of a sequence of Textual's table.

    Escape and a key right behind it are what Alt and the key are on the wire; Textual makes signs
    of some (Escape and 2 would write a trade mark) and forgets the Escape of others. Here they
    are two keys that write nothing.
    """
    found: object = ANSI_SEQUENCES_KEYS.get(sequence)
    if isinstance(found, tuple):
        return [events.Key(key.value, None) for key in found if key is not Keys.Ignore]
    if len(sequence) > len(ESC) + 1:
        return ()
    behind = sequence[1]
    name = behind if behind.isalnum() else _character_to_key(behind)
    return events.Key("escape", ESC), events.Key(name, None)

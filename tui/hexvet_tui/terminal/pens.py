"""How a cell looks, and the shortest way to make the terminal write like that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import product
from typing import NamedTuple
from zlib import crc32

from rich.color import Color, ColorSystem
from rich.style import Style

RESET = "\x1b[0m"
NO_LINK = "\x1b]8;;\x1b\\"
LONGEST_LINK = 2000

MARKS = (
    ("bold", "1", "22"),
    ("dim", "2", "22"),
    ("italic", "3", "23"),
    ("underline", "4", "24"),
    ("blink", "5", "25"),
    ("blink2", "6", "25"),
    ("reverse", "7", "27"),
    ("conceal", "8", "28"),
    ("strike", "9", "29"),
    ("underline2", "21", "24"),
    ("frame", "51", "54"),
    ("encircle", "52", "54"),
    ("overline", "53", "55"),
)
"""Rich's attribute, the code that turns it on, and the one that turns it off (ECMA-48)."""


class Pen(NamedTuple):
    """Colours as SGR codes ("" is the terminal's own), codes that are on, and a hyperlink."""

    ink: str = ""
    ground: str = ""
    marks: tuple[str, ...] = ()
    link: str = ""


PLAIN = Pen()
_OFF = {on: off for _, on, off in MARKS}
LEVELS = (0, 95, 135, 175, 215, 255)
OFTEN_CHANGED = 22
"""Below this number colours are the user's own: the sixteen, and six that palette scripts set."""
NUMBERS = {
    (red, green, blue): number
    for number, (red, green, blue) in enumerate(product(LEVELS, LEVELS, LEVELS), 16)
    if number >= OFTEN_CHANGED
} | {(8 + 10 * step,) * 3: 232 + step for step in range(24)}
"""The colours that every terminal of 256 knows by a number: xterm's cube, and its greys."""
SHOWN_ON_BLANKS = frozenset({"4", "5", "6", "7", "9", "21", "51", "52", "53"})
"""Marks that are seen on a blank."""


@lru_cache(maxsize=4096)
def of_blank(pen: Pen) -> Pen:
    """What is seen of a pen on a blank: its ground alone, unless a mark or a link shows there."""
    if pen.link or not SHOWN_ON_BLANKS.isdisjoint(pen.marks):
        return pen
    return Pen(ground=pen.ground)


@lru_cache(maxsize=8192)
def for_blank(before: Pen, blank: Pen) -> Pen:
    """The pen nearest to the one before that leaves a blank as wanted."""
    if blank != Pen(ground=blank.ground):
        return blank
    marks = tuple(mark for mark in before.marks if mark not in SHOWN_ON_BLANKS)
    return Pen(before.ink, blank.ground, marks)


def commonest(pens: Iterable[Pen]) -> Pen:
    """What most of some pens look like on a blank."""
    [(pen, _)] = Counter(map(of_blank, pens)).most_common(1)
    return pen


@lru_cache(maxsize=4096)
def pen_of(style: Style | None, colours: ColorSystem) -> Pen:
    """The pen that writes a style with the colours that the terminal has."""
    if style is None:
        return PLAIN
    ink = _codes(style.color, colours, True) if style.color else ()
    ground = _codes(style.bgcolor, colours, False) if style.bgcolor else ()
    marks = tuple(on for name, on, _ in MARKS if getattr(style, name))
    link = _safe(style.link or "")
    return Pen(_own(ink, "39"), _own(ground, "49"), marks, link)


def _codes(colour: Color, colours: ColorSystem, ink: bool) -> tuple[str, ...]:
    """What sets a colour; by its number where it has one, which is half as long, or where there
    are only numbers."""
    number = None
    if colour.triplet and colours in (ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT):
        whole = colours is ColorSystem.TRUECOLOR
        number = NUMBERS.get(colour.triplet) if whole else _nearest(colour.triplet)
    if number is None:
        return colour.downgrade(colours).get_ansi_codes(ink)
    return ("38" if ink else "48", "5", str(number))


def _nearest(triplet: tuple[int, int, int]) -> int:
    """The number of the colour nearest to one. Rich's own choice misses greys that are there."""
    return min(NUMBERS.items(), key=lambda known: _apart(known[0], triplet))[1]


def _apart(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _own(codes: tuple[str, ...], default: str) -> str:
    """Codes of a colour; nothing for the terminal's own colour, which a reset brings anyway."""
    text = ";".join(codes)
    return "" if text == default else text


def _safe(address: str) -> str:
    """An address that cannot end its own sequence; other ones are not linked."""
    fits = len(address) <= LONGEST_LINK and address.isascii()
    return address if fits and address.isprintable() and " " not in address else ""


@lru_cache(maxsize=8192)
def change(before: Pen, after: Pen) -> str:
    """What turns one pen into another; the shorter of the difference and a fresh start."""
    link = "" if before.link == after.link else _opened(after.link)
    if before[:3] == after[:3]:
        return link
    lost = [mark for mark in before.marks if mark not in after.marks]
    off = dict.fromkeys(_OFF[mark] for mark in lost)
    # One code ends bold and dim alike: what shares it and stays is turned on again.
    on = [m for m in after.marks if m not in before.marks or _OFF[m] in off]
    ink = [after.ink or "39"] if after.ink != before.ink else []
    ground = [after.ground or "49"] if after.ground != before.ground else []
    step = ";".join([*off, *on, *ink, *ground])
    whole = ";".join(["0", *after.marks, *filter(None, (after.ink, after.ground))])
    return f"{link}\x1b[{min(step, whole, key=len)}m"


def _opened(address: str) -> str:
    """The start of a hyperlink; its id joins the pieces of one that spans several lines."""
    return f"\x1b]8;id={crc32(address.encode()):x};{address}\x1b\\" if address else NO_LINK

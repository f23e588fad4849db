"""Text of articles on a page: it is hostile input. Jinja escapes markup; this shows what would mislead the eye.

Control characters and marks that turn the direction of text around are shown as signs, words without end are cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

LONGEST_WORD = 120
_SHORT = {
    0x061C: "ALM", 0x200B: "ZWSP", 0x200E: "LRM", 0x200F: "RLM", 0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF",
    0x202D: "LRO", 0x202E: "RLO", 0x2060: "WJ", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
    0xFEFF: "BOM",
}  # fmt: skip
# C0 and C1 controls but for tab and newline; Unicode's directional and invisible format characters; tag characters
_SPECIAL = re.compile(
    r"(?P<control>[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    rf"\U000e0000-\U000e007f])|(?P<word>\S{{{LONGEST_WORD + 1},}})"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: ``start`` and ``length`` in it, and what is shown: itself, a sign, or that it was cut."""

    kind: Literal["text", "sign", "cut"]
    start: int
    length: int
    shown: str


def pieces(text: str, start: int = 0, end: int | None = None) -> Iterator[Piece]:
    """``text[start:end]`` in pieces that can be shown."""
    end = len(text) if end is None else end
    at = start
    while found := _SPECIAL.search(text, at, end):
        if found.start() > at:
            yield Piece("text", at, found.start() - at, text[at : found.start()])
        if found.lastgroup == "control":
            yield Piece("sign", found.start(), 1, sign(found.group()))
        else:
            yield from _cut(text, found.start(), found.end())
        at = found.end()
    if at < end:
        yield Piece("text", at, end - at, text[at:end])


def _cut(text: str, start: int, end: int) -> Iterator[Piece]:
    head = start + LONGEST_WORD
    yield from pieces(text, start, head)
    yield Piece("cut", head, end - head, f"… {end - head:,} more characters without a space")


def sign(character: str) -> str:
    """The name that an invisible character is shown by."""
    return _SHORT.get(ord(character), f"U+{ord(character):04X}")


def shown(text: object, most: int | None = None) -> Markup:
    """HTML of a text; ``most``: characters that are shown of it."""
    whole = "" if text is None else str(text)
    end = len(whole) if most is None else min(most, len(whole))
    parts = [html(piece) for piece in pieces(whole, 0, end)]
    return Markup("").join([*parts, "…" if end < len(whole) else ""])


def html(piece: Piece) -> Markup:
    """HTML of a piece."""
    if piece.kind == "text":
        return escape(piece.shown)
    what = "Invisible character" if piece.kind == "sign" else "Cut for display"
    return Markup('<span class="{}" title="{}">{}</span>').format(piece.kind, what, piece.shown)


def signs(text: str | None) -> str:
    """A figure as it is written in print: ≤ and ≥."""
    return (text or "").replace("<=", "≤").replace(">=", "≥")


def plain(text: object, most: int = 300) -> str:
    """A text on one line, for an attribute or a title."""
    whole = "" if text is None else str(text)
    line = " ".join(whole[: most + 1].split())
    found = "".join(f"[{p.shown}]" if p.kind == "sign" else p.shown for p in pieces(line))
    return found[:most] + "…" if len(found) > most or len(whole) > most else found

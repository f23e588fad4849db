"""Lines of a text joined to pieces: paragraphs and list items, before anybody asks what they are.

A blank line ends a piece. Where lines follow each other directly, each is a piece of its own, unless
the text is hard-wrapped (most lines are so long that the next word would not have fitted) or the next
line goes on in the middle of a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+|\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_BREAKS = frozenset(["\r\n", *"\n\r\x0b\x0c\x85\u2028\u2029"])
# A sure mark is one wherever a line starts with it; the others need a second one of their kind.
MARK = re.compile(
    r"(?P<sure>[•‣◦⁃∙·▪▫■□●○◆➢➤►▶✓✔](?=\s*\w|\s+\S)|\*(?=\s)|#{1,6}(?=\s+\w))"
    r"|(?P<dash>[-–—+])(?=\s)"
    r"|\(?(?P<number>\d{1,3})(?:\)|\.(?=\s))(?!\w)"
    r"|\(?(?P<letter>[a-z])(?:\)|\.(?=\s))(?!\w)"
)
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_MIN_WIDTH, _MAX_WIDTH = 30, 120
_MIN_PAIRS = 3
_MIN_OPEN = 40  # a shorter line is rather one of a list than the beginning of a sentence


@dataclass(frozen=True, slots=True)
class Piece:
    """One or more lines that belong together: offsets without mark and outer space.

    ``mark`` is "#" for a Markdown heading, "1" for a numbered item, another sign for another list
    item, "" without a mark.
    """

    start: int
    end: int
    mark: str
    lines: int = 1


@dataclass(frozen=True, slots=True)
class _Line:
    left: int  # where the line begins, indent included
    lead: int  # its first character that is no space: the mark, if there is one
    start: int  # its first character behind the mark
    end: int
    mark: str
    key: str  # marks with the same key are siblings; "" for none, and for those that need no sibling
    after_blank: bool

    @property
    def width(self) -> int:
        return self.end - self.left


def find_pieces(text: str) -> list[Piece]:
    """The pieces of ``text`` in order; every character that is no space or mark lies in one."""
    lines = _without_lone_marks(list(_lines(text)))
    width = _wrap_width(text, lines)
    pieces: list[Piece] = []
    last: _Line | None = None
    for line in lines:
        joins = last is not None and _continues(text, last, line, width)
        if joins:
            pieces[-1] = replace(pieces[-1], end=line.end, lines=pieces[-1].lines + 1)
        else:
            if last is not None and pieces[-1].lines == 1 and _is_underlined(text, last, line):
                pieces[-1] = replace(pieces[-1], mark="#")
            pieces.append(Piece(line.start, line.end, line.mark))
        last = replace(line, key=last.key, mark=last.mark) if joins and last else line
    return pieces


def _lines(text: str) -> Iterator[_Line]:
    breaks = 0
    for match in _LINE.finditer(text):
        if match[0] in _BREAKS:
            breaks += 1
            continue
        content = match[0].strip()
        if not content:
            continue
        lead = match.start() + len(match[0]) - len(match[0].lstrip())
        start, mark, key = _read_mark(text, lead, lead + len(content))
        yield _Line(match.start(), lead, start, lead + len(content), mark, key, breaks != 1)
        breaks = 0


def _read_mark(text: str, lead: int, end: int) -> tuple[int, str, str]:
    """Where the words start, the mark, and its key for finding siblings. A mark without words is none."""
    match = MARK.match(text, lead, end)
    if match is None:
        return lead, "", ""
    rest = text[match.end() : end]
    start = end - len(rest.lstrip())
    if not any(c.isalnum() for c in rest):
        return lead, "", ""
    if match["sure"]:
        return start, match["sure"][0], ""
    style = re.sub(r"\w+", "1", match[0])
    if match["number"]:
        return start, "1", f"{style}{int(match['number'])}"
    if match["letter"]:
        return start, "a", f"{style}{match['letter']}"
    return start, match[0], match[0]


def _without_lone_marks(lines: Sequence[_Line]) -> list[_Line]:
    """The lines, where a dash, number or letter is a mark only if the text has a sibling of it."""
    keys = Counter(line.key for line in lines if line.key)
    return [
        replace(line, start=line.lead, mark="", key="") if line.key and not _has_sibling(line.key, keys) else line
        for line in lines
    ]


def _has_sibling(key: str, keys: Counter[str]) -> bool:
    match = re.fullmatch(r"(\D*1\D+?)(\d+|[a-z])", key)
    if match is None:
        return keys[key] > 1
    style, value = match.groups()
    if value.isdigit():
        return any(keys[f"{style}{int(value) + step}"] for step in (-1, 1))
    return any(keys[f"{style}{chr(ord(value) + step)}"] for step in (-1, 1))


def _wrap_width(text: str, lines: Sequence[_Line]) -> int:
    """The width at which the text is hard-wrapped, 0 if it is not."""
    pairs = [(a, b) for a, b in pairwise(lines) if not b.after_blank and not b.mark]
    width = max((line.width for line, _ in pairs), default=0)
    if len(pairs) < _MIN_PAIRS or not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return 0
    return width if sum(_is_full(text, a, b, width) for a, b in pairs) >= 0.7 * len(pairs) else 0


def _is_full(text: str, line: _Line, after: _Line, width: int) -> bool:
    """Whether the first word of the next line would not have fitted, with a fifth of the width as tolerance."""
    word = text[after.lead : after.end].split(None, 1)[0]
    return line.width + 1 + len(word) > 0.8 * width


def _continues(text: str, line: _Line, after: _Line, width: int) -> bool:
    """Whether ``after`` goes on with the sentence or paragraph of ``line``."""
    if after.after_blank or line.mark == "#" or _UNDERLINE.fullmatch(text, after.lead, after.end):
        return False
    open_end = _is_open(text, line)
    full = bool(width) and _is_full(text, line, after, width)
    if after.mark:
        return full and open_end and bool(after.key) and line.mark != after.mark
    return full or (open_end and line.width >= _MIN_OPEN and text[after.lead].islower())


def _is_open(text: str, line: _Line) -> bool:
    return text[line.end - 1] not in '.!?:;,…"”»'


def _is_underlined(text: str, line: _Line, after: _Line) -> bool:
    """A Markdown heading: a line of "=" or "-" directly below a line that ends no sentence."""
    return not after.after_blank and _is_open(text, line) and bool(_UNDERLINE.fullmatch(text, after.lead, after.end))

"""Quotation structure: where direct speech opens and closes, mark by mark and paragraph by paragraph.

A plain function of the text and its paragraphs; it needs no parse. A paragraph is read on its own, so
that a missing mark costs that paragraph at most. English and continental marks are known: curly, straight,
guillemets either way round, low-high („...“), `` and '', single quotes told apart from apostrophes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from claimtrack.annotate.cues import forms
from claimtrack.annotate.lists import words
from claimtrack.model import Block

_MARK = re.compile(r"``|''|[\"“”„‟«»‹›'‘’‚`]")
_OPENS = {"“": "“", "„": "„", "‟": "“", "«": "«", "‹": "‹", "``": "``", "‘": "‘", "‚": "‘"}
# A mark that closes -> the kinds of opening that it can close.
_CLOSES = {
    "”": '“„"',
    "“": '„“"',
    "»": "«",
    "›": "‹",
    "''": "``",
    "’": "‘'",
    "'": "'‘`",
    '"': '"“',
}
_REVERSIBLE = {"”": "“", "»": "»", "›": "›"}
_CLOSES_REVERSED = {"”": "“", "«": "»", "‹": "›"}
_SINGLE = frozenset("'‘’‚`")
_ELISION = re.compile(
    r"['’‘](?:\d0s\b|\d\ds?\b|(?:{})\b)".format("|".join(sorted(words("quotes.toml", "elisions")))), re.I
)
_AHEAD = 60  # marks that are looked at to see whether a quotation closes
_DEEPEST = 6  # no quotation is nested deeper
_TELLERS = 8  # words that name who speaks, at most
_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of quotation within one paragraph; ``start`` and ``end`` take in its marks.

    ``closed``: its closing mark was found, or the next paragraph opens the quotation again.
    ``depth``: how many quotations it lies inside of. ``continues``: it goes on in the next paragraph.
    """

    start: int
    end: int
    closed: bool
    depth: int
    continues: bool = False


def find_quotes(text: str, blocks: Iterable[Block] = ()) -> list[Quote]:
    """The quotations of ``text``, sorted by start, outer before inner.

    Without ``blocks`` each line is a paragraph.
    A quotation over several paragraphs gives one Quote a paragraph. An opening mark without a closing
    one reaches to the end of its paragraph at most and is not ``closed``. Never raises.
    """
    if not _MARK.search(text):
        return []
    borders = [(b.start, b.end) for b in blocks]
    if not borders:
        borders = [m.span() for m in _PARAGRAPH.finditer(text)]
    found: list[Quote] = []
    before: list[_Open] = []
    for start, end in borders:
        quotes, left = _Paragraph(text, start, end).read()
        found = _continued(found, before, text, start, end)
        found += quotes
        before = left
    return sorted(found, key=lambda q: (q.start, -q.end))


def outermost(quotes: Iterable[Quote]) -> list[Quote]:
    """The quotations that lie in no other, by start: they do not overlap."""
    return [q for q in quotes if q.depth == 0]


def overlapping(outer: Sequence[Quote], start: int, end: int) -> Sequence[Quote]:
    """Those of ``outer`` (as ``outermost`` gives them) that share a character with ``start`` to ``end``."""
    first = bisect_right(outer, start, key=lambda q: q.end)
    last = bisect_right(outer, end - 1, key=lambda q: q.start)
    return outer[first:last]


def is_quoted(outer: Sequence[Quote], offset: int) -> bool:
    """Whether the character at ``offset`` lies in a quotation."""
    return bool(overlapping(outer, offset, offset + 1))


def is_speech(word: str) -> bool:
    """Whether a word is a form of a verb of speech: "said"."""
    return forms().get(word.lower()) in words("cues.toml", "rules.speech")


@dataclass(slots=True)
class _Open:
    kind: str
    start: int
    depth: int


def _continued(found: list[Quote], left: list[_Open], text: str, start: int, end: int) -> list[Quote]:
    """Marks as continued the quotation that the paragraph before left open, where this one opens it again."""
    if not left:
        return found
    first = _MARK.match(text, start, end)
    if first is None or _family(first.group()) != _family(left[0].kind):
        return found
    return [replace(q, closed=True, continues=True) if q.start == left[0].start else q for q in found]


def _family(mark: str) -> str:
    return "single" if mark in _SINGLE else {"«": "«", "»": "«", "‹": "«", "›": "«"}.get(mark, "double")


class _Paragraph:
    """The marks of one paragraph, read from left to right with a stack of what is open."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.marks = list(_MARK.finditer(text, start, end))
        self.stack: list[_Open] = []
        self.quotes: list[Quote] = []

    def read(self) -> tuple[list[Quote], list[_Open]]:
        """The quotations, and what the last mark leaves open (outermost first)."""
        for index, match in enumerate(self.marks):
            at, end = match.span()
            mark = self._mark(match.group())
            if mark in _SINGLE and self._is_apostrophe(index):
                continue
            if mark == '"' and self._is_inch(at):
                continue
            self._take(index, mark, at, end)
        left = list(self.stack)
        for quote in reversed(left):
            self.quotes.append(Quote(quote.start, self._trim(self._told(quote.start, self.end)), False, quote.depth))
        return self.quotes, left

    def _told(self, start: int, end: int) -> int:
        """Where a quotation without a closing mark ends: before who says it ("..., Roe said."), else at ``end``."""
        last = self.text[start:end].rstrip()
        commas = [m.start() for m in re.finditer(",", last)] if last.endswith(".") else []
        for comma in reversed(commas):
            parts = last[comma + 1 : -1].split()
            if not 0 < len(parts) <= _TELLERS or "." in last[comma:-1]:
                break
            if len(parts) > 1 and (is_speech(parts[-1]) or is_speech(parts[0])):
                return start + comma + 1
        return end

    def _ahead(self, index: int) -> list[re.Match[str]]:
        """The next marks: as many as a look ahead takes in."""
        return self.marks[index + 1 : index + 1 + _AHEAD]

    def _take(self, index: int, mark: str, at: int, end: int) -> None:
        if self._closes(mark, at, end):
            self._close(mark, end)
        elif self._opens(index, mark, at, end):
            if len(self.stack) >= _DEEPEST or not self._nests(index, mark):
                self._restart(mark, at)
            self.stack.append(_Open(self._kind(mark), at, len(self.stack)))

    def _nests(self, index: int, mark: str) -> bool:
        """Whether the marks that follow close this mark and those of its kind that are open already."""
        kind = self._kind(mark)
        need = 1 + sum(1 for q in self.stack if q.kind == kind)
        if need == 1:
            return True
        for later in self._ahead(index):
            same = self._mark(later.group())
            if kind in _CLOSES.get(same, "") and not (same in '"“' and self._looks_opening(*later.span())):
                need -= 1
            elif self._kind(same) == kind:
                need += 1
        return need <= 0

    def _mark(self, mark: str) -> str:
        """Two single marks are one double mark, unless they close ``."""
        return '"' if mark == "''" and not any(q.kind == "``" for q in self.stack) else mark

    def _kind(self, mark: str) -> str:
        return _OPENS.get(mark) or _REVERSIBLE.get(mark) or mark

    def _closes(self, mark: str, at: int, end: int) -> bool:
        kinds = _CLOSES.get(mark, "") + _CLOSES_REVERSED.get(mark, "")
        if not any(q.kind in kinds or (q.kind == "``" and "``" in kinds) for q in self.stack):
            return False
        if mark == "“" and self.stack[-1].kind == "„":
            return True
        if mark in ('"', "“"):
            return not self._looks_opening(at, end)
        if mark in ("'", "’"):
            return not self._looks_opening(at, end)
        return True

    def _opens(self, index: int, mark: str, at: int, end: int) -> bool:
        if mark in _OPENS:
            return True
        if mark == '"':
            return self._looks_opening(at, end)
        if mark in _REVERSIBLE:
            return self._looks_opening(at, end) and any(m.group() in _CLOSES_REVERSED for m in self._ahead(index))
        return mark in ("'", "`") and self._looks_opening(at, end) and self._single_closes_later(index)

    def _close(self, mark: str, end: int) -> None:
        kinds = _CLOSES.get(mark, "") + _CLOSES_REVERSED.get(mark, "")
        while self.stack:
            quote = self.stack.pop()
            if quote.kind in kinds or quote.kind == "``":
                self.quotes.append(Quote(quote.start, end, True, quote.depth))
                return
            if quote.kind not in ("'", "‘", "`"):  # an inner single quote left open was an apostrophe
                self.quotes.append(Quote(quote.start, self._trim(end - len(mark)), False, quote.depth))

    def _restart(self, mark: str, at: int) -> None:
        """A mark opens where its own kind is open: the earlier one lacks its closing mark and ends here."""
        kind = self._kind(mark)
        while len(self.stack) >= _DEEPEST or any(q.kind == kind for q in self.stack):
            quote = self.stack.pop()
            self.quotes.append(Quote(quote.start, self._trim(self._told(quote.start, at)), False, quote.depth))

    def _trim(self, end: int) -> int:
        while end > self.start + 1 and self.text[end - 1].isspace():
            end -= 1
        return end

    def _before(self, at: int) -> str:
        return self.text[at - 1] if at > self.start else " "

    def _after(self, end: int) -> str:
        return self.text[end] if end < self.end else " "

    def _looks_opening(self, at: int, end: int) -> bool:
        """White space, an opening bracket, a dash or another opening mark before; no space after."""
        before, after = self._before(at), self._after(end)
        return (before.isspace() or before in "([{—–-/“‘\"'«„…:") and not after.isspace() and after not in ".,;!?)]}”’»"

    def _is_inch(self, at: int) -> bool:
        """6'2" tall, a 12" pipe: a figure before it and no quotation open."""
        return self._before(at).isdigit() and not any(q.kind in ('"', "“") for q in self.stack)

    def _is_apostrophe(self, index: int) -> bool:
        """An apostrophe within a word, of an elision ('em, '90s), or of a plural's genitive (the workers')."""
        match = self.marks[index]
        at, end = match.start(), match.end()
        if match.group() in ("‚", "`"):
            return False
        if self._before(at).isalnum() and self._after(end).isalnum():
            return True
        if not self._before(at).isalnum() and _ELISION.match(self.text, at):
            return True
        if match.group() == "‘":
            return False
        if not any(q.kind in ("'", "‘", "`") for q in self.stack):
            return match.group() == "’" or not self._looks_opening(at, end)
        return self._is_genitive(index)

    def _is_genitive(self, index: int) -> bool:
        """Inside a single quotation: "s' " before a letter, with another mark later that can close it."""
        match = self.marks[index]
        if self._before(match.start()) not in "sxz" or not re.match(
            r"\s[^\W\d_]", self.text[match.end() : match.end() + 2]
        ):
            return False
        return self._single_closes_later(index)

    def _single_closes_later(self, index: int) -> bool:
        for match in self._ahead(index):
            if match.group() not in ("'", "’", "''"):
                continue
            before, after = self._before(match.start()), self._after(match.end())
            if not before.isspace() and not after.isalnum() and not (before in "sxz" and after == " "):
                return True
            if before in "sxz" and after == " " and match is self.marks[-1]:
                return True
        return False

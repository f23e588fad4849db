"""Citations without a verb: "(Source: BBC News)", photo credits, and how far back they reach.

A source line in a block of its own reaches over the paragraph before it, not over headings, nor over a
paragraph that has a citation of its own. In a paragraph it reaches back to the paragraph's start or to the
citation before it. A photo credit reaches its caption only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from claimtrack.annotate.lists import table
from claimtrack.model import Block

LISTS = "citations.toml"


class Citation(NamedTuple):
    """A citation in character offsets: the whole, its cue word, its source, and the stretches that it covers."""

    start: int
    end: int
    cue: tuple[int, int]
    source: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    photo: bool


class _Mark(NamedTuple):
    start: int
    end: int
    cue: tuple[int, int]
    source: tuple[int, int]
    photo: bool
    block: int


def find_citations(text: str, blocks: Sequence[Block]) -> list[Citation]:
    """The citations and photo credits of ``text``, by start."""
    marks = [m for i, block in enumerate(blocks) for m in _marks(text, block, i)]
    cited = {m.block for m in marks if not _alone(text, blocks[m.block], m)}
    out = []
    for index, mark in enumerate(marks):
        before = marks[index - 1] if index and marks[index - 1].block == mark.block else None
        content = tuple(_reach(text, blocks, mark, before, cited))
        if content:
            out.append(Citation(mark.start, mark.end, mark.cue, mark.source, content, mark.photo))
    return out


def _marks(text: str, block: Block, index: int) -> Iterator[_Mark]:
    kind, start, end = block.kind, block.start, block.end
    if not _may_cite(text[start:end]):
        return
    line = _line_pattern().fullmatch(text, start, end)
    for match in [line] if line else _pattern().finditer(text, start, end):
        form = next(k for k in ("line", "paren", "by", "agency") if match.groupdict().get(k))
        if form == "agency" and kind not in ("caption", "boilerplate"):
            continue
        cue, source = match.span(form + "_cue"), match.span(form)
        photo = form == "agency" or _is_photo_word(text[slice(*cue)]) or (kind == "caption" and form != "line")
        yield _Mark(match.start(), match.end(), cue, source, photo, index)


def _may_cite(text: str) -> bool:
    """A quick look: most paragraphs have none of the marks that a citation needs."""
    return ":" in text or "/" in text or " by " in text or "ourtesy" in text


def _is_photo_word(cue: str) -> bool:
    return cue.rstrip(" :/") in table(LISTS)["photo"] or cue in table(LISTS)["by"]


def _cue_words() -> str:
    return "|".join(sorted(table(LISTS)["source"] + table(LISTS)["photo"], key=len, reverse=True))


@cache
def _line_pattern() -> re.Pattern[str]:
    """A block of its own: "Source: X", "(Source: X)"."""
    return re.compile(rf"[(\[*_–—>\s-]*(?P<line_cue>(?:{_cue_words()})\s*:)\s*(?P<line>[^\n]{{2,120}}?)[\s.)\]*_]*")


@cache
def _pattern() -> re.Pattern[str]:
    """Three forms within a block: (Source: X); Photo by X, Source: X at its end; X/AFP at the end of a line."""
    agencies = "|".join(map(re.escape, sorted(table(LISTS)["agencies"], key=len, reverse=True)))
    name, line_end = r"(?:[^()\[\]\n.]|\.(?!\s+[A-Z][a-z])){2,120}?", r"\s*(?:\n|$)"
    person = r"(?:[A-Z][\w.’'-]+\s+){0,3}[A-Z][\w.’'-]+"
    return re.compile(
        rf"[(\[]\s*(?P<paren_cue>(?:{_cue_words()})\s*[:/])\s*(?P<paren>{name})\s*[)\]]"
        rf"|\b(?P<by_cue>{'|'.join(table(LISTS)['by'])}|(?:{_cue_words()})\s*:)\s*(?P<by>[A-Z]{name})(?=[)\]|]|\.?{line_end})"
        rf"|[(\[|–—-]?\s*(?P<agency>{person}(?P<agency_cue>/)(?:{agencies}))\s*[)\]]?(?={line_end})"
    )


def _alone(text: str, block: Block, mark: _Mark) -> bool:
    """Whether the citation is all that its block says."""
    rest = text[block.start : mark.start] + text[mark.end : block.end]
    return not any(c.isalnum() for c in rest)


def _reach(
    text: str, blocks: Sequence[Block], mark: _Mark, before: _Mark | None, cited: set[int]
) -> Iterator[tuple[int, int]]:
    start = blocks[mark.block].start
    if not _alone(text, blocks[mark.block], mark):
        yield from _stripped(text, before.end if before else start, mark.start)
        return
    for index in _blocks_before(blocks, mark.block, mark.photo):
        if index in cited:
            return
        yield from _stripped(text, blocks[index].start, blocks[index].end)


def _blocks_before(blocks: Sequence[Block], index: int, photo: bool) -> list[int]:
    """The paragraph before, or the list before with its lead sentence; for a photo the caption before."""
    out: list[int] = []
    for i in range(index - 1, -1, -1):
        kind = blocks[i].kind
        if photo:
            return [i] if kind == "caption" else []
        if kind == "list_item":
            out.insert(0, i)
            continue
        return [i, *out] if kind == "paragraph" else out
    return out


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and not (text[start].isalnum() or text[start] in "“\"‘'«$€£"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "([|–—-"):
        end -= 1
    if start < end:
        yield start, end

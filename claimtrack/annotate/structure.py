"""The blocks of a Doc: paragraphs, headings, list items, captions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from spacy.tokens import Doc

from claimtrack.annotate.text import text_of
from claimtrack.model import Block
from claimtrack.read.blocks import find_blocks

KEY = "claimtrack.blocks"


def blocks_of(doc: Doc) -> list[Block]:
    """Blocks of the document, in order; found in the text where the reader gave none."""
    rows = doc.user_data.get(KEY)
    if rows is None:
        rows = [[b.kind, b.start, b.end] for b in find_blocks(text_of(doc))]
        doc.user_data[KEY] = rows
    return [Block(kind, start, end) for kind, start, end in rows]


def block_starts(doc: Doc, index: Sequence[int]) -> list[bool]:
    """Which of the tokens ``index`` are the first of their block; a bullet before a block belongs to it."""
    ends = [b.end for b in blocks_of(doc)]
    out, last = [], -1
    for i in index:
        block = bisect_right(ends, doc[i].idx)
        out.append(block != last)
        last = block
    return out

"""The blocks of a Doc: paragraphs, headings, list items, captions."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from claimtrack.annotate.text import text_of
from claimtrack.model import Block
from claimtrack.read.blocks import find_blocks

_DATELINE = re.compile(
    r"[A-Z][A-Z.'’-]+(?:[ -][A-Z][A-Z.'’-]+){0,3}(?:,\s[A-Z][\w. ]{1,30})?(?:\s?\([^()\n]{2,40}\))?"
    r"(?:,\s[^,\n–—-]{3,20})?\s?(?:--?|[–—])\s"
)
KEY = "claimtrack.blocks"


def blocks_of(doc: Doc) -> list[Block]:
    """Blocks of the document, in order; found in the text where the reader gave none."""
    rows = doc.user_data.get(KEY)
    if rows is None:
        rows = [[b.kind, b.start, b.end] for b in find_blocks(text_of(doc))]
        doc.user_data[KEY] = rows
    return [Block(kind, start, end) for kind, start, end in rows]


def dateline_end(text: str, block: Block) -> int:
    """Where a block begins behind its dateline ("OSLO, Norway (Newswire) - "), by character; else its start."""
    found = _DATELINE.match(text, block.start, block.end)
    return found.end() if found else block.start

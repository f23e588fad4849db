"""The text of a Doc, built once: spaCy puts ``doc.text`` together from its tokens at every call."""

from __future__ import annotations

from functools import lru_cache

from spacy.tokens import Doc


@lru_cache(maxsize=1)
def text_of(doc: Doc) -> str:
    """``doc.text``, kept for the document at hand."""
    return doc.text

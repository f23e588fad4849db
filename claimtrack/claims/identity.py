"""A claim's id: a hash of its document and content, so that a second run finds the same ids."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter

from claimtrack.model import Polarity

_MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})


def normalised(text: str) -> str:
    """``text`` with case folded, white space collapsed, and quote marks and dashes made plain."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_MARKS).casefold().split())


class Identity:
    """Gives the ids of one document's claims, in the order of the text."""

    def __init__(self, document_id: str) -> None:
        self._document = document_id
        self._seen: Counter[tuple[str, ...]] = Counter()

    def next_id(self, text: str, source: str | None, polarity: Polarity) -> str:
        """16 hex digits. A second equal claim of the document is told apart by its number."""
        content = (normalised(text), normalised(source or ""), polarity)
        number = self._seen[content]
        self._seen[content] += 1
        parts = (self._document, *content, str(number))
        data = b"".join(len(raw).to_bytes(4, "big") + raw for raw in (p.encode("utf8", "surrogatepass") for p in parts))
        return hashlib.blake2b(data, digest_size=8).hexdigest()

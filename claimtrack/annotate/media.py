"""News media, known by their names: listed ones, and those that end in Times, Post, Herald, ..."""

from __future__ import annotations

from claimtrack.annotate.lists import words
from claimtrack.annotate.states import bare

LISTS = "sources.toml"


def is_publication(name: str) -> bool:
    """Whether a name is that of a news medium: a listed one, or one that ends in Times, Post, Herald, ..."""
    core = bare(name)
    parts = core.replace(".com", "").split()
    if core in words(LISTS, "names.publication_phrases") or (parts and parts[0] in words(LISTS, "names.publications")):
        return True
    return len(parts) > 1 and parts[-1] in words(LISTS, "names.publication_words")

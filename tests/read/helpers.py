"""What the tests of reading share: read everything, and tell articles from failures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from claimtrack.model import Article, ReadFailure
from claimtrack.read import Item, read_articles

NEWS = "The council of Marlow voted on Thursday to close two of its five schools, officials said."
PAGE = (
    "<html><head><title>Two schools close</title></head><body><article>"
    f"<h1>Two schools close</h1><p>{NEWS}</p><p>Anna Kell, who has 3 children, called it a loss.</p>"
    "</article></body></html>"
)


def read(*paths: str | Path, **options: Any) -> list[Item]:
    return list(read_articles([str(path) for path in paths], **options))


def articles(*paths: str | Path, **options: Any) -> list[Article]:
    found = read(*paths, **options)
    assert all(isinstance(item, Article) for item in found), found
    return [item for item in found if isinstance(item, Article)]


def failures(found: list[Item]) -> list[ReadFailure]:
    """The failures among what was read; each says what happened and what to do."""
    failed = [item for item in found if isinstance(item, ReadFailure)]
    assert all(item.message.endswith((".", ")", "?")) and item.remedy.strip() for item in failed), failed
    return failed


def only_failure(*paths: str | Path, **options: Any) -> ReadFailure:
    (failed,) = failures(read(*paths, **options))
    return failed


def texts(found: list[Item]) -> list[str]:
    return [item.text for item in found if isinstance(item, Article)]

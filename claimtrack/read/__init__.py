"""Reading: a file, a line, a page -> an ``Item``: article, fact-check, withdrawal or failure. One module a format."""

from claimtrack.read.article import Item
from claimtrack.read.reader import read_articles, read_raw

__all__ = ["Item", "read_articles", "read_raw"]

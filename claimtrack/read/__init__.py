"""Reading: a file, a line, standard input -> ``Article`` or ``ReadFailure``. One module a format."""

from claimtrack.read.reader import read_articles

__all__ = ["read_articles"]

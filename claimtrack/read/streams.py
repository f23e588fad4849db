"""Opening inputs: plain or gzip, a file or standard input, never more than one article in memory."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import cast

from claimtrack.errors import InputError
from claimtrack.model import ReadFailure

# The longest article that is read, in bytes after unpacking: a whole book has about one million.
MAX_BYTES = 50_000_000
STANDARD_INPUT = "-"
READ_ERRORS = (OSError, EOFError, zlib.error)


@contextmanager
def open_stream(path: str) -> Iterator[BufferedReader]:
    """The bytes of the file at ``path``, or of standard input for "-"; gzip is unpacked.

    A file is taken for gzip by its suffix .gz, standard input by its first bytes.
    """
    if path == STANDARD_INPUT:
        yield _unpacked(cast(BufferedReader, sys.stdin.buffer))
    elif path.lower().endswith(".gz"):
        with gzip.open(path) as packed:
            yield BufferedReader(packed)
    else:
        with Path(path).open("rb") as stream:
            yield stream


def _unpacked(stream: BufferedReader) -> BufferedReader:
    if stream.peek(2)[:2] != b"\x1f\x8b":
        return stream
    return BufferedReader(gzip.GzipFile(fileobj=stream))


def read_whole(stream: BufferedReader) -> bytes:
    """All bytes of a stream that holds one article; ``InputError`` past ``MAX_BYTES``."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(*too_long("It"))
    return data


def too_long(what: str) -> tuple[str, str]:
    """Message and remedy for an article of more than ``MAX_BYTES``."""
    return f"{what} has more than {MAX_BYTES // 1_000_000} MB for one article.", "Split it into its articles."


def failure(path: str, error: Exception, line: int | str | None = None) -> ReadFailure:
    """The failure that an error in reading ``path`` comes to; ``line`` (or another place) is where reading stopped."""
    place = None if line is None else str(line)
    message, remedy = _explain(error)
    return ReadFailure(printable(path), place, message, remedy)


def _explain(error: Exception) -> tuple[str, str]:
    if isinstance(error, InputError):
        return error.message, error.remedy
    if isinstance(error, EOFError):
        return "The gzip data ends too early: the file is cut off.", "Fetch or pack it again; what came before is kept."
    if isinstance(error, gzip.BadGzipFile | zlib.error):
        return f"It is no sound gzip file ({error}).", "Fetch or pack it again, or rename it if it is not packed."
    if isinstance(error, FileNotFoundError):
        return "There is no such file or folder.", "Check the spelling and the folder that you are in."
    if isinstance(error, PermissionError):
        return "It may not be read by you.", "Give yourself the right to read it (chmod u+r)."
    if isinstance(error, OSError):
        return f"The system cannot read it: {error.strerror or error}.", "Check the disk or the network folder."
    return f"It cannot be read ({type(error).__name__}: {error}).", "Look whether it is damaged, or leave it out."


def printable(path: str) -> str:
    """``path`` with bytes that are no UTF-8 replaced, so that it can be stored and shown."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

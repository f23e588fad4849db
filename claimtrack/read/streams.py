"""Opening inputs: plain or packed, a file or standard input, never more than one article in memory."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import shutil
import stat
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from tempfile import TemporaryFile
from typing import Protocol, cast

from claimtrack.errors import InputError
from claimtrack.model import ReadFailure

# The longest article that is read, in bytes after unpacking: a whole book has about one million.
MAX_BYTES = 50_000_000
# What may come out of one packed file or archive. deflate can pack 1032 times; news and pages pack 3 to 30 times.
MAX_RATIO = 200
FREE_BYTES = 100_000_000
MAX_UNPACKED = 500_000_000_000
STANDARD_INPUT = "-"
AT_ONCE = 1 << 18  # bytes of one read
SNIFFED = 65_536  # bytes by which a format is told
READ_ERRORS = (InputError, OSError, EOFError, zlib.error, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile)
_AGAIN = "Fetch or pack it again; what came before is kept."


class Source(Protocol):
    """What ``counted`` reads from: as ``io.BufferedIOBase``."""

    def read1(self, size: int, /) -> bytes:
        """What one read gives, at most ``size`` bytes."""
        ...


@dataclass(slots=True)
class Budget:
    """What has come out of one packed input, against what went in (bytes): the guard against zip bombs."""

    packed: int = 0
    unpacked: int = 0
    is_spent: bool = False

    def take(self, size: int) -> None:
        """Count bytes that were read from the input."""
        self.packed += size

    def charge(self, size: int) -> None:
        """Count bytes that were unpacked. Raises ``InputError`` past what any real input comes to."""
        self.unpacked += size
        if self.unpacked > FREE_BYTES and self.unpacked > min(MAX_UNPACKED, MAX_RATIO * self.packed):
            self.is_spent = True
            raise InputError(
                f"It unpacks to more than {MAX_RATIO} times its size: it is a zip bomb, or not news.",
                "Leave it out, or unpack it yourself if you trust it.",
            )


class _Counted(io.RawIOBase):
    """A raw stream that tells ``count`` how many bytes go through it; each read is filled as far as it goes."""

    def __init__(self, source: Source, count: Callable[[int], None]) -> None:
        self.source, self.count = source, count
        self.error: Exception | None = None

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill ``buffer``; an error that comes after some bytes is raised at the next call."""
        view = memoryview(cast(bytearray, buffer))
        done = 0
        while done < len(view) and self.error is None:
            try:
                data = self.source.read1(min(len(view) - done, AT_ONCE))
                self.count(len(data))
            except READ_ERRORS as error:
                self.error = error
                break
            if not data:
                break
            view[done : done + len(data)] = data
            done += len(data)
        if self.error is not None and not done:
            raise self.error
        return done


_OPENERS: dict[str, Callable[[BufferedReader], Source]] = {
    ".gz": lambda packed: gzip.GzipFile(fileobj=packed),
    ".bz2": bz2.BZ2File,
    ".xz": lzma.LZMAFile,
}
_SHORT = {".tgz": ".tar.gz", ".tbz2": ".tar.bz2", ".txz": ".tar.xz"}


def split_packing(name: str) -> tuple[str, str | None]:
    """A file's name without the suffix of its packing, in lower case, and that suffix; "x.tgz" is "x.tar", ".gz"."""
    name = name.lower()
    for short, long in _SHORT.items():
        if name.endswith(short):
            name = name.removesuffix(short) + long
    packing = next((suffix for suffix in _OPENERS if name.endswith(suffix)), None)
    return (name.removesuffix(packing), packing) if packing else (name, None)


@contextmanager
def open_stream(path: str, budget: Budget | None = None) -> Iterator[BufferedReader]:
    """The bytes of the file at ``path``, or of standard input for "-", unpacked; ``budget`` counts what is unpacked.

    A file is taken for packed (gzip, bzip2, xz) by its suffix, standard input for gzip by its first bytes.
    """
    budget = Budget() if budget is None else budget
    if path == STANDARD_INPUT:
        yield _standard_input(budget)
        return
    with Path(path).open("rb") as stream:
        budget.take(os.fstat(stream.fileno()).st_size)
        yield unpacked(stream, path, budget)


def unpacked(stream: BufferedReader, name: str, budget: Budget) -> BufferedReader:
    """The stream of a file called ``name``, unpacked if the suffix says that it is packed."""
    _, packing = split_packing(name)
    if packing is None:
        return stream
    return counted(_OPENERS[packing](stream), budget.charge)


def counted(source: Source, count: Callable[[int], None]) -> BufferedReader:
    """A stream of the bytes of ``source`` that tells ``count`` of each read, with room to peek at ``SNIFFED`` bytes."""
    return cast(BufferedReader, BufferedReader(_Counted(source, count), SNIFFED))


def _standard_input(budget: Budget) -> BufferedReader:
    stream = cast(BufferedReader, sys.stdin.buffer)
    if stream.peek(2)[:2] != b"\x1f\x8b":
        budget.take(MAX_UNPACKED)  # its size is not known: only what is packed inside of it is limited, by the total
        return stream
    return unpacked(counted(stream, budget.take), "-.gz", budget)


@contextmanager
def seekable(stream: BufferedReader) -> Iterator[BufferedReader]:
    """The stream if it is a file on disk, else a copy of what is left of it in a temporary file."""
    if isinstance(stream.raw, io.FileIO) and stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        yield stream
        return
    with TemporaryFile() as copy:
        shutil.copyfileobj(stream, copy, AT_ONCE)
        copy.seek(0)
        yield cast(BufferedReader, copy)


def read_whole(stream: BufferedReader) -> bytes:
    """All bytes of a stream that holds one article; ``InputError`` past ``MAX_BYTES``."""
    data = bytearray()
    while part := stream.read(min(AT_ONCE, MAX_BYTES + 1 - len(data))):  # a read takes the memory that it asks for
        data += part
    if len(data) > MAX_BYTES:
        raise InputError(*too_long("It"))
    return bytes(data)


def too_long(what: str) -> tuple[str, str]:
    """Message and remedy for an article of more than ``MAX_BYTES``."""
    return f"{what} has more than {MAX_BYTES // 1_000_000} MB for one article.", "Split it into its articles."


def failure(path: str, error: BaseException, line: int | str | None = None) -> ReadFailure:
    """The failure that an error in reading ``path`` comes to; ``line`` (or another place) is where reading stopped."""
    place = None if line is None else str(line)
    message, remedy = _explain(error)
    return ReadFailure(printable(path), place, message, remedy)


def _explain(error: BaseException) -> tuple[str, str]:
    if isinstance(error, InputError):
        return error.message, error.remedy
    if isinstance(error, EOFError) or "end of data" in str(error):
        return "The packed data ends too early: the file is cut off.", _AGAIN
    if isinstance(error, gzip.BadGzipFile | zlib.error):
        return f"It is no sound gzip file ({error}).", "Fetch or pack it again, or rename it if it is not packed."
    if isinstance(error, lzma.LZMAError | tarfile.TarError | zipfile.BadZipFile):
        return f"It is no sound archive, or it is cut off ({error}).", _AGAIN
    return _explain_system(error)


def _explain_system(error: BaseException) -> tuple[str, str]:
    if isinstance(error, FileNotFoundError):
        return "There is no such file or folder.", "Check the spelling and the folder that you are in."
    if isinstance(error, PermissionError):
        return "It may not be read by you.", "Give yourself the right to read it (chmod u+r)."
    if isinstance(error, OSError) and error.errno is not None:
        return f"The system cannot read it: {error.strerror or error}.", "Check the disk or the network folder."
    if isinstance(error, OSError):
        return f"It is damaged ({error}).", _AGAIN
    return f"It cannot be read ({type(error).__name__}: {error}).", "Look whether it is damaged, or leave it out."


def printable(path: str) -> str:
    """``path`` with bytes that are no UTF-8 replaced, so that it can be stored and shown."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

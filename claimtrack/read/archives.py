"""Zip and tar archives: the files in them that can be read, one open at a time, nothing written to disk by name.

A member's path is the archive's path, "/" and its name in the archive. Members are read as files in a folder are:
unknown suffixes and names with a dot in front are left alone, in the order in which the archive has them.
"""

from __future__ import annotations

import stat
import struct
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from typing import cast

from claimtrack.errors import InputError
from claimtrack.model import ReadFailure
from claimtrack.read.feeds import is_ours
from claimtrack.read.inputs import Format, format_of
from claimtrack.read.streams import READ_ERRORS, SNIFFED, Budget, counted, failure, seekable, unpacked

_MAX_HEADER = 1_000_000  # bytes of one header of a tar archive; a name is short
_ODD = (NotImplementedError, ValueError, IndexError, struct.error)  # what zipfile raises besides BadZipFile
_UNPACK = "Unpack it yourself, and read the folder."


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive, open for reading until the next one is asked for."""

    path: str
    format: Format
    stream: BufferedReader


def members(stream: BufferedReader, path: str, form: Format, budget: Budget) -> Iterator[Member | ReadFailure]:
    """The readable files of a zip or tar archive, and a failure for each that is refused or damaged."""
    opened = _in_zip(stream, path, budget) if form == "zip" else _in_tar(stream, path, budget)
    return (item for item in opened if isinstance(item, ReadFailure) or _is_wanted(item))


def _is_wanted(member: Member) -> bool:
    if member.format not in ("json", "feed"):
        return True
    try:
        return is_ours(member.format, member.stream.peek(SNIFFED))
    except READ_ERRORS:
        return True  # reading it says what is wrong


def _in_zip(stream: BufferedReader, path: str, budget: Budget) -> Iterator[Member | ReadFailure]:
    with seekable(stream) as file, _open_zip(file) as archive:
        for info in archive.infolist():
            form = format_of(info.filename)
            is_link = stat.S_ISLNK(info.external_attr >> 16)
            if form is None or is_link or info.is_dir() or _is_hidden(info.filename):
                continue
            place = f"{path}/{info.filename}"
            try:
                with _open_in_zip(archive, info, budget) as opened:
                    yield Member(place, form, opened)
            except READ_ERRORS as error:
                yield failure(place, error)


def _open_zip(file: BufferedReader) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except _ODD as error:
        raise InputError(f"Its table of contents is not sound ({error}).", "Fetch or pack it again.") from None


@contextmanager
def _open_in_zip(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Iterator[BufferedReader]:
    _check_name(info.filename)
    if info.flag_bits & 1:
        raise InputError("It is locked with a password.", _UNPACK)
    try:
        packed = archive.open(info)
    except _ODD as error:
        raise InputError(f"It is packed in a way that is not known ({error}).", _UNPACK) from None
    with packed:
        yield unpacked(counted(cast(BufferedReader, packed), budget.charge), info.filename, budget)


def _in_tar(stream: BufferedReader, path: str, budget: Budget) -> Iterator[Member | ReadFailure]:
    feed = _Feed(stream)
    with tarfile.open(fileobj=feed, mode="r|") as archive:  # type: ignore[call-overload]  # reads are all it needs
        while (info := _next_in_tar(archive, feed)) is not None:
            form = format_of(info.name)
            if not info.isfile() or form is None or _is_hidden(info.name):
                continue
            place = f"{path}/{info.name}"
            try:
                yield Member(place, form, _open_in_tar(archive, info, budget))
            except InputError as error:
                yield failure(place, error)


def _next_in_tar(archive: tarfile.TarFile, feed: _Feed) -> tarfile.TarInfo | None:
    """The next member. The archive keeps no list of them, and a header that would fill the memory is refused."""
    archive.members = []  # type: ignore[attr-defined]
    at = archive.fileobj.tell() if archive.fileobj is not None else 0
    feed.left = max(0, archive.offset - at) + _MAX_HEADER
    found = archive.next()
    feed.left = None
    return found


def _open_in_tar(archive: tarfile.TarFile, info: tarfile.TarInfo, budget: Budget) -> BufferedReader:
    _check_name(info.name)
    if info.issparse():
        raise InputError("It is stored with holes (a sparse file).", _UNPACK)
    opened = archive.extractfile(info)
    if opened is None:
        raise InputError("It is no regular file.", _UNPACK)
    return unpacked(counted(cast(BufferedReader, opened), lambda size: None), info.name, budget)


class _Feed:
    """The stream for tarfile, which reads a header of any size; ``left`` bytes may be read, None: any number."""

    def __init__(self, stream: BufferedReader) -> None:
        self.stream = stream
        self.left: int | None = None

    def read(self, size: int) -> bytes:
        data = self.stream.read(size)
        if self.left is not None:
            self.left -= len(data)
            if self.left < 0:
                raise InputError("A header in it is larger than any name: the archive is an attack.", "Leave it out.")
        return data


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") and part not in (".", "..") for part in name.replace("\\", "/").split("/"))


def _check_name(name: str) -> None:
    """Refuse names that lead out of the archive: nothing is written, but ids and messages would name other files."""
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or parts[0].endswith(":") or any(ord(character) < 32 for character in name):
        raise InputError("Its name leads out of the archive, or has control characters.", "Pack it under a plain name.")

"""The files of folders and globs, in a stable order, with few names in memory at a time.

``os.walk`` and ``glob`` list a folder as a whole. Here a folder is scanned as often as needed for the next names in
order, so that one of a million files costs ten scans and the memory of ``_AT_ONCE`` names.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Callable, Iterator
from fnmatch import translate
from heapq import nsmallest
from pathlib import Path

from claimtrack.model import ReadFailure
from claimtrack.read.streams import failure

_AT_ONCE = 100_000
_Wanted = Callable[["os.DirEntry[str]"], bool]


def walk_files(path: str) -> Iterator[str | ReadFailure]:
    """The files below a folder: those of a folder by name, then its folders by name; a failure for one that is closed.

    Names that start with a dot are left alone, and links to folders are not followed.
    """
    waiting: list[Iterator[str]] = [iter([path])]
    while waiting:
        folder = next(waiting[-1], None)
        if folder is None:
            waiting.pop()
        else:
            yield from _entries(folder, _is_file)
            waiting.append(item for item in _entries(folder, _is_folder) if isinstance(item, str))


def glob_files(pattern: str) -> Iterator[str | ReadFailure]:
    """The files that a glob means, folder by folder in the order of names; what is below folders that it names.

    ``*``, ``?``, ``[...]`` as in the shell, ``**`` for any number of folders, itself only as a whole name.
    """
    first, *rest = pattern.split("/")
    found = _glob("/", rest) if first == "" else _glob("", [first, *rest])
    for path in found:
        if isinstance(path, ReadFailure) or not Path(path).is_dir():
            yield path
        elif "**" not in pattern:
            yield from walk_files(path)


def _glob(folder: str, parts: list[str]) -> Iterator[str | ReadFailure]:
    """What matches ``parts`` of a pattern below ``folder`` ("" for the one we are in)."""
    if not parts:
        yield folder
        return
    part, rest = parts[0], parts[1:]
    if part == "**":
        yield from _glob_deep(folder, rest)
    elif not glob.has_magic(part):
        path = _join(folder, part)
        if os.path.lexists(path):
            yield from _glob(path, rest)
    elif Path(folder or ".").is_dir():
        for found in _entries(folder, _matcher(part)):
            yield from [found] if isinstance(found, ReadFailure) else _glob(found, rest)


def _matcher(part: str) -> _Wanted:
    """Whether an entry's name matches one part of a pattern; names with a dot in front have to be asked for."""
    matches, hidden = re.compile(translate(part)).match, part.startswith(".")
    return lambda entry: matches(entry.name) is not None and (hidden or not entry.name.startswith("."))


def _glob_deep(folder: str, rest: list[str]) -> Iterator[str | ReadFailure]:
    """``**``: what matches ``rest`` here and in every folder below."""
    rest = rest[1:] if rest[:1] == ["**"] else rest
    yield from _glob(folder, rest or ["*"])
    for below in _entries(folder, _is_folder):
        if not isinstance(below, ReadFailure):
            yield from _glob_deep(below, rest)


def _entries(folder: str, wanted: _Wanted) -> Iterator[str | ReadFailure]:
    """The paths of wanted entries of a folder by name, or the failure to list it."""
    last = ""
    while True:
        try:
            with os.scandir(folder or ".") as entries:
                names = nsmallest(_AT_ONCE, (e.name for e in entries if e.name > last and wanted(e)))
        except OSError as error:
            yield failure(folder, error)
            return
        yield from (_join(folder, name) for name in names)
        if len(names) < _AT_ONCE:
            return
        last = names[-1]


def _join(folder: str, name: str) -> str:
    return os.path.join(folder, name)  # noqa: PTH118 - Path would turn ./a into a, and ids keep what was given


def _is_file(entry: os.DirEntry[str]) -> bool:
    return not entry.name.startswith(".") and not entry.is_dir()


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False)

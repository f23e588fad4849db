"""Plain text and Markdown, with an optional front matter in YAML.

PyYAML's ``BaseLoader`` reads it: every value stays the string that was written, so that a month
("2025-07") gets no day and a title such as "1984" no type. The stored text is what follows the front
matter, exactly as read, markup and line ends included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

import yaml

from claimtrack.errors import InputError
from claimtrack.model import Article
from claimtrack.read.article import FIELDS, Options, build_article
from claimtrack.read.decode import decode
from claimtrack.read.streams import read_whole

_FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n(.{0,20000}?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)\s*?(?=\S|[ \t]+\S|\Z)", re.DOTALL | re.MULTILINE
)
_ALIASES = {"date": "published", "authors": "author"}
_OURS = re.compile(rf"^(?:{'|'.join((*FIELDS, *_ALIASES))})[ \t]*:", re.MULTILINE)


def read_text(stream: BufferedReader, path: str, options: Options) -> Iterator[Article]:
    """The one article of a text file. Raises ``InputError`` for what is no text."""
    text, note = decode(read_whole(stream))
    fields, start = split_front_matter(text)
    yield build_article(text[start:], path, fields, options, notes=[note] if note else [])


def split_front_matter(text: str) -> tuple[dict[str, object], int]:
    """The fields of the front matter, and where the text after it starts (0 without front matter).

    Between two lines "---" at the very start there must be one of our fields, else it is text.
    """
    match = _FRONT_MATTER.match(text)
    if match is None or not _OURS.search(match[1]):
        return {}, 0
    try:
        fields = yaml.load(match[1], Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 2
        raise InputError(
            f"The front matter is not valid YAML (line {line}).", "Put values with a colon or a quote mark into quotes."
        ) from None
    if not isinstance(fields, dict):
        return {}, 0
    return {_ALIASES.get(str(name), str(name)): value for name, value in fields.items()}, match.end()

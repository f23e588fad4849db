"""From what an input gives to an ``Article``: fields checked, blocks found, language decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimtrack.errors import InputError
from claimtrack.model import Article, Block
from claimtrack.read.blocks import find_blocks
from claimtrack.read.dates import parse_published
from claimtrack.read.language import detect_language

FIELDS = ("id", "url", "title", "author", "publisher", "published")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for articles that do not say it themselves: publication date (ISO 8601), publisher."""

    published: str | None = None
    publisher: str | None = None


def build_article(
    text: str,
    place: str,
    given: Mapping[str, object],
    defaults: Defaults,
    blocks: Sequence[Block] | None = None,
    notes: Sequence[str] = (),
) -> Article:
    """The article with ``text``, read at ``place``, with the fields of ``given`` that are usable.

    A field of the wrong kind and a date that cannot be read without guessing are left out, and a
    note says so. ``blocks`` are found in the text where the format does not give them. Raises
    ``InputError`` for a text that is empty or cannot be stored.
    """
    check_text(text)
    doubts = list(notes)
    fields = {name: text_or_none(name, given.get(name), doubts) for name in FIELDS}
    return Article(
        id=fields["id"] or fields["url"] or place,
        text=text,
        url=fields["url"],
        title=fields["title"],
        author=fields["author"],
        publisher=fields["publisher"] or defaults.publisher,
        published=date_or_none("published", fields["published"], doubts) or defaults.published,
        language=detect_language(text),
        path=place,
        blocks=find_blocks(text) if blocks is None else tuple(blocks),
        notes=tuple(doubts),
    )


def check_text(text: str) -> None:
    """Raise ``InputError`` where ``text`` is empty or has characters that cannot be stored."""
    if not text.strip("\ufeff\u200b \t\r\n") or text.isspace():
        raise InputError("It holds no text.", "Leave it out, or look whether the text got lost before.")
    if not _storable(text):
        raise InputError(
            "Its text has NUL characters or halves of surrogate pairs, which are no text.",
            "Mend the program that wrote it, or leave it out.",
        )


def _storable(value: str) -> bool:
    if "\0" in value:
        return False
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def text_or_none(name: str, value: object, doubts: list[str]) -> str | None:
    """A field's value as text; None, with a note in ``doubts``, for what is none or cannot be stored."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = "; ".join(value)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str) and _storable(value):
        return value.strip()
    doubts.append(f"{name} is no text: left empty")
    return None


def date_or_none(name: str, value: str | None, doubts: list[str]) -> str | None:
    """A field's date as ISO 8601; None, with a note in ``doubts``, where it cannot be read without guessing."""
    if value is None:
        return None
    date = parse_published(value)
    if date is None:
        doubts.append(f"{name} {value[:80]!r} is no date that can be read without guessing: left empty")
    return date

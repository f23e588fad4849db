"""From what an input gives to an ``Article``: fields checked, blocks found, language decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from claimtrack.errors import InputError
from claimtrack.model import Article, Block, FactCheck, ReadFailure, Withdrawal
from claimtrack.read.blocks import find_blocks
from claimtrack.read.dates import parse_published
from claimtrack.read.language import detect_language

if TYPE_CHECKING:
    from claimtrack.read.fetch import Fetcher

# The longest text, in characters: two long novels. Extraction takes 0.4 GB a million (docs/inputs.md).
MAX_TEXT = 2_000_000
Item = Article | FactCheck | Withdrawal | ReadFailure  # what reading gives
FIELDS = ("id", "url", "title", "author", "publisher", "published")


@dataclass(frozen=True, slots=True)
class Options:
    """What the user says about the reading.

    ``published`` (ISO 8601) and ``publisher`` hold for articles that do not say theirs. ``columns``: the column of a
    table, or the key of a line, that holds a field. ``fetcher``: what reads from the network; None: nothing does.
    """

    published: str | None = None
    publisher: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    fetcher: Fetcher | None = None


def build_article(
    text: str,
    place: str,
    given: Mapping[str, object],
    options: Options,
    blocks: Sequence[Block] | None = None,
    notes: Sequence[str] = (),
) -> Article:
    """The article with ``text``, read at ``place``, with the fields of ``given`` that are usable.

    A field of the wrong kind and a date that cannot be read without guessing are left out, and a note says so. Another
    one says that ``modified``, the last change where the input gives it, is before the publication. ``blocks`` are
    found in the text where the format does not give them. Raises ``InputError`` for a text that is empty or cannot
    be stored.
    """
    check_text(text)
    doubts = list(notes)
    fields = {name: text_or_none(name, given.get(name), doubts) for name in FIELDS}
    published = date_or_none("published", fields["published"], doubts) or options.published
    if published and is_future(published):
        doubts.append(f"published {published!r} lies in the future")
    modified = parse_published(str(given.get("modified") or ""))
    if published and modified and _is_before(modified, published):
        doubts.append(f"modified {modified!r} lies before published {published!r}")
    return Article(
        id=fields["id"] or fields["url"] or place,
        text=text,
        url=fields["url"],
        title=fields["title"],
        author=fields["author"],
        publisher=fields["publisher"] or options.publisher,
        published=published,
        language=detect_language(text),
        path=place,
        blocks=find_blocks(text) if blocks is None else tuple(blocks),
        notes=tuple(doubts),
    )


def is_future(date: str) -> bool:
    """Whether all of an ISO 8601 date lies after tomorrow by this machine's clock; its time zone may be any."""
    return date[:10] > (datetime.now(UTC) + timedelta(days=1)).date().isoformat()[: len(date[:10])]


def _is_before(one: str, other: str) -> bool:
    """Whether one ISO 8601 date lies before another, as far as both say; by days, because time zones may differ."""
    length = min(len(one), len(other), len("2025-07-07"))
    return one[:length] < other[:length]


def check_text(text: str) -> None:
    """Raise ``InputError`` where ``text`` is empty, too long, or has characters that cannot be stored."""
    if len(text) > MAX_TEXT:
        raise InputError(
            f"Its text has {len(text):,} characters; up to {MAX_TEXT:,} are read as one article.",
            "Split it into its articles.",
        )
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

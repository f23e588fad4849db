"""What a review may say: everything that comes in from a page, a file or the command line passes here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar
from urllib.parse import urlsplit

from claimtrack.review.events import Judgement, rows
from claimtrack.review.records import Corrections, ReviewError
from claimtrack.store.periods import days_of

LONGEST_NOTE = 20_000
LONGEST_NAME = 100
LONGEST_LINK = 2_000
MOST_LINKS = 50
Text = TypeVar("Text", str, None)


def reviewer_name(name: str) -> str:
    """A reviewer's name, trimmed. Raises ReviewError for an empty or overlong one, or one with control characters."""
    trimmed = " ".join(name.split())
    if not trimmed or len(trimmed) > LONGEST_NAME or not trimmed.isprintable():
        raise ReviewError(f"{trimmed[:40]!r} is no reviewer's name.", f"Give 1 to {LONGEST_NAME} printable characters.")
    return trimmed


def checked(conn: sqlite3.Connection, said: Judgement, length: int, *, keeps: str | None = None) -> Judgement:
    """``said``, trimmed, if a review can say so; else ReviewError.

    ``length``: characters of the article's text, for a reselected span. ``keeps``: a verdict that stands already, and
    may stay although it was taken off the scale.
    """
    if said.verdict is not None and said.verdict != keeps:
        _check_verdict(conn, said.verdict)
    note = _storable(said.note.replace("\r\n", "\n").strip())
    if len(note) > LONGEST_NOTE:
        raise ReviewError(f"The note has {len(note):,} characters.", f"Keep it under {LONGEST_NOTE:,}.")
    return replace(said, note=note, evidence=links(said.evidence), corrections=_corrections(said.corrections, length))


def _check_verdict(conn: sqlite3.Connection, verdict: str) -> None:
    names = [row["name"] for row in rows(conn, "SELECT name FROM review_scale WHERE active ORDER BY position")]
    if verdict not in names:
        raise ReviewError(
            f"{verdict!r} is no verdict of this scale.",
            f"Verdicts are: {', '.join(names)}. Add one with `claimtrack reviews scale add`.",
        )


def links(evidence: Iterable[str]) -> tuple[str, ...]:
    """Links of evidence, trimmed, each once. Raises ReviewError for what is no link of the web."""
    found = tuple(dict.fromkeys(trimmed for link in evidence if (trimmed := link.strip())))
    if len(found) > MOST_LINKS:
        raise ReviewError(f"{len(found)} links are too many.", f"Give {MOST_LINKS} at most.")
    for link in found:
        if not is_link(link):
            raise ReviewError(f"{link[:80]!r} is no link.", "Begin it with https:// or http://.")
    return found


def is_link(link: str) -> bool:
    """Whether this is an http(s) address, of ordinary length, without spaces or control characters."""
    try:
        parts = urlsplit(link)
        named = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
    return named and len(link) <= LONGEST_LINK and link.isprintable() and not any(c.isspace() for c in link)


def _corrections(given: Corrections, length: int) -> Corrections:
    speaker, unit, date = (_trimmed(value) for value in (given.speaker, given.unit, given.date))
    if date is not None and days_of(date) is None:
        raise ReviewError(f"{date!r} is no date.", "Write it as 2024, 2024-06 or 2024-06-18.")
    _check_value(given.value, given.high)
    _check_span(given.start, given.end, length)
    return replace(given, speaker=speaker, unit=unit, date=date)


def _trimmed(value: str | None) -> str | None:
    trimmed = _storable(" ".join((value or "").split()))
    if len(trimmed) > LONGEST_NAME * 3:
        raise ReviewError(f"{trimmed[:40]!r} is too long.", f"Keep it under {LONGEST_NAME * 3} characters.")
    return trimmed or None


def _check_value(value: Decimal | None, high: Decimal | None) -> None:
    for number in (value, high):
        if number is not None and not (number.is_finite() and abs(number.adjusted()) <= 30):
            raise ReviewError(f"{number} is no value.", "Give a plain number.")
    if high is not None and (value is None or high < value):
        raise ReviewError("A range needs a value, and a higher one.", "Give both ends, the lower one first.")


def _check_span(start: int | None, end: int | None, length: int) -> None:
    if start is None and end is None:
        return
    if start is None or end is None or not 0 <= start < end <= length:
        raise ReviewError(f"{start} to {end} is no part of the article.", f"Its text has {length:,} characters.")


def _storable(text: str) -> str:
    try:
        text.encode("utf8")
    except UnicodeEncodeError as error:
        raise ReviewError("The text holds half of a character (a lone surrogate).", "Type it again.") from error
    return text.replace("\0", "")

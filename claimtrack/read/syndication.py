"""RSS and Atom feeds, by feedparser: an article an entry, of its full text, the page it links to, or its summary."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from io import BufferedReader
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import feedparser
from lxml import html

from claimtrack.errors import InputError
from claimtrack.model import Block
from claimtrack.read.article import Item, Options, build_article
from claimtrack.read.html import read_fragment, read_page
from claimtrack.read.streams import READ_ERRORS, SNIFFED, failure, printable, read_whole

_END = re.compile(rb"</(?:rss|rdf:RDF|(?:\w+:)?feed)\s*>")
_TAIL = 2000
_PAGES = (".html", ".htm", ".xhtml")
_NO_FEED = InputError("It is no RSS or Atom feed.", "Only feeds are read from XML; save articles as pages or as text.")
_ONLY_SUMMARY = "the feed gives a summary only"
_CUT = InputError(
    "The feed ends too early: it is cut off, and its last entry may be incomplete.",
    "Fetch it again; the entries before are kept.",
)
Entry = Mapping[str, Any]


def read_syndication(stream: BufferedReader, path: str, options: Options) -> Iterator[Item]:
    """An article or a failure for each entry. Raises ``InputError`` for what is no feed or has no entries.

    ``path``: a file, or the address that the feed was fetched from. Pages that entries link to are read where they lie
    in the feed's folder, or are fetched where ``options`` allow it. An entry's id is its link, else its own id.
    """
    data = read_whole(stream)
    feed = _parse(data, {"content-location": path} if "://" in path else {})
    if not feed.get("version"):
        raise _NO_FEED
    if not feed.entries:
        raise InputError("There are no entries in the feed.", "Leave it out, or fetch it again later.")
    is_cut = not _END.search(data[-_TAIL:])
    for number, entry in enumerate(feed.entries[: -1 if is_cut else None], 1):
        try:
            yield from _read_entry(entry, feed, path, number, options)
        except (InputError, *READ_ERRORS) as error:
            yield failure(path, error, f"entry {number}")
    if is_cut:
        yield failure(path, _CUT, f"entry {len(feed.entries)}")


def _parse(data: bytes, headers: dict[str, str]) -> Any:
    if b"<!ENTITY" in data[:SNIFFED]:
        raise InputError("It declares entities, which no feed needs and attacks use.", "Leave it out, or remove them.")
    try:
        return feedparser.parse(io.BytesIO(data), sanitize_html=False, response_headers=headers)
    except Exception as error:  # feeds are made by anybody, and one that breaks the library must not stop the batch
        what = f"{type(error).__name__}: {error}"
        raise InputError(f"It breaks the feed reader ({what}).", "Save its articles as pages or as text.") from error


def _read_entry(entry: Entry, feed: Any, path: str, number: int, options: Options) -> Iterator[Item]:
    place = f"{printable(path)}:{number}"
    fields = _fields(entry, feed)
    notes = ["the feed is no sound XML"] if feed.get("bozo") and _is_broken(feed) else []
    if (found := _content(entry)) is not None:
        yield build_article(found[0], place, fields, options, found[1], notes)
    elif (page := _local_page(entry, path)) is not None:
        with page.open("rb") as opened:
            fields = {"id": fields["id"] or place, **fields}
            yield from read_page(read_whole(opened), place, options, given=fields, notes=notes)
    elif options.fetcher is not None and fields["url"]:
        got = options.fetcher.get(str(fields["url"]), referrer=path)
        fields = {**fields, "url": got.url}
        yield from read_page(got.data, place, options, given=fields, charset=got.charset, notes=notes)
    elif (summary := _composed(entry.get("summary_detail") or {})) is not None:
        yield build_article(summary[0], place, fields, options, summary[1], [*notes, _ONLY_SUMMARY])
    else:
        raise InputError("The entry has no text.", "Fetch the page that it links to: --fetch.")


def _is_broken(feed: Any) -> bool:
    """Whether the XML itself is broken; feedparser also counts a wrong media type and the like."""
    return type(feed.get("bozo_exception")).__name__.startswith("SAXParse")


def _fields(entry: Entry, feed: Any) -> dict[str, object]:
    link = entry.get("link") or ""
    address = link if link.startswith(("http://", "https://")) else None
    return {
        "id": None if address else entry.get("id"),
        "url": address,
        "title": _words(entry.get("title")),
        "author": _words(entry.get("author")),
        "publisher": _words(entry.get("publisher") or feed.feed.get("publisher") or feed.feed.get("title")),
        "published": entry.get("published") or (entry.get("updated") if feed.version.startswith("rss") else None),
        "modified": entry["updated"] if "updated" in entry else None,  # noqa: SIM401 (get() gives the publication)
    }


def _words(value: object) -> str | None:
    """A title or name without the markup that feeds put into them."""
    if not isinstance(value, str) or not value.strip():
        return None
    text = str(html.fromstring(f"<div>{value}</div>").xpath("string()")) if re.search(r"[<&]", value) else value
    return " ".join(text.split()) or None


def _content(entry: Entry) -> tuple[str, Sequence[Block] | None] | None:
    """The full text of an entry, with its blocks where it has markup; None where there is none."""
    found = [part for part in map(_composed, entry.get("content") or []) if part is not None]
    return max(found, key=lambda part: len(part[0]), default=None)


def _composed(part: Mapping[str, Any]) -> tuple[str, Sequence[Block] | None] | None:
    value = part.get("value")
    if not isinstance(value, str) or not value.strip():
        return None
    if part.get("type") == "text/plain":
        return value, None
    try:
        return read_fragment(value)
    except InputError:
        return None  # nothing but a picture


def _local_page(entry: Entry, path: str) -> Path | None:
    """The page that an entry links to, if it lies in the folder of the feed or below."""
    link = urlsplit(entry.get("link") or "")
    folder = Path(path).parent
    if link.scheme not in ("", "file") or not link.path.lower().endswith(_PAGES) or not Path(path).is_file():
        return None
    page = (folder / unquote(link.path)).resolve()
    return page if page.is_relative_to(folder.resolve()) and page.is_file() else None

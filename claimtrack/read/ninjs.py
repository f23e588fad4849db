"""ninjs, the IPTC's News in JSON, versions 1.0 to 3: an item to ``Article``, or to ``Withdrawal``.

1.x has ``headline``, ``byline``, ``body_text``, ``body_xhtml``; 2.x has ``headlines``, ``by`` and ``bodies``; 3.x
writes the names in camel case. See https://iptc.org/standards/ninjs/.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from claimtrack.errors import InputError
from claimtrack.model import Article, Block, ReadFailure, Withdrawal
from claimtrack.read.article import Options, build_article, is_future, text_or_none
from claimtrack.read.dates import parse_published
from claimtrack.read.streams import failure, printable

_MARKS = frozenset(["bodies", "pubstatus", "versioncreated"])
_WITHDRAWN = frozenset(["canceled", "cancelled", "withheld"])
_DATES = ("versioncreated", "firstcreated", "contentcreated")
_MEDIA = frozenset(["picture", "audio", "video", "graphic", "event", "planning"])
_NO_BODY = "Leave it out, or ask the agency for the full representation of the item."


def is_ninjs(value: object) -> bool:
    """Whether a JSON value is a ninjs item: it has the ``uri`` that the standard asks for, and a body or a status."""
    if not isinstance(value, dict) or not isinstance(value.get("uri"), str):
        return False
    return any(name.startswith("body_") or name.lower() in _MARKS for name in value)


def read_item(
    value: Mapping[str, Any], path: str, place: str, options: Options
) -> Iterator[Article | Withdrawal | ReadFailure]:
    """The article or withdrawal that an item is, or the failure to read it; nothing for a picture or an event.

    An item whose status is "canceled" or "withheld" takes back the article of the same ``uri``. The date of
    publication is that of this version, else that of the first version, else that of the content.
    """
    item = {name if name.startswith("body_") else name.lower(): part for name, part in value.items()}
    spot = f"{printable(path)}:{place}"
    try:
        if str(item.get("pubstatus")).lower() in _WITHDRAWN:
            yield _withdrawal(item, spot)
        elif (found := _body(item)) is not None:
            yield _article(item, *found, spot, options)
        elif str(item.get("type")).lower() not in _MEDIA:
            raise InputError("The ninjs item has no body.", _NO_BODY)
    except InputError as error:
        yield failure(path, error, place)


def _withdrawal(item: Mapping[str, Any], spot: str) -> Withdrawal:
    note = text_or_none("ednote", item.get("ednote"), [])
    date = parse_published(str(item.get("versioncreated")))
    name = text_or_none("uri", item["uri"], [])
    if name is None:
        raise InputError('The "uri" of the ninjs item is empty.', "Without it nobody knows which article is meant.")
    return Withdrawal(name, spot, note or f"pubstatus: {item['pubstatus']}", date)


def _article(item: Mapping[str, Any], text: str, blocks: list[Block] | None, spot: str, options: Options) -> Article:
    uri = str(item["uri"])
    fields = {
        "id": uri,
        "url": uri if uri.startswith(("http://", "https://")) else None,
        "title": item.get("headline") or _main(item.get("headlines")) or item.get("title"),
        "author": item.get("byline") or item.get("by"),
        "publisher": item.get("copyrightholder"),
        "published": next((item[name] for name in _DATES if item.get(name)), None),
    }
    embargo = parse_published(str(item.get("embargoed")))
    notes = [f"embargoed until {embargo}"] if embargo and is_future(embargo) else []
    return build_article(text, spot, fields, options, blocks, notes)


def _main(headlines: object) -> object:
    """The value of the main headline, else of the first."""
    given = [part for part in headlines if isinstance(part, dict)] if isinstance(headlines, list) else []
    given.sort(key=lambda part: str(part.get("role")).lower() != "main")
    return given[0].get("value") if given else None


def _body(item: Mapping[str, Any]) -> tuple[str, list[Block] | None] | None:
    """Text and blocks: of the longest body with markup, else of the longest plain one (whose blocks are not given)."""
    bodies = [pair for pair in _bodies(item) if pair[1].strip()]
    if not bodies:
        return None
    is_html, value = max(bodies, key=lambda pair: (pair[0], len(pair[1])))
    if not is_html:
        return value, None
    from claimtrack.read.html import read_fragment  # trafilatura takes most of a second to load

    return read_fragment(value)


def _bodies(item: Mapping[str, Any]) -> Iterator[tuple[bool, str]]:
    """Each body as (whether it has markup, value)."""
    for name, value in item.items():
        if name.startswith("body_") and isinstance(value, str):
            yield "html" in name.lower() or value.lstrip().startswith("<"), value
    given = item.get("bodies")
    for body in given if isinstance(given, list) else []:
        if isinstance(body, dict) and isinstance(value := body.get("value"), str):
            kind = str(body.get("contentType") or body.get("contenttype") or "").lower()
            yield "html" in kind or (kind != "text/plain" and value.lstrip().startswith("<")), value

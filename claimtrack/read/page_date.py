"""When a page was published, as the page itself states it.

htmldate, which trafilatura asks, is made to find a date on as many pages as it can: measured on
small pages, it completed "2025-07" with today's day, read 07/08/2025 as 7 August, and took dates from
the URL of a picture, from a headline and from another article's teaser. Here a date has to be
stated as the publication's and keeps its precision; otherwise there is none.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from claimtrack.read.dates import parse_published

_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?:[/-]|$)")
_PARTS = re.compile(r" ?[|•·] ?| [–—] ")
_MAX_LINE = 200
_MAX_OBJECTS = 1000
_ELSEWHERE_TAGS = frozenset(["aside", "footer", "nav", "form"])


def find_page_date(page: HtmlElement, url: str | None, title: str | None) -> str | None:
    """The publication date of ``page`` in ISO 8601, with the precision stated; None where none is.

    Looked at in this order: JSON-LD, meta tags, elements marked as the publication date, date lines,
    a single ``time`` element, the path of ``url``. ``title`` tells the page's own JSON-LD object from others.
    """
    for found in (
        _json_dates(page, title, "datePublished"),
        _meta_dates(page, "meta"),
        _marked_dates(page),
        _date_lines(page),
        _only_time(page),
    ):
        for value in found:
            if date := parse_published(value):
                return date
    match = _URL_DATE.search(urlsplit(url).path) if url else None
    return parse_published("-".join(match.groups())) if match else None


def find_page_change(page: HtmlElement, title: str | None) -> str | None:
    """The date of the last change of ``page``, by its JSON-LD or meta tags, in ISO 8601; None where none is stated."""
    values = (*_json_dates(page, title, "dateModified"), *_meta_dates(page, "meta_changed"))
    return next((date for value in values if (date := parse_published(value))), None)


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(files("claimtrack.read").joinpath("data/page_dates.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _label() -> re.Pattern[str]:
    return re.compile(_data()["labels"], re.IGNORECASE)


def _json_dates(page: HtmlElement, title: str | None, name: str) -> Iterator[str]:
    """The dates called ``name`` of the article objects: the one with the page's title first, then by type."""
    types: list[str] = _data()["json_types"]
    dated: list[tuple[bool, int, str]] = []
    for thing in _json_objects(page):
        rank = min((types.index(kind) for kind in _types(thing) if kind in types), default=None)
        value = thing.get(name)
        if rank is not None and isinstance(value, str):
            dated.append((title is None or thing.get("headline") != title, rank, value))
    yield from (value for _, _, value in sorted(dated, key=lambda found: found[:2]))


def _types(thing: dict[str, Any]) -> list[str]:
    kinds = thing.get("@type")
    return [str(kind).lower() for kind in (kinds if isinstance(kinds, list) else [kinds])]


def _json_objects(page: HtmlElement) -> Iterator[dict[str, Any]]:
    """The objects of all JSON-LD scripts, outer ones first, without those that stand for other pages."""
    queue: deque[Any] = deque()
    for script in page.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                queue.append(json.loads(script.text or "", strict=False))
            except (ValueError, RecursionError):
                continue
    for _ in range(_MAX_OBJECTS):
        if not queue:
            return
        thing = queue.popleft()
        if isinstance(thing, list):
            queue.extend(thing)
        elif isinstance(thing, dict):
            yield thing
            queue.extend(value for key, value in thing.items() if key.lower() not in _data()["json_others"])


def _meta_dates(page: HtmlElement, names: str) -> Iterator[str]:
    """What the meta tags of a list in the data file hold."""
    named: dict[str, str] = {}
    for meta in page.iter("meta"):
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            named.setdefault((meta.get(attribute) or "").lower(), meta.get("content") or "")
    yield from (named[name] for name in _data()[names] if named.get(name))


def _marked_dates(page: HtmlElement) -> Iterator[str]:
    """Elements with ``itemprop="datePublished"``, and ``time`` elements that say they are the publication's."""
    for element in page.xpath(
        "//*[@itemprop='datePublished'] | //time[@pubdate] | //time[contains(@class, 'publish')]"
    ):
        if not _is_elsewhere(element):
            yield from (value for value in (element.get("datetime"), element.get("content"), _line(element)) if value)


def _date_lines(page: HtmlElement) -> Iterator[str]:
    """Elements whose class says that they hold the date, and short lines with a part that begins with "Published"."""
    for element in page.xpath("//body//*[self::div or self::p or self::span or self::time or self::small or self::li]"):
        line = _line(element)
        named = not _words(element).isdisjoint(_data()["classes"])
        if not (line and (named or _label().search(line))) or _is_elsewhere(element):
            continue
        if named and element.get("datetime"):
            yield element.get("datetime")
        for part in _PARTS.split(line):
            label = _label().match(part)
            if named or label:
                yield part[label.end() if label else 0 :].strip(" .")


def _only_time(page: HtmlElement) -> Iterator[str]:
    """The ``time`` element of the page, if all that are there name one day."""
    values = [time.get("datetime") or _line(time) for time in page.iter("time") if not _is_elsewhere(time)]
    if len({(parse_published(value) or value)[:10] for value in values}) == 1:
        yield values[0]


def _line(element: HtmlElement) -> str:
    """The text of an element that is a short line, else ""."""
    if len(element) > 5:
        return ""
    line = " ".join(element.text_content().split())
    return line if len(line) <= _MAX_LINE else ""


def _words(element: HtmlElement) -> set[str]:
    return set(re.split(r"[^a-z]+", f"{element.get('class') or ''} {element.get('id') or ''}".lower()))


def _is_elsewhere(element: HtmlElement) -> bool:
    """Whether an element is part of what belongs to other pages, or to a later change."""
    chain = [element, *element.iterancestors()]
    return any(item.tag in _ELSEWHERE_TAGS or not _words(item).isdisjoint(_data()["elsewhere"]) for item in chain)

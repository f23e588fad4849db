"""The ClaimReview of an HTML page: JSON-LD in its scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from claimtrack.errors import InputError
from claimtrack.model import FactCheck, ReadFailure
from claimtrack.read.claimreview import Node, read_reviews
from claimtrack.read.streams import failure

_MARKS = re.compile(r"^\s*(?://\s*)?(?:<!\[CDATA\[|<!--)|(?://\s*)?(?:\]\]>|-->)\s*$|;\s*$")
_MEND = "Mend the markup, or leave the page out; its text is read all the same."


def page_reviews(source: str, path: str) -> Iterator[FactCheck | ReadFailure]:
    """The reviews in the scripts of a page, in order; a failure for each script or review that is none.

    The scripts of a page are one graph: objects may refer to those of another script by ``@id``.
    """
    if "ClaimReview" not in source:
        return
    values = list(_values(source, path))
    nodes = {str(node["@id"]): node for _, value in values for node in _named(value)}
    for place, value in values:
        if isinstance(value, ReadFailure):
            yield value
        else:
            yield from read_reviews(value, path, place, nodes)


def _values(source: str, path: str) -> Iterator[tuple[str, Any]]:
    """The JSON value of each script that speaks of reviews or may be referred to, or the failure that it is."""
    for number, words in enumerate(_scripts(source), 1):
        place = f"JSON-LD {number}"
        try:
            yield place, json.loads(_MARKS.sub("", words), strict=False)
        except (ValueError, RecursionError) as error:
            if "ClaimReview" in words:
                yield place, failure(path, InputError(f"The script is no usable JSON ({error}).", _MEND), place)


def _scripts(source: str) -> Iterator[str]:
    import trafilatura

    try:
        page = trafilatura.load_html(
            f"<html><body>{source}</body></html>" if source.lstrip()[:7].lower() == "<script" else source
        )
        scripts = [] if page is None else list(page.iter("script"))
    except (etree.LxmlError, ValueError, AssertionError):  # reading the article says what is wrong with the page
        return
    for script in scripts:
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            yield script.text


def _named(value: object) -> Iterator[Node]:
    """Objects that others may refer to: those with an ``@id`` that say more than that, also inside of others."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if isinstance(item.get("@id"), str) and len(item) > 2:
                yield item
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item

"""HTML pages: the article's text and structure by trafilatura, its metadata from the page.

The stored text is built from trafilatura's XML: blocks separated by blank lines, list items with
"• " before them. trafilatura leaves figures out, so their captions are put in as paragraphs first
and found again afterwards. Dates are ``page_date``'s: see there for why.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from configparser import ConfigParser
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from lxml import etree, html

from claimtrack.errors import InputError
from claimtrack.model import Article, Block, BlockKind, FactCheck, ReadFailure
from claimtrack.read.article import Options, build_article
from claimtrack.read.blocks import kind_of_words
from claimtrack.read.decode import decode
from claimtrack.read.page_date import find_page_change, find_page_date
from claimtrack.read.page_reviews import page_reviews

_CHARSET = re.compile(
    rb"""<(?:meta[^>]{0,200}charset|\?xml[^>]{0,100}encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_ROOT = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
# trafilatura turns every space into a plain one. Those that hold a number together stand behind a sign meanwhile.
_HIDDEN = {"\u00a0": "\u237d", "\u202f": "\u2423", "\u2009": "\u23b5"}
_SHOWN = {sign: space for space, sign in _HIDDEN.items()}
_IN_NUMBER = re.compile(rf"(?<=\d)[{''.join(_HIDDEN)}](?=\d)")
_HIDDEN_IN_NUMBER = re.compile(rf"(?<=\d)[{''.join(_SHOWN)}](?=\d)")
_PARSED = 9_000_000  # characters of one piece; libxml2 drops what comes after one of ten million
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_DATA = re.compile(r"data:[^\s\"'<>]{1000,}")
MAX_TAGS = 100_000  # a page of news has one to ten thousand; each takes the reader up to a millisecond
_KINDS: dict[str, BlockKind] = {"head": "heading", "item": "list_item"}
_BREAKING = frozenset(["p", "head", "quote", "list", "item", "row", "table", "code", "div"])
_BULLET = "• "
_NOT_FOUND = "Save the article's own page (not a list or a script), or its text as .txt."

for _name in ("trafilatura", "htmldate"):  # what they log about a page comes out as a failure
    logging.getLogger(_name).addHandler(logging.NullHandler())


def read_page(
    data: bytes,
    path: str,
    options: Options,
    *,
    given: Mapping[str, object] | None = None,
    charset: str | None = None,
    notes: Sequence[str] = (),
) -> Iterator[Article | FactCheck | ReadFailure]:
    """The fact-checks and the one article of a page in ``data``, read at ``path``.

    ``given``: fields known from elsewhere (a feed, the address it was fetched from), for those that the page does not
    say itself; an "id" goes first. ``charset``: what the server said. ``notes`` go with the article's. Raises
    ``InputError`` for what is no text and for a page without an article, unless it has fact-checks.
    """
    declared = _CHARSET.search(data[:4096])
    source, note = decode(data, charset or (declared[1].decode("ascii") if declared else None))
    if not source.strip():
        raise InputError("It holds no text.", "Leave it out, or look whether the text got lost before.")
    source = _slim(source)
    checks = list(page_reviews(source, path))
    yield from checks
    try:
        fields, pieces = _extract(source, str((given or {}).get("url") or "") or None)
    except InputError:
        if checks:
            return
        raise
    text, blocks = _compose(pieces)
    known = {name: value for name, value in fields.items() if value is not None}
    yield build_article(text, path, {**(given or {}), **known}, options, blocks, [*notes, *([note] if note else [])])


def _slim(source: str) -> str:
    """The page without scripts and embedded pictures that are so large that the parser would stop at them."""
    if len(source) < _PARSED:
        return source
    return _DATA.sub("data:", _SCRIPT.sub(lambda script: script[0] if len(script[0]) < _PARSED else "", source))


def read_fragment(source: str) -> tuple[str, list[Block]]:
    """Text and blocks of a piece of HTML that is an article and nothing else, as feeds and ninjs carry it.

    Raises ``InputError`` where there is no text in it.
    """
    whole = source if _ROOT.search(source) else f"<html><body><article>{source}</article></body></html>"
    return _compose(_extract(whole, None, _whole())[1])


@lru_cache(maxsize=1)
def _whole() -> ConfigParser:
    """trafilatura's settings for what is all article: a short one makes it look for more of it, and lose the markup."""
    from trafilatura.settings import use_config

    config: ConfigParser = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")
    return config


def _extract(
    source: str, address: str | None, config: ConfigParser | None = None
) -> tuple[dict[str, object], list[tuple[BlockKind, str]]]:
    """Metadata and blocks of a page, which was fetched from ``address``."""
    import trafilatura

    if source.count("<") > MAX_TAGS:
        tags = f"{source.count('<'):,}"
        raise InputError(f"The page has {tags} tags; up to {MAX_TAGS:,} are read.", "Save its articles one by one.")
    try:
        page = trafilatura.load_html(source if _ROOT.search(source) else f"<html><body>{source}</body></html>")
        if page is None:
            raise InputError("It is no HTML page.", _NOT_FOUND)
        _hide_spaces_in_numbers(page)
        captions = _keep_captions(page)
        settings: dict[str, Any] = {"config": config} if config else {}
        found = trafilatura.bare_extraction(page, output_format="xml", with_metadata=True, **settings)
    except InputError:
        raise
    except Exception as error:  # pages are made by anybody, and one that breaks a library must not stop the batch
        raise InputError(f"The page breaks the HTML reader ({type(error).__name__}: {error}).", _NOT_FOUND) from error
    if found is None or isinstance(found, dict) or found.body is None:
        raise InputError("No article text was found in the page.", _NOT_FOUND)
    url = found.url if found.url and urlsplit(found.url).path.strip("/") else None  # a site's root is no article
    if address and _host(url) != _host(address):
        url = address
    fields: dict[str, object] = {
        "url": url,
        "title": found.title and _show_spaces(found.title),
        "author": found.author,
        "publisher": _publisher(found.sitename, found.url),
        "published": find_page_date(page, url or found.url, found.title),
        "modified": find_page_change(page, found.title),
    }
    return fields, list(_blocks(found.body, captions))


def _publisher(name: str | None, url: str | None) -> str | None:
    """The site's name; None where trafilatura falls back to the host of the URL, which is no name."""
    host = _host(url)
    return None if host and name and name.lower().removeprefix("www.") == host else name


def _host(url: str | None) -> str | None:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


def _hide_spaces_in_numbers(page: html.HtmlElement) -> None:
    for element in page.iter():
        for part in ("text", "tail"):
            words = getattr(element, part)
            if words and _IN_NUMBER.search(words):
                setattr(element, part, _IN_NUMBER.sub(lambda match: _HIDDEN[match[0]], words))


def _show_spaces(words: str) -> str:
    return _HIDDEN_IN_NUMBER.sub(lambda match: _SHOWN[match[0]], words)


def _keep_captions(page: html.HtmlElement) -> frozenset[str]:
    """Put the caption of each figure in the place of the figure, as a paragraph. Returns their words."""
    captions = set()
    for caption in list(page.iter("figcaption")):
        figure = next(caption.iterancestors("figure"), None)
        words = _squeeze(caption.text_content())
        if figure is None or figure.getparent() is None or figure.find(".//table") is not None or not words:
            continue
        paragraph = html.Element("p")
        paragraph.text, paragraph.tail = words, figure.tail
        figure.getparent().replace(figure, paragraph)
        captions.add(_show_spaces(words))
    return frozenset(captions)


def _blocks(body: etree._Element, captions: frozenset[str]) -> Iterator[tuple[BlockKind, str]]:
    for kind, words in _walk(body, "paragraph"):
        yield ("caption" if words in captions else kind_of_words(words) or kind), words


def _walk(element: etree._Element, kind: BlockKind) -> Iterator[tuple[BlockKind, str]]:
    """The blocks inside of ``element`` in order: inline text gathered, block elements on their own."""
    kind = _KINDS.get(str(element.tag), kind)
    if element.tag == "row":
        yield from _block(kind, " | ".join(filter(None, (_squeeze(_words(cell)) for cell in element))))
        return
    gathered = element.text or ""
    for child in element:
        if child.tag in _BREAKING:
            yield from _block(kind, gathered)
            yield from _walk(child, kind)
            gathered = child.tail or ""
        else:
            gathered += _words(child) + (child.tail or "")
    yield from _block(kind, gathered)


def _words(element: etree._Element) -> str:
    if element.tag == "lb":
        return "\n"
    return (element.text or "") + "".join(_words(child) + (child.tail or "") for child in element)


def _block(kind: BlockKind, words: str) -> Iterator[tuple[BlockKind, str]]:
    lines = [_squeeze(line) for line in words.split("\n")]
    words = _show_spaces("\n".join(line for line in lines if line))
    if words:
        yield kind, words


def _squeeze(words: str) -> str:
    """Layout space to single spaces; no-break and thin spaces stay, as they may be inside of a number."""
    return re.sub(r"[ \t\r\n\f\v]+", " ", words).strip()


def _compose(pieces: list[tuple[BlockKind, str]]) -> tuple[str, list[Block]]:
    """The text of the blocks, blank lines between them, and where each lies in it."""
    parts: list[str] = []
    blocks: list[Block] = []
    length = 0
    for kind, words in pieces:
        lead = ("\n\n" if parts else "") + (_BULLET if kind == "list_item" else "")
        start = length + len(lead)
        length = start + len(words)
        parts.append(lead + words)
        blocks.append(Block(kind, start, length))
    return "".join(parts), blocks

"""The structure of plain text: paragraphs, headings, list items, captions, boilerplate.

Lines come from ``lines.py`` (line ends, bullets, hard wrapping); this module says what each block is.
The wordings of boilerplate and captions are in ``data/blocks.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import groupby
from typing import Any, TypeVar

from claimtrack.model import Block, BlockKind
from claimtrack.read.dates import WRITTEN_DATE
from claimtrack.read.lines import Piece, find_pieces

_MAX_BOILERPLATE = 400
_LETTERS_A_WORD = 8
_MAX_HEADING_WORDS = 12
_MAX_TITLE_WORDS = 20
_MAX_QUESTION_WORDS = 8
_MAX_QUESTIONS = 3  # more of them are an interview
_MENU_WORDS = 3
_MAX_LABEL = 50
_MENU_ITEMS = 4
_CLOSING = "\"'”’»)]"
_DATE_LINE = rf"{WRITTEN_DATE}\.?|\d{{4}}-\d\d-\d\d[\dT:.Z +-]*"
_REFERENCES = re.compile(r"(?: ?\[\w{1,4}\])+$")
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")

_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class _Rules:
    boilerplate: re.Pattern[str]
    caption: re.Pattern[str]
    sentence_words: frozenset[str]
    cut_words: frozenset[str]


def find_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of ``text``: in order, not overlapping, none empty, without space at their ends.

    All that is not space lies in a block, except for the marks of lists and headings ("•", "1.",
    "##"): such a block starts behind its mark. No block ends inside a word.
    """
    pieces = find_pieces(text)
    kinds = [_own_kind(text, piece) for piece in pieces]
    _mark_menus(text, pieces, kinds)
    _mark_headings(text, pieces, kinds)
    return tuple(Block(kind or "paragraph", piece.start, piece.end) for piece, kind in zip(pieces, kinds, strict=True))


def kind_of_words(words: str) -> BlockKind | None:
    """What the wording of a block says by itself: boilerplate, caption, or None if it is neither."""
    if len(words) > _MAX_BOILERPLATE:
        return None
    words = " ".join(words.replace("'", "’").split())
    if not any(c.isalnum() for c in words) or _rules().boilerplate.fullmatch(words):
        return "boilerplate"
    return "caption" if _rules().caption.fullmatch(words) or _PICTURE.fullmatch(words) else None


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    data: dict[str, Any] = tomllib.loads(files("claimtrack.read").joinpath("data/blocks.toml").read_text("utf-8"))
    return _Rules(
        _any_of([*data["boilerplate"], f"(?:{data['date_label']})?(?:{_DATE_LINE})"]),
        _any_of(data["caption"]),
        frozenset(data["heading"]["sentence_words"]),
        frozenset(data["heading"]["cut_words"]),
    )


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _own_kind(text: str, piece: Piece) -> BlockKind | None:
    """The kind that a piece has by its mark and its words, without its neighbours."""
    by_words = kind_of_words(text[piece.start : piece.end])
    if by_words is not None:
        return by_words
    if piece.mark == "#":
        return "heading"
    return "list_item" if piece.mark else None


def _mark_menus(text: str, pieces: Sequence[Piece], kinds: list[BlockKind | None]) -> None:
    """Menus: a list at the very top of which most items are labels, and runs of labels without bullets.

    Labels are lines of up to three words. After a colon they are a list that lost its bullets.
    """
    labels = [_is_label(text, piece) for piece in pieces]
    plain = (label and kind in (None, "boilerplate") for label, kind in zip(labels, kinds, strict=True))
    for label, run in list(_runs(plain)):
        if label and _MENU_ITEMS <= len(run) < len(pieces):
            is_list = run[0] > 0 and text[pieces[run[0] - 1].end - 1] == ":"
            kinds[run[0] : run[-1] + 1] = ["list_item" if is_list else "boilerplate"] * len(run)
    top = next((run for listed, run in _runs(kind == "list_item" for kind in kinds) if listed and run[0] == 0), [])
    if len(top) > 1 and 2 * sum(labels[i] for i in top) > len(top):
        _mark_breadcrumb(text, pieces, kinds, top[-1])


def _mark_breadcrumb(text: str, pieces: Sequence[Piece], kinds: list[BlockKind | None], last: int) -> None:
    """The items up to ``last`` are a breadcrumb. It ends in the title: the same line below is a heading."""
    kinds[: last + 1] = ["boilerplate"] * (last + 1)
    lines = [text[piece.start : piece.end] for piece in pieces[last : last + 2]]
    if len(lines) == 2 and lines[0] == lines[1]:
        kinds[last + 1] = "heading"


def _runs(keys: Iterable[_Key]) -> Iterator[tuple[_Key, list[int]]]:
    """Runs of equal keys, with the indices of each run."""
    for key, group in groupby(enumerate(keys), lambda pair: pair[1]):
        yield key, [i for i, _ in group]


def _is_label(text: str, piece: Piece) -> bool:
    line = text[piece.start : min(piece.end, piece.start + _MAX_LABEL)]
    short = piece.end - piece.start < _MAX_LABEL and len(line.split()) <= _MENU_WORDS
    return short and line[-1] not in ".!?:;,…" + _CLOSING and any(c.isalpha() for c in line)


def _mark_headings(text: str, pieces: Sequence[Piece], kinds: list[BlockKind | None]) -> None:
    """Short lines without end punctuation that something follows, in a text that does punctuate."""
    long = [p for p, kind in zip(pieces, kinds, strict=True) if kind is None and not _is_short(text, p)]
    if not long or sum(_ends_sentence(text, p) for p in long) * 2 < len(long):
        return
    found = list(_heading_candidates(text, pieces, kinds))
    questions = [i for i in found if text[pieces[i].end - 1] == "?"]
    for i in found:
        if len(questions) <= _MAX_QUESTIONS or i not in questions:
            kinds[i] = "heading"


def _heading_candidates(text: str, pieces: Sequence[Piece], kinds: Sequence[BlockKind | None]) -> Iterator[int]:
    followed = False
    for i in range(len(pieces) - 1, -1, -1):
        open_kind = kinds[i] is None or (kinds[i] == "list_item" and pieces[i].mark == "1" and not _in_list(kinds, i))
        if followed and open_kind and _is_heading(text, pieces[i], _MAX_HEADING_WORDS if i else _MAX_TITLE_WORDS):
            yield i
        elif kinds[i] in (None, "list_item"):
            followed = True


def _in_list(kinds: Sequence[BlockKind | None], i: int) -> bool:
    return "list_item" in (*kinds[max(0, i - 1) : i], *kinds[i + 1 : i + 2])


def _is_short(text: str, piece: Piece, max_words: int = _MAX_HEADING_WORDS) -> bool:
    max_length = max_words * _LETTERS_A_WORD
    return piece.end - piece.start <= max_length and len(text[piece.start : piece.end].split()) <= max_words


def _last_sign(line: str) -> str:
    """The last character, closing quotes, brackets and reference marks such as [12] left aside."""
    return _REFERENCES.sub("", line[-20:]).rstrip(_CLOSING)[-1:]


def _ends_sentence(text: str, piece: Piece) -> bool:
    return _last_sign(text[max(piece.start, piece.end - 20) : piece.end]) in (".", "!", "?", "…", ":")


def _is_heading(text: str, piece: Piece, max_words: int) -> bool:
    if piece.lines > 1 or not _is_short(text, piece, max_words):
        return False
    line = text[piece.start : piece.end]
    words = line.split()
    if not (line[0].isupper() or line[0].isdigit()) or words[-1].lower() in _rules().cut_words:
        return False
    if line[-1] == "?":
        return len(words) <= _MAX_QUESTION_WORDS and not line.startswith("Q:")
    if _last_sign(line) in ("", *".!?:;,…–—-"):
        return False
    return len(words) < 5 or _rules().sentence_words.isdisjoint(words)

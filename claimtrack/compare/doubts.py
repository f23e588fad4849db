"""Contradictory metadata: dates of an article, and of what it tells, that cannot all be right.

Nothing is dropped for it. The doubt is shown beside the claim, because what is compared by such dates may be wrong.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import simplemma
from sqlite_utils import Database

from claimtrack.model import Article, TimeExpression
from claimtrack.store.periods import days_of
from claimtrack.store.records import ClaimRow

_DATE_NOTES = re.compile(r"(?:published|modified) .+")
_FUTURE = re.compile(r"published .+ lies in the future")
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _words(name: str) -> frozenset[str]:
    data: dict[str, Any] = tomllib.loads((Path(__file__).parent / "data" / "doubts.toml").read_text(encoding="utf8"))
    return frozenset(data[name])


def ingested(db: Database, document: str) -> str:
    """When the run began that read the latest version of the document with this id, ISO 8601 in UTC."""
    sql = """SELECT r.started FROM documents d JOIN versions v ON v.document_key = d.key AND v.latest = 1
    JOIN runs r ON r.id = v.run WHERE d.id = ?"""
    return str(db.execute(sql, [document]).fetchone()[0])


def doubts_of_article(db: Database, article: Article) -> tuple[str, ...]:
    """What is doubtful about the dates of an article that is stored."""
    return document_doubts(article.published, ingested(db, article.id), article.notes)


def doubts_of_claim(db: Database, article: Article, row: ClaimRow) -> tuple[str, ...]:
    """What is doubtful about the dates of a claim that is stored, and of its article."""
    own = claim_doubts(row.published, row.text, row.start, row.predicate, row.modality, row.dates)
    return doubts_of_article(db, article) + own


def is_about_dates(note: str) -> bool:
    """Whether a note of an article is one that ``document_doubts`` tells."""
    return _DATE_NOTES.fullmatch(note) is not None


def document_doubts(published: str | None, ingested: str, notes: Iterable[str]) -> tuple[str, ...]:
    """What is doubtful about the dates of an article, a sentence each.

    ``published``: ISO 8601. ``ingested``: when its run began, ISO 8601 in UTC. ``notes``: of the article.
    """
    told = tuple(note for note in notes if is_about_dates(note) and not _FUTURE.fullmatch(note))
    days = days_of(published)
    if days is None or days[0] <= (date.fromisoformat(ingested[:10]) + timedelta(days=1)).isoformat():
        return told
    return (f"published {published} lies in the future: it was read on {ingested[:10]}", *told)


def claim_doubts(
    published: str | None,
    text: str,
    start: int,
    predicate: str | None,
    modality: str,
    dates: Sequence[TimeExpression],
) -> tuple[str, ...]:
    """Whether a claim tells as past what its article's publication comes before; ``start``: of ``text`` in the article.

    Only where the words leave little doubt: a verb in the past, beside a date that is not counted from the publication.
    """
    days = days_of(published)
    if days is None or predicate is None or modality != "asserted" or predicate in _words("forward"):
        return ()
    late = [t for t in dates if t.type in ("DATE", "TIME") and t.earliest and t.earliest > days[1]]
    wrong = [t for t in late if t.anchor != "publication" and _is_beside(text, t.start - start)]
    if not wrong or not _tells_past(text, predicate):
        return ()
    return (f"published {published}, before what it tells as past ({' '.join(wrong[0].text.split())})",)


def _is_beside(text: str, at: int) -> bool:
    """Whether the date at this place is the time of the verb: it opens the clause, or follows a word like "on"."""
    before = _WORD.findall(text[max(0, at - 20) : max(0, at)].lower())
    return at == 0 or (bool(before) and before[-1] in _words("beside"))


def _tells_past(text: str, predicate: str) -> bool:
    """Whether the predicate stands in the past tense: a form of it that is neither its base nor ends in -s or -ing."""
    words = [word.lower() for word in _WORD.findall(text)]
    if predicate == "be":
        return not {"was", "were"}.isdisjoint(words)
    for before, word in zip(["", *words], words, strict=False):
        if word != predicate and not word.endswith(("s", "ing")) and _is_form(word, predicate):
            return before not in _words("ahead")
    return False


def _is_form(word: str, predicate: str) -> bool:
    return word[:1] == predicate[:1] and simplemma.lemmatize(word, lang="en") == predicate

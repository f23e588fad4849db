"""Rows back into the records that they came from."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from sqlite_utils import Database

from claimtrack.model import (
    Article,
    Attribution,
    Block,
    Claim,
    Entity,
    Extraction,
    Filled,
    Part,
    Quantity,
    Source,
    TimeExpression,
)

Row = Mapping[str, Any]
Record = TypeVar("Record")

VERSION = """SELECT v.*, d.id AS document FROM versions v JOIN documents d ON d.key = v.document_key WHERE v.key = ?"""
QUANTITIES = "SELECT q.*, q.version_key AS owner FROM quantities q WHERE q.version_key = ? ORDER BY q.position"
DATES = "SELECT t.*, t.version_key AS owner FROM dates t WHERE t.version_key = ? ORDER BY t.position"
MENTIONS = """SELECT m.*, e.name, e.label FROM mentions m JOIN entities e ON e.key = m.entity_key
  WHERE m.version_key = ? ORDER BY m.position"""
ATTRIBUTIONS = """SELECT a.*, s.name AS source, p.position AS parent FROM attributions a
  LEFT JOIN sources s ON s.key = a.source_key LEFT JOIN attributions p ON p.key = a.parent_key
  WHERE a.version_key = ? ORDER BY a.position"""
CONTENTS = """SELECT c.* FROM contents c JOIN attributions a ON a.key = c.attribution_key
  WHERE a.version_key = ? ORDER BY c.attribution_key, c.position"""
CLAIMS = """SELECT c.*, a.position AS attribution FROM claims c LEFT JOIN attributions a ON a.key = c.attribution_key
  WHERE c.version_key = ? ORDER BY c.position"""
LINKS = """SELECT l.claim_key, x.position FROM claim_{one} l JOIN claims c ON c.key = l.claim_key
  JOIN {many} x ON x.key = l.{one_key} WHERE c.version_key = ? ORDER BY l.claim_key, l.position"""


def select(db: Database, sql: str, parameters: Iterable[object] | Mapping[str, object] = ()) -> list[sqlite3.Row]:
    """All rows of a query, readable by column name."""
    cursor = db.conn.cursor()
    cursor.row_factory = sqlite3.Row
    bound = parameters if isinstance(parameters, Mapping) else tuple(parameters)
    return cursor.execute(sql, bound).fetchall()


def load_extraction(db: Database, version_key: int) -> Extraction:
    """The extraction that a version was written from."""

    def records(sql: str, build: Callable[[Row], Record]) -> tuple[Record, ...]:
        return tuple(build(row) for row in select(db, sql, [version_key]))  # type: ignore[arg-type]

    contents = _grouped(select(db, CONTENTS, [version_key]), "attribution_key", part)
    links = [_links(db, version_key, *names) for names in _LINKED]
    return Extraction(
        article=_article(select(db, VERSION, [version_key])[0]),  # type: ignore[arg-type]
        entities=records(MENTIONS, entity),
        quantities=records(QUANTITIES, quantity),
        dates=records(DATES, time_expression),
        attributions=records(ATTRIBUTIONS, lambda row: _attribution(row, contents.get(row["key"], ()))),
        claims=records(CLAIMS, lambda row: _claim(row, *(link.get(row["key"], ()) for link in links))),
    )


_LINKED = (
    ("quantities", "quantities", "quantity_key"),
    ("dates", "dates", "date_key"),
    ("mentions", "mentions", "mention_key"),
)


def _links(db: Database, version_key: int, one: str, many: str, one_key: str) -> dict[int, tuple[int, ...]]:
    rows = select(db, LINKS.format(one=one, many=many, one_key=one_key), [version_key])
    return _grouped(rows, "claim_key", lambda row: int(row["position"]))


def _grouped(rows: Iterable[Any], owner: str, build: Callable[[Row], Record]) -> dict[int, tuple[Record, ...]]:
    groups: defaultdict[int, list[Record]] = defaultdict(list)
    for row in rows:
        groups[row[owner]].append(build(row))
    return {key: tuple(group) for key, group in groups.items()}


def _article(row: Row) -> Article:
    return Article(
        id=row["document"],
        text=row["text"],
        url=row["url"],
        title=row["title"],
        author=row["author"],
        publisher=row["publisher"],
        published=row["published"],
        language=row["language"],
        path=row["path"],
        blocks=tuple(Block(kind, start, end) for kind, start, end in json.loads(row["blocks"])),
        notes=tuple(json.loads(row["notes"])),
        kind=row["kind"],
    )


def part(row: Row) -> Part:
    """A piece of text."""
    return Part(row["start_char"], row["end_char"], row["text"])


def entity(row: Row) -> Entity:
    """A mention joined to its entity's name and label."""
    return Entity(row["start_char"], row["end_char"], row["text"], row["label"], row["name"], row["wikidata"])


def quantity(row: Row) -> Quantity:
    """A row of quantities."""
    return Quantity(
        start=row["start_char"],
        end=row["end_char"],
        text=row["text"],
        value=Decimal(row["value_exact"]),
        high=None if row["high_exact"] is None else Decimal(row["high_exact"]),
        comparator=row["comparator"],
        change=row["change"],
        unit=row["unit"],
        counted=row["counted"],
        number=row["number"],
        counted_start=row["counted_start"],
        counted_end=row["counted_end"],
        vague=bool(row["vague"]),
        ambiguous=bool(row["ambiguous"]),
    )


def time_expression(row: Row) -> TimeExpression:
    """A row of dates."""
    place = row["start_char"], row["end_char"], row["text"]
    return TimeExpression(*place, row["type"], row["value"], row["earliest"], row["latest"], row["anchor"])


def _attribution(row: Row, content: tuple[Part, ...]) -> Attribution:
    return Attribution(
        kind=row["kind"],
        cue=None if row["cue_start"] is None else Part(row["cue_start"], row["cue_end"], row["cue"]),
        source=None if row["source_start"] is None else _source(row),
        content=content,
        parent=row["parent"],
        effect=row["effect"],
        inferred=bool(row["inferred"]),
    )


def _source(row: Row) -> Source:
    return Source(row["source_start"], row["source_end"], row["source_text"], row["source"], row["source_kind"])


def _claim(row: Row, quantities: tuple[int, ...], dates: tuple[int, ...], entities: tuple[int, ...]) -> Claim:
    return Claim(
        id=row["id"],
        start=row["start_char"],
        end=row["end_char"],
        text=row["text"],
        subject=row["subject"],
        predicate=row["predicate"],
        object=row["object"],
        polarity=row["polarity"],
        modality=row["modality"],
        attribution=row["attribution"],
        source=row["source"],
        quantities=quantities,
        dates=dates,
        entities=entities,
        checkworthiness=row["checkworthiness"],
        standalone=row["standalone"],
        vector=row["vector"],
        place=row["place"],
        reasons=json.loads(row["reasons"] or "{}"),
        filled=tuple(Filled(*part) for part in json.loads(row["filled"] or "[]")),
    )

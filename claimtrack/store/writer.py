"""Writing: one article, one transaction. The caller holds the write lock (``connection.writing``)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sqlite_utils import Database

from claimtrack.model import Article, Attribution, Claim, Extraction, Quantity, Withdrawal
from claimtrack.store import spellings
from claimtrack.store.check import checksum, content_hash
from claimtrack.store.periods import days_of
from claimtrack.store.records import OTHER_LANGUAGE, Outcome, Run

if TYPE_CHECKING:
    from claimtrack.compare.sketch import Sketch

Row = Sequence[object]
_LAYERS = ("claims", "attributions", "mentions", "quantities", "dates")


def find_version(db: Database, article: Article, run: Run) -> int | None:
    """Key of the stored version with this content that the same package and model extracted, if there is one."""
    row = db.execute(
        """SELECT v.key FROM versions v JOIN documents d ON d.key = v.document_key JOIN runs r ON r.id = v.run
        WHERE d.id = ? AND v.hash = ? AND r.package_version = ? AND r.model_hash IS ?
        AND (r.model_hash NOT NULL OR r.model IS ?)""",
        [article.id, content_hash(article), run.package_version, run.model_hash, run.model],
    ).fetchone()
    return None if row is None else int(row[0])


def is_in_force(db: Database, version_key: int) -> bool:
    """Whether a version is its document's latest one, and the document was not taken back."""
    sql = """SELECT v.latest AND d.withdrawn IS NULL FROM versions v JOIN documents d ON d.key = v.document_key
    WHERE v.key = ?"""
    return bool(db.execute(sql, [version_key]).fetchone()[0])


def make_latest(db: Database, version_key: int) -> Outcome:
    """Make a stored version its document's latest one (its text came back), and the document one in force."""
    _bring_back(db, version_key)
    if db.execute("SELECT latest FROM versions WHERE key = ?", [version_key]).fetchone()[0]:
        return "unchanged"
    db.execute(
        "UPDATE versions SET latest = 0 WHERE latest AND document_key = "
        "(SELECT document_key FROM versions WHERE key = ?)",
        [version_key],
    )
    db.execute("UPDATE versions SET latest = 1 WHERE key = ?", [version_key])
    return "reverted"


def withdraw(db: Database, withdrawal: Withdrawal, run: Run) -> bool:
    """Mark the document that a withdrawal names; whether that changed anything."""
    sql = """UPDATE documents SET withdrawn = ?, withdrawn_date = ?, withdrawn_run = ?
    WHERE id = ? AND (withdrawn IS NOT ? OR withdrawn_date IS NOT ?)"""
    reason, date = withdrawal.reason, withdrawal.date
    return db.conn.execute(sql, [reason, date, run.id, withdrawal.id, reason, date]).rowcount > 0


def _bring_back(db: Database, version_key: int) -> None:
    """A document whose article is read again is no longer withdrawn."""
    sql = """UPDATE documents SET withdrawn = NULL, withdrawn_date = NULL, withdrawn_run = NULL
    WHERE withdrawn NOT NULL AND key = (SELECT document_key FROM versions WHERE key = ?)"""
    db.execute(sql, [version_key])


def write(
    db: Database, extraction: Extraction, run: Run, sketch: Sketch | None = None, digest: str | None = None
) -> Outcome:
    """Write what was found in one article, unless the same was written before.

    ``sketch``: of its text, ``digest``: checksum of what was found, where they were made before.
    """
    version = find_version(db, extraction.article, run)
    if version is not None:
        return make_latest(db, version)
    document, is_new = _document_key(db, extraction.article.id, run.id)
    known = _key_of_hash(db, document, content_hash(extraction.article))
    if known is None:
        version = _add_version(db, document, extraction, run, digest)
        _bring_back(db, version)
        _write_layers(db, extraction, version, run.id)
        if extraction.article.kind is None:
            _sketch(db, version, extraction.article, sketch)
        return "stored" if is_new else "new_version"
    _replace(db, extraction, known, run, digest)
    return "replaced"


def _sketch(db: Database, version: int, article: Article, sketch: Sketch | None) -> None:
    from claimtrack.compare import copies  # the comparison builds on the store, and is not there when this is read

    copies.add(db, version, article.text, article.blocks, sketch)


def _key_of_hash(db: Database, document: int, digest: str) -> int | None:
    row = db.execute("SELECT key FROM versions WHERE document_key = ? AND hash = ?", [document, digest]).fetchone()
    return None if row is None else int(row[0])


def _add_version(db: Database, document: int, extraction: Extraction, run: Run, digest: str | None) -> int:
    sql = "SELECT ifnull(max(number), 0) + 1 FROM versions WHERE document_key = ?"
    number = db.execute(sql, [document]).fetchone()[0]
    db.execute("UPDATE versions SET latest = 0 WHERE latest AND document_key = ?", [document])
    text, content = extraction.article.text, content_hash(extraction.article)
    row = {"document_key": document, "number": number, "latest": 1, "hash": content, "text": text, "run": run.id}
    kind = {"kind": extraction.article.kind}
    return _insert(db, "versions", row | kind | _facts(extraction, digest))


def _replace(db: Database, extraction: Extraction, version: int, run: Run, digest: str | None) -> None:
    """Replace what another package or model found in a version; names that nothing uses any more go too."""
    entities = _column(db, "SELECT DISTINCT entity_key FROM mentions WHERE version_key = ?", version)
    sources = _column(db, "SELECT DISTINCT source_key FROM attributions WHERE version_key = ?", version)
    for table in _LAYERS:  # contents and links of claims go with their owners
        db.execute(f"DELETE FROM {table} WHERE version_key = ?", [version])
    _update(db, "versions", version, {**_facts(extraction, digest), "run": run.id})
    make_latest(db, version)
    _write_layers(db, extraction, version, run.id)
    _drop_unused(db, "entities", "mentions", "entity_key", entities)
    _drop_unused(db, "sources", "attributions", "source_key", sources)


def _drop_unused(db: Database, names: str, users: str, column: str, keys: Iterable[int]) -> None:
    sql = f"DELETE FROM {names} WHERE key = ? AND NOT EXISTS (SELECT 1 FROM {users} WHERE {column} = {names}.key)"
    db.conn.executemany(sql, ((key,) for key in keys))


def _column(db: Database, sql: str, parameter: int) -> list[int]:
    return [row[0] for row in db.execute(sql, [parameter]).fetchall() if row[0] is not None]


def _document_key(db: Database, document_id: str, run: int) -> tuple[int, bool]:
    known = db.execute("SELECT key FROM documents WHERE id = ?", [document_id]).fetchone()
    if known is not None:
        return int(known[0]), False
    return _insert(db, "documents", {"id": document_id, "run": run}), True


def _facts(extraction: Extraction, digest: str | None) -> dict[str, object]:
    """The columns of a version that another extraction of the same content may change."""
    article = extraction.article
    first, last = days_of(article.published) or (None, None)
    return {
        "title": article.title,
        "author": article.author,
        "publisher": article.publisher,
        "published": article.published,
        "published_earliest": first,
        "published_latest": last,
        "language": article.language,
        "flag": None if article.is_english else OTHER_LANGUAGE,
        "url": article.url,
        "path": article.path,
        "blocks": json.dumps([[block.kind, block.start, block.end] for block in article.blocks]),
        "notes": json.dumps(article.notes, ensure_ascii=False),
        "checksum": digest or checksum(extraction),
    }


def _write_layers(db: Database, extraction: Extraction, version: int, run: int) -> None:
    """Write every layer; the keys of a layer run on from the greatest in use, in the order of its list."""
    mentions = _write_mentions(db, extraction, version, run)
    quantities = _keys(db, "quantities", len(extraction.quantities))
    rows = (
        (key, version, i, *_quantity(item), run)
        for i, (key, item) in enumerate(zip(quantities, extraction.quantities, strict=True))
    )
    _insert_all(db, "quantities", rows)
    dates = _keys(db, "dates", len(extraction.dates))
    rows = (
        (k, version, i, x.start, x.end, x.text, x.type, x.value, x.earliest, x.latest, x.anchor, run)
        for i, (k, x) in enumerate(zip(dates, extraction.dates, strict=True))
    )
    _insert_all(db, "dates", rows)
    attributions = _write_attributions(db, extraction.attributions, version, run)
    claims = _keys(db, "claims", len(extraction.claims))
    pairs = list(zip(claims, extraction.claims, strict=True))
    rows = ((key, version, i, *_claim(item, attributions), run, *_context(item)) for i, (key, item) in enumerate(pairs))
    _insert_all(db, "claims", rows)
    spellings.add(db, [name for _, claim in pairs for name in (claim.source, claim.subject)])
    _link(db, "claim_quantities", ((key, claim.quantities) for key, claim in pairs), quantities, run)
    _link(db, "claim_dates", ((key, claim.dates) for key, claim in pairs), dates, run)
    _link(db, "claim_mentions", ((key, claim.entities) for key, claim in pairs), mentions, run)


def _write_mentions(db: Database, extraction: Extraction, version: int, run: int) -> range:
    keys = _keys(db, "mentions", len(extraction.entities))
    names = {(item.name, item.label) for item in extraction.entities}
    sql = "INSERT INTO entities(name, label, run) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
    db.conn.executemany(sql, ((name, label, run) for name, label in sorted(names)))
    spellings.add(db, [name for name, _ in names])
    find = "SELECT key FROM entities WHERE name = ? AND label = ?"
    entities = {name: db.conn.execute(find, name).fetchone()[0] for name in names}
    rows = (
        (k, version, i, entities[x.name, x.label], x.start, x.end, x.text, run, x.wikidata)
        for i, (k, x) in enumerate(zip(keys, extraction.entities, strict=True))
    )
    _insert_all(db, "mentions", rows)
    return keys


def _quantity(item: Quantity) -> Row:
    return (
        *(item.start, item.end, item.text, item.number),
        *(float(item.value), str(item.value)),
        *((None, None) if item.high is None else (float(item.high), str(item.high))),
        *(item.comparator, item.change, item.unit, item.counted, item.counted_start, item.counted_end),
        *(int(item.vague), int(item.ambiguous)),
    )


def _write_attributions(db: Database, attributions: Sequence[Attribution], version: int, run: int) -> range:
    keys = _keys(db, "attributions", len(attributions))
    sources = _source_keys(db, attributions, run)
    rows = (
        (key, version, i, *_attribution(item, sources, keys), run)
        for i, (key, item) in enumerate(zip(keys, attributions, strict=True))
    )
    _insert_all(db, "attributions", rows)
    contents = [
        (key, i, part.start, part.end, part.text, run)
        for key, item in zip(keys, attributions, strict=True)
        for i, part in enumerate(item.content)
    ]
    numbered = zip(_keys(db, "contents", len(contents)), contents, strict=True)
    _insert_all(db, "contents", ((key, *row) for key, row in numbered))
    return keys


def _source_keys(db: Database, attributions: Iterable[Attribution], run: int) -> dict[str, int]:
    names = {x.source.name for x in attributions if x.source is not None and x.source.name is not None}
    sql = "INSERT INTO sources(name, run) VALUES (?, ?) ON CONFLICT DO NOTHING"
    db.conn.executemany(sql, ((name, run) for name in sorted(names)))
    find = "SELECT key FROM sources WHERE name = ?"
    return {name: db.conn.execute(find, [name]).fetchone()[0] for name in names}


def _attribution(item: Attribution, sources: dict[str, int], keys: range) -> Row:
    cue, source = item.cue, item.source
    return (
        *(item.kind, item.effect, int(item.inferred)),
        *((None, None, None) if cue is None else (cue.start, cue.end, cue.text)),
        *((None,) * 4 if source is None else (source.start, source.end, source.text, source.kind)),
        None if source is None or source.name is None else sources[source.name],
        None if item.parent is None else keys[item.parent],
    )


def _claim(item: Claim, attributions: range) -> Row:
    return (
        *(item.id, item.start, item.end, item.text, item.standalone),
        *(item.subject, item.predicate, item.object, item.polarity, item.modality),
        None if item.attribution is None else attributions[item.attribution],
        *(item.source, item.checkworthiness, item.vector),
    )


def _context(item: Claim) -> Row:
    reasons = json.dumps(dict(item.reasons)) if item.reasons else None
    filled = [[part.start, part.end, part.origin_start, part.origin_end] for part in item.filled]
    return (item.place, reasons, json.dumps(filled) if filled else None)


def _link(db: Database, table: str, claims: Iterable[tuple[int, Sequence[int]]], keys: range, run: int) -> None:
    _insert_all(db, table, ((key, i, keys[index], run) for key, indices in claims for i, index in enumerate(indices)))


def _keys(db: Database, table: str, count: int) -> range:
    first = db.conn.execute(f"SELECT ifnull(max(key), 0) + 1 FROM {table}").fetchone()[0]
    return range(first, first + count)


def _insert_all(db: Database, table: str, rows: Iterable[Row]) -> None:
    """Insert whole rows, in the order of the table's columns."""
    rows = list(rows)
    if rows:
        db.conn.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def _insert(db: Database, table: str, row: dict[str, object]) -> int:
    sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
    return int(db.conn.execute(sql, list(row.values())).lastrowid or 0)


def _update(db: Database, table: str, key: int, row: dict[str, object]) -> None:
    db.conn.execute(
        f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in row)} WHERE key = ?", [*row.values(), key]
    )

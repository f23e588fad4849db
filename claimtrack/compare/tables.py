"""Reading and writing the tables of the comparison (store/schema_compare.py, schema_bundles.py, schema_scale.py)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from claimtrack.compare.packs import Pack
from claimtrack.compare.relate import Verdict

Key = tuple[int, int]
"""(claim_key, position of the figure in its version; -1 for the event)"""
EVENT = -1

PENDING = """SELECT v.key, v.run FROM uncompared u CROSS JOIN versions v ON v.key = u.version_key
CROSS JOIN documents d ON d.key = v.document_key
LEFT JOIN compared c ON c.version_key = v.key AND c.extracted_by = v.run
WHERE v.latest AND d.withdrawn IS NULL AND c.version_key IS NULL ORDER BY u.version_key"""
STALE = """SELECT c.version_key FROM uncompared u CROSS JOIN compared c ON c.version_key = u.version_key
CROSS JOIN versions v ON v.key = u.version_key CROSS JOIN documents d ON d.key = v.document_key
WHERE NOT v.latest OR c.extracted_by <> v.run OR d.withdrawn NOT NULL"""
"""What came in is few among all: CROSS JOIN makes SQLite begin with it."""
BATCH = 500
"""Keys in one query."""
BLOCK, SIZE = 256, 512
"""Vectors in a row of ``vector_blocks``, and bytes of one."""

Match = tuple[Key, Key, float]
"""Two statements and how likely they are about one fact."""
Link = tuple[Key, Key, Verdict, float]
"""What holds between two statements, the earlier one first, and how likely they are about one fact."""
Period = tuple[str, str] | None
Group = tuple[str, str, Sequence[tuple[Key, Period]], Sequence[Link]]
"""A fact: id, label, statements each with its time as ISO days, what holds between them."""


def pending(db: Database) -> list[tuple[int, int]]:
    """Latest versions that were not compared yet, with the run that extracted each."""
    return [(row[0], row[1]) for row in db.execute(PENDING).fetchall()]


def is_stale(db: Database) -> bool:
    """Whether something that was compared is no more as it was."""
    return any(db.execute(sql).fetchone() for sql in (STALE, "SELECT 1 FROM loosened"))


def drop_stale(db: Database) -> None:
    """Forget the matches of versions that are no more the latest, or were extracted anew."""
    for (version,) in db.execute(STALE).fetchall():
        claims = "(SELECT key FROM claims WHERE version_key = ?)"
        db.execute(f"DELETE FROM matches WHERE a_key IN {claims} OR b_key IN {claims}", [version, version])
        db.execute(f"DELETE FROM fact_claims WHERE claim_key IN {claims}", [version])
        db.execute(f"DELETE FROM relations WHERE a_key IN {claims} OR b_key IN {claims}", [version, version])
        db.execute("DELETE FROM compared WHERE version_key = ?", [version])
        db.execute("DELETE FROM bundles WHERE version_key = ?", [version])
        db.execute("DELETE FROM topics WHERE version_key = ?", [version])


def loosened(db: Database, most: int) -> set[Key]:
    """Statements of the facts that lost one; the facts that lost all are gone.

    Facts that still hold more than ``most`` are left as they are, without what they lost (``drop_stale``).
    """
    db.execute("DELETE FROM facts WHERE key IN loosened AND key NOT IN (SELECT fact_key FROM fact_claims)")
    lost = [row[0] for row in db.execute("SELECT fact_key FROM loosened").fetchall()]
    small = [fact for fact in lost if not holds_more(db, fact, most)]
    return {node for held in members(db, small, most).values() for node in held}


def settled(db: Database) -> None:
    """Forget what came in and needs no comparison: older versions, and those that came back as they were."""
    db.execute(f"DELETE FROM uncompared WHERE version_key NOT IN (SELECT key FROM ({PENDING}))")


def add_compared(db: Database, version: int, run: int, vector: bytes, left_out: int = 0) -> None:
    """Note that a version was compared, with all near documents but ``left_out``; ``vector``: see ``candidates``."""
    db.execute("INSERT OR REPLACE INTO compared VALUES (?, ?, ?)", [version, run, left_out])
    db.execute("DELETE FROM uncompared WHERE version_key = ?", [version])
    _place(db, version, vector)


def vectors(db: Database) -> Iterator[tuple[int, bytes]]:
    """Vectors of the versions that were compared, ``BLOCK`` at a time: the key of the first one, and the vectors of
    it and those that follow; zeros for a version that was not."""
    for (version,) in db.execute("SELECT version_key FROM freed").fetchall():
        _place(db, version, bytes(SIZE))
    for block, data in db.execute("SELECT block, vectors FROM vector_blocks ORDER BY block"):
        yield block * BLOCK, data


def _place(db: Database, version: int, vector: bytes) -> None:
    """Write a version's vector where its key says."""
    block, place = divmod(version, BLOCK)
    db.execute("INSERT OR IGNORE INTO vector_blocks VALUES (?, zeroblob(?))", [block, BLOCK * SIZE])
    with db.conn.blobopen("vector_blocks", "vectors", block) as blob:
        blob.seek(place * SIZE)
        blob.write(vector)
    db.execute("DELETE FROM freed WHERE version_key = ?", [version])


def left_out(db: Database) -> int:
    """How many versions were compared with some of the documents near them only."""
    return int(db.execute("SELECT count(*) FROM compared WHERE left_out > 0").fetchone()[0])


def add_matches(db: Database, found: Iterable[Match]) -> None:
    """Write matches; the smaller key first."""
    rows = ((*min(a, b), *max(a, b), score) for a, b, score in found)
    db.conn.executemany("INSERT OR REPLACE INTO matches VALUES (?, ?, ?, ?, ?)", rows)


Pairs = dict[tuple[Key, Key], float]
"""Matches: how likely two statements are about one fact."""


def matches_of(db: Database, nodes: Iterable[Key], least: float) -> Pairs:
    """Every match among the statements that hang together with these by matches of at least ``least``."""
    seen: set[Key] = set()
    front = set(nodes)
    found: Pairs = {}
    while front:
        seen |= front
        new = partners(db, front)
        found |= new
        front = {node for pair, score in new.items() if score >= least for node in pair} - seen
    return {pair: chance for pair, chance in found.items() if seen.issuperset(pair)}


TOPIC = "actors, actor_weights, words, word_weights"
MATCHES = "SELECT a_key, a_quantity, b_key, b_quantity, score FROM matches"
PARTNERS = """WITH wanted(key, quantity) AS (
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))
SELECT a_key, a_quantity, b_key, b_quantity, score FROM wanted CROSS JOIN matches
ON {end}_key = key AND {end}_quantity = quantity LIMIT ?"""
"""Of the statements wanted only: of a claim's others there may be very many. (SQLite begins with the left of a CROSS
JOIN.)"""


def partners(db: Database, nodes: Collection[Key], most: int = -1) -> Pairs:
    """Every match of these statements; ``most``: some of them, about so many, where there are more."""
    found: Pairs = {}
    wanted = sorted(nodes)
    for end in ("a", "b"):
        for i in range(0, len(wanted), BATCH):
            rows = db.execute(PARTNERS.format(end=end), [json.dumps(wanted[i : i + BATCH]), most]).fetchall()
            found |= {((row[0], row[1]), (row[2], row[3])): row[4] for row in rows}
    return found


def matches_among(db: Database, nodes: Collection[Key]) -> Pairs:
    """Every match between two of these statements."""
    keys = sorted({node[0] for node in nodes})
    sql = f"{MATCHES} WHERE a_key IN ({{marks}}) AND b_key IN ({','.join(map(str, keys))})"
    pairs = {((row[0], row[1]), (row[2], row[3])): row[4] for row in _in_batches(db, sql, keys)}
    return {pair: chance for pair, chance in pairs.items() if pair[0] in nodes and pair[1] in nodes}


def _in_batches(db: Database, sql: str, keys: Sequence[int]) -> Iterator[Any]:
    """Rows of a query for whole numbers, which take the place of ``{marks}``, some at a time."""
    for i in range(0, len(keys), BATCH):
        marks = "SELECT value FROM json_each(?)"  # one statement, however many keys: SQLite need not read it again
        yield from db.execute(sql.format(marks=marks), [json.dumps(keys[i : i + BATCH])]).fetchall()


def copy_groups(db: Database, versions: Sequence[int]) -> dict[int, int]:
    """Group of each version: versions that are copies of one another share one."""
    sql = "SELECT version_key, copy_group FROM sketches WHERE version_key IN ({marks})"
    return {row[0]: row[1] for row in _in_batches(db, sql, versions)}


def claim_vectors(db: Database, version: int) -> list[tuple[int, bytes | None]]:
    """Key and vector of each claim of a version, in its order."""
    sql = "SELECT key, vector FROM claims WHERE version_key = ? ORDER BY position"
    return [(row[0], row[1]) for row in db.execute(sql, [version]).fetchall()]


def find_pack(db: Database, version: int) -> Pack | None:
    """What is kept of a version's statements."""
    sql = "SELECT layout, statements, columns, texts, vectors FROM bundles WHERE version_key = ?"
    row = db.execute(sql, [version]).fetchone()
    return None if row is None else Pack(*row)


def add_pack(db: Database, version: int, made: Pack) -> None:
    """Keep a version's statements."""
    row = [version, made.layout, made.statements, made.columns, made.texts, made.vectors]
    db.execute("INSERT OR REPLACE INTO bundles VALUES (?, ?, ?, ?, ?, ?)", row)


def topics(db: Database, versions: Sequence[int], layout: str) -> dict[int, tuple[bytes, ...]]:
    """What is kept of the topics of these versions, by the code of this layout."""
    sql = f"SELECT version_key, {TOPIC}, layout FROM topics WHERE version_key IN ({{marks}})"
    return {row[0]: tuple(row[1:-1]) for row in _in_batches(db, sql, versions) if row[-1] == layout}


def add_topic(db: Database, version: int, layout: str, topic: Sequence[bytes]) -> None:
    """Keep a version's topic."""
    db.execute(
        f"INSERT OR REPLACE INTO topics (version_key, layout, {TOPIC}) VALUES (?, ?, ?, ?, ?, ?)",
        [version, layout, *topic],
    )


def versions_of(db: Database, claims: Iterable[int]) -> dict[int, int]:
    """The version of each of these claims; those that are not there are left out."""
    sql = "SELECT key, version_key FROM claims WHERE key IN ({marks})"
    return {row[0]: row[1] for row in _in_batches(db, sql, sorted(set(claims)))}


def texts(db: Database, wanted: Sequence[str]) -> dict[str, bytes]:
    """Vectors of texts that were read before."""
    out: dict[str, bytes] = {}
    for i in range(0, len(wanted), 500):
        part = wanted[i : i + 500]
        marks = ",".join("?" * len(part))
        out.update(
            (r[0], r[1]) for r in db.execute(f"SELECT text, vector FROM texts WHERE text IN ({marks})", part).fetchall()
        )
    return out


def add_texts(db: Database, vectors: Mapping[str, bytes]) -> None:
    """Keep vectors of texts that other documents will have too."""
    db.conn.executemany("INSERT OR REPLACE INTO texts VALUES (?, ?)", list(vectors.items()))


def order_of(db: Database, nodes: Sequence[Key]) -> dict[Key, tuple[str, str, int, int]]:
    """How statements are ordered in a fact: by day of publication, document, place in it."""
    sql = """SELECT c.key, ifnull(v.published_earliest, '9'), d.id, c.position FROM claims c
    JOIN versions v ON v.key = c.version_key JOIN documents d ON d.key = v.document_key WHERE c.key IN ({marks})"""
    found = {row[0]: (row[1], row[2], row[3]) for row in _in_batches(db, sql, sorted({node[0] for node in nodes}))}
    return {node: (*found[node[0]], node[1]) for node in nodes}


def facts_of(db: Database, nodes: Iterable[Key]) -> dict[Key, int]:
    """The fact that each of these statements is in; those in none are left out."""
    wanted = set(nodes)
    sql = "SELECT claim_key, quantity, fact_key FROM fact_claims WHERE claim_key IN ({marks})"
    rows = _in_batches(db, sql, sorted({node[0] for node in wanted}))
    return {(row[0], row[1]): row[2] for row in rows if (row[0], row[1]) in wanted}


def members(db: Database, facts: Iterable[int], most: int) -> dict[int, list[Key]]:
    """The statements of each fact, up to ``most`` of one."""
    sql = "SELECT claim_key, quantity FROM fact_claims WHERE fact_key = ? LIMIT ?"
    found = {fact: db.execute(sql, [fact, most]).fetchall() for fact in set(facts)}
    return {fact: [(row[0], row[1]) for row in rows] for fact, rows in found.items()}


def holds_more(db: Database, fact: int, most: int) -> bool:
    """Whether a fact has more than ``most`` statements."""
    sql = "SELECT 1 FROM fact_claims WHERE fact_key = ? LIMIT 1 OFFSET ?"
    return db.execute(sql, [fact, most]).fetchone() is not None


def replace_facts(db: Database, touched: Iterable[Key], groups: Iterable[Group]) -> None:
    """Write the facts that now hold the touched statements; a fact that is left empty goes."""
    old = {key for node in touched for key in _leave(db, node)}
    for key in old:
        db.execute("DELETE FROM relations WHERE fact_key = ?", [key])
    for group in groups:
        _write(db, *group)
    for key in old:
        sql = "DELETE FROM facts WHERE key = ? AND NOT EXISTS (SELECT 1 FROM fact_claims WHERE fact_key = ?)"
        db.execute(sql, [key, key])


def forget_loosened(db: Database) -> None:
    """The facts that lost a statement were made anew."""
    db.execute("DELETE FROM loosened")


def _leave(db: Database, node: Key) -> list[int]:
    """Take a statement out of its fact; the fact's key."""
    sql = "DELETE FROM fact_claims WHERE claim_key = ? AND quantity = ? RETURNING fact_key"
    return [row[0] for row in db.execute(sql, list(node)).fetchall()]


def add_to_fact(db: Database, fact: int, node: tuple[Key, Period], links: Sequence[Link]) -> None:
    """Put one more statement into a fact."""
    _add_members(db, fact, [node])
    _add_relations(db, fact, links)


def _write(db: Database, name: str, label: str, nodes: Sequence[tuple[Key, Period]], links: Sequence[Link]) -> None:
    sql = "INSERT INTO facts (id, label) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET label = excluded.label"
    db.execute(sql, [name, label])
    key = db.execute("SELECT key FROM facts WHERE id = ?", [name]).fetchone()[0]
    _add_members(db, key, nodes)
    _add_relations(db, key, links)


def _add_members(db: Database, fact: int, nodes: Sequence[tuple[Key, Period]]) -> None:
    rows = [(*node, fact, *(period or (None, None))) for node, period in nodes]
    db.conn.executemany("INSERT INTO fact_claims VALUES (?, ?, ?, ?, ?)", rows)


def _add_relations(db: Database, fact: int, links: Sequence[Link]) -> None:
    ordered = sorted(links, key=lambda link: link[3])
    rows = [(fact, a[0], b[0], v.relation, v.on, v.detail, score) for a, b, v, score in ordered]
    db.conn.executemany("INSERT OR REPLACE INTO relations VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

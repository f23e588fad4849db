"""Reading and writing the tables of the comparison (store/schema_compare.py)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlite_utils import Database

from claimtrack.compare.relate import Verdict
from claimtrack.store.rows import select

Key = tuple[int, int]
"""(claim_key, position of the figure in its version; -1 for the event)"""
EVENT = -1

PENDING = """SELECT v.key, v.run FROM versions v
LEFT JOIN compared c ON c.version_key = v.key AND c.extracted_by = v.run
WHERE v.latest AND c.version_key IS NULL ORDER BY v.key"""
STALE = """SELECT c.version_key FROM compared c JOIN versions v ON v.key = c.version_key
WHERE NOT v.latest OR c.extracted_by <> v.run"""


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
        db.execute("DELETE FROM compared WHERE version_key = ?", [version])


def loosened(db: Database) -> set[Key]:
    """Statements of the facts that lost one; the facts that lost all are gone."""
    db.execute("DELETE FROM facts WHERE key IN loosened AND key NOT IN (SELECT fact_key FROM fact_claims)")
    sql = "SELECT claim_key, quantity FROM fact_claims WHERE fact_key IN loosened"
    return {(row[0], row[1]) for row in db.execute(sql).fetchall()}


def add_compared(db: Database, version: int, run: int, vector: bytes) -> None:
    """Note that a version was compared."""
    db.execute("INSERT OR REPLACE INTO compared VALUES (?, ?, ?)", [version, run, vector])


def compared(db: Database) -> list[tuple[int, bytes]]:
    """Versions that were compared, with the vector of each."""
    return [(row[0], row[1]) for row in db.execute("SELECT version_key, vector FROM compared").fetchall()]


def add_matches(db: Database, found: Iterable[Match]) -> None:
    """Write matches; the smaller key first."""
    rows = ((*min(a, b), *max(a, b), score) for a, b, score in found)
    db.conn.executemany("INSERT OR REPLACE INTO matches VALUES (?, ?, ?, ?, ?)", rows)


def matches_of(db: Database, nodes: Iterable[Key], least: float) -> dict[tuple[Key, Key], float]:
    """Every match among the statements that hang together with these by matches of at least ``least``."""
    seen: set[Key] = set()
    front = set(nodes)
    found: dict[tuple[Key, Key], float] = {}
    sql = """SELECT a_key, a_quantity, b_key, b_quantity, score FROM matches WHERE a_key = ? AND a_quantity = ?
    UNION ALL SELECT a_key, a_quantity, b_key, b_quantity, score FROM matches WHERE b_key = ? AND b_quantity = ?"""
    while front:
        node = front.pop()
        seen.add(node)
        for row in db.execute(sql, [*node, *node]).fetchall():
            a, b = (row[0], row[1]), (row[2], row[3])
            found[a, b] = row[4]
            if row[4] >= least:
                front |= {a, b} - seen
    return {pair: chance for pair, chance in found.items() if seen.issuperset(pair)}


def copy_groups(db: Database) -> dict[int, int]:
    """Group of each latest version: versions that are copies of one another share one."""
    sql = "SELECT s.version_key, s.copy_group FROM sketches s JOIN versions v ON v.key = s.version_key WHERE v.latest"
    return {row[0]: row[1] for row in db.execute(sql).fetchall()}


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
    """Keep vectors of texts."""
    db.conn.executemany("INSERT OR REPLACE INTO texts VALUES (?, ?)", list(vectors.items()))


def claim_keys(db: Database, version: int) -> list[tuple[int, str]]:
    """Key and id of each claim of a version, in its order."""
    sql = "SELECT key, id FROM claims WHERE version_key = ? ORDER BY position"
    return [(row[0], row[1]) for row in db.execute(sql, [version]).fetchall()]


def order_of(db: Database, nodes: Sequence[Key]) -> dict[Key, tuple[str, str, int, int]]:
    """How statements are ordered in a fact: by day of publication, document, place in it."""
    keys = sorted({node[0] for node in nodes})
    found: dict[int, tuple[str, str, int]] = {}
    sql = """SELECT c.key, ifnull(v.published_earliest, '9'), d.id, c.position FROM claims c
    JOIN versions v ON v.key = c.version_key JOIN documents d ON d.key = v.document_key WHERE c.key IN ({marks})"""
    for i in range(0, len(keys), 500):
        for row in select(db, sql.format(marks=",".join(map(str, keys[i : i + 500])))):
            found[row[0]] = (row[1], row[2], row[3])
    return {node: (*found[node[0]], node[1]) for node in nodes}


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
    db.execute("DELETE FROM loosened")


def _leave(db: Database, node: Key) -> list[int]:
    """Take a statement out of its fact; the fact's key."""
    sql = "DELETE FROM fact_claims WHERE claim_key = ? AND quantity = ? RETURNING fact_key"
    return [row[0] for row in db.execute(sql, list(node)).fetchall()]


def _write(db: Database, name: str, label: str, nodes: Sequence[tuple[Key, Period]], links: Sequence[Link]) -> None:
    sql = "INSERT INTO facts (id, label) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET label = excluded.label"
    db.execute(sql, [name, label])
    key = db.execute("SELECT key FROM facts WHERE id = ?", [name]).fetchone()[0]
    members = [(*node, key, *(period or (None, None))) for node, period in nodes]
    db.conn.executemany("INSERT INTO fact_claims VALUES (?, ?, ?, ?, ?)", members)
    rows = [
        (key, a[0], b[0], v.relation, v.on, v.detail, score) for a, b, v, score in sorted(links, key=lambda x: x[3])
    ]
    db.conn.executemany("INSERT OR REPLACE INTO relations VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

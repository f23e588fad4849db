"""SQL over the Parquet of a job, where it lies. Nothing can be written, and nothing outside of the folder be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from claimtrack.cluster import blocks, manifest
from claimtrack.cluster.rows import SCHEMAS
from claimtrack.cluster.storage import Folder, resolve
from claimtrack.errors import InputError

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_PLACED: Final = 'RENAME ("start" AS start_char, "end" AS end_char)'
_EXACT: Final = """TRY_CAST(item.value AS DOUBLE) AS value, item.value AS value_exact,
TRY_CAST(item.high AS DOUBLE) AS high, item.high AS high_exact"""
_LAYERS: Final = {
    "entities": f"item.* {_PLACED}",
    "quantities": f"item.* EXCLUDE (value, high) {_PLACED}, {_EXACT}",
    "dates": f"item.* {_PLACED}",
    "attributions": "item.kind, item.effect, item.inferred, item.cue.text AS cue, item.source.name AS source, "
    "item.source.kind AS source_kind, item.source.text AS source_text, item.parent, item.content",
}
_HIDDEN: Final = (*_LAYERS, "claims", "sketch", "triples", "seconds", "position", "input")
"""Columns of the files that ``documents`` leaves out: those that have a view of their own, and those for ``merge``."""


def query(folder: str, sql: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """Names of the columns, and the rows, that DuckDB answers.

    The views are ``claims``, ``documents``, ``entities``, ``quantities``, ``dates``, ``attributions``, ``failures`` and
    ``withdrawals`` of the finished shards, and ``facts``, ``fact_claims`` and ``relations`` of what was compared.
    ``day`` is that of publication, NULL where it is not known. Raises InputError for a folder that holds no result,
    for SQL that DuckDB refuses, and for all but one SELECT.
    """
    import duckdb

    connection = connect(folder)
    try:
        statements = connection.extract_statements(sql)
        if [statement.type.name for statement in statements] != ["SELECT"]:
            raise InputError("One SELECT can be asked, and nothing that changes anything.", "Ask one thing at a time.")
        found = connection.execute(statements[0])
    except duckdb.Error as error:
        raise InputError(f"DuckDB refuses it: {error}", "DESCRIBE claims shows the columns.") from error
    return [column[0] for column in found.description or ()], _rows(found)


def _rows(found: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    import duckdb

    try:
        while rows := found.fetchmany(1000):
            yield from rows
    except duckdb.Error as error:
        raise InputError(f"DuckDB gave up: {error}", "Ask for less.") from error


def connect(folder: str) -> duckdb.DuckDBPyConnection:
    """DuckDB with the views. Of a local folder it can read this folder and nothing else. Raises InputError."""
    import duckdb

    out = Folder(folder)
    entries = manifest.entries(out)
    if not entries:
        raise InputError(f"There is no finished shard in {folder}.", "Name the folder of `ingest --engine ray --out`.")
    connection = duckdb.connect(":memory:")
    if not out.is_local:
        connection.register_filesystem(resolve(folder)[0])
    for table, schema in SCHEMAS.items():
        names = [name for entry in entries for name in entry.parquet if name.startswith(f"{table}/")]
        _add_files(connection, f"_{table}", schema, [out.at(name) for name in names])
    _add_views(connection)
    for table, names in blocks.files(out).items():
        _add_files(connection, table, blocks.SCHEMAS[table], [out.at(name) for name in names])
    if out.is_local:
        connection.execute("SET allowed_directories = ?", [[folder]])
        connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _add_files(connection: duckdb.DuckDBPyConnection, view: str, schema: pa.Schema, files: list[str]) -> None:
    """A view of some files; of an empty table, if there are none."""
    if not files:
        connection.register(view, schema.empty_table())
        return
    names = ", ".join(f"'{name.replace(chr(39), chr(39) * 2)}'" for name in files)
    options = "hive_partitioning = true, hive_types = {'day': DATE}" if "/day=" in files[0] else ""
    connection.execute(f"CREATE VIEW {view} AS SELECT * FROM read_parquet([{names}]{', ' * bool(options)}{options})")


def _add_views(connection: duckdb.DuckDBPyConnection) -> None:
    for table, fields in _LAYERS.items():
        rows = f"SELECT id AS document, publisher, published, day, unnest({table}) AS item FROM _documents"
        connection.execute(f"CREATE VIEW {table} AS SELECT document, publisher, published, day, {fields} FROM ({rows})")
    connection.execute(f"CREATE VIEW documents AS SELECT * EXCLUDE ({', '.join(_HIDDEN)}) FROM _documents")
    for table in ("claims", "failures", "withdrawals"):
        connection.execute(f"CREATE VIEW {table} AS SELECT * EXCLUDE (position) FROM _{table}")

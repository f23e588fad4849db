"""DuckDB over the Parquet of a job."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimtrack.cli import main
from claimtrack.cluster.query import query
from claimtrack.errors import InputError
from claimtrack.model import Article, Extraction
from tests.cluster.jobs import news, run_here
from tests.store.extractions import flood


def floods(article: Article, model: str | None) -> Extraction:
    """The same flood in every article."""
    return flood(identity=article.id, url=None, published=article.published, path=article.path)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("job")
    run_here([news(folder / "news", 30)], folder / "out", floods)
    return folder / "out"


ASKED = [
    (
        "SELECT count(*) FROM claims",
        [(66,)],
        "two claims in each of 33 texts; the French one has none",
    ),
    ("SELECT count(*) FROM documents", [(34,)], "30 lines, three texts and a fact-check"),
    ("SELECT count(*) FROM documents WHERE fact_check IS NOT NULL", [(1,)], "the fact-check"),
    (
        "SELECT DISTINCT unit, value, value_exact FROM quantities WHERE unit = 'person'",
        [("person", 1200.0, "1200")],
        "numbers",
    ),
    ("SELECT DISTINCT value, high FROM quantities WHERE unit = 'euro'", [(5e6, 7e6)], "a range keeps both ends"),
    ("SELECT DISTINCT text[start_char + 1 : end_char] = 'x' FROM dates", [(False,)], "offsets are there"),
    ("SELECT count(*) FROM failures", [(2,)], "an empty file and a line that is no object"),
    ("SELECT count(DISTINCT day) FROM documents", [(3,)], "days"),
    ("SELECT count(*) > 0 FROM documents WHERE day IS NULL", [(True,)], "a day that is not known is NULL"),
    ("SELECT DISTINCT source FROM attributions WHERE cue = 'said'", [("Red Cross",)], "attributions with their source"),
    ("SELECT count(*) FROM withdrawals", [(0,)], "a table of which no file was written is empty"),
    ("SELECT DISTINCT name FROM entities WHERE label = 'LOC'", [("Lowen",)], "entities"),
    (
        "SELECT DISTINCT list_sort([q.unit FOR q IN quantities]) FROM claims ORDER BY ALL",
        [(["euro"],), (["person"],)],
        "figures of a claim",
    ),
    ("SELECT count(*) > 15 FROM (DESCRIBE claims)", [(True,)], "the columns can be asked for"),
]


@pytest.mark.parametrize(("sql", "rows"), [case[:2] for case in ASKED], ids=[case[2] for case in ASKED])
def test_what_is_asked_is_answered(out: Path, sql: str, rows: list[tuple[object, ...]]) -> None:
    assert list(query(str(out), sql)[1]) == rows


REFUSED = [
    "CREATE TABLE x (y INT)",
    "COPY (SELECT 1) TO '{out}/x.csv'",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '{out}/x.csv'",
    "DELETE FROM claims",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT 1; SELECT 2",
    "ATTACH '{out}/x.db'",
    "SET enable_external_access = true",
    "SELECT no_such_column FROM claims",
    "",
]


@pytest.mark.parametrize("sql", REFUSED)
def test_nothing_can_be_changed_and_nothing_else_be_read(out: Path, sql: str) -> None:
    before = sorted(out.rglob("*"))
    with pytest.raises(InputError):
        list(query(str(out), sql.format(out=out))[1])
    assert sorted(out.rglob("*")) == before


def test_a_folder_without_results_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no finished shard"):
        query(str(tmp_path), "SELECT 1")


def test_json_where_it_is_piped_and_a_table_where_it_is_asked_for(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sql = """SELECT day, count(*) AS n, list(DISTINCT kind) AS kinds FROM claims
    WHERE day = '2025-09-02' AND kind NOT NULL GROUP BY day"""
    for form in ([], ["--format", "table"]):
        with pytest.raises(SystemExit) as end:
            main(["query", str(out), sql, *form])
        assert end.value.code == 0
    line, *table = capsys.readouterr().out.splitlines()
    assert json.loads(line) == {"day": "2025-09-02", "n": 10, "kinds": ["indirect"]}
    assert any("2025-09-02" in row for row in table)

"""CSV, JSON Lines and Parquet: the same claims, the same reviews."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from pyarrow import parquet

from claimtrack.errors import ClaimtrackError
from claimtrack.export.reviewed import Selection
from claimtrack.export.tabular import COLUMNS
from claimtrack.export.write import FORMS, export
from claimtrack.model import Extraction
from claimtrack.review.work import save
from claimtrack.store import Store
from tests.export.conftest import HOSTILE
from tests.store.extractions import TEXT, article


def exported(store: Store, form: str, wanted: Selection | None = None) -> bytes:
    out = io.BytesIO()
    export(store, form, out, wanted)
    return out.getvalue()


def table(store: Store, wanted: Selection | None = None) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported(store, "csv", wanted).decode())))


def test_csv(store: Store) -> None:
    found = {row["id"]: row for row in table(store)}
    assert list(found) == ["c1", "c2", "d1", "d2"] and tuple(found["c1"]) == COLUMNS
    one = found["c1"]
    assert (one["status"], one["verdict"], one["second_verdict"]) == ("disputed", "refuted", "supported")
    assert (one["reviewers"], one["figures"]) == ("Ana; Ben", "> 1200 person")
    assert (one["corrected_value"], one["corrected_start"], one["note"]) == ("1250.5", "14", HOSTILE)
    assert (found["d2"]["status"], found["d2"]["verdict"]) == ("open", "")


def test_csv_runs_nothing_in_a_spreadsheet(store: Store) -> None:
    save(store.db.conn, "d2", "Ana", verdict=None, note='=HYPERLINK("https://example.org")', seen=0)
    assert {row["id"]: row for row in table(store)}["d2"]["note"].startswith("'=")


def test_parquet_says_the_same(store: Store) -> None:
    rows = parquet.read_table(io.BytesIO(exported(store, "parquet"))).to_pylist()
    assert [row["id"] for row in rows] == ["c1", "c2", "d1", "d2"]
    assert (rows[0]["start"], rows[0]["found"], rows[0]["corrected_end"], rows[3]["note"]) == (
        TEXT.index("over"),
        True,
        31,
        None,
    )


def test_json_lines_hold_every_review(store: Store) -> None:
    lines = [json.loads(line) for line in exported(store, "jsonl").splitlines()]
    one = lines[0]
    assert [(r["reviewer"], r["verdict"], r["label"]) for r in one["reviews"]] == [
        ("Ana", "refuted", "Refuted"),
        ("Ben", "supported", "Supported"),
    ]
    assert [event["action"] for event in one["history"]] == ["review", "review"] and lines[3]["history"] == []


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (Selection(reviewed=True), ["c1", "c2", "d1"]),
        (Selection(status="open"), ["d2"]),
        (Selection(status="disputed"), ["c1"]),
        (Selection(verdict="unverifiable"), ["c2"]),
        (Selection(reviewer="Ben"), ["c1", "c2"]),
        (Selection(source="red cross"), ["c1", "d1"]),
        (Selection(source="red cross", reviewer="Ben"), ["c1"]),
        (Selection(document="https://example.org/other"), ["d1", "d2"]),
        (Selection(text="repairs", reviewed=True), ["c2"]),
        (Selection(limit=2), ["c1", "c2"]),
    ],
)
def test_selection(store: Store, wanted: Selection, ids: list[str]) -> None:
    assert [row["id"] for row in table(store, wanted)] == ids


def test_lost_reviews_are_kept(store: Store) -> None:
    store.add(Extraction(article=article(text="Nothing of the kind.")))
    gone: dict[str, Any] = {row["id"]: row for row in table(store)}
    assert set(gone) == {"c1", "c2", "d1", "d2"} and gone["c1"]["found"] == "False"
    assert (
        gone["c1"]["claim"] == "over 1,200 people in Lowen had lost their homes" and gone["c1"]["verdict"] == "refuted"
    )


def test_formats(store: Store) -> None:
    for form in FORMS:
        empty = exported(store, form, Selection(text="nothingofthekind"))
        assert bool(empty) == (form != "jsonl"), "a valid file: JSON Lines of nothing are nothing"
    with pytest.raises(ClaimtrackError):
        exported(store, "xlsx")

"""The report: one file, hostile text shown as text, charts that say what they show."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.compare.tables import replace_facts
from claimtrack.export import svg
from claimtrack.export.report import report
from claimtrack.export.series import Point, Series
from claimtrack.model import FactClaim
from claimtrack.review.work import save
from claimtrack.store import Store
from tests.export.conftest import HOSTILE


class Reader(HTMLParser):
    """Tags and addresses of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def page(store: Store, **options: Any) -> str:
    return "".join(report(store, **options))


def with_a_fact(store: Store) -> None:
    """c1 and d1 told as one fact."""
    keys = [store.db.execute("SELECT key FROM claims WHERE id = ?", [i]).fetchone()[0] for i in ("c1", "d1")]
    store.db.execute("BEGIN")
    replace_facts(
        store.db, [], [("f1", HOSTILE, [((keys[0], 0), None), ((keys[1], 0), ("2024-06-01", "2024-06-01"))], [])]
    )
    row = (keys[0], keys[1], HOSTILE)
    sql = """INSERT INTO relations (fact_key, a_key, b_key, relation, "on", detail, score)
    SELECT key, ?, ?, 'conflicts', 'quantity', ?, 0.9 FROM facts"""
    store.db.execute(sql, row)
    store.db.execute("COMMIT")


def test_everything_is_in_it(store: Store) -> None:
    with_a_fact(store)
    text = page(store, title="Flood & co")
    assert "Flood &amp; co" in text and "Cohen&#39;s kappa" in text
    for words in ("Verdicts", "Where reviewers differ", "Reviewed claims", "Who is quoted most", "Facts that several"):
        assert f"<h2>{words}" in text
    assert text.count('<g class="point') == 2 and "conflict" in text


def test_it_stands_alone(store: Store) -> None:
    with_a_fact(store)
    read = Reader(page(store))
    assert {"script", "link", "img", "iframe", "object"}.isdisjoint(read.tags)
    loading = [value for name, value in read.attributes if name in ("src", "srcset", "data", "action", "poster")]
    assert loading == [] and not any(name.startswith("on") for name, _ in read.attributes)
    links = [str(value) for name, value in read.attributes if name == "href"]
    assert links and all(re.match("https?://", link) for link in links)


def test_hostile_text_is_text(store: Store) -> None:
    with_a_fact(store)
    save(store.db.conn, "d2", "</td><script>x</script>", verdict="misleading", note="w" * 15_000, seen=0)
    text = page(store, title=HOSTILE)
    assert "<script" not in text and "<img" not in text and "\u202e" not in text
    assert "w" * 200 not in text, "a word without end is cut"


def test_an_empty_database(tmp_path: Path) -> None:
    with Store(tmp_path / "empty.db") as store:
        text = page(store)
    assert "<h2>" not in text and "</html>" in text


def test_it_prints_and_has_a_dark_side(store: Store) -> None:
    text = page(store)
    assert "@media print" in text and "prefers-color-scheme: dark" in text and "break-inside: avoid" in text


def points(*values: tuple[str, float, float, float, str | None, str]) -> Series:
    claim = FactClaim("c", "d", 0, 1, "t", None, None, None, "31 people")
    return Series("person", tuple(Point(date.fromisoformat(day), *rest, claim) for day, *rest in values), ())  # type: ignore[arg-type]


def test_a_timeline() -> None:
    text = svg.timeline(
        points(
            ("2025-01-01", 31, 31, 31, None, "A"),
            ("2025-01-01", 31, 30, 32, None, "B"),
            ("2025-01-09", 40, 40, 40, "up", "A"),
        ),
        "Toll",
    )
    assert text.count('class="tip"') == text.count('tabindex="0"') == 3, "each point is reached and named"
    assert ">A, 2025-01-09: 31 people</text>" in text
    assert "<circle" in text and 'class="point s1"' in text, "a shape and a colour a source"
    places = re.findall(r'<(?:circle class="mark" cx="|path class="mark" d="M)([\d.]+)', text)
    assert len(set(places)) == 3, "points at one place stand side by side"


@pytest.mark.parametrize(
    "series",
    [
        points(),
        points(("2025-01-01", 0, 0, 0, None, "A")),
        points(("2025-01-01", 5, 5, 5, None, "A"), ("2025-01-02", 5, 5, 5, "down", "B")),
    ],
)
def test_timelines_at_the_edge(series: Series) -> None:
    text = svg.timeline(series, "x")
    assert (text == "") == (not series.points) and "nan" not in text and "inf" not in text


@given(st.floats(-1e15, 1e15), st.floats(-1e15, 1e15))
def test_ticks_span_the_values(one: float, other: float) -> None:
    low, high = sorted((one, other))
    if 0 < high - low < 1e-9 * max(abs(low), abs(high), 1):
        return
    found = svg.ticks(low, high)
    assert 2 <= len(found) <= 8
    slack = 1e-9 * max(abs(low), abs(high), 1)
    assert found[0] <= low + slack and found[-1] >= high - slack


def test_months_have_no_gaps() -> None:
    assert svg.months(["2025-01-05", "2025-03-01", "2025-03-02"]) == [("2025-01", 1), ("2025-02", 0), ("2025-03", 2)]
    assert [label for label, _ in svg.months(["2015-01-05", "2022-03-01"])] == [str(year) for year in range(2015, 2023)]
    assert svg.months([]) == []

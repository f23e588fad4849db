"""`claimtrack factchecks` and `changes`, and what `show` and `claims` say of a claim that was checked."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from claimtrack.store import Store
from tests.cli.conftest import Command
from tests.compare.test_changes import BOARD, RAN, Says, version
from tests.store.test_fact_checks import CHECK, extraction, join

HOSTILE = replace(
    CHECK,
    id="f2",
    claim="=1+1 \x1b[2J [red]4,000 people\u202e",
    reviewer="@x",
    verdict="\x9bFalse|",
    claimant="-y",
    url=None,
)


@pytest.fixture
def checked(db: Path) -> None:
    with Store(db) as store:
        run = store.start_run()
        store.add_fact_check(CHECK, extraction(CHECK), run)
        store.add_fact_check(HOSTILE, extraction(HOSTILE), run)
        join(store, "c1", "f1c", "f2c")
        store.db.conn.commit()
        store.add(version(RAN, BOARD), run)
        store.add(version(RAN, Says("There were 243 people on board the ship.", number="243")), run)


@pytest.mark.usefixtures("checked")
class TestFactChecks:
    def test_they_are_listed_in_every_format(self, run: Command) -> None:
        rows = [json.loads(line) for line in run("factchecks").out.splitlines()]
        assert [row["id"] for row in rows] == ["f1", "f2"]
        assert rows[0]["verdict"] == "False: it was 1,200"
        assert json.loads(run("factchecks", "--format", "json").out) == rows
        assert len(list(csv.reader(io.StringIO(run("factchecks", "--format", "csv").out)))) == 3
        assert len(run("factchecks", "--format", "md").out.splitlines()) == 4
        assert [json.loads(x)["id"] for x in run("factchecks", "--text", "homes").out.splitlines()] == ["f1"]

    def test_a_wrong_rating_is_wrong_use(self, run: Command) -> None:
        done = run("factchecks", "--rating", "bogus")
        assert done.code == 2
        assert "mostly true" in done.err

    def test_show_says_that_a_claim_was_checked_and_what_differs(self, run: Command) -> None:
        out = run("show", "c1").out
        assert 'rated "False: it was 1,200" (false) by FactDesk on 2024-05-09' in out
        assert "> 1,200 people / > 4,000 people" in out
        assert "already checked" not in run("show", "c2").out

    def test_claims_have_a_column_for_it(self, run: Command) -> None:
        row = next(csv.DictReader(io.StringIO(run("claims", "--format", "csv").out)))
        assert row["checked"] == "false (FactDesk); false (@x)"
        assert json.loads(run("claims").out.splitlines()[0])["checks"][0]["rating"] == "false"

    @pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl", "md"])
    def test_nothing_in_a_review_steers_a_terminal_or_a_spreadsheet(self, form: str, run: Command) -> None:
        for command in (["factchecks"], ["claims"], ["changes"]):
            out = run(*command, "--format", form).out
            if form != "csv":
                assert not any(c in out for c in "\x1b\x9b\u202e"), command
            else:
                cells = [cell for row in csv.reader(io.StringIO(out)) for cell in row]
                assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells), command
        assert "\x1b" not in run("show", "c1").out

    def test_changes_of_all_or_one_document(self, run: Command) -> None:
        rows = [json.loads(line) for line in run("changes").out.splitlines()]
        assert [row["kind"] for row in rows] == ["altered"]
        assert rows[0]["differences"] == [{"what": "figure", "before": "212", "after": "243"}]
        assert rows[0]["before"]["passage"] == BOARD.text
        assert json.loads(run("changes", "ferry", "--format", "json").out) == rows
        (row,) = csv.DictReader(io.StringIO(run("changes", "--format", "csv").out))
        assert (row["versions"], row["change"], row["what"]) == ("1 to 2", "altered", "figure: 212 / 243")
        assert "No claim changed" in run("changes", "hostile", "--format", "table").err
        assert run("changes", "nobody").code == 2


@pytest.mark.usefixtures("db")
def test_without_fact_checks_the_list_is_empty(run: Command) -> None:
    assert run("factchecks").out == ""
    assert run("factchecks", "--format", "json").out == "[]\n"

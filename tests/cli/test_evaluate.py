import json
from pathlib import Path

import pytest

from claimtrack.cli import main

ROW = {
    "text": "About 40 boats sank off Marna in 2021, the coast guard said. Ada Lind saved two of them.",
    "dates": [{"text": "2021", "value": "2020"}],
    "quantities": [{"text": "40 boats", "value": 40, "high": None, "comparator": "~", "unit": "boat"}],
}


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", *arguments])
    return int(ended.value.code or 0), capsys.readouterr().out


@pytest.fixture
def gold(tmp_path: Path) -> str:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(ROW), encoding="utf8")
    return str(path)


def test_json_has_shares_and_counts(gold: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, gold, "--format", "json", "--layer", "dates")
    shown = json.loads(out)
    assert code == 0 and shown["documents"] == 1 and "misses" not in shown
    shares = {"precision": 1.0, "recall": 1.0, "f1": 1.0, "right": 1, "gold": 1, "found": 1}
    assert shown["scores"][0] == {"layer": "dates", "field": "found"} | shares
    assert {score["layer"] for score in shown["scores"]} == {"dates"}


def test_misses_are_listed_with_their_place(gold: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, out = run(capsys, gold, "--format", "json", "--misses")
    (miss,) = [m for m in json.loads(out)["misses"] if m["layer"] == "dates"]
    assert (miss["start"], miss["text"], miss["expected"], miss["found"]) == (33, "2021", ["2020"], ["2021"])


def test_the_table_names_layers_and_fields(gold: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, out = run(capsys, gold, "--misses")
    assert "value and comparator" in out and "wrong" in out


def test_a_gold_file_that_is_not_there_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "gone.jsonl")[0] == 2

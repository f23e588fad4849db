"""The commands around a cluster, without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimtrack.cli import main
from tests.cluster.jobs import news, run_here

WRONG = [
    (["ingest", "x.txt", "--engine", "ray"], "--out DIR"),
    (["ingest", "x.txt", "--out", "somewhere"], "go with --engine ray"),
    (["ingest", "x.txt", "--address", "auto"], "go with --engine ray"),
    (["ingest", "x.txt", "--engine", "ray", "--out", "somewhere", "--fetch"], "--fetch does not go"),
    (["ingest", "-", "--engine", "ray", "--out", "somewhere"], "standard input"),
    (["ingest", "x.txt", "--engine", "ray", "--out", "somewhere", "--published", "soon"], "no date"),
    (["merge", "somewhere"], "no finished shard"),
    (["query", "somewhere", "SELECT 1"], "no finished shard"),
    (["compare-shards", "somewhere"], "no finished shard"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_wrong_use_is_told_before_anything_is_started(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert message in " ".join(capsys.readouterr().err.replace("│", " ").split())
    assert not list(tmp_path.iterdir())


def test_merge_tells_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_here([news(tmp_path / "news", 10)], tmp_path / "out")
    for told in ("14 stored, 0 unchanged, 2 failed", "0 stored, 16 unchanged, 0 failed"):
        with pytest.raises(SystemExit) as end:
            main(["merge", str(tmp_path / "out"), "--db", str(tmp_path / "claims.db")])
        assert not end.value.code
        assert told in capsys.readouterr().err

"""What makes up a shard."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimtrack.cluster import shards
from claimtrack.cluster.shards import find_shards
from claimtrack.errors import InputError


def names(folder: Path) -> list[list[str]]:
    return [[Path(file.path).name for file in shard.files] for shard in find_shards([str(folder)])]


def fill(folder: Path, count: int) -> None:
    for number in range(count):
        (folder / f"{number:04}.txt").write_text("It rained.")


def test_a_big_file_is_a_shard_and_small_ones_share_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "BIG", 100)
    for name, size in {"a.txt": 10, "b.txt": 10, "c.jsonl": 100, "d.txt": 10}.items():
        (tmp_path / name).write_text("x" * size)
    (tmp_path / "photo.png").write_bytes(b"")
    assert names(tmp_path) == [["a.txt", "b.txt"], ["c.jsonl"], ["d.txt"]]


def test_a_file_more_changes_no_shard_but_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "ONE_IN", 10)
    fill(tmp_path, 100)
    before = names(tmp_path)
    (tmp_path / "0050b.txt").write_text("It snowed.")
    after = names(tmp_path)
    assert len(before) > 4
    assert len([shard for shard in after if shard not in before]) <= 2


def test_keys_tell_shards_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "MOST", 7)
    fill(tmp_path, 50)
    found = find_shards([str(tmp_path)])
    assert len({shard.key for shard in found}) == len(found) >= 8
    assert [shard.number for shard in found] == list(range(len(found)))


def test_what_is_not_there_is_a_file_that_reading_will_fail_on() -> None:
    (shard,) = find_shards(["no-such.txt"])
    assert [(file.path, file.size) for file in shard.files] == [("no-such.txt", 0)]


@pytest.mark.parametrize("name", ["-", "nosuchscheme://bucket/news", "file:///no/such/folder/of/news"])
def test_what_other_machines_cannot_read_is_said_at_once(name: str) -> None:
    with pytest.raises(InputError):
        find_shards([name])


def test_a_url_names_the_files_below_it(tmp_path: Path) -> None:
    fill(tmp_path, 3)
    (shard,) = find_shards([f"file://{tmp_path}"])
    assert [file.path for file in shard.files] == [f"file://{tmp_path}/{n:04}.txt" for n in range(3)]
    assert find_shards([f"file://{tmp_path}/*.txt"])[0].files == shard.files

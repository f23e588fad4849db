"""Folders and globs: which files, in which order, and how many names are in memory."""

from __future__ import annotations

import os
import random
import tracemalloc
from pathlib import Path

import pytest

from claimtrack.model import ReadFailure
from claimtrack.read import folders
from claimtrack.read.folders import glob_files, walk_files

FILES = ["b.txt", "a.txt", "z/c.txt", "a/d.txt", "a/in/e.txt", "a/.hidden/f.txt", ".g.txt", "a-b/h.md", "a/[x].txt"]


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in FILES:
        Path("news", name).parent.mkdir(parents=True, exist_ok=True)
        Path("news", name).touch()


def test_files_of_a_folder_come_first_then_its_folders() -> None:
    found = ["a.txt", "b.txt", "a/[x].txt", "a/d.txt", "a/in/e.txt", "a-b/h.md", "z/c.txt"]
    assert list(walk_files("news")) == [f"news/{name}" for name in found]
    assert list(walk_files("./news/")) == [f"./news/{name}" for name in found]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("news/*.txt", ["a.txt", "b.txt"]),
        ("news/?.txt", ["a.txt", "b.txt"]),
        ("news/[!a].txt", ["b.txt"]),
        ("news/*", ["a/[x].txt", "a/d.txt", "a/in/e.txt", "a-b/h.md", "a.txt", "b.txt", "z/c.txt"]),
        ("news/*/*.txt", ["a/[x].txt", "a/d.txt", "z/c.txt"]),
        ("news/**/*.txt", ["a.txt", "b.txt", "a/[x].txt", "a/d.txt", "a/in/e.txt", "z/c.txt"]),
        ("news/**/**/e.txt", ["a/in/e.txt"]),
        ("news/a/**", ["a/[x].txt", "a/d.txt", "a/in/e.txt"]),
        ("news/a*/**/*.md", ["a-b/h.md"]),
        ("news/.*.txt", [".g.txt"]),
        ("news/*.txt/*", []),
        ("news/gone/*", []),
        ("news/*/in", ["a/in/e.txt"]),
    ],
)
def test_globs(pattern: str, found: list[str]) -> None:
    expected = sorted(f"news/{name}" for name in found)
    assert sorted(map(str, glob_files(pattern))) == expected
    assert list(glob_files(pattern)) == list(glob_files(pattern))
    absolute = Path.cwd() / pattern
    assert sorted(map(str, glob_files(str(absolute)))) == [str(Path.cwd() / name) for name in expected]


@pytest.mark.parametrize("at_once", [1, 2, 3, 1000])
def test_the_order_does_not_depend_on_how_many_names_are_in_memory(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{random.Random(3).random()}-{i}.txt" for i in range(50)]
    Path("many").mkdir()
    for name in names:
        Path("many", name).touch()
    monkeypatch.setattr(folders, "_AT_ONCE", at_once)
    assert list(walk_files("many")) == [f"many/{name}" for name in sorted(names)]


def test_links_to_folders_are_not_followed() -> None:
    Path("news/a/loop").symlink_to(Path("news").resolve())
    Path("news/gone.txt").symlink_to("nowhere")
    assert len(list(walk_files("news"))) == 8


def test_a_folder_that_is_deep() -> None:
    path = Path("deep", *["d"] * 400)
    path.mkdir(parents=True)
    Path(path, "a.txt").touch()
    assert list(walk_files("deep")) == [str(path / "a.txt")]


def test_a_folder_that_is_gone_is_a_failure() -> None:
    (failed,) = walk_files("gone")
    assert isinstance(failed, ReadFailure) and failed.path == "gone"


def test_memory_does_not_grow_with_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two sizes, one peak: a list of the files would be ten times as long."""
    monkeypatch.setattr(folders, "_AT_ONCE", 200)
    peaks = []
    for count in (800, 8_000):
        folder = Path(f"many-{count}")
        folder.mkdir()
        for i in range(count):
            os.close(os.open(folder / f"an-article-with-a-long-name-{i:06}.txt", os.O_CREAT))
        tracemalloc.start()
        assert sum(1 for _ in walk_files(str(folder))) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5, peaks

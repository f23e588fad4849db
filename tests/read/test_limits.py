"""Input that is too large, in several encodings, or from the future: it fails or is noted, and the rest goes on."""

from __future__ import annotations

import io
import json
import sys
import tracemalloc
from datetime import UTC, datetime, timedelta
from io import BufferedReader
from pathlib import Path

import pytest

from claimtrack.model import Article, ReadFailure
from claimtrack.read.article import MAX_TEXT, Options
from claimtrack.read.jsonl import read_jsonl
from claimtrack.read.streams import MAX_BYTES
from tests.read.helpers import NEWS, PAGE, articles, failures, only_failure, read, texts

LINE = json.dumps({"text": NEWS}).encode()


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


class Endless(io.RawIOBase):
    """``size`` bytes of one line of JSON Lines and then a good one, without a file or memory that holds them."""

    def __init__(self, size: int) -> None:
        self.left, self.last = size, io.BytesIO(b"\n" + LINE + b"\n")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        if self.left <= 0:
            return self.last.readinto(view)
        size = min(len(view), self.left)
        view[:size] = b"x" * size
        self.left -= size
        return size


def test_one_line_of_a_gigabyte(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real limit on 300 MB that nothing holds; the memory is that of a line at the limit, and no more."""
    tracemalloc.start()
    failed, article = read_jsonl(BufferedReader(Endless(300_000_000), 1 << 20), "a.jsonl", Options())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(failed, ReadFailure) and isinstance(article, Article)
    assert (failed.place, article.path) == ("1", "a.jsonl:2")
    assert failed.message == "The line has more than 50 MB for one article." and "Split" in failed.remedy
    assert peak < 2.5 * MAX_BYTES, peak


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json", "a.xml"])
def test_a_sparse_file_of_a_gigabyte(name: str) -> None:
    """Nothing but one failure, in the memory of the limit."""
    with Path(name).open("wb") as file:
        file.write(b'{"ClaimReview": "' if name == "a.json" else b"<rss>")
        file.truncate(1_000_000_000)
    tracemalloc.start()
    failed = only_failure(name)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "50 MB" in failed.message or "no sound JSON" in failed.message
    assert peak < 2.5 * MAX_BYTES, peak


def test_a_text_that_is_longer_than_a_worker_is_given() -> None:
    """A document of 50 MB fails where it is read: no worker ever sees it."""
    line = json.dumps({"text": f"{NEWS} " * 550_000}).encode()
    assert MAX_TEXT < len(line) < MAX_BYTES
    Path("a.jsonl").write_bytes(LINE + b"\n" + line + b"\n" + LINE)
    found = read("a.jsonl")
    assert [(item.place, "up to 2,000,000 are read" in item.message) for item in failures(found)] == [("2", True)]
    assert texts(found) == [NEWS, NEWS]


def test_a_page_of_fifty_megabytes() -> None:
    """Scripts and pictures in a page do not matter; as many paragraphs would keep the reader busy for ten minutes."""
    bulk = f"<script>{'a = 1;' * 4_000_000}</script><img src='data:image/png;base64,{'A' * 20_000_000}'><h1>"
    Path("a.html").write_text(PAGE.replace("<h1>", bulk))
    Path("b.html").write_text(PAGE.replace("<h1>", "<p>One more.</p>" * 2_500_000 + "<h1>"))
    found = read("a.html", "b.html")
    assert NEWS in texts(found)[0]
    assert ["5,000,016 tags; up to 100,000" in item.message for item in failures(found)] == [True]


class TestEncodings:
    def test_each_line_of_json_lines_has_its_own(self) -> None:
        lines = [json.dumps({"text": f"{NEWS} Café {i}"}, ensure_ascii=False) for i in range(4)]
        data = [line.encode(name) for line, name in zip(lines, ("utf-8", "cp1252", "utf-8-sig", "utf-8"), strict=True)]
        Path("a.jsonl").write_bytes(b"\n".join(data))
        found = articles("a.jsonl")
        assert [article.text for article in found] == [f"{NEWS} Café {i}" for i in range(4)]
        assert [bool(article.notes) for article in found] == [False, True, False, False]

    def test_two_in_one_text_are_a_failure_that_names_the_place(self) -> None:
        data = f"{NEWS} Café, naïve, Zoë, résumé.\n".encode() + "Café\n".encode("cp1252")
        Path("a.txt").write_bytes(data)
        failed = only_failure("a.txt")
        assert f"byte {data.index(b'Caf' + bytes([0xE9])) + 3}" in failed.message

    def test_a_folder_of_several(self) -> None:
        for name in ("utf-8", "utf-16", "cp1252", "utf-8-sig"):
            Path(f"{name}.txt").write_bytes(f"{NEWS} Café “Zoë”.".encode(name))
        assert set(texts(read("."))) == {f"{NEWS} Café “Zoë”."}


class TestFuture:
    @pytest.mark.parametrize(
        ("days", "is_noted", "why"),
        [(-1, False, "yesterday"), (0, False, "today"), (1, False, "today, further east"), (3, True, "later")],
    )
    def test_days(self, days: int, is_noted: bool, why: str) -> None:
        date = (datetime.now(UTC) + timedelta(days=days)).date().isoformat()
        Path("a.jsonl").write_text(json.dumps({"text": NEWS, "published": date}))
        (article,) = articles("a.jsonl")
        assert article.published == date, "it is kept as it was given"
        assert article.notes == ((f"published {date!r} lies in the future",) if is_noted else ()), why

    @pytest.mark.parametrize("date", ["2999", "2999-01", "2999-01-01T00:00:00Z"])
    def test_precisions(self, date: str) -> None:
        Path("a.html").write_text(PAGE.replace("<head>", f'<head><meta name="date" content="{date}">'))
        (article,) = articles("a.html")
        assert (article.published, article.notes) == (date, (f"published {date!r} lies in the future",))

    def test_this_year_is_not_the_future(self) -> None:
        Path("a.txt").write_text(NEWS)
        assert articles("a.txt", published=str(datetime.now(UTC).year))[0].notes == ()


def test_standard_input_is_read_as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(BufferedReader(Endless(60_000_000))))
    found = read("-")  # it starts as a text, and is one that is too long
    assert ["MB" in item.message for item in failures(found)] == [True]

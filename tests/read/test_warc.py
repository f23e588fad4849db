"""WARC: pages of a crawl, what is no page, records that are damaged."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest

from claimtrack.model import Article, ReadFailure
from tests.read.helpers import NEWS, PAGE, articles, failures, only_failure, read

MANY = 200


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def record(
    body: bytes | str = PAGE,
    url: str = "https://gazette.example/schools",
    media: str = "text/html; charset=utf-8",
    status: str = "200 OK",
    head: str = "",
    warc: str = "",
    kind: str = "response",
) -> bytes:
    raw = body if isinstance(body, bytes) else body.encode()
    http = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{head}\r\n".encode() + raw
    start = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:0>\r\nWARC-Date: 2031-02-03T04:05:06Z\r\n"
        f"WARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype={kind}\r\n{warc}"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return start.encode() + http + b"\r\n\r\n"


def write(*records: bytes, name: str = "a.warc", one_member: bool = False) -> str:
    data = b"".join(records)
    if name.endswith(".gz"):
        data = gzip.compress(data) if one_member else b"".join(gzip.compress(record) for record in records)
    Path(name).write_bytes(data)
    return name


def numbered(count: int) -> list[bytes]:
    return [record(PAGE.replace("Anna", f"Anna {i}"), f"https://gazette.example/{i}") for i in range(count)]


@pytest.mark.parametrize(("name", "one_member"), [("a.warc", False), ("a.warc.gz", False), ("a.warc.gz", True)])
def test_pages(name: str, one_member: bool) -> None:
    found = articles(write(*numbered(3), name=name, one_member=one_member))
    assert [article.url for article in found] == [f"https://gazette.example/{i}" for i in range(3)]
    assert [article.path for article in found] == [f"{name}:{i}" for i in (1, 2, 3)]
    assert all(NEWS in article.text and article.title == "Two schools close" for article in found)


def test_the_day_of_the_fetch_is_no_publication_date() -> None:
    (article,) = articles(write(record()))
    assert (article.published, article.notes) == (None, ())


def test_the_page_says_when_it_was_published_else_its_address() -> None:
    meta = PAGE.replace("<head>", '<head><meta property="article:published_time" content="2025-07-07">')
    found = articles(write(record(meta), record(url="https://gazette.example/2024/05/06/schools")))
    assert [article.published for article in found] == ["2025-07-07", "2024-05-06"]


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://gazette.example/2025/schools", "https://gazette.example/2025/schools"),
        ("https://www.gazette.example/schools", "https://www.gazette.example/schools"),
        ("https://other.example/schools", "https://gazette.example/s?from=rss"),
    ],
)
def test_the_address_is_the_canonical_one_of_the_same_host(link: str, url: str) -> None:
    page = PAGE.replace("<head>", f'<head><link rel="canonical" href="{link}">')
    (article,) = articles(write(record(page, "https://gazette.example/s?from=rss")))
    assert article.url == article.id == url


@pytest.mark.parametrize(
    ("media", "encoding", "declared"),
    [
        ("text/html; charset=windows-1252", "cp1252", ""),
        ("text/html; charset=windows-1250", "cp1250", "cp1252"),  # the server's word goes before the page's
        ("text/html", "cp1250", "windows-1250"),
    ],
)
def test_charset(media: str, encoding: str, declared: str) -> None:
    page = PAGE.replace("Anna Kell", "Žofie Ťuhýk" if encoding == "cp1250" else "Zoë Å").replace(
        "<head>", f'<head><meta charset="{declared}">' if declared else "<head>"
    )
    (article,) = articles(write(record(page.encode(encoding), media=media)))
    assert ("Žofie Ťuhýk" if encoding == "cp1250" else "Zoë Å") in article.text


def chunked(data: bytes) -> bytes:
    parts = [data[i : i + 100] for i in range(0, len(data), 100)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (gzip.compress(PAGE.encode()), "Content-Encoding: gzip\r\n"),
        (zlib.compress(PAGE.encode()), "Content-Encoding: deflate\r\n"),
        (zlib.compress(PAGE.encode(), wbits=-15), "Content-Encoding: deflate\r\n"),
        (chunked(PAGE.encode()), "Transfer-Encoding: chunked\r\n"),
        (chunked(gzip.compress(PAGE.encode())), "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"),
        (PAGE.encode(), "Content-Encoding: gzip\r\n"),  # crawlers keep the header and unpack the body
        (PAGE.encode(), "Content-Encoding: br\r\n"),
        (PAGE.encode(), "Transfer-Encoding: chunked\r\n"),
    ],
)
def test_packed_pages(body: bytes, head: str) -> None:
    found = articles(write(record(body, head=head), record()))
    assert [NEWS in article.text for article in found] == [True, True]


def test_what_is_no_page_is_left_out() -> None:
    others = [
        record(b"\x89PNG" + bytes(500), media="image/png"),
        record("moved", status="301 Moved Permanently"),
        record("gone", status="404 Not Found"),
        record(PAGE, kind="request"),
        record("User-agent: *", media="text/plain"),
    ]
    (article,) = articles(write(*others, record()))
    assert article.path == "a.warc:5"


def test_pictures_only() -> None:
    pictures = [record(b"\xff\xd8\xff" + bytes(5000), media="image/jpeg")] * 3
    failed = only_failure(write(*pictures, record("", status="404 Not Found"), name="a.warc.gz"))
    assert failed.message == "There are no HTML pages in it (3 image/jpeg, 1 answered with 404)."
    assert failed.place is None


def test_a_page_without_an_article_is_named_and_the_next_is_read() -> None:
    found = read(write(record("<html><body></body></html>"), record()))
    assert [(item.path, item.place) for item in failures(found)] == [("a.warc", "1")]
    assert isinstance(found[1], Article)


def test_a_page_that_was_cut_by_the_crawler_says_so() -> None:
    (article,) = articles(write(record(warc="WARC-Truncated: length\r\n")))
    assert article.notes == ("the crawler cut the page off",)


class TestDamage:
    @pytest.mark.parametrize("one_member", [False, True])
    def test_cut_off(self, one_member: bool) -> None:
        whole = Path(write(*numbered(MANY), name="a.warc.gz", one_member=one_member)).read_bytes()
        Path("a.warc.gz").write_bytes(whole[: len(whole) * 2 // 3])
        *kept, failed = read("a.warc.gz")
        assert len(kept) >= MANY // 2 and all(isinstance(item, Article) for item in kept)
        assert isinstance(failed, ReadFailure) and "cut off" in failed.message
        assert failed.place == str(len(kept) + 1)

    def test_cut_off_without_gzip(self) -> None:
        data = b"".join(numbered(3))
        Path("a.warc").write_bytes(data[:-200])
        *kept, failed = read("a.warc")
        assert len(kept) == 2 and isinstance(failed, ReadFailure)
        assert (failed.place, failed.message) == ("3", "The file ends inside of this record: it is cut off.")

    def test_corrupt_gzip(self) -> None:
        data = bytearray(Path(write(*numbered(MANY), name="a.warc.gz")).read_bytes())
        data[len(data) // 2 : len(data) // 2 + 60] = bytes(60)
        Path("a.warc.gz").write_bytes(data)
        *kept, failed = read("a.warc.gz")
        assert len(kept) >= MANY // 3 and isinstance(failed, ReadFailure)
        assert "gzip" in failed.message

    def test_corrupt_header(self) -> None:
        good = record()
        *kept, failed = read(write(good, good.replace(b"WARC/1.0", b"VERC/0.9", 1), good))
        assert len(kept) == 1 and isinstance(failed, ReadFailure)
        assert "damaged" in failed.message

    @pytest.mark.parametrize("data", [b"plain words\n" * 50, bytes(3000), PAGE.encode()])
    def test_no_warc(self, data: bytes) -> None:
        Path("a.warc").write_bytes(data)
        assert "no WARC" in only_failure("a.warc").message

    def test_empty(self) -> None:
        Path("a.warc").write_bytes(b"")
        assert "no responses at all" in only_failure("a.warc").message

    def test_a_page_that_is_too_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("claimtrack.read.warc.MAX_BYTES", 5000)
        bomb = gzip.compress(b"<p>" + bytes(10_000_000))
        found = read(write(record(PAGE + "x" * 9000), record(bomb, head="Content-Encoding: gzip\r\n"), record()))
        failed = failures(found)
        assert [(item.place, "MB for one article" in item.message) for item in failed] == [("1", True), ("2", True)]
        assert isinstance(found[2], Article)

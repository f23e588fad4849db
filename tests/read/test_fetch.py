"""Reading from the network, against a real server on this machine."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest

from claimtrack.errors import InputError
from claimtrack.model import Article
from claimtrack.read import fetch
from claimtrack.read.fetch import Fetcher
from tests.read.helpers import NEWS, PAGE, articles, failures, only_failure, read
from tests.read.test_archives import zipped
from tests.read.test_syndication import END, HEAD, item


@dataclass
class Site:
    """A server: what it answers by path (status, headers, body), and what was asked of it."""

    address: str = ""
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[float, str, str]] = field(default_factory=list)

    def page(self, path: str, body: str | bytes = PAGE, status: int = 200, **headers: str) -> str:
        raw = body if isinstance(body, bytes) else body.encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, {"Content-Type": "text/html", **named}, raw)
        return self.address + path

    @property
    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked]


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(fetch, "PAUSE", 0.0)
    fetch.shared_fetcher.cache_clear()
    yield from _site()
    fetch.shared_fetcher.cache_clear()


def _site() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((time.monotonic(), self.path, self.headers["User-Agent"]))
            status, headers, body = site.answers.get(self.path, (404, {}, b"gone"))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for start in range(0, len(body), 1 << 16):
                self.wfile.write(body[start : start + (1 << 16)])
                time.sleep(float(headers.get("X-Slow", 0)))

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()


def test_nothing_is_fetched_unless_it_is_asked_for(site: Site) -> None:
    failed = only_failure(site.page("/a"))
    assert "--fetch" in failed.remedy and site.asked == []


def test_a_page(site: Site) -> None:
    (article,) = articles(site.page("/a"), fetch=True)
    assert NEWS in article.text
    assert (article.id, article.url, article.path) == (f"{site.address}/a",) * 3
    assert site.paths == ["/robots.txt", "/a"]
    assert all(agent.startswith("claimtrack/") for _, _, agent in site.asked)


def test_the_charset_of_the_header(site: Site) -> None:
    page = PAGE.replace("Anna", "Žofie").encode("cp1250")
    (article,) = articles(site.page("/a", page, Content_Type="text/html; charset=windows-1250"), fetch=True)
    assert "Žofie Kell" in article.text


@pytest.mark.parametrize(
    ("path", "media", "body"),
    [
        ("/a.txt", "text/plain", NEWS.encode()),
        ("/a", "text/plain", NEWS.encode()),
        ("/a.csv", "application/octet-stream", f'text\n"{NEWS}"\n'.encode()),
        ("/wire?x=1", "application/x-ndjson", b'{"text": "%s"}\n' % NEWS.encode()),
        ("/a.jsonl.gz", "application/octet-stream", gzip.compress(b'{"text": "%s"}\n' % NEWS.encode())),
        ("/a.zip", "application/zip", zipped({"b.txt": NEWS.encode()})),
        ("/feed", "application/rss+xml", (HEAD + item(f"<p>{NEWS}</p>") + END).encode()),
    ],
)
def test_other_formats(site: Site, path: str, media: str, body: bytes) -> None:
    (article,) = articles(site.page(path, body, Content_Type=media), fetch=True)
    assert article.text == NEWS and str(article.path).startswith(site.address)


def test_pages_that_a_feed_links_to(site: Site) -> None:
    entries = item(None, f"{site.address}/1") + item(None, "/2") + item(None, f"{site.address}/gone") + item()
    site.page("/1")
    site.page("/2", PAGE.replace("Anna", "Bo"))
    found = read(site.page("/feed.xml", HEAD + entries + END, Content_Type="text/xml"), fetch=True)
    urls = [article.url for article in found if isinstance(article, Article)]
    assert urls == [f"{site.address}/1", f"{site.address}/2", "https://gazette.example/1"]
    (failed,) = failures(found)
    assert (failed.place, failed.message) == ("entry 3", "Its host answers 404 Not Found.")
    assert all(article.published == "2025-07-07T10:00:00+00:00" for article in found if isinstance(article, Article))


def test_a_feed_on_disk_leads_into_no_private_network(site: Site, tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(HEAD + item(None, site.page("/1")) + END)
    assert "private network" in only_failure(tmp_path / "a.rss", fetch=True).message
    assert site.asked == []


class TestRobots:
    def test_what_it_forbids_is_not_fetched(self, site: Site) -> None:
        site.page("/robots.txt", "User-agent: *\nDisallow: /in/*.html$\n")
        found = read(site.page("/in/a.html"), site.page("/out/a.html"), fetch=True)
        assert ["robots.txt" in failed.message for failed in failures(found)] == [True]
        assert site.paths == ["/robots.txt", "/out/a.html"]

    def test_rules_for_this_program(self, site: Site) -> None:
        site.page("/robots.txt", "User-agent: claimtrack\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
        assert "robots.txt" in only_failure(site.page("/a"), fetch=True).message

    def test_one_that_cannot_be_read_forbids_everything(self, site: Site) -> None:
        site.page("/robots.txt", "", 503)
        assert "cannot be read (503" in only_failure(site.page("/a"), fetch=True).message

    def test_one_that_is_missing_forbids_nothing(self, site: Site) -> None:
        assert len(articles(site.page("/a"), site.page("/b"), fetch=True)) == 2
        assert site.paths.count("/robots.txt") == 1


class TestPolite:
    def test_a_pause_between_requests_to_one_host(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(fetch, "PAUSE", 0.2)
        fetch.shared_fetcher.cache_clear()
        for path in ("/a", "/b", "/c"):
            articles(site.page(path), fetch=True)  # three calls, as ingest makes them
        times = [moment for moment, _, _ in site.asked]
        assert len(times) == 4
        assert all(later - earlier >= 0.19 for earlier, later in pairwise(times))

    def test_the_pause_that_robots_txt_asks_for(self, site: Site) -> None:
        site.page("/robots.txt", "User-agent: *\nCrawl-delay: 0.3\n")
        articles(site.page("/a"), site.page("/b"), fetch=True)
        times = [moment for moment, _, _ in site.asked]
        assert times[2] - times[1] >= 0.29


class TestTrouble:
    @pytest.mark.parametrize("status", [400, 403, 404, 410, 429, 500, 503])
    def test_other_answers(self, site: Site, status: int) -> None:
        failed = only_failure(site.page("/a", "", status), fetch=True)
        assert f"answers {status}" in failed.message
        assert ("later" in failed.remedy) == (status in (429, 500, 503))

    def test_redirects(self, site: Site) -> None:
        site.page("/a", "", 301, Location="/b")
        site.page("/b", "", 302, Location=site.page("/c"))
        (article,) = articles(f"{site.address}/a", fetch=True)
        assert (article.url, article.path) == (f"{site.address}/c", f"{site.address}/a")

    def test_too_many_redirects(self, site: Site) -> None:
        assert "redirects more than" in only_failure(site.page("/a", "", 302, Location="/a"), fetch=True).message
        assert len(site.asked) < 10

    @pytest.mark.parametrize(
        "where", ["file:///etc/passwd", "ftp://127.0.0.1/a", "http://localhost:1/a", "http://[::1]/a"]
    )
    def test_redirects_that_lead_elsewhere(self, site: Site, where: str) -> None:
        failed = only_failure(site.page("/a", "", 302, Location=where), fetch=True)
        assert "private network" in failed.message or "no address" in failed.message

    def test_too_large(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(fetch, "MAX_BYTES", 200_000)
        assert "MB" in only_failure(site.page("/a", PAGE + "x" * 2_000_000), fetch=True).message

    def test_a_bomb(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(fetch, "MAX_BYTES", 200_000)
        bomb = gzip.compress(bytes(20_000_000))
        assert "MB" in only_failure(site.page("/a", bomb, Content_Encoding="gzip"), fetch=True).message

    def test_packed(self, site: Site) -> None:
        (article,) = articles(site.page("/a", gzip.compress(PAGE.encode()), Content_Encoding="gzip"), fetch=True)
        assert NEWS in article.text

    def test_an_answer_that_breaks_off(self, site: Site) -> None:
        failed = only_failure(site.page("/a", PAGE, Content_Length="9999999", Connection="close"), fetch=True)
        assert "cannot be fetched" in failed.message or "in time" in failed.message

    def test_an_answer_that_drips(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(fetch, "_DEADLINE", 0.3)
        failed = only_failure(site.page("/a", "x" * 1_000_000, X_Slow="0.1"), fetch=True)
        assert "to load" in failed.message

    def test_nobody_there(self, site: Site) -> None:
        assert "robots.txt" in only_failure("http://127.0.0.1:9/a", fetch=True).message

    @pytest.mark.parametrize("address", ["http://", "http://[bad", "https://user:word@host.example/a"])
    def test_no_address(self, address: str) -> None:
        assert "no address" in only_failure(address, fetch=True).message

    def test_the_same_from_python(self, site: Site) -> None:
        got = Fetcher(0.0).get(site.page("/a", Content_Type="text/html; charset=utf-8"))
        assert (got.url, got.type, got.charset, got.data) == (f"{site.address}/a", "text/html", "utf-8", PAGE.encode())
        with pytest.raises(InputError, match="404"):
            Fetcher(0.0).get(f"{site.address}/gone")

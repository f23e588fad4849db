"""Reading from the network, which happens only where the user asks for it.

One request at a time to a host, with a pause in between; robots.txt is followed (RFC 9309); time, size and redirects
are limited. An address that a feed or a redirect leads to may not be in a private network, unless it is the same host.
"""

from __future__ import annotations

import socket
import time
from collections import OrderedDict
from dataclasses import dataclass
from email.message import Message
from functools import lru_cache
from http.client import responses
from importlib.metadata import version
from ipaddress import ip_address
from urllib.parse import urljoin, urlsplit

import urllib3
from protego import Protego

from claimtrack.errors import InputError
from claimtrack.read.streams import MAX_BYTES, too_long

AGENT = f"claimtrack/{version('claimtrack')}"
PAUSE = 1.0  # seconds between two requests to one host, if robots.txt asks for no longer one
_LONGEST_PAUSE = 30.0
_TIMEOUT = urllib3.Timeout(connect=10, read=20)
_DEADLINE = 120.0  # seconds for one answer as a whole
_REDIRECTS = 5
_ROBOTS_BYTES = 500 * 1024  # RFC 9309 asks for at least 500 KiB
_HOSTS = 1000  # whose robots.txt is kept
_LATER = "Try again later: claimtrack failures --retry."


@dataclass(frozen=True, slots=True)
class Page:
    """An answer: the address that it came from after redirects, its bytes, media type and encoding if it says so."""

    url: str
    data: bytes
    type: str
    charset: str | None


@dataclass(slots=True)
class _Host:
    robots: Protego | None = None  # None: could not be read, so nothing may be fetched
    reason: str = ""
    next: float = 0.0
    pause: float = PAUSE


@lru_cache(maxsize=1)
def shared_fetcher() -> Fetcher:
    """The one of this process, so that the pause holds for a host whatever input leads to it."""
    return Fetcher()


class Fetcher:
    """Fetches pages politely. ``pause``: seconds between two requests to one host (None: ``PAUSE``)."""

    def __init__(self, pause: float | None = None) -> None:
        self.pause = PAUSE if pause is None else pause
        self.pool = urllib3.PoolManager(headers={"User-Agent": AGENT}, timeout=_TIMEOUT, retries=False)
        self.hosts: OrderedDict[str, _Host] = OrderedDict()

    def get(self, url: str, referrer: str | None = None) -> Page:
        """The page at ``url``, which ``referrer`` led to. Raises ``InputError`` for all that can go wrong."""
        for _ in range(_REDIRECTS + 1):
            _check_address(url, referrer)
            host = self._host(url)
            if host.robots is None:
                raise InputError(f"The robots.txt of its host cannot be read ({host.reason}).", _LATER)
            if not host.robots.can_fetch(url, AGENT):
                raise InputError("The robots.txt of its host does not allow it.", "Save the page yourself, if you may.")
            status, headers, data = self._request(url, host, MAX_BYTES)
            if status not in (301, 302, 303, 307, 308) or not headers.get("Location"):
                return _page(url, status, headers, data)
            url, referrer = urljoin(url, headers["Location"]), url
        raise InputError(f"It redirects more than {_REDIRECTS} times.", "Name the address that it leads to.")

    def _host(self, url: str) -> _Host:
        """What is known of the host of ``url``; its robots.txt is read once."""
        parts = urlsplit(url)
        name = f"{parts.scheme}://{parts.netloc}"
        if name not in self.hosts:
            self.hosts[name] = host = _Host(pause=self.pause)
            self._read_robots(f"{name}/robots.txt", host)
            if len(self.hosts) > _HOSTS:
                self.hosts.popitem(last=False)
        return self.hosts[name]

    def _read_robots(self, url: str, host: _Host) -> None:
        """No robots.txt allows everything, one that cannot be read nothing (RFC 9309, 2.3.1)."""
        try:
            status, headers, data = self._request(url, host, _ROBOTS_BYTES)
            for _ in range(_REDIRECTS):
                if status in (301, 302, 307, 308) and headers.get("Location"):
                    url = urljoin(url, headers["Location"])
                    _check_address(url, url)
                    status, headers, data = self._request(url, host, _ROBOTS_BYTES)
        except InputError as error:
            host.reason = error.message
            return
        if status >= 500 or status == 429:
            host.reason = f"{status} {responses.get(status, '')}".strip()
            return
        host.robots = Protego.parse(data.decode("utf-8", "replace") if status == 200 else "")
        host.pause = max(host.pause, min(_LONGEST_PAUSE, host.robots.crawl_delay(AGENT) or 0.0))

    def _request(self, url: str, host: _Host, limit: int) -> tuple[int, urllib3.HTTPHeaderDict, bytes]:
        """Status, headers and body of one answer, when the host's turn has come."""
        time.sleep(max(0.0, host.next - time.monotonic()))
        try:
            answer = self.pool.request("GET", url, redirect=False, preload_content=False, decode_content=True)
            try:
                return answer.status, answer.headers, _body(answer, limit)
            finally:
                answer.drain_conn() if answer.length_remaining == 0 else answer.close()
        except urllib3.exceptions.TimeoutError:
            raise InputError("Its host does not answer in time.", _LATER) from None
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            raise InputError(
                f"It cannot be fetched ({_reason(error)}).", "Check the address and the network."
            ) from None
        finally:
            host.next = time.monotonic() + host.pause


def _body(answer: urllib3.BaseHTTPResponse, limit: int) -> bytes:
    end, data = time.monotonic() + _DEADLINE, bytearray()
    for part in answer.stream(1 << 16):
        data += part
        if len(data) > limit:
            raise InputError(*too_long("It"))
        if time.monotonic() > end:
            raise InputError(f"It takes more than {_DEADLINE:.0f} seconds to load.", _LATER)
    return bytes(data)


def _reason(error: Exception) -> str:
    words = str(getattr(error, "reason", None) or error)
    return " ".join(words.rpartition(": ")[2].split())[:120] or type(error).__name__


def _page(url: str, status: int, headers: urllib3.HTTPHeaderDict, data: bytes) -> Page:
    if status != 200:
        remedy = _LATER if status in (429, 503) or status >= 500 else "Check the address."
        raise InputError(f"Its host answers {status} {responses.get(status, '')}".strip() + ".", remedy)
    said = Message()
    said["Content-Type"] = headers.get("Content-Type") or "application/octet-stream"
    return Page(url, data, said.get_content_type(), said.get_content_charset())


def _check_address(url: str, referrer: str | None) -> None:
    """Refuse what is no address on the web, and a way from elsewhere into a private network."""
    try:
        parts = urlsplit(url)
        host, came_from = parts.hostname, urlsplit(referrer or url).hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or parts.username is not None:
        raise InputError("It is no address that can be fetched.", "Write it as https://host/path.")
    if host != came_from and _is_private(host):
        raise InputError(
            "A link or redirect leads into a private network.", "Fetch that address itself, if you mean it."
        )


def _is_private(host: str) -> bool:
    try:
        found = socket.getaddrinfo(host, None)
    except OSError:
        return False  # the request says that there is no such host
    return any(not ip_address(str(entry[4][0]).partition("%")[0]).is_global for entry in found)

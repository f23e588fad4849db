"""A client of the pages inside of the process: cookies and forms as a browser has them."""

from __future__ import annotations

import asyncio
import re
from html import unescape
from pathlib import Path
from typing import Any

from claimtrack.review.serving import application


class Client:
    """A reviewer's browser without a window; logged in with a reviewer's token unless the name is None."""

    def __init__(self, path: Path, name: str | None = "Ana", **options: Any) -> None:
        self.datasette, tokens = application(path, ["Ana", "Boris"], **options)
        self.tokens = {reviewer: token for token, reviewer in tokens.items()}
        self.cookies: dict[str, str] = {}
        if name:
            self.login(name)

    def request(self, method: str, address: str, **options: Any) -> Any:
        """An answer of the server; cookies are kept."""

        async def ask() -> Any:
            await self.datasette.invoke_startup()
            return await self.datasette.client.request(method, address, cookies=self.cookies, **options)

        answer = asyncio.run(ask())
        for name, value in answer.cookies.items():
            self.cookies[name] = value
        return answer

    def login(self, name: str) -> None:
        """Log in by the link that ``claimtrack serve`` prints."""
        self.cookies = {}
        assert self.get(f"/-/review/login?token={self.tokens[name]}").status_code == 302

    def get(self, address: str, **options: Any) -> Any:
        """A page."""
        return self.request("get", address, **options)

    def post(self, address: str, fields: dict[str, Any], **options: Any) -> Any:
        """A form that is sent with its token."""
        page = self.get("/-/review?status=any").text
        found = re.search(r'name="csrftoken" value="([^"]+)"', page)
        token = {"csrftoken": unescape(found[1])} if found else {}
        return self.request("post", address, data={**token, **fields}, **options)

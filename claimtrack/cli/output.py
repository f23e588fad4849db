"""Printing: text from articles must never steer a terminal, a spreadsheet or rich's markup."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

# C0 and C1 controls but for tab and newline, and the marks that turn the direction of text around.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
PIPED_WIDTH = 160


def visible(text: str) -> str:
    """``text`` with control characters as visible signs: an escape code is shown, and does nothing."""
    return _CONTROL.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"\\u{code:04x}"


def escaped(json_text: str) -> str:
    """JSON with every control character as an escape sequence: the same JSON, safe to look at."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found.group()):04x}", json_text)


def one_line(text: str) -> str:
    """``text`` on one line, visible."""
    return visible(" ".join(text.split()))


def on_terminal(stream: TextIO | None = None) -> bool:
    """Whether what is printed is read on a terminal."""
    return (stream or sys.stdout).isatty()


def console(*, errors: bool = False) -> Console:
    """A rich console for standard output, or for errors; wide, and without colour, where it is piped."""
    from rich.console import Console

    stream = sys.stderr if errors else sys.stdout
    width = None if on_terminal(stream) else PIPED_WIDTH
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def complain(message: str) -> None:
    """Print an error or a note, on standard error."""
    print(visible(message), file=sys.stderr, flush=True)

"""HTML pages as they came, to be read where there is time: that takes a hundred times as long as to get at them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from claimtrack.model import ReadFailure
from claimtrack.read.article import Item, Options
from claimtrack.read.streams import READ_ERRORS, failure


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML page. ``path`` and ``number`` (of a record in a file): where it comes from, as failures name it.

    The others are as for ``html.read_page``. It can be sent to another process.
    """

    data: bytes
    path: str
    number: int | None
    options: Options
    given: Mapping[str, object] = field(default_factory=dict)
    charset: str | None = None
    notes: tuple[str, ...] = ()

    def read(self) -> Iterator[Item]:
        """Its fact-checks and its article, or a failure."""
        from claimtrack.read.html import read_page  # trafilatura takes most of a second to load

        place = self.path if self.number is None else f"{self.path}:{self.number}"
        try:
            yield from read_page(
                self.data, place, self.options, given=self.given, charset=self.charset, notes=self.notes
            )
        except READ_ERRORS as error:
            yield failure(self.path, error, self.number)

    def failed(self, message: str, remedy: str) -> ReadFailure:
        """The failure of a page whose reading went wrong in a way of its own."""
        return ReadFailure(self.path, None if self.number is None else str(self.number), message, remedy)

    def alone(self) -> Page:
        """The same without what reads from the network, which stays in its process."""
        return replace(self, options=replace(self.options, fetcher=None))

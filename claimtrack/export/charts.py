"""The value of a fact over time as a chart: on a terminal, or as SVG, PNG or PDF in a file.

Each source has its colour and its mark, so that the chart can be read without colour; ranges and "about" are bars,
"over" and "up to" are arrows.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimtrack.errors import ClaimtrackError
from claimtrack.export.series import Point, Series

SUFFIXES = (".svg", ".png", ".pdf")
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000", "#999933")
"""The palette of Okabe and Ito (2008), which colour-blind readers can tell apart."""
MARKS = ("o", "s", "^", "D", "v", "P", "X", "*")
TERMINAL_COLOURS = ("blue", "orange", "green", "magenta", "cyan", "yellow", "white", "red")


def by_source(series: Series) -> dict[str, list[Point]]:
    """Points of each source, in the order in which the sources first speak."""
    out: dict[str, list[Point]] = {}
    for point in series.points:
        out.setdefault(point.source, []).append(point)
    return out


def terminal_chart(series: Series, title: str, width: int = 100, height: int = 22) -> str:
    """A chart of characters."""
    import plotext

    plotext.clear_figure()
    plotext.date_form("Y-m-d")
    plotext.plotsize(width, height)
    for (source, points), colour in zip(by_source(series).items(), _cycled(TERMINAL_COLOURS), strict=False):
        days = [p.day.isoformat() for p in points]
        plotext.scatter(days, [p.value for p in points], label=source[:30], color=colour)
    plotext.title(title[: width - 4])
    plotext.ylabel(series.unit or "")
    text: str = plotext.build()
    return text


def _cycled(values: tuple[str, ...]) -> Iterator[str]:
    while True:
        yield from values


def save_chart(series: Series, title: str, path: Path) -> None:
    """Draw the chart into a file; its suffix says the format. Raises ClaimtrackError."""
    if path.suffix.lower() not in SUFFIXES:
        raise ClaimtrackError(f"{path} is no kind of picture that is known.", f"End it in {', '.join(SUFFIXES)}.")
    try:
        from matplotlib.figure import Figure
    except ModuleNotFoundError as error:
        raise ClaimtrackError(
            "Pictures need matplotlib.", "Install it with `pip install 'claimtrack[charts]'`."
        ) from error
    figure = Figure(figsize=(9, 5), layout="constrained")
    axes = figure.add_subplot()
    for n, (source, points) in enumerate(by_source(series).items()):
        _draw(axes, points, source, COLOURS[n % len(COLOURS)], MARKS[n % len(MARKS)])
    axes.set_title(title, loc="left", fontsize=11, wrap=True, parse_math=False)
    axes.set_ylabel(series.unit or "", parse_math=False)
    axes.grid(axis="y", alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    for text in () if not series.points else axes.legend(frameon=False, fontsize=9).get_texts():
        text.set_parse_math(False)
    figure.autofmt_xdate()
    try:
        figure.savefig(
            path, metadata={"Title": title} if path.suffix.lower() != ".svg" else {"Date": None, "Title": title}
        )
    except OSError as error:
        raise ClaimtrackError(f"{path} cannot be written: {error.strerror}.", "Name another file.") from error


def _draw(axes: Any, points: list[Point], source: str, colour: str, mark: str) -> None:
    days, values = [p.day for p in points], [p.value for p in points]
    below, above = [p.value - p.low for p in points], [p.high - p.value for p in points]
    axes.errorbar(days, values, [below, above], fmt=mark, color=colour, capsize=4, label=source)
    for point in points:
        if point.open:
            up = point.open == "up"
            axes.annotate(
                "", (point.day, point.value), (0, 22 if up else -22), textcoords="offset points",
                arrowprops={"arrowstyle": "<-", "color": colour},
            )  # fmt: skip

"""What the benchmarks share: figures by name, tables on the terminal, plots in files, and words on the machine."""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

PLOTS = Path(__file__).resolve().parent.parent / "docs" / "plots"


@dataclass(slots=True)
class Results:
    """Rows of figures by the name of what was measured; printed as they come, and written to a folder, with plots."""

    folder: Path = PLOTS
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    console: Console = field(default_factory=lambda: Console(width=120))

    def add(self, name: str, rows: Sequence[dict[str, Any]], title: str) -> None:
        """Print rows as a table, and keep them. Values are plain; numbers are shown to three digits."""
        self.tables[name] = {"title": title, "machine": machine(), "rows": list(rows)}
        columns = list(dict.fromkeys(column for row in rows for column in row))
        table = Table(*columns, title=title, title_justify="left")
        for row in rows:
            table.add_row(*(shown(row.get(column, "")) for column in columns))
        self.console.print(table)

    def curve(
        self,
        name: str,
        title: str,
        x: str,
        y: str,
        lines: dict[str, list[tuple[float, float]]],
        *,
        limit: float | None = None,
        logarithmic: bool = True,
    ) -> None:
        """Plot to NAME.svg, with logarithmic axes or plain ones from 0; ``limit``: a level that is drawn across."""
        axes, figure = _axes(title, x, y)
        for label, points in lines.items():
            axes.plot(*zip(*points, strict=True), marker="o" if logarithmic else None, label=label)
        if limit is not None:
            axes.axhline(limit, color="grey", linestyle="--", linewidth=1)
        if logarithmic:
            axes.set_xscale("log")
            axes.set_yscale("log")
        else:
            axes.set_ylim(bottom=0)
        axes.legend(frameon=False)
        self._save(figure, name)

    def bars(self, name: str, title: str, x: str, values: dict[str, float]) -> None:
        """Plot horizontal bars to NAME.svg."""
        axes, figure = _axes(title, x, "", height=1.2 + 0.28 * len(values))
        drawn = axes.barh(list(values), list(values.values()), color="#3b6ea5")
        axes.bar_label(drawn, [shown(float(value)) for value in values.values()], padding=3)
        axes.invert_yaxis()
        axes.margins(x=0.15)
        self._save(figure, name)

    def _save(self, figure: Any, name: str) -> None:
        from matplotlib import pyplot

        self.folder.mkdir(parents=True, exist_ok=True)
        figure.savefig(self.folder / f"{name}.svg", metadata={"Date": None})
        pyplot.close(figure)

    def write(self) -> None:
        """Write all figures to figures.json, beside those that are there of other measurements."""
        path = self.folder / "figures.json"
        known = json.loads(path.read_text(encoding="utf8")) if path.exists() else {}
        self.folder.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(known | self.tables, indent=1) + "\n", encoding="utf8")


def shown(value: object) -> str:
    """A number to three digits, with commas."""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def machine() -> str:
    """The processor, how many of its cores this process may use, the day, and what else the machine was doing."""
    info = Path("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    day = datetime.now(UTC).date().isoformat()
    return (
        f"{names[0] if names else platform.processor()}, {cores} cores, Python {platform.python_version()}, {day}{load}"
    )


def seconds(work: Callable[[], object]) -> float:
    """Wall time of a call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def median_ms(work: Callable[[], object], rounds: int = 7) -> float:
    """Median wall time in milliseconds, after one call to warm up."""
    work()
    return statistics.median(seconds(work) for _ in range(rounds)) * 1e3


def _axes(title: str, x: str, y: str, height: float = 3.6) -> tuple[Any, Any]:
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "claimtrack"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, height), layout="constrained")
    axes.set(title=title, xlabel=x, ylabel=y)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(alpha=0.3)
    return axes, figure

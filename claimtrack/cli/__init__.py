"""The command line. Every command lies in a file of its own, and imports what is heavy when it runs."""

from __future__ import annotations

import signal
import sys
import warnings
from collections.abc import Sequence
from typing import Annotated

import typer

from claimtrack.cli import (
    changes,
    claims,
    compare,
    compare_shards,
    documents,
    evaluate,
    export,
    extract,
    factchecks,
    failures,
    info,
    ingest,
    merge,
    origins,
    query,
    report,
    reviews,
    runs,
    serve,
    show,
    sources,
    track,
    verify,
)
from claimtrack.cli.output import complain
from claimtrack.errors import ClaimtrackError

EXIT_CODES = (
    "Exit codes: 0 all went well, 1 some inputs failed (or `verify` found something), "
    "2 wrong use, or the database or the model cannot be used, 130 interrupted."
)

app = typer.Typer(
    name="claimtrack",
    help="Sourced claims from news articles: who says what, about whom, how much, when, and where in the text.",
    epilog=f"{EXIT_CODES}\n\nStart with: claimtrack ingest corpus/, then: claimtrack claims",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # help in plain text comes in half the time
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
)
for module in (
    ingest,
    merge,
    query,
    extract,
    claims,
    show,
    compare,
    compare_shards,
    track,
    origins,
    changes,
    factchecks,
    serve,
    export,
    report,
    sources,
    documents,
    info,
    runs,
    failures,
    verify,
    evaluate,
):
    app.command(epilog=module.EPILOG)(module.command)
    app.registered_commands[-1].name = module.__name__.rpartition(".")[2].replace("_", "-")


app.add_typer(reviews.app)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"claimtrack {version('claimtrack')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Sourced claims from news articles: who says what, about whom, how much, when, and where in the text."""


def _behave_as_a_program() -> None:
    """End quietly when the reader goes away (`claimtrack claims | head`), and on SIGTERM as on Ctrl-C; warn plainly."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    warnings.showwarning = lambda message, *_, **__: complain(f"Warning: {message}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code (see ``EXIT_CODES``)."""
    if arguments is None:
        _behave_as_a_program()
    try:
        app(arguments, prog_name="claimtrack")
    except ClaimtrackError as error:
        complain(str(error))
        sys.exit(2)

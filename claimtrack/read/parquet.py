"""Parquet: an article a row, read in small batches, with the columns that hold a field and no others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from io import BufferedReader
from typing import IO, TYPE_CHECKING

from claimtrack.errors import InputError
from claimtrack.model import Article, ReadFailure
from claimtrack.read.article import Options
from claimtrack.read.columns import find_columns, row_article
from claimtrack.read.extras import need
from claimtrack.read.streams import FREE_BYTES, MAX_RATIO, failure, printable, seekable

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

_ROWS = 64  # a batch; a row is one article
_READ_AT_ONCE = 1 << 20  # bytes of a column; without it, pyarrow loads the whole column of a row group
_AGAIN = "Fetch or write it again; what came before is kept."


def read_parquet(stream: BufferedReader, path: str, options: Options) -> Iterator[Article | ReadFailure]:
    """An article or a failure for each row. Raises ``InputError`` for no sound file and without a text column."""
    need("pyarrow", "Parquet")
    with seekable(stream) as file:
        yield from read_table(file, path, options)


def read_table(
    file: IO[bytes], path: str, options: Options, part: tuple[int, int] | None = None
) -> Iterator[Article | ReadFailure]:
    """The same of a file that can be sought in. ``part``: a range of its bytes; see ``_groups``."""
    pyarrow = need("pyarrow", "Parquet")
    try:
        table = _open(file)
        size = file.seek(0, 2)
        _check_size(table, size)
        groups, before = (None, 0) if part is None else _groups(table, size, part)
        yield from _rows(table, path, options, groups, before)
    except (pyarrow.ArrowException, OSError, ValueError) as error:  # ValueError: names that are no UTF-8
        what = " ".join(str(error).split())[:200]
        raise InputError(f"It is no sound Parquet file, or it is cut off ({what}).", _AGAIN) from None


def _groups(table: ParquetFile, size: int, part: tuple[int, int]) -> tuple[list[int], int]:
    """The row groups of a part of a file of ``size`` bytes, and how many rows come before them.

    A group begins, for this, at its share of the unpacked bytes: where it lies is not asked (see ``_check_size``).
    """
    groups = [table.metadata.row_group(i) for i in range(table.metadata.num_row_groups)]
    whole, at, before, found = sum(group.total_byte_size for group in groups), 0, 0, []
    for number, group in enumerate(groups):
        place = min(at * size // max(whole, 1), size - 1)
        at += group.total_byte_size
        if part[0] <= place < part[1]:
            found.append(number)
        elif place < part[0]:
            before += group.num_rows
    return found, before


def _open(file: IO[bytes]) -> ParquetFile:
    from pyarrow.parquet import ParquetFile

    return ParquetFile(file, buffer_size=_READ_AT_ONCE, pre_buffer=False)


def _rows(
    table: ParquetFile, path: str, options: Options, groups: list[int] | None, number: int
) -> Iterator[Article | ReadFailure]:
    columns = find_columns(table.schema_arrow.names, options.columns)
    wanted = sorted(set(columns.values()))
    for batch in table.iter_batches(_ROWS, row_groups=groups, columns=wanted, use_threads=False):
        for i in range(batch.num_rows):
            number += 1
            try:
                fields = {field: _plain(batch.column(name)[i].as_py()) for field, name in columns.items()}
                yield row_article(fields, f"{printable(path)}:{number}", options)
            except InputError as error:
                yield failure(path, error, number)
            except ValueError as error:  # a text column with bytes that are no UTF-8, a date beyond the year 9999
                yield failure(
                    path, InputError(f"The row cannot be read ({error}).", "Mend it, or leave it out."), number
                )


def _check_size(table: ParquetFile, size: int) -> None:
    """Refuse a file of ``size`` bytes that says of itself that it unpacks to far more.

    The row groups are asked, and not their columns: on some damaged files pyarrow ends the process at a column.
    """
    unpacked = sum(table.metadata.row_group(i).total_byte_size for i in range(table.metadata.num_row_groups))
    if unpacked > FREE_BYTES and unpacked > MAX_RATIO * size:
        raise InputError(
            f"It unpacks to more than {MAX_RATIO} times its size: it is a zip bomb, or not news.", "Leave it out."
        )


def _plain(value: object) -> object:
    """A cell for ``build_article``; a time stamp at midnight without a zone is how a table keeps a day."""
    if isinstance(value, datetime):
        is_day = value.tzinfo is None and value.time() == time()
        return value.date().isoformat() if is_day else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value.decode("utf-8") if isinstance(value, bytes) else value

"""CSV, TSV and Parquet: which column holds what, rows that are broken, encodings, dates."""

from __future__ import annotations

import csv
import gzip
import io
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.errors import InputError
from claimtrack.model import Article, ReadFailure
from claimtrack.read.columns import find_columns, parse_columns
from tests.read.helpers import NEWS, PAGE, articles, failures, only_failure, read, texts

ROW = f'7,"Two schools close","{NEWS}",2025-07-07\n'


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(name: str, data: str | bytes) -> str:
    raw = data if isinstance(data, bytes) else data.encode()
    Path(name).write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    return name


class TestColumns:
    @pytest.mark.parametrize(
        ("found", "expected", "why"),
        [
            (["id", "title", "text"], {"id": "id", "title": "title", "text": "text"}, "our own names"),
            (["Headline", "Body", "Date"], {"title": "Headline", "text": "Body", "published": "Date"}, "whatever case"),
            (["article_text", "pub date"], {"text": "article_text", "published": "pub date"}, "signs and spaces"),
            (["content", "text"], {"text": "text"}, "the likeliest of two"),
            (["publication", "source", "body"], {"publisher": "publication", "text": "body"}, "source is ambiguous"),
            (["source", "body"], {"publisher": "source", "text": "body"}, "source, where nothing else is there"),
            (["text", "TEXT"], {"text": "text"}, "the first of two that are the same"),
        ],
    )
    def test_usual_names(self, found: list[str], expected: dict[str, str], why: str) -> None:
        assert find_columns(found, {}) == expected, why

    def test_what_is_asked_for_goes_first_and_is_not_taken_twice(self) -> None:
        found = find_columns(["text", "body", "title"], {"text": "body", "author": "title"})
        assert found == {"text": "body", "author": "title"}

    @pytest.mark.parametrize(
        ("found", "wanted", "message"),
        [
            (["a", "b"], {}, "No column is known to hold the text. Columns: a, b."),
            (["text", "b"], {"title": "head"}, "no column 'head'. Columns: text, b."),
        ],
    )
    def test_errors_list_the_columns(self, found: list[str], wanted: dict[str, str], message: str) -> None:
        with pytest.raises(InputError) as caught:
            find_columns(found, wanted)
        assert message in caught.value.message and "--columns text=" in caught.value.remedy

    @pytest.mark.parametrize(
        ("words", "columns"),
        [
            ("text=body", {"text": "body"}),
            (" text = body , title= head line ", {"text": "body", "title": "head line"}),
            ('"text=body, long",url=link', {"text": "body, long", "url": "link"}),
            ("published=a=b", {"published": "a=b"}),
        ],
    )
    def test_option(self, words: str, columns: dict[str, str]) -> None:
        assert parse_columns(words) == columns

    @pytest.mark.parametrize("words", ["body", "text=", "headline=title", "text=a,,", "=a"])
    def test_option_that_says_nothing(self, words: str) -> None:
        with pytest.raises(InputError, match="--columns"):
            parse_columns(words)


class TestCsv:
    def test_all_fields(self) -> None:
        head = "id,url,title,author,publisher,published,text,other\n"
        row = f'a1,https://g.example/1,"Two, close",A. Kell,Gazette,7 July 2025,"{NEWS}\r\n\r\n""So"" it is.",x\n'
        (article,) = articles(write("a.csv", head + row))
        assert (article.id, article.url, article.title) == ("a1", "https://g.example/1", "Two, close")
        assert (article.author, article.publisher, article.published) == ("A. Kell", "Gazette", "2025-07-07")
        assert (article.text, article.path) == (f'{NEWS}\r\n\r\n"So" it is.', "a.csv:2")

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("a.csv", f"title,text\nx,{NEWS.replace(',', '')}\n"),
            ("a.csv", f"title;text\nx;{NEWS}\n"),
            ("a.csv", f"title\ttext\nx\t{NEWS}\n"),
            ("a.csv", f"title|text\nx|{NEWS}\n"),
            ("a.tsv", f"title\ttext\nx\t{NEWS}\n"),
            ("a.csv.gz", f'title,text\nx,"{NEWS}"\n'),
            ("a.CSV", f'\ufefftitle,text\r\nx,"{NEWS}"\r\n'),
            ("a.csv", f'title,text\nx,"{NEWS}"'),
        ],
    )
    def test_delimiters_and_packings(self, name: str, data: str) -> None:
        (article,) = articles(write(name, data))
        assert article.title == "x" and article.text.endswith("officials said.")

    def test_one_column(self) -> None:
        assert texts(read(write("a.csv", f'text\n"{NEWS}"\n'))) == [NEWS]

    def test_utf_16_with_a_mark(self) -> None:
        (article,) = articles(write("a.csv", f'title,text\nCafé,"{NEWS}"\n'.encode("utf-16")))
        assert (article.title, article.text) == ("Café", NEWS)

    def test_rows_may_differ_in_encoding(self) -> None:
        head = b"title,text\n"
        rows = [
            f'"Caf\u00e9 {i}","{NEWS}"\n'.encode(encoding) for i, encoding in enumerate(("utf-8", "cp1252", "utf-8"))
        ]
        found = articles(write("a.csv", head + b"".join(rows)))
        assert [article.title for article in found] == ["Café 0", "Café 1", "Café 2"]
        assert [article.notes for article in found] == [(), ("not UTF-8, read as cp1252",), ()]

    def test_ragged_rows_are_named_and_the_others_kept(self) -> None:
        head = "id,title,text,date\n"
        found = read(write("a.csv", f"{head}{ROW}1,2,3\n\n{ROW}1,2,3,4,5\n8,x,,2025\n{ROW}"))
        assert [item.place for item in failures(found)] == ["3", "6", "7"]
        assert "3 fields, and the header 4" in failures(found)[0].message
        assert "no text" in failures(found)[2].message
        assert [item.path for item in found if isinstance(item, Article)] == ["a.csv:2", "a.csv:5", "a.csv:8"]

    def test_a_quote_that_is_not_closed(self) -> None:
        """It swallows what follows, up to the next quote; that row is named, and reading goes on behind it."""
        found = read(write("a.csv", f'title,text\nx,"not closed\ny,"{NEWS}"\nz,{NEWS.replace(",", "")}\n'))
        (failed,) = failures(found)
        assert failed.place == "2" and "quote mark" in failed.remedy
        assert [item.title for item in found if isinstance(item, Article)] == ["z"]

    def test_a_row_that_is_too_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("claimtrack.read.tables.MAX_BYTES", 2000)
        data = f'title,text\na,"{NEWS}"\nb,"{NEWS * 60}"\nc,"{NEWS}"\n'
        found = read(write("a.csv", data))
        assert [(item.place, item.message) for item in failures(found)] == [
            ("3", "The row has more than 50 MB for one article.")
        ]
        assert [item.title for item in found if isinstance(item, Article)] == ["a", "c"]

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            ("", "no header"),
            ("\n", "no header"),
            ("a,b\n1,2\n", "Columns: a, b."),
            (b"PK\x03\x04aaaa,b\n", "not text"),
            (b"text\n\x00\x00\n", "NUL"),
        ],
    )
    def test_no_table(self, data: str | bytes, message: str) -> None:
        assert message in only_failure(write("a.csv", data)).message

    def test_a_cut_gzip_keeps_what_came_before(self) -> None:
        rows = "".join(f'{i},"{NEWS} {i * 7919}"\n' for i in range(5000))
        packed = gzip.compress(f"id,text\n{rows}".encode())
        Path("a.csv.gz").write_bytes(packed[: len(packed) // 2])
        *kept, failed = read("a.csv.gz")
        assert len(kept) > 1000 and isinstance(failed, ReadFailure)
        assert "cut off" in failed.message and failed.place is not None

    def test_html_column(self) -> None:
        data = io.StringIO()
        csv.writer(data).writerows([["page", "title"], [f"<p>{NEWS}</p><ul><li>One in May</li></ul>", "x"]])
        (article,) = articles(write("a.csv", data.getvalue()), columns={"html": "page"})
        assert article.text == f"{NEWS}\n\n• One in May"
        assert [block.kind for block in article.blocks] == ["paragraph", "list_item"]

    @settings(deadline=None, max_examples=60)
    @given(
        st.lists(
            st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(
                lambda t: t.strip("\ufeff\u200b ") and not t.isspace()
            ),
            min_size=1,
        )
    )
    def test_texts_come_back_exactly(self, values: list[str]) -> None:
        data = io.StringIO()
        csv.writer(data).writerows([["id", "text"], *([i, value] for i, value in enumerate(values))])
        assert texts(read(write("t.csv", data.getvalue()))) == values


class TestParquet:
    @staticmethod
    def write(name: str = "a.parquet", **columns: list[object]) -> str:
        pq.write_table(pa.table(columns), name)
        return name

    def test_all_fields(self) -> None:
        path = self.write(
            body=[NEWS], headline=["Two close"], site=["Gazette"], link=["https://g.example/1"],
            authors=[["A. Kell", "B. Lindt"]], date=[date(2025, 7, 7)], other=[1],
        )  # fmt: skip
        (article,) = articles(path)
        assert (article.text, article.title, article.publisher) == (NEWS, "Two close", "Gazette")
        assert (article.id, article.author) == ("https://g.example/1", "A. Kell; B. Lindt")
        assert (article.published, article.path) == ("2025-07-07", "a.parquet:1")

    @pytest.mark.parametrize(
        ("value", "published"),
        [
            (datetime(2025, 7, 7, 10, 30), "2025-07-07T10:30:00"),
            (datetime(2025, 7, 7), "2025-07-07"),
            ("July 2025", "2025-07"),
            (None, None),
        ],
    )
    def test_dates(self, value: object, published: str | None) -> None:
        (article,) = articles(self.write(text=[NEWS], published=[value]))
        assert (article.published, article.notes) == (published, ())

    def test_columns_option(self) -> None:
        (article,) = articles(
            self.write(text=["no"], words=[NEWS], h=["Two close"]), columns={"text": "words", "title": "h"}
        )
        assert (article.text, article.title) == (NEWS, "Two close")

    def test_rows_without_text_are_named(self) -> None:
        found = read(self.write(text=[NEWS, None, " ", NEWS]))
        assert [item.place for item in failures(found)] == ["2", "3"]
        assert [item.path for item in found if isinstance(item, Article)] == ["a.parquet:1", "a.parquet:4"]

    def test_bytes_that_are_no_text(self) -> None:
        found = read(self.write(text=[NEWS.encode(), b"\xff\xfe\xfd", NEWS.encode()]))
        assert [item.place for item in failures(found)] == ["2"]
        assert len(texts(found)) == 2

    def test_no_text_column_lists_what_there_is(self) -> None:
        assert "Columns: a, b." in only_failure(self.write(a=[1], b=[2])).message

    @pytest.mark.parametrize("cut", [0.5, 0.99])
    def test_cut_off(self, cut: float) -> None:
        data = Path(self.write(text=[f"{NEWS} {i}" for i in range(1000)])).read_bytes()
        Path("a.parquet").write_bytes(data[: int(len(data) * cut)])
        assert "Parquet" in only_failure("a.parquet").message

    def test_corrupt_in_the_middle(self) -> None:
        data = bytearray(Path(self.write(text=[f"{NEWS} {i * 7919}" for i in range(5000)])).read_bytes())
        data[len(data) // 2 : len(data) // 2 + 400] = bytes(400)
        Path("a.parquet").write_bytes(data)
        *_, failed = read("a.parquet")
        assert isinstance(failed, ReadFailure) and "no sound Parquet" in failed.message

    def test_what_unpacks_to_far_more_than_it_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("claimtrack.read.parquet.FREE_BYTES", 100_000)
        table = pa.table({"text": ["a" * 5_000_000]})
        pq.write_table(table, "a.parquet", compression="zstd", use_dictionary=False)
        assert "zip bomb" in only_failure("a.parquet").message

    def test_without_the_extra_the_error_names_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
        path = self.write(text=[NEWS])
        failed = only_failure(path)
        assert "not installed" in failed.message and "claimtrack[formats]" in failed.remedy


class TestJsonLinesWithColumns:
    def test_other_keys(self) -> None:
        Path("a.jsonl").write_text(f'{{"maintext": "{NEWS}", "head": "Two close", "title": "no"}}\n')
        (article,) = articles("a.jsonl", columns={"text": "maintext", "title": "head"})
        assert (article.text, article.title) == (NEWS, "Two close")

    def test_a_key_that_is_not_there(self) -> None:
        Path("a.jsonl").write_text(f'{{"body": "{NEWS}"}}\n')
        assert 'no "maintext"' in only_failure("a.jsonl", columns={"text": "maintext"}).message

    def test_html(self) -> None:
        Path("a.jsonl").write_text(f'{{"page": "{PAGE}"}}\n')
        (article,) = articles("a.jsonl", columns={"html": "page"})
        assert NEWS in article.text

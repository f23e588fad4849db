"""Reading as a user meets it: formats, folders, globs, packed files, standard input, and bad input."""

import gzip
import io
import json
import os
import sys
import tracemalloc
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.errors import InputError
from claimtrack.model import Article, ReadFailure
from claimtrack.read import read_articles, streams

NEWS = "The council of Marlow voted on Thursday to close two of its five schools, officials said."
LINE = json.dumps({"id": "a1", "title": "Two schools close", "published": "2025-07", "text": NEWS})


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(name: str, data: str | bytes) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = data if isinstance(data, bytes) else data.encode()
    path.write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    return name


def articles(paths: Iterable[str], **options: str) -> list[Article]:
    found = list(read_articles(paths, **options))
    assert all(isinstance(item, Article) for item in found), found
    return [item for item in found if isinstance(item, Article)]


def only_failure(*paths: str) -> ReadFailure:
    (item,) = read_articles(paths)
    assert isinstance(item, ReadFailure), item
    assert item.message.endswith((".", ")", "?")) and item.remedy.strip()
    return item


class TestText:
    def test_plain(self) -> None:
        (article,) = articles([write("a.txt", NEWS + "\r\n")])
        assert (article.id, article.path, article.text) == ("a.txt", "a.txt", NEWS + "\r\n")
        assert (article.title, article.published, article.language, article.notes) == (None, None, "en", ())
        assert [(block.kind, block.start, block.end) for block in article.blocks] == [("paragraph", 0, len(NEWS))]

    def test_byte_order_mark_is_no_text(self) -> None:
        (article,) = articles([write("a.txt", b"\xef\xbb\xbf" + NEWS.encode())])
        assert article.text == NEWS

    def test_front_matter(self) -> None:
        matter = 'id: m-1\ntitle: "Schools: two to go"\nauthor: [Anna Kell, Bo Lindt]\ndate: 2025-07\nother: 1\n'
        (article,) = articles([write("a.md", f"---\n{matter}---\n\n# Schools\n\n{NEWS}\n")])
        assert (article.id, article.title, article.author) == ("m-1", "Schools: two to go", "Anna Kell; Bo Lindt")
        assert (article.published, article.path) == ("2025-07", "a.md")
        assert article.text == f"# Schools\n\n{NEWS}\n"
        assert [block.kind for block in article.blocks] == ["heading", "paragraph"]

    @pytest.mark.parametrize(
        ("start", "why"),
        [
            ("---\n\n", "a rule that is never closed"),
            ("---\nWhat a day it was.\n---\n", "two rules, no fields"),
            ("---\nspeaker: Anna Kell\n---\n", "no field of ours"),
            ("\n---\ntitle: Schools\n---\n", "not at the very start"),
        ],
    )
    def test_rules_are_no_front_matter(self, start: str, why: str) -> None:
        (article,) = articles([write("a.txt", start + NEWS)])
        assert article.text == start + NEWS, why

    def test_front_matter_that_is_no_yaml(self) -> None:
        failure = only_failure(write("a.md", f"---\nid: 1\ntitle: Schools: two to go\n---\n{NEWS}"))
        assert "line 3" in failure.message and "quotes" in failure.remedy

    def test_front_matter_without_text(self) -> None:
        assert "no text" in only_failure(write("a.md", "---\ntitle: Schools\n---\n")).message

    def test_other_encoding_is_noted(self) -> None:
        (article,) = articles([write("a.txt", (NEWS + " Café “Zoë”.").encode("cp1252"))])
        assert article.text.endswith("Café “Zoë”.")
        assert article.notes == ("not UTF-8, read as cp1252",)

    def test_a_text_of_a_long_book_in_one_paragraph(self) -> None:
        (article,) = articles([write("a.txt", (NEWS + " ") * 22_000)])
        assert len(article.text) > 1_900_000
        assert len(article.blocks) == 1

    def test_a_longer_text_is_refused_before_it_reaches_a_worker(self) -> None:
        found = read_articles([write("a.txt", NEWS * 550_000), write("b.txt", NEWS)])
        failure, article = found
        assert isinstance(failure, ReadFailure) and isinstance(article, Article)
        assert "48,950,000 characters; up to 2,000,000" in failure.message and "Split" in failure.remedy


class TestJsonLines:
    def test_all_fields(self) -> None:
        fields = {
            "id": "a1", "url": "https://gazette.example/1", "title": "Two schools close", "author": "Anna Kell",
            "publisher": "Marlow Gazette", "published": "2025-07-07T10:00:00Z", "text": NEWS,
        }  # fmt: skip
        (article,) = articles([write("a.jsonl", json.dumps(fields))])
        assert {name: getattr(article, name) for name in fields} == fields
        assert article.path == "a.jsonl:1"

    def test_the_id_is_given_else_the_url_else_the_place(self) -> None:
        lines = [{"id": 7, "url": "u", "text": NEWS}, {"url": "u", "text": NEWS}, {"text": NEWS}]
        found = articles([write("wire/a.jsonl", "\n".join(map(json.dumps, lines)))])
        assert [article.id for article in found] == ["7", "u", "wire/a.jsonl:3"]

    @pytest.mark.parametrize(
        ("published", "stored"),
        [
            ("7 July 2025", "2025-07-07"),
            ("Mon, 07 Jul 2025 10:00:00 GMT", "2025-07-07T10:00:00+00:00"),
            (2025, "2025"),
            ("", None),
        ],
    )
    def test_dates(self, published: object, stored: str | None) -> None:
        (article,) = articles([write("a.jsonl", json.dumps({"text": NEWS, "published": published}))])
        assert (article.published, article.notes) == (stored, ())

    @pytest.mark.parametrize("published", ["07/08/2025", "yesterday", "2025-02-30", 1720000000])
    def test_a_doubtful_date_is_left_empty_with_a_note(self, published: object) -> None:
        (article,) = articles([write("a.jsonl", json.dumps({"text": NEWS, "published": published}))])
        assert article.published is None
        assert article.notes == (
            f"published {str(published)!r} is no date that can be read without guessing: left empty",
        )

    def test_a_field_of_the_wrong_kind_is_left_empty_with_a_note(self) -> None:
        (article,) = articles([write("a.jsonl", json.dumps({"text": NEWS, "title": {"en": "x"}, "author": None}))])
        assert (article.title, article.author, article.notes) == (None, None, ("title is no text: left empty",))

    def test_blank_lines_and_windows_line_ends(self) -> None:
        assert [a.path for a in articles([write("a.jsonl", f"\ufeff{LINE}\r\n\r\n{LINE}\r\n")])] == [
            "a.jsonl:1",
            "a.jsonl:3",
        ]

    @pytest.mark.parametrize(
        ("bad", "message"),
        [
            ("[1, 2]", "no object"),
            ('"text"', "no object"),
            ("{'text': 'x'}", "no JSON"),
            ('{"text": "cut off', "no JSON"),
            ('{"title": "no text"}', 'no "text"'),
            ('{"text": 5}', 'no "text"'),
            ('{"text": "  "}', "no text"),
            ('{"text": "a\\u0000b"}', "NUL"),
            ('{"text": "half \\ud83d pair"}', "surrogate"),
            ("[" * 100_000, "JSON"),
            (b"\xff\xfe\x00{", "NUL|not valid|UTF"),
        ],
    )
    def test_a_bad_line_is_named_and_the_others_are_kept(self, bad: str | bytes, message: str) -> None:
        raw = bad if isinstance(bad, bytes) else bad.encode()
        first, failure, last = read_articles([write("a.jsonl", b"\n".join([LINE.encode(), raw, LINE.encode()]))])
        assert isinstance(first, Article) and isinstance(last, Article) and isinstance(failure, ReadFailure)
        assert (failure.path, failure.place) == ("a.jsonl", "2")
        assert any(part in failure.message for part in message.split("|")), failure.message

    @pytest.mark.parametrize("text", [f"[{LINE}]", f"[\n{LINE}\n]", json.dumps(json.loads(LINE), indent=2)])
    def test_a_json_document_is_one_failure(self, text: str) -> None:
        assert "not JSON Lines" in only_failure(write("a.jsonl", text)).message

    def test_empty(self) -> None:
        assert "no lines" in only_failure(write("a.jsonl", "\n\n")).message

    def test_a_line_that_is_too_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("claimtrack.read.jsonl.MAX_BYTES", 500)
        long = json.dumps({"text": NEWS * 50})
        first, failure, last = read_articles([write("a.jsonl", f"{LINE}\n{long}\n{LINE}\n")])
        assert isinstance(first, Article) and isinstance(last, Article) and isinstance(failure, ReadFailure)
        assert (failure.place, last.path) == ("2", "a.jsonl:3")

    @settings(deadline=None)
    @given(
        st.lists(
            st.text(min_size=1).filter(lambda t: t.strip("\ufeff\u200b \t\r\n") and not t.isspace() and "\0" not in t),
            min_size=1,
        )
    )
    def test_texts_come_back_exactly(self, texts: list[str]) -> None:
        lines = "\n".join(json.dumps({"text": text}) for text in texts)
        for name in ("t.jsonl", "t.jsonl.gz"):
            assert [article.text for article in articles([write(name, lines)])] == texts


class TestPacked:
    @pytest.mark.parametrize("name", ["a.txt.gz", "a.md.gz", "a.TXT.GZ"])
    def test_text(self, name: str) -> None:
        Path(name).write_bytes(gzip.compress(NEWS.encode()))
        (article,) = articles([name])
        assert (article.text, article.id) == (NEWS, name)

    def test_html(self) -> None:
        (article,) = articles(
            [write("a.html.gz", f"<html><body><article><p>{NEWS}</p><p>{NEWS}</p></article></body></html>")]
        )
        assert NEWS in article.text

    def test_what_comes_before_a_cut_is_kept(self) -> None:
        lines = "".join(json.dumps({"text": f"{i} {os.urandom(40).hex()}"}) + "\n" for i in range(500))
        packed = gzip.compress(lines.encode())
        Path("a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
        *kept, failure = read_articles(["a.jsonl.gz"])
        assert len(kept) > 100
        assert [a.text for a in kept if isinstance(a, Article)] == [
            json.loads(x)["text"] for x in lines.splitlines()[: len(kept)]
        ]
        assert isinstance(failure, ReadFailure)
        assert (failure.path, failure.place) == ("a.jsonl.gz", str(len(kept) + 1))
        assert "cut off" in failure.message

    def test_cut_text(self) -> None:
        Path("a.txt.gz").write_bytes(gzip.compress(NEWS.encode())[:-9])
        assert "cut off" in only_failure("a.txt.gz").message

    def test_no_gzip(self) -> None:
        Path("a.txt.gz").write_bytes(NEWS.encode())
        assert "gzip" in only_failure("a.txt.gz").message

    def test_gzip_without_the_suffix(self) -> None:
        Path("a.txt").write_bytes(gzip.compress(NEWS.encode()))
        assert "gzip" in only_failure("a.txt").message


class TestStandardInput:
    @staticmethod
    def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))

    @pytest.mark.parametrize("pack", [False, True])
    def test_json_lines(self, monkeypatch: pytest.MonkeyPatch, pack: bool) -> None:
        data = f"\n {LINE}\n{LINE}\n".encode()
        self.feed(monkeypatch, gzip.compress(data) if pack else data)
        assert [article.path for article in articles(["-"])] == ["-:2", "-:3"]

    def test_text(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.feed(monkeypatch, NEWS.encode())
        (article,) = articles(["-"])
        assert (article.text, article.id) == (NEWS, "-")

    def test_html(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.feed(monkeypatch, f"<!DOCTYPE html><html><body><p>{NEWS}</p></body></html>".encode())
        (article,) = articles(["-"])
        assert article.text == NEWS

    def test_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.feed(monkeypatch, b"")
        assert "no text" in only_failure("-").message


class TestPaths:
    def test_a_folder_in_the_order_of_names(self) -> None:
        for name in (
            "news/b.txt",
            "news/a/z.md",
            "news/a/a.HTM",
            "news/c.jsonl",
            "news/picture.jpg",
            "news/.hidden.txt",
            "news/.git/a.txt",
        ):
            write(name, LINE if name.endswith("jsonl") else f"<p>{NEWS}</p>" if name.endswith("HTM") else NEWS)
        assert [article.path for article in articles(["news"])] == [
            "news/b.txt",
            "news/c.jsonl:1",
            "news/a/a.HTM",
            "news/a/z.md",
        ]

    @pytest.mark.parametrize(
        ("pattern", "expected"),
        [
            ("news/*.txt", ["news/a.txt", "news/b.txt"]),
            ("n*", ["news/a.txt", "news/b.txt", "news/in/c.txt"]),
            ("**/*", ["news/a.txt", "news/b.txt", "news/in/c.txt"]),
        ],
    )
    def test_globs(self, pattern: str, expected: list[str]) -> None:
        for name in ("news/a.txt", "news/b.txt", "news/in/c.txt", "news/d.pdf"):
            write(name, NEWS)
        assert [article.path for article in articles([pattern])] == expected

    def test_a_file_whose_name_looks_like_a_glob(self) -> None:
        write("a[1].txt", NEWS)
        assert [article.path for article in articles(["a[1].txt"])] == ["a[1].txt"]

    @pytest.mark.parametrize(
        ("path", "message"),
        [
            ("missing.txt", "no such file"),
            ("missing-*.txt", "no articles"),
            ("empty", "no articles"),
            ("pictures", "no articles"),
            ("pictures/a.jpg", "suffix"),
            ("nothing.txt", "no text"),
            ("space.txt", "no text"),
            ("binary.txt", "NUL"),
            ("pdf.txt", "PDF"),
            ("nul.txt", "NUL"),
            ("", "no such file"),
        ],
    )
    def test_failures(self, path: str, message: str) -> None:
        Path("empty").mkdir()
        write("pictures/a.jpg", b"\xff\xd8\xff")
        write("nothing.txt", "")
        write("space.txt", "\ufeff \n\n")
        write("binary.txt", bytes(range(256)))
        write("pdf.txt", b"%PDF-1.4\n%\xe2\xe3")
        write("nul.txt", NEWS[:20] + "\0" + NEWS)
        failure = only_failure(path)
        assert failure.path == path
        assert message in failure.message

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_a_file_that_may_not_be_read(self) -> None:
        Path(write("a.txt", NEWS)).chmod(0)
        assert "may not be read" in only_failure("a.txt").message

    def test_a_name_that_is_no_utf_8(self) -> None:
        path = os.fsdecode(b"caf\xe9.txt")
        write(path, NEWS)
        (article,) = articles([path])
        assert article.id == "caf\ufffd.txt"

    def test_failures_do_not_stop_the_batch(self) -> None:
        write("a.txt", NEWS)
        write("b.txt", "")
        write("c.jsonl", f"{LINE}\nno json\n{LINE}")
        kinds = [type(item).__name__ for item in read_articles(["a.txt", "missing", "b.txt", "c.jsonl"])]
        assert kinds == ["Article", "ReadFailure", "ReadFailure", "Article", "ReadFailure", "Article"]

    def test_an_article_that_is_too_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(streams, "MAX_BYTES", 50)
        assert "MB" in only_failure(write("a.txt", NEWS)).message


class TestOptions:
    def test_they_fill_what_is_missing(self) -> None:
        paths = [
            write("a.txt", NEWS),
            write("b.jsonl", json.dumps({"text": NEWS, "published": "2024", "publisher": "Own"})),
        ]
        first, second = articles(paths, published="7 July 2025", publisher="Marlow Gazette")
        assert (first.published, first.publisher) == ("2025-07-07", "Marlow Gazette")
        assert (second.published, second.publisher) == ("2024", "Own")

    def test_a_date_that_is_none_is_told_at_once(self) -> None:
        with pytest.raises(InputError, match="no date") as caught:
            read_articles([], published="07/08/2025")
        assert "2025-07-07" in caught.value.remedy


def test_one_article_at_a_time_is_in_memory() -> None:
    write("a.jsonl.gz", f"{json.dumps({'text': NEWS * 500})}\n" * 200)
    tracemalloc.start()
    assert sum(1 for _ in read_articles(["a.jsonl.gz"])) == 200  # 9 MB of text
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000, peak

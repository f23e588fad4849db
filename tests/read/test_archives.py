"""Zip and tar: what is read from them and under which name, bombs, damage, names that are tricks."""

from __future__ import annotations

import gzip
import io
import json
import os
import stat
import struct
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from claimtrack.model import Article, ReadFailure
from claimtrack.read import read_articles, streams
from tests.read.helpers import NEWS, PAGE, articles, failures, only_failure, read

LINE = json.dumps({"text": NEWS}).encode()
FILES = {
    "b.txt": NEWS.encode(),
    "a/page.html": PAGE.encode(),
    "a/wire.jsonl": LINE + b"\n" + LINE,
    "a/table.csv": f'text\n"{NEWS}"\n'.encode(),
    "packed.jsonl.gz": gzip.compress(LINE),
    "picture.png": b"\x89PNG",
    ".hidden.txt": b"x",
    "__MACOSX/._b.txt": b"x",
    "settings.json": b'{"a": 1}',
    "other.xml": b"<TEI/>",
}
PLACES = ["b.txt", "a/page.html", "a/wire.jsonl:1", "a/wire.jsonl:2", "a/table.csv:2", "packed.jsonl.gz:1"]
MODES = {"x.tar": "w", "x.tar.gz": "w:gz", "x.tgz": "w:gz", "x.tar.bz2": "w:bz2", "x.tar.xz": "w:xz", "x.txz": "w:xz"}


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def zipped(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def tarred(files: dict[str, bytes], mode: str = "w") -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return data.getvalue()


def write(name: str, data: bytes) -> str:
    Path(name).write_bytes(data)
    return name


@pytest.mark.parametrize("name", ["x.zip", *MODES])
def test_what_is_read_and_under_which_name(name: str) -> None:
    found = articles(write(name, zipped(FILES) if name == "x.zip" else tarred(FILES, MODES[name])))
    assert [article.path for article in found] == [f"{name}/{place}" for place in PLACES]
    assert all(NEWS in article.text for article in found)
    assert found[0].id == f"{name}/b.txt"


@pytest.mark.parametrize("name", ["x.zip", "x.tar.gz"])
def test_in_a_folder_and_on_standard_input(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped(FILES) if name == "x.zip" else tarred(FILES, MODES[name])
    Path("news").mkdir()
    write(f"news/{name}", data)
    assert len(articles("news")) == len(PLACES)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))  # type: ignore[arg-type]
    assert [article.path for article in articles("-")] == [f"-/{place}" for place in PLACES]


def test_archives_in_archives() -> None:
    inner = zipped({"deep.tar.gz": tarred({"b.txt": NEWS.encode()}, "w:gz"), "c.txt": NEWS.encode()})
    found = articles(write("x.tar", tarred({"in.zip": inner, "last.txt": NEWS.encode()})))
    assert [article.path for article in found] == [
        "x.tar/in.zip/deep.tar.gz/b.txt",
        "x.tar/in.zip/c.txt",
        "x.tar/last.txt",
    ]


def test_too_deep() -> None:
    data = zipped({"b.txt": NEWS.encode()})
    for _ in range(3):
        data = zipped({"in.zip": data, "c.txt": NEWS.encode()})
    found = read(write("x.zip", data))
    assert [(item.path, "deep" in item.message) for item in failures(found)] == [("x.zip/in.zip/in.zip/in.zip", True)]
    assert len(found) == 4


def test_what_fails_inside_does_not_stop_the_rest() -> None:
    files = {"a.txt": b"", "b.jsonl": b"no json\n" + LINE, "c.zip": b"PK\x03\x04 no zip", "d.txt": NEWS.encode()}
    found = read(write("x.zip", zipped(files)))
    assert [(item.path, item.place) for item in failures(found)] == [
        ("x.zip/a.txt", None), ("x.zip/b.jsonl", "1"), ("x.zip/c.zip", None)
    ]  # fmt: skip
    assert [item.path for item in found if isinstance(item, Article)] == ["x.zip/b.jsonl:2", "x.zip/d.txt"]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("x.zip", b"", "no sound archive"),
        ("x.zip", b"plain words", "no sound archive"),
        ("x.zip", zipped(FILES)[:300], "no sound archive"),
        ("x.zip", zipped({}), "no articles"),
        ("x.zip", zipped({"a.png": b"x"}), "no articles"),
        ("x.tar", b"", "no sound archive"),
        ("x.tar", b"plain words" * 200, "no sound archive"),
        ("x.tar", tarred({"a.png": b"x"}), "no articles"),
        ("x.tar.gz", b"plain words" * 200, "gzip"),
        ("x.tar.xz", b"plain words" * 200, "no sound archive"),
        ("x.tar.bz2", b"plain words" * 200, "damaged"),
    ],
)
def test_no_archive(name: str, data: bytes, message: str) -> None:
    failed = only_failure(write(name, data))
    assert message in failed.message and failed.path == name


@pytest.mark.parametrize("name", list(MODES))
def test_a_cut_tar_keeps_what_came_before(name: str) -> None:
    files = {f"{i}.txt": (f"{NEWS} {os.urandom(300).hex()}").encode() for i in range(300)}
    data = tarred(files, MODES[name])
    *kept, failed = read(write(name, data[: len(data) * 2 // 3]))
    assert isinstance(failed, ReadFailure) and "cut off" in failed.message
    if "z" not in MODES[name][2:].replace("gz", ""):  # bzip2 and xz lose more: their blocks are large
        assert len([item for item in kept if isinstance(item, Article)]) > 150


def test_a_corrupt_member_of_a_zip_is_named_and_the_others_kept() -> None:
    files = {f"{i}.txt": (f"{NEWS} {os.urandom(300).hex()}").encode() for i in range(3)}
    data = bytearray(zipped(files))
    start = data.index(b"1.txt") + 60
    data[start : start + 40] = bytes(40)
    found = read(write("x.zip", bytes(data)))
    assert [item.path for item in failures(found)] == ["x.zip/1.txt"]
    assert [item.path for item in found if isinstance(item, Article)] == ["x.zip/0.txt", "x.zip/2.txt"]


def test_a_locked_member_and_an_unknown_packing() -> None:
    data = bytearray(zipped({"a.txt": NEWS.encode(), "b.txt": NEWS.encode(), "c.txt": NEWS.encode()}))
    for name, offset, value in (
        (b"a.txt", 8, 1),
        (b"b.txt", 10, 97),
    ):  # the flags, the method, in the central directory
        at = data.rindex(b"PK\x01\x02", 0, data.rindex(name)) + offset
        data[at : at + 2] = struct.pack("<H", value)
    found = read(write("x.zip", bytes(data)))
    assert [("password" in item.message, "not known" in item.message) for item in failures(found)] == [
        (True, False), (False, True)
    ]  # fmt: skip
    assert isinstance(found[2], Article)


class TestTricks:
    @pytest.mark.parametrize(
        "name", ["../../etc/a.txt", "/etc/a.txt", "a/../../b.txt", "..\\b.txt", "C:\\b.txt", "a\nb.txt"]
    )
    @pytest.mark.parametrize("form", ["zip", "tar"])
    def test_names_that_lead_out(self, name: str, form: str) -> None:
        files = {name: NEWS.encode(), "good.txt": NEWS.encode()}
        found = read(write(f"x.{form}", zipped(files) if form == "zip" else tarred(files)))
        assert ["leads out" in item.message for item in failures(found)] == [True]
        assert isinstance(found[1], Article)

    def test_links_are_left_alone(self) -> None:
        data = io.BytesIO()
        with tarfile.open(fileobj=data, mode="w") as archive:
            for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
                info = tarfile.TarInfo(f"{kind!r}.txt".replace("'", ""))
                info.type, info.linkname = kind, "/etc/passwd"
                archive.addfile(info)
        assert "no articles" in only_failure(write("x.tar", data.getvalue())).message
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as packed:
            link = zipfile.ZipInfo("link.txt")
            link.external_attr = (stat.S_IFLNK | 0o777) << 16
            packed.writestr(link, "/etc/passwd")
        assert "no articles" in only_failure(write("x.zip", data.getvalue())).message

    def test_nothing_is_written(self) -> None:
        articles(write("x.zip", zipped({"a.txt": NEWS.encode()})))
        assert [path.name for path in Path.cwd().iterdir()] == ["x.zip"]


class TestBombs:
    """Sizes are small here: what counts is the ratio, and when reading stops."""

    @pytest.fixture(autouse=True)
    def _small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(streams, "FREE_BYTES", 300_000)

    LINES = (LINE + b"\n") * 30_000  # 3 MB that gzip packs more than 200 times

    @pytest.mark.parametrize(
        ("name", "make"),
        [
            ("x.zip", lambda lines: zipped({"a.jsonl": lines, "b.txt": b"x"})),
            ("x.tar.gz", lambda lines: tarred({"a.jsonl": lines, "b.txt": b"x"}, "w:gz")),
            ("x.tar.xz", lambda lines: tarred({"a.jsonl": lines, "b.txt": b"x"}, "w:xz")),
            ("x.zip", lambda lines: zipped({"in.zip": zipped({"a.jsonl": lines}), "b.txt": b"x"})),
            ("x.zip", lambda lines: zipped({"in.tar.gz": tarred({"a.jsonl": lines}, "w:gz"), "b.txt": b"x"})),
            ("x.jsonl.gz", gzip.compress),
            ("x.zip", lambda lines: zipped({f"{i}.jsonl.gz": gzip.compress(lines) for i in range(9)})),
        ],
    )
    def test_bombs(self, name: str, make: object) -> None:
        data = make(self.LINES)  # type: ignore[operator]
        found = read(write(name, data))
        (failed,) = failures(found)
        assert "zip bomb" in failed.message and found[-1] is failed
        assert len(found) < 30_000

    def test_a_picture_that_is_a_bomb_is_not_even_unpacked(self) -> None:
        found = articles(write("x.zip", zipped({"a.png": bytes(50_000_000), "b.txt": NEWS.encode()})))
        assert len(found) == 1

    def test_a_long_tar_member_that_is_skipped_counts_too(self) -> None:
        data = tarred({"a.png": bytes(50_000_000), "b.txt": NEWS.encode()}, "w:gz")
        assert "zip bomb" in only_failure(write("x.tar.gz", data)).message

    def test_news_packs_well_and_is_no_bomb(self) -> None:
        lines = "\n".join(json.dumps({"text": f"{NEWS} Number {i * 7919} of {i}."}) for i in range(5000))
        assert len(articles(write("x.jsonl.gz", gzip.compress(lines.encode(), 9)))) == 5000

    def test_a_header_that_would_fill_the_memory(self) -> None:
        head = tarfile.TarInfo("long")
        head.type, head.size = tarfile.GNUTYPE_LONGNAME, 60_000_000
        data = gzip.compress(head.tobuf() + bytes(60_000_000) + tarred({"b.txt": NEWS.encode()}))
        tracemalloc.start()
        failed = only_failure(write("x.tar.gz", data))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert "header" in failed.message or "zip bomb" in failed.message
        assert peak < 15_000_000


def test_a_tar_of_many_members_keeps_no_list_of_them() -> None:
    write("x.tar.gz", tarred({f"{i}.txt": f"{NEWS} {i * 7919}".encode() for i in range(1500)}, "w:gz"))
    items = read_articles(["x.tar.gz"])
    next(items)
    tracemalloc.start()
    assert sum(1 for _ in items) == 1499
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_500_000, peak

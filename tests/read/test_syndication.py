"""RSS and Atom: full text, linked pages, summaries; dates; feeds that are broken."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from claimtrack.model import Article
from tests.read.helpers import NEWS, PAGE, articles, failures, only_failure, read

HTML = f"<p>{NEWS}</p><ul><li>One in May</li></ul><p>Anna Kell spoke.</p>"
BODY = f"{NEWS}\n\n• One in May\n\nAnna Kell spoke."
HEAD = '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
HEAD += 'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Marlow Gazette</title>'
END = "</channel></rss>"
DATE = "<pubDate>Mon, 07 Jul 2025 10:00:00 GMT</pubDate>"


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def item(content: str | None = HTML, link: str = "https://gazette.example/1", more: str = DATE) -> str:
    full = f"<content:encoded><![CDATA[{content}]]></content:encoded>" if content else ""
    return (
        f"<item><title>Two schools &amp;amp; more</title><link>{link}</link><guid>g-1</guid><dc:creator>Anna Kell"
        f"</dc:creator><description>{escape('<p>Two of five <b>close</b>.</p>')}</description>{full}{more}</item>"
    )


def rss(*items: str, name: str = "a.rss") -> str:
    Path(name).write_text(HEAD + "".join(items) + END)
    return name


def atom(entry: str) -> str:
    Path("a.atom").write_text(
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title><id>f</id>'
        f'<entry><id>e-1</id><title>Two close</title><link href="https://gazette.example/1"/>{entry}</entry></feed>'
    )
    return "a.atom"


def test_rss_with_the_full_text() -> None:
    (article,) = articles(rss(item()))
    assert article.text == BODY
    assert [block.kind for block in article.blocks] == ["paragraph", "list_item", "paragraph"]
    assert (article.id, article.url) == ("https://gazette.example/1", "https://gazette.example/1")
    assert (article.title, article.author, article.publisher) == ("Two schools & more", "Anna Kell", "Marlow Gazette")
    assert (article.published, article.path, article.notes) == ("2025-07-07T10:00:00+00:00", "a.rss:1", ())


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (f'<content type="html">{escape(HTML)}</content>', BODY),
        (f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{HTML}</div></content>', BODY),
        (f'<content type="text">{NEWS}\n\n1 &lt; 2</content>', f"{NEWS}\n\n1 < 2"),
    ],
)
def test_atom(content: str, text: str) -> None:
    (article,) = articles(atom(f"<published>2025-07-07T10:00:00Z</published>{content}"))
    assert (article.text, article.published, article.publisher) == (text, "2025-07-07T10:00:00Z", "Gazette")


@pytest.mark.parametrize(
    ("more", "published", "why"),
    [
        ("", None, "nothing is said"),
        (DATE, "2025-07-07T10:00:00+00:00", "RSS 2"),
        ("<dc:date>2025-07-07</dc:date>", "2025-07-07", "Dublin Core, as in RSS 1"),
        ("<pubDate>07/08/2025</pubDate>", None, "ambiguous"),
    ],
)
def test_dates_of_rss(more: str, published: str | None, why: str) -> None:
    (article,) = articles(rss(item(more=more)))
    assert article.published == published, why


def test_the_day_of_an_atom_entrys_last_change_is_no_publication_date() -> None:
    (article,) = articles(atom(f'<updated>2025-07-09T10:00:00Z</updated><content type="html">{escape(HTML)}</content>'))
    assert article.published is None


def test_a_page_that_lies_beside_the_feed() -> None:
    Path("pages").mkdir()
    Path("pages/one.html").write_text(PAGE)
    (article,) = articles(rss(item(None, "pages/one.html")))
    assert NEWS in article.text and article.id == "g-1"
    assert (article.published, article.path) == ("2025-07-07T10:00:00+00:00", "a.rss:1")


@pytest.mark.parametrize("link", ["../secret.html", "/etc/hosts.html", "file:///etc/hosts.html", "gone.html"])
def test_links_out_of_the_folder_are_not_followed(link: str) -> None:
    Path("feeds").mkdir()
    Path("secret.html").write_text(PAGE)
    (article,) = articles(rss(item(None, link), name="feeds/a.rss"))
    assert (article.text, article.notes) == ("Two of five close.", ("the feed gives a summary only",))


def test_nothing_is_fetched_unless_it_is_asked_for() -> None:
    (article,) = articles(rss(item(None, "http://127.0.0.1:9/page.html")))
    assert article.notes == ("the feed gives a summary only",)


def test_an_entry_without_text_is_named_and_the_next_is_read() -> None:
    bare = "<item><title>Nothing</title><link>https://gazette.example/2</link></item>"
    found = read(
        rss(bare, item("<img src='a.png'>").replace("<description>", "<x>").replace("</description>", "</x>"), item())
    )
    assert [failed.place for failed in failures(found)] == ["entry 1", "entry 2"]
    assert isinstance(found[2], Article)


def test_without_a_link_the_guid_is_the_id() -> None:
    (article,) = articles(rss(item().replace("<link>https://gazette.example/1</link>", "")))
    assert (article.id, article.url) == ("g-1", None)


def test_a_cut_feed_keeps_the_entries_before() -> None:
    whole = (
        HEAD + item(link="https://g.example/1") + item(link="https://g.example/2") + item(link="https://g.example/3")
    )
    Path("a.rss").write_text(whole[: whole.rindex("spoke")])
    found = read("a.rss")
    assert [article.url for article in found if isinstance(article, Article)] == [
        "https://g.example/1",
        "https://g.example/2",
    ]
    assert [(failed.place, "cut off" in failed.message) for failed in failures(found)] == [("entry 3", True)]


def test_broken_xml_is_read_as_far_as_it_goes_and_noted() -> None:
    (article,) = articles(rss(item().replace("Anna Kell</dc", "Anna & Kell</dc")))
    assert article.text == BODY and article.notes == ("the feed is no sound XML",)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (PAGE, "no RSS"),
        ("", "no RSS"),
        ("plain words", "no RSS"),
        ('<?xml version="1.0"?><TEI><text/></TEI>', "no RSS"),
        (HEAD + END, "no entries"),
    ],
)
def test_no_feed(data: str, message: str) -> None:
    Path("a.xml").write_text(data)
    assert message in only_failure("a.xml").message


def test_in_folders_other_xml_is_left_alone() -> None:
    Path("news").mkdir()
    Path("news/other.xml").write_text('<?xml version="1.0"?><TEI/>')
    rss(item(), name="news/feed.xml")
    assert [article.path for article in articles("news")] == ["news/feed.xml:1"]


@pytest.mark.parametrize(
    "entities", ['<!ENTITY x SYSTEM "secret.txt">', '<!ENTITY l "ha"><!ENTITY x "&l;&l;&l;&l;&l;&l;&l;&l;&l;&l;">']
)
def test_entities_are_refused(entities: str) -> None:
    """They read files and explode ("billion laughs"); a feed has no use for them."""
    Path("secret.txt").write_text("secret words")
    start = HEAD.replace("?>", f"?><!DOCTYPE rss [{entities}]>", 1)
    Path("a.rss").write_text(start + item().replace("Anna Kell</dc", "&x;</dc") + END)
    assert "entities" in only_failure("a.rss").message


def test_other_encoding() -> None:
    data = (HEAD + item(HTML.replace("Anna", "Zoë"))).replace("?>", ' encoding="iso-8859-1"?>', 1) + END
    Path("a.rss").write_bytes(data.encode("iso-8859-1"))
    (article,) = articles("a.rss")
    assert "Zoë Kell" in article.text

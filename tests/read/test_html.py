# ruff: noqa: E501
"""Pages as news sites make them: metadata from wherever it is stated, structure kept, dates never guessed."""

from html import unescape
from pathlib import Path

import pytest
from lxml import html

from claimtrack.model import Article, ReadFailure
from claimtrack.read import read_articles
from claimtrack.read.page_date import find_page_date

BODY = """
<p>The port of Lismere reopened on Tuesday after a nine-day strike that cost shippers about €14 million,
   <a href="/authority">the harbour authority</a> said.</p>
<p>Some 2\u00a0300 dockers <strong>returned</strong> to work at dawn, union leader Petra Holm told reporters.
   She called the deal "the best in a decade".</p>
<h2>What the deal says</h2>
<p>Under the deal, the employers will:</p>
<ul><li>raise pay by 6.5 percent over two years,</li>
    <li>hire 120 apprentices<ul><li>forty of them this year</li></ul></li>
    <li><p>end night shifts for the over-60s.</p></li></ul>
<blockquote><p>"We did not get all we wanted," Holm said.</p></blockquote>
<p>The authority expects the backlog of 61 ships to clear by 20 March. It gave no figure for lost trade, but
   economists at Nordane University put it at more than €30 million.</p>
"""
CAPTION = "Cranes at the eastern quay on Monday."
JSON_LD = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
  {"@type": "WebSite", "name": "Harbour Post", "url": "https://harbourpost.example/"},
  {"@type": "NewsArticle", "headline": "Port of Lismere reopens", "datePublished": "2025-03-04T06:30:00+01:00",
   "dateModified": "2025-03-05T09:00:00+01:00", "author": [{"@type": "Person", "name": "Anna Kell"},
   {"@type": "Person", "name": "Bo Lindt"}], "publisher": {"@type": "NewsMediaOrganization", "name": "Harbour Post"}}]}
</script><link rel="canonical" href="https://harbourpost.example/port-reopens">"""
META = """<meta property="og:title" content="Port of Lismere reopens"><meta property="og:site_name" content="Harbour Post">
<meta property="og:url" content="https://harbourpost.example/port-reopens"><meta name="author" content="Anna Kell">
<meta property="article:published_time" content="2025-03-04"><meta property="article:modified_time" content="2025-03-05">"""


def page(head: str = "", top: str = "", body: str = BODY, after: str = "") -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Port of Lismere reopens</title>{head}</head>'
        f"<body><nav><ul><li><a href='/'>Home</a></li><li><a href='/world'>World</a></li></ul></nav><main><article>"
        f"<h1>Port of Lismere reopens</h1>{top}{body}</article>{after}</main>"
        f"<footer>© 2025 Harbour Post. All rights reserved.</footer></body></html>"
    )


def read(tmp_path: Path, source: str | bytes) -> Article:
    file = tmp_path / "page.html"
    file.write_bytes(source if isinstance(source, bytes) else source.encode())
    (article,) = read_articles([str(file)])
    assert isinstance(article, Article), article
    return article


@pytest.mark.parametrize(
    ("head", "author", "published"),
    [(JSON_LD, "Anna Kell; Bo Lindt", "2025-03-04T06:30:00+01:00"), (META, "Anna Kell", "2025-03-04")],
    ids=["json-ld", "meta"],
)
def test_metadata(tmp_path: Path, head: str, author: str, published: str) -> None:
    article = read(tmp_path, page(head))
    assert article.id == article.url == "https://harbourpost.example/port-reopens"
    assert (article.title, article.publisher) == ("Port of Lismere reopens", "Harbour Post")
    assert (article.author, article.published, article.language) == (author, published, "en")


def test_an_article_without_metadata_is_kept(tmp_path: Path) -> None:
    article = read(tmp_path, f"<html><body>{BODY}</body></html>")
    assert (article.url, article.author, article.publisher, article.published) == (None, None, None, None)
    assert article.id == article.path == str(tmp_path / "page.html")
    assert "€14 million" in article.text


def test_the_host_is_no_publisher(tmp_path: Path) -> None:
    article = read(tmp_path, page('<link rel="canonical" href="https://www.harbourpost.example/port">'))
    assert (article.url, article.publisher) == ("https://www.harbourpost.example/port", None)


def test_the_root_of_the_site_is_no_address_of_an_article(tmp_path: Path) -> None:
    article = read(tmp_path, page('<link rel="canonical" href="https://harbourpost.example/">'))
    assert (article.url, article.id) == (None, str(tmp_path / "page.html"))


def test_structure(tmp_path: Path) -> None:
    figure = f'<figure><img src="a.jpg" alt="cranes"><figcaption>{CAPTION}</figcaption></figure>'
    article = read(tmp_path, page(JSON_LD, top=figure))
    found = [(block.kind, article.text[block.start : block.end]) for block in article.blocks]
    assert found[:4] == [
        ("heading", "Port of Lismere reopens"),
        ("caption", CAPTION),
        (
            "paragraph",
            "The port of Lismere reopened on Tuesday after a nine-day strike that cost shippers about €14 million, "
            "the harbour authority said.",
        ),
        (
            "paragraph",
            "Some 2\u00a0300 dockers returned to work at dawn, union leader Petra Holm told reporters. "
            'She called the deal "the best in a decade".',
        ),
    ]
    assert found[4:10] == [
        ("heading", "What the deal says"),
        ("paragraph", "Under the deal, the employers will:"),
        ("list_item", "raise pay by 6.5 percent over two years,"),
        ("list_item", "hire 120 apprentices"),
        ("list_item", "forty of them this year"),
        ("list_item", "end night shifts for the over-60s."),
    ]
    assert found[10] == ("paragraph", '"We did not get all we wanted," Holm said.')
    assert "\n\n• hire 120 apprentices\n\n• forty" in article.text
    assert "All rights reserved" not in article.text and "Home" not in article.text


def test_boilerplate_and_credits_inside_of_the_text(tmp_path: Path) -> None:
    article = read(
        tmp_path,
        page(body=BODY + "<p>Read more: Old strike ends</p><p>Photo: Ola Berg</p><p>The strike began in February.</p>"),
    )
    kinds = {article.text[block.start : block.end]: block.kind for block in article.blocks}
    assert kinds["Read more: Old strike ends"] == "boilerplate"
    assert kinds["Photo: Ola Berg"] == "caption"


def test_line_breaks_and_tables(tmp_path: Path) -> None:
    table = "<table><tr><th>Year</th><th>Tonnes</th></tr><tr><td>2023</td><td>41,000</td></tr></table>"
    article = read(tmp_path, page(body=BODY.replace("reporters.\n", "reporters.<br>") + table))
    assert "told reporters.\nShe called" in article.text
    assert "2023 | 41,000" in article.text


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", "&nbsp;", "&#8239;"])
def test_spaces_that_hold_a_number_together_stay(tmp_path: Path, space: str) -> None:
    title = f"<h1>Some 2{space}300 return</h1>"
    figure = f"<figure><img src='a.jpg'><figcaption>The 2{space}300 on Monday</figcaption></figure>"
    article = read(tmp_path, page(body=BODY + figure).replace("<h1>Port of Lismere reopens</h1>", title))
    number = unescape(f"2{space}300")
    assert article.title == f"Some {number} return"
    assert [block.kind for block in article.blocks if number in article.text[block.start : block.end]][-1] == "caption"
    assert f"The {number} on Monday" in article.text


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "iso-8859-1"), ("cp1252", "iso-8859-1"), ("cp1250", "windows-1250"), ("utf-16", "utf-16")],
)
def test_encodings(tmp_path: Path, encoding: str, declared: str) -> None:
    article = read(tmp_path, page(JSON_LD).replace('charset="utf-8"', f'charset="{declared}"').encode(encoding))
    assert "€14 million" in article.text
    assert article.notes == ()


def test_two_megabytes_in_one_paragraph(tmp_path: Path) -> None:
    sentence = "The harbour authority said that 61 ships were waiting. "
    article = read(tmp_path, page(body=f"<p>{sentence * (1_900_000 // len(sentence))}</p>"))
    assert len(article.text) > 1_890_000


def test_xhtml_with_its_encoding(tmp_path: Path) -> None:
    source = '<?xml version="1.0" encoding="windows-1250"?>' + page().replace('<meta charset="utf-8">', "")
    assert "€14 million" in read(tmp_path, source.encode("cp1250")).text


@pytest.mark.parametrize(
    "source",
    [
        page()[:900],
        page().replace("</p>", ""),
        page().replace("<p>", "<div><p>" * 20),
        page('<script type="application/ld+json">[null, 1, {"@type": 5, "datePublished": {"a": 1}}]</script>'),
        page('<script type="application/ld+json">' + "[" * 50_000 + "</script>"),
        BODY,
        "<p>" + BODY.replace("<", "&lt;"),
    ],
    ids=["cut", "unclosed", "deep", "odd-json", "deep-json", "fragment", "escaped"],
)
def test_pages_that_are_badly_made(tmp_path: Path, source: str) -> None:
    assert "The port of Lismere reopened" in read(tmp_path, source).text


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "no text"),
        ("  \n", "no text"),
        ("<html><head><title>Nothing</title></head><body><script>load()</script></body></html>", "No article text"),
        ("<html><body></body></html>", "No article text"),
        (b"<html><body><p>Text\x00 with NUL</p></body></html>", "NUL"),
    ],
    ids=["empty", "space", "script", "no-body", "nul"],
)
def test_pages_without_an_article(tmp_path: Path, source: str | bytes, message: str) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(source if isinstance(source, bytes) else source.encode())
    (failure,) = read_articles([str(file)])
    assert isinstance(failure, ReadFailure)
    assert message in failure.message
    assert failure.remedy


DATES = {
    # head, text above the article, text after it, date
    "json-ld of the article, not of the page or a list": (
        '<script type="application/ld+json">[{"@type":"WebPage","datePublished":"2019-01-01"},'
        '{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","datePublished":"2018-01-01"}]},'
        '{"@type":["Article","NewsArticle"],"datePublished":"2025-03-04"}]</script>', "", "", "2025-03-04",
    ),
    "json-ld of the article with this title": (
        '<script type="application/ld+json">[{"@type":"NewsArticle","headline":"Other","datePublished":"2018-01-01"},'
        '{"@type":"NewsArticle","headline":"Port of Lismere reopens","datePublished":"2025-03-04"}]</script>', "", "", "2025-03-04",
    ),
    "json-ld that is broken, meta tag": ('<script type="application/ld+json">{"datePublished": </script>' + META, "", "", "2025-03-04"),
    "month only": ('<meta property="article:published_time" content="2025-03">', "", "", "2025-03"),
    "dublin core": ('<meta name="DC.date.issued" content="4 March 2025">', "", "", "2025-03-04"),
    "only modified": ('<meta property="article:modified_time" content="2025-03-05">', "", "", None),
    "marked element": ("", '<span itemprop="datePublished" content="2025-03-04T06:30">today</span>', "", "2025-03-04T06:30"),
    "date line": ("", '<p class="article-date">Published: March 4, 2025</p>', "", "2025-03-04"),
    "byline, date and reading time": ("", '<div class="byline">By Anna Kell | 4 March 2025 | 5 min read</div>', "", "2025-03-04"),
    "updated before published": ("", "<p>Updated: 5 March 2025 | Published: 4 March 2025 at 6:30 am</p>", "", "2025-03-04T06:30"),
    "words alone": ("", "<p>First published on 4 March 2025</p>", "", "2025-03-04"),
    "month in a date line": ("", '<div class="date">March 2025</div>', "", "2025-03"),
    "two readings": ("", '<span class="date">03/04/2025</span>', "", None),
    "the only time element": ("", '<time datetime="2025-03-04">Tuesday</time>', "", "2025-03-04"),
    "several time elements": ("", '<time datetime="2025-03-04">a</time><time datetime="2025-03-02">b</time>', "", None),
    "time of another article": ("", "", '<aside><time datetime="2024-02-03">x</time></aside>', None),
    "date of a related article": ("", "", '<div class="related"><span class="date">3 February 2024</span></div>', None),
    "updated": ("", '<span class="updated date">5 March 2025</span>', "", None),
    "url": ('<link rel="canonical" href="https://harbourpost.example/2025/03/04/port">', "", "", "2025-03-04"),
    "url with a month gives no day": ('<link rel="canonical" href="https://harbourpost.example/2025/03/port">', "", "", None),
    "url of a picture": ("", '<img src="https://harbourpost.example/2019/05/03/a.jpg">', "", None),
    "date in the text": ("", "<p>The treaty was signed on 18 March 2014 in the capital.</p>", "", None),
    "date and time in the text": ("", "<p>The treaty was signed on 2014-03-18 10:00 in the capital.</p>", "", None),
    "nothing": ("", "", "", None),
}  # fmt: skip


@pytest.mark.parametrize("name", DATES)
def test_page_date(name: str) -> None:
    head, top, after, expected = DATES[name]
    tree = html.fromstring(page(head, top, after=after))
    links = [link.get("href") for link in tree.iter("link")]
    assert find_page_date(tree, links[0] if links else None, "Port of Lismere reopens") == expected


CHANGES = [
    ('<meta property="article:modified_time" content="2025-06-30T08:00:00Z">', True, "a meta tag, a week before"),
    ('<meta property="article:modified_time" content="2025-07-09">', False, "a later change"),
    ('<meta property="article:modified_time" content="2025-07">', False, "the same month, as far as both say"),
    (
        '<script type="application/ld+json">{"@type": "NewsArticle", "dateModified": "2025-07-01"}</script>',
        True,
        "JSON-LD",
    ),
]


@pytest.mark.parametrize(("tag", "doubtful", "reason"), CHANGES, ids=[c[2] for c in CHANGES])
def test_a_change_before_the_publication_is_noted(tag: str, doubtful: bool, reason: str, tmp_path: Path) -> None:
    published = '<meta property="article:published_time" content="2025-07-07T10:00:00Z">'
    body = "<p>The port of Lismere was closed for two days after a storm damaged its only crane.</p>" * 3
    page = tmp_path / "page.html"
    page.write_text(f"<html><head>{published}{tag}</head><body><article>{body}</article></body></html>", "utf8")
    (article,) = read_articles([str(page)])
    assert isinstance(article, Article)
    assert any("lies before published" in note for note in article.notes) == doubtful, reason

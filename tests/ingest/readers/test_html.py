"""Web pages of many makers: the paper comes out, what stands around it does not."""

# ruff: noqa: E501 - markup and printed lines stay on one line
from __future__ import annotations

from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import Any

import pytest

from ingest.document import DocumentError, Source
from ingest.readers import html
from tests.ingest.readers.invented import NUMBERED
from tests.ingest.readers.papers import as_html


def read(page: str, encoding: str = "utf-8") -> Source:
    return html.read("page.html", page.encode(encoding))


def kinds(source: Source) -> list[tuple[str, str]]:
    return [(h.kind, source.text[h.start : h.end]) for h in source.hints]


def links(source: Source) -> list[tuple[str, tuple[str | None, ...]]]:
    return [
        (source.text[p.start : p.end], tuple(source.references[n].label for n in p.references))
        for p in source.pointers
    ]


LONG = "社区每天都在产生数据，这些数据由谁保管，保管者又向谁负责，至今没有定论，需要仔细讨论。"

CNKI = f"""<html><head><meta charset="utf-8"><title>政务短视频的互动质量 - 中国某网</title></head><body>
<div class="header-box"><a href="/">首页</a><a href="/h">手机版</a><a href="/e">English</a></div>
<input type="hidden" value="x"><div class="wrapper"><div class="wxBaseinfo">
<div class="top-tip"><span><a href="/j">某某传播</a> . <a href="/i">2021 (11)</a></span></div>
<div class="wx-tit"><h1>政务短视频的互动质量：维度与提升</h1>
<h3 class="author" id="authorpart"><span><a href="/1">叶知秋</a><sup>1</sup></span><span><a href="/2">林间路</a><sup>2</sup></span></h3>
<h3 class="author"><a class="author" href="/o">1.某某大学新闻与传播学院</a><a href="/p">2.某某省委党校</a></h3></div>
<ul class="btns"><li><a href="/d">HTML阅读</a></li><li><a href="/d">CAJ下载</a></li><li><a href="/d">PDF下载</a></li></ul>
<div class="row"><span class="rowtit">摘要：</span><span id="ChDivSummary" class="abstract-text">政务短视频的互动质量没有随粉丝数量同步提升。文章从三个维度分析互动质量。</span></div>
<div class="row"><span class="rowtit">关键词：</span><p class="keywords"><a href="/k1">政务短视频;</a> <a href="/k2">互动质量;</a> <a href="/k3">公共沟通;</a></p></div>
<div class="row"><span class="rowtit">基金资助：</span><p class="funds"><a href="/f">某省哲学社会科学规划项目（2020XX001）；</a></p></div>
<ul class="row-list"><li class="top-space"><span class="rowtit">DOI：</span><p>10.00000/j.example.2021.11.007</p></li>
<li class="top-space"><span class="rowtit">分类号：</span><p>D630;G206</p></li></ul>
<p class="total-inform"><span>下载：1024</span><span>页码：58-64</span><span>页数：7</span></p></div>
<div class="catalog" id="mulu"><p>文章目录</p><ul><li><a href="#1">一、引言</a></li><li><a href="#2">二、维度</a></li></ul></div>
<div class="data-box"><h3 id="1">一、引言</h3><div class="p1"><p>政务短视频是政府与公众沟通的新渠道<sup>[1]</sup>，但是互动质量并没有同步提升<sup>[2]</sup>。</p></div>
<h3 id="2">二、维度</h3><h4>（一）可达性</h4><div class="p1"><p>{LONG}</p></div></div>
<div class="essayBox" id="references-box"><h4>参考文献</h4><ul class="ebBd"><li><em>[1]</em><a href="/x">政务短视频的增长逻辑[J]</a>. 罗浮. 某某传播. 2020(05)</li>
<li><em>[2]</em><a href="/y">谁在回复评论[J]</a>. 温庭. 某某新闻. 2021(02)</li></ul></div>
<div class="related-works"><h4>相似文献</h4><ul><li><a href="/q">别的短视频论文之一</a></li></ul></div></div>
<div class="footer-box">意见反馈 版权所有</div></body></html>"""


def test_a_reading_page_of_cnki() -> None:
    source = read(CNKI)
    assert kinds(source) == [
        ("title", "政务短视频的互动质量：维度与提升"),
        ("byline", "叶知秋^1^; 林间路^2^"),
        ("byline", "1.某某大学新闻与传播学院; 2.某某省委党校"),
        ("keywords", "关键词：政务短视频; 互动质量; 公共沟通;"),
        ("heading", "一、引言"),
        ("heading", "二、维度"),
        ("heading", "（一）可达性"),
        ("heading", "参考文献"),
        ("references", "[1] 政务短视频的增长逻辑[J]. 罗浮. 某某传播. 2020(05)"),
        ("references", "[2] 谁在回复评论[J]. 温庭. 某某新闻. 2021(02)"),
    ]
    lines = source.text.splitlines()
    assert "摘要：政务短视频的互动质量没有随粉丝数量同步提升。文章从三个维度分析互动质量。" in lines
    assert "DOI： 10.00000/j.example.2021.11.007" in lines
    assert "分类号： D630;G206" in lines
    for furniture in ("CAJ下载", "手机版", "意见反馈", "别的短视频", "文章目录"):
        assert furniture not in source.text


JOURNAL = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Doors behind portals | Example</title>
<meta name="citation_title" content="Doors behind portals"><meta name="citation_author" content="Vale, Mary">
<meta name="citation_author" content="Peter van Holm"><meta name="citation_journal_title" content="Example Review">
<meta name="citation_publication_date" content="2020/07/01"><meta name="citation_volume" content="31"><meta name="citation_issue" content="2">
<meta name="citation_firstpage" content="101"><meta name="citation_lastpage" content="119"><meta name="citation_doi" content="10.1234/er.31.2">
<meta name="citation_keywords" content="portals"><meta name="citation_keywords" content="doors"><meta name="dc.language" content="en"></head><body>
<a class="c-skip-link" href="#main-content">Skip to main content</a><div class="c-cookie-banner"><p>Your privacy, your choice. We use essential cookies.</p></div>
<header class="c-header"><nav><a href="/">Home</a></nav></header>
<main id="main-content"><article><div class="c-article-header"><header><ul class="c-article-identifiers"><li>Original Article</li></ul>
<h1 class="c-article-title">Doors behind portals</h1><ul class="c-article-author-list"><li><a href="#auth-1">Mary Vale</a></li><li><a href="#auth-2">Peter van Holm</a></li></ul></header></div>
<section aria-labelledby="Abs1"><div class="c-article-section" id="Abs1-section"><h2 id="Abs1">Abstract</h2><div id="Abs1-content"><p>A portal needs a door. We show why, and for whom it matters most of all.</p></div></div></section>
<section><div><h2>Introduction</h2><div><p>Portals replaced desks (Banks <a data-test="citation-ref" href="#ref-CR1" id="ref-link-section-1">2015</a>; Stone and Reed <a href="#ref-CR2">2017</a>). The debate goes on and the evidence is mixed.<a href="#Fn1"><sup>1</sup></a></p>
<h3>Earlier work</h3><p>Some say that E = mc<sup>2</sup> needs no desk at all, and they are right about that, as we see in Fig. <a href="#Fig1">1</a>.</p>
<figure id="Fig1"><img src="f.png"><figcaption>Fig. 1 Desks and portals by year</figcaption></figure></div></div></section>
<section><h2>Notes</h2><ol class="c-article-footnote"><li id="Fn1"><p>We thank a reader for this point.</p></li></ol></section>
<section><h2 id="Bib1">References</h2><div data-container-section="references"><ul class="c-article-references"><li class="c-article-references__item"><p id="ref-CR1">Banks T (2015) The closed counter. Example Press</p><p class="c-article-references__links"><a href="http://s">Google Scholar</a>&nbsp;</p></li>
<li class="c-article-references__item"><p id="ref-CR2">Stone A, Reed B (2017) Portals and people. J Ex Stud 12:45–67</p><p class="c-article-references__links"><a href="http://d">Article</a> <a href="http://s">Google Scholar</a></p></li></ul></div></section>
<section><h2>Rights and permissions</h2><p>Open access under a licence that is not repeated here.</p></section>
<section><h2>About this article</h2><p>Cite this article: Vale, M. et al.</p></section></article></main><aside><h2>Related content</h2><p>Another paper.</p></aside>
<footer><p>Example Press</p></footer></body></html>"""


def test_a_page_of_an_english_journal() -> None:
    source = read(JOURNAL)
    assert source.facts == {
        "title": "Doors behind portals",
        "author": [{"family": "Vale", "given": "Mary"}, {"family": "van Holm", "given": "Peter"}],
        "keyword": ["portals", "doors"],
        "container-title": "Example Review",
        "volume": "31",
        "issue": "2",
        "issued": {"date-parts": [[2020, 7, 1]]},
        "page": "101-119",
        "DOI": "10.1234/er.31.2",
        "language": "en",
    }
    found = kinds(source)
    assert [text for kind, text in found if kind == "heading"] == [
        "Introduction",
        "Earlier work",
        "Notes",
        "References",
    ]
    assert ("caption", "Fig. 1 Desks and portals by year") in found
    assert ("footnotes", "[1] We thank a reader for this point.") in found
    assert [text for kind, text in found if kind == "references"] == [
        "Banks T (2015) The closed counter. Example Press",
        "Stone A, Reed B (2017) Portals and people. J Ex Stud 12:45–67",
    ]
    assert [each.references for each in source.pointers] == [(1,), (2,), (0,)]
    assert "mixed.^[1]^" in source.text
    assert "E = mc² needs" in source.text
    assert "Abstract: A portal needs a door." in source.text
    for furniture in (
        "Skip",
        "privacy",
        "Home",
        "Open access under",
        "Cite this",
        "Another paper",
        "Google",
    ):
        assert furniture not in source.text


WORD = f"""<html xmlns:w="urn:x"><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><style><!-- p.MsoNormal {{}} --></style></head>
<body lang=ZH-CN><div class=WordSection1><p class=MsoTitle align=center><b>论社区的公平</b></p>
<p class=MsoNormal>{LONG}<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference>[1]</span></a>另一句话也在这里。<a href="#_ftn2" name="_ftnref2"><sup>[2]</sup></a></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p></div><br clear=all><hr align=left size=1 width="33%">
<div id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1"><span>[1]</span></a> 张一：《社区的数据》，某某出版社2018年版，第12页。</p></div>
<div id=ftn2><p class=MsoFootnoteText><a href="#_ftnref2" name="_ftn2"><span>[2]</span></a> 李二：《保管》，某某出版社2019年版。</p></div></body></html>"""


def test_a_page_saved_by_word() -> None:
    source = read(WORD, "gb18030")
    assert source.encoding == "gb18030"
    assert [text for kind, text in kinds(source) if kind == "footnotes"] == [
        "[1] 张一：《社区的数据》，某某出版社2018年版，第12页。",
        "[2] 李二：《保管》，某某出版社2019年版。",
    ]
    assert links(source) == [("^[1]^", ("1",)), ("^[2]^", ("2",))]


WIKI = f"""<html><body><div id="mw-navigation"><p>导航菜单在此</p></div><div id="content"><h1 id="firstHeading">数据信托</h1><div id="bodyContent">
<p>{LONG}<sup id="cite_ref-a_1-0" class="reference"><a href="#cite_note-a-1">[1]</a></sup>又一句。<sup class="reference"><a href="#cite_note-a-1">[1]</a></sup></p>
<h2><span class="mw-headline">参考资料</span><span class="mw-editsection">[<a href="/e">编辑</a>]</span></h2><div class="reflist"><ol class="references">
<li id="cite_note-a-1"><span class="mw-cite-backlink">^ <a href="#cite_ref-a_1-0">1.0</a> <a href="#cite_ref-a_1-1">1.1</a></span> <span class="reference-text">张一. 社区的数据. 某某出版社. 2018.</span></li></ol></div></div></div></body></html>"""


def test_a_page_of_an_encyclopaedia() -> None:
    source = read(WIKI)
    assert ("heading", "参考资料") in kinds(source)
    assert ("references", "[1] 张一. 社区的数据. 某某出版社. 2018.") in kinds(source)
    assert links(source) == [("^[1]^", ("1",))] * 2


def test_links_and_heads_of_the_paper_itself_stay() -> None:
    page = (
        f'<html><body><div class="header"><h1>论公平</h1><p>王小明</p></div><p>{LONG}<sup><a href="https://example.org/paper#r1">[1]</a></sup></p>'
        f'<p>{LONG}</p><h2>Summary</h2><p>{LONG}</p><h2>参考文献</h2><ol><li id="r1">张一. 数据. <a class="link" href="https://doi.example/10.1234/x">10.1234/x</a></li></ol></body></html>'
    )
    source = read(page)
    assert ("title", "论公平") in kinds(source)
    assert ("heading", "Summary") in kinds(source)
    assert ("references", "[1] 张一. 数据. 10.1234/x") in kinds(source)
    assert links(source) == [("^[1]^", ("1",))]
    assert "王小明" in source.text


def test_an_old_page_of_breaks_and_fonts() -> None:
    page = (
        "<html><body><table width=100%><tr><td><a href=1>首页</a> <a href=2>论坛</a> <a href=3>搜索</a></td></tr></table><table><tr><td>"
        f"<center><font size=5><b>论社区的公平</b></font><br>王小明</center><font>　　{LONG}<br>　　第二段从这里开始，也有一些话要说。<br><br>"
        f"<b>一、公平的含义</b><br>　　{LONG}</font></td></tr></table></body></html>"
    )
    lines = [line for line in read(page).text.splitlines() if line]
    assert lines == [
        "论社区的公平",
        "王小明",
        LONG,
        "第二段从这里开始，也有一些话要说。",
        "一、公平的含义",
        LONG,
    ]


def test_a_page_whose_classes_say_nothing_keeps_title_and_byline_outside_the_text() -> None:
    page = (
        '<html><head><title>谁在使用公园——某某网</title></head><body><div class="w1"><div class="q"><a href="/">首页</a>|<a href="/n">新闻</a>|'
        '<a href="/p">评论</a></div></div><div class="w2"><div class="l"><h2>谁在使用公园</h2><div class="x">作者：方圆　发布时间：2019-08-20</div>'
        f'<div class="t"><p>　　{LONG}</p><p>　　<strong>早晨属于老人</strong></p><p>　　{LONG}</p></div>'
        '<div class="s">分享到：<a href="1">微信</a></div></div><div class="r"><h3>热门文章</h3><ul><li><a href=1>城市更新的十个问题</a></li></ul></div></div>'
        '<div class="f">Copyright 某某网</div></body></html>'
    )
    source = read(page)
    assert [line for line in source.text.splitlines() if line] == [
        "谁在使用公园",
        "作者：方圆　发布时间：2019-08-20",
        LONG,
        "早晨属于老人",
        LONG,
    ]
    assert kinds(source) == [("title", "谁在使用公园"), ("heading", "早晨属于老人")]


@pytest.mark.parametrize(
    ("declared", "real"),
    [
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-8", "utf-8"),
        ("gb2312", "utf-8"),
        ("utf-8", "gb18030"),
        ("iso-8859-1", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("utf-8", "utf-16"),
        ("", "gb18030"),
        ("", "utf-8"),
    ],
)
def test_encodings_declared_and_real(declared: str, real: str) -> None:
    meta = f'<meta charset="{declared}">' if declared else ""
    text = f"<html><head>{meta}<title>公平</title></head><body><h1>论公平</h1><p>{LONG * 3}</p></body></html>"
    assert LONG * 3 in read(text, real).text


def test_traditional_pages() -> None:
    text = "數位治理需要公平與信任，政府應當回應民眾的需求。" * 5
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=big5"></head><body><h1>論公平</h1><p>{text}</p></body></html>'
    assert text in read(page, "big5").text


def _archive(page: bytes, charset: str) -> bytes:
    whole = MIMEMultipart("related")
    whole["Subject"] = "page"
    part = MIMEText("x", "html")
    part.set_payload(page.decode(charset), charset)
    whole.attach(part)
    whole.attach(MIMEText("alert(1)", "javascript"))
    return whole.as_bytes()


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_web_archives(charset: str) -> None:
    page = as_html(NUMBERED).decode().encode(charset)
    source = html.read("page.mhtml", _archive(page, charset))
    assert source.text == html.read("page.html", as_html(NUMBERED)).text
    assert "alert" not in source.text


def test_json_ld() -> None:
    page = (
        '<html><head><script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"ScholarlyArticle",'
        '"headline":"Doors behind portals","author":[{"@type":"Person","name":"Mary Vale"},{"givenName":"Peter","familyName":"Holm"}],'
        '"datePublished":"2020-07-01","isPartOf":{"@type":"PublicationIssue","issueNumber":"2","isPartOf":{"@type":["PublicationVolume","Periodical"],'
        '"volumeNumber":"31","name":"Example Review"}},"pageStart":"101","pageEnd":"119","keywords":"portals, doors","sameAs":"https://doi.org/10.1234/er.31.2"}]}</script></head>'
        "<body><h1>Doors behind portals</h1><p>A portal needs a door. We show why, and for whom it matters.</p></body></html>"
    )
    assert read(page).facts == {
        "title": "Doors behind portals",
        "author": [{"family": "Vale", "given": "Mary"}, {"family": "Holm", "given": "Peter"}],
        "issued": {"date-parts": [[2020, 7, 1]]},
        "keyword": ["portals", "doors"],
        "issue": "2",
        "volume": "31",
        "container-title": "Example Review",
        "page": "101-119",
        "DOI": "10.1234/er.31.2",
    }


def test_both_languages_of_meta_tags() -> None:
    names = [
        ("citation_title", "论公平"),
        ("citation_title", "On Fairness"),
        ("citation_author", "王小明"),
        ("citation_author", "李大山"),
        ("citation_author", "WANG Xiaoming"),
        ("citation_author", "LI Dashan"),
        ("citation_keywords", "公平;效率;fairness;efficiency"),
        ("citation_year", "2019"),
        ("citation_journal_title", "某某学刊"),
    ]
    metas = "".join(f'<meta name="{key}" content="{value}">' for key, value in names)
    facts = read(
        f"<html><head>{metas}</head><body><h1>论公平</h1><p>{LONG}</p></body></html>"
    ).facts
    assert (facts["title"], facts["title_en"]) == ("论公平", "On Fairness")
    assert facts["author"] == [{"family": "王", "given": "小明"}, {"family": "李", "given": "大山"}]
    assert (facts["keyword"], facts["keyword_en"]) == (["公平", "效率"], ["fairness", "efficiency"])


@pytest.mark.parametrize(
    "page",
    [
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>'
        + LONG
        + "&x;</p></body></html>",
        f'<html><body><iframe src="http://127.0.0.1:9/x"></iframe><img src="file:///etc/passwd"><object data="x"></object><p onclick="x()">{LONG}</p></body></html>',
        f"<p>{LONG}<table><tr><td>a<p>{LONG}</table></div></span><h2>",
        f"<html><body><p>{LONG}</p><script>document.write('<p>written</p>')",
    ],
)
def test_hostile_and_broken_pages(page: str) -> None:
    source = read(page)
    assert LONG in source.text
    assert "root:" not in source.text
    assert "written" not in source.text


def test_a_page_nested_too_deep_is_refused_and_one_of_open_fonts_is_not() -> None:
    with pytest.raises(DocumentError, match="nested"):
        read("<div>" * 3000 + LONG + "</div>" * 3000)
    assert read("<p>" + f"<font>{LONG}" * 600 + "</p>").text.count(LONG) == 600


def test_nothing_found_lies_outside_the_text() -> None:
    for page in (CNKI, JOURNAL, WIKI):
        source = read(page)
        stretches: list[Any] = [*source.hints, *source.references, *source.pointers]
        for each in stretches:
            assert 0 <= each.start < each.end <= len(source.text)
        for hint in source.hints:
            assert hint.start == 0 or source.text[hint.start - 1] == "\n"
            assert source.text[hint.end] == "\n"

"""Every page in both languages: it answers, says what it should, and leads on."""

from __future__ import annotations

import re
from contextlib import closing
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

WORK = "2021-0123456789ab"
DIGEST = "2026-cccccccccccc"
ORIGIN = "1990-dddddddddddd"  # no document cites it; the vocabulary names it
PAGES = [
    "",
    "concept/fairness",
    "concept/fairness?type=problem",
    "concept/four-sides",
    "concept/procedural-fairness",
    "concepts",
    "concepts?class=value",
    "concepts?class=value&order=tree",
    f"work/{WORK}",
    f"work/{WORK}?type=problem",
    "work/1995-ba9876543210",
    f"work/{DIGEST}",
    f"work/{ORIGIN}",
    "concept/public-value-theory",
    "papers",
    "papers?show=cited",
    "claim/0123456789abcdef",
    "claim/4123456789abcdef",
    "search",
    "search?q=公平",
    "search?q=fairness&kind=claim",
    "search?q=nothing+of+the+kind",
    "sparql",
    "ontology",
    "ontology?class=value",
    "about",
    "resource?iri=https://w3id.org/wenmai/id/agent/Moore_M",
]
VOID = {"meta", "link", "input", "img", "br", "hr", "path", "rect", "circle", "col"}


class Outline(HTMLParser):
    """What a test wants to know of a page: tags, links, headings, text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.open: list[str] = []
        self.misplaced: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {k: v or "" for k, v in attrs}
        self.tags.append((tag, given))
        if "id" in given:
            self.ids.append(given["id"])
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        blocks = {"div", "details", "ul", "ol", "dl", "section", "blockquote", "h2", "p"}
        if "p" in self.open and tag in blocks:
            self.misplaced.append(f"<{tag}> in <p>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {k: v or "" for k, v in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.misplaced.append(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))

    def links(self) -> list[dict[str, str]]:
        return [a for t, a in self.tags if t == "a" and "href" in a]


def get(client: FlaskClient, path: str, status: int = 200) -> Outline:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == status, path
    assert answer.content_type == "text/html; charset=utf-8"
    return Outline(answer.text)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_well_made(client: FlaskClient, path: str, lang: str) -> None:
    page = get(client, f"/{lang}/{path}")
    assert page.misplaced == []
    assert page.open == []
    assert ("html", {"lang": lang}) in page.tags
    assert len(page.ids) == len(set(page.ids))
    assert page.headings.count(1) == 1
    assert page.headings[0] == 1
    jumps = [b - a for a, b in zip(page.headings, page.headings[1:], strict=False)]
    assert all(jump <= 1 for jump in jumps), page.headings
    assert "\ufffd" not in page.text
    assert not re.search(r"%\(\w+\)|\bNone\b|Undefined|\{\{", page.text)
    for tag, attrs in page.tags:
        assert "style" not in attrs, tag
        assert not any(name.startswith("on") for name in attrs), tag
    assert [a for t, a in page.tags if t == "style"] == []
    assert all("src" in a for t, a in page.tags if t == "script")
    labelled = {a["for"] for t, a in page.tags if t == "label" and "for" in a}
    for tag, attrs in page.tags:
        if tag in ("input", "textarea") and attrs.get("type") != "hidden":
            assert attrs.get("id") in labelled


@pytest.mark.parametrize("path", PAGES)
def test_the_switch_keeps_the_page_and_its_query(client: FlaskClient, path: str) -> None:
    page = get(client, f"/zh/{path}")
    switch = next(a for a in page.links() if a.get("class") == "switch")
    assert switch["hreflang"] == switch["lang"] == "en"
    other = get(client, switch["href"])
    back = next(a for a in other.links() if a.get("class") == "switch")
    assert unquote(back["href"]) == f"/zh/{path}"
    hreflangs = {a["hreflang"] for t, a in page.tags if t == "link" and "hreflang" in a}
    assert hreflangs == {"zh", "en"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_link_of_the_site_leads_somewhere(client: FlaskClient, lang: str) -> None:
    ahead, seen = [f"/{lang}/"], set()
    while ahead:
        path = ahead.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code in (200, 303), path
        if answer.status_code == 303:
            ahead.append(answer.headers["Location"])
            continue
        if not answer.content_type.startswith("text/html"):
            continue
        page = Outline(answer.text)
        for link in page.links():
            url = urlsplit(urljoin(f"http://localhost{path}", link["href"]))
            if url.netloc != "localhost":
                assert link.get("rel") == "external", link
                continue
            target, fragment = urldefrag(url._replace(scheme="", netloc="").geturl())
            if fragment and target == path:
                assert fragment in page.ids, (path, fragment)
            # The other language and the growing family of schema terms are tested elsewhere.
            if target.startswith((f"/{lang}/", "/id/", "/public-value", "/ns")) and not (
                "/resource?" in target and "w3id.org%2Fwenmai%2Fid" not in target
            ):
                ahead.append(target)
    assert len(seen) > 100


def test_the_front_door_asks_the_browser(client: FlaskClient) -> None:
    for header, lang in [("zh-CN,zh;q=0.9", "zh"), ("en-GB", "en"), ("de,en;q=0.5", "en")]:
        answer = client.get("/", headers={"Accept-Language": header})
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/{lang}/"
        assert "Accept-Language" in answer.headers["Vary"]


def test_home_shows_what_there_is_and_ways_in(client: FlaskClient) -> None:
    page = get(client, "/zh/")
    text = page.text
    for words in ("价值", "困境", "数字政府中的公平与效率", "中文摘述", "Moore 1995 被怎样引用"):
        assert words in text
    addresses = {a["href"] for a in page.links()}
    assert "/zh/concepts?class=value" in addresses
    assert f"/zh/work/{DIGEST}" in addresses
    assert "/zh/work/1995-ba9876543210#cited-by" in addresses


def test_a_concept_shows_everything_about_it(client: FlaskClient) -> None:
    page = get(client, "/zh/concept/fairness")
    for words in (
        "公平性、公正",
        "equity",
        "同样的人得到同样的对待",
        "That like people are treated alike",
        "公共价值",  # above it
        "程序公平",  # below it
        "受何威胁",
        "编定",
        "抽取",
        "（一）",  # the section that the curated relation names
        "穆尔提醒说",
        "Keeping offline channels open",
        "引述 Moore 1995",
        "可能如此",
        "公平的四个面向",
    ):
        assert words in page.text, words
    addresses = [a["href"] for a in page.links()]
    assert "/zh/claim/0123456789abcdef" in addresses
    assert "/public-value/fairness.ttl" in addresses
    assert "/public-value/fairness.jsonld" in addresses
    assert sum(a.startswith("/zh/sparql?query=") for a in addresses) >= 6


def test_claims_can_be_chosen_by_type(client: FlaskClient) -> None:
    everything = get(client, "/en/concept/fairness").text
    problems = get(client, "/en/concept/fairness?type=problem").text
    assert "Keeping offline channels open makes" in everything
    assert "Keeping offline channels open makes" not in problems
    assert "一味追求效率可能伤到公平" in problems.replace(" ", "")


def test_claims_in_the_language_of_the_page_come_first(client: FlaskClient) -> None:
    words = {"zh": "一味追求效率可能伤到公平", "en": "Keeping offline channels open makes"}
    for lang, other in (("zh", "en"), ("en", "zh")):
        text = re.sub(r"<[^>]+>", "", get(client, f"/{lang}/concept/fairness").html)
        assert 0 < text.index(words[lang]) < text.index(words[other])
        # Within a type too, and the other language alone where that is asked for.
        text = re.sub(r"<[^>]+>", "", get(client, f"/{lang}/concept/fairness?written={other}").html)
        assert words[other] in text
        assert words[lang] not in text


def test_the_choice_of_language_stands_in_the_address(client: FlaskClient) -> None:
    page = get(client, "/zh/concept/fairness?type=problem&written=zh")
    links = [a["href"] for a in page.links()]
    assert "/zh/concept/fairness?type=problem&written=en#claims" in links
    assert "/zh/concept/fairness?type=problem#claims" in links
    assert "/zh/concept/fairness?type=function&written=zh#claims" not in links  # there is none
    here = [a["href"] for a in page.links() if "aria-current" in a]
    assert "/zh/concept/fairness?type=problem&written=zh#claims" in here
    empty = get(client, "/zh/concept/fairness?type=problem&written=en")
    assert "没有符合所选条件的主张" in empty.text


def test_a_page_says_first_what_it_holds(client: FlaskClient) -> None:
    for path in ("concept/fairness", f"work/{WORK}"):
        page = get(client, f"/zh/{path}")
        start = page.html.index('class="contents"')
        inside = page.html[start : page.html.index("</nav>", start)]
        anchors = re.findall(r'href="#(\w[\w-]*)"', inside)
        assert "claims" in anchors
        assert set(anchors) <= set(page.ids)
    assert "6 条主张" in get(client, "/zh/concept/fairness").text


def test_what_one_sentence_says_is_told_once(client: FlaskClient) -> None:
    html = get(client, f"/zh/work/{WORK}").html
    cards = re.findall(r'<article class="claim">.*?</article>', html, re.S)
    (card,) = [c for c in cards if "0123456789abcdef" in c]
    assert "6123456789abcdef" in card
    assert card.count("<blockquote") == 1


def test_types_origins_and_arrows_are_explained(client: FlaskClient) -> None:
    page = get(client, "/zh/concept/fairness")
    assert "由人依据所列文献编入" in page.text
    assert "其下是原句与出处" in page.text
    assert "/zh/about#claims" in [a["href"] for a in page.links()]
    about = get(client, "/en/about")
    assert "claims" in about.ids
    assert "says what ought to be or to be done" in about.text


def test_pages_say_to_programs_what_they_are(client: FlaskClient) -> None:
    for path in PAGES:
        page = get(client, f"/en/{path}")
        said = {a.get("name") or a.get("property"): a for t, a in page.tags if t == "meta"}
        for name in ("description", "og:title", "og:description", "og:type", "og:url"):
            assert said[name]["content"].strip(), (path, name)
    tags = get(client, f"/en/work/{WORK}").tags
    cited = [(a["name"], a["content"]) for t, a in tags if a.get("name", "").startswith("citation")]
    assert ("citation_title", "数字政府中的公平与效率") in cited
    assert [v for n, v in cited if n == "citation_author"] == ["张三", "李四"]
    assert ("citation_journal_title", "示例学报") in cited
    assert ("citation_firstpage", "5") in cited


def test_a_number_stays_beside_its_name(client: FlaskClient) -> None:
    html = get(client, f"/en/work/{WORK}").html
    aside = html[html.index('id="concepts"') :]
    assert re.search(r'</a>&nbsp;<span class="count">\d+</span></span>', aside)


def test_a_framework_shows_its_elements_in_order(client: FlaskClient) -> None:
    text = get(client, "/zh/concept/four-sides").text
    places = [text.index(word, text.index("要素")) for word in ("公平", "效率", "以人为本")]
    assert places == sorted(places)


def test_a_held_paper_shows_its_inside(client: FlaskClient) -> None:
    page = get(client, f"/zh/work/{WORK}")
    for words in (
        "Fairness and efficiency in digital government",
        "张三",
        "示例学报",
        "第 12 卷",
        "第 5–9 页",
        "10.0000/example",
        "本文讨论数字政府里公平与效率如何相处",
        "一、引言",
        "[1]Moore M. Creating Public Value[M]. 1995.",
        "正文引用 1 处",
        "没有对应文献的引文标记",
        "[9]",
        "老年人",
        "摘记：数字政府中的公平与效率",
    ):
        assert words in page.text, words
    addresses = [a["href"] for a in page.links()]
    assert "https://doi.org/10.0000/example" in addresses
    assert "/zh/work/1995-ba9876543210" in addresses


def test_a_cited_work_says_who_cites_it_and_how(client: FlaskClient) -> None:
    text = get(client, "/en/work/1995-ba9876543210").text
    for words in (
        "Creating Public Value",
        "张三、李四 2021",
        "Doe 2023",
        "as authority",
        "for background",
        "Public value is, on Moore’s account, what managers should create.",
        "(Moore, 1995)",
        "p. 57",
        "cited; its text is not in the corpus",
    ):
        assert words in text, words


def test_a_work_that_concepts_come_from_lists_them(client: FlaskClient) -> None:
    page = get(client, f"/en/work/{ORIGIN}")
    for words in (
        "A Study of Worth",
        "Zoe Young , Adam Old",
        "1990",
        "Sample Press",
        "a source of concepts; its text is not in the corpus",
        "Concepts that the vocabulary takes from it",
        "The school that measures management by public value.",
    ):
        assert words in page.text, words
    assert "cited; its text" not in page.text
    assert "/en/concept/public-value-theory" in [a["href"] for a in page.links()]
    text = get(client, f"/zh/work/{ORIGIN}").text
    for words in ("概念的出处", "概念体系取自此文献的概念", "以公共价值衡量管理的学说。"):
        assert words in text, words


def test_a_paper_lists_the_concepts_that_the_vocabulary_takes_from_it(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/en/work/{WORK}"
    defined = get(client, path)
    assert "That like people are treated alike" in defined.text
    monkeypatch.setattr("webapp.pages.work.view.MOST_DEFINED", 1)
    listed = get(client, path)
    assert "That like people are treated alike" not in listed.text
    for page in (defined, listed):
        assert {"/en/concept/fairness", "/en/concept/four-sides"} <= {
            a["href"] for a in page.links()
        }


def test_a_concept_names_its_sources_by_author_and_year(client: FlaskClient) -> None:
    page = get(client, "/en/concept/public-value-theory")
    assert "Where the term comes from, and who uses it" in page.text
    assert "Young & Old 1990" in page.text
    assert ORIGIN not in page.text
    assert f"/en/work/{ORIGIN}" in [a["href"] for a in page.links()]


@pytest.mark.parametrize("path", ["papers", "papers?show=cited", ""])
def test_a_work_that_is_neither_held_nor_cited_is_in_no_list(
    client: FlaskClient, path: str
) -> None:
    page = get(client, f"/en/{path}")
    assert not any(ORIGIN in a["href"] for a in page.links())


def test_a_place_before_the_first_heading_is_in_no_section(client: FlaskClient) -> None:
    page = get(client, "/zh/work/2009-bbbbbbbbbbbb")
    start = page.text.index("早有人问过")
    assert "[2]" in page.text[start : start + 30]
    assert "^" not in page.text
    assert "Fairness and efficiency" not in page.text[start:]


def test_long_papers_open_section_by_section(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.pages.work.view.MOST_CLAIMS", 1)
    first, second = "/zh/claim/0123456789abcdef", "/zh/claim/1123456789abcdef"
    onward = f"/zh/work/{WORK}?section=2#s2"
    addresses = [a["href"] for a in get(client, f"/zh/work/{WORK}").links()]
    assert first in addresses
    assert second not in addresses
    assert onward in addresses
    addresses = [a["href"] for a in get(client, onward).links()]
    assert first not in addresses
    assert second in addresses


def test_the_address_without_its_last_slash_is_the_front_page(client: FlaskClient) -> None:
    assert client.get("/zh").status_code == 200


def test_a_digest_says_whose_argument_it_retells(client: FlaskClient) -> None:
    page = get(client, f"/zh/work/{DIGEST}")
    notice = page.text[page.text.index("本篇是我们为") :][:80]
    assert "数字政府中的公平与效率" in notice
    assert "不是论文原文" in notice
    claim = get(client, "/en/claim/4123456789abcdef").text
    assert "our own digest" in claim
    assert "not a quotation" in claim


def test_a_claim_shows_its_words_in_context(client: FlaskClient) -> None:
    text = get(client, "/en/claim/0123456789abcdef").text
    for words in (
        "两者并不总是同路。",
        "这一点后来常被忘记。",
        "threatens",
        "wm:threatens",
        "as possible",
        "Moore 1995",
        "0.8",
        "zh.problem.harm",
        "characters 225 to 251 of example.txt",
        "software 0.1.0",
        "extracted by machine, not yet checked",
    ):
        assert words in text, words


def test_search_marks_words_and_explains_itself(client: FlaskClient) -> None:
    answer = client.get("/zh/search?q=公平")
    assert "<mark>公平</mark>" in answer.text
    page = Outline(answer.text)
    assert "检索词对应概念" in page.text
    assert "因涉及概念" in page.text  # English text found by the Chinese word
    assert "Efficiency can also strengthen" in page.text
    claims = get(client, "/en/search?q=公平&kind=claim")
    assert "公平从何而来" not in claims.text


@pytest.mark.parametrize(
    ("words", "said"), [("A Study of Worth", "not in the corpus"), ("Moore", "cited")]
)
def test_a_search_says_of_works_whether_they_are_cited(
    client: FlaskClient, words: str, said: str
) -> None:
    text = get(client, f"/en/search?q={words}&kind=work").text
    assert said in text.split("book")[1][:40]


def test_a_concept_found_by_another_name_shows_it(client: FlaskClient) -> None:
    html = get(client, "/zh/search?q=公正").html
    hit = html[html.index('class="hit hit-concept"') :]
    assert "又称</span> 公正</p>" in hit[: hit.index("</li>")]
    hit = get(client, "/zh/search?q=公平").html
    hit = hit[hit.index('class="hit hit-concept"') :]
    assert "又称" not in hit[: hit.index("</li>")]


def test_traditional_characters_find_the_concept(client: FlaskClient) -> None:
    links = [a["href"] for a in get(client, "/en/search?q=數字鴻溝").links()]
    assert "/en/concept/digital-divide" in links


def test_a_search_says_what_claims_say(client: FlaskClient) -> None:
    html = get(client, "/zh/search?q=一味追求效率&kind=claim").html
    hit = html[html.index('<ol class="hits">') :].partition("</li>")[0]
    assert hit.count("<blockquote") == 1  # two claims of one sentence
    assert "/zh/claim/0123456789abcdef" in hit
    assert "/zh/claim/6123456789abcdef" in hit
    assert "威胁" in hit


def test_a_search_without_hits_says_what_to_try(client: FlaskClient) -> None:
    text = get(client, "/en/search?q=zzzz").text
    assert "Nothing was found for “zzzz”" in text
    assert "Searched were" in text
    assert "list of concepts" in text


def test_what_visitors_type_is_shown_as_text(client: FlaskClient) -> None:
    for path in ("/en/search?q=", "/en/sparql?query="):
        answer = client.get(path + "<script>alert(1)</script>")
        assert "<script>alert" not in answer.text


def test_completion_answers_with_addresses(client: FlaskClient) -> None:
    found = client.get("/en/suggest?q=数字").json
    assert found
    assert found[0]["address"].startswith("/en/")
    assert {f["class"] for f in found} & {"dilemma", "field"}
    assert client.get("/en/suggest").json == []


def test_the_query_of_the_address_is_in_the_editor(client: FlaskClient) -> None:
    text = client.get("/en/sparql?query=SELECT * { ?s a wm:Claim }").text
    area = text[text.index("<textarea") : text.index("</textarea>")]
    assert "PREFIX wm: &lt;https://w3id.org/wenmai/ns#&gt;" in area
    assert "SELECT * { ?s a wm:Claim }" in area


def test_resource_pages_lead_to_the_better_page(client: FlaskClient) -> None:
    answer = client.get("/zh/resource?iri=https://w3id.org/wenmai/public-value/fairness")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/zh/concept/fairness"
    text = get(client, "/en/resource?iri=https://w3id.org/wenmai/id/agent/Moore_M").text
    assert "M. Moore" in text
    assert "Creating Public Value" in text


def test_pages_may_load_nothing_from_elsewhere(app: Flask, client: FlaskClient) -> None:
    for path in ("/zh/", "/zh/sparql", "/zh/nothing"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
    assert "sha256-" not in client.get("/zh/").headers["Content-Security-Policy"]
    with closing(client.get("/static/wenmai.css")) as static:
        assert "url(" not in static.text
        assert "@import" not in static.text

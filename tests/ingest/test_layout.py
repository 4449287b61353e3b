"""Kinds of blocks, one kind of noise at a time, in invented texts."""

from __future__ import annotations

from tests.ingest.reading import body, check_spans, read_paper, read_text, titles, words

LONG = "居民的诉求各不相同，平台必须先听清楚再回应，否则再快的流程也换不来信任，"
PAGE = [LONG[:24], LONG[2:26], LONG[4:28], LONG[1:25], LONG[5:29], LONG[3:27]]


def page(*lines: str) -> str:
    """A printed page: full lines, then the given ones."""
    return "\n\n".join([*PAGE, *lines])


def test_double_spaced_lines_and_a_space_for_a_new_page() -> None:
    text = page(*PAGE, "页底到了，句子却没有完，它要到下一页上才")
    text += "\n 接着说完。" + page("又一页的话到此为止。")
    doc = read_text(text)
    check_spans(doc)
    assert {block.page for block in doc.blocks} == {1, 2}
    joined = next(s for s in doc.sentences if s.text.endswith("它要到下一页上才接着说完。"))
    assert joined.page == 1
    assert doc.sentences[-1].text.endswith("又一页的话到此为止。")
    assert doc.sentences[-1].page == 2


def test_notes_at_a_page_end_stand_between_two_halves_of_a_sentence() -> None:
    text = (
        page("公平是治理的底线①，效率是治理的手段②，而这两者之间的平")
        + "\n① 张三：《公平论》，某某出版社2001年版，第5页，转引自李四：《再论"
        + "\n\n公平》，《某刊》2005年第2期。"
        + "\n② 这里的效率是指投入与产出之比。\n"
        + " 衡才是关键。"
        + page("下一页的第一句话到此结束。", "其余照旧。")
        + "\n\n"
        + page("最后一页。")
    )
    doc = read_text(text)
    check_spans(doc)
    joined = next(s for s in doc.sentences if "公平是治理的底线" in s.text)
    assert joined.text.endswith("公平是治理的底线，效率是治理的手段，而这两者之间的平衡才是关键。")
    assert [mark.labels for mark in joined.markers] == [("①",), ("②",)]
    notes = "".join(words(doc, "footnotes"))
    assert "转引自李四" in notes
    assert "《某刊》" in notes
    assert "投入与产出" in notes
    assert not any("出版社" in text or "投入与产出" in text for text in body(doc))


def test_a_list_in_the_text_is_no_note() -> None:
    doc = read_text("公平包括三点：\n①机会公平；\n②过程公平；\n③结果公平。\n它们缺一不可。\n")
    assert not words(doc, "footnotes")
    assert any("机会公平" in text for text in body(doc))


def test_running_heads_and_page_numbers() -> None:
    sides = [
        f"{number}\n某某学报 2021年第3期\n张三：平台的公平问题\n" + "\n".join(PAGE) + "完。"
        for number in (5, 6, 7)
    ]
    doc = read_text("\n".join(sides))
    check_spans(doc)
    furniture = "\n".join(words(doc, "furniture"))
    assert furniture.count("张三：平台的公平问题") >= 2
    assert furniture.count("某某学报") == 3
    assert not any("学报" in text for text in body(doc))


def test_web_page() -> None:
    doc = read_paper("chinese_web.txt")
    check_spans(doc)
    assert words(doc, "title") == ["让数字服务更有温度"]
    assert body(doc)[0] == "数字服务的温度，体现在细节里。"
    assert body(doc)[-1] == "其次，要改进线上服务。"
    assert any("分享" in text for text in words(doc, "furniture"))
    assert doc.metadata.authors == ("钱多多",)
    assert doc.metadata.year == 2023


def test_chinese_pdf_text() -> None:
    doc = read_paper("chinese_pdf.txt")
    check_spans(doc)
    text = "".join(body(doc))
    for stray in ("收稿", "某某学报", "数据来源", "作者整理", "编辑", "孙四", "ZHAO", "第 37 卷"):
        assert stray not in text
    assert "这种状况损害公众的信任，也削弱行政机关自身的权威。" in body(doc)
    assert any("技术复杂" in table for table in words(doc, "table"))
    assert [block.page for block in doc.blocks if block.kind == "references"] == [3]
    assert "抽样" in words(doc, "footnotes")[0]
    assert len(words(doc, "references")) == 1
    assert words(doc, "references")[0].count("[J]") == 2


def test_english_pdf_text() -> None:
    doc = read_paper("english_pdf.txt")
    check_spans(doc)
    text = " ".join(body(doc))
    for stray in (
        "Elsevier",
        "Corresponding",
        "@",
        "Received",
        "Clever and B. Dull",
        "Fig. 1. The",
    ):
        assert stray not in text
    assert "But platforms may also destroy value" in text
    assert "Writing" not in text, "declarations about the paper are not its text"


def test_english_text_with_wrapped_paragraphs() -> None:
    doc = read_paper("english_wrapped.txt")
    check_spans(doc)
    text = " ".join(body(doc))
    assert "Keeping promises online" not in text
    assert "municipal government" not in text, "a note at the page end"
    assert "See Example (2001)" in words(doc, "footnotes")[0]
    assert len(words(doc, "table")) == 1
    assert "Gamma" in words(doc, "table")[0]


def test_tables_captions_and_sources() -> None:
    doc = read_text(
        "表1 困境与成因\n| 困境 | 成因 |\n|---|---|\n| 鸿沟 | 素养 |\n（资料来源：作者自制。）\n\n"
        "表1列出了困境。\n\nFigure 2. The cycle of value\n\nFigure 2 shows the cycle of value.\n"
    )
    check_spans(doc)
    assert words(doc, "table") == ["| 困境 | 成因 |\n|---|---|\n| 鸿沟 | 素养 |"]
    assert words(doc, "caption") == [
        "表1 困境与成因",
        "（资料来源：作者自制。）",
        "Figure 2. The cycle of value",
    ]
    assert body(doc) == ["表1列出了困境。", "Figure 2 shows the cycle of value."]


def test_the_list_of_references_ends_where_something_else_begins() -> None:
    doc = read_text(
        "一、引言\n平台需要规则。\n二、结论\n规则需要公平。\n参考文献：\n[1]甲.规则论[M].某市：某出版社，2001.\n"
        "[2]Smith J. Rules of platforms and\nmarkets[J]. Some Journal, 2002, 3(1).\n"
        "On the Rules of Platforms\nJIA Yi\nAbstract: Platforms need rules. Rules need fairness.\n"
        "Keywords: platform; rule\n（责任编辑：乙丙）\n"
    )
    check_spans(doc)
    assert len(words(doc, "references")) == 1
    assert words(doc, "references")[0].endswith("3(1).")
    assert words(doc, "title") == ["On the Rules of Platforms"]
    assert [s.text for s in doc.sentences if s.kind == "abstract"] == [
        "Platforms need rules.",
        "Rules need fairness.",
    ]
    assert doc.metadata.keywords_en == ("platform", "rule")


def test_a_list_of_references_without_a_heading() -> None:
    text = "一、引言\n" + "平台需要规则。规则需要公平。\n" * 12
    items = "".join(f"[{n}] 甲乙. 规则论{n}[J]. 某刊, 200{n}({n}): 1-9.\n" for n in range(1, 5))
    doc = read_text(text + items)
    assert words(doc, "references") == [items.strip()]


def test_contents_with_leaders_are_no_headings() -> None:
    doc = read_text(
        "一、引言…………………1\n二、结论…………………9\n\n一、引言\n平台需要规则。\n二、结论\n规则需要公平。\n"
    )
    assert titles(doc) == [(1, "一、引言"), (1, "二、结论")]

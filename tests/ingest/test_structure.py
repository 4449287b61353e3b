"""Headings, their levels, and what a paper says of itself."""

from __future__ import annotations

import pytest

from tests.ingest.reading import body, check_spans, read_paper, read_text, titles


def test_chinese_paper_in_paragraphs() -> None:
    doc = read_paper("chinese_paragraphs.txt")
    check_spans(doc)
    assert titles(doc) == [
        (1, "引言"),
        (1, "1 概念与框架"),
        (2, "1.1 什么是价值错位"),
        (2, "1.2 分析框架"),
        (1, "2 成因"),
        (1, "3 结论"),
        (1, "参考文献："),
    ]
    found = doc.metadata
    assert found.title == "乡村数字治理中的价值错位及其矫正——基于三个村庄的观察"
    assert found.title_en == "Value Mismatch in Rural Digital Governance"
    assert found.authors == ("张小明", "李大山")
    assert (found.year, found.issue, found.pages) == (2021, "3", "12-20")
    assert found.doi == "10.0000/j.example.2021.03.002"
    assert found.keywords == ("乡村治理", "数字技术", "价值错位")
    assert found.keywords_en == ("rural governance", "digital technology", "value mismatch")
    assert found.abstract is not None
    assert found.abstract.endswith("本文把这种现象称为价值错位。")
    assert found.abstract_en == (
        "Digital technology has changed rural governance. "
        "This paper calls the phenomenon value mismatch."
    )
    assert found.container is None
    assert found.volume is None
    # a list inside a sentence keeps its numbers, notes lose theirs
    assert "它包括：①效率与公平错位；②形式与内容错位；③管理与服务错位。" in body(doc)
    assert "然而，已有研究多关注效率，较少关注公平。" in body(doc)


def test_chinese_paper_from_pdf() -> None:
    doc = read_paper("chinese_pdf.txt")
    assert titles(doc) == [
        (1, "一、引言"),
        (1, "二、三类难题"),
        (2, "（一）责任分散"),
        (2, "（二）过程不透明"),
        (2, "（三）救济困难"),
        (1, "三、成因与出路"),
        (3, "1. 技术与制度的错位"),
        (3, "2. 能力的错位"),
        (1, "四、结语"),
        (1, "[参考文献]"),
    ]
    found = doc.metadata
    assert found.title == "算法行政中的问责难题：类型、成因与出路"
    assert found.title_en == (
        "The Accountability Problem in Algorithmic Administration: Types, Causes and Solutions"
    )
    assert found.authors == ("赵一", "钱二三")
    assert found.container == "某某大学学报（哲学社会科学版）"
    assert (found.year, found.volume, found.issue) == (2021, "37", "3")
    assert found.pages == "33-40"


def test_english_paper_from_pdf() -> None:
    doc = read_paper("english_pdf.txt")
    assert titles(doc) == [
        (1, "A B S T R A C T"),
        (1, "1. Introduction"),
        (1, "2. Background"),
        (2, "2.1. Public value"),
        (2, "2.2. Platforms and the limits of co-creation"),
        (1, "3. A framework"),
        (1, "CRediT authorship contribution statement"),
        (1, "References"),
    ]
    found = doc.metadata
    assert found.lang == "en"
    assert found.title == "Public value creation in invented platforms: A framework"
    assert found.title_en is None
    assert found.authors == ("Ann Clever", "Bo Dull")
    assert found.container == "Government Invention Quarterly"
    assert (found.year, found.volume, found.pages) == (2019, "36", "101385")
    assert found.doi == "10.1016/j.example.2019.101385"
    assert found.keywords == ("Digital platform", "Public value", "Value failure")


def test_english_paper_without_numbers() -> None:
    doc = read_paper("english_wrapped.txt")
    assert [title for _, title in titles(doc)] == [
        "ABSTRACT",
        "Introduction",
        "Theory",
        "Value co-creation and its limits",
        "Data and methods",
        "CONCLUSION",
        "Acknowledgements",
        "References",
    ]
    assert doc.metadata.title == (
        "Keeping promises online: trust and value in municipal e-services"
    )
    assert doc.metadata.authors == ("Mary T. Jones", "Peter van den Berg")
    assert doc.metadata.keywords == ("trust", "public value", "municipal services", "co-production")


def test_english_markdown() -> None:
    doc = read_paper("english.md")
    check_spans(doc)
    assert titles(doc) == [
        (1, "1. Introduction"),
        (2, "1.1 Background"),
        (1, "2. Findings"),
        (1, "References"),
    ]
    assert doc.metadata.title == "Fairness by design in digital welfare"
    assert doc.metadata.authors == ("Anna B. Carter", "Li Wei", "José Núñez")
    assert doc.metadata.keywords == ("fairness", "digital welfare", "public value")
    text = " ".join(body(doc))
    assert "no sentence" not in text, "code is not text"
    assert "redress see" not in text, "a note is not text"
    assert all(s.section is not None for s in doc.sentences if s.kind == "body")


def test_chinese_markdown() -> None:
    doc = read_paper("chinese.md")
    check_spans(doc)
    assert titles(doc) == [
        (1, "一、问题的提出"),
        (2, "（一）什么是参与"),
        (3, "1. 知情的条件"),
        (3, "2. 协商的条件"),
        (1, "参考文献"),
    ]
    assert [section.parent for section in doc.sections] == [None, 0, 1, 1, None]
    assert doc.metadata.authors == ("陈小川", "林大海")
    assert doc.metadata.abstract == "智慧社区需要居民参与。本文提出三个条件。"


HEAD = """---
title: 札记：平台的公平
title_en: "Note: fairness of platforms"
lang: zh
authors: [某某编写组, {family: 王, given: 小明}]
year: 2026
type: digest
license: CC-BY-4.0
retells:
  type: article-journal
  title: 平台公平论
  author: [{family: 甲, given: 乙}]
---

## 一、概念

公平是平台的底线。
"""


def test_yaml_head() -> None:
    doc = read_text(HEAD, "markdown")
    check_spans(doc)
    found = doc.metadata
    assert found.kind == "digest"
    assert found.title == "札记：平台的公平"
    assert found.title_en == "Note: fairness of platforms"
    assert found.authors == ("某某编写组", "王小明")
    assert found.year == 2026
    assert found.retells is not None
    assert found.retells["title"] == "平台公平论"
    assert body(doc) == ["公平是平台的底线。"]
    assert doc.blocks[0].kind == "meta"


def test_a_text_that_says_nothing_of_itself_gives_nothing() -> None:
    doc = read_text("平台需要规则。规则需要公平。\n\n公平需要监督。\n")
    found = doc.metadata
    assert (found.title, found.title_en, found.container, found.year) == (None, None, None, None)
    assert (found.authors, found.keywords, found.abstract) == ((), (), None)
    assert doc.sections == ()


@pytest.mark.parametrize("nobody", ["佚名", "匿名", "本刊编辑部"])
def test_nobody_is_no_author(nobody: str) -> None:
    doc = read_text(
        f"平台治理研究札记\n作者:{nobody} 时间:2026-01-10\n第一章引言\n平台需要规则。\n"
    )
    assert doc.metadata.authors == ()
    assert doc.metadata.title == "平台治理研究札记"
    assert doc.metadata.year == 2026


def test_abstract_page_of_a_database() -> None:
    doc = read_paper("chinese_database.txt")
    check_spans(doc)
    found = doc.metadata
    assert found.title == "平台公平的三种含义"
    assert found.title_en == "Three Meanings of Platform Fairness"
    assert found.authors == ("王小明", "李大山")
    assert found.container == "某某评论"
    assert (found.year, found.issue, found.pages) == (2020, "2", "5-23")
    assert found.keywords == ("平台公平", "三种含义")
    assert found.keywords_en == ("platform fairness", "three meanings")
    assert found.abstract == "平台公平有三种含义。本文逐一讨论。"
    assert found.abstract_en == "Platform fairness has three meanings. We discuss them."
    assert [s.kind for s in doc.sentences] == ["abstract"] * 4
    assert doc.sections == ()


def test_heading_over_two_lines() -> None:
    line = "平台要回应居民的诉求，也要接受居民的监督，二者"
    text = "\n\n".join(
        [
            "三、出路",
            line * 1,
            line,
            line,
            "都不能少。",
            "(一)夯实平台公平的制度基础，培育居民的参与",
            "能力",
            line,
            line,
            line,
            line,
            "都不能少。",
            "(二)加强监督",
            line,
            line,
            "都不能少。",
        ]
    )
    doc = read_text(text)
    check_spans(doc)
    assert titles(doc) == [
        (1, "三、出路"),
        (2, "(一)夯实平台公平的制度基础，培育居民的参与能力"),
        (2, "(二)加强监督"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "第一，平台需要规则。",
        "一是完善规则；",
        "1. 平台需要规则，规则需要公平，公平需要监督。",
        "（一）公平。公平是平台的底线，没有公平就没有信任。",
        "2. 5亿人使用平台",
        "一方面，平台需要规则",
    ],
)
def test_what_is_no_heading(line: str) -> None:
    doc = read_text(f"一、引言\n\n平台需要规则。\n\n{line}\n\n规则需要公平。\n\n二、结论\n\n完。\n")
    assert titles(doc) == [(1, "一、引言"), (1, "二、结论")]


def test_list_items_are_no_headings() -> None:
    doc = read_text(
        "一、引言\n\n平台有三种规则：\n\n1. 准入规则\n\n2. 交易规则\n\n3. 退出规则\n\n"
        "规则需要公平。\n\n二、结论\n\n完。\n"
    )
    assert titles(doc) == [(1, "一、引言"), (1, "二、结论")]
    assert "1.准入规则" in body(doc)


def test_levels_follow_the_numbering() -> None:
    doc = read_text(
        "第一章 总论\n\n第一节 概念\n\n规则是约束。\n\n一、定义\n\n规则是约束。\n\n"
        "（一）广义\n\n规则是约束。\n\n第二节 方法\n\n规则是约束。\n\n第二章 分论\n\n"
        "规则是约束。\n\n参考文献\n\n[1]甲.规则论[M].某市：某社，2001.\n"
    )
    assert titles(doc) == [
        (1, "第一章 总论"),
        (2, "第一节 概念"),
        (3, "一、定义"),
        (4, "（一）广义"),
        (2, "第二节 方法"),
        (1, "第二章 分论"),
        (1, "参考文献"),
    ]
    assert [section.parent for section in doc.sections] == [None, 0, 1, 2, 0, None, None]


def test_headings_in_running_paragraphs_of_a_reprint() -> None:
    doc = read_paper("chinese_reprint.txt")
    check_spans(doc)
    assert titles(doc) == [
        (1, "1.什么是价值共创"),
        (1, "2.怎样共创"),
        (2, "（1）建立平台"),
        (2, "（2）培养能力"),
        (1, "注释："),
    ]
    assert doc.metadata.authors == ("张三丰",)
    assert doc.metadata.keywords == ("价值共创", "居民", "平台")
    assert "这句话很有道理。" in body(doc)
    assert "（1）居民要参与。" in body(doc)
    assert not any("教授" in text for text in body(doc))


def test_english_essay_without_numbers() -> None:
    doc = read_paper("english_essay.txt")
    check_spans(doc)
    assert [title for _, title in titles(doc)] == [
        "THE PROBLEM OF DISTANCE",
        "A Note on Method",
        "CONCLUSION",
        "NOTES",
    ]
    assert doc.metadata.title == "THE LIMITS OF DIGITAL TRUST"
    assert doc.metadata.authors == ("Jane Q. Doe",)
    assert "the loss of counters," in body(doc)


def test_a_part_of_an_english_paper() -> None:
    doc = read_paper("english_part.txt")
    check_spans(doc)
    assert titles(doc) == [
        (2, "2.3 Accountability and voice"),
        (2, "2.4 Participation"),
        (1, "3 Conclusions"),
    ]
    assert doc.metadata.title is None
    assert not any("Who decides Example" in text for text in body(doc))
    assert 'According to Jones (2015, p. 12), "the many hands become no hands".' in body(doc)

"""Invented papers as long as real ones: sentences of our own, put together by a seed."""

from __future__ import annotations

import random
import re

from tests.ingest.readers.pdf_typeset import Paper

_ZH_WHO = (
    "县级平台",
    "社区网格员",
    "数据管理机构",
    "被访干部",
    "临江市的试点",
    "热线中心",
    "老年居民",
    "基层窗口",
    "承建企业",
    "审计部门",
    "青年志愿者",
    "街道办事处",
)
_ZH_HOW = (
    "往往",
    "并不总是",
    "在多数月份里",
    "按照规程",
    "出于谨慎",
    "在压力之下",
    "逐步",
    "经过三轮磋商后",
)
_ZH_DO = (
    "把居民的来电归为七类",
    "依照工单的先后安排人手",
    "将模型给出的分数当作参考",
    "放弃了原先的考核办法",
    "要求软件公司公开接口",
    "用纸质表格弥补系统的缺口",
    "向上级说明数据为何缺失",
    "重新界定了办结的含义",
    "保留了人工复核的环节",
    "与邻县共享一份名单",
    "在会议上讨论算法的偏差",
    "记录每一次退件的理由",
)
_ZH_THEN = (
    "因此等待时间缩短了{n}天",
    "这使得公众对公平的期待有所变化",
    "但隐私方面的顾虑并未消除",
    "从而提高了回应的速度",
    "结果是{n}%的工单需要二次派发",
    "不过受访者对此看法不一",
    "这一做法后来被写入地方规程",
    "也就是说效率与公平之间仍有张力",
    "其代价由窗口人员承担",
    "可见透明并不等于可以理解",
)
_EN_WHO = (
    "The county platform",
    "Most front-line officers",
    "The regional data office",
    "A vendor",
    "Older residents",
    "The audit team",
    "Our second interviewee",
    "The municipal hotline",
    "Every participating department",
    "The steering committee",
)
_EN_DO = (
    "classified incoming requests into seven administrative categories",
    "treated the algorithmic score as one consideration among several",
    "abandoned the previous performance measurement arrangement",
    "required the contractor to document its interfaces",
    "compensated for missing functionality with handwritten registers",
    "explained to its superiors why information was incomplete",
    "redefined what counts as a completed transaction",
    "retained a well-established procedure for human verification",
    "shared responsibility with neighbouring municipalities",
    "discussed the discriminatory consequences of automation",
)
_EN_THEN = (
    "which shortened waiting times by {n} days",
    "although confidentiality concerns persisted",
    "so that public expectations of fairness changed",
    "and responsiveness improved considerably",
    "while accountability remained unsatisfactory",
    "because transparency does not guarantee understanding",
    "and the additional workload was distributed unequally",
    "even though decision-making authority stayed with the organisation",
)
_ZH_NAMES = (
    "林远舟",
    "顾晓岚",
    "沈牧之",
    "陶启明",
    "白若溪",
    "江一帆",
    "宋知微",
    "罗承志",
)
_EN_NAMES = (
    "Harlow",
    "Brandt",
    "Okafor",
    "Lindqvist",
    "Moreau",
    "Tanaka",
    "Velasquez",
    "Whitmore",
)
MARKS = 18  # in-text marks of a paper, one for each reference or note


class _Hand:
    """Writes sentences, none of them twice."""

    def __init__(self, seed: int, lang: str) -> None:
        self.random = random.Random(seed)
        self.lang = lang
        self.said: set[str] = set()

    def sentence(self) -> str:
        pick = self.random.choice
        while True:
            n = self.random.randint(2, 98)
            if self.lang == "zh":
                text = f"{pick(_ZH_WHO)}{pick(_ZH_HOW)}{pick(_ZH_DO)}，{pick(_ZH_THEN).format(n=n)}"
            else:
                text = f"{pick(_EN_WHO)} {pick(_EN_DO)}, {pick(_EN_THEN).format(n=n)}"
            if text not in self.said:
                self.said.add(text)
                return text

    def paragraph(self, count: int, marks: list[str]) -> str:
        stop = "。" if self.lang == "zh" else "."
        parts: list[str] = []
        for place in range(count):
            mark = marks.pop(0) if marks and place % 2 == 1 else ""
            text = self.sentence()
            inside = mark.startswith(("^[", "{{")) and self.lang == "zh"
            parts.append(f"{text}{mark}{stop}" if inside else f"{text}{stop}{mark}")
        return ("" if self.lang == "zh" else " ").join(parts)

    def reference(self, number: int) -> str:
        pick = self.random.choice
        year, page = self.random.randint(1996, 2022), self.random.randint(11, 180)
        if self.lang == "zh":
            return (
                f"[{number}] {pick(_ZH_NAMES)}, {pick(_ZH_NAMES)}. {pick(_ZH_WHO)}{pick(_ZH_DO)}"
                f"的研究[J]. 临江学刊, {year}({number % 12 + 1}): {page}-{page + 9}."
            )
        return (
            f"[{number}] {pick(_EN_NAMES)}, A., & {pick(_EN_NAMES)}, B. ({year}). "
            f"{pick(_EN_WHO)} {pick(_EN_DO)}. Journal of Invented Administration, "
            f"{number + 3}({number % 4 + 1}), {page}–{page + 9}."
        )

    def author_date(self) -> str:
        pick = self.random.choice
        year, page = self.random.randint(1996, 2022), self.random.randint(11, 180)
        return (
            f"{pick(_EN_NAMES)}, A., & {pick(_EN_NAMES)}, B. ({year}). {pick(_EN_WHO)} "
            f"{pick(_EN_DO)}. Journal of Invented Administration, 7(2), {page}–{page + 9}."
        )

    def note(self) -> str:
        pick = self.random.choice
        return (
            f"{pick(_ZH_NAMES)}：《{pick(_ZH_WHO)}研究》，临江出版社"
            f"{self.random.randint(1996, 2022)}年版，第{self.random.randint(3, 300)}页。"
        )


def chinese(seed: int, marks: str = "brackets", english: bool = False) -> Paper:
    """A Chinese paper whose marks are raised brackets or notes, with an English abstract or not."""
    hand = _Hand(seed, "zh")
    references: tuple[str, ...] = ()
    if marks == "notes":
        signs = [f"{{{{{hand.note()}}}}}" for _ in range(MARKS)]
    else:
        signs = [f"^[{n}]^" for n in range(1, MARKS + 1)]
        references = tuple(hand.reference(n) for n in range(1, MARKS + 1))
    heads = (
        (1, "一、问题的提出"),
        (1, "二、文献与框架"),
        (2, "（一）概念的来历"),
        (2, "（二）分析框架"),
        (1, "三、案例与方法"),
        (2, "（一）案例概况"),
        (2, "（二）资料来源"),
        (1, "四、发现与讨论"),
        (1, "五、结论"),
    )
    other = _Hand(seed, "en")
    return Paper(
        title="县级平台如何重塑日常行政：以临江市的热线为例",
        authors=("林远舟", "顾晓岚"),
        affiliation="（临江大学 公共管理学院，临江 300100）",
        abstract=hand.paragraph(4, []),
        keywords=("县级平台", "热线", "公平", "回应"),
        sections=tuple(
            (level, name, tuple(hand.paragraph(4 + place % 3, signs) for place in range(3)))
            for level, name in heads
        ),
        references=references,
        table=(
            "表1  来电的类型",
            (
                ("类型", "数量", "占比"),
                ("咨询", "120", "40%"),
                ("投诉", "90", "30%"),
                ("建议", "90", "30%"),
            ),
        ),
        title_en="How County Platforms Reorder Everyday Administration" if english else "",
        authors_en="LIN Yuanzhou, GU Xiaolan" if english else "",
        abstract_en=other.paragraph(4, []) if english else "",
        keywords_en=("county platform", "hotline", "fairness") if english else (),
    )


def english(seed: int, raised: bool = True, numbered: bool = True) -> Paper:
    """An English paper in IMRaD form; its marks are raised, in brackets, or author and date."""
    hand = _Hand(seed, "en")
    if not numbered:
        references = tuple(sorted({hand.author_date() for _ in range(MARKS)}))
        cited = re.compile(r"(\w+), A\., & (\w+), B\. \((\d+)\).*")
        signs = [cited.sub(r" (\1 & \2, \3)", item) for item in references]
    else:
        references = tuple(hand.reference(n) for n in range(1, MARKS + 1))
        signs = [f"^{n}^" if raised else f" [{n}]" for n in range(1, MARKS + 1)]
    heads = (
        (1, "Introduction"),
        (1, "Theoretical background"),
        (2, "Platforms as institutions"),
        (2, "Expectations of fairness"),
        (1, "Methods"),
        (1, "Results"),
        (2, "Reordering everyday work"),
        (1, "Discussion"),
        (1, "Conclusion"),
    )
    counts = [0, 0]
    named: list[tuple[int, str]] = []
    for level, name in heads:
        counts = [counts[0] + 1, 0] if level == 1 else [counts[0], counts[1] + 1]
        number = f"{counts[0]}." if level == 1 else f"{counts[0]}.{counts[1]}."
        named.append((level, f"{number} {name}" if numbered else name))
    return Paper(
        title="How County Platforms Reorder Everyday Administration: Evidence from a Hotline",
        authors=("Alice Harlow", "Bernd Brandt"),
        affiliation="School of Public Affairs, University of Nowhere",
        abstract=hand.paragraph(4, []),
        keywords=("county platform", "hotline", "fairness"),
        sections=tuple(
            (level, name, tuple(hand.paragraph(4 + place % 3, signs) for place in range(3)))
            for level, name in named
        ),
        references=references,
        table=(
            "Table 1. Kinds of calls",
            (
                ("Category", "Count", "Share"),
                ("Enquiry", "120", "40%"),
                ("Complaint", "90", "30%"),
                ("Proposal", "90", "30%"),
            ),
        ),
        lang="en",
    )

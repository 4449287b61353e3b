"""Invented papers of several kinds, for the agreement of formats."""

# ruff: noqa: E501 - markup and printed lines stay on one line
from __future__ import annotations

from tests.ingest.readers.papers import Paper

NUMBERED = Paper(
    title="社区数据信托的三种安排",
    authors=("叶知秋", "林间路"),
    abstract="社区数据由谁保管，是数字治理中的一个老问题。本文区分三种安排，并说明每一种安排的条件。",
    keywords=("数据信托", "社区治理", "公共价值"),
    title_en="Three Arrangements of Community Data Trusts",
    abstract_en="Who keeps the data of a community is an old question. We tell three arrangements apart.",
    keywords_en=("data trusts", "community governance", "public value"),
    facts={
        "citation_journal_title": "某某社会治理",
        "citation_publication_date": "2022/05/10",
        "citation_volume": "9",
        "citation_issue": "3",
        "citation_firstpage": "11",
        "citation_lastpage": "20",
        "citation_doi": "10.1234/example.2022.03.011",
    },
    blocks=(
        ("h", 1, "一、问题的提出"),
        ("p", "社区每天都在产生数据{1}。这些数据由谁保管，保管者又向谁负责，至今没有定论{2,3}。"),
        ("p", "已有研究多从产权出发{1-3}，本文则从责任出发。"),
        ("h", 1, "二、三种安排"),
        ("h", 2, "（一）居民自管"),
        ("p", "居民自管是指由居民大会选出保管人。它的好处是信任，它的代价是时间{4}。"),
        ("h", 2, "（二）物业代管"),
        ("p", "物业代管把数据交给物业公司。三百户小区中，有一半采用这种做法，如表1所示。"),
        (
            "t",
            "表1 三种安排的比较",
            (("安排", "信任", "成本"), ("自管", "高", "高"), ("代管", "低", "低")),
        ),
        ("h", 1, "三、结语"),
        ("p", "没有一种安排适合所有社区。选择哪一种，取决于居民愿意付出多少时间。"),
    ),
    references=(
        "张一. 社区的数据[M]. 北京: 某某出版社, 2018: 12-15.",
        "李二, 王三. 谁来保管数据[J]. 某某社会, 2020, 12(3): 45-60.",
        "Dale K, Ek P. Trusting the Keeper[J]. Journal of Example Studies, 2017, 8(1): 5-19.",
        "赵四. 居民自管的成本[D]. 某某大学, 2021.",
    ),
)

NOTED = Paper(
    title="行政说明义务的限度",
    authors=("柳如风",),
    abstract="行政机关使用算法时，是否仍须说明理由？本文认为，说明义务不因工具的改变而消失。",
    keywords=("说明义务", "算法", "行政法"),
    blocks=(
        ("h", 1, "一、从一起案件说起"),
        ("p", "某市的一位居民收到了一份没有理由的决定。{n1}他问的问题很简单：为什么是我？"),
        ("p", "学者对此看法不一。有人主张严格的说明义务，{n2}有人则主张视情况而定。{n3}"),
        ("h", 1, "二、义务的来源"),
        ("p", "说明义务有两个来源：尊重与监督。前者关乎个人，后者关乎制度。"),
        ("h", 1, "三、义务的限度"),
        ("p", "说明义务并非没有限度。第三人的秘密即是一例。{n4}"),
    ),
    notes=(
        "参见某某市中级人民法院（2019）某行终字第12号行政判决书。",
        "参见周明远：《理由与权力》，某某出版社2016年版，第35页。",
        "吴清源：《说明义务的弹性》，载《某某法学》2018年第4期。",
        "See Laura Finch, Reasons and Machines, 44 Example Law Review 512, 520 (2018).",
    ),
)

ENGLISH = Paper(
    counted=(("decimal", "%1"), ("decimal", "%1.%2")),
    title="Keeping the Counter Open: Front Desks in Digital Government",
    authors=("Mary Vale", "Peter Holm"),
    abstract="Front desks close while portals open. We study twelve towns and find that trust depends on the desk.",
    keywords=("digital government", "front desks", "trust"),
    circled=False,
    facts={
        "citation_journal_title": "Example Review of Administration",
        "citation_publication_date": "2020",
        "citation_volume": "31",
        "citation_issue": "2",
        "citation_firstpage": "101",
        "citation_lastpage": "119",
    },
    blocks=(
        ("h", 1, "1 Introduction"),
        (
            "p",
            "Many towns have closed their front desks {1}. Portals were to take their place {2,3}.",
        ),
        (
            "p",
            "This paper asks what was lost. It builds on earlier work on street-level contact {1-3}.",
        ),
        ("h", 1, "2 Methods"),
        ("h", 2, "2.1 Cases"),
        ("p", "We chose twelve towns of similar size. Four of them kept their desks open."),
        ("h", 2, "2.2 Interviews"),
        (
            "p",
            "We held 48 interviews with clerks and residents. Three questions were asked of all:",
        ),
        (
            "l",
            ("How do you reach the town?", "Whom do you trust there?", "What has changed for you?"),
        ),
        ("h", 1, "3 Findings"),
        (
            "p",
            "Residents trusted a portal more where a desk stood behind it {4}. The effect was largest for the old.",
        ),
        ("h", 1, "4 Conclusion"),
        (
            "p",
            "A portal needs a door. Towns that close the desk should keep at least one person in reach.",
        ),
    ),
    references=(
        "Banks, T. (2015). The Closed Counter. Example Press.",
        "Stone, A., & Reed, B. (2017). Portals and people. Journal of Example Studies, 12(3), 45–67.",
        "Frost, L. (2018). Lines and queues. Example Quarterly, 5(1), 1–20.",
        "Vale, M. (2019). A door behind the portal. Example Policy, 8(2), 99–120.",
    ),
)

DEVELOPED = {"numbered": NUMBERED, "noted": NOTED, "english": ENGLISH}

# These were written after the readers were done, and the figures for them taken at once.
BOTH = Paper(
    title="夜间照明与老旧小区的安全感",
    authors=("欧阳明灯", "司徒晚", "白露"),
    abstract="路灯照亮的不只是道路。本文以四个老旧小区为例，讨论照明、安全感与邻里关系。研究发现，亮度并非越高越好。",
    keywords=("夜间照明", "安全感", "老旧小区", "邻里"),
    title_en="Night Lighting and the Sense of Safety in Old Neighbourhoods",
    abstract_en="Street lamps light more than streets. Four old neighbourhoods are compared. Brighter is not always better.",
    keywords_en=("night lighting", "sense of safety", "old neighbourhoods"),
    blocks=(
        ("h", 1, "一、引言"),
        ("p", "夜里回家的人首先看见的是灯。{n1}灯的多少，常被当作治理好坏的标志{1}。"),
        ("h", 1, "二、文献与方法"),
        ("h", 2, "（一）照明研究的两条路径"),
        ("h", 3, "1.工程的路径"),
        ("p", "工程的路径关心照度与能耗{2}，例如每平方米20勒克斯的标准。"),
        ("h", 3, "2.社会的路径"),
        ("p", "社会的路径关心人们怎样使用夜晚{1,3}。二者很少对话。{n2}"),
        ("h", 2, "（二）材料"),
        ("p", "2021年3月至9月，我们在四个小区访谈了62人，其中女性占54.8%。"),
        ("h", 1, "三、发现"),
        (
            "p",
            "访谈表明：第一，亮度提高以后，安全感先升后降；第二，熟人多的小区对亮度不敏感{2-4}。",
        ),
        ("l", ("灯光太亮，老人睡不着。", "灯光太暗，孩子不敢走。")),
        ("h", 1, "四、讨论与结论"),
        ("p", "“亮”与“安”之间隔着人。政府在改造照明时，应当先问居民走哪条路。"),
    ),
    references=(
        "甘棠. 灯下的城市[M]. 上海: 某某出版社, 2015: 30-42.",
        "Lund P, Marsh Q. Lux and fear: lamps in old quarters[J]. Example Lighting Review, 2019, 7(2): 88-104.",
        "纪云, 陶然. 夜晚的公共性[J]. 某某人文, 2020(6): 71-80.",
        "某市统计局. 某市老旧小区调查[R]. 2021.",
    ),
    notes=(
        "这句话来自一位受访的保安。",
        "参见甘棠：《灯下的城市》，某某出版社2015年版，第33页。",
    ),
)

DATED = Paper(
    title="Small Libraries, Large Publics",
    authors=("Ines Calder", "Tobias Renn", "Wei Zhang"),
    abstract="What is a small library for? Drawing on nine cases, we argue that reading rooms make publics.",
    keywords=("libraries", "publics", "reading rooms"),
    facts={
        "citation_journal_title": "Journal of Example Culture",
        "citation_publication_date": "2021-11-02",
        "citation_volume": "4",
        "citation_issue": "1",
        "citation_firstpage": "7",
        "citation_lastpage": "25",
    },
    blocks=(
        ("h", 1, "Introduction"),
        (
            "p",
            "Small libraries are easy to close (Hart, 2012). They are hard to replace, as Moor and Ash (2016) show.",
        ),
        ("h", 1, "Data and methods"),
        (
            "p",
            "We visited nine libraries in 2019, e.g. in mill towns. Visits took 3.5 hours on average.",
        ),
        (
            "t",
            "Table 1 Visits by library",
            (("Library", "Visits", "Hours"), ("Old Mill", "12", "40"), ("Harbour", "9", "33")),
        ),
        ("h", 1, "Findings"),
        ("h", 2, "Rooms that gather"),
        (
            "p",
            "Readers met where there were chairs. “We come for the heating,” one of them said (field notes, May).",
        ),
        ("h", 2, "Rooms that divide"),
        (
            "p",
            "Not every room is open to all (Hart, 2012; Moor & Ash, 2016). Some doors have bells.",
        ),
        ("h", 1, "Conclusion"),
        (
            "p",
            "A public needs a place to sit. Closing it saves little and costs much (Sole, 2018, p. 14).",
        ),
    ),
    references=(
        "Hart, J. (2012). Closing time. Example University Press.",
        "Moor, E., & Ash, F. (2016). What libraries replace. Example Quarterly, 9(4), 301–322.",
        "Sole, K. (2018). A place to sit. Journal of Example Culture, 1(2), 10–29.",
    ),
)

TRADITIONAL = Paper(
    counted=(("ideographLegalTraditional", "%1、"), ("chineseCounting", "%2、")),
    title="里長與數位平臺：基層民主的新中介",
    authors=("簡單", "駱文彥"),
    abstract="數位平臺改變了里長的角色。本文指出，平臺並未取代里長，而是使其成為新的中介。",
    keywords=("里長", "數位平臺", "基層民主"),
    blocks=(
        ("h", 1, "壹、前言"),
        ("p", "里長是居民最熟悉的公職人員{1}。平臺興起之後，這種熟悉受到了挑戰{2}。"),
        ("h", 1, "貳、理論與方法"),
        ("h", 2, "一、中介的概念"),
        ("p", "中介是指連結兩個原本不相識者的人或物。中介者既得到信任，也付出時間。"),
        ("h", 2, "二、研究方法"),
        ("p", "本研究訪談了二十位里長，並參與三場里民大會。"),
        ("h", 1, "參、結論"),
        ("p", "平臺需要熟人，熟人也需要平臺{1,2}。基層民主的品質取決於二者的配合。"),
    ),
    references=(
        "簡單. 熟人的政治[M]. 臺北: 某某出版社, 2014.",
        "Orr L. Platforms and precincts[J]. Example Asian Politics, 2020, 3(1): 1-18.",
    ),
)

ESSAY = Paper(
    title="The Bench and the Budget: What Public Seating Is For",
    authors=("Oona Fairweather", "Milo de Graaf"),
    abstract="Benches vanish from stations. This article asks what is lost with them. It reports counts from six stations and two years.",
    keywords=("public seating", "stations", "public value", "austerity"),
    circled=False,
    blocks=(
        ("h", 1, "Introduction"),
        (
            "p",
            "A bench costs little.{n1} Its absence costs more, but nobody sends the bill.{n2} Dr. Hale, who ran the network until 1998, called benches “the cheapest policy we have.”",
        ),
        ("h", 1, "Theory"),
        ("h", 2, "Rest as a public good"),
        (
            "p",
            "Rest is not a commodity. It is closer to light or clean air, i.e. a thing that one person's use does not use up.{n3}",
        ),
        ("h", 2, "Who decides"),
        (
            "p",
            "Decisions on seating are made by three bodies: the owner, the operator and the police. None of them answers to those who sit.",
        ),
        (
            "l",
            ("Owners think of assets.", "Operators think of flows.", "The police think of order."),
        ),
        ("h", 1, "Results"),
        (
            "p",
            "Between 2017 and 2019 the number of seats fell by 37.5% (from 1,216 to 760). In the same period, complaints rose from 12 to 95.",
        ),
        (
            "t",
            "Table 1. Seats by station",
            (("Station", "2017", "2019"), ("North", "400", "210"), ("Quay", "316", "250")),
        ),
        ("h", 1, "Conclusion"),
        (
            "p",
            "Where people may sit, they may also meet.{n4} A budget that cannot see this is not a careful one.",
        ),
    ),
    notes=(
        "Network Rail Estate of Example, Annual Report 2018, p. 44.",
        "For a different view see B. Orrin, The Price of Standing (Example Press, 2014), pp. 10–12.",
        "We leave noise aside.",
        "C. Lindqvist, “Meeting by chance,” Journal of Example Places 6, no. 2 (2011): 45–61.",
    ),
)
POLICY = Paper(
    title="政策试点为何难以推广？——基于三个县的比较",
    authors=("莫问", "尉迟恭敬"),
    abstract="试点成功而推广失败，是政策实践中的常见现象。本文比较三个县的经验，提出“注意力退潮”的解释。",
    keywords=("政策试点", "政策推广", "注意力"),
    title_en="Why Pilots Do Not Spread: A Comparison of Three Counties",
    abstract_en="Pilots succeed and yet do not spread. We compare three counties and propose an explanation.",
    keywords_en=("policy pilots", "diffusion", "attention"),
    counted=(("decimal", "%1"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3")),
    facts={
        "citation_journal_title": "某某行政评论",
        "citation_publication_date": "2023-02-01",
        "citation_volume": "16",
        "citation_issue": "1",
        "citation_doi": "10.5678/gpr.2023.01.004",
    },
    blocks=(
        ("h", 1, "1 问题的提出"),
        (
            "p",
            "为什么在试点中行之有效的政策，一旦推广便走样{1}？学界对此有三种回答：能力说{2}、利益说{3-4}和环境说{1,5}。",
        ),
        ("h", 1, "2 研究设计"),
        ("h", 2, "2.1 案例选择"),
        (
            "p",
            "甲县、乙县和丙县分别于2015年、2016年和2018年开展试点。三县的人均GDP相近（约3.2万元）。",
        ),
        ("h", 2, "2.2 资料来源"),
        ("p", "资料包括：（1）访谈记录47份；（2）会议纪要；（3）地方志。"),
        ("h", 1, "3 注意力退潮"),
        ("h", 2, "3.1 概念"),
        (
            "p",
            "注意力退潮是指上级关注随时间而下降的过程{6}。它不同于政策终止，也不同于政策变通{2}。",
        ),
        ("h", 2, "3.2 机制"),
        (
            "p",
            "退潮之后，人员最先离开，资金其次，最后离开的是名义。“牌子还在，人没了。”一位副县长如是说。",
        ),
        ("h", 1, "4 结论"),
        ("p", "推广的关键不在于复制做法，而在于留住注意力。"),
    ),
    references=(
        "钟声. 试点的政治学[M]. 北京: 某某出版社, 2012.",
        "Ames R, Bell C, Cole D, et al. Capacity and diffusion[J]. Journal of Example Policy, 2016, 25(4): 401-420.",
        "司南, 于是. 谁的试点[J]. 某某社会科学, 2018(7): 5-18.",
        "某县人民政府. 关于开展试点工作的通知[Z]. 2015-03-02.",
        "郑重. 环境与走样: 政策推广的再考察[D]. 某某大学, 2019.",
        "Dorn E. When leaders look away[M]//Fenn G. Handbook of Example Attention. Example: Example Press, 2020: 77-95.",
    ),
)

LATER = {"both": BOTH, "dated": DATED, "traditional": TRADITIONAL, "essay": ESSAY, "policy": POLICY}
ALL = {**DEVELOPED, **LATER}

"""The engine on a small world of its own."""

import pytest

from jiayuan.engines.sorting import Sorter, read_knowledge

HEAD = "code\tcategory\totherwise\tkind\tsoiled\tclause\treason\treason_en\tfirst\tfirst_en"
GROUPS = {
    "peel": "kitchen\t\tfood\t\thousehold",
    "paper": "recyclable\t\tpaper\tsoiled\tpaper",
    "soiled": "residual\t\tpaper\t\tresidual",
    "plastic": "recyclable\tresidual\tplastic\t\tplastic",
    "cup": "residual\t\tthing\t\tresidual",
    "battery": "hazardous\t\thazard\t\tbatteries",
    "cracker": "\t\thazard\t\tnone",
    "pesticide": "hazardous\t\thazard\t\thousehold chemicals",
    "fueloil": "hazardous\t\thazard\t\thousehold chemicals",
    "furniture": "bulky\t\twood\t\tbulky",
}
TABLES = {
    "groups": "\n".join(
        [HEAD, *(f"{code}\t{rest}\t因为\tbecause\t先\tfirst" for code, rest in GROUPS.items())]
    ),
    "questions": "code\twhen\tcategory\tanswer\tanswer_en\n"
    "dry\t?\t\t能充电吗？\tRechargeable?\n"
    "dry\t充电\tbattery\t能\tYes\n"
    "dry\t一次性\tcup\t不能\tNo",
    "heads": "heads\tdefault\tby\n皮\t-\tfood=peel\n瓶 瓶子\tplastic\t\n说明书\tpaper\t",
    "materials": "words\tclass\tgroup\n塑料\tplastic\tplastic\n瓜\tfood\t",
    "cues": "cue\tgroup\n电池 药\tbattery\n农药\tpesticide\n汽油\tfueloil\n山药 农药味\t-",
    "conditions": "tag\twords\ndirty\t脏 油腻\nempty\t喝完 空\nused\t旧 用过",
    "traditional": "traditional\tsimplified\n電\t电",
    "english": "chinese\tenglish\n旧\told, used\n塑料\tplastic\n瓶\tbottle, flask\n报纸\tdaily paper\n"
    "电池\tcell\n旧玩具\ttoy",
    "common": "names\n西瓜皮",
    "pieces": "words\n碎片 边角料",
    "pictures": "pictures\tname\n🔋 🪫\t电池\n📰\t报纸",
}
LISTS = [
    "@peel\n西瓜皮\tmelon rind\n苹果核\tapple core\t果核\n山药\tyam\n",
    "@paper\n纸箱\tcardboard box\t箱子\n报纸\tnewspaper\n@cup\n纸杯\tpaper cup",
    "@plastic\n塑料瓶\tplastic bottle\n@cup\n抹布\trag\n@furniture\n木柜\tcupboard",
    "@battery\n电池\tbattery\t旧电池\tdry\n@cracker\n鞭炮\tfireworks",
]


@pytest.fixture(scope="module")
def sorter() -> Sorter:
    return Sorter(read_knowledge(TABLES, LISTS))


@pytest.mark.parametrize(
    ("asked", "category"),
    [
        ("西瓜皮", "kitchen"),
        ("请问西瓜皮是什么垃圾啊？", "kitchen"),
        ("怎么扔报纸", "recyclable"),
        ("两张旧报纸", "recyclable"),
        ("脏纸箱", "residual"),
        ("纸箱很油腻", "residual"),
        ("冬瓜皮", "kitchen"),
        ("西瓜批", "kitchen"),
        ("xiguapi", "kitchen"),
        ("xiguapi shi shenme laji", "kitchen"),
        ("xgp", "kitchen"),
        ("Apple cores", "kitchen"),
        ("which bin does an apple core go in", "kitchen"),
        ("電池", "hazardous"),
        ("点池", "hazardous"),
        ("山药皮", "kitchen"),
        ("塑料小熊", "recyclable"),
        ("xigua皮", "kitchen"),
        ("报纸碎片", "recyclable"),
        ("不含电池的塑料小熊", "recyclable"),
        ("塑料小熊取出电池", "recyclable"),
        ("小熊里取出来的电池", "hazardous"),
        ("除了电池以外的塑料", "recyclable"),
        ("三十厘米长的报纸", "recyclable"),
        ("小熊塑料的", "recyclable"),
        ("鞭炮形状的纸箱", "recyclable"),
        ("电池的外纸盒说明书", "recyclable"),
        ("old daily papers", "recyclable"),
        ("a flask of plastic", "recyclable"),
        ("used cells", "hazardous"),
        ("plastic toy without cells", "recyclable"),
        ("cell with an unheard word", "hazardous"),
        ("unheard of words", None),
        ("old daily papres", "recyclable"),
        ("old battary", "hazardous"),
        ("battary bottle", "hazardous"),
        ("a newspapper", "recyclable"),
        ("🪫", "hazardous"),
        ("📰", "recyclable"),
        ("melon rind 📰", "kitchen"),
        ("🙂", None),
        ("鞭炮", None),
        ("今天天气", None),
        ("", None),
        ("？！", None),
    ],
)
def test_what_is_asked_is_answered(sorter: Sorter, asked: str, category: str | None) -> None:
    assert sorter.answer(asked).category == category


@pytest.mark.parametrize("asked", ["药瓶", "电池瓶子", "旧电池塑料瓶", "感冒药皮"])
def test_a_word_of_danger_outweighs_what_else_the_name_says(sorter: Sorter, asked: str) -> None:
    assert sorter.answer(asked).category == "hazardous"


@pytest.mark.parametrize(
    "asked",
    [
        "倒掉农药的塑料瓶",
        "农药倒掉的塑料瓶",
        "农药已经倒掉了的塑料瓶",
        "塑料瓶已经倒掉农药了",
        "去除汽油的塑料瓶",
        "拿掉农药的纸箱",
        "没有农药的塑料瓶",
        "汽油味的抹布",
        "有汽油味的纸箱",
        "汽油味的报纸",
        "洗过农药瓶的抹布",
        "泡过汽油的抹布",
        "沾了汽油的报纸",
        "塑料瓶怎么扔里面有农药",
    ],
)
def test_what_clings_to_a_thing_is_not_left_off_its_name(sorter: Sorter, asked: str) -> None:
    assert sorter.answer(asked).category == "hazardous"


@pytest.mark.parametrize(
    ("asked", "category"),
    [
        ("汽油味的山药", "kitchen"),
        ("除去农药的苹果核", "kitchen"),
        ("汽油味的木柜", "bulky"),
        ("农药味的抹布", "residual"),
        ("不含农药的山药", "kitchen"),
        ("没装农药的塑料瓶", "recyclable"),
        ("拿掉电池的塑料小熊", "recyclable"),
        ("倒掉苹果核的塑料瓶", "recyclable"),
    ],
)
def test_what_does_not_cling_or_does_not_matter_is_left_off(
    sorter: Sorter, asked: str, category: str
) -> None:
    assert sorter.answer(asked).category == category


def test_it_asks_back_where_the_answer_depends_on_it(sorter: Sorter) -> None:
    answer = sorter.answer("旧电池")
    assert answer.ask is not None
    assert answer.ask.said("zh") == "能充电吗？"
    assert answer.alternatives == ["residual"]


def test_it_does_not_ask_what_the_query_says(sorter: Sorter) -> None:
    answer = sorter.answer("一次性电池")
    assert (answer.category, answer.ask) == ("residual", None)


def test_a_slip_that_may_be_something_dangerous_is_asked_for_again() -> None:
    lists = [*LISTS, "@paper\n毛毡\tfelta\n@battery\n毛瓶\tfelto"]
    answer = Sorter(read_knowledge(TABLES, lists)).answer("feltx")
    assert answer.category is None
    assert len(answer.maybe) == 2


def test_what_is_not_understood_is_met_with_names_that_come_near(sorter: Sorter) -> None:
    answer = sorter.answer("西果核皮")
    assert answer.category is None or answer.confidence < 0.8


def test_a_list_without_a_group_says_which_line() -> None:
    with pytest.raises(ValueError, match="报纸"):
        read_knowledge(TABLES, ["报纸\tnewspaper"])


def test_a_question_that_leads_nowhere_is_refused() -> None:
    wrong = TABLES | {"questions": TABLES["questions"].replace("\tbattery\t", "\tnowhere\t")}
    with pytest.raises(ValueError, match="nowhere"):
        read_knowledge(wrong, LISTS)


def test_a_group_of_no_known_category_is_refused() -> None:
    with pytest.raises(ValueError, match="kitchens"):
        read_knowledge(TABLES | {"groups": TABLES["groups"].replace("kitchen", "kitchens")}, LISTS)

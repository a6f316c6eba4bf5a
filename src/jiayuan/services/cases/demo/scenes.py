"""What waits today where the tours begin: at least one case in each state for each demonstration account."""

from dataclasses import dataclass

COMMUNITY, SECOND, THIRD = "140106004010", "140106004011", "140106004015"
COURTYARD, LAKESIDE = "青年路13号院", "湖滨丽景小区"


@dataclass(frozen=True)
class Scene:
    """A case as it stands today.

    :param way: a key of :data:`~.ways.WAYS`.
    :param spent: the part of the running promise that is used up: below 0.6 in time, up to 1 soon due, above overdue.
        For what is closed: days ago.
    :param reporter: a demonstration account, or empty for a visitor without one.
    :param at: the name of an estate, or the path of a community.
    :param handler: the demonstration account that handles it.
    :param flaw: why its closing is doubtful, a kind of sign.
    :param score: the stars it is rated with, 0 for what chance gives.
    """

    code: str
    way: str
    spent: float
    at: str = COMMUNITY
    reporter: str = ""
    words: str = ""
    handler: str = ""
    flaw: str = ""
    helper: str = ""
    """Who reports it on their behalf."""
    photo: bool = False
    score: int = 0


SCENES = (
    # waiting to be filed
    Scene("E0101", "reported", 0.25, COURTYARD, "resident",
          "楼后面绿化带里一地塑料袋，风一刮到处飞", photo=True),
    Scene("P0105", "reported", 0.9, COURTYARD, "", "一楼厨房下水返味，楼上一冲水就咕噜咕噜响"),
    Scene("E0503", "reported", 1.4, COMMUNITY, "",
          "路口共享单车堆得像小山，行人只好走机动车道", photo=True),
    Scene("E0701", "reported", 0.3, COURTYARD, "elder", "纱窗破了一个大口子，蚊子进来，我自己换不了"),
    Scene("E0401", "reported", 0.5, LAKESIDE, "volunteer", "消防通道停了三辆车，救护车都进不来"),
    # waiting to be dispatched
    Scene("P0201", "filed", 0.3, COMMUNITY, "resident", "修管子挖开的地方没填实，陷下去一个坑", photo=True),
    Scene("E0502", "filed", 0.9, COMMUNITY, ""),
    Scene("P0402", "filed", 1.2, LAKESIDE, ""),
    # waiting to be accepted
    Scene("E0101", "dispatched", 0.3, COMMUNITY, "", photo=True),
    Scene("P0301", "dispatched", 0.85, COURTYARD, "volunteer"),
    Scene("E0102", "dispatched", 1.3, SECOND, ""),
    Scene("P0502", "dispatched", 0.2, LAKESIDE, ""),
    Scene("P0501", "dispatched", 1.2, LAKESIDE, "elder", "三层楼道灯不亮，摸黑上楼，老人害怕"),
    Scene("E0103", "dispatched", 0.4, COURTYARD, ""),
    # being handled
    Scene("E0201", "handling", 0.8, COURTYARD, "", handler="unit", photo=True),
    Scene("E0108", "noted", 0.3, COMMUNITY, "", handler="unit"),
    Scene("E0101", "handling", 1.5, THIRD, "", handler="unit"),
    Scene("P0303", "handling", 0.5, SECOND, ""),
    Scene("E0404", "handling", 0.4, LAKESIDE, "", handler="property"),
    Scene("P0505", "handling", 0.95, LAKESIDE, "resident",
          "顶楼漏雨，屋角一大片水印，墙皮往下掉", handler="property"),
    Scene("E0701", "handling", 0.5, COURTYARD, "elder",
          "水龙头关不紧，滴滴答答，请师傅看看", handler="grid", helper="community"),
    Scene("E0505", "handling", 1.6, COURTYARD, "", handler="grid"),
    Scene("P0103", "handling", 4.0, THIRD, ""),
    Scene("P0109", "handling", 4.5, SECOND, "volunteer"),
    # a decision is asked for
    Scene("P0202", "asking_time", 0.6, COMMUNITY, "", photo=True),
    Scene("P0506", "asking_pause", 0.5, LAKESIDE, "", handler="property"),
    Scene("P0204", "asking_time", 0.5, SECOND, ""),
    Scene("P0201", "suspended", 0.5, COMMUNITY, ""),
    Scene("P0505", "suspended", 0.4, LAKESIDE, "", handler="property"),
    # waiting for verification
    Scene("E0101", "handed_in", 0.3, COURTYARD, "resident",
          "楼门口一堆纸箱和烂菜叶，两天没人清", handler="unit", photo=True),
    Scene("P0301", "handed_in", 0.95, COMMUNITY, "", handler="unit"),
    Scene("E0103", "handed_in", 0.4, COURTYARD, "", handler="grid", photo=True),
    Scene("P0501", "handed_in", 1.1, LAKESIDE, "", handler="property"),
    Scene("P0105", "failed", 0.4, COMMUNITY, ""),
    # verified, to be closed
    Scene("E0201", "verified", 0.4, COURTYARD, "", handler="unit", photo=True),
    Scene("P0502", "verified", 0.9, LAKESIDE, "", handler="property"),
    # closed: to be rated, rated, not good enough
    Scene("P0103", "closed", 1, COMMUNITY, "resident",
          "接孩子下晚自习那段路灯不亮，看不见脚下", photo=True),
    Scene("E0503", "closed", 2, COURTYARD, "volunteer", "单车停到楼门口，早上推不出门", photo=True),
    Scene("E0701", "closed", 1.5, COURTYARD, "elder",
          "灯泡在顶上，踩凳子害怕，请人帮忙换一下", handler="grid"),
    Scene("E0101", "rated", 4, COURTYARD, "resident",
          "早市散了一地烂菜叶，没人扫", handler="unit", photo=True, score=5),
    Scene("E0703", "rated", 6, COURTYARD, "elder",
          "老伴住院，我腿脚不好，想请人陪着去取一回药", handler="grid", score=5),
    Scene("P0105", "reopened", 0.3, COURTYARD, "resident", "下水道堵了，一楼厨房往上返脏水", score=2),
    Scene("P0501", "reopened_handling", 0.5, LAKESIDE, "volunteer",
          "楼道灯修了又坏，晚上还是黑的", handler="property"),
    Scene("E0504", "rejected", 3, COMMUNITY, "resident", "单位院里停满了车，出不去"),
    Scene("E0702", "rated", 8, COURTYARD, "resident",
          "楼上水管漏到我家，说好修又不管，想请社区来说和说和", handler="grid", score=4),
    # disputed by the unit: for the first time, for the second
    Scene("P0201", "disputed", 0.05, COMMUNITY, "", "便道砖塌了一片，像是下面的管子漏水冲的"),
    Scene("P0109", "disputed_again", 0.05, SECOND, ""),
    # under a supervision order: to be answered, to be judged
    Scene("P0103", "ordered", 2.5, THIRD, "", "路灯灭了半个月，报了两回没人来"),
    Scene("E0505", "order_answered", 2.0, COURTYARD, "", handler="grid"),
    # a demand that cannot be met: to be signed, answered, to be looked at again
    Scene("E0702", "to_sign", 0.4, COURTYARD, "",
          "楼上孩子白天跑跳有声音，要求社区让他们搬走"),
    Scene("P0501", "answered", 3.0, LAKESIDE, "volunteer",
          "楼道灯修好了，但要求物业按天赔我一年的电费"),
    Scene("E0504", "second_look", 3.0, COURTYARD, "resident",
          "要求在楼门口给我家固定画一个专用车位", handler="unit"),
    # closed on paper only, or so it seems
    Scene("E0103", "handed_in", 0.5, COURTYARD, "", flaw="far", photo=True),
    Scene("E0101", "closed", 3, COURTYARD, "", photo=True, flaw="reused"),
    Scene("P0301", "closed", 2.5, COMMUNITY, "", flaw="far", photo=True),
    Scene("P0105", "closed", 4, SECOND, "", flaw="old", photo=True),
    Scene("P0502", "rated", 9, LAKESIDE, "", handler="property", flaw="quick", score=4),
    Scene("E0201", "closed", 11, COURTYARD, "", flaw="again"),
    Scene("P0303", "closed", 16, COMMUNITY, "", flaw="quick"),
)  # fmt: skip

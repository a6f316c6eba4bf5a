"""What the invented charity hours are called."""

from dataclasses import dataclass

from ..hour_enums import Because, HourKind


@dataclass(frozen=True)
class HeldText:
    title: str
    title_en: str
    where: str
    words: str


HELD = (
    HeldText("清理楼道杂物", "Clearing the stairwells", "一号院门口", "工具由社区准备，请带手套。"),
    HeldText("铲除小广告", "Small ads off the walls", "社区服务中心门前", "铲刀、清洗剂由社区准备。"),
    HeldText("规整非机动车", "Bicycles in their rows", "地铁口东侧", "穿反光背心，注意来往车辆。"),
    HeldText("分类投放引导", "Sorting with neighbours", "二号院投放点", "两人一组，负责一个投放点。"),
    HeldText("门前五包走访", "Visiting the shops", "青年路沿街", "带走访表，逐店看五项。"),
    HeldText("看望独居老人", "Visiting elders who live alone", "社区服务中心", "两人同行，提前电话约好。"),
)
APART = (
    (HeldText("志愿者急救培训", "First-aid training", "社区活动室", "红十字会老师授课，人人动手。"),
     HourKind.TRAINING, Because.ORGANISED),
    (HeldText("单位包联清扫", "Cleaning as part of the job", "沿街责任区", "各单位工作时间内的责任区清扫。"),
     HourKind.SERVICE, Because.DUTY),
)  # fmt: skip
"""What does not count as service hours: training, and what was somebody's duty."""
SNOW = HeldText("周末扫雪", "Clearing snow on a Saturday", "一号院至公交站", "铁锹由社区准备。")
TIDY = HeldText(
    "周末拾捡白色垃圾", "Picking up plastic on a Saturday", "小游园西门", "夹子和袋子由社区准备。"
)

"""What a query says is not there or was taken out (不含电池, 去掉袋子), and how large a thing is said to be."""

import re
from typing import NamedTuple

_TAKEN = (
    "不含有?|不带有?|不包括|没有|没带|没装|未装|除去|除掉|去掉|去了|去除|拿掉|拿走|取出来?|取了|取掉|取下来?|"
    "拆掉|拆了|拆除|卸掉|卸了|卸下来?|摘掉|抠掉|抠了|抠出来?|倒掉|倒出来?"
)
_AFTER = r"(?:之后|以后|后|了|之)?"
_FRONT = re.compile(rf"(?:已经?)?(?:{_TAKEN})([^的]{{1,6}}?){_AFTER}的(?=.)")
_BACK = re.compile(rf"(?<=.)的?(?:已经?|但|里面?)*(?:{_TAKEN})([^的]{{1,6}}?){_AFTER}$")
_FIRST = re.compile(rf"^([^的]{{1,6}}?)(?:已经?|都|全)?(?:{_TAKEN}){_AFTER}的(?=.)")
_EXCEPT = re.compile(r"^(?:除了|除去)([^的]{1,6}?)(?:以外|之外|外)的?(?=.)|(?<=.)([^的]{1,6}?)除外$")
_WITHOUT = re.compile(r"^无([^的]{1,4})的(?=.)")
_LIKE = re.compile(r"^[^的]{1,6}(?:形状|造型|图案|样子|口味|味)的(?=.)")
"""What it only looks or tastes like: 鞭炮形状的抱枕."""
_PLACE = ("里", "上", "中", "面", "内", "下")
"""From there something was taken: it is no part that is missing (遥控器里取出来的电池)."""

_STATE = re.compile(r"[洗擦冲完净过]")
"""Not a part but a state: 没有洗干净的饭盒."""
_NOT = re.compile(r"没有(?=[吃喝用洗擦冲拆开])")

_NUMBER = r"(?:\d+(?:点\d+)?|[一二两三四五六七八九十百半]+)"
_LARGE = re.compile(
    rf"{_NUMBER}(?:多)?米(?:{_NUMBER})?(?:多|左右)?(?:来?[长高宽大]|的)(?:的)?|[一两]人[高长](?:的)?"
)
_SIZED = re.compile(
    rf"{_NUMBER}(?:多)?(?:厘米|公分|毫米|cm|mm|英寸|寸|毫升|升|ml|公斤|kg|克|瓦|w|伏|v)"
    r"(?:多|左右)?(?:来?[长高宽大厚深重]|装)?的?"
)


class Rest(NamedTuple):
    """``key`` without it, and the words for what is lacking."""

    key: str
    lacking: tuple[str, ...]


def parted(key: str) -> Rest:
    key, lacking = _NOT.sub("没", key), list[str]()
    key = _LIKE.sub("", key)
    for pattern in (_EXCEPT, _FIRST, _FRONT, _WITHOUT, _BACK):
        match = pattern.search(key)
        if match is None:
            continue
        part = next(filter(None, match.groups()), "")
        if part.endswith(_PLACE) or _STATE.search(part):
            continue
        key, lacking = key[: match.start()] + key[match.end() :], [*lacking, part]
    return Rest(key, tuple(lacking))


def unsized(key: str) -> str:
    """``一米八高的猫爬架`` is a large one; centimetres, litres and watts say nothing of the bin."""
    found = _LARGE.sub("", key, count=1)
    if found and found != key:
        return "大" + found
    return _SIZED.sub("", key, count=1) or key


def turned(key: str, words: "re.Pattern[str]") -> str:
    """What is said after the name stands before it: 打碎的花瓶陶瓷的 is a 陶瓷花瓶."""
    if not key.endswith("的"):
        return key
    match = next(
        (each for each in words.finditer(key) if each.end() == len(key) - 1 and each.start() > 1), None
    )
    return match[0] + key[: match.start()] if match else key

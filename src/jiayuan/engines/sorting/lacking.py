"""What a query says is not there or was taken out (不含电池, 去掉袋子), and how large a thing is said to be."""

import re
from collections.abc import Callable
from typing import NamedTuple

_TAKEN = (
    "(?P<never>不含有?|不带有?|不包括|没有|没带|没装|未装)|除去|除掉|去掉|去了|去除|拿掉|拿走|取出来?|取了|取掉|取下来?|"
    "拆掉|拆了|拆除|卸掉|卸了|卸下来?|摘掉|抠掉|抠了|抠出来?|(?P<poured>倒掉|倒出来?)"
)
_AFTER = r"(?:之后|以后|后|了|之)?"
_FRONT = re.compile(rf"(?:已经?)?(?:{_TAKEN})(?P<part>[^的]{{1,6}}?){_AFTER}的(?=.)")
_BACK = re.compile(rf"(?<=.)的?(?:已经?|但|里面?)*(?:{_TAKEN})(?P<part>[^的]{{1,6}}?){_AFTER}$")
_FIRST = re.compile(rf"^(?P<part>[^的]{{1,6}}?)(?:已经?|都|全)?(?:{_TAKEN}){_AFTER}的(?=.)")
_EXCEPT = re.compile(r"^(?:除了|除去)([^的]{1,6}?)(?:以外|之外|外)的?(?=.)|(?<=.)([^的]{1,6}?)除外$")
_WITHOUT = re.compile(r"^无([^的]{1,4})的(?=.)")
_LOOKS = re.compile(r"^[^的]{1,6}(?:形状|造型|图案|样子)的(?=.)")
"""What it only looks like: 鞭炮形状的抱枕."""
_SMELLS = re.compile(r"^([^的]{1,6}味)的(?=.)")
_VESSEL = re.compile(r"[瓶罐桶壶]子?$")
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


class Leaves(NamedTuple):
    """What is dangerous and clings to where it was; and what goes its own way all the same, as food does."""

    traces: Callable[[str, bool], bool]
    """Asked with words, and whether it is poured out rather than taken out in one piece."""
    is_apart: Callable[[str], bool]

    def part(self, words: str, rest: str, *, is_poured: bool = False) -> bool:
        """May ``words`` be left off ``rest``? Not off a bottle that held them, nor a cloth that smells of them."""
        return not self.traces(words, is_poured) or self.is_apart(rest)


def parted(key: str, leaves: Leaves) -> Rest:
    key, lacking = _NOT.sub("没", key), list[str]()
    key = _unscented(_LOOKS.sub("", key), leaves)
    for pattern in (_EXCEPT, _FIRST, _FRONT, _WITHOUT, _BACK):
        match = pattern.search(key)
        if match is None:
            continue
        part = next(filter(None, (match.groupdict().get("part"), *match.groups())), "")
        if part.endswith(_PLACE) or _STATE.search(part):
            continue
        rest = key[: match.start()] + key[match.end() :]
        if _was_in_it(match, rest) and not leaves.part(part, rest, is_poured=bool(match["poured"])):
            break
        key, lacking = rest, [*lacking, part]
    return Rest(key, tuple(lacking))


def _unscented(key: str, leaves: Leaves) -> str:
    """What it tastes or smells of says nothing of the bin, unless it has soaked it up: 汽油味的抹布."""
    match = _SMELLS.search(key)
    if match is None or not leaves.part(match[1], key[match.end() :]):
        return key
    return key[match.end() :]


def _was_in_it(match: "re.Match[str]", rest: str) -> bool:
    """Was it there before? So where it was taken out (倒掉农药的瓶), and where a vessel has none (没有农药的瓶)."""
    if "never" not in match.re.groupindex:
        return False
    return match["never"] is None or (match["never"] == "没有" and bool(_VESSEL.search(rest)))


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

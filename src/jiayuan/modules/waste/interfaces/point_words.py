"""The name of a drop point for whoever reads no Chinese. Names are Chinese, as they stand on the sign at the point."""

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

_HAN = re.compile("[\u3400-\u9fff]")
_SIDES = {
    "东": "East", "南": "South", "西": "West", "北": "North", "东南": "South-east", "东北": "North-east",
    "西南": "South-west", "西北": "North-west", "中": "Middle", "前": "Front", "后": "Back", "新": "New",
    "中心": "Central",
}  # fmt: skip
_SPOTS = {
    "": "",
    "门": " gate",
    "院": " yard",
    "楼": " building",
    "区": " quarter",
    "侧": " side",
    "广场": " square",
}
_NAME = re.compile(
    rf"({'|'.join(sorted(_SIDES, key=len, reverse=True))})({'|'.join(sorted(_SPOTS, key=len, reverse=True))})"
    r"(?:投放点|投放房|投放站|分类亭|收集点)"
)
_NUMBERED = re.compile(r"(?:第|[A-Za-z]?)(\d{1,3}) ?号?(?:投放点|投放房|投放站|分类亭|收集点)")


def point_name(name: str) -> SafeString | str:
    """On an English page what can be said of it in English, and beside it the name as the sign has it."""
    if not _HAN.search(name) or (get_language() or "zh").startswith("zh"):
        return name
    return format_html('{} <span class="quiet font-normal" lang="zh-Hans">{}</span>', _in_english(name), name)


def _in_english(name: str) -> str:
    if (named := _NAME.fullmatch(name)) is not None:
        return f"{_SIDES[named[1]]}{_SPOTS[named[2]]}"
    if (numbered := _NUMBERED.fullmatch(name)) is not None:
        return pgettext("neutral name", "Drop point %(number)s") % {"number": numbered[1]}
    return pgettext("neutral name", "Drop point")

"""The whole list, as small as it can be sent: for each group its answer, for each name its group."""

from functools import cache
from typing import Any

from .knowing import knowledge, sorter


@cache
def everything() -> dict[str, Any]:
    known = knowledge()
    codes = list(known.groups)
    return {
        "groups": [
            {"category": each.category, "zh": [each.reason.zh, each.first.zh], "en": [each.reason.en, each.first.en]}
            for each in known.groups.values()
        ],
        "names": {name: codes.index(item.group.code) for name, item in sorter().index.names.items()},
    }  # fmt: skip

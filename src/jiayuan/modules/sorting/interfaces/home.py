"""What the sorting school offers behind the doors and in the home box."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.registers import (
    AwayPage,
    DoorSection,
    DoorVisit,
    Intent,
    Suggestion,
    registers,
)

from ..domain.knowing import sorter
from ..enums import ICONS, Category

ASKED, NAMED = 0.99, 0.42
"""Words that ask for a bin, and a thing that is merely named: whoever says 纱窗 may want it mended."""
_ASKS = re.compile(
    r"垃圾|哪个桶|什么桶|怎么扔|扔哪|往哪扔|咋扔|扔到|可回收吗|能回收|which bin|what bin|recycl|throw away"
)


def suggestions(_actor: Actor, query: str) -> Sequence[Suggestion]:
    """The answer itself, where the words are a thing. No query."""
    found = sorter().answer(query)
    asks = _ASKS.search(query) is not None
    if found.group is None or (not asks and found.confidence < 0.9):
        return []
    url = f"{reverse('sorting')}?{urlencode({'q': query})}"
    where = Category(found.category).label if found.category else _("In no bin")
    icon = ICONS[Category(found.category)] if found.category else "triangle-alert"
    label = _("%(thing)s: %(bin)s") % {"thing": found.name, "bin": where}
    return [Suggestion(label, _("See why, and what to do first"), icon, url, ASKED if asks else NAMED)]


def learning(_visit: DoorVisit) -> Mapping[str, Any]:
    return {"examples": examples()}


def examples() -> list[str]:
    """Things to tap instead of typing."""
    is_english = get_language() == "en"
    return ["durian husk", "battery", "milk tea cup"] if is_english else ["榴莲壳", "旧电池", "奶茶杯"]


def register() -> None:
    registers.carriers.add(
        "sorting-learn", DoorSection("learn", "sorting/doors/learn.html", learning, order=30)
    )
    registers.away.add("sorting", AwayPage("sorting", "sorting-away", ("sorting-list",)))
    registers.searches.add("sorting", suggestions)
    registers.intents.add(
        "sort-waste",
        Intent(
            "sort-waste", gettext_lazy("Which bin?"), gettext_lazy("Say what it is; see where it goes and why"),
            "recycle",
            lambda query: f"{reverse('sorting')}?{urlencode({'q': query})}" if query else reverse("sorting"),
            (
                "什么垃圾", "是什么垃圾", "哪个桶", "扔哪", "扔哪里", "怎么扔", "垃圾分类", "分类", "厨余", "可回收",
                "有害垃圾", "which bin", "recycle", "sort waste",
            ),
        ),
    )  # fmt: skip

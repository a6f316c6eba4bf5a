"""How residents come to bin days: by plain words, and by a card on the phone home."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.registers import Card, Intent, registers

from ..domain.queries.near import ESTATE_LENGTH, expected


def tomorrow(_actor: Actor, place: Any) -> Sequence[Card]:
    """What is fetched tomorrow from the estate that one belongs to. One query, none without an estate."""
    if place is None or len(place.path) < ESTATE_LENGTH:
        return []
    day = today() + timedelta(days=1)
    rows = expected(place.path[:ESTATE_LENGTH], day, day)
    if not rows:
        return []
    said = _(", ").join(f"{each.row.get_stream_display()} {each.row.at:%H:%M}" for each in rows)
    return [
        Card(
            "waste/tomorrow",
            _("Fetched tomorrow"),
            reverse("waste-bins"),
            _("Bin days"),
            lead=said,
            icon="recycle",
        )
    ]


def register() -> None:
    registers.nearby.add("waste", tomorrow)
    registers.intents.add(
        "waste-bins",
        Intent(
            "waste-bins", gettext_lazy("Bin days and drop points"),
            gettext_lazy("When which waste is fetched, and where to bring it"), "recycle",
            lambda _query: reverse("waste-bins"),
            (
                "垃圾几点收", "几点收垃圾", "什么时候收垃圾", "收运日", "投放点", "垃圾桶在哪",
                "哪里扔垃圾", "倒垃圾", "扔垃圾", "收垃圾",
                "投放时间", "bin day", "drop point", "when is waste collected",
            ),
        ),
    )  # fmt: skip
    registers.intents.add(
        "waste-missed",
        Intent(
            "waste-missed", gettext_lazy("Waste was not collected"),
            gettext_lazy("Tell us which; it becomes a report that you can follow"), "truck",
            lambda _query: reverse("waste-missed"),
            ("垃圾没收", "没收垃圾", "垃圾没有收走", "漏收", "垃圾没拉走", "missed collection", "not collected"),
        ),
    )  # fmt: skip

"""How residents come to bin days, and drivers to their round: by plain words, and by cards on the phone home."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.registers import Card, Intent, registers

from ..domain.queries.near import ESTATE_LENGTH, expected
from ..models import Round


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


def round_of_today(actor: Actor) -> Sequence[Card]:
    """To a driver, as long as something of it is to come. One query, none for everybody else."""
    if not actor.reach.has_any([Role.DRIVER]):
        return []
    rows = Round.objects.driven_by(actor).live().filter(day=today()).select_related("vehicle")
    return [
        Card(
            f"waste/round/{each.pk}", _("My round"), reverse("driver-round"), _("Open"), lead=f"{each.vehicle}",
            meta=f"{each.starts_at:%H:%M}–{each.ends_at:%H:%M}", icon="truck", strong=True,
        )
        for each in rows.order_by("starts_at", "pk")
    ]  # fmt: skip


def register() -> None:
    registers.waiting.add("waste", round_of_today)
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
        "waste-round",
        Intent(
            "waste-round", gettext_lazy("My round"), gettext_lazy("For drivers of waste collection"), "truck",
            lambda _query: reverse("driver-round"), ("我的路线", "我的班次", "收运路线", "出车", "my round", "driver"),
        ),
    )  # fmt: skip
    registers.intents.add(
        "waste-pickup",
        Intent(
            "waste-pickup", gettext_lazy("Have bulky waste fetched"),
            gettext_lazy("Book hours for old furniture, rubble, clothes or batteries"), "package",
            lambda _query: reverse("waste-pickup"),
            (
                "大件垃圾", "旧家具", "旧沙发", "旧床垫", "装修垃圾", "建筑垃圾", "上门收", "预约收", "拉走",
                "旧衣服回收", "bulky waste", "old sofa", "rubble", "pick up",
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

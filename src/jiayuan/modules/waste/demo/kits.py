"""A kit of one of the new pilots, published, and an estate of the community that copies it, with some steps taken."""

from datetime import timedelta
from itertools import cycle

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext

from ..domain.copying.compare import CHANGE
from ..domain.copying.confirm import confirm_copy
from ..domain.copying.draft import draft_copies
from ..domain.copying.ticking import tick_step
from ..domain.kits import KitDraft, StepDraft, begin_kit, publish_kit, save_kit
from ..kit_enums import StepBy
from ..models import DropPoint, KitCopy, Pilot
from .texts import GUIDES

PUBLISHED, BEGUN = timedelta(weeks=4), timedelta(days=3)
"""So long ago the kit was published; so long afterwards an estate began to copy it."""
TAKEN = 4
TITLE = "督导员早晚站桶：一个小院的分类经验"
WORKED = "早晚高峰有督导员站在桶边，前两周最要紧；投放点装灯、装洗手池后，老人也愿意来。"
FAILED = "只贴海报不见效；中午那一班督导没有人来投，改到了早晚。"
STEPS = (
    ("开居民会：投放点设在哪里、几点开放", StepBy.COMMUNITY, -3), ("找好督导员，培训半天", StepBy.COMMUNITY, -2),
    ("单元门贴海报，每户一份宣传页", StepBy.PROPERTY, -1), ("居民签分类承诺", StepBy.VOLUNTEERS, 0),
    ("办一次分类课，带上孩子", StepBy.VOLUNTEERS, 2), ("入户走访：难在哪里，怎样帮忙", StepBy.COMMUNITY, 4),
)  # fmt: skip


def tell_kits(context: DemoContext) -> None:
    home = context.people["community"].grants.first().place_id
    district, when = Actor(person=context.people["district"]), context.now - PUBLISHED
    pilot = Pilot.objects.running().order_by("-since", "estate_id").first()
    taken = Pilot.objects.running().values("estate")
    points = DropPoint.objects.current().filter(estate__path__startswith=home).exclude(estate__in=taken)
    chosen = points.order_by("estate_id").values_list("estate_id", flat=True).first()
    if pilot is None or chosen is None:
        return
    with at(when):
        kit = begin_kit(pilot.estate_id, by=district)
        steps = [StepDraft(what, who, week, was_done=week < 4) for what, who, week in STEPS]
        save_kit(kit.pk, KitDraft(TITLE, WORKED, FAILED, steps), by=district)
        publish_kit(kit.pk, by=district)
        copy = draft_copies(kit.pk, [chosen], (when + BEGUN).date(), by=district)[0]
        kept = [each["key"] for each in copy.lines if each["state"] == CHANGE]
        confirm_copy(copy.pk, kept, dict(zip(kept, cycle(GUIDES), strict=False)), by=district)
    _tick(context, copy)


def _tick(context: DemoContext, copy: KitCopy) -> None:
    worker = Actor(person=context.people["community"])
    with at(context.now - timedelta(days=6)):
        for step in copy.kit.steps.all()[:TAKEN]:
            day = copy.since + timedelta(weeks=step.week, days=2)
            tick_step(copy.pk, step.pk, day, by=worker)

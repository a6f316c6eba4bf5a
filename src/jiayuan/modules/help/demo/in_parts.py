"""Two wishes that were split: one of today, half of it on hand; one that is over, and was done in part."""

from datetime import timedelta

from jiayuan.foundation.common.demo import DemoContext

from ..domain.acts import Given
from ..domain.parts import PartDraft
from ..enums import Tier, WishAction
from ..models import Wish
from .living import DAY, HOUR, MINUTE, Stage
from .network import Network
from .wishes import WishText

FRIDGE = WishText(
    "elder",
    "旧冰箱要从一楼搬到五楼，搬上来还要接电，厨房的插座也松了，我一个人都弄不了。",
    "搬冰箱、修插座",
    "一台冰箱要搬上五楼，厨房插座松了要修。",
    "errand",
    concern="elder",
)
FRIDGE_PARTS = (
    PartDraft(
        "搬冰箱上五楼",
        "一台单门冰箱要从一楼搬到五楼，需要两个人。",
        "从单元门口搬到501，三楼平台可以歇脚",
        seats=2,
    ),
    PartDraft("修厨房插座", "厨房墙上的插座松了，请懂电的人看看。", kind="repair", skills=("electrics",)),
)
DESK = WishText(
    "resident",
    "孩子的书桌抽屉坏了，还想要一把能调高低的旧椅子。",
    "修书桌、找椅子",
    "书桌抽屉坏了；想要一把能调高低的椅子。",
    concern="child",
)
DESK_PARTS = (
    PartDraft("修书桌抽屉", "一张书桌的抽屉滑轨坏了。", kind="repair", urgency="calm"),
    PartDraft("一把能调高低的椅子", "孩子写字用，旧的也行。", kind="thing", urgency="calm"),
)
NO_CHAIR = "街道各站问过，没有合适的椅子，已告知家长"


def tell_parts(context: DemoContext, network: Network) -> None:
    """After all others: nothing that runs by itself looks at them on the way."""
    stage = Stage(context, network)
    _done_in_part(stage)
    _half_on_hand(stage)


def _split(stage: Stage, text: WishText, parts: tuple[PartDraft, ...], before: timedelta) -> list[Wish]:
    whole = stage.open(text, before)
    stage.act(whole, WishAction.SPLIT, before - HOUR, given=Given(parts=parts))
    return list(Wish.objects.filter(parent=whole).order_by("part"))


def _done_in_part(stage: Stage) -> None:
    drawer, chair = _split(stage, DESK, DESK_PARTS, 40 * DAY)
    helper = stage.network.point
    claim = stage.claim(drawer, helper, 40 * DAY - 2 * HOUR)
    stage.touch(claim, helper, 40 * DAY - 3 * HOUR)
    stage.fulfil(claim, helper, "换了滑轨，抽屉顺了", 40 * DAY - 5 * HOUR)
    stage.act(drawer, WishAction.CONFIRM, 40 * DAY - 6 * HOUR, by=stage.wisher(DESK))
    stage.lift(chair, Tier.FUND, 39 * DAY)
    stage.act(chair, WishAction.GIVE_UP, 38 * DAY, given=Given(words=NO_CHAIR))


def _half_on_hand(stage: Stage) -> None:
    _fridge, socket = _split(stage, FRIDGE, FRIDGE_PARTS, 3 * HOUR)
    stage.lift(socket, Tier.TEAM, HOUR)
    helper = stage.network.team
    stage.touch(stage.claim(socket, helper, 50 * MINUTE), helper, 20 * MINUTE)

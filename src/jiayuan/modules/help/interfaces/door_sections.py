"""What help stations offer behind the doors, in the home box, and among what waits for me."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.registers import Card, DoorSection, DoorVisit, Intent, registers

from ..domain.queries.cards import own_wishes, wishes_on_hand, wishes_to_confirm
from ..domain.queries.near import asked_of
from ..domain.queries.stations import station_near
from ..domain.queries.visits import swaps_asked, visits_today
from ..domain.queries.wall import latest_hung

LONGEST_QUERY = 200


def wishing(visit: DoorVisit) -> Mapping[str, Any]:
    """帮: make a wish, see how mine stand, where to help, and what was fulfilled. At most four queries."""
    return {
        "q": visit.asked.get("q", "")[:LONGEST_QUERY],
        "mine": own_wishes(visit.actor),
        "station": station_near(visit.place),
        "hung": latest_hung(),
    }


def waiting(actor: Actor) -> Sequence[Card]:
    """What I am asked, what I have to say yes or no to, and what I have on hand. Five queries."""
    asked = [
        Card(
            f"wish/{wish.pk}", str(wish), reverse("wish", args=[wish.number]), _("Is it done?"),
            lead=_("We were told that it is done. Please say whether it is."), icon="hand-heart", strong=True,
        )
        for wish in wishes_to_confirm(actor)
    ]  # fmt: skip
    invited = [
        Card(
            f"asking/{each.pk}", str(each.wish), reverse("wish", args=[each.wish.number]), _("Yes or no"),
            lead=_("The community asks whether you could help"), meta=str(each.wish.place),
            icon="hand-heart", strong=True,
        )
        for each in asked_of(actor)
    ]  # fmt: skip
    return [*invited, *asked, *_visits(actor)] + [
        Card(
            f"claim/{claim.pk}", str(claim.wish), reverse("wish", args=[claim.wish.number]), _("Go on"),
            lead=_("You have taken this on"), meta=str(claim.wish.place), icon="hand-heart",
        )
        for claim in wishes_on_hand(actor)
    ]  # fmt: skip


def _visits(actor: Actor) -> Sequence[Card]:
    """Visits of today, and what colleagues ask. One query each."""
    cards = [
        Card(
            f"visit/{each.pk}", str(each.service), reverse("help-visits"), _("Open"),
            lead=_("You are expected today"), meta=str(each.recipient.place), icon="calendar", strong=True,
        )
        for each in visits_today(actor)
    ]  # fmt: skip
    return cards + [
        Card(
            f"swap/{each.pk}", str(each.visit.service), reverse("help-visits"), _("Answer"),
            lead=_("Somebody of your team asks whether you can go instead"), icon="calendar",
        )
        for each in swaps_asked(actor)
    ]  # fmt: skip


def register() -> None:
    registers.carriers.add("help-wishing", DoorSection("help", "help/doors/wishing.html", wishing, order=10))
    registers.waiting.add("help", waiting)
    registers.intents.add(
        "help-wish",
        Intent(
            "help-wish", gettext_lazy("Make a wish"), gettext_lazy("Neighbours and volunteers help with small things"),
            "hand-heart",
            lambda query: f"{reverse('wish-ask')}?{urlencode({'q': query})}" if query else reverse("wish-ask"),
            (
                "心愿", "微心愿", "帮忙", "帮我", "纱窗", "修", "疏通", "陪", "陪聊", "轮椅", "借", "理发", "买药",
                "纱窗坏", "灯泡坏", "水龙头坏", "门锁坏",  # before "坏了", which leads to a report
                "搬", "辅导", "法律咨询", "律师", "谁能", "wish", "help me", "window screen", "borrow", "wheelchair",
            ),
        ),
    )  # fmt: skip
    registers.intents.add(
        "help-helping",
        Intent(
            "help-helping", gettext_lazy("Wishes of neighbours"),
            gettext_lazy("See what somebody near needs, and take it on."),
            "hand-heart",
            lambda _query: reverse("help-near"),
            ("帮邻居", "认领", "微帮", "微帮站", "互助", "help a neighbour"),
        ),
    )  # fmt: skip

"""Who took a wish on, or was asked to, is told when it goes on without them, elsewhere, or is not done after all."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.common.registers import NoticeKind, registers
from jiayuan.foundation.common.source import Source
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.domain.tell import Said, tell
from jiayuan.foundation.people.models import Person

from .models import Asking, Claim, Wish

HELPING = "help.helping"
KIND = NoticeKind(
    HELPING,
    gettext_lazy("What I took on"),
    gettext_lazy("It is no longer needed, needed elsewhere, or not done yet"),
    ("wechat", "sms"),
)


def tell_of(entry: Entry) -> None:
    """Called with every entry about a wish; most name no claim and no asking, and cost nothing."""
    after: Mapping[str, Any] = (entry.payload or {}).get("after", {})
    claims = after.get("released", []) + (after.get("claims", []) if entry.action == "help.object" else [])
    askings, kept = after.get("unasked", []), after.get("kept", [])
    if entry.source == Source.DEMO or not (claims or askings or kept):
        return
    keys = {*Claim.objects.filter(pk__in=claims).values_list("person", flat=True)}
    keys |= {*Asking.objects.filter(pk__in=askings).values_list("person", flat=True)}
    wish = Wish.objects.get(pk=entry.stream_id.partition("/")[2])
    going_on = Person.objects.filter(pk__in=Claim.objects.filter(pk__in=kept).values("person"))
    tell(HELPING, entry=entry, say=lambda: _elsewhere(wish), people=going_on)
    tell(
        HELPING, entry=entry, say=lambda: _said(wish, entry.action), people=Person.objects.filter(pk__in=keys)
    )


def _said(wish: Wish, action: str) -> Said:
    """With the words of the card and nobody's name."""
    if action == "help.object":
        return Said(
            _("Not done yet, says who wished"),
            str(wish),
            reverse("wish", args=[wish.number]),
            params_of(wish),
        )
    words = _("“%(wish)s”: you need not go on. Thank you for being there.") % {"wish": wish}
    return Said(_why(action), words, reverse("help-near"), params_of(wish))


def _elsewhere(wish: Wish) -> Said:
    """To who keeps their lease. Where it is stands on the page, not in the text."""
    words = _("“%(wish)s”: look where. If it is too far for you, give it back; nobody minds.") % {
        "wish": wish
    }
    return Said(
        _("It is needed at another place now"), words, reverse("wish", args=[wish.number]), params_of(wish)
    )


def _why(action: str) -> str:
    if action == "help.move":
        return _("An office sees to it now")
    if action == "help.fund_done":
        return _("The community fund paid for it")
    if action in ("help.place", "help.place_part"):
        return _("It is needed at another place now")
    if action == "help.split":
        return _("It is looked after in parts now; see whether one suits you")
    if action == "help.withdraw":
        return _("The wish was withdrawn")
    return _("A wish you were to help with is over")


def params_of(wish: Wish) -> Mapping[str, str]:
    """What the templates of providers fill in about a wish."""
    return {"number": wish.number, "matter": wish.title or str(wish.get_kind_display())}


def announce() -> None:
    registers.notices.add(KIND.name, KIND)

"""Whom each step of a wish concerns: called with every entry recorded about one, in the same transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.common.registers import NoticeKind, registers
from jiayuan.foundation.common.source import Source
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.domain.tell import Said, tell

from . import helper_notices
from .domain.queries.news import spoken_to_wisher
from .enums import ClaimState, PostRole, WishState
from .helper_notices import params_of
from .models import Asking, Claim, PostMember, Wish, WishContact

OUT = ("wechat", "sms")
ANSWERED, RELAY, OFFERED, THANKED = "help.answered", "help.relay", "help.offered", "help.thanked"
HUNG = "help.hung"
ASKED = "help.asked"
KINDS = (
    NoticeKind(
        ANSWERED, gettext_lazy("My wish"), gettext_lazy("Somebody took it on, it is done, or it was not taken up"), OUT
    ),
    NoticeKind(
        RELAY, gettext_lazy("Somebody wrote to me about a wish"), gettext_lazy("Passed on without either number"), OUT
    ),
    NoticeKind(
        THANKED, gettext_lazy("Thanks for what I did"), gettext_lazy("From who wished it"), ("wechat",)
    ),
    NoticeKind(
        ASKED, gettext_lazy("I am asked to help"), gettext_lazy("The community asks me about one wish; a no is fine"),
        OUT,
    ),
    NoticeKind(
        OFFERED, gettext_lazy("A wish came to my help post"), gettext_lazy("For who keeps a point, a team or a centre"),
        ("wechat",),
    ),
    NoticeKind(
        HUNG, gettext_lazy("A photo hangs on the wall"),
        gettext_lazy("Of a wish of mine, or of what I did; one tap takes it down"), ("wechat",),
    ),
)  # fmt: skip
TOLD_WISHER = (
    "help.claim", "help.decline", "help.move", "help.give_up", "help.fund_done", "help.split",
    "help.nobody_there", "help.go_again",
)  # fmt: skip
"""That it was split is said once, and of its parts what is said of any wish."""
PLACED = ("help.place", "help.place_part")
OFFERS = ("help.open", "help.climb", "help.begin_part")


def tell_of(entry: Entry) -> None:
    """Tell who wished, who helps and who keeps a post; most entries concern nobody, and cost nothing."""
    helper_notices.tell_of(entry)
    after = (entry.payload or {}).get("after", {})
    is_done = entry.action in ("help.fulfil", "help.amend") and after.get("state") == WishState.DONE
    is_thanks = entry.action == "help.confirm" and "score" in after
    others = ("help.relay", "help.wall_up", "help.ask")
    is_known = is_thanks or entry.action in (*TOLD_WISHER, *OFFERS, *PLACED, *others) or is_done
    if entry.source == Source.DEMO or not is_known:
        return
    wish = Wish.objects.select_related("wisher", "place").get(pk=entry.stream_id.partition("/")[2])
    if entry.action in OFFERS:
        _tell_keepers(wish, entry)
    elif entry.action in PLACED:
        _tell_of_place(wish, entry)
    elif entry.action == "help.wall_up":
        both = [*_who_did_it(wish), *([wish.wisher] if wish.wisher is not None else [])]
        tell(HUNG, entry=entry, say=lambda: _hung(wish), people=both)
    elif entry.action == "help.ask":
        asking = Asking.objects.select_related("person").get(pk=after["asking"])
        tell(ASKED, entry=entry, say=lambda: _to_asked(wish), people=[asking.person])
    elif is_thanks:
        tell(THANKED, entry=entry, say=lambda: _thanks(wish), people=_who_did_it(wish))
    elif entry.action == "help.relay" and after.get("role") == "wisher":
        claim = Claim.objects.select_related("person").get(pk=after["claim"])
        tell(RELAY, entry=entry, say=lambda: _to_helper(wish), people=[claim.person])
    else:
        _tell_wisher(wish, entry, RELAY if entry.action == "help.relay" else ANSWERED)


def _tell_wisher(wish: Wish, entry: Entry, kind: str) -> None:
    """Their account, else the number they left. The link shows what whoever opens it may see: without an account
    it is the browser they wished in, or the code of the slip, that opens more than the card."""
    if wish.wisher is not None:
        tell(kind, entry=entry, say=lambda: _to_wisher(wish, entry), people=[wish.wisher])
    elif (entry.payload or {}).get("after", {}).get("role") != "wisher":
        phones = WishContact.objects.filter(wish=wish.parent_id or wish.pk).values_list("phone", flat=True)
        tell(kind, entry=entry, say=lambda: _by_number(wish, entry), phones=phones)


def _tell_of_place(wish: Wish, entry: Entry) -> None:
    """The keepers of the posts it came to; and who wished once, not for every part."""
    if wish.state == WishState.OPEN:
        _tell_keepers(wish, entry)
    if entry.action == "help.place":
        _tell_wisher(wish, entry, ANSWERED)


def _tell_keepers(wish: Wish, entry: Entry) -> None:
    """Only of posts that this step reaches for the first time."""
    before: Mapping[str, Any] = (entry.payload or {}).get("before", {})
    reached = PostMember.objects.reached(wish.place_id, wish.tier).filter(role=PostRole.KEEPER)
    tier = before.get("tier") or (wish.tier if entry.action in PLACED else "")
    earlier = PostMember.objects.reached(str(before.get("place_id") or wish.place_id), str(tier))
    rows: Sequence[PostMember] = list(reached.exclude(pk__in=earlier.values("pk")).select_related("person"))
    tell(OFFERED, entry=entry, say=lambda: _to_keeper(wish), people=[each.person for each in rows])


def _to_wisher(wish: Wish, entry: Entry) -> Said:
    spoken = spoken_to_wisher(wish, entry)
    return Said(spoken.title, spoken.words, spoken.url, params_of(wish))


def _by_number(wish: Wish, entry: Entry) -> Said:
    said = _to_wisher(wish, entry)
    return Said(said.title, _("Scan the code of your slip to read and answer."), said.url, said.params)


def _to_helper(wish: Wish) -> Said:
    return Said(_("Who wished wrote to you"), str(wish), reverse("wish", args=[wish.number]), params_of(wish))


def _who_did_it(wish: Wish) -> list[Any]:
    rows = Claim.objects.filter(wish=wish, state=ClaimState.DONE).select_related("person")
    return [each.person for each in rows]


def _thanks(wish: Wish) -> Said:
    return Said(_("Who wished thanks you"), str(wish), reverse("wish", args=[wish.number]), params_of(wish))


def _hung(wish: Wish) -> Said:
    title = _("A photo of “%(wish)s” hangs on the wall") % {"wish": wish}
    words = _("If you would rather not: one tap takes it down.")
    return Said(title, words, reverse("wish", args=[wish.number]) + "#photos", params_of(wish))


def _to_keeper(wish: Wish) -> Said:
    title = _("Can somebody help? %(wish)s") % {"wish": wish}
    return Said(title, wish.public_words, reverse("wish", args=[wish.number]), params_of(wish))


def _to_asked(wish: Wish) -> Said:
    title = _("Could you help? %(wish)s") % {"wish": wish}
    return Said(title, wish.public_words, reverse("wish", args=[wish.number]), params_of(wish))


def announce() -> None:
    for kind in KINDS:
        registers.notices.add(kind.name, kind)
    helper_notices.announce()
    registers.after_record.add("wish", tell_of)

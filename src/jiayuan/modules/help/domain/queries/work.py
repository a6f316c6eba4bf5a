"""What waits at the desk: wishes to be looked at, wishes that nobody took on, calls to make, helpers to verify."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.explain import explain
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.working import light
from jiayuan.foundation.common.counted import Counted, Rows, Statement, ask_kept, joined, named, statement
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.common.prepared import Slot, Slots, asked_in_parts
from jiayuan.foundation.common.registers import WorkItem

from ...enums import AskingState, WishState
from ...limits import SORT_TERM
from ...models import Asking, CallBack, PostMember, Visit, Wish, WishPhoto
from ...rules import DESK
from ..visits import evening_of

SORT, TOP, ASK, CALL, VERIFY = "wish-sort", "wish-top", "wish-ask", "wish-call", "help-verify"
LOOK, VISIT, RING, FINDING = "wish-photo", "help-visit", "wish-callback", "wish-finding"
LABELS: dict[str, str | Promise] = {
    VISIT: gettext_lazy("Visits without a word"),
    SORT: gettext_lazy("Wishes to look at"),
    TOP: gettext_lazy("Wishes that nobody took on"),
    ASK: gettext_lazy("Wishes whose helper said no"),
    CALL: gettext_lazy("Done wishes to call about"),
    VERIFY: gettext_lazy("Helpers to verify"),
    LOOK: gettext_lazy("Photos for the wall to look at"),
    RING: gettext_lazy("Call-backs to make"),
    FINDING: gettext_lazy("Not really done, says who wished"),
}
OF: dict[str, type[Model]] = {
    SORT: Wish, TOP: Wish, ASK: Wish, CALL: Wish, VERIFY: PostMember, LOOK: WishPhoto, VISIT: Visit,
    RING: CallBack, FINDING: CallBack,
}  # fmt: skip
"""What the keys of each kind are keys of."""
LONGEST = 40
CALL_BEFORE = timedelta(days=2)
"""So long before silence counts as yes somebody calls."""


def moments() -> Mapping[str, datetime]:
    """What the slots are filled with when it is asked."""
    return {"help_call_until": now() + CALL_BEFORE}


def rows_of(actor: Actor) -> Iterator[Rows]:
    """What waits of each kind; nothing for those who decide about no wish."""
    if not actor.reach.has_any(DESK):
        return
    paths = actor.reach.paths_for(*DESK)
    yield VISIT, Visit.objects.within(*paths).waiting().order_by("day", "pk")
    wishes = Wish.objects.within(*paths)
    yield SORT, wishes.filter(state=WishState.POSTED).order_by("sort_by", "pk")
    yield TOP, wishes.filter(state=WishState.OPEN, climbs_at=None).order_by("pk")
    yield (
        ASK,
        wishes.filter(state=WishState.OPEN, climbs_at__isnull=False).filter(_asked_in_vain()).order_by("pk"),
    )
    until = Slot("help_call_until", Wish, "confirm_by")
    yield CALL, wishes.filter(state=WishState.DONE, confirm_by__lte=until).order_by("confirm_by", "pk")
    yield LOOK, WishPhoto.objects.within(*paths).to_look_at().exclude(claim__person=actor.pk).order_by("pk")
    calls = CallBack.objects.waiting().called_by(*paths).exclude(wish__claims__person=actor.pk)
    yield RING, calls.order_by("due_at", "pk")
    yield FINDING, CallBack.objects.within(*paths).unanswered().order_by("pk")
    members = PostMember.objects.current().within(*paths).filter(verified_at=None)
    yield VERIFY, members.exclude(person_id=actor.pk).order_by("pk")


def _asked_in_vain() -> Q:
    """Somebody was asked on the tier that it is on now, and said no or nothing; and nobody is asked at the moment."""
    of_wish = Asking.objects.filter(wish=OuterRef("pk"))
    ended = of_wish.filter(
        state__in=(AskingState.NO, AskingState.EXPIRED),
        wish__stays__until=None,
        wish__stays__since__lte=F("ended_at"),
    )
    return Q(Exists(ended)) & ~Q(Exists(of_wish.waiting()))


def work_items(actor: Actor, limit: int) -> Sequence[WorkItem]:
    """The most urgent of each kind. One query finds the keys, one reads the rows of each model."""
    key = ("help-work", actor.pk, actor.reach.grants, limit)
    found = ask_kept(key, lambda: most_urgent(actor, limit), moments())
    read = {model: _read(model, [pk for kind, pk in found if OF[kind] is model]) for model in _BUILD}
    told = [(kind, read[OF[kind]].get(pk)) for kind, pk in found]
    return [_ITEMS[kind](row) for kind, row in told if row is not None]


def most_urgent(actor: Actor, limit: int) -> Statement:
    """Kind and key of the most urgent of each kind, as one statement that is kept."""
    return joined(
        statement(named(kind, rows).values_list("waits_as", "pk")[:limit]) for kind, rows in rows_of(actor)
    )


def _read(model: Any, keys: Sequence[int]) -> Mapping[int, Any]:
    return {each.pk: each for each in asked_in_parts(("help-work", model), _BUILD[model], "keys", keys)}


def _wishes(many: int) -> "QuerySet[Any]":
    rows = Wish.objects.filter(pk__in=Slots("keys", Wish, "pk", many))
    return rows.select_related("place").defer("place__boundary")


def _members(many: int) -> "QuerySet[Any]":
    rows = PostMember.objects.filter(pk__in=Slots("keys", PostMember, "pk", many))
    return rows.select_related("person", "post__station")


def _photos(many: int) -> "QuerySet[Any]":
    rows = WishPhoto.objects.filter(pk__in=Slots("keys", WishPhoto, "pk", many))
    return rows.select_related("claim__wish__place").defer("claim__wish__place__boundary")


def _visits(many: int) -> "QuerySet[Any]":
    rows = Visit.objects.filter(pk__in=Slots("keys", Visit, "pk", many))
    return rows.select_related("service__post__station", "person")


def _callbacks(many: int) -> "QuerySet[Any]":
    rows = CallBack.objects.filter(pk__in=Slots("keys", CallBack, "pk", many))
    places = ("wish__place", "served", "checker")
    return rows.select_related(*places).defer(*(f"{each}__boundary" for each in places))


_BUILD: Mapping[type[Model], Callable[[int], "QuerySet[Any]"]] = {
    Wish: _wishes, PostMember: _members, WishPhoto: _photos, Visit: _visits,
    CallBack: _callbacks,
}  # fmt: skip


def _where(wish: Wish) -> str:
    return " · ".join((str(wish.place), wish.get_kind_display()))


def _title(wish: Wish) -> str:
    """Of one that has no card yet the words, masked."""
    return wish.title or Truncator(mask_words(wish.own_words)).chars(LONGEST)


def _of_wish(wish: Wish, kind: str, **more: Any) -> WorkItem:
    return WorkItem(
        key=f"{kind}/{wish.pk}", title=_title(wish), where=_where(wish), kind=kind, kind_label=str(LABELS[kind]),
        url=reverse("console-wish", args=[wish.number]), **more,
    )  # fmt: skip


def _to_sort(wish: Wish) -> WorkItem:
    return _of_wish(
        wish, SORT,
        basis=_("Just wished; the community looks at it first."), action_label=_("Look and decide"),
        due_at=wish.sort_by, due_because=explain(wish.posted_at, SORT_TERM),
        light=light(wish.posted_at, wish.sort_by), weight=5 + 2 * (wish.urgency == "today"),
    )  # fmt: skip


def _at_the_top(wish: Wish) -> WorkItem:
    return _of_wish(
        wish, TOP,
        basis=_("Offered to all and taken on by nobody; the community decides."),
        action_label=_("Ask around or decide"), weight=6,
    )  # fmt: skip


def _asked_for_nothing(wish: Wish) -> WorkItem:
    return _of_wish(
        wish, ASK,
        basis=_("The helper who was asked cannot this time; ask somebody else."),
        action_label=_("See who could do it"), weight=4,
    )  # fmt: skip


def _to_call(wish: Wish) -> WorkItem:
    since = wish.confirm_by or now()
    return _of_wish(
        wish, CALL,
        basis=_("Done, says the helper; who wished has not answered. A call helps."),
        action_label=_("Call and note"), due_at=since,
        due_because=_("From then on silence counts as yes."), light=light(since - CALL_BEFORE, since), weight=3,
    )  # fmt: skip


def _to_look(photo: WishPhoto) -> WorkItem:
    wish = photo.claim.wish
    return WorkItem(
        key=f"{LOOK}/{photo.pk}", title=_title(wish), where=_where(wish), kind=LOOK, kind_label=str(LABELS[LOOK]),
        basis=_("Both said yes to the wall; the community looks who can be recognised."),
        action_label=_("Look at the photo"), url=reverse("console-wish", args=[wish.number]) + "#photos", weight=1,
    )  # fmt: skip


def _to_ring(found: CallBack) -> WorkItem:
    return WorkItem(
        key=f"{RING}/{found.pk}", title=_title(found.wish), where=_where(found.wish), kind=RING,
        kind_label=str(LABELS[RING]),
        basis=_("Drawn by lot: your community asks who wished whether it was really done."),
        action_label=_("Call and note"), due_at=found.due_at, due_because=_("Two tries within ten working days."),
        light=light(found.created_at, found.due_at), url=reverse("console-callback", args=[found.pk]), weight=2,
    )  # fmt: skip


def _to_answer(found: CallBack) -> WorkItem:
    return WorkItem(
        key=f"{FINDING}/{found.pk}", title=_title(found.wish), where=_where(found.wish), kind=FINDING,
        kind_label=str(LABELS[FINDING]),
        basis=_("%(checker)s called who wished: it was not really done.") % {"checker": found.checker},
        action_label=_("Speak with them and answer"), url=reverse("console-callback", args=[found.pk]), weight=7,
    )  # fmt: skip


def _to_verify(member: PostMember) -> WorkItem:
    return WorkItem(
        key=f"{VERIFY}/{member.pk}", title=_("%(name)s wants to help") % {"name": member.person},
        where=" · ".join((str(member.post.station), str(member.post))), kind=VERIFY,
        kind_label=str(LABELS[VERIFY]), basis=_("Asked to join; the community knows who it is."),
        action_label=_("Look and verify"),
        url=reverse("console-station", args=[member.post.station_id]), weight=2,
    )  # fmt: skip


def _without_word(visit: Visit) -> WorkItem:
    due = evening_of(visit.day)
    return WorkItem(
        key=f"{VISIT}/{visit.pk}", title=_("%(service)s: was somebody there?") % {"service": visit.service},
        where=str(visit.service.post.station), kind=VISIT, kind_label=str(LABELS[VISIT]),
        basis=_("No word of the visit by the evening; somebody may be waiting in vain."),
        action_label=_("Call and look after it"), due_at=due, due_because=_("A word was due by eight in the evening."),
        light="red", url=reverse("console-special", args=[visit.service_id]), weight=9,
    )  # fmt: skip


_ITEMS: Mapping[str, Callable[[Any], WorkItem]] = {
    SORT: _to_sort, TOP: _at_the_top, ASK: _asked_for_nothing, CALL: _to_call, VERIFY: _to_verify,
    LOOK: _to_look, VISIT: _without_word, RING: _to_ring, FINDING: _to_answer,
}  # fmt: skip

work_counts = Counted(LABELS, rows_of, moments)
"""How many wait of each kind."""

"""What waits at the desk: wishes to be looked at, wishes that nobody took on, calls to make, helpers to verify."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.explain import explain
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.working import light
from jiayuan.foundation.common.counted import Counted, Rows, Statement, ask_kept, joined, named, statement
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.common.prepared import Slot, Slots, asked_in_parts
from jiayuan.foundation.common.registers import WorkItem
from jiayuan.foundation.places.paths import inside

from ...enums import AskingState, WishState
from ...limits import SORT_TERM
from ...models import Asking, CallBack, Payment, PostMember, Visit, Wish, WishPhoto
from ...rules import DESK
from . import nearest, work_absent, work_fund

SORT, TOP, ASK, CALL, VERIFY = "wish-sort", "wish-top", "wish-ask", "wish-call", "help-verify"
RAISED = "wish-raised"
LOOK = "wish-photo"
VISIT, ABSENT, NOBODY = work_absent.VISIT, work_absent.ABSENT, work_absent.NOBODY
RING, FINDING = "wish-callback", "wish-finding"
LABELS: dict[str, str | Promise] = {
    **work_absent.LABELS,
    RAISED: gettext_lazy("Wishes that nobody looked at in time"),
    SORT: gettext_lazy("Wishes to look at"),
    TOP: gettext_lazy("Wishes that nobody took on"),
    ASK: gettext_lazy("Wishes whose helper said no"),
    CALL: gettext_lazy("Done wishes to call about"),
    VERIFY: gettext_lazy("Helpers to verify"),
    LOOK: gettext_lazy("Photos for the wall to look at"),
    RING: gettext_lazy("Call-backs to make"),
    FINDING: gettext_lazy("Not really done, says who wished"),
    **work_fund.LABELS,
}
OF: dict[str, type[Model]] = {
    RAISED: Wish, SORT: Wish, TOP: Wish, ASK: Wish, CALL: Wish, VERIFY: PostMember, LOOK: WishPhoto,
    VISIT: Visit, ABSENT: Visit, NOBODY: Wish,
    RING: CallBack, FINDING: CallBack, work_fund.FUND: Wish, work_fund.APPROVE: Payment, work_fund.PAY: Payment,
}  # fmt: skip
"""What the keys of each kind are keys of."""
LONGEST = 40
CALL_BEFORE = timedelta(days=2)
"""So long before silence counts as yes somebody calls."""


def moments() -> Mapping[str, Any]:
    """What the slots are filled with when it is asked."""
    return {"help_call_until": now() + CALL_BEFORE, **nearest.moments()}


def rows_of(actor: Actor) -> Iterator[Rows]:
    """What waits of each kind; nothing for those who decide about no wish."""
    if not actor.reach.has_any(DESK):
        return
    yield from _of_wishes(actor)
    yield from work_absent.rows_of(actor)
    looked = nearest.nearest(actor, "claim__wish__place_id", but="claim__person_id")
    photos = WishPhoto.objects.to_look_at().filter(looked).exclude(claim__person=actor.pk)
    yield LOOK, photos.order_by("pk")
    calls = CallBack.objects.waiting().filter(nearest.nearest(actor, "checker_id"))
    calls = calls.exclude(wish__claims__person=actor.pk).exclude(wish__parts__claims__person=actor.pk)
    yield RING, calls.order_by("due_at", "pk")
    heard = nearest.nearest(actor, "served_id") | _served_by_street(actor)
    yield FINDING, CallBack.objects.unanswered().filter(heard).order_by("pk")
    asking = nearest.nearest(actor, "post__station__community_id", but="person_id")
    members = PostMember.objects.current().filter(asking, verified_at=None)
    yield VERIFY, members.exclude(person_id=actor.pk).order_by("pk")
    yield from work_fund.fund_rows(actor)


def _of_wishes(actor: Actor) -> Iterator[Rows]:
    yield RAISED, Wish.objects.filter(nearest.raised(actor), state=WishState.POSTED).order_by("sort_by", "pk")
    wishes = Wish.objects.filter(nearest.nearest(actor, "place_id"))
    yield SORT, wishes.filter(state=WishState.POSTED).order_by("sort_by", "pk")
    yield TOP, wishes.filter(state=WishState.OPEN, climbs_at=None).order_by("pk")
    asked = wishes.filter(state=WishState.OPEN, climbs_at__isnull=False).filter(_asked_in_vain())
    yield ASK, asked.order_by("pk")
    until = Slot("help_call_until", Wish, "confirm_by")
    yield CALL, wishes.filter(state=WishState.DONE, confirm_by__lte=until).order_by("confirm_by", "pk")


def _served_by_street(actor: Actor) -> Q:
    """What was not really done the street learns too: the community that answers for it is not alone with it."""
    return inside(actor.reach.paths_for(Role.STREET_OFFICER), field="served_id")


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
    CallBack: _callbacks, Payment: work_fund.payments_at,
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


def _raised(wish: Wish) -> WorkItem:
    return _of_wish(
        wish, RAISED,
        basis=_("The community has not looked at it in time; ask there, or look yourself."),
        action_label=_("Look and decide"), due_at=wish.sort_by,
        due_because=explain(wish.posted_at, SORT_TERM), light="red", weight=7,
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


_ITEMS: Mapping[str, Callable[[Any], WorkItem]] = {
    RAISED: _raised, SORT: _to_sort, TOP: _at_the_top, ASK: _asked_for_nothing, CALL: _to_call, VERIFY: _to_verify,
    LOOK: _to_look, VISIT: work_absent.without_word, ABSENT: work_absent.not_at_home,
    NOBODY: partial(work_absent.nobody_there, _of_wish), RING: _to_ring, FINDING: _to_answer,
    work_fund.FUND: partial(work_fund.for_the_fund, _of_wish), **work_fund.PAYMENT_ITEMS,
}  # fmt: skip

work_counts = Counted(LABELS, rows_of, moments)
"""How many wait of each kind."""

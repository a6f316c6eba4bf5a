"""The daughters' team at home: months of visits to elders, told through the doors in use."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext

from ..domain.network import add_member
from ..domain.specials import RecipientDraft, SpecialDraft, add_recipient, open_special
from ..domain.swaps import agree_to_swap, ask_swap
from ..domain.visit_plan import plan_special
from ..domain.visits import do_visit, miss_silent, settle_visit
from ..enums import PostRole
from ..models import Post, SpecialService, Visit
from .network import Network

ELDERS = ("郝奶奶", "康爷爷", "史奶奶", "贾奶奶", "段爷爷", "温奶奶")
SAID = ("陪聊天，量了血压", "一起包了饺子", "带去晒了太阳", "帮着读了家信", "换了灯泡，聊得高兴", "")
WEEKS, SMALL_WEEKS = 16, 3
MISSED_AT, SWAPPED_AT = 5, 9
"""Which visits, counted from the first, nobody made, and which changed hands."""


def tell_visits(context: DemoContext, network: Network) -> None:
    weeks = SMALL_WEEKS if context.small else WEEKS
    first = (context.now - timedelta(weeks=weeks)).date()
    post = Post.objects.get(name="女儿团", station__community_id=network.courtyard.path[:12])
    with at(_at(first, 9)):
        service = _arranged(network, post, first)
    day = first
    while day < context.now.date():
        if (day - first).days % 7 == 0:
            with at(_at(day, 9)):
                plan_special(service.pk)
        _tell_day(service, day, network.desk)
        day += timedelta(days=1)
    with at(context.now):
        plan_special(service.pk)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())


def _arranged(network: Network, post: Post, first: date) -> SpecialService:
    for number, each in enumerate(network.daughters):
        role = PostRole.HELPER if number else PostRole.KEEPER
        if each.person is not None:
            add_member(post.pk, each.person, role, by=network.desk)
    draft = SpecialDraft(
        "每周看望老人", "TU,FR", time(10), first, words="陪聊天、量血压、看看缺什么", people=3
    )
    service = open_special(post.pk, draft, by=network.desk)
    for number, name in enumerate(ELDERS):
        given = RecipientDraft(
            name,
            network.courtyard.path,
            "spoken",
            f"{number + 1}号楼1单元{number + 1}01",
            f"1390000{7100 + number}",
            days=("TU", "FR")[number % 2],
        )
        add_recipient(service.pk, given, by=network.desk)
    return service


def _tell_day(service: SpecialService, day: date, desk: Actor) -> None:
    visits = Visit.objects.planned().filter(service=service, day=day).select_related("person").order_by("pk")
    begun = Visit.objects.filter(service=service, day__lt=day).count()
    for number, planned in enumerate(visits, begun):
        visit = _swapped(planned) if number == SWAPPED_AT else planned
        if number == MISSED_AT or visit.person is None:
            continue
        with at(_at(day, 12)):
            do_visit(
                visit.pk, by=Actor(person=visit.person), minutes=50 + 5 * (number % 4), words=SAID[number % 6]
            )
    with at(_at(day, 20)):
        if miss_silent():
            missed = Visit.objects.waiting().get(service=service)
            settle_visit(missed.pk, by=desk, words="电话联系过，老人去女儿家了，平安")


def _swapped(visit: Visit) -> Visit:
    """A colleague with no visit on that day goes instead."""
    busy = Visit.objects.filter(day=visit.day, person__isnull=False).values("person")
    members = visit.service.post.members.exclude(person__in=busy).select_related("person")
    taker = members.first()
    if taker is not None and visit.person is not None:
        with at(_at(visit.day, 8)):
            asked = ask_swap(visit.pk, taker.person_id, by=Actor(person=visit.person))
            agree_to_swap(asked.pk, by=Actor(person=taker.person))
    return Visit.objects.select_related("person").get(pk=visit.pk)

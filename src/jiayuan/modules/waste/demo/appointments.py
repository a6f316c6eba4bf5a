"""Appointments: hours of a fortnight back and ahead in some communities, and who has booked them."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH

from ..appointment_enums import BY_APPOINTMENT, AppointmentAction
from ..domain.appointments import AppointmentDraft, book_appointment, end_appointment
from ..domain.pickup_hours import HoursOffer, offer_hours
from ..domain.queries.day import operator_of
from ..models import PickupHours

THINGS = {
    "bulky": ("旧沙发", "双人床垫", "旧衣柜", "写字台", "坏冰箱"),
    "renovation": ("拆下的瓷砖", "碎砖", "旧门框", "石膏板"),
    "textile": ("冬衣", "旧被子", "窗帘"),
    "battery": ("电动车旧电瓶", "一盒纽扣电池"),
}
WHERE = ("1 号楼 2 单元门口", "3 号楼北侧", "5 号楼 1 单元门口", "投放点旁", "7 号楼西头")
HOURS, SEATS = ((time(8, 30), time(11, 30)), (time(14), time(17))), 6
OWN = (-3, 3)
"""Days from now on which the demonstration's resident is the first to have booked."""
DAYS_BACK, DAYS_AHEAD = range(12, 0, -3), range(1, 15, 2)


def tell_appointments(context: DemoContext) -> int:
    """In the community of the demonstration's resident, by its sanitation unit. How many were booked."""
    officer = Actor(person=context.people["unit"])
    home = (context.people["resident"].home_place_id or "")[:COMMUNITY_LENGTH]
    estates = [each for each in context.estates if home and each.path.startswith(home)]
    if not estates:
        return 0
    days = (*[-each for each in DAYS_BACK], *DAYS_AHEAD)
    return sum(_tell_day(context, officer, estates, each) for each in days)


def _tell_day(context: DemoContext, officer: Actor, estates: Sequence[Place], days: int) -> int:
    day = local(context.now).date() + timedelta(days=days)
    random = context.random(f"waste-appointments-{days}")
    waste = BY_APPOINTMENT[days // 2 % len(BY_APPOINTMENT)]
    with at(context.now + timedelta(days=min(days, 0) - 3)):
        hours = _offer(officer, estates[0].path[:COMMUNITY_LENGTH], waste, day)
    booked = []
    for number in range(random.randint(1, SEATS - 2)):
        draft = AppointmentDraft(
            str(hours.pk), random.choice(THINGS[waste]), str(1 + number), random.choice(WHERE), "",
            f"1380000{hours.pk % 100:02d}{number:02d}",
        )  # fmt: skip
        is_own = number == 0 and days in OWN
        by = Actor(person=context.people["resident"]) if is_own else Actor()
        nonce = f"waste-demo-{context.seed}-{hours.pk:05d}-{number}"
        with at(context.now + timedelta(days=min(days, 0) - 2, minutes=number)):
            estate = context.people["resident"].home_place_id if is_own else random.choice(estates).path
            made = book_appointment(estate, draft, by=by, nonce=nonce)
        booked.append(made.appointment.pk)
    if days < 0:
        with at(context.now + timedelta(days=days, hours=1)):
            for pk in booked:
                came = AppointmentAction.NOT_THERE if random.random() < 0.15 else AppointmentAction.DONE
                end_appointment(pk, came, by=officer)
    return len(booked)


def _offer(officer: Actor, path: str, waste: str, day: date) -> PickupHours:
    starts_at, ends_at = HOURS[day.toordinal() // 2 % len(HOURS)]
    offer = HoursOffer(path, waste, day, starts_at, ends_at, SEATS)
    return offer_hours(operator_of(officer), offer, by=officer)

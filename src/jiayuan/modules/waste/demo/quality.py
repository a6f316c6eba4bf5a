"""How sorting goes: half a year of weights of one street, six new pilots there, a weight to explain, two looks."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import cycle

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.clock.weekdays import EVERY_DAY
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.evidence.domain.accept import accept_photo
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.places.models import Place
from jiayuan.foundation.places.paths import STREET_LENGTH

from ..domain.inspections import PURPOSE, Look, inspect
from ..domain.serving import GuideDraft, add_guide
from ..domain.trying import begin_pilot
from ..domain.weeks import close_week, monday_of
from ..enums import Stream
from ..models import DropPoint, Pilot, WeekWeight
from ..quality_enums import CheckItem
from .rollout import MORNING
from .texts import GUIDES

WEEKS, BEGUN = 26, 10
"""So many weeks of weights; so many weeks ago the new pilots began."""
PILOTS = 6
WEEK = timedelta(weeks=1)
SHIFT = {Stream.KITCHEN: 0.8, Stream.RESIDUAL: 1.08}
"""What a pilot estate weighed before it began, beside what it weighs now."""
ODD = 1.9
"""An estate that weighed so much more than last week: somebody has to say why."""
TENTH = Decimal("0.1")


def tell_quality(context: DemoContext) -> None:
    home = context.people["community"].grants.first().place_id
    street = home[:STREET_LENGTH]
    rows = Place.objects.current().filter(kind="estate", path__startswith=street).defer("boundary")
    estates = [each for each in rows.order_by("path") if each.households]
    begun = _begin(context, estates)
    with at(context.now):
        _weigh(context, street, begun)
        _look(context, home)


def _begin(context: DemoContext, estates: Sequence[Place]) -> Sequence[str]:
    """New pilots, with a guide at each of their points from that day on."""
    known = set(Pilot.objects.values_list("estate_id", flat=True))
    able = [each.path for each in estates if each.path not in known]
    chosen = able[:: max(len(able) // PILOTS, 1)][:PILOTS]
    district, since = Actor(person=context.people["district"]), monday_of(context.now.date()) - BEGUN * WEEK
    with at(context.now - BEGUN * WEEK):
        for path in chosen:
            begin_pilot(path, since, by=district)
        points = DropPoint.objects.filter(estate__in=chosen, closed_on=None).order_by("pk")
        for point, name in zip(points, cycle(GUIDES), strict=False):
            add_guide(point.pk, GuideDraft(EVERY_DAY, *MORNING, name=name, since=since), by=district)
    return chosen


def _weigh(context: DemoContext, street: str, begun: Sequence[str]) -> None:
    """Last week comes from its stops, as every week does. The weeks before were written on paper: only their sums are
    known, and they were much like it."""
    random, last = context.random("waste-weights"), monday_of(context.now.date()) - WEEK
    close_week(last)
    lived = list(WeekWeight.objects.filter(week=last, collections__gt=0).order_by("estate_id", "stream"))
    odd = lived[len(lived) // 3].estate_id if lived else ""
    rows = []
    for back in range(1, WEEKS):
        week = last - back * WEEK
        for each in lived:
            times = random.gauss(1, 0.04) * (ODD if each.estate_id == odd else 1)
            if each.estate_id in begun and each.stream in SHIFT and back >= BEGUN:
                times *= SHIFT[Stream(each.stream)]
            rows.append(_like(each, week, times))
    WeekWeight.objects.bulk_create(rows, batch_size=500)
    first = (last - (WEEKS - 1) * WEEK).isoformat()
    after = {"week": first, "stops": len(rows)}
    record(f"waste-estate/{street}", "waste.invented", place_path=street, after=after)
    close_week(last)


def _like(lived: WeekWeight, week: date, times: float) -> WeekWeight:
    kg = (lived.kg * Decimal(times)).quantize(TENTH)
    return WeekWeight(
        estate_id=lived.estate_id, stream=lived.stream, week=week, kg=kg, collections=lived.collections,
        due=lived.due - lived.missed,
    )  # fmt: skip


def _look(context: DemoContext, home: str) -> None:
    """One point of the community in order, at another something to be put right by yesterday."""
    worker = Actor(person=context.people["community"])
    points = DropPoint.objects.filter(estate__path__startswith=home, closed_on=None).order_by(
        "estate_id", "pk"
    )
    fine, wanting = points[:2]
    with at(context.now - timedelta(days=9)):
        inspect(fine.pk, Look(note="桶身干净，标志清楚"), by=worker)
    with at(context.now - timedelta(days=5)):
        photo = accept_photo(_bins(), by=worker, purpose=PURPOSE)
        codes = [CheckItem.SORTED, CheckItem.ROOM]
        due = context.now.date() - timedelta(days=1)
        inspect(wanting.pk, Look(codes, "其他垃圾桶里有厨余袋", due, [photo.pk]), by=worker)
    Photo.objects.filter(purpose=PURPOSE).update(is_demo=True)


def _bins() -> SimpleUploadedFile:
    """Two bins, of which one does not close any more."""
    image = Image.new("RGB", (680, 510), (203, 207, 199))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 410, 680, 510), fill=(150, 148, 142))
    for left, colour, lid in ((120, (52, 128, 74), 190), (380, (70, 72, 76), 150)):
        pen.rectangle((left, 210, left + 170, 430), fill=colour)
        pen.rectangle((left - 10, lid, left + 180, lid + 26), fill=tuple(each - 20 for each in colour))
    pen.ellipse((400, 160, 470, 225), fill=(236, 232, 220))
    pen.ellipse((460, 165, 535, 228), fill=(214, 190, 120))
    kept = BytesIO()
    image.save(kept, "JPEG", quality=80)
    return SimpleUploadedFile("bins.jpg", kept.getvalue(), "image/jpeg")

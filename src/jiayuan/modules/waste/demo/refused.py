"""One stop that was not taken along, with its photo: another stream lay in the bin."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.evidence.domain.accept import accept_photo
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.ledger.domain.record import record

from ..domain.stops import PURPOSE
from ..enums import Stream
from ..models import RoundStop, Unloading, Weighing
from ..round_enums import StopReason, StopState


def refuse_one(
    stops: Sequence[RoundStop], weighings: list[Weighing], tickets: Sequence[Unloading], home: str
) -> RoundStop | None:
    """The last kitchen waste of the estate that the resident of the demonstration belongs to, before anything is kept:
    it has no weight, and its ticket is as much lighter."""
    done = [each for each in stops if each.state == StopState.DONE and each.stream == Stream.KITCHEN]
    here = [each for each in done if each.estate_id == home] or done
    if not here:
        return None
    stop = max(here, key=lambda each: (each.day, each.expected_at))
    lighter = stop.kg or 0
    for each in tickets:
        if each.round is stop.round and each.trip == stop.trip:
            each.kg = max(each.kg - lighter, each.kg / 10)
    weighings[:] = [each for each in weighings if each.stop is not stop]
    stop.state, stop.reason, stop.kg = StopState.REFUSED, StopReason.MIXED, None
    stop.photo = accept_photo(_mixed(), by=Actor(person=stop.round.driver), purpose=PURPOSE)
    Photo.objects.filter(purpose=PURPOSE).update(is_demo=True)
    return stop


def record_refusal(stop: RoundStop) -> None:
    """After the round's first entry."""
    after: dict[str, Any] = {
        "stop": stop.pk, "stream": stop.stream, "state": str(stop.state), "day": stop.day.isoformat(),
        "reason": str(stop.reason),
    }  # fmt: skip
    record(
        stop.round.stream, "waste.stop_refuse", by=stop.round.driver, after=after, place_path=stop.estate_id,
        at=stop.ended_at,
    )  # fmt: skip


def _mixed() -> SimpleUploadedFile:
    """A green bin seen from above, with bottles and a plastic bag among the peels."""
    image = Image.new("RGB", (680, 510), (176, 174, 168))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((110, 60, 570, 470), 40, fill=(38, 108, 60))
    pen.rounded_rectangle((145, 95, 535, 435), 28, fill=(24, 52, 32))
    for left, top, colour in (
        (170, 130, (196, 148, 72)), (260, 240, (150, 170, 80)), (200, 330, (214, 196, 96)), (380, 330, (168, 110, 62)),
        (330, 120, (142, 168, 70)), (440, 210, (206, 168, 88)),
    ):  # fmt: skip
        pen.ellipse((left, top, left + 90, top + 70), fill=colour)
    for left, top in ((300, 180), (420, 120)):
        pen.rounded_rectangle((left, top, left + 44, top + 130), 14, fill=(150, 196, 222))
        pen.rectangle((left + 12, top - 22, left + 32, top), fill=(58, 116, 176))
    pen.polygon([(180, 250), (250, 215), (300, 300), (240, 360), (175, 330)], fill=(238, 238, 240))
    kept = BytesIO()
    image.save(kept, "JPEG", quality=80)
    return SimpleUploadedFile("mixed.jpg", kept.getvalue(), "image/jpeg")

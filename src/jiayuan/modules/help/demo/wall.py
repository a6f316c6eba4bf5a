"""Drawings of what was done for the invented wishes, and their way to the wall: hung up, asked for, and not agreed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.evidence.domain.accept import accept_photo
from jiayuan.foundation.evidence.models import Photo

from ..domain.proof import PURPOSE, Proof, add_proof
from ..domain.wall import agree_to_wall, look_at_photo, note_wisher_yes
from ..enums import ClaimState, WishState
from ..models import Claim, WishPhoto
from ..photo_enums import Faces
from .network import Network

SIZE = (680, 510)
HOUR = timedelta(hours=1)
Pen = ImageDraw.ImageDraw
NOT_LOOKED_AT, NOT_AGREED = "一双37码的跑鞋", "漏水赔偿怎么谈"
"""Titles: one that waits for the community's look, and one of which who did it would rather show nothing."""


def tell_wall(network: Network) -> None:
    claims = Claim.objects.filter(state=ClaimState.DONE, wish__state=WishState.FULFILLED)
    for claim in claims.select_related("wish__wisher", "person").order_by("pk"):
        paint = PAINTERS.get(claim.wish.title)
        if paint is not None and claim.wish.ended_at is not None:
            _tell(claim, claim.wish.ended_at + HOUR, paint, network.desk)
    Photo.objects.filter(purpose=PURPOSE).update(is_demo=True)


def _tell(claim: Claim, since: datetime, paint: "Callable[[Pen, bool], None]", desk: Actor) -> None:
    helper, wish = Actor(person=claim.person), claim.wish
    with at(since):
        before, after = (_sent(paint, helper, is_after=each) for each in (False, True))
        proof = Proof(after=[after], before=[before], for_the_wall=wish.title != NOT_AGREED)
        add_proof(claim.pk, proof, by=helper)
        if wish.title == NOT_AGREED:
            return
        if wish.consent_id is not None:
            note_wisher_yes(wish.pk, by=desk)
        else:
            agree_to_wall(wish.pk, by=Actor(person=wish.wisher))
        if wish.title != NOT_LOOKED_AT:
            for row in WishPhoto.objects.filter(claim=claim).order_by("pk"):
                look_at_photo(wish.pk, row.pk, up=True, faces=Faces.NONE, by=desk)


def _sent(paint: "Callable[[Pen, bool], None]", by: Actor, *, is_after: bool) -> UUID:
    image = Image.new("RGB", SIZE, (236, 226, 208) if is_after else (206, 200, 192))
    paint(ImageDraw.Draw(image), is_after)
    out = BytesIO()
    image.save(out, "JPEG", quality=90)
    upload = SimpleUploadedFile("photo.jpg", out.getvalue(), "image/jpeg")
    return accept_photo(upload, by=by, purpose=PURPOSE).pk


def _sink(pen: Pen, is_after: bool) -> None:
    """A kitchen sink: full of grey water, then empty and clean."""
    pen.rectangle((0, 0, 680, 150), fill=(214, 226, 224))
    for left in range(0, 680, 85):
        pen.line((left, 0, left, 150), fill=(188, 202, 200), width=3)
    pen.rectangle((60, 190, 620, 460), fill=(176, 182, 186), outline=(126, 132, 136), width=8)
    pen.rectangle((110, 230, 570, 430), fill=(208, 214, 218) if is_after else (112, 112, 96))
    if is_after:
        pen.ellipse((310, 310, 370, 350), fill=(70, 76, 80))
    else:
        for left in (150, 270, 400, 490):
            pen.ellipse((left, 280, left + 46, 304), fill=(146, 142, 116))
    pen.rectangle((325, 60, 355, 215), fill=(150, 158, 164))
    pen.rectangle((325, 60, 430, 84), fill=(150, 158, 164))


def _lamp(pen: Pen, is_after: bool) -> None:
    """A room in the dark; then the lamp is lit."""
    pen.rectangle((0, 0, 680, 510), fill=(248, 236, 196) if is_after else (64, 62, 74))
    pen.rectangle((0, 400, 680, 510), fill=(188, 148, 104) if is_after else (46, 42, 48))
    pen.rectangle((150, 70, 530, 110), fill=(255, 253, 236) if is_after else (96, 96, 104))
    pen.rectangle((120, 60, 160, 120), fill=(140, 140, 146))
    pen.rectangle((520, 60, 560, 120), fill=(140, 140, 146))
    if is_after:
        for left in range(170, 520, 50):
            pen.line((left, 130, left - 20 + left // 17, 190), fill=(255, 240, 170), width=6)
    pen.rectangle((200, 300, 480, 400), fill=(168, 96, 66) if is_after else (60, 46, 44))


def _shoes(pen: Pen, is_after: bool) -> None:
    """An empty box by the door; then a pair of running shoes."""
    pen.rectangle((0, 360, 680, 510), fill=(186, 160, 128))
    pen.rectangle((110, 220, 570, 420), fill=(206, 150, 92), outline=(150, 104, 60), width=8)
    if is_after:
        for left, top in ((170, 190), (350, 210)):
            pen.polygon(
                [
                    (left, top),
                    (left + 60, top),
                    (left + 160, top + 70),
                    (left + 160, top + 110),
                    (left, top + 110),
                ],
                fill=(52, 112, 176),
            )
            pen.rectangle((left, top + 96, left + 160, top + 116), fill=(250, 250, 246))
            pen.line((left + 60, top + 30, left + 110, top + 66), fill=(250, 250, 246), width=6)


def _papers(pen: Pen, is_after: bool) -> None:
    """A table with a stained ceiling's photo; then a page that says how to go on."""
    pen.rectangle((0, 0, 680, 510), fill=(178, 136, 96))
    pen.rectangle((120, 80, 380, 440), fill=(250, 248, 240))
    for top in range(120, 420 if is_after else 180, 32):
        pen.line((150, top, 350, top), fill=(120, 120, 126), width=5)
    pen.rectangle((430, 120, 590, 300), fill=(220, 216, 206), outline=(250, 250, 246), width=10)
    pen.ellipse((460, 150, 550, 240), fill=(168, 150, 112))


PAINTERS: dict[str, Callable[[Pen, bool], None]] = {
    "疏通厨房水管": _sink,
    "换一根灯管": _lamp,
    NOT_LOOKED_AT: _shoes,
    NOT_AGREED: _papers,
}

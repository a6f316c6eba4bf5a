"""What the invented stations have, and two drawings of the one at home."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.evidence.domain.accept import accept_photo
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.places.paths import COMMUNITY_LENGTH

from ..domain.items import PURPOSE, Look, look_at_item
from ..models import Station
from ..station_enums import ItemKind, ItemState
from .network import Network

SIZE = (680, 510)
SEEN = {
    ItemKind.ROOM: "党群服务中心一层东侧，约四十平方米",
    ItemKind.TEAM: "修缮队、女儿团，各有队长",
    ItemKind.PROJECTS: "每周看望老人，每月便民服务日",
    ItemKind.FACILITIES: "工具箱、急救箱、轮椅两辆可借",
    ItemKind.RULES: "心愿受理流程、值班表上墙",
    ItemKind.SIGN: "大门外有门牌，院口有指路牌",
}
LACKING = (
    (), (ItemKind.SIGN,), (), (ItemKind.FACILITIES, ItemKind.RULES), (), (),
    (ItemKind.ROOM,), (), (ItemKind.RULES,), (),
)  # fmt: skip
"""Of the first stations, in their order; the rest has all six."""


def tell_things(context: DemoContext, network: Network) -> None:
    home = network.courtyard.path[:COMMUNITY_LENGTH]
    with at(context.now - timedelta(days=40)):
        for number, station in enumerate(Station.objects.open().order_by("pk")):
            is_home = station.community_id == home
            lacks = () if is_home else LACKING[number % len(LACKING)]
            by = network.desk if is_home else Actor(person=context.people["district"])
            for kind in ItemKind:
                _look(station, kind, is_there=kind not in lacks, is_home=is_home, by=by)
    Photo.objects.filter(purpose=PURPOSE).update(is_demo=True)


def _look(station: Station, kind: ItemKind, *, is_there: bool, is_home: bool, by: Actor) -> None:
    photos: list[UUID] = []
    if is_home and kind in (ItemKind.ROOM, ItemKind.SIGN):
        sent = _room() if kind == ItemKind.ROOM else _door()
        photos.append(accept_photo(sent, by=by, purpose=PURPOSE).pk)
    state = ItemState.THERE if is_there else ItemState.MISSING
    note = SEEN[kind] if is_home else ""
    look_at_item(station.pk, Look(kind, state, station.opened_on, note, photos), by=by)


def _door() -> SimpleUploadedFile:
    """The door with its sign beside it."""
    image = Image.new("RGB", SIZE, (214, 205, 190))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 430, 680, 510), fill=(150, 146, 140))
    pen.rectangle((250, 120, 430, 430), fill=(126, 88, 62), outline=(90, 62, 44), width=8)
    pen.rectangle((270, 145, 410, 270), fill=(196, 220, 230))
    pen.ellipse((402, 300, 418, 316), fill=(230, 206, 120))
    pen.rectangle((470, 150, 540, 400), fill=(245, 240, 228), outline=(178, 44, 40), width=6)
    for number in range(5):
        pen.rectangle((492, 175 + 44 * number, 518, 200 + 44 * number), fill=(178, 44, 40))
    return _sent(image)


def _room() -> SimpleUploadedFile:
    """A table, chairs, a board with notices."""
    image = Image.new("RGB", SIZE, (240, 232, 216))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 350, 680, 510), fill=(190, 158, 120))
    pen.rectangle((60, 70, 330, 230), fill=(58, 110, 88), outline=(120, 90, 60), width=8)
    for number, colour in enumerate(((250, 248, 240), (246, 222, 150), (222, 236, 246))):
        pen.rectangle((84 + 80 * number, 95, 150 + 80 * number, 205), fill=colour)
    pen.rectangle((420, 60, 620, 250), fill=(190, 220, 236), outline=(255, 255, 255), width=10)
    pen.polygon(((150, 330), (540, 330), (590, 390), (100, 390)), fill=(160, 112, 72))
    for left in (130, 280, 430):
        pen.rectangle((left, 400, left + 80, 440), fill=(202, 92, 62))
        pen.rectangle((left + 6, 440, left + 14, 492), fill=(110, 74, 50))
        pen.rectangle((left + 66, 440, left + 74, 492), fill=(110, 74, 50))
    return _sent(image)


def _sent(image: Image.Image) -> SimpleUploadedFile:
    sent = BytesIO()
    image.save(sent, "JPEG", quality=85)
    return SimpleUploadedFile("drawing.jpg", sent.getvalue(), "image/jpeg")

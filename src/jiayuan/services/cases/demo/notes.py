"""When and where a photo of the demonstration says it was taken, as a camera writes it."""

from datetime import datetime, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localtime
from PIL import ExifTags, Image

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.places.geo import metres_to_degrees

from ..doubt_enums import DoubtKind
from .story import Story

_TAKEN, _OFFSET = 0x9003, 0x9011


def with_notes(
    upload: SimpleUploadedFile, taken: datetime, latitude: float, longitude: float
) -> SimpleUploadedFile:
    """The same picture with the notes of a camera. Position in WGS-84 degrees, north and east."""
    local = localtime(taken)
    notes = Image.Exif()
    notes.get_ifd(ExifTags.IFD.Exif).update(
        {_TAKEN: f"{local:%Y:%m:%d %H:%M:%S}", _OFFSET: f"{local:%z}"[:3] + ":00"}
    )
    notes.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: _parts(latitude), 3: "E", 4: _parts(longitude)})
    sent = BytesIO()
    with Image.open(upload) as image:
        image.save(sent, "JPEG", quality="keep", exif=notes)
    return SimpleUploadedFile(upload.name or "", sent.getvalue(), "image/jpeg")


def _parts(degrees: float) -> tuple[float, float, float]:
    whole, rest = divmod(degrees, 1)
    minutes, rest = divmod(rest * 60, 1)
    return whole, minutes, round(rest * 60, 2)


def taken_of(story: Story) -> tuple[datetime, float, float]:
    """A little before it is handed in, some steps from the pin; unless the story wants it otherwise."""
    latitude, longitude = story.where.latitude or 0.0, story.where.longitude or 0.0
    ago = timedelta(minutes=story.random.randint(5, 50))
    metres = story.random.randint(2, 40)
    if story.flaw == DoubtKind.FAR:
        metres = story.random.randint(700, 1600)
    if story.flaw == DoubtKind.OLD:
        ago = timedelta(days=story.random.randint(5, 9))
    up, _along = metres_to_degrees(metres, latitude)
    return now() - ago, latitude + up, longitude

"""Flat drawings of what is reported, before and after: drawn anew each time, never photographed."""

from io import BytesIO
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageEnhance

from .painters import GREEN, GROUNDS, HEIGHT, WIDTH, Colour, Spot, painter_of

FRAME = (680, 510)
"""The photo shows a part of the drawing, so that no two are framed alike."""
DARK_SKY = 120
SKIES: tuple[Colour, ...] = ((189, 215, 234), (221, 226, 230), (241, 222, 196), (164, 196, 222), (58, 68, 96))
WALLS: tuple[Colour, ...] = (
    (203, 176, 150),
    (222, 205, 178),
    (180, 168, 160),
    (196, 140, 118),
    (214, 216, 208),
)


def draw(code: str, random: Random, *, turn: int, is_after: bool) -> SimpleUploadedFile:
    """A JPEG as a phone would send it. All of one ``random`` state show the same place, each ``turn`` at another hour
    from another step."""
    sky = random.choice(SKIES)
    image = Image.new("RGB", (WIDTH, HEIGHT), sky)
    pen = ImageDraw.Draw(image)
    hour = Random(f"{random.random()}/{turn}")
    _clouds(pen, hour, sky)
    horizon = _background(pen, random)
    spot = Spot(random, horizon)
    _shadows(pen, horizon, hour)
    painter_of(code)(pen, spot, hour, is_after)
    sent = BytesIO()
    _framed(image, hour).save(sent, "JPEG", quality=80)
    return SimpleUploadedFile("drawing.jpg", sent.getvalue(), "image/jpeg")


def _framed(image: Image.Image, random: Random) -> Image.Image:
    left, top = random.randint(0, WIDTH - FRAME[0]), random.randint(0, HEIGHT - FRAME[1])
    framed = image.crop((left, top, left + FRAME[0], top + FRAME[1]))
    return ImageEnhance.Brightness(framed).enhance(random.uniform(0.85, 1.08))


def _clouds(pen: ImageDraw.ImageDraw, random: Random, sky: Colour) -> None:
    pale = tuple(min(each + 26, 255) for each in sky)
    for _number in range(random.randint(0, 3)):
        x, y, width = random.randint(-60, WIDTH), random.randint(-20, 120), random.randint(120, 320)
        pen.ellipse((x, y, x + width, y + width * 0.28), fill=pale)
        pen.ellipse((x + width * 0.3, y - 24, x + width * 0.8, y + width * 0.2), fill=pale)
    if sky[0] > DARK_SKY and random.random() < 0.5:
        x = random.randint(80, WIDTH - 80)
        pen.ellipse((x - 40, 16, x + 40, 96), fill=(250, 226, 140))


def _shadows(pen: ImageDraw.ImageDraw, horizon: int, random: Random) -> None:
    """The shadows of houses behind the one who looks."""
    for _number in range(random.randint(1, 3)):
        x, width, lean = random.randint(-100, WIDTH), random.randint(120, 340), random.randint(-260, 260)
        top = random.randint(horizon + 60, HEIGHT - 60)
        pen.polygon(
            ((x, HEIGHT), (x + width, HEIGHT), (x + width + lean, top), (x + lean, top)),
            fill=random.choice(((118, 118, 116), (104, 106, 108), (198, 192, 180))),
        )


def _background(pen: ImageDraw.ImageDraw, random: Random) -> int:
    horizon = random.randint(210, 330)
    x = -random.randint(0, 80)
    while x < WIDTH:
        width, top = random.randint(90, 260), random.randint(10, horizon - 60)
        wall = random.choice(WALLS)
        pen.rectangle((x, top, x + width, horizon), fill=wall)
        _windows(pen, (x, top, x + width, horizon), random)
        x += width + random.choice((0, 0, 30, 60))
    pen.rectangle((0, horizon, WIDTH, HEIGHT), fill=random.choice(GROUNDS))
    lean = random.randint(-300, 300)
    pen.polygon(
        (
            (WIDTH / 2 + lean, horizon),
            (WIDTH / 2 + lean + 60, horizon),
            (WIDTH, HEIGHT),
            (WIDTH - 300, HEIGHT),
        ),
        fill=random.choice(GROUNDS),
    )
    for _number in range(random.randint(1, 4)):
        _tree(pen, random.randint(0, WIDTH), horizon + random.randint(0, 20), random.randint(50, 110))
    return horizon


def _windows(pen: ImageDraw.ImageDraw, wall: tuple[int, int, int, int], random: Random) -> None:
    left, top, right, bottom = wall
    glass = random.choice(((96, 120, 140), (140, 160, 172), (232, 214, 140)))
    for y in range(top + 14, bottom - 30, 42):
        for x in range(left + 12, right - 26, 40):
            pen.rectangle((x, y, x + 18, y + 24), fill=glass)


def _tree(pen: ImageDraw.ImageDraw, x: int, y: int, size: int) -> None:
    pen.rectangle((x - 5, y - size, x + 5, y), fill=(110, 84, 62))
    pen.ellipse((x - size / 2, y - size * 1.7, x + size / 2, y - size * 0.6), fill=GREEN)

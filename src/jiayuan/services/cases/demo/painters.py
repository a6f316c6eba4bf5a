"""Things that are reported, drawn broken and mended."""

from collections.abc import Callable
from random import Random

from PIL import ImageDraw

WIDTH, HEIGHT = 800, 600
Colour = tuple[int, int, int]
GROUNDS: tuple[Colour, ...] = ((150, 150, 148), (170, 164, 154), (132, 134, 138), (186, 178, 164))
RUBBISH: tuple[Colour, ...] = ((198, 76, 60), (70, 120, 168), (228, 196, 88), (240, 240, 236), (96, 140, 84))
PANELS: tuple[Colour, ...] = ((160, 190, 170), (150, 176, 190), (190, 176, 150))
DOORS: tuple[Colour, ...] = ((120, 84, 60), (88, 104, 120), (134, 60, 52))
GREEN, DARK, STEEL = (88, 132, 76), (44, 44, 48), (120, 126, 134)


class Spot:
    """Where on the ground the thing is: ``x``, ``y`` its middle, ``size`` its width."""

    def __init__(self, random: Random, horizon: int):
        self.x = random.randint(270, WIDTH - 270)
        self.y = random.randint(horizon + 90, HEIGHT - 70)
        self.size = random.randint(150, 260)

    def box(self, width: float, height: float, *, up: float = 0) -> tuple[float, float, float, float]:
        """A box in parts of the size, around the middle or ``up`` above it."""
        half, tall = self.size * width / 2, self.size * height / 2
        middle = self.y - self.size * up
        return self.x - half, middle - tall, self.x + half, middle + tall


Painter = Callable[[ImageDraw.ImageDraw, Spot, Random, bool], None]


def _cover(pen: ImageDraw.ImageDraw, spot: Spot, _random: Random, is_after: bool) -> None:
    pen.ellipse(spot.box(1.0, 0.5), fill=STEEL if is_after else DARK, outline=(90, 90, 92), width=8)
    if is_after:
        for part in (0.75, 0.5, 0.25):
            pen.ellipse(spot.box(part, part / 2), outline=(88, 92, 98), width=5)
    else:
        pen.ellipse(spot.box(0.8, 0.36, up=-0.03), fill=(18, 18, 20))


def _litter(pen: ImageDraw.ImageDraw, spot: Spot, random: Random, is_after: bool) -> None:
    if is_after:
        pen.rectangle(spot.box(0.34, 0.6, up=0.3), fill=GREEN)
        pen.rectangle(spot.box(0.42, 0.1, up=0.62), fill=(60, 96, 54))
        return
    for _number in range(60):
        x = spot.x + random.gauss(0, spot.size * 0.5)
        y = min(spot.y + random.gauss(0, spot.size * 0.16), HEIGHT - 10)
        size = random.randint(8, 34)
        pen.polygon(
            ((x, y), (x + size, y - size * 0.4), (x + size * 0.8, y + size * 0.5)),
            fill=random.choice(RUBBISH),
        )


def _lamp(pen: ImageDraw.ImageDraw, spot: Spot, _random: Random, is_after: bool) -> None:
    top = spot.y - spot.size * 1.6
    pen.rectangle((spot.x - 7, top, spot.x + 7, spot.y), fill=(70, 74, 80))
    pen.line((spot.x, top, spot.x + 90, top - 24), fill=(70, 74, 80), width=10)
    if is_after:
        pen.polygon(
            (
                (spot.x + 74, top - 10),
                (spot.x + 116, top - 10),
                (spot.x + 240, spot.y),
                (spot.x - 40, spot.y),
            ),
            fill=(250, 236, 170),
        )
    pen.ellipse((spot.x + 68, top - 40, spot.x + 122, top - 4), fill=(255, 240, 150) if is_after else DARK)


def _bikes(pen: ImageDraw.ImageDraw, spot: Spot, random: Random, is_after: bool) -> None:
    count = 5 if is_after else 9
    for number in range(count):
        x = spot.x - spot.size + number * (spot.size * 2 / count)
        y = spot.y if is_after else spot.y + random.randint(-50, 40)
        colour = (236, 190, 60) if number % 2 else (70, 140, 190)
        lean = 0 if is_after else random.randint(-40, 40)
        for wheel in (0, 62):
            pen.ellipse((x + wheel, y - 40, x + wheel + 44, y + 4), outline=DARK, width=6)
        pen.line((x + 22, y - 18, x + 48 + lean, y - 66, x + 84, y - 18), fill=colour, width=9)


def _pothole(pen: ImageDraw.ImageDraw, spot: Spot, random: Random, is_after: bool) -> None:
    if is_after:
        pen.rectangle(spot.box(1.3, 0.5), fill=(74, 76, 80))
        return
    ring = [
        (
            spot.x + spot.size * dx * random.uniform(0.5, 0.8),
            spot.y + spot.size * dy * random.uniform(0.2, 0.35),
        )
        for dx, dy in ((-1, 0), (-0.7, -0.8), (0, -1), (0.8, -0.7), (1, 0), (0.7, 0.8), (0, 1), (-0.8, 0.7))
    ]
    pen.polygon(ring, fill=(70, 64, 58))
    pen.ellipse(spot.box(0.6, 0.2), fill=(116, 138, 150))


def _bin(pen: ImageDraw.ImageDraw, spot: Spot, random: Random, is_after: bool) -> None:
    for number in range(3):
        x = spot.x + (number - 1) * spot.size * 0.6
        pen.rectangle(
            (x - 36, spot.y - 110, x + 36, spot.y), fill=((70, 120, 168), GREEN, (120, 120, 124))[number]
        )
        if is_after:
            pen.rectangle((x - 42, spot.y - 126, x + 42, spot.y - 108), fill=(56, 60, 66))
        else:
            for bag in range(4):
                at = x + random.randint(-46, 30), spot.y - 130 + bag * 36
                pen.ellipse((at[0], at[1], at[0] + 52, at[1] + 44), fill=random.choice(RUBBISH))


def _ads(pen: ImageDraw.ImageDraw, spot: Spot, random: Random, is_after: bool) -> None:
    left, right = spot.x - spot.size, spot.x + spot.size
    pen.rectangle((left, spot.y - 300, right, spot.y), fill=(226, 222, 212))
    if is_after:
        pen.rectangle((left, spot.y - 110, right, spot.y), fill=(150, 180, 150))
        return
    for _number in range(16):
        x, y = random.uniform(left, right - 60), random.uniform(spot.y - 290, spot.y - 70)
        pen.rectangle((x, y, x + 52, y + 66), fill=random.choice(RUBBISH))
        for line in range(3):
            pen.line((x + 6, y + 14 + line * 16, x + 44, y + 14 + line * 16), fill=DARK, width=3)


def _boxes(pen: ImageDraw.ImageDraw, spot: Spot, random: Random, is_after: bool) -> None:
    """Inside: a landing with stairs, a door and a window."""
    floor = min(spot.y + 40, HEIGHT - 60)
    pen.rectangle(
        (0, 0, WIDTH, HEIGHT), fill=random.choice(((222, 220, 208), (206, 214, 206), (228, 214, 196)))
    )
    pen.rectangle(
        (0, spot.y - 190, WIDTH, floor),
        fill=random.choice(((160, 190, 170), (150, 176, 190), (190, 176, 150))),
    )
    pen.rectangle((0, floor, WIDTH, HEIGHT), fill=random.choice(GROUNDS))
    _on_the_wall(pen, floor, random)
    side = 1 if spot.x < WIDTH / 2 else -1
    start = spot.x + side * spot.size * 0.6
    for step in range(7):
        shade = 176 - step * 12
        near, far = sorted((start + side * step * 52, start + side * 600))
        pen.rectangle(
            (near, floor - 44 * (step + 1), far, floor - 44 * step), fill=(shade, shade - 4, shade - 10)
        )
    door = spot.x - side * (spot.size * 0.4 + random.randint(40, 160))
    pen.rectangle(
        (door - 56, floor - 290, door + 56, floor),
        fill=random.choice(DOORS),
    )
    if not is_after:
        for number in range(9):
            x, y = spot.x - 150 + (number % 4) * 72 + random.randint(-8, 8), floor - 58 * (1 + number // 4)
            pen.rectangle(
                (x, y, x + 66, y + 56), fill=random.choice(((186, 140, 92), (164, 120, 78), (204, 164, 116)))
            )


def _on_the_wall(pen: ImageDraw.ImageDraw, floor: float, random: Random) -> None:
    """Meter boxes, notices, the light from a window; and a pipe."""
    for _number in range(random.randint(6, 10)):
        x, y = random.randint(-20, WIDTH - 60), random.uniform(0, floor - 120)
        shade = random.randint(90, 250)
        pen.rectangle(
            (x, y, x + random.randint(40, 180), y + random.randint(50, 170)), fill=(shade, shade, shade - 12)
        )
    pipe = random.randint(0, WIDTH)
    pen.rectangle((pipe, 0, pipe + 18, floor), fill=random.choice(DOORS))


def _branch(pen: ImageDraw.ImageDraw, spot: Spot, _random: Random, is_after: bool) -> None:
    pen.rectangle((spot.x - 16, spot.y - 260, spot.x + 16, spot.y), fill=(110, 84, 62))
    pen.ellipse((spot.x - 130, spot.y - 380, spot.x + 130, spot.y - 180), fill=GREEN)
    if not is_after:
        pen.line((spot.x, spot.y - 190, spot.x + 190, spot.y - 16), fill=(110, 84, 62), width=16)
        pen.ellipse((spot.x + 110, spot.y - 90, spot.x + 270, spot.y + 20), fill=(104, 140, 80))


def _water(pen: ImageDraw.ImageDraw, spot: Spot, random: Random, is_after: bool) -> None:
    if not is_after:
        for _number in range(6):
            x, y = spot.x + random.randint(-140, 140), spot.y + random.randint(-40, 30)
            pen.ellipse((x - 110, y - 26, x + 110, y + 26), fill=(118, 122, 100))
    pen.rectangle(spot.box(0.5, 0.2), fill=STEEL, outline=DARK, width=5)
    for bar in range(5):
        at = spot.x - spot.size * 0.2 + bar * spot.size * 0.1
        pen.line((at, spot.y - spot.size * 0.08, at, spot.y + spot.size * 0.08), fill=DARK, width=5)


def _shop(pen: ImageDraw.ImageDraw, spot: Spot, random: Random, is_after: bool) -> None:
    left, top = spot.x - spot.size, spot.y - 280
    pen.rectangle((left, top, spot.x + spot.size, spot.y - 30), fill=(234, 226, 210))
    pen.rectangle((left, top, spot.x + spot.size, top + 50), fill=(188, 66, 54))
    pen.rectangle((spot.x - 40, top + 100, spot.x + 50, spot.y - 30), fill=(96, 120, 140))
    if not is_after:
        for number in range(8):
            x = left - 20 + number * 58
            pen.rectangle((x, spot.y - 40, x + 50, spot.y + 14), fill=random.choice(RUBBISH))
            pen.ellipse((x + 4, spot.y - 58, x + 44, spot.y - 24), fill=random.choice(RUBBISH))


def _paving(pen: ImageDraw.ImageDraw, spot: Spot, random: Random, is_after: bool) -> None:
    for row in range(4):
        for column in range(7):
            x, y = spot.x - 240 + column * 70, spot.y - 100 + row * 46
            is_gone = not is_after and random.random() < 0.35
            pen.rectangle(
                (x, y, x + 66, y + 42),
                fill=(104, 88, 70) if is_gone else (194, 150, 128),
                outline=(140, 110, 96),
            )


PAINTERS: dict[str, Painter] = {
    "P0101": _cover,
    "P0102": _cover,
    "P0103": _lamp,
    "P0104": _lamp,
    "P0105": _water,
    "P0201": _pothole,
    "P02": _paving,
    "P0301": _bin,
    "P03": _bin,
    "P04": _branch,
    "P0501": _lamp,
    "P05": _boxes,
    "E0101": _litter,
    "E0102": _litter,
    "E0103": _boxes,
    "E0104": _water,
    "E0108": _litter,
    "E02": _ads,
    "E03": _pothole,
    "E04": _water,
    "E0501": _shop,
    "E0502": _shop,
    "E05": _bikes,
    "E06": _boxes,
}


def painter_of(code: str) -> Painter:
    return PAINTERS.get(code) or PAINTERS.get(code[:3]) or _paving

"""What hands do with a screen, counted; and paper: printed as the browser prints it, its code read back."""

import io
import re
from dataclasses import dataclass
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect

from .conftest import PICTURES, Screen

PAPER = 150 / 72
"""Dots for a point: what an office printer does at its worst."""


@dataclass
class Hand:
    """One person's hand on one screen. ``taps`` is what it cost since the last :meth:`rest`; each page it reaches is
    looked at by axe, and nothing it touches may be hidden, covered or off. ``secrets`` are numbers that stand in none
    of its pages, not even in what is not shown."""

    screen: Screen
    secrets: tuple[str, ...] = ()
    taps: int = 0

    @property
    def page(self) -> Page:
        return self.screen.page

    def rest(self) -> int:
        """How many taps it were; the next ones are counted anew."""
        taps, self.taps = self.taps, 0
        return taps

    def open(self, path: str, what: str) -> Page:
        """By a link that came in a message, or a code that was scanned: no tap here."""
        self.screen.open(path)
        return self.look(what)

    def look(self, what: str) -> Page:
        self.screen.look(what)
        plain = re.sub(r"[\s-]", "", self.page.content())
        told = [each for each in self.secrets if each in plain]
        assert not told, f"{self.screen.name} {what}: {told}"
        return self.page

    def tap(self, target: str | Locator) -> None:
        """A tap that stays on the page."""
        self._found(target).click()
        self.taps += 1

    def go(self, target: str | Locator, what: str) -> Page:
        """A tap that leads on."""
        with self.page.expect_navigation():
            self.tap(target)
        return self.look(what)

    def write(self, target: str | Locator, words: str) -> None:
        """A tap into the field, and typing, which is not counted."""
        self.tap(target)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(words)

    def choose(self, target: str | Locator, value: str) -> None:
        """A list is opened and an entry taken: two taps."""
        found = self._found(target)
        expect(found).to_be_enabled()
        found.select_option(value)
        self.taps += 2

    def photograph(self, target: str | Locator, colour: str) -> None:
        """The camera is opened and let go: two taps. ``target`` holds one picker of photos."""
        found = self._found(target)
        expect(found.locator(".photo-drop").first).to_be_visible()
        found.locator("input[type=file]").first.set_input_files(picture(colour))
        found.locator(".photos img").first.wait_for()
        self.taps += 2

    def attach(self, target: str | Locator, colour: str) -> None:
        """A file is asked for, and chosen: two taps."""
        self._found(target).set_input_files(picture(colour))
        self.taps += 2

    def _found(self, target: str | Locator) -> Locator:
        """Whatever stands there to be seen; two of them would be a riddle for a thumb too."""
        found = self.page.locator(target) if isinstance(target, str) else target
        return found.locator("visible=true")


def picture(colour: str) -> dict[str, Any]:
    """A photo of a window with its screen, torn or mended."""
    image = Image.new("RGB", (900, 700), "#dcd7c9")
    draw = ImageDraw.Draw(image)
    draw.rectangle((180, 90, 720, 610), fill=colour, outline="#4a4234", width=18)
    for at in range(210, 720, 30):
        draw.line((at, 100, at, 600), fill="#4a4234", width=2)
    stream = io.BytesIO()
    image.save(stream, "JPEG")
    return {"name": f"{colour[1:]}.jpg", "mimeType": "image/jpeg", "buffer": stream.getvalue()}


def printed(page: Page) -> tuple[Image.Image, str]:
    """The page on paper, a sheet of A4 and no second one: how it looks, and the words on it."""
    with pypdfium2.PdfDocument(page.pdf(format="A4", print_background=False)) as paper:
        assert len(paper) == 1, f"{len(paper)} sheets"
        sheet = paper[0]
        return sheet.render(scale=PAPER).to_pil(), sheet.get_textpage().get_text_range()


def read_code(sheet: Image.Image) -> str:
    """What a camera reads from the one code on it."""
    (code,) = zxingcpp.read_barcodes(sheet)
    return str(code.text)


def keep(sheet: Image.Image, name: str) -> None:
    """Beside the screenshots, if any are kept."""
    if PICTURES:
        sheet.save(f"{PICTURES}/{name}.png")

"""Helpers for tests that read pages as a person does."""

import io
import re
import time
from html.parser import HTMLParser
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from jiayuan.foundation.access.actor import Actor

HAN = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"[A-Za-z]{2,}")
SILENT = {"script", "style", "svg", "template"}
ENGLISH = "en.0.auto"
CHINESE = "zh.0.auto"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag in SILENT
        if not self.depth:
            spoken = ("alt", "aria-label", "placeholder", "title")
            self.words += [text for name, text in attrs if name in spoken and text]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.words.append(data)


def spoken_text(page: Any) -> str:
    """What eyes and screen readers get of a page's main part."""
    text = page.content.decode()
    main = re.search(r"<main.*?</main>", text, re.DOTALL)
    reader = _Reader()
    reader.feed(main.group(0) if main else text)
    return " ".join(" ".join(reader.words).split())


def without(text: str, names: list[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    return text


def assert_english(page: Any, *names: str) -> None:
    """No Chinese but names of people and places, and what residents wrote."""
    left = HAN.findall(without(spoken_text(page), list(names)))
    assert not left, left


def assert_chinese(page: Any, *names: str) -> None:
    left = LATIN.findall(without(spoken_text(page), list(names)))
    assert not left, left


def client_of(actor: Actor | None = None, language: str = CHINESE) -> Client:
    """A browser: signed in as ``actor`` with the second factor done, or a visitor."""
    client = Client()
    client.cookies["jiayuan_prefs"] = language
    if actor is not None and actor.person is not None:
        client.force_login(actor.person, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session["second_factor_done"] = time.time()
        session.save()
    return client


def queries_of(client: Client, path: str) -> int:
    """How many queries a page takes once the caches are warm."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def picture(colour: str = "red") -> SimpleUploadedFile:
    out = io.BytesIO()
    image = Image.new("RGB", (320, 240), colour)
    image.putpixel((10, 10), (1, 2, 3))
    image.save(out, "JPEG")
    return SimpleUploadedFile("IMG_0001.jpg", out.getvalue(), "image/jpeg")


def nonce_in(page: Any) -> str:
    found = re.search(r'name="nonce" value="([^"]+)"', page.content.decode())
    assert found
    return found.group(1)

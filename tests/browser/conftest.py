"""Journeys in a real Chromium against the real server, with axe on every page they stop at."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from jiayuan.foundation.clock import now as clock
from jiayuan.foundation.people.models import Person

from .watch import Watch

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = os.environ.get("JIAYUAN_PICTURES", "")
"""A folder to keep screenshots in; none are taken without it."""
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 768}
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def chromium() -> str | None:
    return os.environ.get("JIAYUAN_CHROMIUM") or shutil.which("chromium")


@pytest.fixture(scope="package")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """Playwright's synchronous API runs a loop in this thread, and Django refuses to query beside one: so the
    database is made before, the refusal is off meanwhile, and the loop ends with the last test of this folder."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield browser
        browser.close()


@dataclass
class Screen:
    """One device in one reader's hands."""

    page: Page
    base: str
    name: str
    errors: list[str]

    def open(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page

    def look(self, what: str) -> None:
        """Axe on the page as it stands, nothing wider than the screen, nothing broken; a picture if wanted."""
        page = self.page
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{PICTURES}/{self.name}-{what}.png", full_page=True)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        grave = [
            f"{each['id']}: {each['nodes'][0]['html'][:160]} {each['nodes'][0].get('failureSummary', '')[:200]}"
            for each in found["violations"]
            if each["impact"] in ("serious", "critical")
        ]
        assert not grave, f"{self.name} {what} {page.url}: {grave}"
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1, f"{self.name} {what}: {wide} px wider than the screen"
        assert not self.errors, f"{self.name} {what}: {self.errors}"


@pytest.fixture
def screen(browser: Browser, live_server: Any, settings: Any) -> Iterator[Callable[..., Screen]]:
    """``screen("phone", language="en", care=True, theme="dark", person=somebody)``."""
    settings.SHOW_CODES = True
    open_contexts: list[BrowserContext] = []

    def make(
        device: str = "phone",
        *,
        language: str = "zh",
        care: bool = False,
        theme: str = "light",
        person: Person | None = None,
        scripts: bool = True,
    ) -> Screen:
        size = PHONE if device == "phone" else DESK
        context = browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            locale="zh-CN" if language == "zh" else "en-GB",
            timezone_id="Asia/Shanghai",
            color_scheme="dark" if theme == "dark" else "light",
            bypass_csp=True,  # for axe's own script; the tests of the header are elsewhere
            java_script_enabled=scripts,
            reduced_motion="reduce",
            geolocation={"latitude": 37.861, "longitude": 112.571},
            permissions=["geolocation"],
        )
        open_contexts.append(context)
        cookies = [
            {"name": "jiayuan_prefs", "value": f"{language}.{int(care)}.{theme}", "url": live_server.url}
        ]
        if person is not None:
            cookies.append({"name": "jiayuan_session", "value": session_of(person), "url": live_server.url})
        context.add_cookies(cookies)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("response", lambda r: errors.append(f"{r.status} {r.url}") if r.status >= 500 else None)
        mood = "-".join(
            filter(None, [device, language, "care" if care else "", theme if theme != "light" else ""])
        )
        return Screen(page, live_server.url, mood, errors)

    yield make
    for context in open_contexts:
        context.close()


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """The clock of the whole house, server included; it stands at the real time until it is set."""
    shown = Watch(clock.now())
    monkeypatch.setattr(clock, "_set", shown)
    return shown


def session_of(person: Person) -> str:
    """A session as after sign-in with the second factor shown."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store["second_factor_done"] = time.time()
    store.create()
    return str(store.session_key)

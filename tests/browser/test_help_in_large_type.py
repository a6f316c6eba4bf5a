"""The desk's pages of wishes in large type and in English, whose words are the longest: no page scrolls sideways, and
no table inside one."""

import pytest

from jiayuan.modules.help.domain.match_runs import begin_run, work_out
from jiayuan.modules.help.models import MatchRun
from tests.modules.help.fund import FundScene
from tests.modules.help.scene import COMMUNITY

from .street import Screens
from .test_widths import SETTLING, WIDEST, WIDTHS

TABLES = """() => [...document.querySelectorAll(".sheet")]
  .filter((each) => each.scrollWidth - each.clientWidth > 1)
  .map((each) => `a table by ${each.scrollWidth - each.clientWidth} px`).join()"""
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def paths_of(scene: FundScene) -> list[str]:
    """One of each page, with something on it."""
    long_words = {"words": "An old window lets the cold in, " * 8}
    scene.opened(skills=("law",), **long_words)
    scene.opened(seats=2)
    taken, on_top = scene.claimed().wish, scene.on_the_last_tier()
    payment = scene.approved()
    work_out(begin_run(COMMUNITY, by=scene.worker).pk)
    run = MatchRun.objects.get()
    assert run.best
    wish = f"/console/wishes/{taken.number}/"
    fund = f"/console/funds/{scene.fund.pk}/"
    return [
        "/console/", "/console/wishes/", "/console/wishes/new/", "/console/wishes/paper/", wish,
        f"/console/wishes/{on_top.number}/", f"/console/wishes/{scene.opened().number}/helpers/",
        "/console/wishes/matched/", f"/console/wishes/matched/{run.pk}/", "/console/callbacks/",
        "/console/stations/", f"/console/stations/{scene.station.pk}/", "/console/stations/coverage/",
        f"/console/stations/{scene.station.pk}/things/", f"/console/stations/{scene.station.pk}/services/",
        "/console/funds/", fund, f"{fund}book/", f"{fund}budgets/",
        f"/console/funds/payments/{payment.pk}/", f"/console/funds/wishes/{on_top.number}/",
    ]  # fmt: skip


def test_nothing_scrolls_sideways(screen: Screens) -> None:
    scene = FundScene()
    paths = paths_of(scene)
    shown = screen("desk", person=scene.worker.person, language="en", care=True)
    too_wide = []
    for path in paths:
        answer = shown.page.goto(shown.base + path)
        assert answer is not None
        assert answer.status == 200, path
        for width in WIDTHS:
            shown.page.set_viewport_size({"width": width, "height": 800})
            over = shown.page.evaluate(WIDEST)
            if over:  # a map finds its new size a moment later
                shown.page.wait_for_timeout(SETTLING)
                over = shown.page.evaluate(WIDEST)
            if over := over or shown.page.evaluate(TABLES):
                too_wide.append(f"{path} at {width}: {over}")
    assert not too_wide, "\n".join(too_wide)
